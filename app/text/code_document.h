// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include "app/text/code_highlighter.h"
#include "app/text/text_style.h"

namespace app {

/// Keeps the document of a TextEdit equal to a piece of code that grows, and colours it. Appending
/// costs what was appended, not the whole. GUI thread.
class CodeDocument : public QObject {
    Q_OBJECT
    QML_ELEMENT
    /// The document of the TextEdit.
    Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY documentChanged)
    /// What it shows.
    Q_PROPERTY(QString code READ code WRITE setCode NOTIFY codeChanged)
    /// The language as the fence named it.
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY languageChanged)
    /// Colours.
    Q_PROPERTY(app::TextStyle* style READ style WRITE setStyle NOTIFY styleChanged)

public:
    using QObject::QObject;

    QQuickTextDocument* document() const { return m_document; }
    QString code() const { return m_code; }
    QString language() const { return m_language; }
    TextStyle* style() const { return m_style; }
    void setDocument(QQuickTextDocument* document);
    void setCode(const QString& code);
    void setLanguage(const QString& language);
    void setStyle(TextStyle* style);

signals:
    void documentChanged();
    void codeChanged();
    void languageChanged();
    void styleChanged();

private:
    void apply(const QString& previous);
    void renewHighlighter();

    QPointer<QQuickTextDocument> m_document;
    QPointer<TextStyle> m_style;
    QPointer<CodeHighlighter> m_highlighter;
    QString m_code;
    QString m_language;
};

} // namespace app
