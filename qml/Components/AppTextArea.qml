// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtQuick.Templates as T
import Hearth.Theme

/// Several lines to write in, plain text only.
T.TextArea {
    id: area

    implicitWidth: 200
    implicitHeight: Math.max(Metrics.hit, contentHeight + topPadding + bottomPadding)
    padding: 10
    color: Theme.text
    placeholderTextColor: Theme.faint
    selectionColor: Theme.textSelection
    selectedTextColor: Theme.text
    font.pixelSize: Theme.label
    textFormat: TextEdit.PlainText
    wrapMode: TextEdit.Wrap
    selectByMouse: true
    Accessible.role: Accessible.EditableText
    Accessible.multiLine: true

    AppLabel {
        anchors {
            left: parent.left; right: parent.right; top: parent.top
            leftMargin: area.leftPadding; rightMargin: area.rightPadding; topMargin: area.topPadding
        }
        visible: area.length === 0 && area.preeditText.length === 0
        text: area.placeholderText
        font: area.font
        color: area.placeholderTextColor
        Accessible.ignored: true
    }
}
