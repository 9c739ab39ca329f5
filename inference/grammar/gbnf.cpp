// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/gbnf.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "inference/grammar/grammar_builder.h"
#include "inference/tokenizer/unicode.h"

namespace inference::grammar {

namespace {

constexpr std::size_t kTextBytesMax = std::size_t{4} << 20;
constexpr int kDepthMax = 64;
constexpr std::uint32_t kRepetitionsMax = 100'000;

bool isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool isName(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9') || c == '-';
}

class Parser {
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<GrammarPointer> run() {
        if (m_text.size() > kTextBytesMax)
            return Error{ErrorCode::LimitExceeded, "1:1: the grammar is larger than 4 MB"};
        skip(true);
        while (!atEnd()) TRY(rule());
        for (const auto& [name, rule] : m_rules) {
            if (rule.defined) continue;
            m_at = rule.firstUse;
            return fail("rule \"" + name + "\" is used but not defined");
        }
        const auto root = m_rules.find("root");
        if (root == m_rules.end()) return fail("the grammar has no rule \"root\"");
        auto built = m_builder.build(root->second.id);
        if (built || built.error().detail.find(": rule") != std::string::npos) return built;
        return Error{built.error().code, where(0) + ": " + built.error().detail};
    }

private:
    struct Rule {
        std::uint32_t id = 0;
        std::size_t firstUse = 0;
        bool defined = false;
    };

    bool atEnd() const { return m_at >= m_text.size(); }
    char peek(std::size_t ahead = 0) const {
        return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0';
    }
    bool take(std::string_view word) {
        if (!m_text.substr(std::min(m_at, m_text.size())).starts_with(word)) return false;
        m_at += word.size();
        return true;
    }

    std::string where(std::size_t at) const {
        std::size_t line = 1;
        std::size_t column = 1;
        for (const char c : m_text.substr(0, std::min(at, m_text.size()))) {
            if (c == '\n') {
                ++line;
                column = 1;
            } else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
                ++column;
            }
        }
        return std::to_string(line) + ':' + std::to_string(column);
    }
    Error fail(const std::string& what) const {
        return {ErrorCode::InvalidArgument, where(m_at) + ": " + what};
    }

    void skip(bool newlines) {
        while (!atEnd()) {
            const char c = peek();
            if (c == '#') {
                while (!atEnd() && peek() != '\n' && peek() != '\r') ++m_at;
            } else if (c == ' ' || c == '\t' || (newlines && (c == '\n' || c == '\r'))) {
                ++m_at;
            } else {
                return;
            }
        }
    }

    std::string name() {
        const std::size_t begin = m_at;
        while (isName(peek())) ++m_at;
        return std::string(m_text.substr(begin, m_at - begin));
    }

    Rule& ruleNamed(const std::string& name, std::size_t at) {
        const auto [found, isNew] = m_rules.try_emplace(name);
        if (isNew) found->second = {m_builder.declare(name, {}), at, false};
        return found->second;
    }

    Result<void> rule() {
        const std::size_t begin = m_at;
        if (!isNameStart(peek())) return fail("a rule's name should stand here");
        const std::string ruleName = name();
        skip(false);
        if (!take("::=")) return fail("\"::=\" should follow the name of a rule");
        Rule& rule = ruleNamed(ruleName, begin);
        if (rule.defined) {
            m_at = begin;
            return fail("rule \"" + ruleName + "\" is defined twice");
        }
        rule.defined = true;
        const std::uint32_t id = rule.id;
        m_builder.locate(id, where(begin));
        skip(true);
        TRY(const Expression expression, alternatives(0));
        m_builder.define(id, expression);
        skip(false);
        if (!atEnd() && peek() != '\n' && peek() != '\r') {
            return fail(std::string("'") + peek() + "' is not expected here");
        }
        skip(true);
        return {};
    }

    Result<Expression> alternatives(int depth) {
        if (depth > kDepthMax)
            return Error{ErrorCode::LimitExceeded, where(m_at) + ": groups are nested too deeply"};
        std::vector<Expression> choices;
        for (;;) {
            TRY(Expression one, items(depth));
            choices.push_back(std::move(one));
            const std::size_t end = m_at;
            skip(true); // A choice may go on at the beginning of a line.
            if (!take("|")) {
                m_at = end;
                break;
            }
            skip(true);
        }
        if (choices.size() == 1) return std::move(choices.front());
        return choice(std::move(choices));
    }

    Result<Expression> items(int depth) {
        std::vector<Expression> parts;
        for (;;) {
            const char c = peek();
            Expression part;
            if (c == '"') {
                TRY(part, quoted());
            } else if (c == '[') {
                TRY(part, characterClass());
            } else if (c == '.') {
                ++m_at;
                part = characters(CodePoints::all());
            } else if (c == '(') {
                TRY(part, group(depth));
            } else if (isNameStart(c)) {
                const std::size_t begin = m_at;
                part = reference(ruleNamed(name(), begin).id);
            } else if (c == '*' || c == '+' || c == '?' || c == '{') {
                return fail(std::string("there is nothing for '") + c + "' to repeat");
            } else if (c == '<') {
                return fail("tokens as <text> are not supported: write the text in quotes");
            } else {
                break;
            }
            skip(depth > 0);
            TRY(part, repetitions(std::move(part), depth));
            parts.push_back(std::move(part));
        }
        if (parts.size() == 1) return std::move(parts.front());
        return sequence(std::move(parts));
    }

