// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/tokenizer/pretokenizer.h"

#include <algorithm>

namespace inference {

using pretokenizer::Contractions;
using pretokenizer::kUnlimited;
using pretokenizer::Verb;

namespace {

constexpr std::size_t kNoMatch = 0;

unicode::Decoded codeAt(std::string_view text, std::size_t at) {
    return unicode::decodeFirst(text.substr(at));
}

bool isIn(unicode::ClassMask classes, char32_t code) {
    return (unicode::classBit(code) & classes) != 0;
}

/// Length of 's 't 're 've 'm 'll 'd at that place, or 0.
std::size_t contractionAt(std::string_view text, std::size_t at, Contractions which) {
    if (which == Contractions::None || at + 1 >= text.size() || text[at] != '\'') return 0;
    // The expressions are case-insensitive in the Unicode sense: U+017F folds to s.
    const bool anyCase = which == Contractions::AnyCase;
    if (anyCase && text.substr(at + 1, 2) == "\xc5\xbf") return 3;
    const auto letter = [&](std::size_t i) {
        if (i >= text.size()) return '\0';
        const char c = text[i];
        return anyCase && c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    };
    const char first = letter(at + 1), second = letter(at + 2);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') return 2;
    const bool two = (first == 'r' && second == 'e') || (first == 'v' && second == 'e')
                     || (first == 'l' && second == 'l');
    return two ? 3 : 0;
}

/// The run of white space at a place: where it ends, where its last character begins, and where its
/// last line break ends (0 if it has none).
struct SpaceRun {
    std::size_t end = 0, last = 0, breakEnd = 0;
    std::size_t count = 0;
};
SpaceRun spaceRunAt(std::string_view text, std::size_t at) {
    SpaceRun run{at, at, 0, 0};
    while (run.end < text.size()) {
        const auto decoded = codeAt(text, run.end);
        if (!isIn(unicode::kSpace, decoded.code)) break;
        run.last = run.end;
        run.end += decoded.length;
        ++run.count;
        if (decoded.code == '\r' || decoded.code == '\n') run.breakEnd = run.end;
    }
    return run;
}

std::size_t spaceBeforeText(std::string_view text, std::size_t at) {
    const SpaceRun run = spaceRunAt(text, at);
    return (run.end == text.size() ? run.end : run.last) - at;
}

/// The longest of 512, 256 .. 4, 2 and 1 characters of white space that no text follows directly; a
/// single one may be followed by text.
std::size_t spaceByPowers(std::string_view text, std::size_t at) {
    std::size_t end = at, count = 0, taken = 0;
    // Beyond 513 nothing changes, so a long run is not read again for each of its pieces.
    while (end < text.size() && count < 513) {
        const auto decoded = codeAt(text, end);
        if (!isIn(unicode::kSpace, decoded.code)) break;
        end += decoded.length;
        ++count;
    }
    if (count == 0) return kNoMatch;
    const std::size_t usable = end == text.size() || count == 513 ? count : count - 1;
    std::size_t wanted = 1;
    for (const std::size_t power : {512, 256, 128, 64, 32, 16, 8, 4, 2}) {
        if (power > usable) continue;
        wanted = power;
        break;
    }
    for (end = at; taken < wanted; ++taken) end += codeAt(text, end).length;
    return end - at;
}

/// "a-z" is a range, "\\" quotes, everything else stands for itself.
std::vector<std::pair<char32_t, char32_t>> parseBrackets(std::u32string_view source) {
    std::vector<std::pair<char32_t, char32_t>> ranges;
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] == U'\\') ++i;
        const char32_t first = source[i];
        char32_t last = first;
        if (i + 2 < source.size() && source[i + 1] == U'-') {
            last = source[i + 2];
            i += 2;
        }
        ranges.emplace_back(first, last);
    }
    std::sort(ranges.begin(), ranges.end());
    return ranges;
}

} // namespace

PreTokenizer::Set::Set(const pretokenizer::CharSet& source)
    : classes(source.classes), ranges(parseBrackets(source.with)), without(source.without),
      empty(source.classes == 0 && source.with.empty()) {
    for (char32_t code = 0; code < 0x80; ++code)
        if (has(code)) ascii[code >> 6] |= std::uint64_t{1} << (code & 63);
}

bool PreTokenizer::Set::has(char32_t code) const {
    if (without.find(code) != std::u32string::npos) return false;
    if (isIn(classes, code)) return true;
    const auto after =
        std::upper_bound(ranges.begin(), ranges.end(), code,
                         [](char32_t value, const auto& range) { return value < range.first; });
    return after != ranges.begin() && std::prev(after)->second >= code;
}

PreTokenizer::PreTokenizer(const pretokenizer::Rule& rule) {
    for (const pretokenizer::Pass& source : rule.passes) {
        Pass pass;
        for (const pretokenizer::Pattern& pattern : source)
            pass.push_back({pattern.verb, Set(pattern.prefix), Set(pattern.body), Set(pattern.tail),
                            Set(pattern.upper), pattern.min, pattern.max, pattern.tailMin,
                            pattern.tailMax, pattern.contractions});
        m_passes.push_back(std::move(pass));
    }
}

bool PreTokenizer::startsWith(const Set& set, std::string_view text, std::size_t at) {
    if (at >= text.size()) return false;
    const auto byte = static_cast<unsigned char>(text[at]);
    return byte < 0x80 ? set.hasAscii(byte) : set.has(codeAt(text, at).code);
}

