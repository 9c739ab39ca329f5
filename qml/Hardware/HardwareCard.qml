// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components
import Hearth.Theme

/// A card with a head.
Rectangle {
    id: card

    /// What it is about.
    property string title
    /// What it shows.
    default property alias content: column.data

    implicitHeight: head.height + column.implicitHeight + 2 * Metrics.wide + Metrics.group
    radius: Metrics.radiusCard
    color: Theme.surface
    border { width: 1; color: Theme.line }

    AppLabel {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Metrics.wide }
        text: card.title
        font.pixelSize: Theme.section
        font.weight: Font.DemiBold
        Accessible.role: Accessible.Heading
    }
    Column {
        id: column
        anchors {
            left: parent.left; right: parent.right; top: head.bottom
            leftMargin: Metrics.wide; rightMargin: Metrics.wide; topMargin: Metrics.group
        }
        spacing: Metrics.group
    }
}
