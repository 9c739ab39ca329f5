// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QColor>
#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

#include "app/text/markdown_blocks.h"

namespace app {

/// Colours and sizes that text from models is drawn with; the theme fills it in. GUI thread.
class TextStyle : public QObject {
    Q_OBJECT
    QML_ELEMENT
    /// Links in text.
    Q_PROPERTY(QColor link MEMBER m_link NOTIFY changed)
    /// Behind code within a sentence.
    Q_PROPERTY(QColor codeBackground MEMBER m_codeBackground NOTIFY changed)
    /// Hairlines of tables.
    Q_PROPERTY(QColor line MEMBER m_line NOTIFY changed)
    /// Words of a programming language.
    Q_PROPERTY(QColor keyword MEMBER m_keyword NOTIFY changed)
    /// Names of functions and types in code.
    Q_PROPERTY(QColor name MEMBER m_name NOTIFY changed)
    /// Strings and numbers in code.
    Q_PROPERTY(QColor literal MEMBER m_literal NOTIFY changed)
    /// Comments in code.
    Q_PROPERTY(QColor comment MEMBER m_comment NOTIFY changed)
    /// The fixed-width family.
    Q_PROPERTY(QString monospace MEMBER m_monospace NOTIFY changed)
    /// Body size in pixels.
    Q_PROPERTY(int size MEMBER m_size NOTIFY changed)

public:
    using QObject::QObject;

    QColor link() const { return m_link; }
    QColor codeBackground() const { return m_codeBackground; }
    QColor line() const { return m_line; }
    QColor keyword() const { return m_keyword; }
    QColor name() const { return m_name; }
    QColor literal() const { return m_literal; }
    QColor comment() const { return m_comment; }
    QString monospace() const { return m_monospace; }
    int size() const { return m_size; }

signals:
    void changed();

private:
    QColor m_link{0xc2, 0x50, 0x0f};
    QColor m_codeBackground{0xf3, 0xef, 0xe9};
    QColor m_line{0xe4, 0xdd, 0xd3};
    QColor m_keyword{0x8a, 0x3a, 0x93};
    QColor m_name{0x1f, 0x5c, 0x9e};
    QColor m_literal{0x2d, 0x73, 0x4a};
    QColor m_comment{0x6f, 0x67, 0x5d};
    QString m_monospace = QStringLiteral("monospace");
    int m_size = 14;
};

/// What rich text takes from it.
inline MarkdownStyle markdownStyle(const TextStyle& style) {
    return {.link = style.link().name(),
            .codeBackground = style.codeBackground().name(),
            .line = style.line().name(),
            .monospace = style.monospace(),
            .size = style.size()};
}

} // namespace app
