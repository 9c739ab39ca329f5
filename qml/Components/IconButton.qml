// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// A drawing to press. Its text is its accessible name and its tooltip.
T.Button {
    id: control

    /// The drawing.
    property string iconName
    /// Edge of the drawing.
    property int iconSize: 18
    /// Colour of the drawing.
    property color iconColor: checked ? Theme.accent : Theme.dim
    /// Shown beside the pointer; the text when left alone.
    property string hint: text

    implicitWidth: Math.max(Metrics.hit, Math.round((iconSize + 14) * Theme.scale))
    implicitHeight: implicitWidth
    focusPolicy: Qt.StrongFocus
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45
    display: T.AbstractButton.IconOnly

    Accessible.name: text
    Accessible.description: hint === text ? "" : hint
    Accessible.checkable: checkable
    Accessible.checked: checked
    Accessible.onPressAction: if (control.enabled) control.clicked()
    Keys.onReturnPressed: control.clicked()
    Keys.onEnterPressed: control.clicked()

    contentItem: Item {
        AppIcon {
            anchors.centerIn: parent
            name: control.iconName
            color: control.iconColor
            size: control.iconSize
        }
    }
    background: Rectangle {
        radius: Metrics.radiusControl
        color: control.down ? Theme.selection : control.hovered ? Theme.hover : "transparent"

        FocusRing { visible: control.visualFocus }
    }
    LazyToolTip {
        text: control.hint
        wanted: control.hovered || control.visualFocus
    }
}
