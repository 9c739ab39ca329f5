// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Code with its language, in three hues. Long lines scroll sideways. Never mirrored.
Rectangle {
    id: block

    /// The code.
    required property string code
    /// As the fence named it; may be empty.
    required property string language
    /// Colours of the code.
    property TextStyle style

    /// People want it on the clipboard.
    signal copyWanted(string code)

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    implicitHeight: head.height + scroller.height + 1
    radius: Metrics.radiusRow
    color: Theme.code
    border { width: 1; color: Theme.line }

    Item {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: 34

        AppLabel {
            anchors { left: parent.left; leftMargin: 12; verticalCenter: parent.verticalCenter }
            text: block.language.length > 0 ? block.language : qsTr("text")
            color: Theme.dim
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
        AppButton {
            anchors { right: parent.right; rightMargin: 4; verticalCenter: parent.verticalCenter }
            kind: AppButton.Kind.Quiet
            text: qsTr("Copy")
            font.pixelSize: Theme.small
            Accessible.name: qsTr("Copy code")
            onClicked: block.copyWanted(block.code)
        }
        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 1 }
            height: 1
            color: Theme.line
        }
    }
    Flickable {
        id: scroller
        anchors { left: parent.left; right: parent.right; top: head.bottom; margins: 1 }
        height: inner.implicitHeight
        contentWidth: Math.max(width, inner.implicitWidth)
        contentHeight: height
        flickableDirection: Flickable.HorizontalFlick
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width
        clip: true

        TextEdit {
            id: inner
            padding: 12
            textFormat: TextEdit.PlainText
            wrapMode: TextEdit.NoWrap
            readOnly: true
            selectByMouse: true
            color: Theme.text
            selectionColor: Theme.textSelection
            selectedTextColor: Theme.text
            font { family: Theme.monospace; pixelSize: Theme.label }
            Accessible.ignored: true

            HoverHandler { cursorShape: Qt.IBeamCursor }
            CodeDocument {
                document: inner.textDocument
                code: block.code
                language: block.language
                style: block.style
            }
        }
    }
    AppScrollBar {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 2 }
        orientation: Qt.Horizontal
        size: scroller.visibleArea.widthRatio
        position: scroller.visibleArea.xPosition
        onPositionChanged: if (pressed) scroller.contentX = position * scroller.contentWidth
    }
}
