// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Asks before a link of an answer is handed to the browser, and shows where it leads.
AppPopup {
    id: dialog

    /// Where the link leads.
    required property string target
    /// Puts text on the clipboard.
    required property ChatViewModel chat

    parent: T.Overlay.overlay
    anchors.centerIn: parent
    width: 460
    contentHeight: content.implicitHeight
    padding: 20
    modal: true

    Column {
        id: content
        spacing: Metrics.group

        AppLabel {
            text: qsTr("Open this link in the browser?")
            font.pixelSize: Theme.section
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        AppLabel {
            width: dialog.availableWidth
            text: dialog.target
            color: Theme.dim
            font.family: Theme.monospace
            wrapMode: Text.WrapAnywhere
            maximumLineCount: 8
        }
        AppLabel {
            width: dialog.availableWidth
            text: qsTr("The model wrote this address. The page will see that you visit it.")
            wrapMode: Text.Wrap
        }
        Row {
            anchors.right: parent.right
            spacing: Metrics.inner

            AppButton {
                kind: AppButton.Kind.Quiet
                text: qsTr("Cancel")
                onClicked: dialog.close()
            }
            AppButton {
                text: qsTr("Copy address")
                onClicked: {
                    dialog.chat.copyText(dialog.target)
                    dialog.close()
                }
            }
            AppButton {
                kind: AppButton.Kind.Primary
                text: qsTr("Open link")
                onClicked: {
                    Qt.openUrlExternally(dialog.target)
                    dialog.close()
                }
            }
        }
    }
}
