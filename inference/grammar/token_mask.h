// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "inference/base/result.h"
#include "inference/grammar/matcher.h"
#include "inference/grammar/token_trie.h"

namespace inference::grammar {

/// Says which tokens may come next in a text that follows a grammar. What the top of a stack reads
/// is computed once for the whole vocabulary and kept; only tokens that run past it are followed
/// into what lies under it, so a mask usually costs microseconds. (The split into parts that do and
/// do not depend on the context: Dong et al., XGrammar, 2024.) Not thread-safe; one per answer.
class TokenMask {
public:
    TokenMask(GrammarPointer grammar, std::shared_ptr<const TokenTrie> trie);

    /// Whether this token may come next; end tokens may when the text is complete.
    bool allows(TokenId token);
    /// One bit per token, valid until the next call. All zero: the vocabulary cannot go on.
    std::span<const std::uint64_t> allowed();
    /// Whether allowed() has its answer ready.
    bool known() const { return m_masks.contains(m_state); }
    /// Sets the logits of all other tokens to minus infinity; false if none is left.
    bool apply(std::span<float> logits);

    /// Takes a token that was allowed. Fails with InvalidArgument when it was not, with
    /// LimitExceeded when the grammar is too ambiguous to be followed.
    Result<void> accept(TokenId token);
    /// The text so far matches.
    bool complete() const { return m_matcher.complete(m_state); }
    /// The text so far matches, and nothing may follow it.
    bool exhausted() const { return m_matcher.exhausted(m_state); }
    bool overflowed() const { return m_matcher.overflowed(); }

private:
    using Bits = std::vector<std::uint64_t>;
    using StateId = Matcher::StateId;
    /// What the top of a stack reads by itself.
    struct Local {
        Bits tokens;
        std::vector<std::uint32_t> exits; ///< Trie nodes at which it is done, tokens going on.
    };
    struct NodeHash {
        std::size_t operator()(const Matcher::Node& n) const;
    };

    const Local& localOf(const Matcher::Node& key);
    void shorten(Local& local, std::uint32_t itemsLeft, StateId state);
    void walk(std::uint32_t first, std::uint32_t last, StateId state, Bits& bits,
              std::vector<std::uint32_t>* exits);
    void compute(Bits& bits);
    StateId after(StateId state, std::string_view bytes);

    std::shared_ptr<const TokenTrie> m_trie;
    Matcher m_matcher;
    StateId m_state;
    std::unordered_map<Matcher::Node, Local, NodeHash> m_locals;
    std::unordered_map<StateId, Bits> m_masks;
    std::vector<StateId> m_path; // of a walk, by depth
};

} // namespace inference::grammar
