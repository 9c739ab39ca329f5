// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "inference/grammar/grammar.h"

namespace inference::grammar {

/// Reads text byte by byte along a grammar: a pushdown automaton that follows all its ways at once.
/// A place is a stack of steps that are still to be read; equal stacks share one node and sets of
/// them one state, so that every (state, byte) is computed once. Not thread-safe; one per answer.
class Matcher {
public:
    using StateId = std::uint32_t;
    static constexpr StateId kDead = 0; ///< No way goes on.

    /// The end of a stack.
    static constexpr std::uint32_t kDone = 0; ///< The whole text has been read.
    static constexpr std::uint32_t kHole =
        1; ///< What stood on top has been read; see localState().

    struct Node {
        std::uint32_t element = 0;
        std::uint32_t parent = 0;
        std::uint32_t count = 0;  ///< Run: items read so far.
        std::uint32_t inside = 0; ///< Literal: bytes read; run: the automaton's state.
        bool operator==(const Node&) const = default;
    };
    // Counts of a run that no token can bring to its limits: free to end, or far from it.
    static constexpr std::uint32_t kFree = kUnlimited;
    static constexpr std::uint32_t kFar = kUnlimited - 1;

    /// `tokenBytesMax`: what one token may add; see localKey().
    Matcher(GrammarPointer grammar, std::uint32_t tokenBytesMax);

    StateId start() const { return m_start; }
    StateId next(StateId state, std::uint8_t byte) {
        auto& table = m_states[state].next;
        if (table && (*table)[byte] != kUnknown) return (*table)[byte];
        return computeNext(state, byte);
    }
    bool complete(StateId state) const { return m_states[state].done; }
    /// Complete, and nothing may follow.
    bool exhausted(StateId state) const {
        return m_states[state].done && m_states[state].nodes.size() == 1;
    }
    bool reachesHole(StateId state) const { return m_states[state].hole; }
    /// The tops of the stacks; kDone and kHole among them.
    const std::vector<std::uint32_t>& nodes(StateId state) const { return m_states[state].nodes; }
    const Node& node(std::uint32_t index) const { return m_nodes[index]; }

    /// A stack's top without what lies under it. Tops with equal keys read the same tokens until
    /// they are done with.
    Node localKey(std::uint32_t node) const;
    /// How many items a run may still take; kUnlimited where that does not matter: no run, its
    /// minimum not reached, in the midst of an item.
    std::uint32_t itemsLeft(const Node& key) const;
    /// The state that reads such a top and then reaches the hole.
    StateId localState(const Node& key);
    /// The state after the top of a stack: what its parent reads.
    StateId stateAfter(std::uint32_t parent);

    /// A token was taken: the next one may cost as much again.
    void beginToken() { m_steps = 0; }
    /// A limit was passed: what the matcher says from then on is wrong.
    bool overflowed() const { return m_overflowed; }
    /// Forgets all states but one, whose new name it gives, when there have come to be many.
    bool crowded() const { return m_nodes.size() > kNodesMax || m_states.size() > kStatesMax; }
    StateId forgetAllBut(StateId state);

private:
    static constexpr StateId kUnknown = kUnlimited;
    static constexpr std::size_t kNodesMax = 400'000;
    static constexpr std::size_t kStatesMax = 20'000;

    struct State {
        std::vector<std::uint32_t> nodes; // sorted
        bool done = false;
        bool hole = false;
        std::unique_ptr<std::array<StateId, 256>> next;
    };
    struct NodeHash {
        std::size_t operator()(const Node& n) const;
    };

    void reset();
    StateId computeNext(StateId state, std::uint8_t byte);
    void step(const Node& top, std::uint8_t byte);
    void enter(std::uint32_t element, std::uint32_t parent);
    void drain();
    std::uint32_t intern(const Node& node);
    StateId internState();

    GrammarPointer m_grammar;
    std::uint32_t m_tokenBytesMax;
    std::vector<Node> m_nodes;
    std::unordered_map<Node, std::uint32_t, NodeHash> m_nodeIndex;
    std::vector<State> m_states;
    std::unordered_multimap<std::size_t, StateId> m_stateIndex; // by hash of the nodes
    StateId m_start = kDead;
    bool m_overflowed = false;
    std::size_t m_steps = 0; // since the last token

    // Scratch of one step: steps to expand, those seen, tops found.
    std::vector<std::uint64_t> m_work;
    std::unordered_set<std::uint64_t> m_seen;
    std::vector<std::uint32_t> m_found;
};

} // namespace inference::grammar
