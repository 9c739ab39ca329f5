// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Theme

/// Says what a page is for, and holds the one action that fills it.
Column {
    id: root

    /// The drawing on top.
    property string iconName
    /// What the page is for, in a few words.
    property string title
    /// One or two sentences more.
    property string text
    /// The word on the button; empty for none.
    property string action
    /// The drawing on the button.
    property string actionIcon

    /// The button was pressed.
    signal activated

    spacing: Metrics.group
    width: Math.min(420, parent ? parent.width - 2 * Metrics.margin : 420)

    AppIcon {
        anchors.horizontalCenter: parent.horizontalCenter
        name: root.iconName
        color: Theme.accent
        size: 40
    }
    AppLabel {
        width: parent.width
        text: root.title
        font.pixelSize: Theme.page
        font.weight: Font.DemiBold
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
        Accessible.role: Accessible.Heading
    }
    AppLabel {
        width: parent.width
        visible: text.length > 0
        text: root.text
        color: Theme.dim
        font.pixelSize: Theme.body
        lineHeight: 1.4
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }
    Item {
        width: 1
        height: 2
    }
    AppButton {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: root.action.length > 0
        kind: AppButton.Kind.Primary
        text: root.action
        iconName: root.actionIcon
        onClicked: root.activated()
    }
}
