// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import Hearth.App
import Hearth.Theme

/// Paragraphs, headings and lists of an answer. The rich text is our own; it loads nothing.
TextEdit {
    id: block

    /// Restricted rich text.
    required property string html

    text: html
    textFormat: TextEdit.RichText
    wrapMode: TextEdit.Wrap
    readOnly: true
    selectByMouse: true
    color: Theme.text
    selectionColor: Theme.textSelection
    selectedTextColor: Theme.text
    font.pixelSize: Theme.body
    Accessible.ignored: true
    onLinkActivated: link => Navigation.linkPressed(link)

    HoverHandler { cursorShape: block.hoveredLink.length > 0 ? Qt.PointingHandCursor : Qt.IBeamCursor }
    RichDocument { document: block.textDocument }
}
