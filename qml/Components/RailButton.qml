// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// A place in the rail: a drawing over its word.
T.Button {
    id: control

    /// The drawing.
    property string iconName
    /// True for the page that is open.
    property bool current: false
    /// The word under the drawing; the text when left alone.
    property string label: text
    /// Explains the button; empty shows nothing.
    property string hint
    /// Colour of word and drawing.
    property color foreground: current ? Theme.accent : Theme.dim

    implicitWidth: 52
    implicitHeight: column.implicitHeight + 14
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45

    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: hint
    Accessible.onPressAction: if (control.enabled) control.clicked()
    Keys.onReturnPressed: control.clicked()
    Keys.onEnterPressed: control.clicked()

    Item {
        anchors.fill: parent
        Column {
            id: column
            anchors.centerIn: parent
            spacing: 4

            AppIcon {
                anchors.horizontalCenter: parent.horizontalCenter
                name: control.iconName
                color: control.foreground
                size: 20
            }
            AppLabel {
                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.min(implicitWidth, control.width + 10) // The rail leaves room.
                text: control.label
                color: control.foreground
                font.pixelSize: Theme.tiny
                font.weight: control.current ? Font.DemiBold : Font.Normal
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Metrics.radiusRow
        color: control.current || control.down ? Theme.selection
            : control.hovered ? Theme.hover : "transparent"

        FocusRing {
            inner: Metrics.radiusRow
            visible: control.visualFocus
        }
    }
    LazyToolTip {
        beside: true
        text: control.hint
        wanted: control.hovered || control.visualFocus
    }
}
