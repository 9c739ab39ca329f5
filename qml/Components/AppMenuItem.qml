// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// A row of a menu.
T.MenuItem {
    id: item

    /// The drawing before the word.
    property string iconName
    /// The keys that do the same.
    property string keys
    /// True for what destroys.
    property bool grave: false

    implicitWidth: row.implicitWidth + leftPadding + rightPadding
    implicitHeight: visible ? Math.max(30, row.implicitHeight + 10) : 0
    horizontalPadding: 9
    hoverEnabled: true
    opacity: enabled ? 1 : 0.45
    Accessible.name: text
    Accessible.onPressAction: if (item.enabled) item.triggered()

    Item {
        anchors { fill: parent; leftMargin: item.leftPadding; rightMargin: item.rightPadding }
        Row {
            id: row
            anchors.verticalCenter: parent.verticalCenter
            spacing: 9

            AppIcon {
                anchors.verticalCenter: parent.verticalCenter
                visible: item.iconName.length > 0 || item.checkable
                name: item.checkable ? (item.checked ? "check" : "") : item.iconName
                color: item.grave ? Theme.bad : Theme.dim
                size: 16
            }
            AppLabel {
                anchors.verticalCenter: parent.verticalCenter
                text: item.text
                color: item.grave ? Theme.bad : Theme.text
                Accessible.ignored: true
            }
        }
        AppLabel {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            text: item.keys
            color: Theme.faint
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
    background: Rectangle {
        radius: Metrics.radiusChip
        color: item.highlighted || item.hovered ? Theme.selection : "transparent"
    }
}
