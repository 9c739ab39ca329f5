// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Whether anything may leave this computer, and everything that did.
Rectangle {
    id: page

    /// The switch and the list.
    required property NetworkViewModel network

    /// Left and right of everything: a wide window shows rows that can still be read across.
    readonly property real side: Math.max(Metrics.margin, (width - Metrics.page) / 2)

    color: Theme.background
    Component.onCompleted: network.refresh()

    Column {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top; leftMargin: page.side; rightMargin: page.side; topMargin: 28 }
        spacing: Metrics.wide

        AppLabel {
            text: qsTr("Network")
            font.pixelSize: Theme.page
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        AppSwitch {
            text: qsTr("Offline: open no connection at all")
            checked: page.network.offline
            enabled: !page.network.locked
            onToggled: page.network.offline = checked
        }
        AppLabel {
            width: parent.width
            color: Theme.dim
            wrapMode: Text.Wrap
            lineHeight: Theme.compact
            text: page.network.locked
                ? qsTr("Started with --offline: this holds until the program ends.")
                : qsTr("Nothing is contacted at the start. Searching for models, reading their headers and downloading "
                    + "them are the only reasons to connect, and each connection is listed here.")
        }
        Item {
            width: parent.width
            height: Metrics.hit

            AppLabel {
                anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                text: qsTr("Connections made")
                font.pixelSize: Theme.section
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            AppButton {
                anchors { right: again.left; rightMargin: 4; verticalCenter: parent.verticalCenter }
                kind: AppButton.Kind.Quiet
                text: qsTr("Clear the list")
                enabled: page.network.ledger.count > 0
                onClicked: page.network.clear()
            }
            IconButton {
                id: again
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                iconName: "refresh"
                text: qsTr("Read again")
                onClicked: page.network.refresh()
            }
        }
    }
    ListView {
        id: list
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; leftMargin: page.side; rightMargin: page.side; topMargin: Metrics.inner; bottomMargin: Metrics.margin }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        model: page.network.ledger
        T.ScrollBar.vertical: AppScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Connections made")
        delegate: Item {
            id: row

            required property string time
            required property string host
            required property string purpose
            required property string bytes
            required property string outcome
            required property bool fine

            width: list.width
            implicitHeight: texts.implicitHeight + 16
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1, %2: %3, %4, %5").arg(row.time).arg(row.host).arg(row.purpose).arg(row.bytes).arg(row.outcome)

            Column {
                id: texts
                anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
                spacing: 3

                Item {
                    width: parent.width
                    height: host.implicitHeight

                    AppLabel {
                        id: host
                        anchors { left: parent.left; right: when.left; rightMargin: Metrics.group }
                        text: qsTr("%1 · %2").arg(row.host).arg(row.purpose)
                        elide: Text.ElideMiddle
                        Accessible.ignored: true
                    }
                    AppLabel {
                        id: when
                        anchors.right: parent.right
                        text: row.time
                        color: Theme.dim
                        font.pixelSize: Theme.small
                        Accessible.ignored: true
                    }
                }
                Item {
                    width: parent.width
                    height: amount.implicitHeight

                    AppLabel {
                        id: amount
                        anchors.left: parent.left
                        text: row.bytes
                        color: Theme.dim
                        font.pixelSize: Theme.small
                        Accessible.ignored: true
                    }
                    AppLabel {
                        anchors { left: amount.right; right: parent.right; leftMargin: Metrics.group }
                        horizontalAlignment: Text.AlignRight
                        text: row.outcome
                        color: row.fine ? Theme.good : Theme.warn
                        font.pixelSize: Theme.small
                        Accessible.ignored: true
                    }
                }
            }
            Rectangle {
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                height: 1
                color: Theme.line
            }
        }
    }
    AppLabel {
        anchors { horizontalCenter: parent.horizontalCenter; top: head.bottom; topMargin: 60 }
        visible: page.network.ledger.count === 0
        text: qsTr("No connection was ever made.")
        color: Theme.dim
    }
}
