// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components

/// A table; a wide one scrolls sideways in its own box.
Flickable {
    id: block

    /// Rich text of one table.
    required property string html
    /// Its number of columns.
    required property int columns

    implicitHeight: inner.implicitHeight + (bar.visible ? bar.height : 0)
    contentWidth: inner.width
    contentHeight: inner.implicitHeight
    flickableDirection: Flickable.HorizontalFlick
    boundsBehavior: Flickable.StopAtBounds
    interactive: contentWidth > width
    clip: true

    TextBlock {
        id: inner
        html: block.html
        width: Math.max(block.width, Math.min(implicitWidth, block.columns * 150))
    }
    AppScrollBar {
        id: bar
        parent: block
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        orientation: Qt.Horizontal
        size: block.visibleArea.widthRatio
        position: block.visibleArea.xPosition
        onPositionChanged: if (pressed) block.contentX = position * block.contentWidth
    }
}
