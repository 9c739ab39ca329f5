// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// The places of the window, and its state at the bottom.
Rectangle {
    id: rail

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
    }
    Column {
        anchors { bottom: parent.bottom; bottomMargin: 12; horizontalCenter: parent.horizontalCenter }
        spacing: 4

        RailButton {
            iconName: "offline"
            text: qsTr("Network: offline")
            label: qsTr("Offline")
            foreground: Theme.good
            hint: qsTr("Nothing leaves this computer: this version has no network code in use.")
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
