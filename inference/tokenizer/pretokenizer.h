// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "inference/tokenizer/pretokenizer_rules.h"

namespace inference {

/// Cuts text into words by one of the rules in pretokenizer_tables.cpp. A hand-written matcher over
/// classes of code points: every pattern takes time in proportion to what it reads, and no text can
/// make it look at the same run over and over. Immutable.
class PreTokenizer {
public:
    explicit PreTokenizer(const pretokenizer::Rule& rule);

    /// Calls `visit(word)` for each word, in order; together they are the text.
    template <typename Visit>
    void split(std::string_view text, const Visit& visit) const {
        splitFrom(0, text, visit);
    }

private:
    /// A CharSet made ready for asking.
    struct Set {
        std::array<std::uint64_t, 2> ascii{};
        unicode::ClassMask classes = 0;
        std::vector<std::pair<char32_t, char32_t>> ranges;
        std::u32string without;
        bool empty = true;

        Set() = default;
        explicit Set(const pretokenizer::CharSet& source);
        bool hasAscii(unsigned char c) const { return ascii[c >> 6] >> (c & 63) & 1u; }
        bool has(char32_t code) const;
    };
    struct Pattern {
        pretokenizer::Verb verb;
        Set prefix, body, tail, upper;
        std::uint32_t min, max, tailMin, tailMax;
        pretokenizer::Contractions contractions;
    };
    using Pass = std::vector<Pattern>;

    /// Where a pass is in its text, and what it found out about what lies ahead.
    struct State {
        std::string_view text;
        std::size_t at = 0;
        std::size_t endSpace = kUnknown; ///< Where the white space at the text's end begins.
        std::size_t digitsEnd = 0;       ///< Up to here digits come in threes.
        static constexpr std::size_t kUnknown = ~std::size_t{0};
    };

    template <typename Visit>
    void splitFrom(std::size_t pass, std::string_view text, const Visit& visit) const {
        if (pass == m_passes.size()) {
            if (!text.empty()) visit(text);
            return;
        }
        State state{text};
        std::size_t begin = 0;
        while (state.at < text.size()) {
            const std::size_t length = match(m_passes[pass], state);
            if (length == 0) {
                state.at += unicode::decodeFirst(text.substr(state.at)).length;
                continue;
            }
            if (state.at > begin) splitFrom(pass + 1, text.substr(begin, state.at - begin), visit);
            splitFrom(pass + 1, text.substr(state.at, length), visit);
            state.at += length;
            begin = state.at;
        }
        if (begin < text.size()) splitFrom(pass + 1, text.substr(begin), visit);
    }

    static std::size_t match(const Pass& pass, State& state);
    static std::size_t matchPattern(const Pattern& pattern, State& state);
    static std::size_t matchBody(const Pattern& pattern, std::string_view text, std::size_t at);
    static std::size_t matchCased(const Pattern& pattern, std::string_view text, std::size_t at);
    static std::size_t matchSpacedLetters(std::string_view text, std::size_t at);
    static std::size_t matchDigits(const Pattern& pattern, State& state);
    static std::size_t skip(const Set& set, std::string_view text, std::size_t at,
                            std::uint32_t max, std::uint32_t* count = nullptr);
    static bool startsWith(const Set& set, std::string_view text, std::size_t at);

    std::vector<Pass> m_passes;
};

} // namespace inference
