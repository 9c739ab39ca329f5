// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// One chat in the list: its title, open to be renamed in place.
T.ItemDelegate {
    id: row

    /// The list it is in.
    required property ChatListModel chats
    required property int index
    required property string title
    required property string snippet
    required property bool pinned

    /// This chat is the open one.
    property bool current: false
    /// The keyboard is on this row.
    property bool focused: false
    /// The title is being changed.
    property bool renaming: false
    /// The menu is open.
    property bool menuOpen: false

    /// This chat is to be opened.
    signal opened
    /// The title is to be opened for changing, or closed again.
    signal renameToggled(bool on)
    /// The menu is to be opened, or closed again.
    signal menuToggled(bool on)

    implicitHeight: Math.max(34, column.implicitHeight + 14)
    hoverEnabled: true
    Accessible.role: Accessible.ListItem
    Accessible.name: title
    Accessible.description: snippet
    Accessible.selected: current
    Accessible.selectable: true
    Accessible.onPressAction: row.opened()
    onClicked: opened()
    onDoubleClicked: renameToggled(true)

    TapHandler {
        acceptedButtons: Qt.RightButton
        onTapped: row.menuToggled(true)
    }
    Item {
        anchors.fill: parent
        Column {
            id: column
            anchors {
                left: parent.left; right: more.left; verticalCenter: parent.verticalCenter
                leftMargin: 10; rightMargin: 4
            }
            spacing: 2

            AppLabel {
                width: parent.width
                visible: !row.renaming
                text: row.title
                Accessible.ignored: true
            }
            Repeater {
                model: row.renaming ? 1 : 0
                delegate: AppTextField {
                    width: column.width
                    text: row.title
                    maximumLength: 200
                    Accessible.name: qsTr("Chat title")
                    Component.onCompleted: {
                        forceActiveFocus()
                        selectAll()
                    }
                    onAccepted: {
                        row.chats.rename(row.index, text)
                        row.renameToggled(false)
                    }
                    onActiveFocusChanged: if (!activeFocus) row.renameToggled(false)
                    Keys.onEscapePressed: row.renameToggled(false)
                }
            }
            AppLabel {
                width: parent.width
                visible: row.snippet.length > 0 && !row.renaming
                text: row.snippet
                color: Theme.dim
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
        }
        IconButton {
            id: more
            anchors { right: parent.right; verticalCenter: parent.verticalCenter; rightMargin: 2 }
            width: row.hovered || hovered || visualFocus || row.visualFocus ? implicitWidth : 0
            clip: true
            focusPolicy: Qt.NoFocus
            iconName: "trash"
            iconSize: 15
            text: qsTr("Delete chat")
            onClicked: row.chats.remove(row.index)
        }
    }
    background: Rectangle {
        radius: Metrics.radiusRow
        color: row.current || row.down ? Theme.selection : row.hovered ? Theme.hover : "transparent"

        FocusRing {
            inner: Metrics.radiusRow
            anchors.margins: 0
            visible: row.focused
        }
    }
    Repeater {
        model: row.menuOpen ? 1 : 0
        delegate: Item {
            Component.onCompleted: list.popup()

            AppMenu {
                id: list
                onClosed: row.menuToggled(false)

                AppMenuItem {
                    iconName: "edit"
                    text: qsTr("Rename")
                    keys: qsTr("F2")
                    onTriggered: row.renameToggled(true)
                }
                AppMenuItem {
                    iconName: "check"
                    text: row.pinned ? qsTr("Unpin") : qsTr("Pin to top")
                    onTriggered: row.chats.setPinned(row.index, !row.pinned)
                }
                AppMenuItem {
                    iconName: "trash"
                    grave: true
                    text: qsTr("Delete chat")
                    keys: qsTr("Del")
                    onTriggered: row.chats.remove(row.index)
                }
            }
        }
    }
}
