// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// One build: its parts, what a guide promised, what memory allows.
Column {
    id: row

    /// What it is called.
    required property string name
    /// What is in it.
    required property string parts
    /// What the guide expects.
    required property string guide
    /// Its models.
    required property AdviceList advice

    spacing: 6

    Rectangle {
        width: row.width
        height: 1
        color: Theme.line
    }
    AppLabel {
        width: row.width
        text: row.name
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }
    AppLabel {
        width: row.width
        text: row.parts
        color: Theme.dim
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
    AdviceTable {
        width: row.width
        advice: row.advice
    }
    AppLabel {
        width: row.width
        text: row.guide
        color: Theme.faint
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
}
