// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Chat

/// The keys of the window. ShortcutsOverlay lists them.
Item {
    id: keys

    /// The page that most of them are for.
    required property ChatPage page
    /// The open chat.
    required property ChatViewModel chat
    /// What may be taken back.
    required property Notifications notifications

    Shortcut {
        sequence: "Ctrl+N"
        onActivated: {
            Navigation.page = Navigation.Chats
            keys.chat.newChat()
            Navigation.composerWanted()
        }
    }
    Shortcut {
        sequence: "Ctrl+L"
        onActivated: Navigation.modelPickerWanted()
    }
    Shortcut {
        sequence: "Ctrl+O"
        onActivated: Navigation.modelFileWanted()
    }
    Shortcut {
        sequence: "Ctrl+K"
        onActivated: {
            Navigation.page = Navigation.Chats
            Navigation.searchWanted()
        }
    }
    Shortcut {
        sequence: "Ctrl+B"
        onActivated: keys.page.toggleList()
    }
    Shortcut {
        sequence: "Ctrl+Alt+B"
        onActivated: keys.page.toggleSide()
    }
    Shortcut {
        sequence: "Ctrl+,"
        onActivated: Navigation.page = Navigation.page === Navigation.Settings ? Navigation.Chats
                                                                              : Navigation.Settings
    }
    Shortcut {
        sequence: "Ctrl+Shift+F"
        onActivated: Navigation.page = Navigation.Discover
    }
    Shortcut {
        sequence: "Ctrl+Shift+L"
        onActivated: Navigation.page = Navigation.Library
    }
    Shortcut {
        sequence: "Ctrl+J"
        onActivated: Navigation.downloadsWanted()
    }
    Shortcut {
        sequence: "Ctrl+Shift+C"
        onActivated: keys.chat.copyLastAnswer()
    }
    Shortcut {
        sequence: "Ctrl+R"
        onActivated: keys.chat.regenerateLast()
    }
    Shortcut {
        sequence: "F2"
        onActivated: keys.page.renameCurrent()
    }
    Shortcut {
        sequence: "Shift+Esc"
        onActivated: Navigation.composerWanted()
    }
    Shortcut {
        sequence: "Esc"
        enabled: keys.chat.busy
        onActivated: keys.chat.stop()
    }
    Shortcut {
        sequence: "F1"
        onActivated: Navigation.shortcutsWanted()
    }
    Shortcut {
        sequence: "Ctrl+Q"
        onActivated: keys.Window.window.close()
    }
}
