// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Components
import Hearth.Theme

/// What a person wrote, as it stands. Very long text is folded until it is wanted.
Column {
    id: block

    /// The text.
    required property string code
    /// Widest line.
    property real limit: 400
    /// All of it is shown.
    property bool open: false
    /// Longer text is folded.
    readonly property int foldAt: 3000

    spacing: 4

    TextEdit {
        id: inner
        width: Math.min(implicitWidth, block.limit)
        text: block.open || block.code.length <= block.foldAt ? block.code
                                                              : block.code.substring(0, block.foldAt) + "…"
        textFormat: TextEdit.PlainText
        wrapMode: TextEdit.Wrap
        readOnly: true
        selectByMouse: true
        color: Theme.text
        selectionColor: Theme.textSelection
        selectedTextColor: Theme.text
        font.pixelSize: Theme.body
        Accessible.ignored: true

        HoverHandler { cursorShape: Qt.IBeamCursor }
        RichDocument {
            document: inner.textDocument
            lineHeight: 1.4
        }
    }
    AppButton {
        visible: block.code.length > block.foldAt
        kind: AppButton.Kind.Quiet
        text: block.open ? qsTr("Show less") : qsTr("Show all")
        onClicked: block.open = !block.open
    }
}
