// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Theme

/// A small fact on a coloured ground.
Rectangle {
    id: chip

    /// The words.
    property alias text: label.text
    /// Colour of the words; the ground is the same colour, thin.
    property color tone: Theme.dim

    implicitWidth: label.implicitWidth + 14
    implicitHeight: label.implicitHeight + 6
    radius: Metrics.radiusChip
    color: Qt.colorEqual(tone, Theme.dim) ? Theme.selection : Qt.alpha(tone, 0.12)

    AppLabel {
        id: label
        anchors.centerIn: parent
        width: Math.min(implicitWidth, chip.width - 14)
        color: chip.tone
        font.pixelSize: Theme.small
        font.weight: Font.Medium
    }
}
