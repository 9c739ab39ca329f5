// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// The last of the first steps: what may leave this computer.
Column {
    id: page

    /// The switch.
    required property NetworkViewModel network

    spacing: Metrics.group

    AppLabel {
        width: parent.width
        text: qsTr("There is no account and no statistics. Hearth connects only when you search for models or download one, and lists every connection on the page Network.")
        lineHeight: Theme.compact
        wrapMode: Text.Wrap
    }
    AppSwitch {
        text: qsTr("Stay offline: open no connection at all")
        checked: page.network.offline
        enabled: !page.network.locked
        onToggled: page.network.offline = checked
    }
    AppSwitch {
        text: qsTr("Load the last model at the start")
        checked: Settings.loadLastModel
        onToggled: Settings.loadLastModel = checked
    }
}