    Result<Expression> group(int depth) {
        const std::size_t begin = m_at++;
        skip(true);
        TRY(Expression inner, alternatives(depth + 1));
        skip(true);
        if (take(")")) return inner;
        if (!atEnd()) return fail(std::string("'") + peek() + "' is not expected here");
        m_at = begin;
        return fail("this group is not closed");
    }

    Result<Expression> repetitions(Expression part, int depth) {
        // Each repetition of a repetition nests the expression once more.
        for (int count = 0;; ++count) {
            if (count > kDepthMax) return fail("too many repetitions of repetitions");
            std::uint32_t min = 0;
            std::uint32_t max = kUnlimited;
            if (take("?")) {
                max = 1;
            } else if (take("+")) {
                min = 1;
            } else if (peek() == '{') {
                TRY(bounds(min, max));
            } else if (!take("*")) {
                return part;
            }
            part = repeat(std::move(part), min, max);
            skip(depth > 0);
        }
    }

    Result<void> bounds(std::uint32_t& min, std::uint32_t& max) {
        ++m_at;
        skip(false);
        TRY(min, number());
        max = min;
        skip(false);
        if (take(",")) {
            skip(false);
            max = kUnlimited;
            if (peek() != '}') {
                TRY(max, number());
            }
            skip(false);
        }
        if (!take("}")) return fail("'}' should end this repetition");
        if (max < min) return fail("a repetition's maximum is smaller than its minimum");
        return {};
    }

    Result<std::uint32_t> number() {
        std::uint32_t value = 0;
        const char* begin = m_text.data() + m_at;
        const auto [end, error] = std::from_chars(begin, m_text.data() + m_text.size(), value);
        if (end == begin) return fail("a number should stand here");
        if (error != std::errc() || value > kRepetitionsMax)
            return fail("more than " + std::to_string(kRepetitionsMax) + " repetitions");
        m_at += static_cast<std::size_t>(end - begin);
        return value;
    }

    Result<Expression> quoted() {
        const std::size_t begin = m_at++;
        std::string text;
        for (;;) {
            if (atEnd() || peek() == '\n') {
                m_at = begin;
                return fail("this literal is not closed");
            }
            if (take("\"")) return literal(std::move(text));
            TRY(const char32_t point, character());
            unicode::append(text, point);
        }
    }

    Result<Expression> characterClass() {
        const std::size_t begin = m_at++;
        const bool inverted = take("^");
        CodePoints set;
        for (;;) {
            if (atEnd() || peek() == '\n') {
                m_at = begin;
                return fail("this class is not closed");
            }
            if (take("]")) break;
            TRY(const char32_t first, character());
            char32_t last = first;
            if (peek() == '-' && peek(1) != ']' && peek(1) != '\0') {
                ++m_at;
                TRY(last, character());
            }
            if (last < first) return fail("this range of characters is the wrong way round");
            set.add(first, last);
        }
        if (inverted) set = set.inverted();
        if (!set.empty()) return characters(set);
        m_at = begin;
        return fail("no character is in this class");
    }

    /// One code point, written as itself or escaped.
    Result<char32_t> character() {
        if (peek() != '\\') {
            const unicode::Decoded decoded = unicode::decodeFirst(m_text.substr(m_at));
            if (!decoded.valid) return fail("this is not UTF-8");
            m_at += decoded.length;
            return decoded.code;
        }
        const char c = peek(1);
        constexpr std::pair<char, char> kShort[] = {{'n', '\n'}, {'r', '\r'},  {'t', '\t'},
                                                    {'"', '"'},  {'\\', '\\'}, {'[', '['},
                                                    {']', ']'},  {'-', '-'},   {'^', '^'}};
        for (const auto& [name, value] : kShort) {
            if (c != name) continue;
            m_at += 2;
            return static_cast<char32_t>(value);
        }
        const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits == 0) return fail(std::string("unknown escape \\") + (c == '\0' ? ' ' : c));
        const std::string_view hex = m_text.substr(std::min(m_at + 2, m_text.size()), digits);
        std::uint32_t value = 0;
        const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
        const bool whole = hex.size() == digits && end == hex.data() + hex.size();
        if (error != std::errc() || !whole || value > 0x10ffff || (value & 0xfffff800) == 0xd800)
            return fail("this escape is not a character: it takes " + std::to_string(digits)
                        + " hexadecimal digits");
        m_at += 2 + digits;
        return static_cast<char32_t>(value);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    GrammarBuilder m_builder;
    std::map<std::string, Rule> m_rules;
};

} // namespace

Result<GrammarPointer> parseGbnf(std::string_view text) {
    return Parser(text).run();
}

} // namespace inference::grammar
