// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/restriction.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace inference::grammar {

namespace {

using Kind = Element::Kind;
using ByteSet = std::bitset<256>;

} // namespace

/// Finds the alternatives of a grammar that can still produce a text, and leaves out the others.
class GrammarRestriction {
public:
    GrammarRestriction(const Grammar& grammar, const ByteSet& bytes)
        : m_grammar(grammar), m_bytes(bytes), m_productive(grammar.m_rules.size()),
          m_users(grammar.m_rules.size()) {}

    GrammarPointer run() {
        auto out = std::make_shared<Grammar>(m_grammar);
        m_alive.reserve(out->m_automata.size());
        for (ByteAutomaton& automaton : out->m_automata) {
            automaton = automaton.restrictedTo(m_bytes);
            m_alive.push_back(automaton.acceptsAny());
        }
        findProductive();
        if (!m_productive[m_grammar.m_root]) return nullptr;
        out->m_alternatives.clear();
        for (std::uint32_t rule = 0; rule + 1 < m_grammar.m_rules.size(); ++rule) {
            out->m_rules[rule] = static_cast<std::uint32_t>(out->m_alternatives.size());
            for (const std::uint32_t first : m_grammar.alternatives(rule))
                if (missing(first) == 0) out->m_alternatives.push_back(first);
        }
        out->m_rules.back() = static_cast<std::uint32_t>(out->m_alternatives.size());
        return out;
    }

private:
    struct Pending {
        std::uint32_t rule;
        std::uint32_t missing;
    };
    static constexpr std::uint32_t kNever = kUnlimited;

    /// How many rules an alternative still waits for.
    std::uint32_t missing(std::uint32_t at) const {
        std::uint32_t count = 0;
        for (;; ++at) {
            const Element& e = m_grammar.element(at);
            if (e.kind == Kind::End) return count;
            if (e.kind == Kind::Rule && !m_productive[e.index]) ++count;
            if (e.kind == Kind::Run && e.min > 0 && !m_alive[e.index]) return kNever;
            if (e.kind != Kind::Literal) continue;
            for (std::uint32_t i = 0; i < e.min; ++i)
                if (!m_bytes[m_grammar.literalByte(e.index + i)]) return kNever;
        }
    }

    void findProductive() {
        std::vector<Pending> alternatives;
        std::vector<std::uint32_t> work;
        const auto settle = [&](std::uint32_t rule) {
            if (m_productive[rule]) return;
            m_productive[rule] = true;
            work.push_back(rule);
        };
        for (std::uint32_t rule = 0; rule + 1 < m_grammar.m_rules.size(); ++rule) {
            for (const std::uint32_t first : m_grammar.alternatives(rule)) {
                // Counted before anything is settled: each use is taken off once, below.
                const std::uint32_t count = usesOf(first, alternatives.size());
                alternatives.push_back({rule, count});
            }
        }
        for (const Pending& one : alternatives)
            if (one.missing == 0) settle(one.rule);
        while (!work.empty()) {
            const std::uint32_t rule = work.back();
            work.pop_back();
            for (const std::uint32_t user : m_users[rule]) {
                Pending& one = alternatives[user];
                if (one.missing != kNever && --one.missing == 0) settle(one.rule);
            }
        }
    }

    std::uint32_t usesOf(std::uint32_t first, std::size_t alternative) {
        const std::uint32_t count = missing(first);
        if (count == kNever) return kNever;
        for (std::uint32_t at = first; m_grammar.element(at).kind != Kind::End; ++at)
            if (m_grammar.element(at).kind == Kind::Rule)
                m_users[m_grammar.element(at).index].push_back(
                    static_cast<std::uint32_t>(alternative));
        return count;
    }

    const Grammar& m_grammar;
    const ByteSet& m_bytes;
    std::vector<bool> m_alive;                       // per automaton
    std::vector<bool> m_productive;                  // per rule
    std::vector<std::vector<std::uint32_t>> m_users; // rule -> alternatives
};

GrammarPointer restrictedTo(const GrammarPointer& grammar, const ByteSet& bytes) {
    return GrammarRestriction(*grammar, bytes).run();
}

Result<GrammarPointer> fittingGrammar(const GrammarPointer& grammar, const TokenTrie& trie) {
    const ByteSet& single = trie.singleBytes();
    if (single.all()) return grammar;
    const ByteSet& known = trie.knownBytes();
    ByteSet sure = single;
    for (std::size_t byte = 0x80; byte < 256; ++byte) sure[byte] = known[byte];
    if (auto fitting = restrictedTo(grammar, sure)) return fitting;
    // A byte that only longer tokens have may or may not come at the right place.
    if (auto fitting = restrictedTo(grammar, known)) return fitting;
    std::string lacking;
    for (std::size_t byte = '!'; byte < 0x7f; ++byte) {
        if (known[byte] || !grammar->usesLiteral(static_cast<std::uint8_t>(byte))) continue;
        lacking += lacking.empty() ? "" : " ";
        lacking += static_cast<char>(byte);
    }
    return Error{ErrorCode::Unsupported,
                 "the vocabulary of this model cannot write any answer that fits the schema or "
                 "grammar"
                     + (lacking.empty() ? std::string() : " (no token has " + lacking + ")")
                     + ": choose another model, or allow other characters"};
}

} // namespace inference::grammar
