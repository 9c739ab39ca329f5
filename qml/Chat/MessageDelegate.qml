// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// One message: a person's in a bubble, an answer on the page.
Item {
    id: message

    /// The conversation.
    required property ChatViewModel chat
    required property int index
    required property bool fromUser
    required property BlockListModel blocks
    required property string text
    required property bool writing
    required property string statistics
    required property int version
    required property int versionCount
    required property string errorTitle
    required property string errorAdvice
    required property bool canContinue
    required property string modelName
    required property string note
    required property bool contextFull

    /// The text is open to be changed.
    property bool editing: false

    /// The text is to be opened, or closed again.
    signal editToggled(bool on)

    /// Width of the column that is read.
    readonly property real column: Math.min(Metrics.column * Math.max(1, Theme.scale), width - 2 * 30)
    /// It is the last of the list.
    readonly property bool last: index === chat.messages.count - 1
    /// The actions are in full view.
    readonly property bool showActions: over.hovered || actionsFocus.activeFocus || (last && !fromUser)

    implicitHeight: content.implicitHeight
    Accessible.role: Accessible.ListItem
    Accessible.name: fromUser ? qsTr("You: %1").arg(text) : qsTr("Assistant: %1").arg(text)
    Accessible.focusable: true

    HoverHandler { id: over }

    Column {
        id: content
        anchors.horizontalCenter: parent.horizontalCenter
        width: message.column
        spacing: 6

        Repeater {
            model: message.editing ? 1 : 0
            delegate: MessageEditor {
                width: content.width
                text: message.text
                fromUser: message.fromUser
                onCancelled: message.editToggled(false)
                onSaved: text => {
                    message.chat.edit(message.index, text)
                    message.editToggled(false)
                }
            }
        }
        Rectangle {
            anchors.right: message.fromUser ? parent.right : undefined
            visible: !message.editing
            width: message.fromUser ? Math.min(userWidth + 2 * 14, parent.width) : parent.width
            height: list.implicitHeight + (message.fromUser ? 20 : 0)
            radius: Metrics.radiusCard
            color: message.fromUser ? Theme.panel : "transparent"

            readonly property real userWidth: Math.min(list.childrenRect.width, message.column * 0.82 - 28)

            BlockList {
                id: list
                x: message.fromUser ? 14 : 0
                y: message.fromUser ? 10 : 0
                width: message.fromUser ? message.column * 0.82 - 28 : parent.width
                blocks: message.blocks
                style: message.chat.messages.style
                onCopyWanted: text => message.chat.copyText(text)
            }
        }
        WritingMark {
            visible: message.writing && message.text.length === 0
            progress: message.chat.promptProgress
        }
        Repeater {
            model: message.errorTitle.length > 0 ? 1 : 0
            delegate: NoticeCard {
                width: content.width
                tone: Theme.bad
                title: message.errorTitle
                text: message.errorAdvice
                dismissable: false
                action: qsTr("Try again")
                onActivated: message.chat.regenerate(message.index)
            }
        }
        AppLabel {
            visible: message.note.length > 0
            width: parent.width
            text: message.note
            color: Theme.warn
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
        Repeater {
            model: message.contextFull && message.last ? 1 : 0
            delegate: NoticeCard {
                width: content.width
                tone: Theme.warn
                title: qsTr("The context is full")
                text: qsTr("The model can hold no more of this chat. Without the oldest turns it can go on; they stay in the chat.")
                dismissable: false
                action: qsTr("Go on without the oldest turns")
                onActivated: message.chat.answerWithoutOldest(message.index)
            }
        }
        Item {
            visible: !message.editing
            width: parent.width
            height: Math.max(Metrics.hit, actionsFocus.height)

            AppLabel {
                id: stats
                anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                width: Math.min(implicitWidth, parent.width - actionsFocus.width - 8)
                visible: text.length > 0
                text: message.statistics
                color: Theme.faint
                font.pixelSize: Theme.small
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTr("Answer statistics")
                Accessible.description: text
            }
            FocusScope {
                id: actionsFocus
                anchors.verticalCenter: parent.verticalCenter
                x: {
                    const end = message.fromUser ? parent.width - width
                        : (stats.visible ? stats.width + 10 : -8)
                    return LayoutMirroring.enabled ? parent.width - width - end : end
                }
                width: bar.width
                height: bar.height
                visible: !message.writing
                opacity: message.showActions ? 1 : 0.01

                MessageActions {
                    id: bar
                    chat: message.chat
                    row: message.index
                    fromUser: message.fromUser
                    canContinue: message.canContinue
                    version: message.version
                    versionCount: message.versionCount
                    onEditWanted: message.editToggled(true)
                }
            }
        }
    }
}
