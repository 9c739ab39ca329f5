// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// A button with a word on it, in four weights.
T.Button {
    id: control

    /// How loud the button is. One Primary per view.
    enum Kind { Primary, Plain, Quiet, Danger }

    /// One of Kind.
    property int kind: AppButton.Kind.Plain
    /// Drawing before the word; empty for none.
    property string iconName
    /// Explains the button, and why it is disabled; empty shows nothing.
    property string hint
    /// Colour of word and drawing.
    readonly property color foreground: kind === AppButton.Kind.Primary ? Theme.accentText
        : kind === AppButton.Kind.Danger ? Theme.bad
        : kind === AppButton.Kind.Quiet ? Theme.dim : Theme.text

    implicitWidth: Math.max(Metrics.hit, row.implicitWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Metrics.hit, row.implicitHeight + topPadding + bottomPadding)
    horizontalPadding: kind === AppButton.Kind.Quiet ? 8 : 14
    verticalPadding: 6
    font.pixelSize: Theme.label
    font.weight: kind === AppButton.Kind.Primary ? Font.DemiBold : Font.Medium
    focusPolicy: Qt.StrongFocus
    opacity: enabled ? 1 : 0.45
    hoverEnabled: true

    Accessible.name: text
    Accessible.description: hint
    Accessible.onPressAction: if (control.enabled) control.clicked()
    Keys.onReturnPressed: control.clicked()
    Keys.onEnterPressed: control.clicked()

    Item {
        anchors.fill: parent

        Row {
            id: row
            anchors.centerIn: parent
            spacing: 6

            AppIcon {
                visible: control.iconName.length > 0
                anchors.verticalCenter: parent.verticalCenter
                name: control.iconName
                color: control.foreground
                size: 16
            }
            AppLabel {
                anchors.verticalCenter: parent.verticalCenter
                text: control.text
                font: control.font
                color: control.foreground
                elide: Text.ElideNone
                Accessible.ignored: true
            }
        }
    }
    background: Rectangle {
        radius: Metrics.radiusControl
        color: control.kind === AppButton.Kind.Primary
            ? (control.down ? Qt.darker(Theme.accent, 1.15)
                            : control.hovered ? Qt.lighter(Theme.accent, 1.08) : Theme.accent)
            : control.down ? Theme.selection
            : control.hovered ? (control.kind === AppButton.Kind.Quiet ? Theme.hover
                                                                       : Theme.selection)
            : control.kind === AppButton.Kind.Quiet ? "transparent" : Theme.surface
        border.width: control.kind === AppButton.Kind.Plain
            || control.kind === AppButton.Kind.Danger ? 1 : 0
        border.color: Theme.control

        FocusRing { visible: control.visualFocus }
    }
    LazyToolTip {
        text: control.hint
        wanted: control.hovered || control.visualFocus
    }
}
