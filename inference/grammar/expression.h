// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "inference/grammar/code_points.h"

namespace inference::grammar {

inline constexpr std::uint32_t kUnlimited = std::numeric_limits<std::uint32_t>::max();

/// What a text may look like, as the parsers of grammars, patterns and schemas build it up. A
/// value; GrammarBuilder turns it into rules.
struct Expression {
    enum class Kind : std::uint8_t { Literal, Item, Rule, Sequence, Choice, Repeat };
    Kind kind = Kind::Sequence;          ///< A sequence of nothing is the empty text.
    std::string text;                    ///< Literal: its bytes.
    std::vector<ByteSequence> sequences; ///< Item: see ByteAutomaton; none: nothing matches.
    std::uint32_t rule = 0;
    std::vector<Expression> parts; ///< Sequence, Choice, Repeat (one).
    std::uint32_t min = 0;         ///< Repeat.
    std::uint32_t max = 0;         ///< Repeat; kUnlimited: any number.
};

inline Expression literal(std::string text) {
    Expression e;
    e.kind = Expression::Kind::Literal;
    e.text = std::move(text);
    return e;
}
inline Expression item(std::vector<ByteSequence> sequences) {
    Expression e;
    e.kind = Expression::Kind::Item;
    e.sequences = std::move(sequences);
    return e;
}
inline Expression characters(const CodePoints& set) {
    return item(set.utf8());
}
inline Expression nothing() {
    return item({});
}
inline Expression reference(std::uint32_t rule) {
    Expression e;
    e.kind = Expression::Kind::Rule;
    e.rule = rule;
    return e;
}
inline Expression sequence(std::vector<Expression> parts) {
    Expression e;
    e.parts = std::move(parts);
    return e;
}
inline Expression choice(std::vector<Expression> parts) {
    Expression e;
    e.kind = Expression::Kind::Choice;
    e.parts = std::move(parts);
    return e;
}
/// Of what is itself any of x?, x* and x+, any of these three is one of them again: nested, they
/// would let a text be read in ever more ways.
inline Expression repeat(Expression part, std::uint32_t min, std::uint32_t max) {
    const auto isPlain = [](std::uint32_t low, std::uint32_t high) {
        return low <= 1 && (high == 1 || high == kUnlimited);
    };
    if (part.kind == Expression::Kind::Repeat && isPlain(min, max) && isPlain(part.min, part.max)) {
        part.min = std::min(part.min, min);
        part.max = std::max(part.max, max);
        return part;
    }
    Expression e;
    e.kind = Expression::Kind::Repeat;
    e.min = min;
    e.max = max;
    e.parts.push_back(std::move(part));
    return e;
}
inline Expression optional(Expression part) {
    return repeat(std::move(part), 0, 1);
}

/// A choice of literals that shares their beginnings, so that thousands of them stay cheap.
Expression anyOf(std::vector<std::string> literals);

} // namespace inference::grammar
