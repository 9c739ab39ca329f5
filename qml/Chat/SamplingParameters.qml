// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components

/// The parameters that few people change.
Column {
    id: column

    /// What is set.
    required property ParametersViewModel parameters

    spacing: 14

    LabeledSlider {
        width: parent.width
        label: qsTr("Top K")
        hint: qsTr("Only so many of the likeliest words are candidates.")
        from: 0
        to: 200
        stepSize: 1
        decimals: 0
        lowestText: qsTr("off")
        value: column.parameters.topK
        onEdited: value => column.parameters.topK = value
    }
    LabeledSlider {
        width: parent.width
        label: qsTr("Top P")
        hint: qsTr("Only the likeliest words that together reach this share. 1 is off.")
        value: column.parameters.topP
        onEdited: value => column.parameters.topP = value
    }
    LabeledSlider {
        width: parent.width
        label: qsTr("Min P")
        hint: qsTr("Only words at least this share as likely as the likeliest. 0 is off.")
        value: column.parameters.minP
        onEdited: value => column.parameters.minP = value
    }
    LabeledSlider {
        width: parent.width
        label: qsTr("Repeat penalty")
        hint: qsTr("Makes words that were just used less likely. 1 is off.")
        from: 1
        to: 2
        lowestText: qsTr("off")
        value: column.parameters.repeatPenalty
        onEdited: value => column.parameters.repeatPenalty = value
    }
    LabeledSlider {
        width: parent.width
        label: qsTr("Presence penalty")
        hint: qsTr("Makes words that occurred at all less likely. 0 is off.")
        from: -2
        to: 2
        value: column.parameters.presencePenalty
        onEdited: value => column.parameters.presencePenalty = value
    }
    LabeledSlider {
        width: parent.width
        label: qsTr("Frequency penalty")
        hint: qsTr("Makes words less likely the more often they occurred. 0 is off.")
        from: -2
        to: 2
        value: column.parameters.frequencyPenalty
        onEdited: value => column.parameters.frequencyPenalty = value
    }
    NumberField {
        width: parent.width
        label: qsTr("Seed")
        hint: qsTr("The same seed and the same words give the same answer.")
        from: -1
        lowestText: qsTr("random")
        value: column.parameters.seed
        onEdited: value => column.parameters.seed = value
    }
}
