// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.Components
import Hearth.Theme

/// The text of a message, open to be changed.
Rectangle {
    id: editor

    /// What it was.
    property string text
    /// Saving asks the model again.
    property bool fromUser: false

    /// The new text.
    signal saved(string text)
    /// Nothing is to change.
    signal cancelled

    implicitHeight: column.implicitHeight + 2 * Metrics.inner
    radius: Metrics.radiusCard
    color: Theme.surface
    border { width: 1; color: Theme.accent }
    Component.onCompleted: {
        area.text = text
        area.forceActiveFocus()
        area.cursorPosition = area.length
    }

    Column {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Metrics.inner }
        spacing: Metrics.inner

        Flickable {
            width: parent.width
            height: Math.min(area.implicitHeight, 320)
            contentWidth: width
            contentHeight: area.implicitHeight
            boundsBehavior: Flickable.StopAtBounds
            clip: true

            AppTextArea {
                id: area
                width: parent.width
                font.pixelSize: Theme.body
                Accessible.name: qsTr("Edit message")
                Keys.onEscapePressed: editor.cancelled()
                Keys.onPressed: event => {
                    const enter = event.key === Qt.Key_Return || event.key === Qt.Key_Enter
                    if (!enter || !(event.modifiers & Qt.ControlModifier)) return
                    event.accepted = true
                    editor.saved(area.text)
                }
            }
        }
        Row {
            anchors.right: parent.right
            spacing: Metrics.inner

            AppButton {
                kind: AppButton.Kind.Quiet
                text: qsTr("Cancel edit")
                onClicked: editor.cancelled()
            }
            AppButton {
                kind: AppButton.Kind.Primary
                enabled: area.text.trim().length > 0
                text: editor.fromUser ? qsTr("Ask again") : qsTr("Save edit")
                hint: qsTr("Ctrl+Enter")
                onClicked: editor.saved(area.text)
            }
        }
    }
}
