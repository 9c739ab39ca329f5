// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/pattern.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "inference/grammar/json_text.h"
#include "inference/tokenizer/unicode.h"

namespace inference::grammar {

namespace {

constexpr int kDepthMax = 32;
constexpr std::uint32_t kRepetitionsMax = 10'000;

std::uint32_t plus(std::uint32_t a, std::uint32_t b) {
    return a >= kUnlimited - b ? kUnlimited : a + b;
}
std::uint32_t times(std::uint32_t a, std::uint32_t b) {
    if (a == 0 || b == 0) return 0;
    const std::uint64_t product = std::uint64_t{a} * b;
    return product >= kUnlimited ? kUnlimited : static_cast<std::uint32_t>(product);
}

CodePoints digitSet() {
    return CodePoints::range('0', '9');
}
CodePoints wordSet() {
    CodePoints set = digitSet();
    set.add('A', 'Z');
    set.add('a', 'z');
    set.add('_', '_');
    return set;
}
CodePoints spaceSet() {
    CodePoints set = CodePoints::range('\t', '\r');
    for (const char32_t point :
         {0x20, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff})
        set.add(point, point);
    set.add(0x2000, 0x200a);
    return set;
}
CodePoints anySet() {
    CodePoints set = CodePoints::all();
    for (const char32_t point : {0x0a, 0x0d, 0x2028, 0x2029}) set.remove(point, point);
    return set;
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<Pattern> run() {
        TRY(Pattern whole, alternatives(0));
        if (m_at < m_text.size()) return fail("')' closes no group");
        return whole;
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek(std::size_t ahead = 0) const {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    bool take(char c) {
        if (peek() != c || atEnd()) return false;
        ++m_at;
        return true;
    }
    Error error(ErrorCode code, const std::string& what) const {
        return {code, what + " at offset " + std::to_string(m_at)};
    }
    Error fail(const std::string& what) const { return error(ErrorCode::InvalidArgument, what); }
    Error unsupported(const std::string& what) const {
        return error(ErrorCode::Unsupported, what + " is not supported");
    }

    Result<Pattern> alternatives(int depth) {
        if (depth > kDepthMax) return error(ErrorCode::LimitExceeded, "groups too deeply nested");
        std::vector<Expression> choices;
        Pattern whole;
        whole.lengthMin = kUnlimited;
        do {
            TRY(Pattern one, terms(depth));
            choices.push_back(std::move(one.expression));
            whole.lengthMin = std::min(whole.lengthMin, one.lengthMin);
            whole.lengthMax = std::max(whole.lengthMax, one.lengthMax);
        } while (take('|'));
        whole.expression =
            choices.size() == 1 ? std::move(choices.front()) : choice(std::move(choices));
        return whole;
    }

    Result<Pattern> terms(int depth) {
        Pattern all;
        bool tiedToEnd = depth > 0;
        // Outside of groups each alternative is a search of its own.
        if (depth == 0 && !take('^')) addAnything(all);
        while (!atEnd() && peek() != '|' && peek() != ')') {
            if (depth == 0 && peek() == '$' && (peek(1) == '|' || m_at + 1 == m_text.size())) {
                ++m_at;
                tiedToEnd = true;
                break;
            }
            TRY(Pattern one, atom(depth));
            TRY(one, quantified(std::move(one)));
            all.expression.parts.push_back(std::move(one.expression));
            all.lengthMin = plus(all.lengthMin, one.lengthMin);
            all.lengthMax = plus(all.lengthMax, one.lengthMax);
        }
        if (!tiedToEnd) addAnything(all);
        return all;
    }

    static void addAnything(Pattern& pattern) {
        pattern.expression.parts.push_back(repeat(jsonCharacter(), 0, kUnlimited));
        pattern.lengthMax = kUnlimited;
    }

    static Pattern one(const CodePoints& set) { return {jsonCharacter(set), 1, 1}; }

    Result<Pattern> atom(int depth) {
        switch (peek()) {
        case '(': return group(depth);
        case '[': {
            TRY(const CodePoints set, characterClass());
            return one(set);
        }
        case '.': ++m_at; return one(anySet());
        case '^':
        case '$': return unsupported("an anchor inside the pattern");
        case '*':
        case '+':
        case '?': return fail("there is nothing to repeat");
        case '\\': {
            TRY(const CodePoints set, escape());
            return one(set);
        }
        default: {
            TRY(const char32_t point, character());
            return one(CodePoints::single(point));
        }
        }
    }

    Result<Pattern> group(int depth) {
        ++m_at;
        if (take('?')) {
            if (take('<') && peek() != '=' && peek() != '!') {
                while (!atEnd() && peek() != '>') ++m_at;
                if (!take('>')) return fail("the group's name does not end");
            } else if (!take(':')) {
                return unsupported("looking ahead or back");
            }
        }
        TRY(Pattern inner, alternatives(depth + 1));
        if (!take(')')) return fail("a group is not closed");
        return inner;
    }

    Result<Pattern> quantified(Pattern part) {
        std::uint32_t min = 0;
        std::uint32_t max = kUnlimited;
        if (take('?')) {
            max = 1;
        } else if (take('+')) {
            min = 1;
        } else if (peek() == '{' && peek(1) >= '0' && peek(1) <= '9') {
            ++m_at;
            TRY(min, number());
            max = min;
            if (take(',')) {
                max = kUnlimited;
                if (peek() != '}') {
                    TRY(max, number());
                }
            }
            if (!take('}')) return fail("a repetition is not closed");
            if (max < min) return fail("a repetition's maximum is smaller than its minimum");
        } else if (!take('*')) {
            return part;
        }
        take('?'); // Lazy or not makes no difference to what matches.
        return Pattern{repeat(std::move(part.expression), min, max), times(part.lengthMin, min),
                       times(part.lengthMax, max)};
    }

    Result<std::uint32_t> number() {
        std::uint32_t value = 0;
        const char* begin = m_text.data() + m_at;
        const auto [end, problem] = std::from_chars(begin, m_text.data() + m_text.size(), value);
        if (end == begin) return fail("a number should stand here");
        if (problem != std::errc() || value > kRepetitionsMax)
            return error(ErrorCode::LimitExceeded, "more than 10000 repetitions");
        m_at += static_cast<std::size_t>(end - begin);
        return value;
    }

    Result<char32_t> character() {
        const unicode::Decoded decoded = unicode::decodeFirst(m_text.substr(m_at));
        if (!decoded.valid) return fail("this is not UTF-8");
        m_at += decoded.length;
        return decoded.code;
    }

    Result<CodePoints> characterClass() {
        ++m_at;
        const bool inverted = take('^');
        CodePoints set;
        while (!take(']')) {
            if (atEnd()) return fail("a class is not closed");
            TRY(const CodePoints first, classMember());
            const bool isRange = peek() == '-' && peek(1) != ']' && peek(1) != '\0'
                                 && first.ranges().size() == 1
                                 && first.ranges()[0].first == first.ranges()[0].last;
            if (!isRange) {
                set.add(first);
                continue;
            }
            ++m_at;
            TRY(const CodePoints last, classMember());
            const char32_t from = first.ranges()[0].first;
            if (last.ranges().size() != 1 || last.ranges()[0].last < from)
                return fail("a range of characters is the wrong way round");
            set.add(from, last.ranges()[0].last);
        }
        return inverted ? set.inverted() : set;
    }

    Result<CodePoints> classMember() {
        if (peek() == '\\') return escape();
        TRY(const char32_t point, character());
        return CodePoints::single(point);
    }

    Result<CodePoints> escape() {
        ++m_at;
        if (atEnd()) return fail("the pattern ends with a backslash");
        const char c = peek();
        constexpr std::pair<char, char> kControls[] = {{'n', '\n'}, {'r', '\r'}, {'t', '\t'},
                                                       {'f', '\f'}, {'v', '\v'}, {'0', '\0'}};
        for (const auto& [name, value] : kControls) {
            if (c != name) continue;
            ++m_at;
            return CodePoints::single(static_cast<char32_t>(value));
        }
        const auto named = [&](const CodePoints& set) {
            ++m_at;
            return set;
        };
        switch (c) {
        case 'd': return named(digitSet());
        case 'D': return named(digitSet().inverted());
        case 'w': return named(wordSet());
        case 'W': return named(wordSet().inverted());
        case 's': return named(spaceSet());
        case 'S': return named(spaceSet().inverted());
        case 'x': return hexadecimal(2);
        case 'u': return hexadecimal(4);
        default: break;
        }
        const bool isWord =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (isWord) return unsupported(std::string("\\") + c);
        TRY(const char32_t point, character());
        return CodePoints::single(point);
    }

    Result<CodePoints> hexadecimal(std::size_t count) {
        const std::string_view hex = m_text.substr(std::min(m_at + 1, m_text.size()), count);
        std::uint32_t value = 0;
        const auto [end, problem] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
        if (problem != std::errc() || hex.size() != count || end != hex.data() + count)
            return fail("an escape lacks hexadecimal digits");
        m_at += 1 + count;
        return CodePoints::single(value);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

Result<Pattern> parsePattern(std::string_view pattern) {
    return Parser(pattern).run();
}

} // namespace inference::grammar
