// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// List of chats, the conversation, and its parameters; the sides fold away as the window narrows.
Item {
    id: page

    /// All chats.
    required property ChatListModel chats
    /// The open chat.
    required property ChatViewModel chat
    /// What its answers are made with.
    required property ParametersViewModel parameters
    /// What answers.
    required property ModelViewModel model
    /// Errors to show.
    required property Notifications notifications
    /// Width of the whole window, which decides what folds.
    property real windowWidth: width
    /// The list lies over the work area when it is open.
    readonly property bool listFolds: windowWidth < Metrics.foldList
    /// The parameters lie over the work area when they are open.
    readonly property bool sideFolds: windowWidth < Metrics.foldSide
    /// A folded list is open.
    property bool listOver: false
    /// Folded parameters are open.
    property bool sideOver: false
    /// Something else is shown in the place of an empty conversation.
    property bool welcoming: false
    /// There is no conversation.
    readonly property bool blank: messages.count === 0 && !chat.busy
    /// Where the conversation would be.
    readonly property rect blankArea: Qt.rect(work.x, notices.y + notices.height, work.width, composer.y - notices.y - notices.height)
    /// The list is in view.
    readonly property bool listShown: listFolds ? listOver : Settings.listVisible
    /// The parameters are in view.
    readonly property bool sideShown: sideFolds ? sideOver : Settings.sideVisible

    function toggleList() {
        if (listFolds) listOver = !listOver
        else Settings.listVisible = !Settings.listVisible
    }
    function toggleSide() {
        if (sideFolds) sideOver = !sideOver
        else Settings.sideVisible = !Settings.sideVisible
    }
    function openPicker() { bar.openPicker() }
    function renameCurrent() {
        if (!listShown) toggleList()
        sidebar.renameCurrent()
    }
    function editLast() {
        const row = chat.lastUserRow()
        if (row >= 0 && !chat.busy) messages.edit(row)
    }

    onListFoldsChanged: listOver = false
    onSideFoldsChanged: sideOver = false

    Connections {
        target: Navigation
        function onComposerWanted() { composer.focusText() }
        function onSearchWanted() {
            if (!page.listShown) page.toggleList()
            sidebar.focusSearch()
        }
    }
    Item {
        id: work
        anchors {
            left: parent.left; right: parent.right; top: parent.top; bottom: parent.bottom
            leftMargin: page.listShown && !page.listFolds ? Metrics.list : 0
            rightMargin: page.sideShown && !page.sideFolds ? Metrics.side : 0
        }

        ModelBar {
            id: bar
            anchors { left: parent.left; right: parent.right; top: parent.top }
            z: 1
            model: page.model
            listFolded: !page.listShown
            sideShown: page.sideShown
            onListToggled: page.toggleList()
            onSideToggled: page.toggleSide()
        }
        Notices {
            id: notices
            anchors { top: bar.bottom; topMargin: count > 0 ? 10 : 0; horizontalCenter: parent.horizontalCenter }
            width: Math.min(Metrics.column + 40, parent.width - 20)
            z: 1
            model: page.model
            notifications: page.notifications
        }
        MessageList {
            id: messages
            anchors { left: parent.left; right: parent.right; top: notices.bottom; bottom: waiting.top }
            chat: page.chat
            visible: count > 0
        }
        EmptyState {
            anchors { horizontalCenter: parent.horizontalCenter; verticalCenter: messages.verticalCenter }
            visible: page.blank && !page.welcoming
            iconName: "hearth"
            title: page.model.state === ModelViewModel.None ? qsTr("Talk with a model on this computer")
                                                            : qsTr("What is on your mind?")
            text: page.model.state === ModelViewModel.None
                ? qsTr("Open a GGUF model file, or drop one on this window. Nothing you write leaves this computer.")
                : page.model.state === ModelViewModel.Loading
                ? qsTr("%1 is loading. You can write already.").arg(page.model.name)
                : qsTr("%1 is ready. Nothing you write leaves this computer.").arg(page.model.name)
            action: page.model.state === ModelViewModel.None ? qsTr("Open model file…") : ""
            actionIcon: "folder"
            onActivated: Navigation.modelFileWanted()
        }
        Item {
            id: waiting
            anchors { left: composer.left; right: composer.right; bottom: composer.top }
            height: page.chat.waitText.length > 0 ? 34 : 0
            visible: height > 0

            AppLabel {
                anchors { left: parent.left; right: parent.right; leftMargin: 20; verticalCenter: parent.verticalCenter }
                text: page.chat.waitText
                color: Theme.dim
                font.pixelSize: Theme.small
                Accessible.role: Accessible.AlertMessage
            }
        }
        Composer {
            id: composer
            anchors { bottom: parent.bottom; bottomMargin: 16; horizontalCenter: parent.horizontalCenter }
            width: Math.min(Metrics.column * Math.max(1, Theme.scale) + 40, parent.width - 20)
            chat: page.chat
            model: page.model
            onEditLastWanted: page.editLast()
        }
    }
    Rectangle {
        anchors.fill: parent
        visible: page.listFolds && page.listOver || page.sideFolds && page.sideOver
        color: Theme.scrim

        MouseArea {
            anchors.fill: parent
            onClicked: {
                page.listOver = false
                page.sideOver = false
            }
        }
    }
    ChatSidebar {
        id: sidebar
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        width: Metrics.list
        visible: page.listShown
        chats: page.chats
        chat: page.chat
        onChosen: page.listOver = false

        Rectangle {
            anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
            width: 1
            color: Theme.line
        }
    }
    Repeater {
        model: page.sideShown ? 1 : 0
        delegate: ParametersPanel {
            anchors { right: page.right; top: page.top; bottom: page.bottom }
            width: Metrics.side
            parameters: page.parameters
            model: page.model

            Rectangle {
                anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
                width: 1
                color: Theme.line
            }
        }
    }
}
