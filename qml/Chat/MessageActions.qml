// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What can be done with one message.
Row {
    id: actions

    /// The conversation.
    required property ChatViewModel chat
    /// Row of the message.
    required property int row
    /// A person wrote it.
    required property bool fromUser
    /// It was cut off.
    required property bool canContinue
    /// Version shown, from 1.
    required property int version
    /// How many versions there are.
    required property int versionCount

    /// The text is to be changed.
    signal editWanted

    spacing: 0

    IconButton {
        iconName: "copy"
        iconSize: 16
        text: qsTr("Copy")
        onClicked: actions.chat.copyMessage(actions.row)
    }
    IconButton {
        iconName: "edit"
        iconSize: 16
        enabled: !actions.chat.busy
        text: qsTr("Edit")
        hint: actions.fromUser ? qsTr("Edit and ask again") : qsTr("Edit this answer")
        onClicked: actions.editWanted()
    }
    IconButton {
        visible: !actions.fromUser
        iconName: "refresh"
        iconSize: 16
        enabled: !actions.chat.busy
        text: qsTr("Regenerate")
        hint: qsTr("Another answer beside this one")
        onClicked: actions.chat.regenerate(actions.row)
    }
    IconButton {
        visible: !actions.fromUser && actions.canContinue
        iconName: "continue"
        iconSize: 16
        enabled: !actions.chat.busy
        text: qsTr("Continue")
        hint: qsTr("Go on where the answer was cut off")
        onClicked: actions.chat.continueAnswer(actions.row)
    }
    IconButton {
        iconName: "branch"
        iconSize: 16
        text: qsTr("Branch")
        hint: qsTr("Go on from here in a copy of this chat")
        onClicked: actions.chat.branch(actions.row)
    }
    IconButton {
        iconName: "trash"
        iconSize: 16
        enabled: !actions.chat.busy
        text: qsTr("Delete")
        hint: qsTr("Delete this message and what follows it")
        onClicked: actions.chat.remove(actions.row)
    }
    IconButton {
        visible: actions.versionCount > 1
        iconName: actions.LayoutMirroring.enabled ? "chevron-right" : "chevron-left"
        iconSize: 14
        enabled: actions.version > 1 && !actions.chat.busy
        text: qsTr("Previous version")
        onClicked: actions.chat.previousVersion(actions.row)
    }
    AppLabel {
        anchors.verticalCenter: parent.verticalCenter
        visible: actions.versionCount > 1
        text: qsTr("%1 / %2").arg(actions.version).arg(actions.versionCount)
        color: Theme.dim
        font.pixelSize: Theme.small
    }
    IconButton {
        visible: actions.versionCount > 1
        iconName: actions.LayoutMirroring.enabled ? "chevron-left" : "chevron-right"
        iconSize: 14
        enabled: actions.version < actions.versionCount && !actions.chat.busy
        text: qsTr("Next version")
        onClicked: actions.chat.nextVersion(actions.row)
    }
}
