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
    /// For commands.
    required property string name
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
    /// What removal does to the program whose folder it lies in; empty for nothing.
    required property string caution
    /// Where its first file is.
    required property string path
    /// For the downloads; empty where it is not known where it came from.
    required property string reference
    /// The hub has another file of that name now.
    required property bool newer
    /// What the hub says of it; empty before it was asked.
    required property string upstream
    /// Parameters are kept for it.
    required property bool custom

    /// Open it.
    signal loadWanted
    /// Open it with other parameters.
    signal optionsWanted
    /// Show its folder.
    signal revealWanted
    /// Move it to the trash.
    signal removeWanted
    /// Ask the hub for a newer file.
    signal checkWanted
    /// Fetch it.
    signal updateWanted

    readonly property bool ready: status === LibraryList.Ready

    implicitHeight: texts.implicitHeight + 2 * Metrics.group
    radius: Metrics.radiusRow
    color: hover.hovered ? Theme.hover : Theme.surface
    border { width: 1; color: Theme.line }
    Accessible.role: Accessible.ListItem
    Accessible.name: row.title
    Accessible.description: qsTr("%1, %2, %3").arg(row.detail).arg(row.size)
        .arg(row.statusText.length > 0 ? row.statusText : row.upstream)

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
                Chip { visible: row.custom; text: qsTr("own parameters") }
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
            visible: row.upstream.length > 0
            text: row.upstream
            color: row.newer ? Theme.warn : Theme.dim
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
            visible: row.newer
            text: qsTr("Update")
            hint: qsTr("Downloads the newer file of the hub.")
            Accessible.name: qsTr("Update %1").arg(row.title)
            onClicked: row.updateWanted()
        }
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
            iconName: "refresh"
            text: qsTr("Check for a newer version")
            enabled: row.reference.length > 0
            hint: enabled ? text : qsTr("It is not known where this model came from.")
            onClicked: row.checkWanted()
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
            hint: row.removable ? text : row.caution.length > 0 ? row.caution : row.statusText
            onClicked: row.removeWanted()
        }
    }
}