std::size_t PreTokenizer::skip(const Set& set, std::string_view text, std::size_t at,
                               std::uint32_t max, std::uint32_t* count) {
    std::uint32_t taken = 0;
    for (; taken < max && at < text.size(); ++taken) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            if (!set.hasAscii(byte)) break;
            ++at;
            continue;
        }
        const auto decoded = codeAt(text, at);
        if (!set.has(decoded.code)) break;
        at += decoded.length;
    }
    if (count) *count = taken;
    return at;
}

std::size_t PreTokenizer::match(const Pass& pass, State& state) {
    for (const Pattern& pattern : pass)
        if (const std::size_t length = matchPattern(pattern, state)) return length;
    return kNoMatch;
}

std::size_t PreTokenizer::matchPattern(const Pattern& pattern, State& state) {
    const std::string_view text = state.text;
    switch (pattern.verb) {
    case Verb::Run:
    case Verb::UpperThenLower:
    case Verb::UpperOnly:
    case Verb::SpacedLetters: {
        const auto body = [&](std::size_t at) {
            if (pattern.verb == Verb::Run) return matchBody(pattern, text, at);
            if (pattern.verb == Verb::SpacedLetters) return matchSpacedLetters(text, at);
            return matchCased(pattern, text, at);
        };
        // The prefix is taken if the rest then matches, and else tried without.
        if (startsWith(pattern.prefix, text, state.at)) {
            const std::size_t prefix = codeAt(text, state.at).length;
            if (const std::size_t length = body(state.at + prefix)) return prefix + length;
        }
        return body(state.at);
    }
    case Verb::Contraction: return contractionAt(text, state.at, pattern.contractions);
    case Verb::LineBreaks: {
        const std::size_t end = spaceRunAt(text, state.at).breakEnd;
        return end == 0 ? kNoMatch : end - state.at;
    }
    case Verb::SpaceBeforeText: return spaceBeforeText(text, state.at);
    case Verb::SpaceByPowers: return spaceByPowers(text, state.at);
    case Verb::SpaceAtEnd:
        if (state.endSpace == State::kUnknown) {
            state.endSpace = text.size();
            while (state.endSpace > 0) {
                const auto last = unicode::decodeLast(text.substr(0, state.endSpace));
                if (!isIn(unicode::kSpace, last.code)) break;
                state.endSpace -= last.length;
            }
        }
        return state.at >= state.endSpace ? text.size() - state.at : kNoMatch;
    case Verb::DigitGroups:
    case Verb::DigitGroupsAlone: return matchDigits(pattern, state);
    }
    return kNoMatch;
}

std::size_t PreTokenizer::matchBody(const Pattern& pattern, std::string_view text, std::size_t at) {
    std::uint32_t count = 0;
    std::size_t end = skip(pattern.body, text, at, pattern.max, &count);
    if (count < pattern.min) return kNoMatch;
    if (!pattern.tail.empty) {
        // A single mark in front of a word needs the word; other tails are optional.
        const std::size_t tailEnd = skip(pattern.tail, text, end, pattern.tailMax);
        if (tailEnd == end && pattern.tailMin > 0) return kNoMatch;
        end = tailEnd;
    }
    return end - at;
}

std::size_t PreTokenizer::matchCased(const Pattern& pattern, std::string_view text,
                                     std::size_t at) {
    const std::size_t upperEnd = skip(pattern.upper, text, at, kUnlimited);
    std::size_t end = skip(pattern.body, text, upperEnd, kUnlimited);
    if (pattern.verb == Verb::UpperOnly) {
        if (upperEnd == at) return kNoMatch;
    } else if (end == upperEnd) {
        // Letters without case belong to both sets: give back up to the last of them, which then is
        // all of the lower part.
        while (end > at) {
            const auto last = unicode::decodeLast(text.substr(0, end));
            if (pattern.body.has(last.code)) break;
            end -= last.length;
        }
        if (end == at) return kNoMatch;
    }
    return end + contractionAt(text, end, pattern.contractions) - at;
}

std::size_t PreTokenizer::matchSpacedLetters(std::string_view text, std::size_t at) {
    const auto isLetterAt = [&](std::size_t i) {
        return i < text.size() && isIn(unicode::kLetter, codeAt(text, i).code);
    };
    std::size_t end = at;
    while (isLetterAt(end)) {
        end += codeAt(text, end).length;
        while (end < text.size() && isIn(unicode::kMark, codeAt(text, end).code))
            end += codeAt(text, end).length;
        if (end < text.size() && text[end] == ' ' && isLetterAt(end + 1)) ++end;
    }
    return end - at;
}

std::size_t PreTokenizer::matchDigits(const Pattern& pattern, State& state) {
    const std::string_view text = state.text;
    const auto isDigitAt = [&](std::size_t at) {
        return at < text.size() && isIn(unicode::kDigit, codeAt(text, at).code);
    };
    const auto after = [&](std::size_t at, std::size_t count) {
        for (; count > 0; --count) at += codeAt(text, at).length;
        return at;
    };
    if (!isDigitAt(state.at)) return kNoMatch;
    // Past the first group of a run all others are whole.
    if (state.at < state.digitsEnd) return after(state.at, 3) - state.at;
    std::size_t count = 0, end = state.at;
    for (; isDigitAt(end); ++count) end += codeAt(text, end).length;
    if (pattern.verb == Verb::DigitGroupsAlone && end < text.size()) {
        const char32_t next = codeAt(text, end).code;
        if (next == '_' || isIn(unicode::kLetter | unicode::kMark | unicode::kNumber, next))
            return end - state.at;
    }
    state.digitsEnd = end;
    return after(state.at, count % 3 == 0 ? 3 : count % 3) - state.at;
}

} // namespace inference
