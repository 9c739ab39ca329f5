// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import Hearth.Theme

/// A tooltip that is made when it is first wanted, so that a button without one stays cheap.
Item {
    id: root

    /// What it says; empty shows nothing.
    property string text
    /// The pointer or the keyboard is on the control.
    property bool wanted: false
    /// Beside the control in place of below it.
    property bool beside: false

    anchors.fill: parent

    // A repeater of one: loaders of Qt 6.4 cannot make bound components.
    Repeater {
        model: root.wanted && root.text.length > 0 ? 1 : 0
        delegate: Item {
            anchors.fill: root

            AppToolTip {
                x: root.beside ? root.width + Metrics.inner : Math.round((root.width - width) / 2)
                y: root.beside ? Math.round((root.height - height) / 2) : root.height + 6
                text: root.text
                visible: true
            }
        }
    }
}
