// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Processor, memory and graphics devices of this machine.
HardwareCard {
    id: card

    /// What is known of the machine.
    required property HardwareViewModel hardware

    title: qsTr("This machine")

    AppLabel {
        width: parent.width
        visible: !card.hardware.known
        color: Theme.dim
        text: qsTr("Looking at the machine…")
    }
    DeviceRow {
        width: parent.width
        visible: card.hardware.known
        iconName: "cpu"
        name: card.hardware.cpuName
        kind: card.hardware.cpuDetail
        memory: qsTr("RAM: %1").arg(card.hardware.ramText)
        used: card.hardware.ramUsed
        bandwidth: card.hardware.ramBandwidth.length > 0
            ? qsTr("reads %1, measured").arg(card.hardware.ramBandwidth) : ""
    }
    Repeater {
        model: card.hardware.graphics
        delegate: DeviceRow {
            required property string features

            width: card.width - 2 * Metrics.wide
            iconName: "gpu"
            detail: features
        }
    }
    AppLabel {
        width: parent.width
        visible: card.hardware.known && card.hardware.graphicsNote.length > 0
        wrapMode: Text.Wrap
        color: Theme.warn
        text: qsTr("No graphics device: %1").arg(card.hardware.graphicsNote)
    }
    AppButton {
        iconName: "refresh"
        text: card.hardware.busy ? qsTr("Measuring…") : qsTr("Measure again")
        enabled: !card.hardware.busy
        onClicked: card.hardware.measure()
    }
}
