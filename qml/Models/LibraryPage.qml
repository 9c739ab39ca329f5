// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Dialogs
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Models on this computer, wherever they lie.
Rectangle {
    id: page

    /// The models.
    required property LibraryViewModel library

    /// The dialog that asks for a folder is open.
    property bool folderWanted: false

    color: Theme.background
    Component.onCompleted: library.refresh()

    Item {
        id: head
        anchors {
            left: parent.left; right: parent.right; top: parent.top
            margins: Metrics.margin; topMargin: 28
        }
        height: Math.max(title.implicitHeight, add.implicitHeight)

        AppLabel {
            id: title
            anchors { left: parent.left; verticalCenter: parent.verticalCenter }
            text: qsTr("Library")
            font.pixelSize: Theme.page
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        AppLabel {
            anchors { left: title.right; leftMargin: Metrics.group; baseline: title.baseline; right: search.left }
            text: page.library.scanning ? qsTr("Looking…") : page.library.summary
            color: Theme.dim
        }
        AppTextField {
            id: search
            anchors { right: add.left; rightMargin: Metrics.inner; verticalCenter: parent.verticalCenter }
            width: Math.min(240, page.width * 0.28)
            placeholderText: qsTr("Filter")
            Accessible.name: qsTr("Filter models")
            onTextChanged: page.library.filter = text
        }
        AppButton {
            id: add
            anchors { right: again.left; rightMargin: Metrics.inner; verticalCenter: parent.verticalCenter }
            iconName: "folder"
            text: qsTr("Add folder…")
            onClicked: page.folderWanted = true
        }
        IconButton {
            id: again
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            iconName: "refresh"
            text: qsTr("Look again")
            enabled: !page.library.scanning
            onClicked: page.library.refresh()
        }
    }
    ListView {
        id: list
        anchors {
            left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom
            margins: Metrics.margin; topMargin: Metrics.wide; bottomMargin: 0
        }
        clip: true
        spacing: Metrics.inner
        bottomMargin: Metrics.margin
        boundsBehavior: Flickable.StopAtBounds
        activeFocusOnTab: true
        model: page.library.models
        T.ScrollBar.vertical: AppScrollBar {}
        Accessible.role: Accessible.List
        Accessible.name: qsTr("Models")
        delegate: LibraryRow {
            width: list.width
            onLoadWanted: {
                page.library.load(index)
                Navigation.page = Navigation.Chats
            }
            onOptionsWanted: Navigation.loadOptionsWanted(page.library.path(index))
            onRevealWanted: page.library.reveal(index)
            onRemoveWanted: page.library.remove(index)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.library.empty
        iconName: "folder"
        title: qsTr("No models yet")
        text: qsTr("Models that you download land in %1. Folders of LM Studio, Ollama, Jan, GPT4All and the hub's cache "
            + "are found by themselves; any other folder can be added.").arg(page.library.folder)
        action: qsTr("Add folder…")
        actionIcon: "folder"
        onActivated: page.folderWanted = true
    }
    AppLabel {
        anchors.centerIn: parent
        visible: !page.library.empty && page.library.models.count === 0 && page.library.filter.length > 0
        text: qsTr("No model matches.")
        color: Theme.dim
    }
    Repeater {
        model: page.folderWanted ? 1 : 0
        delegate: Item {
            FolderDialog {
                title: qsTr("Folder with models")
                onAccepted: {
                    page.library.addFolder(selectedFolder)
                    page.folderWanted = false
                }
                onRejected: page.folderWanted = false
                Component.onCompleted: open()
            }
        }
    }
}
