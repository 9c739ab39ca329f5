// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/markdown_line.h"

#include <algorithm>

namespace core {
namespace {

constexpr std::size_t kIndentMax = 3; ///< More is indented code.
constexpr std::size_t kHeadingLevelMax = 6;
constexpr std::size_t kListDigitsMax = 9;
constexpr std::size_t kFenceLengthMin = 3;
constexpr std::size_t kRuleLengthMin = 3;
constexpr std::size_t kTabColumns = 4;

bool isGap(char c) {
    return c == ' ' || c == '\t';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t runLength(std::string_view text, char c) {
    return std::min(text.find_first_not_of(c), text.size());
}

bool consistsOf(std::string_view text, std::string_view characters) {
    return text.find_first_not_of(characters) == std::string_view::npos;
}

bool onlyGap(std::string_view text) {
    return consistsOf(text, " \t");
}

std::string_view trimmedEnd(std::string_view text) {
    const std::size_t last = text.find_last_not_of(" \t\r");
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

/// Only `c` and gaps: what a thematic break looks like, however short.
bool isRuleLike(std::string_view text, char c) {
    const char allowed[] = {c, ' ', '\t', '\0'};
    return consistsOf(text, allowed);
}

bool isDelimiterLike(std::string_view text) {
    return consistsOf(text, "|-: \t");
}

std::string languageOf(std::string_view info) {
    const std::size_t begin = info.find_first_not_of(" \t{.");
    if (begin == std::string_view::npos) return {};
    info.remove_prefix(begin);
    std::string word(info.substr(0, info.find_first_of(" \t,{}")));
    for (char& c : word)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return word;
}

/// Length of a list marker ("-", "12.") with a gap or the end behind it; 0 for none.
std::size_t listMarker(std::string_view text) {
    std::size_t length = 0;
    if (text[0] == '-' || text[0] == '*' || text[0] == '+') {
        length = 1;
    } else {
        while (length < text.size() && isDigit(text[length])) ++length;
        if (length == 0 || length > kListDigitsMax || length == text.size()) return 0;
        if (text[length] != '.' && text[length] != ')') return 0;
        ++length;
    }
    return length == text.size() || isGap(text[length]) ? length : 0;
}

bool isDelimiterRow(std::string_view text) {
    if (text.find('|') == std::string_view::npos || !isDelimiterLike(text)) return false;
    if (text.find('-') == std::string_view::npos) return false;
    // Every cell is dashes with a colon at either end or none.
    std::size_t dashes = 0;
    bool closed = false; // A gap or a closing colon came after the dashes.
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char c = i < text.size() ? text[i] : '|';
        if (c == '|') {
            const bool edge = i == 0 || i == text.size();
            if (dashes == 0 && !edge && !onlyGap(text.substr(0, i))) return false;
            dashes = 0;
            closed = false;
        } else if (c == '-') {
            if (closed) return false;
            ++dashes;
        } else if (dashes > 0) {
            closed = true;
        }
    }
    return true;
}

} // namespace

MarkdownLine MarkdownLine::read(std::string_view line, bool anyIndent) {
    MarkdownLine result;
    while (result.begin < line.size() && isGap(line[result.begin])) {
        result.indent += line[result.begin] == '\t' ? kTabColumns - result.indent % kTabColumns : 1;
        ++result.begin;
    }
    const std::string_view text = trimmedEnd(line.substr(result.begin));
    if (text.empty()) {
        result.kind = LineKind::Blank;
        return result;
    }
    if (result.indent > kIndentMax && !anyIndent) return result;

    const char c = text[0];
    if (c == '#') {
        const std::size_t level = runLength(text, c);
        if (level <= kHeadingLevelMax && (level == text.size() || isGap(text[level])))
            result.kind = LineKind::Heading;
    } else if (c == '`' || c == '~') {
        const std::size_t length = runLength(text, c);
        const std::string_view info = text.substr(length);
        if (length >= kFenceLengthMin && (c == '~' || info.find('`') == std::string_view::npos)) {
            result.kind = LineKind::Fence;
            result.fence = {c, length, result.indent, languageOf(info)};
        }
    } else if (c == '>') {
        result.kind = LineKind::Quote;
    } else if ((c == '=' || c == '-') && runLength(text, c) == text.size()) {
        result.kind = LineKind::Underline;
    } else if ((c == '-' || c == '*' || c == '_') && isRuleLike(text, c)
               && static_cast<std::size_t>(std::count(text.begin(), text.end(), c))
                      >= kRuleLengthMin) {
        result.kind = LineKind::Rule;
    } else if (isDelimiterRow(text)) {
        result.kind = LineKind::Delimiter;
        result.cells = countCells(text);
    } else if (const std::size_t marker = listMarker(text); marker > 0) {
        result.kind = LineKind::ListItem;
        const bool empty = marker == text.size();
        result.startsList = !empty && (!isDigit(c) || text.substr(0, marker - 1) == "1");
    }
    return result;
}

bool isUndecided(std::string_view line, bool anyIndent) {
    const std::size_t begin = line.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return true;
    const MarkdownLine read = MarkdownLine::read(line, anyIndent);
    if (read.indent > kIndentMax && !anyIndent) return false;
    const std::string_view text = line.substr(begin);
    const char c = text[0];
    switch (c) {
    case '#': {
        const std::size_t level = runLength(text, c);
        return level <= kHeadingLevelMax && onlyGap(text.substr(level));
    }
    case '`':
    case '~': {
        const std::size_t length = runLength(text, c);
        if (length == text.size()) return true;
        return length >= kFenceLengthMin
               && (c == '~' || text.find('`', length) == std::string_view::npos);
    }
    case '-': return isRuleLike(text, c) || isDelimiterLike(text);
    case '*':
    case '_': return isRuleLike(text, c);
    case '+': return onlyGap(text.substr(1));
    case '=': return onlyGap(text.substr(runLength(text, c)));
    case '|':
    case ':': return isDelimiterLike(text);
    default: break;
    }
    if (!isDigit(c)) return false;
    std::size_t digits = 0;
    while (digits < text.size() && isDigit(text[digits])) ++digits;
    if (digits > kListDigitsMax) return false;
    if (digits == text.size()) return true;
    return (text[digits] == '.' || text[digits] == ')') && onlyGap(text.substr(digits + 1));
}

bool mayCloseFence(std::string_view line, const Fence& fence) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return true;
    const std::string_view text = line.substr(begin);
    const std::size_t length = runLength(text, fence.character);
    if (length == 0) return text == "\r"; // Perhaps the end of a blank line.
    return length == text.size()
           || (length >= fence.length && consistsOf(text.substr(length), " \t\r"));
}

bool closesFence(std::string_view line, const Fence& fence) {
    const MarkdownLine read = MarkdownLine::read(line, true);
    const std::string_view text = trimmedEnd(line.substr(read.begin));
    return !text.empty() && read.indent <= fence.indent + kIndentMax && text.size() >= fence.length
           && runLength(text, fence.character) == text.size();
}

std::size_t countCells(std::string_view row) {
    row = trimmedEnd(row);
    const std::size_t begin = row.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return 0;
    row.remove_prefix(begin);
    if (row.front() == '|') row.remove_prefix(1);
    std::size_t cells = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] == '\\') {
            ++i;
        } else if (row[i] == '|' && i + 1 < row.size()) {
            ++cells;
        }
    }
    return cells;
}

std::size_t indentBytes(std::string_view line, std::size_t columns) {
    std::size_t bytes = 0;
    std::size_t column = 0;
    while (bytes < line.size() && column < columns && isGap(line[bytes])) {
        column += line[bytes] == '\t' ? kTabColumns - column % kTabColumns : 1;
        ++bytes;
    }
    return bytes;
}

} // namespace core
