// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/lexer.h"

#include <array>

#include "inference/jinja/string_literal.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

bool isDigitByte(char c) {
    return c >= '0' && c <= '9';
}
bool isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
           || static_cast<unsigned char>(c) >= 0x80;
}
bool isNameByte(char c) {
    return isNameStart(c) || isDigitByte(c);
}

// Line ends become "\n"; at most one of them goes at the end of the template.
std::string normalizeNewlines(std::string_view source, bool keepTrailing) {
    std::string out;
    out.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] != '\r') {
            out += source[i];
            continue;
        }
        out += '\n';
        if (i + 1 < source.size() && source[i + 1] == '\n') ++i;
    }
    if (!keepTrailing && !out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

void trimRight(std::string& text) {
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U) --start;
        if (!isSpace(codePointAt(text, start).codePoint)) return;
        text.resize(start);
    }
}

// What is left of a line before a tag goes when it is blank.
void trimLineStart(std::string& text, bool atLineStart) {
    const std::size_t newline = text.rfind('\n');
    const std::size_t begin = newline == std::string::npos ? 0 : newline + 1;
    if (begin == 0 && !atLineStart) return;
    for (std::size_t i = begin; i < text.size();) {
        const CodePoint c = codePointAt(text, i);
        if (!isSpace(c.codePoint)) return;
        i += c.length;
    }
    text.resize(begin);
}

class Lexer {
public:
    Lexer(std::string_view source, const ParseOptions& options)
        : m_options(options), m_source(normalizeNewlines(source, options.keepTrailingNewline)) {}

    Result<std::vector<Token>> run() {
        while (m_at < m_source.size()) {
            TRY(lexTextUpToTag());
        }
        push(TokenType::End, "", here());
        return std::move(m_tokens);
    }

private:
    std::string_view rest() const { return std::string_view(m_source).substr(m_at); }
    bool startsWith(std::string_view s) const { return rest().starts_with(s); }

    Position here() { return positionOf(m_at); }

    // Offsets come in rising order, so one walk over the source serves all of them.
    Position positionOf(std::size_t offset) {
        if (offset < m_markOffset) {
            m_markOffset = 0;
            m_mark = {};
        }
        while (m_markOffset < offset) {
            const CodePoint c = codePointAt(m_source, m_markOffset);
            if (c.codePoint == '\n') {
                ++m_mark.line;
                m_mark.column = 1;
            } else {
                ++m_mark.column;
            }
            m_markOffset += c.length;
        }
        return m_mark;
    }

    void push(TokenType type, std::string text, Position position) {
        m_tokens.push_back({type, std::move(text), position});
    }

    void skipSpace() {
        while (m_at < m_source.size()) {
            const CodePoint c = codePointAt(m_source, m_at);
            if (!isSpace(c.codePoint)) return;
            m_at += c.length;
        }
    }

    std::size_t findTag(std::size_t from) const {
        for (std::size_t i = m_source.find('{', from); i != std::string::npos;
             i = m_source.find('{', i + 1)) {
            if (i + 1 < m_source.size()
                && (m_source[i + 1] == '{' || m_source[i + 1] == '%' || m_source[i + 1] == '#')) {
                return i;
            }
        }
        return std::string::npos;
    }

    // A tag may carry '-' (eat white space before it) or '+' (keep the start of the line).
    char takeSign() {
        if (m_at < m_source.size() && (m_source[m_at] == '-' || m_source[m_at] == '+')) {
            return m_source[m_at++];
        }
        return '\0';
    }

    void pushData(std::string text, char sign, bool isPrint, Position position) {
        if (sign == '-')
            trimRight(text);
        else if (sign != '+' && m_options.lstripBlocks && !isPrint)
            trimLineStart(text, m_lineStart);
        if (!text.empty()) push(TokenType::Data, std::move(text), position);
    }

    Result<void> lexTextUpToTag() {
        const Position textPosition = here();
        const std::size_t tag = findTag(m_at);
        if (tag == std::string::npos) {
            push(TokenType::Data, std::string(rest()), textPosition);
            m_at = m_source.size();
            return {};
        }
        std::string text = m_source.substr(m_at, tag - m_at);
        m_at = tag;
        const Position position = here();
        const char kind = m_source[tag + 1];
        m_at += 2;
        const char sign = takeSign();
        pushData(std::move(text), sign, kind == '{', textPosition);
        if (kind == '#') return skipComment(position);
        if (kind == '%' && beginsRaw()) return lexRaw(position);
        push(kind == '{' ? TokenType::PrintBegin : TokenType::BlockBegin, "", position);
        return lexTag(kind == '{', position);
    }

