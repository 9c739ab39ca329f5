// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// The list of downloads, over the corner of the window.
AppPopup {
    id: tray

    /// What is downloaded.
    required property DownloadsViewModel downloads

    width: 420
    padding: Metrics.group
    onAboutToShow: downloads.refresh()

    Column {
        width: tray.availableWidth
        spacing: Metrics.group

        Item {
            width: parent.width
            height: Math.max(head.implicitHeight, Metrics.hit)

            AppLabel {
                id: head
                anchors { left: parent.left; verticalCenter: parent.verticalCenter }
                text: qsTr("Downloads")
                font.pixelSize: Theme.section
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            AppLabel {
                anchors { left: head.right; leftMargin: Metrics.group; verticalCenter: parent.verticalCenter }
                text: tray.downloads.rate
                color: Theme.dim
            }
        }
        NumberField {
            width: parent.width
            label: qsTr("Limit rate")
            hint: qsTr("Megabytes per second for all downloads together.")
            from: 0
            to: 10000
            lowestText: qsTr("no limit")
            value: tray.downloads.rateLimit
            onEdited: value => tray.downloads.rateLimit = value
        }
        AppLabel {
            width: parent.width
            visible: tray.downloads.list.count === 0
            text: qsTr("Nothing is being downloaded.")
            color: Theme.dim
        }
        ListView {
            id: list
            width: parent.width
            height: Math.min(contentHeight, 360)
            clip: true
            spacing: Metrics.inner
            boundsBehavior: Flickable.StopAtBounds
            model: tray.downloads.list
            T.ScrollBar.vertical: AppScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Downloads")
            delegate: DownloadRow {
                width: list.width
                downloads: tray.downloads
            }
        }
    }
}
