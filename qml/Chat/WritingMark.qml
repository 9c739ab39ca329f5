// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components
import Hearth.Theme

/// Shown until the first word of an answer: how much of the conversation the model has read.
Row {
    id: mark

    /// Share that was read; below 0 when unknown.
    property real progress: -1

    spacing: 10
    height: Metrics.hit

    AppProgressBar {
        anchors.verticalCenter: parent.verticalCenter
        width: 120
        indeterminate: mark.progress < 0
        value: Math.max(0, mark.progress)
        Accessible.name: qsTr("Reading the conversation")
    }
    AppLabel {
        anchors.verticalCenter: parent.verticalCenter
        text: mark.progress < 0 ? qsTr("Starting…")
                                : qsTr("Reading the conversation, %1%").arg(Math.round(mark.progress * 100))
        color: Theme.dim
        font.pixelSize: Theme.small
    }
}
