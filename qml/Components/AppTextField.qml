// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// One line to write in.
T.TextField {
    id: field

    /// Drawing before the text; empty for none.
    property string iconName

    implicitWidth: 200
    implicitHeight: Math.max(Metrics.hit, contentHeight + topPadding + bottomPadding)
    leftPadding: iconName.length > 0 && !mirrored ? 32 : 10
    rightPadding: iconName.length > 0 && mirrored ? 32 : 10
    topPadding: 6
    bottomPadding: 6
    color: Theme.text
    placeholderTextColor: Theme.faint
    selectionColor: Theme.textSelection
    selectedTextColor: Theme.text
    font.pixelSize: Theme.label
    verticalAlignment: TextInput.AlignVCenter
    selectByMouse: true
    opacity: enabled ? 1 : 0.45
    Accessible.role: Accessible.EditableText

    /// Mirrored with the window.
    readonly property bool mirrored: LayoutMirroring.enabled

    background: Rectangle {
        radius: Metrics.radiusControl
        color: Theme.surface
        border { width: 1; color: field.activeFocus ? Theme.accent : Theme.control }
    }
    AppIcon {
        anchors { left: parent.left; leftMargin: 10; verticalCenter: parent.verticalCenter }
        name: field.iconName
        color: Theme.faint
        size: 15
    }
    AppLabel {
        anchors { fill: parent; leftMargin: field.leftPadding; rightMargin: field.rightPadding }
        visible: field.length === 0 && field.preeditText.length === 0
        text: field.placeholderText
        font: field.font
        color: field.placeholderTextColor
        verticalAlignment: Text.AlignVCenter
        Accessible.ignored: true
    }
}
