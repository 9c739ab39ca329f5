// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components
import Hearth.Theme

/// A setting beside its name.
Item {
    id: row

    /// What is set.
    property string label
    /// What it is set with.
    default property alias content: slot.data

    width: parent ? parent.width : 0
    implicitHeight: Math.max(Metrics.hit, slot.childrenRect.height)

    AppLabel {
        anchors { left: parent.left; right: slot.left; rightMargin: 12; verticalCenter: parent.verticalCenter }
        text: row.label
    }
    Item {
        id: slot
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        width: Math.min(320, row.width * 0.6)
        height: childrenRect.height
    }
}
