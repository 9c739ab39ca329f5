// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What this machine has, what runs well on it, and what other machines would do.
Rectangle {
    id: page

    /// What is known of the machine.
    required property HardwareViewModel hardware

    color: Theme.background
    Component.onCompleted: hardware.refresh()

    Flickable {
        anchors.fill: parent
        contentWidth: width
        contentHeight: column.implicitHeight + 64
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: AppScrollBar {}

        Column {
            id: column
            anchors.horizontalCenter: parent.horizontalCenter
            y: 32
            width: Math.min(860, parent.width - 2 * Metrics.margin)
            spacing: Metrics.wide

            AppLabel {
                text: qsTr("Hardware")
                font.pixelSize: Theme.page
                font.weight: Font.DemiBold
                Accessible.role: Accessible.Heading
            }
            MachineCard {
                width: parent.width
                hardware: page.hardware
            }
            HardwareCard {
                width: parent.width
                title: qsTr("gpt-oss on this machine")
                visible: page.hardware.known

                AppLabel {
                    width: parent.width
                    wrapMode: Text.Wrap
                    lineHeight: Theme.compact
                    color: Theme.dim
                    text: qsTr("Speeds are the limit that memory bandwidth sets: bytes read per token over bytes per "
                        + "second. Engines reach about a third to four fifths of it. With a model's file at hand, its own "
                        + "plan is exact.")
                }
                AdviceTable {
                    width: parent.width
                    advice: page.hardware.advice
                }
            }
            HardwareCard {
                width: parent.width
                title: qsTr("Other machines")

                AppLabel {
                    width: parent.width
                    wrapMode: Text.Wrap
                    lineHeight: Theme.compact
                    color: Theme.dim
                    text: qsTr("Figures of %1. Guides like the one quoted err by a lot: they count neither the experts "
                        + "that stay unread nor what fast memory gives.").arg(page.hardware.tableDate)
                }
                AppLabel {
                    width: parent.width
                    visible: page.hardware.tableProblem.length > 0
                    wrapMode: Text.Wrap
                    color: Theme.bad
                    text: page.hardware.tableProblem
                }
                Repeater {
                    model: page.hardware.builds
                    delegate: BuildRow { width: column.width - 2 * Metrics.wide }
                }
            }
        }
    }
}
