// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Models
import Hearth.Theme

/// The window: rail, the open page, and what lies over them.
T.ApplicationWindow {
    id: window

    /// All chats.
    required property ChatListModel chats
    /// The open chat.
    required property ChatViewModel chat
    /// What its answers are made with.
    required property ParametersViewModel parameters
    /// What answers.
    required property ModelViewModel model
    /// What this machine has.
    required property HardwareViewModel hardware
    /// Models on this computer.
    required property LibraryViewModel library
    /// Models of the hub.
    required property DiscoverViewModel discover
    /// What is being fetched.
    required property DownloadsViewModel downloads
    /// The load dialog's model.
    required property LoadViewModel loader
    /// The first steps.
    required property WelcomeViewModel welcome
    /// Whether anything may leave.
    required property NetworkViewModel network
    /// Notices and errors.
    required property Notifications notifications

    title: chat.title.length > 0 ? qsTr("%1 — Hearth").arg(chat.title) : qsTr("Hearth")
    width: Settings.windowWidth
    height: Settings.windowHeight
    minimumWidth: 800
    minimumHeight: 600
    visible: true
    visibility: Settings.windowMaximized ? Window.Maximized : Window.Windowed
    color: Theme.background
    font.family: Theme.family
    onClosing: Settings.rememberWindow(width, height, visibility === Window.Maximized)
    onActiveChanged: if (active) chats.refreshDates()
    Component.onCompleted: {
        tint()
        Navigation.composerWanted()
    }

    // Follows the theme: the arguments are what it depends on.
    function tint() {
        Settings.tint(Theme.background, Theme.surface, Theme.control, Theme.text, Theme.accent)
    }
    onColorChanged: tint()

    TextStyle {
        id: textStyle
        link: Theme.accent
        codeBackground: Theme.panel
        line: Theme.control
        keyword: Theme.codeKeyword
        name: Theme.codeName
        literal: Theme.codeText
        comment: Theme.dim
        monospace: Theme.monospace
        size: Theme.body
    }
    Binding {
        target: window.chat.messages
        property: "style"
        value: textStyle
    }

    Binding {
        target: window.discover
        property: "style"
        value: textStyle
    }

    Item {
        id: root
        anchors.fill: parent
        LayoutMirroring.enabled: Settings.mirrored
        LayoutMirroring.childrenInherit: true

        Rail {
            id: rail
            anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
            width: Metrics.rail
            z: 1
            downloads: window.downloads
            network: window.network
        }
        PageStack {
            id: pages
            anchors { left: rail.right; right: parent.right; top: parent.top; bottom: parent.bottom }
            windowWidth: window.width
            chats: window.chats
            chat: window.chat
            parameters: window.parameters
            model: window.model
            hardware: window.hardware
            library: window.library
            discover: window.discover
            downloads: window.downloads
            network: window.network
            welcome: window.welcome
            notifications: window.notifications
        }
        DownloadsTray {
            id: tray
            x: rail.width + Metrics.inner
            y: root.height - height - Metrics.inner
            downloads: window.downloads
        }
        Toast {
            id: toast
            // Above the composer, and above the downloads while those lie over it.
            anchors {
                bottom: parent.bottom; bottomMargin: Math.max(130, tray.visible ? tray.height + 2 * Metrics.inner : 0)
                horizontalCenter: pages.horizontalCenter
            }
            z: 2
            onActivated: window.notifications.undo()
        }
    }
    ModelDrop {
        anchors.fill: parent
        model: window.model
    }
    WindowDialogs {
        chat: window.chat
        model: window.model
        loader: window.loader
    }
    Connections {
        target: window.notifications
        function onNoticed(text: string, undoable: bool) { toast.show(text, undoable ? qsTr("Undo") : "") }
    }
    Connections {
        target: window.discover
        function onWanted() { Navigation.page = Navigation.Discover }
    }
    Connections {
        target: Navigation
        function onModelPickerWanted() {
            Navigation.page = Navigation.Chats
            pages.chatPage.openPicker()
        }
        function onDownloadsWanted() { tray.open() }
    }
    WindowShortcuts {
        page: pages.chatPage
        chat: window.chat
        notifications: window.notifications
    }
}
