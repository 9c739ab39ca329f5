// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "inference/grammar/grammar.h"

namespace inference::grammar {

/// Turns expressions into a Grammar. Sizes are limited, so that a hostile grammar ends in
/// LimitExceeded and not in a full memory.
class GrammarBuilder {
public:
    /// `name` and `where` (line and column, or a JSON pointer; may be empty) are for messages.
    std::uint32_t declare(std::string name, std::string where);
    void locate(std::uint32_t rule, std::string where) { m_rules[rule].where = std::move(where); }
    void define(std::uint32_t rule, const Expression& expression);
    /// A rule of its own for an expression that is used in several places.
    std::uint32_t add(const Expression& expression);

    /// Fails with InvalidArgument when a rule begins with itself or no text can ever match, with
    /// LimitExceeded when the grammar is too large.
    Result<GrammarPointer> build(std::uint32_t root);

private:
    using Alternative = std::vector<Element>;
    struct Rule {
        std::string name;
        std::string where;
        std::vector<Alternative> alternatives;
    };

    bool full() const { return m_elementCount > kElementsMax; }
    void append(const Expression& expression, Alternative& out);
    void appendRepeat(const Expression& expression, Alternative& out);
    void push(Alternative& out, Element element);
    std::uint32_t automatonFor(const std::vector<ByteSequence>& sequences);
    enum class Property : std::uint8_t { Productive, Nullable };
    std::vector<bool> rulesThatAre(Property property) const;
    void dropUnproductive();
    Result<void> refuseLeftRecursion() const;
    GrammarPointer flatten(std::uint32_t root);

    static constexpr std::size_t kElementsMax = 400'000;

    std::vector<Rule> m_rules;
    std::size_t m_elementCount = 0;
    std::map<std::string, std::uint32_t> m_automatonIndex; // by its sequences, as bytes
    std::vector<ByteAutomaton> m_automata;
    std::size_t m_automatonStates = 0;
    std::string m_text;
    std::map<std::string, std::uint32_t> m_textIndex;
};

} // namespace inference::grammar
