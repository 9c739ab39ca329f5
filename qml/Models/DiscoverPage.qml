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
        if (discover.results.count === 0) discover.search()
        downloads.refresh()
        head.edit()
    }

    Rectangle {
        id: side
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        width: page.folds ? page.width : Math.min(360, page.width * 0.36)
        visible: !page.folds || !page.opened
        color: Theme.panel

        SearchHead {
            id: head
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Metrics.group }
            discover: page.discover
            below: results
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
        // What was found is less than the list shows, so that nothing can be scrolled.
        AppButton {
            anchors { horizontalCenter: results.horizontalCenter; bottom: results.bottom; bottomMargin: Metrics.group }
            visible: page.discover.more && results.atYEnd && results.count > 0
            text: qsTr("More results")
            onClicked: page.discover.searchMore()
        }
        Column {
            anchors { left: parent.left; right: parent.right; top: head.bottom; margins: Metrics.wide }
            visible: !page.discover.searching && page.discover.results.count === 0 && page.discover.notice.length === 0
            spacing: Metrics.group

            AppLabel {
                width: parent.width
                text: clear.visible ? qsTr("Nothing was found with these filters.") : qsTr("Nothing was found. Try fewer words.")
                color: Theme.dim
                wrapMode: Text.Wrap
            }
            AppButton {
                id: clear
                visible: page.discover.wish.narrowed > 0 || page.discover.wish.abilities.length > 0
                text: qsTr("Search without filters")
                onClicked: {
                    page.discover.wish.clearFilters()
                    head.searchNow()
                }
            }
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
