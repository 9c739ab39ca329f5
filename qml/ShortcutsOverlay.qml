// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.Components
import Hearth.Theme

/// All keys of the window, listed.
AppPopup {
    id: overlay

    /// What the keys do, and the keys.
    readonly property var rows: [
        [qsTr("Send the message"), qsTr("Enter")],
        [qsTr("New line"), qsTr("Shift+Enter")],
        [qsTr("Stop the answer"), qsTr("Esc")],
        [qsTr("Change the last message"), qsTr("Up, in an empty field")],
        [qsTr("Another answer"), qsTr("Ctrl+R")],
        [qsTr("Copy the last answer"), qsTr("Ctrl+Shift+C")],
        [qsTr("Back to the message field"), qsTr("Shift+Esc")],
        [qsTr("New chat"), qsTr("Ctrl+N")],
        [qsTr("Search chats"), qsTr("Ctrl+K")],
        [qsTr("Rename the chat"), qsTr("F2")],
        [qsTr("Choose a model"), qsTr("Ctrl+L")],
        [qsTr("Open a model file"), qsTr("Ctrl+O")],
        [qsTr("Show or hide the chat list"), qsTr("Ctrl+B")],
        [qsTr("Show or hide the parameters"), qsTr("Ctrl+Alt+B")],
        [qsTr("Find models"), qsTr("Ctrl+Shift+F")],
        [qsTr("Library"), qsTr("Ctrl+Shift+L")],
        [qsTr("Downloads"), qsTr("Ctrl+J")],
        [qsTr("Settings"), qsTr("Ctrl+,")],
        [qsTr("This list"), qsTr("F1")],
        [qsTr("Quit"), qsTr("Ctrl+Q")]
    ]

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: 420
    contentHeight: content.implicitHeight
    padding: 20
    modal: true

    Column {
        id: content
        spacing: 7

        AppLabel {
            text: qsTr("Keyboard shortcuts")
            font.pixelSize: Theme.section
            font.weight: Font.DemiBold
            bottomPadding: 6
            Accessible.role: Accessible.Heading
        }
        Repeater {
            model: overlay.rows

            Item {
                id: row

                required property var modelData

                width: overlay.availableWidth
                height: what.implicitHeight

                AppLabel {
                    id: what
                    anchors.left: parent.left
                    text: row.modelData[0]
                }
                AppLabel {
                    anchors.right: parent.right
                    text: row.modelData[1]
                    color: Theme.dim
                }
            }
        }
        AppButton {
            anchors.right: parent.right
            text: qsTr("Close")
            focus: true
            onClicked: overlay.close()
        }
    }
}
