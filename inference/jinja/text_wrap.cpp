// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/text_wrap.h"

#include <algorithm>
#include <deque>
#include <string_view>

#include "inference/jinja/operators.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

/// A text as code points, each with where its bytes begin.
struct Points {
    explicit Points(std::string_view text) {
        for (std::size_t at = 0; at < text.size();) {
            const CodePoint point = codePointAt(text, at);
            codes.push_back(point.codePoint);
            offsets.push_back(at);
            at += point.length;
        }
        offsets.push_back(text.size());
    }
    std::vector<char32_t> codes;
    std::vector<std::size_t> offsets; // [codes + 1]
};

bool isBlank(char32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
bool isWord(char32_t c) {
    return isAlpha(c) || isNumeric(c) || c == '_';
}
bool isLetter(char32_t c) {
    return isWord(c) && !isDecimal(c);
}
/// What may stand before a dash between words.
bool endsWord(char32_t c) {
    return isWord(c)
           || (c < 0x80
               && std::string_view("!\"'&.,?").find(static_cast<char>(c))
                      != std::string_view::npos);
}

/// Finds where a line may be broken.
class Chunks {
public:
    Chunks(const std::vector<char32_t>& codes, bool hyphens) : m_codes(codes), m_hyphens(hyphens) {}

    /// End of the chunk that begins at `begin`.
    std::size_t end(std::size_t begin) const {
        if (isBlank(m_codes[begin])) return runEnd(begin, true);
        if (!m_hyphens) return runEnd(begin, false);
        if (const std::size_t dash = dashEnd(begin); dash > begin) return dash;
        for (std::size_t at = begin + 1;; ++at) {
            if (breaksAfterHyphen(begin, at)) return at + 1;
            if (at == m_codes.size() || isBlank(m_codes[at])) return at;
            if (endsWord(m_codes[at - 1]) && dashEnd(at) > at) return at;
        }
    }

private:
    bool letterAt(std::size_t at) const { return at < m_codes.size() && isLetter(m_codes[at]); }
    bool dashAt(std::size_t at) const { return at < m_codes.size() && m_codes[at] == '-'; }
    std::size_t runEnd(std::size_t at, bool blanks) const {
        while (at < m_codes.size() && isBlank(m_codes[at]) == blanks) ++at;
        return at;
    }
    /// End of two or more dashes between words that begin at `at`, else `at`.
    std::size_t dashEnd(std::size_t at) const {
        if (at == 0 || !endsWord(m_codes[at - 1]) || !dashAt(at) || !dashAt(at + 1)) return at;
        std::size_t end = at;
        while (dashAt(end)) ++end;
        return end < m_codes.size() && isWord(m_codes[end]) ? end : at;
    }
    /// Whether the hyphen at `at` joins two parts of a word: two letters before it, or a letter, a
    /// hyphen and a letter; a letter behind it, and another one, perhaps behind a hyphen.
    bool breaksAfterHyphen(std::size_t begin, std::size_t at) const {
        if (!dashAt(at) || at <= begin) return false;
        const bool letters = at >= 2 && letterAt(at - 1) && letterAt(at - 2);
        const bool hyphenated = at >= 3 && letterAt(at - 1) && dashAt(at - 2) && letterAt(at - 3);
        const std::size_t second = dashAt(at + 2) ? at + 3 : at + 2;
        return (letters || hyphenated) && letterAt(at + 1) && letterAt(second);
    }

    const std::vector<char32_t>& m_codes;
    bool m_hyphens;
};

struct Span {
    std::size_t begin, end; // in code points
    std::size_t size() const { return end - begin; }
};

} // namespace

std::vector<Text> wrapLine(const Text& line, const WrapStyle& style) {
    const Points points(line.bytes);
    const Chunks chunks(points.codes, style.breakOnHyphens);
    std::deque<Span> left;
    for (std::size_t at = 0; at < points.codes.size();) {
        const std::size_t end = chunks.end(at);
        left.push_back({at, end});
        at = end;
    }
    const auto blank = [&](const Span& span) { return isBlank(points.codes[span.begin]); };
    // Where a word that is too long is cut when `room` is left.
    const auto cutOf = [&](const Span& word, std::size_t room) {
        if (!style.breakOnHyphens || word.size() <= room) return std::min(room, word.size());
        for (std::size_t at = room; at-- > 1;) {
            if (points.codes[word.begin + at] != '-') continue;
            for (std::size_t i = 0; i < at; ++i)
                if (points.codes[word.begin + i] != '-') return at + 1;
            break;
        }
        return room;
    };

    std::vector<Text> lines;
    while (!left.empty()) {
        if (!lines.empty() && blank(left.front())) left.pop_front();
        std::vector<Span> row;
        std::size_t width = 0;
        while (!left.empty() && width + left.front().size() <= style.width) {
            width += left.front().size();
            row.push_back(left.front());
            left.pop_front();
        }
        if (!left.empty() && left.front().size() > style.width) {
            if (style.breakLongWords) {
                const std::size_t cut = cutOf(left.front(), style.width - width);
                row.push_back({left.front().begin, left.front().begin + cut});
                left.front().begin += cut;
            } else if (row.empty()) {
                row.push_back(left.front());
                left.pop_front();
            }
        }
        if (!row.empty() && row.back().size() > 0 && blank(row.back())) row.pop_back();
        if (row.empty()) continue;
        lines.push_back(
            subText(line, points.offsets[row.front().begin], points.offsets[row.back().end]));
    }
    return lines;
}

} // namespace inference::jinja
