// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components

/// How much of a conversation the model holds; another length takes loading again.
Column {
    id: root

    /// The model.
    required property ModelViewModel model
    /// The longest that makes sense.
    readonly property int longest: model.contextTrained > 0 ? model.contextTrained : 131072

    spacing: 4

    LabeledSlider {
        width: parent.width
        label: qsTr("Context length")
        hint: root.model.contextTrained > 0
            ? qsTr("Tokens that the model holds; it was trained for %1.")
                  .arg(Number(root.model.contextTrained).toLocaleString(Qt.locale(), "f", 0))
            : qsTr("Tokens that the model holds.")
        from: 0
        to: root.longest
        stepSize: root.longest >= 4096 ? 256 : 16
        decimals: 0
        logarithmic: true
        lowestText: root.model.contextLoaded > 0
            ? qsTr("automatic (%1)").arg(Number(root.model.contextLoaded).toLocaleString(Qt.locale(), "f", 0))
            : qsTr("automatic")
        value: Math.min(Settings.contextLength, root.longest)
        onEdited: value => Settings.contextLength = value
    }
    AppButton {
        visible: root.model.state === ModelViewModel.Ready && Settings.contextLength > 0
            && Math.min(Settings.contextLength, root.longest) !== root.model.contextLoaded
        iconName: "refresh"
        text: qsTr("Load again with this length")
        onClicked: root.model.reload()
    }
}
