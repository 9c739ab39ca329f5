// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Theme

/// Says for some seconds what was done, and takes it back when asked.
Rectangle {
    id: toast

    /// What was done; empty while nothing is said.
    property string message
    /// The word on the button; empty for none.
    property string action

    /// The button was pressed.
    signal activated
    /// The time ran out, or the cross was pressed.
    signal dismissed

    /// Shows another message and starts the time again.
    function show(text: string, button: string) {
        message = text
        action = button
        timer.restart()
    }
    function hide() {
        timer.stop()
        message = ""
    }

    visible: opacity > 0
    opacity: message.length > 0 ? 1 : 0
    width: Math.min(row.implicitWidth + 24, (parent ? parent.width : 400) - 32)
    height: Math.max(44, row.implicitHeight + 12)
    radius: Metrics.radiusRow
    color: Theme.text
    Accessible.role: Accessible.AlertMessage
    Accessible.name: qsTr("Notification")
    Accessible.description: message

    Behavior on opacity { NumberAnimation { duration: Theme.motion } }

    Row {
        id: row
        anchors.centerIn: parent
        spacing: 10

        AppLabel {
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, 420)
            text: toast.message
            color: Theme.background
        }
        AppButton {
            id: button
            anchors.verticalCenter: parent.verticalCenter
            visible: toast.action.length > 0
            kind: AppButton.Kind.Plain
            text: toast.action
            onClicked: {
                toast.activated()
                toast.hide()
            }
        }
        IconButton {
            anchors.verticalCenter: parent.verticalCenter
            iconName: "close"
            iconSize: 15
            iconColor: Theme.background
            text: qsTr("Dismiss")
            onClicked: {
                toast.hide()
                toast.dismissed()
            }
        }
    }
    HoverHandler { id: over }
    Timer {
        id: timer
        interval: 8000
        running: false
        onTriggered: {
            if (over.hovered) {
                restart()
            } else {
                toast.message = ""
                toast.dismissed()
            }
        }
    }
}
