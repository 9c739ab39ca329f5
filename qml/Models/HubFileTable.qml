// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Quantizations of one model: in words, with size, and where each runs at which context.
Column {
    id: table

    /// The model.
    required property DiscoverViewModel discover
    /// Takes the downloads.
    required property DownloadsViewModel downloads

    /// No file of the model runs, whatever its quantization, or none is given out.
    readonly property bool hopeless: discover.unknownArchitecture.length > 0 || discover.denied
    /// Columns of contexts have room; else they become a line of text.
    readonly property bool wide: width >= 660
    /// Width of one of those columns.
    readonly property int cell: Math.round(82 * Math.max(1, Theme.scale))
    /// Room for the button at the end.
    readonly property int button: Math.round(116 * Math.max(1, Theme.scale))

    Item {
        width: table.width
        height: Metrics.hit

        AppLabel {
            anchors { left: parent.left; leftMargin: Metrics.group; verticalCenter: parent.verticalCenter }
            text: qsTr("Quantization")
            color: Theme.dim
            font.pixelSize: Theme.small
        }
        Row {
            anchors { right: parent.right; rightMargin: table.button; verticalCenter: parent.verticalCenter }
            visible: table.wide && !table.hopeless

            Repeater {
                model: table.discover.contexts
                delegate: AppLabel {
                    required property string modelData

                    width: table.cell
                    text: modelData
                    color: Theme.dim
                    font.pixelSize: Theme.small
                    Accessible.name: qsTr("Context of %1").arg(modelData)
                }
            }
        }
        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: 1
            color: Theme.line
        }
    }
    ListView {
        id: list
        width: table.width
        implicitHeight: contentHeight
        interactive: false
        keyNavigationEnabled: true
        model: table.discover.files
        currentIndex: table.discover.planned
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Files")
        delegate: HubFileRow {
            width: list.width
            wide: table.wide
            cell: table.cell
            button: table.button
            columns: table.discover.contexts.length
            chosen: index === table.discover.planned && !table.hopeless
            runs: !table.hopeless && !(chosen && table.discover.support === DiscoverViewModel.DoesNotRun)
            onPlanWanted: table.discover.planFor(index)
            download: table.downloads.byFile[reference]
            onDownloadWanted: table.downloads.download(reference)
            onChatWanted: {
                table.downloads.load(download.id)
                Navigation.page = Navigation.Chats
            }
        }
    }
}
