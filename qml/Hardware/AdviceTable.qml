// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Models with where they fit and what speed the memory allows.
Column {
    id: table

    /// The rows.
    required property AdviceList advice

    spacing: 6

    Repeater {
        model: table.advice
        delegate: Item {
            id: row

            required property string name
            required property string size
            required property int fit
            required property string fitText
            required property string speed
            required property string context

            width: table.width
            implicitHeight: Math.max(label.implicitHeight, chip.implicitHeight)
            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("%1, %2: %3. %4 %5").arg(row.name).arg(row.size).arg(row.fitText).arg(row.speed).arg(row.context)

            AppLabel {
                id: label
                anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                width: parent.width * 0.34
                text: qsTr("%1 · %2").arg(row.name).arg(row.size)
                Accessible.ignored: true
            }
            Chip {
                id: chip
                anchors { left: label.right; leftMargin: 8; verticalCenter: parent.verticalCenter }
                width: Math.min(implicitWidth, parent.width * 0.28)
                text: row.fitText
                tone: row.fit === AdviceList.Gpu ? Theme.good : row.fit === AdviceList.No ? Theme.bad : Theme.warn
            }
            AppLabel {
                anchors { right: parent.right; left: chip.right; leftMargin: 8; verticalCenter: parent.verticalCenter }
                horizontalAlignment: Text.AlignRight
                text: row.context.length > 0 ? qsTr("%1 · %2").arg(row.speed).arg(row.context) : row.speed
                color: Theme.dim
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
        }
    }
}
