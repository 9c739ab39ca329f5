// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QTextBlockFormat>
#include <QTextCursor>
#include <QTextDocument>
#include <QtQml/qqmlregistration.h>

namespace app {

/// Settles what rich text cannot say of itself: how far lists go in. GUI thread.
class RichDocument : public QObject {
    Q_OBJECT
    QML_ELEMENT
    /// The document of the TextEdit.
    Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY documentChanged)
    /// Pixels per level of a list.
    Q_PROPERTY(qreal indent READ indent WRITE setIndent NOTIFY indentChanged)
    /// Height of a line as a factor; 0 leaves it to the text.
    Q_PROPERTY(qreal lineHeight READ lineHeight WRITE setLineHeight NOTIFY lineHeightChanged)

public:
    using QObject::QObject;

    QQuickTextDocument* document() const { return m_document; }
    qreal indent() const { return m_indent; }
    qreal lineHeight() const { return m_lineHeight; }
    void setDocument(QQuickTextDocument* document) {
        m_document = document;
        apply();
        if (document != nullptr) {
            connect(document->textDocument(), &QTextDocument::contentsChanged, this,
                    &RichDocument::spread);
        }
        emit documentChanged();
    }
    void setIndent(qreal indent) {
        m_indent = indent;
        apply();
        emit indentChanged();
    }

    void setLineHeight(qreal factor) {
        m_lineHeight = factor;
        spread();
        emit lineHeightChanged();
    }

signals:
    void documentChanged();
    void lineHeightChanged();
    void indentChanged();

private:
    void apply() {
        if (!m_document) return;
        m_document->textDocument()->setUndoRedoEnabled(false);
        m_document->textDocument()->setIndentWidth(m_indent);
        spread();
    }
    // Changing the format tells of new contents again: that must not come back here.
    void spread() {
        if (!m_document || m_lineHeight <= 0 || m_spreading) return;
        m_spreading = true;
        QTextCursor all(m_document->textDocument());
        all.select(QTextCursor::Document);
        QTextBlockFormat format;
        format.setLineHeight(m_lineHeight * 100, QTextBlockFormat::ProportionalHeight);
        all.mergeBlockFormat(format);
        m_spreading = false;
    }

    QPointer<QQuickTextDocument> m_document;
    qreal m_indent = 22;
    qreal m_lineHeight = 0;
    bool m_spreading = false;
};

} // namespace app
