// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What looking for copies or for newer files came to, and the copies.
Rectangle {
    id: card

    /// What was looked at.
    required property LibraryChecks checks
    /// The list of copies grows no higher.
    property real listHeightMax: 240

    /// A copy is to go to the trash, after asking.
    signal removeWanted(name: string, path: string, caution: string)

    readonly property bool busy: checks.comparing || checks.asking

    implicitHeight: column.implicitHeight + 2 * Metrics.group
    radius: Metrics.radiusCard
    color: Theme.surface
    border { width: 1; color: Theme.line }

    Column {
        id: column
        anchors {
            left: parent.left; right: parent.right; top: parent.top
            leftMargin: Metrics.wide; rightMargin: Metrics.group; topMargin: Metrics.group
        }
        spacing: Metrics.inner

        Item {
            width: parent.width
            height: Math.max(Metrics.hit, words.implicitHeight)

            AppLabel {
                id: words
                anchors { left: parent.left; right: end.left; rightMargin: Metrics.inner; verticalCenter: parent.verticalCenter }
                text: card.checks.report
                color: card.checks.failed ? Theme.warn : Theme.text
                wrapMode: Text.Wrap
                Accessible.role: Accessible.AlertMessage
            }
            Row {
                id: end
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }

                AppButton {
                    visible: card.busy
                    text: qsTr("Stop")
                    Accessible.name: qsTr("Stop checking")
                    onClicked: card.checks.stop()
                }
                IconButton {
                    visible: !card.busy
                    iconName: "close"
                    text: qsTr("Close the report")
                    onClicked: card.checks.dismiss()
                }
            }
        }
        AppProgressBar {
            width: parent.width
            visible: card.busy
            implicitHeight: 3
            indeterminate: true
            Accessible.name: card.checks.report
        }
        ListView {
            id: list
            width: parent.width
            height: Math.min(contentHeight, card.listHeightMax)
            visible: count > 0
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            activeFocusOnTab: true
            model: card.checks.duplicates
            T.ScrollBar.vertical: AppScrollBar {}
            Accessible.role: Accessible.List
            Accessible.name: qsTr("Duplicates")
            delegate: DuplicateRow {
                width: list.width - Metrics.inner
                onRemoveWanted: card.removeWanted(name, path, caution)
            }
        }
    }
}
