// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Where a model goes with a context and a cache of one's choice, live.
Rectangle {
    id: card

    /// The plan.
    required property PlanViewModel plan
    /// The type of the cache and the placement can be chosen too.
    property bool detailed: false
    /// Lies within a dialog: no card of its own.
    property bool flat: false

    readonly property bool wide: width > 600
    readonly property int inset: flat ? 0 : Metrics.wide
    /// Width of a half, or of all where the halves lie below each other.
    readonly property real share: wide ? (width - 2 * inset - Metrics.margin) / 2 : width - 2 * inset

    implicitHeight: Math.max(words.y + words.implicitHeight, bars.y + bars.implicitHeight) + inset
    radius: Metrics.radiusCard
    color: flat ? "transparent" : Theme.surface
    border { width: flat ? 0 : 1; color: Theme.line }

    Column {
        id: words
        x: card.inset
        y: card.inset
        width: card.share
        spacing: Metrics.inner

        LabeledSlider {
            width: parent.width
            label: qsTr("Context length")
            hint: qsTr("Tokens of the conversation that the model holds.")
            from: Math.min(1024, to)
            to: card.plan.contextTrained > 0 ? card.plan.contextTrained : 131072
            stepSize: to >= 4096 ? 256 : 16
            decimals: 0
            logarithmic: true
            value: card.plan.context
            onEdited: value => card.plan.context = Math.round(value)
        }
        PlanOptions {
            width: parent.width
            visible: card.detailed
            plan: card.plan
        }
        Repeater {
            model: card.plan.fit.reasons
            delegate: AppLabel {
                required property int index
                required property string modelData

                width: card.share
                text: modelData
                color: index === 0 ? Theme.text : Theme.dim
                wrapMode: Text.Wrap
                lineHeight: Theme.compact
            }
        }
        AppLabel {
            width: parent.width
            visible: text.length > 0
            text: card.plan.fit.largest
            color: Theme.dim
            wrapMode: Text.Wrap
        }
    }
    Column {
        id: bars
        x: card.wide ? card.inset + card.share + Metrics.margin : card.inset
        y: card.wide ? card.inset : words.y + words.implicitHeight + Metrics.wide
        width: card.share
        spacing: Metrics.group

        Repeater {
            model: card.plan.fit.devices
            delegate: MemoryBar { width: card.share }
        }
        AppLabel {
            width: parent.width
            visible: text.length > 0
            text: card.plan.fit.speed
            color: Theme.dim
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
    }
}
