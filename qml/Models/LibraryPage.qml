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
    /// Fetches newer files.
    required property DownloadsViewModel downloads

    /// The dialog that asks for a folder is open.
    property bool folderWanted: false
    /// What is asked about before it goes to the trash: `title`, `path`, `caution` and `remove`.
    property var trashWanted: undefined

    /// Left and right of everything: a wide window shows rows that can still be read across.
    readonly property real side: Math.max(Metrics.margin, (width - Metrics.page) / 2)

    color: Theme.background
    Component.onCompleted: library.refresh()

    Item {
        id: head
        anchors {
            left: parent.left; right: parent.right; top: parent.top
            leftMargin: page.side; rightMargin: page.side; topMargin: 28
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
    Flow {
        id: checks
        anchors {
            left: parent.left; right: parent.right; top: head.bottom
            leftMargin: page.side - 8; rightMargin: page.side; topMargin: Metrics.inner
        }
        visible: !page.library.empty
        spacing: Metrics.grid

        AppButton {
            kind: AppButton.Kind.Quiet
            iconName: "copy"
            text: qsTr("Find duplicates")
            hint: qsTr("Compares models of the same size. Files that were never compared are read once.")
            enabled: !page.library.checks.comparing
            onClicked: page.library.checks.findDuplicates()
        }
        AppButton {
            kind: AppButton.Kind.Quiet
            iconName: "refresh"
            text: qsTr("Check for newer versions")
            hint: qsTr("Asks the hub about every model that came from there.")
            enabled: !page.library.checks.asking
            onClicked: page.library.checks.askForAll()
        }
    }
    LibraryChecksCard {
        id: report
        anchors { left: parent.left; right: parent.right; top: checks.bottom; leftMargin: page.side; rightMargin: page.side; topMargin: Metrics.inner }
        visible: page.library.checks.report.length > 0
        checks: page.library.checks
        listHeightMax: page.height * 0.4
        onRemoveWanted: (name, path, caution) => page.trashWanted = {
            title: qsTr("Move this copy to the trash?"), path: path,
            caution: caution.length > 0 ? caution : qsTr("Another copy of the model stays."),
            remove: () => page.library.checks.removeCopy(name)
        }
    }
    ListView {
        id: list
        anchors {
            left: parent.left; right: parent.right; bottom: parent.bottom
            top: report.visible ? report.bottom : checks.bottom
            leftMargin: page.side; rightMargin: page.side; topMargin: Metrics.group
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
            onRemoveWanted: page.trashWanted = {
                title: qsTr("Move %1 to the trash?").arg(title), path: path,
                caution: caution.length > 0 ? caution : qsTr("It can be taken back from there."),
                remove: () => page.library.remove(name)
            }
            onCheckWanted: page.library.checks.askFor(index)
            onUpdateWanted: page.downloads.download(reference)
        }
    }
    EmptyState {
        anchors.centerIn: parent
        visible: page.library.empty
        iconName: "library"
        title: qsTr("No models yet")
        text: qsTr("Models that you download land in %1. Folders of LM Studio, Ollama, Jan, GPT4All and the hub's cache "
            + "are found by themselves; any other folder can be added.").arg(page.library.folder)
        action: qsTr("Find a model")
        actionIcon: "search"
        onActivated: Navigation.page = Navigation.Discover
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
    Repeater {
        model: page.trashWanted === undefined ? 0 : 1
        delegate: Item {
            ConfirmDialog {
                title: page.trashWanted.title
                subject: page.trashWanted.path
                text: page.trashWanted.caution
                action: qsTr("Move to trash")
                onConfirmed: page.trashWanted.remove()
                onClosed: page.trashWanted = undefined
                Component.onCompleted: open()
            }
        }
    }
}