    // After the last character of a tag: '-' eats the white space that follows, and a block or
    // comment without '+' eats one newline.
    void endTag(char sign, bool isPrint) {
        if (sign == '-')
            skipSpace();
        else if (!isPrint && sign != '+' && m_options.trimBlocks && startsWith("\n"))
            ++m_at;
        m_lineStart = m_at > 0 && m_source[m_at - 1] == '\n';
    }

    Result<void> skipComment(Position position) {
        const std::size_t end = m_source.find("#}", m_at);
        if (end == std::string::npos) return errorAt(position, "this comment has no end");
        const char before = end > m_at ? m_source[end - 1] : '\0';
        m_at = end + 2;
        endTag(before == '-' || before == '+' ? before : '\0', false);
        return {};
    }

    bool beginsRaw() const {
        std::size_t i = m_at;
        const auto space = [&] {
            while (i < m_source.size() && isSpace(static_cast<unsigned char>(m_source[i]))
                   && static_cast<unsigned char>(m_source[i]) < 0x80) {
                ++i;
            }
        };
        space();
        if (m_source.compare(i, 3, "raw") != 0) return false;
        i += 3;
        space();
        return m_source.compare(i, 2, "%}") == 0 || m_source.compare(i, 3, "-%}") == 0;
    }

    Result<void> lexRaw(Position position) {
        const std::size_t end = m_source.find("%}", m_at);
        const bool eat = m_source[end - 1] == '-';
        m_at = end + 2;
        if (eat) skipSpace();
        m_lineStart = m_source[m_at - 1] == '\n';
        const Position textPosition = here();
        for (std::size_t i = m_source.find("{%", m_at); i != std::string::npos;
             i = m_source.find("{%", i + 1)) {
            std::size_t j = i + 2;
            char sign = '\0';
            if (j < m_source.size() && (m_source[j] == '-' || m_source[j] == '+')) {
                sign = m_source[j++];
            }
            while (j < m_source.size()
                   && (m_source[j] == ' ' || m_source[j] == '\n' || m_source[j] == '\t')) {
                ++j;
            }
            if (m_source.compare(j, 6, "endraw") != 0) continue;
            j += 6;
            while (j < m_source.size()
                   && (m_source[j] == ' ' || m_source[j] == '\n' || m_source[j] == '\t')) {
                ++j;
            }
            char endSign = '\0';
            if (j < m_source.size() && (m_source[j] == '-' || m_source[j] == '+')) {
                endSign = m_source[j++];
            }
            if (m_source.compare(j, 2, "%}") != 0) continue;
            pushData(m_source.substr(m_at, i - m_at), sign, false, textPosition);
            m_at = j + 2;
            endTag(endSign, false);
            return {};
        }
        return errorAt(position, "this raw block has no end");
    }

    bool tryEndTag(bool isPrint) {
        const std::string_view close = isPrint ? "}}" : "%}";
        const Position position = here();
        char sign = '\0';
        std::size_t skip = 0;
        if (startsWith("-") || (!isPrint && startsWith("+"))) {
            sign = m_source[m_at];
            skip = 1;
        }
        if (m_source.compare(m_at + skip, 2, close) != 0) return false;
        m_at += skip + 2;
        push(isPrint ? TokenType::PrintEnd : TokenType::BlockEnd, "", position);
        endTag(sign, isPrint);
        return true;
    }

    Result<void> lexTag(bool isPrint, Position begin) {
        std::string brackets; // those still open, innermost last
        for (;;) {
            skipSpace();
            if (m_at >= m_source.size()) {
                return errorAt(begin, isPrint ? "this '{{' has no '}}'" : "this '{%' has no '%}'");
            }
            if (brackets.empty() && tryEndTag(isPrint)) return {};
            const char c = m_source[m_at];
            if (c == '\'' || c == '"') {
                TRY(lexString(c));
            } else if (isDigitByte(c)) {
                lexNumber();
            } else if (isNameStart(c)) {
                const Position position = here();
                const std::size_t start = m_at;
                while (m_at < m_source.size() && isNameByte(m_source[m_at])) ++m_at;
                push(TokenType::Name, m_source.substr(start, m_at - start), position);
            } else {
                TRY(lexOperator(brackets));
            }
        }
    }

