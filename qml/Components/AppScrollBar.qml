// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// A thin bar that grows under the pointer.
T.ScrollBar {
    id: bar

    implicitWidth: Math.max(implicitBackgroundWidth, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(implicitBackgroundHeight,
                             implicitContentHeight + topPadding + bottomPadding)
    padding: 2
    minimumSize: 0.06
    visible: policy !== T.ScrollBar.AlwaysOff && size < 1.0
    hoverEnabled: true
    Accessible.ignored: true

    contentItem: Rectangle {
        implicitWidth: 7
        implicitHeight: 7
        radius: 4
        color: bar.pressed ? Theme.faint : Theme.control
        opacity: bar.pressed || bar.hovered || bar.active ? 1 : 0.55
    }
}
