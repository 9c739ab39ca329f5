// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Theme

/// What an answer quotes, beside a bar.
Item {
    id: block

    /// Restricted rich text.
    required property string html

    implicitHeight: inner.implicitHeight

    Rectangle {
        anchors { left: parent.left; top: parent.top; bottom: parent.bottom }
        width: 3
        radius: 1.5
        color: Theme.control
    }
    TextBlock {
        id: inner
        html: block.html
        anchors { left: parent.left; right: parent.right; leftMargin: 14 }
        color: Theme.dim
    }
}
