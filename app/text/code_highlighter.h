// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <QHash>
#include <QSet>
#include <QStringView>
#include <QSyntaxHighlighter>
#include <QTextCharFormat>
#include <QVector>

#include "app/text/code_languages.h"

namespace app {

class TextStyle;

/// A coloured stretch of a line. What no span covers is plain.
struct CodeSpan {
    enum class Hue : std::uint8_t { Keyword, Name, Literal, Comment };
    int begin = 0;
    int length = 0;
    Hue hue = Hue::Keyword;

    bool operator==(const CodeSpan&) const = default;
};

/// Finds the spans of one line after another. Knows words, strings, numbers and comments of the
/// language, no grammar; any input is fine.
class CodeScanner {
public:
    /// State at the beginning of a text.
    static constexpr int kStart = 0;

    explicit CodeScanner(const CodeLanguage* language);

    /// Spans of a line; `state` goes from line to line.
    QVector<CodeSpan> scan(QStringView line, int& state) const;

private:
    qsizetype closeOpen(QStringView line, int& state, QVector<CodeSpan>& spans) const;
    qsizetype scanString(QStringView line, qsizetype at, int& state) const;
    bool isLineComment(QStringView rest) const;
    void scanWord(QStringView line, qsizetype begin, qsizetype end, bool afterDefinition,
                  QVector<CodeSpan>& spans) const;

    const CodeLanguage* m_language;
    QSet<QString> m_keywords;
    QString m_quotes;
};

/// Colours a document line by line, only what changed. GUI thread.
class CodeHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    CodeHighlighter(QTextDocument* document, const CodeLanguage* language);
    void setStyle(const TextStyle& style);

protected:
    void highlightBlock(const QString& text) override;

private:
    CodeScanner m_scanner;
    QTextCharFormat m_formats[4];
};

} // namespace app
