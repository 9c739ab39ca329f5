// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// One model of the library.
Rectangle {
    id: row

    /// Which row it is.
    required property int index
    /// What to call it.
    required property string title
    /// Publisher, architecture and size, in words.
    required property string detail
    /// On the disk, in words.
    required property string size
    /// How its weights are kept.
    required property string quantization
    /// Whose folder it lies in; empty for ours.
    required property string source
    /// One of LibraryList.Status.
    required property int status
    /// Why it cannot be opened; empty when it can.
    required property string statusText
    /// It may be moved to the trash.
    required property bool removable
    /// Where its first file is.
    required property string path

    /// Open it.
    signal loadWanted
    /// Open it with other parameters.
    signal optionsWanted
    /// Show its folder.
    signal revealWanted
    /// Move it to the trash.
    signal removeWanted

    readonly property bool ready: status === LibraryList.Ready

    implicitHeight: texts.implicitHeight + 2 * Metrics.group
    radius: Metrics.radiusRow
    color: hover.hovered ? Theme.hover : Theme.surface
    border { width: 1; color: Theme.line }
    Accessible.role: Accessible.ListItem
    Accessible.name: row.title
    Accessible.description: qsTr("%1, %2, %3").arg(row.detail).arg(row.size).arg(row.statusText)

    HoverHandler { id: hover }
    Column {
        id: texts
        anchors {
            left: parent.left; right: buttons.left; verticalCenter: parent.verticalCenter
            leftMargin: Metrics.wide; rightMargin: Metrics.group
        }
        spacing: 4

        Row {
            width: parent.width
            spacing: Metrics.inner

            AppLabel {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, parent.width - chips.width - Metrics.inner)
                text: row.title
                font.pixelSize: Theme.body
                font.weight: Font.Medium
                Accessible.ignored: true
            }
            Row {
                id: chips
                anchors.verticalCenter: parent.verticalCenter
                spacing: 6

                Chip { visible: row.quantization.length > 0; text: row.quantization }
                Chip { visible: row.source.length > 0; text: row.source }
            }
        }
        AppLabel {
            width: parent.width
            text: row.detail.length > 0 ? qsTr("%1 · %2").arg(row.size).arg(row.detail) : row.size
            color: Theme.dim
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
        AppLabel {
            width: parent.width
            visible: row.statusText.length > 0
            text: row.statusText
            color: row.status === LibraryList.Offline ? Theme.warn : Theme.bad
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            Accessible.ignored: true
        }
        AppLabel {
            width: parent.width
            text: row.path
            color: Theme.faint
            font.pixelSize: Theme.tiny
            elide: Text.ElideMiddle
            Accessible.ignored: true
        }
    }
    Row {
        id: buttons
        anchors { right: parent.right; rightMargin: Metrics.group; verticalCenter: parent.verticalCenter }
        spacing: 4

        AppButton {
            text: qsTr("Chat")
            enabled: row.ready
            hint: row.statusText
            Accessible.name: qsTr("Chat with %1").arg(row.title)
            onClicked: row.loadWanted()
        }
        IconButton {
            iconName: "sliders"
            text: qsTr("Load options")
            enabled: row.ready
            onClicked: row.optionsWanted()
        }
        IconButton {
            iconName: "folder"
            text: qsTr("Show folder")
            onClicked: row.revealWanted()
        }
        IconButton {
            iconName: "trash"
            text: qsTr("Move to trash")
            enabled: row.removable
            hint: row.removable ? text : qsTr("Its files belong to another program's store: remove it there.")
            onClicked: row.removeWanted()
        }
    }
}
