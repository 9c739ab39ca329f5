// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Theme

/// Something that happened: what, what it means, what to do next.
Rectangle {
    id: card

    /// Colour of the drawing.
    property color tone: Theme.warn
    /// The drawing.
    property string iconName: "warning"
    /// What happened.
    property string title
    /// What it means and what to do next.
    property string text
    /// The word on the button; empty for none.
    property string action

    /// It has a cross.
    property bool dismissable: true

    /// The button was pressed.
    signal activated
    /// The cross was pressed.
    signal dismissed

    implicitHeight: column.implicitHeight + 2 * Metrics.group
    radius: Metrics.radiusCard
    color: Theme.surface
    border { width: 1; color: Theme.control }
    Accessible.role: Accessible.AlertMessage
    Accessible.name: title
    Accessible.description: text

    AppIcon {
        id: sign
        anchors { left: parent.left; top: parent.top; margins: Metrics.group }
        name: card.iconName
        color: card.tone
    }
    Column {
        id: column
        anchors {
            left: sign.right; right: cross.left; top: parent.top
            leftMargin: 10; topMargin: Metrics.group
        }
        spacing: 4

        AppLabel {
            width: parent.width
            text: card.title
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
        }
        AppLabel {
            width: parent.width
            visible: text.length > 0
            text: card.text
            color: Theme.dim
            lineHeight: 1.3
            wrapMode: Text.Wrap
        }
        AppButton {
            visible: card.action.length > 0
            text: card.action
            onClicked: card.activated()
        }
    }
    IconButton {
        id: cross
        visible: card.dismissable
        anchors { right: parent.right; top: parent.top; margins: 5 }
        iconName: "close"
        iconSize: 15
        text: qsTr("Dismiss")
        onClicked: card.dismissed()
    }
}
