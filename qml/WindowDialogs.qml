// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Dialogs
import Hearth.App
import Hearth.Models

/// What opens over the window. Each is made when it is first wanted.
Item {
    id: dialogs

    /// The open chat, which copies links.
    required property ChatViewModel chat
    /// What opens files.
    required property ModelViewModel model
    /// The load dialog's model.
    required property LoadViewModel loader

    /// The dialog that asks for a model file is open.
    property bool fileWanted: false
    /// The load dialog is open.
    property bool loadWanted: false
    /// The list of keys is open.
    property bool shortcutsWanted: false
    /// The link that may be opened; empty for none.
    property string linkWanted

    Connections {
        target: Navigation
        function onModelFileWanted() { dialogs.fileWanted = true }
        function onLoadOptionsWanted(path: string) {
            dialogs.loader.open(path)
            dialogs.loadWanted = true
        }
        function onShortcutsWanted() { dialogs.shortcutsWanted = true }
        function onLinkPressed(target: string) { dialogs.linkWanted = target }
    }
    // Repeaters of one: loaders of Qt 6.4 cannot make bound components.
    Repeater {
        model: dialogs.fileWanted ? 1 : 0
        delegate: Item {
            FileDialog {
                title: qsTr("Open model file")
                nameFilters: [qsTr("GGUF models (*.gguf)"), qsTr("All files (*)")]
                onAccepted: {
                    dialogs.model.openUrl(selectedFile)
                    dialogs.fileWanted = false
                }
                onRejected: dialogs.fileWanted = false
                Component.onCompleted: open()
            }
        }
    }
    Repeater {
        model: dialogs.loadWanted ? 1 : 0
        delegate: Item {
            LoadDialog {
                loader: dialogs.loader
                onClosed: dialogs.loadWanted = false
                Component.onCompleted: open()
            }
        }
    }
    Repeater {
        model: dialogs.shortcutsWanted ? 1 : 0
        delegate: Item {
            ShortcutsOverlay {
                onClosed: dialogs.shortcutsWanted = false
                Component.onCompleted: open()
            }
        }
    }
    Repeater {
        model: dialogs.linkWanted.length > 0 ? 1 : 0
        delegate: Item {
            LinkDialog {
                target: dialogs.linkWanted
                chat: dialogs.chat
                onClosed: dialogs.linkWanted = ""
                Component.onCompleted: open()
            }
        }
    }
}
