// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components
import Hearth.Theme

/// A model to begin with.
Item {
    id: row

    /// What to call it.
    required property string title
    /// Size, place, what it is good for.
    property string detail
    /// The word on the button.
    property string action
    /// Its accessible name.
    property string actionName

    /// The button was pressed.
    signal activated

    implicitHeight: visible ? Math.max(texts.implicitHeight, button.implicitHeight) : 0

    Column {
        id: texts
        anchors { left: parent.left; right: button.left; rightMargin: Metrics.group; verticalCenter: parent.verticalCenter }
        spacing: 3

        AppLabel {
            width: parent.width
            text: row.title
            font.weight: Font.Medium
        }
        AppLabel {
            width: parent.width
            text: row.detail
            color: Theme.dim
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
    }
    AppButton {
        id: button
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        text: row.action
        Accessible.name: row.actionName
        onClicked: row.activated()
    }
}
