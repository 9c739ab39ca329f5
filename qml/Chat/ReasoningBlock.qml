// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Templates as T
import Hearth.Components
import Hearth.Theme

/// What the model thought before it answered; folded away until wanted.
Column {
    id: block

    /// The thoughts, as they were written.
    required property string code
    /// They are being written.
    required property bool active
    /// They are shown.
    property bool open: false

    spacing: 8

    T.AbstractButton {
        id: head
        implicitWidth: row.implicitWidth + 22
        implicitHeight: Metrics.hit
        focusPolicy: Qt.StrongFocus
        hoverEnabled: true
        text: block.active ? qsTr("Reasoning") : qsTr("Reasoned")
        Accessible.role: Accessible.Button
        Accessible.name: text
        Accessible.description: block.open ? qsTr("Shown") : qsTr("Hidden")
        Accessible.onPressAction: block.open = !block.open
        onClicked: block.open = !block.open

        Item {
            anchors.fill: parent
            Row {
                id: row
                anchors.centerIn: parent
                spacing: 6

                AppIcon {
                    anchors.verticalCenter: parent.verticalCenter
                    name: block.open ? "chevron-down" : "chevron-right"
                    color: Theme.dim
                    size: 13
                }
                AppLabel {
                    anchors.verticalCenter: parent.verticalCenter
                    text: block.active ? qsTr("Reasoning…") : head.text
                    color: Theme.dim
                    font.pixelSize: Theme.small
                    Accessible.ignored: true
                }
            }
        }
        background: Rectangle {
            radius: Metrics.radiusControl
            color: head.hovered ? Theme.hover : "transparent"
            border { width: 1; color: Theme.line }

            FocusRing { visible: head.visualFocus }
        }
    }
    Repeater {
        model: block.open ? 1 : 0
        delegate: Item {
            width: block.width
            implicitHeight: thoughts.implicitHeight

            Rectangle {
                width: 3
                height: parent.height
                radius: 1.5
                color: Theme.line
            }
            TextEdit {
                id: thoughts
                anchors { left: parent.left; right: parent.right; leftMargin: 14 }
                text: block.code
                textFormat: TextEdit.PlainText
                wrapMode: TextEdit.Wrap
                readOnly: true
                selectByMouse: true
                color: Theme.dim
                selectionColor: Theme.textSelection
                selectedTextColor: Theme.text
                font.pixelSize: Theme.label
                Accessible.ignored: true
            }
        }
    }
}
