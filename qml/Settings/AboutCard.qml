// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Which program this is, and what it is made with.
SettingsCard {
    id: card

    title: qsTr("About")

    AppLabel {
        width: parent.width
        text: qsTr("Hearth %1. Runs language models on this computer.").arg(Settings.version)
        wrapMode: Text.Wrap
    }
    AppLabel {
        width: parent.width
        text: qsTr("Apache License 2.0. Made with Qt 6 (LGPL 3), Vulkan and SPIR-V headers (Apache 2.0), "
                   + "SQLite (public domain), MD4C (MIT), JSON for Modern C++ (MIT), Zstandard (BSD), "
                   + "libcurl (curl licence). Uses the fonts Inter and JetBrains Mono (SIL OFL 1.1) where "
                   + "they are installed.")
        color: Theme.dim
        font.pixelSize: Theme.small
        lineHeight: 1.35
        wrapMode: Text.Wrap
    }
}
