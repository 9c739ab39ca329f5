// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "inference/tokenizer/unicode.h"

/// The vocabulary in which pretokenizer_tables.cpp describes how each family cuts text into words.
/// A rule is a list of passes; every pass cuts what the one before it left. A pass is a list of
/// patterns, tried in order at each place; what none of them matches stays together as one piece.
namespace inference::pretokenizer {

/// A set of code points: those of the classes, and those in `with` (a bracket expression: single
/// characters and ranges "a-z"), without the characters of `without`.
struct CharSet {
    unicode::ClassMask classes = 0;
    std::u32string_view with = {};
    std::u32string_view without = {};
};

enum class Verb : std::uint8_t {
    Run,              ///< `prefix`? `body`{min,max} `tail`{tailMin,tailMax} contraction?
    UpperThenLower,   ///< `prefix`? `upper`* `body`+ contraction?
    UpperOnly,        ///< `prefix`? `upper`+ `body`* contraction?
    Contraction,      ///< 's 't 're 've 'm 'll 'd
    LineBreaks,       ///< White space up to and with its last line break.
    SpaceBeforeText,  ///< White space at the end of the text, or all but its last character.
    SpaceAtEnd,       ///< White space that reaches to the end of the text.
    SpaceByPowers,    ///< Like SpaceBeforeText, in steps of 512, 256 .. 4, and 2 or 1.
    DigitGroups,      ///< Decimal digits in threes, counted from the right.
    DigitGroupsAlone, ///< The same if no letter or underscore follows.
    SpacedLetters,    ///< `prefix`? letters with their marks and single spaces between letters.
};

enum class Contractions : std::uint8_t { None, LowerCase, AnyCase };

constexpr std::uint32_t kUnlimited = 0xffffffffu;

struct Pattern {
    Verb verb = Verb::Run;
    CharSet prefix{}; ///< No prefix if empty.
    CharSet body{};
    CharSet tail{};
    CharSet upper{};
    std::uint32_t min = 1, max = kUnlimited;
    std::uint32_t tailMin = 0, tailMax = kUnlimited;
    Contractions contractions = Contractions::None;
};

using Pass = std::span<const Pattern>;

struct Rule {
    std::span<const Pass> passes;
};

/// One row per value of `tokenizer.ggml.pre`.
struct NamedRule {
    std::string_view name;
    const Rule* rule = nullptr;
    bool wholeWords = false;   ///< A word that is a token is taken as it is, merges or not.
    bool addBos = false;       ///< Where the file says nothing.
    bool normalizeC = false;   ///< Text is brought to normal form C first.
    bool byteLevel = true;     ///< Bytes are spelled as characters; otherwise text is merged raw.
    bool markSpaces = false;   ///< Spaces become U+2581.
    bool addSeparator = false; ///< Where the file says nothing.
};

/// Null for a name that no row has.
const NamedRule* findRule(std::string_view name);

} // namespace inference::pretokenizer
