// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components

/// How much of one device models leave to others.
Item {
    id: row

    /// "auto", "cpu", "vulkan:0", ...
    required property string deviceId
    /// What to call the device.
    required property string name

    /// Name that the setting goes by.
    readonly property string key: deviceId === "cpu" ? "cpu" : name

    visible: deviceId !== "auto"
    implicitHeight: visible ? slider.implicitHeight : 0

    LabeledSlider {
        id: slider
        width: row.width
        label: row.deviceId === "cpu" ? qsTr("Keep free in RAM (GB)") : qsTr("Keep free on %1 (GB)").arg(row.name)
        hint: qsTr("Models leave so much to other programs. Counts from the next load on.")
        from: 0
        to: 32
        stepSize: 0.5
        decimals: 1
        lowestText: qsTr("nothing")
        value: Settings.keepFree[row.key] ?? 0
        onEdited: value => Settings.setKeepFree(row.key, value)
    }
}
