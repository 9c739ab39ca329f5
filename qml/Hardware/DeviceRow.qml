// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components
import Hearth.Theme

/// One device: what it is, how much of its memory is taken, how fast it reads.
Item {
    id: row

    /// The drawing.
    required property string iconName
    /// As system or driver name it.
    required property string name
    /// What sort of device.
    required property string kind
    /// Free and whole memory, in words.
    required property string memory
    /// Share of the memory in use.
    required property real used
    /// How fast it reads, in words; empty for unknown.
    required property string bandwidth
    /// Driver and abilities.
    property string detail

    implicitHeight: column.implicitHeight

    AppIcon {
        id: icon
        anchors { left: parent.left; top: parent.top; topMargin: 2 }
        name: row.iconName
        color: Theme.dim
        size: 20
    }
    Column {
        id: column
        anchors { left: icon.right; leftMargin: Metrics.group; right: parent.right }
        spacing: 4

        AppLabel {
            width: parent.width
            text: row.name
            font.pixelSize: Theme.body
            font.weight: Font.Medium
        }
        AppLabel {
            width: parent.width
            text: row.detail.length > 0 ? qsTr("%1 · %2").arg(row.kind).arg(row.detail) : row.kind
            color: Theme.dim
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            maximumLineCount: 3
        }
        Row {
            width: parent.width
            spacing: Metrics.group

            AppProgressBar {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(220, parent.width * 0.4)
                value: row.used
                tone: row.used > 0.9 ? Theme.warn : Theme.good
                Accessible.name: qsTr("Memory in use of %1").arg(row.name)
            }
            AppLabel {
                width: parent.width - 220 - Metrics.group
                text: row.bandwidth.length > 0 ? qsTr("%1 · %2").arg(row.memory).arg(row.bandwidth) : row.memory
                font.pixelSize: Theme.small
            }
        }
    }
}
