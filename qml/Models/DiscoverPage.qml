// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Finding models: results left, one model with its files right.
Rectangle {
    id: page

    /// The search and the model's page.
    required property DiscoverViewModel discover
    /// Takes the downloads.
    required property DownloadsViewModel downloads
    /// Width of the whole window, which decides what folds.
    property real windowWidth: width
    /// Results and page do not fit beside each other: the page lies over the results.
    readonly property bool folds: windowWidth < Metrics.foldList
    /// A model's page is open.
    readonly property bool opened: discover.repository.length > 0

    color: Theme.background
    Component.onCompleted: {
        if (discover.results.count === 0) find()
        downloads.refresh()
        field.forceActiveFocus()
    }

    function find() {
        discover.search(field.text, sort.currentIndex,
                        [tools.checked ? "tools" : "", reasoning.checked ? "reasoning" : "", vision.checked ? "vision" : ""])
    }

    Rectangle {
        id: side
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        width: page.folds ? page.width : Math.min(360, page.width * 0.36)
        visible: !page.folds || !page.opened
        color: Theme.panel

        Column {
            id: head
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Metrics.group }
            spacing: Metrics.inner

            AppLabel {
                text: qsTr("Discover")
                font.pixelSize: Theme.section
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            Row {
                width: parent.width
                spacing: Metrics.inner

                AppTextField {
                    id: field
                    width: parent.width - sort.width - Metrics.inner
                    iconName: "search"
                    placeholderText: qsTr("Search models")
                    KeyNavigation.down: results
                    Accessible.name: qsTr("Search models")
                    onTextEdited: wait.restart()
                    onAccepted: {
                        wait.stop()
                        page.find()
                    }
                }
                AppComboBox {
                    id: sort
                    width: 124
                    model: [qsTr("Best match"), qsTr("Downloads"), qsTr("Likes"), qsTr("Trending"), qsTr("Updated")]
                    Accessible.name: qsTr("Order")
                    onActivated: page.find()
                }
            }
            Flow {
                width: parent.width
                spacing: 6

                FilterChip { id: tools; text: qsTr("Tools"); onToggled: page.find() }
                FilterChip { id: reasoning; text: qsTr("Reasoning"); onToggled: page.find() }
                FilterChip { id: vision; text: qsTr("Vision"); onToggled: page.find() }
            }
            AppLabel {
                width: parent.width
                visible: page.discover.notice.length > 0
                text: page.discover.notice
                color: Theme.warn
                font.pixelSize: Theme.small
                wrapMode: Text.Wrap
            }
            AppProgressBar {
                width: parent.width
                opacity: page.discover.searching ? 1 : 0
                implicitHeight: 3
                indeterminate: page.discover.searching
                Accessible.name: qsTr("Searching")
                Accessible.ignored: !page.discover.searching
            }
        }
        Timer {
            id: wait
            interval: 350
            onTriggered: page.find()
        }
        ListView {
            id: results
            anchors {
                left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom
                margins: 8; topMargin: Metrics.inner; bottomMargin: 0
            }
            bottomMargin: 8
            clip: true
            spacing: 2
            boundsBehavior: Flickable.StopAtBounds
            keyNavigationEnabled: true
            model: page.discover.results
            T.ScrollBar.vertical: AppScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Results")
            onAtYEndChanged: if (atYEnd && count > 0) page.discover.searchMore()
            delegate: HubResultRow {
                width: results.width
                current: repository === page.discover.repository
                onWanted: page.discover.open(repository)
            }
        }
        AppLabel {
            anchors { left: parent.left; right: parent.right; top: head.bottom; margins: Metrics.wide }
            visible: !page.discover.searching && page.discover.results.count === 0 && page.discover.notice.length === 0
            text: qsTr("Nothing was found. Try fewer words.")
            color: Theme.dim
            wrapMode: Text.Wrap
        }
        Rectangle {
            anchors { right: parent.right; top: parent.top; bottom: parent.bottom }
            width: 1
            color: Theme.line
        }
    }
    EmptyState {
        x: side.width + Math.round((page.width - side.width - width) / 2)
        anchors.verticalCenter: parent.verticalCenter
        visible: !page.folds && !page.opened
        width: Math.min(420, page.width - side.width - 2 * Metrics.margin)
        iconName: "search"
        title: qsTr("Find a model")
        text: qsTr("Choose one to see, before anything is downloaded, where it runs on this computer and how fast.")
    }
    HubModelPane {
        anchors { left: page.folds ? parent.left : side.right; right: parent.right; top: parent.top; bottom: parent.bottom }
        visible: page.opened
        folded: page.folds
        discover: page.discover
        downloads: page.downloads
    }
}
