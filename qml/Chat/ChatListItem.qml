// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// A chat in the list, below the name of its group if it is the first of it.
Item {
    id: item

    /// The list it is in.
    required property ChatListModel chats
    required property int index
    required property double chatId
    required property string title
    required property string snippet
    required property bool pinned
    required property string group
    /// The group of the row before; empty for none.
    property string groupBefore
    /// This chat is the open one.
    property bool current: false
    /// The keyboard is on this row.
    property bool focused: false
    /// The title is being changed.
    property alias renaming: row.renaming
    /// The menu is open.
    property alias menuOpen: row.menuOpen

    /// This chat is to be opened.
    signal opened
    /// The title is to be opened for changing, or closed again.
    signal renameToggled(bool on)
    /// The menu is to be opened, or closed again.
    signal menuToggled(bool on)

    implicitHeight: (head.visible ? head.height : 0) + row.implicitHeight

    AppLabel {
        id: head
        width: parent.width
        height: implicitHeight + 16
        visible: item.group !== item.groupBefore
        leftPadding: 10
        rightPadding: 10
        verticalAlignment: Text.AlignVCenter
        text: item.group
        color: Theme.dim
        font.pixelSize: Theme.tiny
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }
    ChatRow {
        id: row
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        chats: item.chats
        index: item.index
        title: item.title
        snippet: item.snippet
        pinned: item.pinned
        current: item.current
        focused: item.focused
        onOpened: item.opened()
        onRenameToggled: on => item.renameToggled(on)
        onMenuToggled: on => item.menuToggled(on)
    }
}
