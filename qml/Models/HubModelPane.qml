// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Chat
import Hearth.Components
import Hearth.Theme

/// One model of the hub: what it is, where it fits, what to download.
Flickable {
    id: pane

    /// The model.
    required property DiscoverViewModel discover
    /// Takes the downloads.
    required property DownloadsViewModel downloads
    /// The results lie under this page: a button leads back.
    property bool folded: false

    contentWidth: width
    contentHeight: column.implicitHeight + column.y + Metrics.margin
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    T.ScrollBar.vertical: AppScrollBar {}

    Connections {
        target: pane.discover
        function onPlanChanged() { if (pane.discover.loading) pane.contentY = 0 }
    }

    Column {
        id: column
        x: Math.max(Metrics.margin, (pane.width - width) / 2)
        y: pane.folded ? Metrics.inner : Metrics.margin
        width: Math.min(pane.width - 2 * Metrics.margin, 900 * Math.max(1, Theme.scale))
        spacing: Metrics.group

        AppButton {
            visible: pane.folded
            kind: AppButton.Kind.Quiet
            iconName: "chevron-left"
            text: qsTr("Results")
            onClicked: pane.discover.close()
        }
        AppLabel {
            width: parent.width
            text: pane.discover.title
            font.pixelSize: Theme.page
            font.weight: Font.DemiBold
            wrapMode: Text.Wrap
            Accessible.role: Accessible.Heading
        }
        AppLabel {
            width: parent.width
            text: pane.discover.facts
            color: Theme.dim
            wrapMode: Text.Wrap
            lineHeight: Theme.compact
        }
        Flow {
            width: parent.width
            spacing: 6
            visible: !pane.discover.loading

            Repeater {
                model: pane.discover.chips
                delegate: Chip {
                    required property string modelData

                    text: modelData
                }
            }
            Chip {
                visible: pane.discover.support !== DiscoverViewModel.Unknown
                text: pane.discover.support === DiscoverViewModel.Runs ? qsTr("Runs in this version") : qsTr("Does not run in this version")
                tone: pane.discover.support === DiscoverViewModel.Runs ? Theme.good : Theme.bad
            }
            Chip {
                visible: pane.discover.gated
                text: qsTr("Needs a token")
                tone: Theme.warn
            }
        }
        AppProgressBar {
            width: parent.width
            visible: pane.discover.loading
            indeterminate: true
            Accessible.name: qsTr("Loading the model's page")
        }
        AccessCard {
            width: parent.width
            visible: pane.discover.denied
            onPageWanted: pane.discover.openInBrowser()
            onAgainWanted: pane.discover.reload()
        }
        AppLabel {
            width: parent.width
            visible: text.length > 0 && !pane.discover.denied
            text: pane.discover.problem
            color: Theme.warn
            wrapMode: Text.Wrap
            lineHeight: Theme.compact
        }
        NoticeCard {
            width: parent.width
            visible: pane.discover.obstacle.length > 0
            tone: Theme.bad
            dismissable: false
            title: pane.discover.unknownArchitecture.length > 0
                ? qsTr("Architecture %1 is not supported").arg(pane.discover.unknownArchitecture)
                : qsTr("This version of Hearth cannot run this file")
            text: pane.discover.obstacle
        }
        AppLabel {
            width: parent.width
            visible: text.length > 0 && !pane.discover.plan.unsupported && !pane.discover.denied
            text: pane.discover.plan.problem
            color: Theme.warn
            wrapMode: Text.Wrap
            lineHeight: Theme.compact
        }
        AppButton {
            visible: !pane.discover.denied && !pane.discover.loading
                && (pane.discover.problem.length > 0 || (pane.discover.plan.problem.length > 0 && !pane.discover.plan.unsupported))
            iconName: "refresh"
            text: qsTr("Try again")
            onClicked: pane.discover.reload()
        }
        PlanCard {
            width: parent.width
            visible: pane.discover.plan.fit.known
            plan: pane.discover.plan
        }
        AppProgressBar {
            width: parent.width
            visible: pane.discover.plan.busy && !pane.discover.plan.fit.known
            indeterminate: true
            Accessible.name: qsTr("Reading the file's header")
        }
        HubFileTable {
            width: parent.width
            visible: pane.discover.files.count > 0
            discover: pane.discover
            downloads: pane.downloads
        }
        AppLabel {
            width: parent.width
            visible: !pane.discover.loading && pane.discover.problem.length === 0 && pane.discover.files.count === 0
            text: qsTr("There is no GGUF file in this repository.")
            color: Theme.dim
            wrapMode: Text.Wrap
        }
        AppLabel {
            width: parent.width
            visible: text.length > 0
            text: pane.discover.plan.busy ? qsTr("Reading the file's header…") : pane.discover.plan.source
            color: Theme.dim
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
        Item {
            width: 1
            height: 1
        }
        AppLabel {
            visible: pane.discover.hasCard
            text: qsTr("What the publisher writes")
            font.pixelSize: Theme.section
            font.weight: Font.DemiBold
            Accessible.role: Accessible.Heading
        }
        BlockList {
            width: Math.min(parent.width, Metrics.column * Math.max(1, Theme.scale))
            visible: pane.discover.hasCard
            blocks: pane.discover.card
            style: pane.discover.style
            onCopyWanted: text => Navigation.copy(text)
        }
        AppButton {
            visible: pane.discover.cardCut
            text: qsTr("Show all of it")
            onClicked: pane.discover.showWholeCard()
        }
    }
}
