// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components
import Hearth.Theme

/// The first of the first steps: what this machine is.
Column {
    id: page

    /// In a sentence; empty while it is being looked at.
    required property string machine

    spacing: Metrics.group

    AppProgressBar {
        width: parent.width
        visible: page.machine.length === 0
        indeterminate: true
        Accessible.name: qsTr("Looking at the machine")
    }
    AppLabel {
        width: parent.width
        visible: text.length > 0
        text: page.machine
        font.pixelSize: Theme.body
        lineHeight: Theme.compact
        wrapMode: Text.Wrap
    }
    AppLabel {
        width: parent.width
        text: qsTr("Hearth runs language models here, on the graphics device or on the processor. Nothing you write leaves this computer.")
        color: Theme.dim
        lineHeight: Theme.compact
        wrapMode: Text.Wrap
    }
}
