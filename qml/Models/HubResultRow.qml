// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// One result.
T.ItemDelegate {
    id: row

    /// "publisher/repo"
    required property string repository
    /// Without the publisher.
    required property string name
    /// Publisher, downloads, likes.
    required property string detail
    /// Size and what it can do.
    required property string abilities
    /// Why it may not run; empty for nothing.
    required property string warning
    /// One of HubFileList.Fit for a usual file of it; -1: not known.
    required property int fit
    /// The same in words.
    required property string fitText
    /// Its page is open.
    property bool current: false

    /// Open its page.
    signal wanted

    implicitHeight: column.implicitHeight + 2 * Metrics.group
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: row.name
    Accessible.description: qsTr("%1, %2, %3").arg(row.detail).arg(row.abilities).arg(sign.text)
    Accessible.selectable: true
    Accessible.selected: row.current
    Accessible.onPressAction: row.wanted()
    Keys.onReturnPressed: row.wanted()
    Keys.onEnterPressed: row.wanted()
    onClicked: row.wanted()

    background: Rectangle {
        radius: Metrics.radiusRow
        color: row.current || row.down ? Theme.selection : row.hovered ? Theme.hover : "transparent"

        FocusRing {
            inner: Metrics.radiusRow
            visible: row.visualFocus
        }
    }
    LazyToolTip {
        text: row.warning.length > 0 || row.fitText.length === 0 ? row.repository
            : qsTr("%1. Where a usual 4-bit file of it runs, by its size; its page tells exactly.").arg(row.repository)
        wanted: row.hovered
    }
    Item {
        anchors.fill: parent

        Column {
            id: column
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 10; rightMargin: 10 }
            spacing: 5

            Item {
                width: parent.width
                implicitHeight: Math.max(title.implicitHeight, sign.visible ? sign.implicitHeight : 0)

                AppLabel {
                    id: title
                    anchors { left: parent.left; right: sign.visible ? sign.left : parent.right; rightMargin: 6; verticalCenter: parent.verticalCenter }
                    text: row.name
                    font.pixelSize: Theme.body
                    font.weight: Font.Medium
                    Accessible.ignored: true
                }
                Chip {
                    id: sign
                    anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                    visible: text.length > 0
                    text: row.warning.length > 0 ? row.warning : row.fitText
                    tone: row.warning.length > 0 ? Theme.warn : row.fit === HubFileList.Gpu ? Theme.good
                        : row.fit === HubFileList.No ? Theme.bad : Theme.warn
                }
            }
            AppLabel {
                width: parent.width
                text: row.abilities.length > 0 ? qsTr("%1   %2").arg(row.detail).arg(row.abilities) : row.detail
                color: Theme.dim
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
        }
    }
}