    Result<void> lexOperator(std::string& brackets) {
        constexpr std::array<std::string_view, 26> kOperators = {
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[",
            "]",  "(",  ")",  "{",  "}",  ">",  "<", "=", ".", ":", "|", ",", ";"};
        const Position position = here();
        for (const std::string_view op : kOperators) {
            if (!startsWith(op)) continue;
            if (op == "(" || op == "[" || op == "{") {
                brackets += op == "(" ? ')' : op == "[" ? ']' : '}';
            } else if (op == ")" || op == "]" || op == "}") {
                if (brackets.empty()) {
                    return errorAt(position, "unexpected '" + std::string(op) + "'");
                }
                if (brackets.back() != op[0]) {
                    return errorAt(position, "unexpected '" + std::string(op) + "', expected '"
                                                 + brackets.back() + "'");
                }
                brackets.pop_back();
            }
            m_at += op.size();
            push(TokenType::Operator, std::string(op), position);
            return {};
        }
        return errorAt(position, "unexpected character '"
                                     + m_source.substr(m_at, codePointAt(m_source, m_at).length)
                                     + "'");
    }

    std::size_t digitsEnd(std::size_t i) const {
        while (i < m_source.size()
               && (isDigitByte(m_source[i])
                   || (m_source[i] == '_' && i + 1 < m_source.size()
                       && isDigitByte(m_source[i + 1])))) {
            ++i;
        }
        return i;
    }

    void lexNumber() {
        const Position position = here();
        const std::size_t start = m_at;
        const char second = start + 1 < m_source.size() ? m_source[start + 1] : '\0';
        if (m_source[start] == '0'
            && (second == 'x' || second == 'X' || second == 'o' || second == 'O' || second == 'b'
                || second == 'B')) {
            m_at += 2;
            while (m_at < m_source.size() && isNameByte(m_source[m_at])) ++m_at;
            push(TokenType::Integer, m_source.substr(start, m_at - start), position);
            return;
        }
        std::size_t end = digitsEnd(start);
        bool isFloat = false;
        // After a dot only an index can follow: `rows.0.1`.
        if (start == 0 || m_source[start - 1] != '.') {
            if (end + 1 < m_source.size() && m_source[end] == '.'
                && isDigitByte(m_source[end + 1])) {
                end = digitsEnd(end + 1);
                isFloat = true;
            }
            if (end < m_source.size() && (m_source[end] == 'e' || m_source[end] == 'E')) {
                std::size_t exponent = end + 1;
                if (exponent < m_source.size()
                    && (m_source[exponent] == '+' || m_source[exponent] == '-')) {
                    ++exponent;
                }
                if (exponent < m_source.size() && isDigitByte(m_source[exponent])) {
                    end = digitsEnd(exponent);
                    isFloat = true;
                }
            }
        }
        m_at = end;
        push(isFloat ? TokenType::Float : TokenType::Integer, m_source.substr(start, end - start),
             position);
    }

    Result<void> lexString(char quote) {
        const Position position = here();
        std::string value;
        std::size_t i = m_at + 1;
        while (i < m_source.size() && m_source[i] != quote) {
            if (m_source[i] == '\\' && i + 1 < m_source.size())
                i = unescape(m_source, i + 1, value);
            else
                value += m_source[i++];
        }
        if (i >= m_source.size()) return errorAt(position, "this string has no end");
        m_at = i + 1;
        push(TokenType::String, std::move(value), position);
        return {};
    }

    const ParseOptions& m_options;
    std::string m_source;
    std::size_t m_at = 0;
    bool m_lineStart = true; // the text after the last tag begins a line
    std::size_t m_markOffset = 0;
    Position m_mark;
    std::vector<Token> m_tokens;
};

} // namespace

Error errorAt(Position position, std::string_view message, ErrorCode code) {
    return Error{code, "line " + std::to_string(position.line) + ", column "
                           + std::to_string(position.column) + ": " + std::string(message)};
}

Result<std::vector<Token>> tokenize(std::string_view source, const ParseOptions& options) {
    return Lexer(source, options).run();
}

} // namespace inference::jinja
