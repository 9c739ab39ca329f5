// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Theme

/// The two pixels around what has the keyboard.
Rectangle {
    /// Radius of the thing inside.
    property real inner: Metrics.radiusControl

    anchors.fill: parent
    anchors.margins: -3
    color: "transparent"
    radius: inner + 3
    border { width: 2; color: Theme.accent }
}
