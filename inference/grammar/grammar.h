// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/grammar/byte_automaton.h"
#include "inference/grammar/expression.h"

namespace inference::grammar {

/// A step of an alternative.
struct Element {
    enum class Kind : std::uint8_t {
        End,     ///< Of the alternative.
        Rule,    ///< `index`: which.
        Literal, ///< Bytes text()[index, index + min).
        Run,     ///< From `min` to `max` items of automaton `index`.
    };
    Kind kind = Kind::End;
    std::uint32_t index = 0;
    std::uint32_t min = 0;
    std::uint32_t max = 0;
};

/// A context-free grammar over bytes, ready to be matched: every rule can produce a text, and none
/// begins with itself. Immutable; any thread may use it.
class Grammar {
public:
    const Element& element(std::uint32_t at) const { return m_elements[at]; }
    /// Where the alternatives of a rule begin among the elements.
    std::span<const std::uint32_t> alternatives(std::uint32_t rule) const {
        return std::span(m_alternatives).subspan(m_rules[rule], m_rules[rule + 1] - m_rules[rule]);
    }
    const ByteAutomaton& automaton(std::uint32_t index) const { return m_automata[index]; }
    std::uint8_t literalByte(std::uint32_t at) const {
        return static_cast<std::uint8_t>(m_text[at]);
    }
    bool usesLiteral(std::uint8_t byte) const {
        return m_text.find(static_cast<char>(byte)) != std::string::npos;
    }
    std::uint32_t root() const { return m_root; }
    std::size_t size() const { return m_elements.size(); }

private:
    friend class GrammarBuilder;
    friend class GrammarRestriction;
    std::vector<Element> m_elements;
    std::vector<std::uint32_t> m_alternatives;
    std::vector<std::uint32_t> m_rules; // [rules + 1]
    std::vector<ByteAutomaton> m_automata;
    std::string m_text;
    std::uint32_t m_root = 0;
};

using GrammarPointer = std::shared_ptr<const Grammar>;

} // namespace inference::grammar
