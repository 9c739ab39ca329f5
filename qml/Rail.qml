// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// The places of the window, and its state at the bottom.
Rectangle {
    id: rail

    /// For the button's count.
    required property DownloadsViewModel downloads
    /// Whether anything may leave.
    required property NetworkViewModel network

    color: Theme.panel
    implicitWidth: Metrics.rail

    Column {
        anchors { top: parent.top; topMargin: 12; horizontalCenter: parent.horizontalCenter }
        spacing: 4

        RailButton {
            iconName: "chat"
            text: qsTr("Chats")
            current: Navigation.page === Navigation.Chats
            onClicked: Navigation.page = Navigation.Chats
        }
        RailButton {
            iconName: "search"
            text: qsTr("Discover")
            current: Navigation.page === Navigation.Discover
            onClicked: Navigation.page = Navigation.Discover
        }
        RailButton {
            iconName: "library"
            text: qsTr("Library")
            current: Navigation.page === Navigation.Library
            onClicked: Navigation.page = Navigation.Library
        }
    }
    Column {
        anchors { bottom: parent.bottom; bottomMargin: 12; horizontalCenter: parent.horizontalCenter }
        spacing: 4

        RailButton {
            iconName: "download"
            text: qsTr("Downloads")
            label: rail.downloads.active > 0 ? rail.downloads.rate.length > 0 ? rail.downloads.rate : qsTr("%n left", "downloads", rail.downloads.active) : qsTr("Downloads")
            foreground: rail.downloads.active > 0 ? Theme.accent : Theme.dim
            hint: qsTr("Downloads (Ctrl+J)")
            onClicked: Navigation.downloadsWanted()
        }
        RailButton {
            iconName: rail.network.offline ? "offline" : "online"
            text: rail.network.offline ? qsTr("Network: offline") : qsTr("Network: online")
            label: rail.network.offline ? qsTr("Offline") : qsTr("Online")
            current: Navigation.page === Navigation.Network
            foreground: rail.network.offline ? Theme.good : current ? Theme.accent : Theme.dim
            hint: rail.network.offline ? qsTr("Nothing leaves this computer.")
                : qsTr("Connects only when you search or download. Press to see every connection made.")
            onClicked: Navigation.page = Navigation.Network
        }
        RailButton {
            iconName: "cpu"
            text: qsTr("Hardware")
            current: Navigation.page === Navigation.Hardware
            onClicked: Navigation.page = Navigation.Hardware
        }
        RailButton {
            iconName: Settings.theme === Settings.System ? "contrast"
                : Settings.theme === Settings.Light ? "sun" : "moon"
            text: qsTr("Theme")
            label: Settings.theme === Settings.System ? qsTr("System")
                : Settings.theme === Settings.Light ? qsTr("Light") : qsTr("Dark")
            hint: qsTr("Theme: %1. Press for the next one.").arg(label)
            onClicked: Settings.nextTheme()
        }
        RailButton {
            iconName: "settings"
            text: qsTr("Settings")
            current: Navigation.page === Navigation.Settings
            onClicked: Navigation.page = Navigation.Settings
        }
    }
    Rectangle {
        anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
        width: 1
        color: Theme.line
    }
}
