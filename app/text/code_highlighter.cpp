// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/text/code_highlighter.h"

#include "app/text/text_style.h"

namespace app {
namespace {

// States between lines: 0 nothing, 1 comment, 2 and up an open string of some kind.
constexpr int kInComment = 1;
constexpr int kInTriple = 2; // + 0 for ", + 1 for '
constexpr int kInSpanning = 4;
constexpr qsizetype kLineMax = 4000; // Longer lines are data, not code.

bool isWordStart(QChar c) {
    return c.isLetter() || c == u'_' || c == u'#' || c == u'@';
}
bool isWordPart(QChar c) {
    return c.isLetterOrNumber() || c == u'_';
}

CodeSpan span(qsizetype begin, qsizetype end, CodeSpan::Hue hue) {
    return {static_cast<int>(begin), static_cast<int>(end - begin), hue};
}

// Words after which a name is defined.
bool definesName(QStringView word) {
    static const QSet<QString> kWords = {
        QStringLiteral("def"),    QStringLiteral("class"),  QStringLiteral("fn"),
        QStringLiteral("func"),   QStringLiteral("fun"),    QStringLiteral("function"),
        QStringLiteral("struct"), QStringLiteral("enum"),   QStringLiteral("interface"),
        QStringLiteral("trait"),  QStringLiteral("type"),   QStringLiteral("namespace"),
        QStringLiteral("module"), QStringLiteral("record"), QStringLiteral("impl")};
    return kWords.contains(word.toString());
}

} // namespace

CodeScanner::CodeScanner(const CodeLanguage* language) : m_language(language) {
    if (language == nullptr) return;
    m_quotes = QLatin1String(language->quotes);
    if (language->keywords == nullptr) return;
    for (const auto word : QLatin1String(language->keywords).tokenize(u' ')) {
        m_keywords.insert(QString(word));
    }
}

bool CodeScanner::isLineComment(QStringView rest) const {
    if (m_language->lineComment == nullptr) return false;
    for (const auto mark : QLatin1String(m_language->lineComment).tokenize(u' ')) {
        if (rest.startsWith(mark)) return true;
    }
    return false;
}

// Ends what an earlier line left open; returns where the line goes on.
qsizetype CodeScanner::closeOpen(QStringView line, int& state, QVector<CodeSpan>& spans) const {
    if (state == CodeScanner::kStart) return 0;
    QString close;
    if (state == kInComment) {
        close = QLatin1String(m_language->commentClose);
    } else if (state < kInSpanning) {
        close = QString(3, state == kInTriple ? u'"' : u'\'');
    } else {
        close = m_quotes.right(1);
    }
    const qsizetype found = line.indexOf(close);
    const qsizetype end = found < 0 ? line.size() : found + close.size();
    spans.append(
        span(0, end, state == kInComment ? CodeSpan::Hue::Comment : CodeSpan::Hue::Literal));
    if (found >= 0) state = CodeScanner::kStart;
    return end;
}

qsizetype CodeScanner::scanString(QStringView line, qsizetype at, int& state) const {
    const QChar quote = line[at];
    const bool isTriple = m_language->tripleQuotes && at + 2 < line.size() && line[at + 1] == quote
                          && line[at + 2] == quote;
    if (isTriple) {
        const qsizetype found = line.indexOf(QString(3, quote), at + 3);
        if (found >= 0) return found + 3;
        state = quote == u'"' ? kInTriple : kInTriple + 1;
        return line.size();
    }
    for (qsizetype i = at + 1; i < line.size(); ++i) {
        if (line[i] == u'\\') {
            ++i;
        } else if (line[i] == quote) {
            return i + 1;
        }
    }
    if (m_language->spanningQuotes && m_quotes.endsWith(quote)) state = kInSpanning;
    return line.size();
}

void CodeScanner::scanWord(QStringView line, qsizetype begin, qsizetype end, bool afterDefinition,
                           QVector<CodeSpan>& spans) const {
    const QString word = line.mid(begin, end - begin).toString();
    if (m_keywords.contains(m_language->caseInsensitive ? word.toLower() : word)) {
        spans.append(span(begin, end, CodeSpan::Hue::Keyword));
        return;
    }
    const bool isCall = end < line.size() && line[end] == u'(';
    const bool named = afterDefinition || isCall || word.startsWith(u'@');
    const bool markup = m_language->markup;
    const bool isTag = markup && begin > 0 && (line[begin - 1] == u'<' || line[begin - 1] == u'/');
    const bool isAttribute = markup && end < line.size() && line[end] == u'=';
    if (isTag && !named) {
        spans.append(span(begin, end, CodeSpan::Hue::Keyword));
    } else if (named || isAttribute) {
        spans.append(span(begin, end, CodeSpan::Hue::Name));
    }
}

QVector<CodeSpan> CodeScanner::scan(QStringView line, int& state) const {
    QVector<CodeSpan> spans;
    if (m_language == nullptr) return spans;
    line = line.left(kLineMax);
    qsizetype at = closeOpen(line, state, spans);
    bool afterDefinition = false;
    while (at < line.size()) {
        const QChar c = line[at];
        const QStringView rest = line.mid(at);
        if (m_language->commentOpen != nullptr
            && rest.startsWith(QLatin1String(m_language->commentOpen))) {
            const QLatin1String close(m_language->commentClose);
            const qsizetype found =
                line.indexOf(close, at + QLatin1String(m_language->commentOpen).size());
            const qsizetype end = found < 0 ? line.size() : found + close.size();
            if (found < 0) state = kInComment;
            spans.append(span(at, end, CodeSpan::Hue::Comment));
            at = end;
        } else if (isLineComment(rest)
                   && !(c == u'#' && m_keywords.contains(QStringLiteral("#include")))) {
            spans.append(span(at, line.size(), CodeSpan::Hue::Comment));
            at = line.size();
        } else if (m_quotes.contains(c)) {
            const qsizetype end = scanString(line, at, state);
            spans.append(span(at, end, CodeSpan::Hue::Literal));
            at = end;
            afterDefinition = false;
        } else if (c.isDigit()) {
            qsizetype end = at + 1;
            while (end < line.size() && (isWordPart(line[end]) || line[end] == u'.')) ++end;
            spans.append(span(at, end, CodeSpan::Hue::Literal));
            at = end;
        } else if (isWordStart(c)) {
            qsizetype end = at + 1;
            while (end < line.size() && isWordPart(line[end])) ++end;
            scanWord(line, at, end, afterDefinition, spans);
            afterDefinition = definesName(line.mid(at, end - at));
            at = end;
        } else {
            if (!c.isSpace()) afterDefinition = false;
            ++at;
        }
    }
    return spans;
}

CodeHighlighter::CodeHighlighter(QTextDocument* document, const CodeLanguage* language)
    : QSyntaxHighlighter(document), m_scanner(language) {}

void CodeHighlighter::setStyle(const TextStyle& style) {
    m_formats[static_cast<int>(CodeSpan::Hue::Keyword)].setForeground(style.keyword());
    m_formats[static_cast<int>(CodeSpan::Hue::Name)].setForeground(style.name());
    m_formats[static_cast<int>(CodeSpan::Hue::Literal)].setForeground(style.literal());
    m_formats[static_cast<int>(CodeSpan::Hue::Comment)].setForeground(style.comment());
    rehighlight();
}

void CodeHighlighter::highlightBlock(const QString& text) {
    int state = previousBlockState() < 0 ? CodeScanner::kStart : previousBlockState();
    for (const CodeSpan& part : m_scanner.scan(text, state)) {
        setFormat(part.begin, part.length, m_formats[static_cast<int>(part.hue)]);
    }
    setCurrentBlockState(state);
}

} // namespace app
