// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// The conversation. It follows the text that comes in until people scroll up.
ListView {
    id: list

    /// The conversation.
    required property ChatViewModel chat
    /// The end is kept in view.
    property bool following: true
    /// Row of the message that is open to be changed; below 0 for none.
    property int editingRow: -1
    /// The end is in view, or nearly.
    readonly property bool atEnd: contentHeight + originY - contentY - height < 30

    function toEnd() {
        following = true
        positionViewAtEnd()
    }
    function scrollBy(pixels: real) {
        const lowest = originY
        const highest = Math.max(lowest, originY + contentHeight + bottomMargin - height)
        contentY = Math.max(lowest - topMargin, Math.min(highest, contentY + pixels))
        following = atEnd
    }
    function edit(row: int) {
        positionViewAtIndex(row, ListView.Contain)
        editingRow = row
    }

    model: chat.messages
    spacing: Metrics.grid
    topMargin: 22
    bottomMargin: Metrics.wide
    cacheBuffer: 1200
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    activeFocusOnTab: true
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Messages")

    onContentYChanged: if (moving || bar.pressed) following = atEnd
    onContentHeightChanged: if (following) settle.restart()
    onHeightChanged: if (following) settle.restart()
    Keys.onPressed: event => {
        const page = height * 0.9
        switch (event.key) {
        case Qt.Key_PageUp: scrollBy(-page); break
        case Qt.Key_PageDown: scrollBy(page); break
        case Qt.Key_Up: scrollBy(-48); break
        case Qt.Key_Down: scrollBy(48); break
        case Qt.Key_Home: following = false; positionViewAtBeginning(); break
        case Qt.Key_End: toEnd(); break
        default: return
        }
        event.accepted = true
    }

    delegate: MessageDelegate {
        width: list.width
        chat: list.chat
        editing: list.editingRow === index
        onEditToggled: on => list.editingRow = on ? index : -1
    }
    T.ScrollBar.vertical: AppScrollBar { id: bar }

    Timer {
        id: settle
        interval: 0
        onTriggered: if (list.following) list.positionViewAtEnd()
    }
    Connections {
        target: list.chat
        function onSent() { list.toEnd() }
        function onShown() { list.toEnd() }
    }
    FocusRing {
        parent: list
        anchors.margins: 2
        visible: list.activeFocus
        border.width: 1
    }
    IconButton {
        id: jump
        parent: list
        anchors { bottom: parent.bottom; horizontalCenter: parent.horizontalCenter; bottomMargin: 8 }
        visible: !list.following && !list.atEnd
        iconName: "arrow-down"
        iconSize: 16
        iconColor: Theme.text
        text: qsTr("Jump to latest")
        background: Rectangle {
            radius: width / 2
            color: jump.hovered ? Theme.selection : Theme.surface
            border { width: 1; color: Theme.control }
        }
        onClicked: list.toEnd()
    }
}
