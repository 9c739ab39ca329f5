// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What of a plan is usually left to the program: the cache's type, and what runs where.
Column {
    id: options

    /// The plan.
    required property PlanViewModel plan

    spacing: Metrics.inner

    Item {
        width: parent.width
        height: cache.height

        AppLabel {
            anchors { left: parent.left; right: cache.left; rightMargin: 8; verticalCenter: parent.verticalCenter }
            text: qsTr("Cache type")
            color: Theme.dim
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
        AppComboBox {
            id: cache
            anchors.right: parent.right
            width: 150
            model: options.plan.cacheTypes
            currentIndex: options.plan.cacheType
            Accessible.name: qsTr("Cache type")
            onActivated: index => options.plan.cacheType = index
        }
    }
    LabeledSlider {
        width: parent.width
        visible: options.plan.layers > 0
        label: qsTr("Layers on the GPU")
        hint: qsTr("The rest runs on the processor.")
        from: -1
        to: Math.max(0, options.plan.layers)
        stepSize: 1
        decimals: 0
        lowestText: qsTr("automatic")
        value: options.plan.gpuLayers
        onEdited: value => options.plan.gpuLayers = Math.round(value)
    }
    LabeledSlider {
        width: parent.width
        visible: options.plan.experts
        label: qsTr("Layers with experts in RAM")
        hint: qsTr("Experts are read seldom: in RAM they cost little speed and free much graphics memory.")
        from: -1
        to: Math.max(0, options.plan.layers)
        stepSize: 1
        decimals: 0
        lowestText: qsTr("automatic")
        value: options.plan.cpuExperts
        onEdited: value => options.plan.cpuExperts = Math.round(value)
    }
}
