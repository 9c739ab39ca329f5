// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/text/code_document.h"

#include <QTextBlockFormat>
#include <QTextCursor>
#include <QTextDocument>

namespace app {
namespace {

constexpr int kLineHeightPercent = 115;
constexpr qsizetype kHighlightMax = 200'000; // Longer code is shown without colours.

} // namespace

void CodeDocument::setDocument(QQuickTextDocument* document) {
    if (document == m_document) return;
    m_document = document;
    apply({});
    renewHighlighter();
    emit documentChanged();
}

void CodeDocument::setCode(const QString& code) {
    if (code == m_code) return;
    const QString previous = std::exchange(m_code, code);
    apply(previous);
    emit codeChanged();
}

void CodeDocument::setLanguage(const QString& language) {
    if (language == m_language) return;
    m_language = language;
    renewHighlighter();
    emit languageChanged();
}

void CodeDocument::setStyle(TextStyle* style) {
    if (style == m_style) return;
    if (m_style) m_style->disconnect(this);
    m_style = style;
    if (style != nullptr) {
        connect(style, &TextStyle::changed, this, [this] {
            if (m_highlighter && m_style) m_highlighter->setStyle(*m_style);
        });
    }
    renewHighlighter();
    emit styleChanged();
}

void CodeDocument::apply(const QString& previous) {
    if (!m_document) return;
    QTextDocument* text = m_document->textDocument();
    text->setUndoRedoEnabled(false);
    if (!previous.isEmpty() && m_code.startsWith(previous)) {
        QTextCursor end(text);
        end.movePosition(QTextCursor::End);
        end.insertText(m_code.mid(previous.size()));
    } else {
        text->setPlainText(m_code);
        QTextBlockFormat format; // Lines that are appended inherit it.
        format.setLineHeight(kLineHeightPercent, QTextBlockFormat::ProportionalHeight);
        QTextCursor all(text);
        all.select(QTextCursor::Document);
        all.mergeBlockFormat(format);
    }
}

void CodeDocument::renewHighlighter() {
    delete m_highlighter;
    const CodeLanguage* row = findCodeLanguage(m_language);
    if (!m_document || !m_style || row == nullptr || m_code.size() > kHighlightMax) return;
    m_highlighter = new CodeHighlighter(m_document->textDocument(), row);
    m_highlighter->setStyle(*m_style);
}

} // namespace app
