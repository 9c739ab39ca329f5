// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// One download.
Item {
    id: row

    /// Takes the commands.
    required property DownloadsViewModel downloads
    /// For commands.
    required property int downloadId
    /// Of the model's file.
    required property string name
    /// One of DownloadList.State.
    required property int state
    /// How far it is, or what is wrong.
    required property string detail
    /// 0..1; below 0 for unknown.
    required property real fraction

    readonly property bool stopped: state === DownloadList.Paused || state === DownloadList.Failed
    readonly property bool finished: state === DownloadList.Finished

    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.ListItem
    Accessible.name: row.name
    Accessible.description: row.detail

    Column {
        id: column
        anchors { left: parent.left; right: buttons.left; rightMargin: Metrics.inner }
        spacing: 5

        AppLabel {
            width: parent.width
            text: row.name
            font.weight: Font.Medium
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
        AppProgressBar {
            width: parent.width
            visible: !row.finished
            indeterminate: row.fraction < 0
            value: Math.max(0, row.fraction)
            tone: row.state === DownloadList.Failed ? Theme.bad : row.stopped ? Theme.dim : Theme.accent
            Accessible.name: row.name
        }
        AppLabel {
            width: parent.width
            text: row.detail
            color: row.state === DownloadList.Failed ? Theme.bad : Theme.dim
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            maximumLineCount: 4
            Accessible.ignored: true
        }
    }
    Row {
        id: buttons
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }

        IconButton {
            visible: !row.finished && !row.stopped
            iconName: "pause"
            text: qsTr("Pause")
            onClicked: row.downloads.pause(row.downloadId)
        }
        IconButton {
            visible: row.stopped
            iconName: "play"
            text: qsTr("Resume")
            onClicked: row.downloads.resume(row.downloadId)
        }
        IconButton {
            visible: row.finished
            iconName: "chat"
            text: qsTr("Chat")
            onClicked: {
                row.downloads.load(row.downloadId)
                Navigation.page = Navigation.Chats
            }
        }
        IconButton {
            iconName: "close"
            text: row.finished ? qsTr("Clear from the list") : qsTr("Cancel download")
            onClicked: row.downloads.cancel(row.downloadId)
        }
    }
}
