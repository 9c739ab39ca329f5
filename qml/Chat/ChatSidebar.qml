// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// The chats by date, and the words to find one by.
Rectangle {
    id: sidebar

    /// All chats.
    required property ChatListModel chats
    /// The open one.
    required property ChatViewModel chat

    /// Row whose title is being changed; below 0 for none.
    property int renamingRow: -1
    /// Row whose menu is open; below 0 for none.
    property int menuRow: -1

    /// A chat was chosen: a folded list may close.
    signal chosen

    function focusSearch() {
        search.forceActiveFocus()
        search.selectAll()
    }
    function renameCurrent() {
        const row = chats.rowOf(chat.chatId)
        if (row < 0) return
        list.positionViewAtIndex(row, ListView.Contain)
        renamingRow = row
    }
    function open(row: int) {
        if (row < 0) return
        chat.openChat(chats.chatAt(row))
        chosen()
    }

    color: Theme.panel

    AppLabel {
        id: head
        anchors { left: parent.left; leftMargin: 18; verticalCenter: plus.verticalCenter }
        text: qsTr("Chats")
        font.pixelSize: Theme.section
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }
    IconButton {
        id: plus
        anchors { right: parent.right; rightMargin: 10; top: parent.top; topMargin: 12 }
        iconName: "plus"
        iconColor: Theme.accent
        text: qsTr("New chat")
        hint: qsTr("New chat (Ctrl+N)")
        onClicked: {
            sidebar.chat.newChat()
            sidebar.chosen()
            Navigation.composerWanted()
        }
    }
    AppTextField {
        id: search
        anchors {
            left: parent.left; right: parent.right; top: plus.bottom
            leftMargin: 12; rightMargin: 12; topMargin: 10
        }
        iconName: "search"
        placeholderText: qsTr("Search chats")
        Accessible.name: qsTr("Search chats")
        Accessible.searchEdit: true
        onTextChanged: sidebar.chats.query = text
        Keys.onEscapePressed: {
            if (length > 0) clear()
            else Navigation.composerWanted()
        }
        Keys.onDownPressed: list.forceActiveFocus()
        onAccepted: sidebar.open(0)

        AppLabel {
            anchors { right: parent.right; rightMargin: 10; verticalCenter: parent.verticalCenter }
            visible: search.length === 0 && !search.activeFocus
            text: qsTr("Ctrl+K")
            color: Theme.faint
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
    ListView {
        id: list
        anchors {
            left: parent.left; right: parent.right; top: search.bottom; bottom: parent.bottom
            margins: 8
        }
        model: sidebar.chats
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        activeFocusOnTab: true
        currentIndex: -1
        keyNavigationEnabled: true
        highlightMoveDuration: 0
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Chat list")
        T.ScrollBar.vertical: AppScrollBar {}
        onActiveFocusChanged: if (activeFocus && currentIndex < 0) {
            currentIndex = Math.max(0, sidebar.chats.rowOf(sidebar.chat.chatId))
        }
        Keys.onReturnPressed: sidebar.open(currentIndex)
        Keys.onEnterPressed: sidebar.open(currentIndex)
        Keys.onSpacePressed: sidebar.open(currentIndex)
        Keys.onDeletePressed: if (currentIndex >= 0) sidebar.chats.remove(currentIndex)
        Keys.onMenuPressed: sidebar.menuRow = currentIndex

        section.property: "group"
        delegate: ChatListItem {
            width: list.width
            chats: sidebar.chats
            groupBefore: ListView.previousSection
            focused: ListView.isCurrentItem && list.activeFocus
            current: chatId === sidebar.chat.chatId
            onOpened: {
                list.currentIndex = index
                sidebar.open(index)
            }
            renaming: sidebar.renamingRow === index
            menuOpen: sidebar.menuRow === index
            onMenuToggled: on => sidebar.menuRow = on ? index : -1
            onRenameToggled: on => {
                sidebar.renamingRow = on ? index : -1
                if (!on) list.forceActiveFocus()
            }
        }
    }
    AppLabel {
        anchors { left: list.left; right: list.right; top: list.top; margins: 10 }
        visible: sidebar.chats.count === 0 && (sidebar.chats.ready || sidebar.chats.query.length > 0)
        text: sidebar.chats.query.length > 0 ? qsTr("Nothing found")
                                             : qsTr("Your chats will be listed here.")
        color: Theme.dim
        wrapMode: Text.Wrap
    }
}
