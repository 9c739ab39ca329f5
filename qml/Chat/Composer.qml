// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// Where people write. Grows with the text up to eight lines.
Rectangle {
    id: composer

    /// The conversation.
    required property ChatViewModel chat
    /// The model that will answer.
    required property ModelViewModel model
    /// Height of one line.
    readonly property real lineHeight: metrics.lineSpacing

    /// The last message of this person is to be changed.
    signal editLastWanted

    function focusText() { area.forceActiveFocus() }
    function send() {
        if (area.text.trim().length > 0 && !chat.busy) chat.send(area.text)
    }
    function number(value: real): string { return Number(value).toLocaleString(Qt.locale(), "f", 0) }

    implicitHeight: flick.height + foot.height + 2 * Metrics.inner + 4
    radius: Metrics.radiusCard
    color: Theme.surface
    border { width: 1; color: Theme.control }

    FontMetrics {
        id: metrics
        font: area.font
    }
    Flickable {
        id: flick
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: 4 }
        height: Math.min(Math.max(area.contentHeight, composer.lineHeight) + area.topPadding + area.bottomPadding,
                         composer.lineHeight * 8 + area.topPadding + area.bottomPadding)
        contentWidth: width
        contentHeight: area.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        T.ScrollBar.vertical: AppScrollBar {}
        T.TextArea.flickable: AppTextArea {
            id: area
            placeholderText: composer.model.name.length > 0
                ? qsTr("Message %1…").arg(composer.model.name) : qsTr("Write a message…")
            font.pixelSize: Theme.body
            focus: true
            text: composer.chat.draft
            Accessible.name: qsTr("Message")
            onTextChanged: composer.chat.draft = text
            Keys.onPressed: event => {
                if (event.key === Qt.Key_Up && length === 0) {
                    event.accepted = true
                    composer.editLastWanted()
                    return
                }
                if (event.key !== Qt.Key_Return && event.key !== Qt.Key_Enter) return
                if (preeditText.length > 0) return
                const control = (event.modifiers & Qt.ControlModifier) !== 0
                const shift = (event.modifiers & Qt.ShiftModifier) !== 0
                if (shift || !(Settings.enterSends || control)) return
                event.accepted = true
                composer.send()
            }
        }
    }
    Connections {
        target: composer.chat
        function onDraftChanged() { if (area.text !== composer.chat.draft) area.text = composer.chat.draft }
    }
    Item {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Metrics.inner }
        height: Metrics.hit

        Row {
            anchors { left: parent.left; leftMargin: 6; verticalCenter: parent.verticalCenter }
            spacing: Metrics.group

            AppLabel {
                anchors.verticalCenter: parent.verticalCenter
                visible: composer.chat.contextLength > 0
                text: qsTr("%1 of %2").arg(composer.number(composer.chat.contextTokens))
                    .arg(composer.number(composer.chat.contextLength))
                color: Theme.dim
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
            AppProgressBar {
                anchors.verticalCenter: parent.verticalCenter
                visible: composer.chat.contextLength > 0
                width: Math.min(150, composer.width * 0.2)
                implicitHeight: 4
                value: composer.chat.contextLength > 0
                    ? Math.min(1, composer.chat.contextTokens / composer.chat.contextLength) : 0
                tone: value > 0.9 ? Theme.bad : value > 0.75 ? Theme.warn : Theme.accent
                Accessible.name: qsTr("Context used")
                Accessible.description: qsTr("%1 of %2 tokens")
                    .arg(composer.number(composer.chat.contextTokens))
                    .arg(composer.number(composer.chat.contextLength))
            }
            AppLabel {
                anchors.verticalCenter: parent.verticalCenter
                visible: composer.chat.contextLength === 0 && composer.width > 420
                text: Settings.enterSends ? qsTr("Enter sends · Shift+Enter for a new line")
                                          : qsTr("Ctrl+Enter sends")
                color: Theme.faint
                font.pixelSize: Theme.small
                Accessible.ignored: true
            }
        }
        AppButton {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            visible: !composer.chat.busy
            kind: AppButton.Kind.Primary
            enabled: area.text.trim().length > 0
            text: qsTr("Send")
            hint: Settings.enterSends ? qsTr("Enter") : qsTr("Ctrl+Enter")
            onClicked: composer.send()
        }
        AppButton {
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            visible: composer.chat.busy
            iconName: "stop"
            text: qsTr("Stop")
            hint: qsTr("Esc")
            onClicked: composer.chat.stop()
        }
    }
}
