// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components
import Hearth.Theme

/// What a model takes of one device: weights, cache, buffers.
Column {
    id: bar

    /// Of the device.
    required property string name
    /// How much of what.
    required property string totalText
    /// The parts, in words.
    required property string detail
    /// Share of the budget, 0..1.
    required property real weights
    /// Share of the budget, 0..1.
    required property real cache
    /// Share of the budget, 0..1.
    required property real compute
    /// It is enough.
    required property bool fits

    spacing: 5
    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2, %3").arg(bar.name).arg(bar.totalText).arg(bar.detail)

    Item {
        width: bar.width
        height: total.implicitHeight

        AppLabel {
            anchors { left: parent.left; right: total.left; rightMargin: 8 }
            text: bar.name
            Accessible.ignored: true
        }
        AppLabel {
            id: total
            anchors.right: parent.right
            text: bar.totalText
            color: bar.fits ? Theme.text : Theme.bad
            Accessible.ignored: true
        }
    }
    Rectangle {
        width: bar.width
        height: 8
        radius: 4
        color: Theme.track
        clip: true

        Row {
            height: parent.height

            Rectangle { width: bar.width * bar.weights; height: parent.height; color: bar.fits ? Theme.accent : Theme.bad }
            Rectangle { width: bar.width * bar.cache; height: parent.height; color: Theme.warn }
            Rectangle { width: bar.width * bar.compute; height: parent.height; color: Theme.faint }
        }
    }
    AppLabel {
        width: bar.width
        text: bar.detail
        color: Theme.dim
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
}
