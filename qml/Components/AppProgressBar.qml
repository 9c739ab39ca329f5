// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// A filled row: how far something is.
T.ProgressBar {
    id: bar

    /// Colour of what is done.
    property color tone: Theme.accent

    implicitWidth: 150
    implicitHeight: 6
    Accessible.role: Accessible.ProgressBar

    background: Rectangle {
        radius: 3
        color: Theme.track
    }
    contentItem: Item {
        Rectangle {
            visible: !bar.indeterminate
            width: bar.visualPosition > 0 ? Math.max(4, bar.visualPosition * parent.width) : 0
            height: parent.height
            x: bar.mirrored ? parent.width - width : 0
            radius: 3
            color: bar.tone
        }
        Rectangle {
            visible: bar.indeterminate
            width: parent.width * 0.3
            height: parent.height
            radius: 3
            color: bar.tone

            SequentialAnimation on x {
                running: bar.indeterminate && bar.visible && Theme.motion > 0
                loops: Animation.Infinite
                NumberAnimation { from: 0; to: bar.width * 0.7; duration: 900; easing.type: Easing.InOutQuad }
                NumberAnimation { from: bar.width * 0.7; to: 0; duration: 900; easing.type: Easing.InOutQuad }
            }
        }
    }
}
