// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// A short list of what can be done here.
T.Menu {
    id: menu

    implicitWidth: Math.max(190, contentWidth + leftPadding + rightPadding)
    implicitHeight: contentHeight + topPadding + bottomPadding
    padding: 5
    margins: 6
    delegate: AppMenuItem {}

    contentItem: ListView {
        implicitHeight: contentHeight
        implicitWidth: 180
        model: menu.contentModel
        currentIndex: menu.currentIndex
        interactive: contentHeight > height
        clip: true
    }
    background: Rectangle {
        radius: Metrics.radiusRow
        color: Theme.surface
        border { width: 1; color: Theme.control }
    }
}
