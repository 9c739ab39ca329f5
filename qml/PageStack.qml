// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Chat
import Hearth.Components
import Hearth.Hardware
import Hearth.Models
import Hearth.Network
import Hearth.Pages
import Hearth.Theme
import Hearth.Welcome

/// The open page. All but the chats are made when they are opened.
Item {
    id: stack

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
    /// Whether anything may leave.
    required property NetworkViewModel network
    /// The first steps.
    required property WelcomeViewModel welcome
    /// Notices and errors.
    required property Notifications notifications
    /// Width of the whole window, which decides what folds.
    property real windowWidth: width
    /// The first steps are to be shown.
    readonly property bool welcoming: welcome.wanted && chatPage.blank
    /// The window has been drawn.
    property bool started: false
    /// The page of the chats, which is always there.
    readonly property alias chatPage: chatPage

    ChatPage {
        id: chatPage
        anchors.fill: parent
        visible: Navigation.page === Navigation.Chats
        windowWidth: stack.windowWidth
        chats: stack.chats
        chat: stack.chat
        parameters: stack.parameters
        model: stack.model
        notifications: stack.notifications
        welcoming: stack.welcoming
    }
    // In the place of an empty conversation, with the composer below it; after the first frame.
    Timer {
        interval: 1
        running: stack.welcoming
        onTriggered: stack.started = true
    }
    Repeater {
        model: stack.started && stack.welcoming && Navigation.page === Navigation.Chats ? 1 : 0
        delegate: WelcomeSteps {
            x: chatPage.blankArea.x
            y: chatPage.blankArea.y
            width: chatPage.blankArea.width
            height: chatPage.blankArea.height
            welcome: stack.welcome
            library: stack.library
            downloads: stack.downloads
            network: stack.network
        }
    }
    Repeater {
        model: Navigation.page === Navigation.Settings ? 1 : 0
        delegate: SettingsPage {
            anchors.fill: chatPage
            model: stack.model
            downloads: stack.downloads
            network: stack.network
        }
    }
    Repeater {
        model: Navigation.page === Navigation.Hardware ? 1 : 0
        delegate: HardwarePage {
            anchors.fill: chatPage
            hardware: stack.hardware
        }
    }
    Repeater {
        model: Navigation.page === Navigation.Discover ? 1 : 0
        delegate: DiscoverPage {
            anchors.fill: chatPage
            windowWidth: stack.windowWidth
            discover: stack.discover
            downloads: stack.downloads
        }
    }
    Repeater {
        model: Navigation.page === Navigation.Library ? 1 : 0
        delegate: LibraryPage {
            anchors.fill: chatPage
            library: stack.library
            downloads: stack.downloads
        }
    }
    Repeater {
        model: Navigation.page === Navigation.Network ? 1 : 0
        delegate: NetworkPage {
            anchors.fill: chatPage
            network: stack.network
        }
    }
    // The chat page shows errors itself, above the conversation.
    Repeater {
        model: Navigation.page !== Navigation.Chats && stack.notifications.errorTitle.length > 0 ? 1 : 0
        delegate: NoticeCard {
            anchors { top: chatPage.top; topMargin: 10; horizontalCenter: chatPage.horizontalCenter }
            width: Math.min(Metrics.column + 40, chatPage.width - 40)
            z: 2
            tone: Theme.bad
            title: stack.notifications.errorTitle
            text: stack.notifications.errorAdvice
            onDismissed: stack.notifications.dismissError()
        }
    }
}
