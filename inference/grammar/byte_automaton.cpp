// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/byte_automaton.h"

#include <algorithm>
#include <map>
#include <utility>

#include "inference/base/result.h"

namespace inference::grammar {

ByteAutomaton ByteAutomaton::create(std::span<const ByteSequence> sequences) {
    // A state is the set of places in the sequences where one may be.
    using Place = std::pair<std::uint32_t, std::uint32_t>; // sequence, offset
    using Places = std::vector<Place>;
    ByteAutomaton automaton;
    std::map<Places, std::uint16_t> known;
    std::vector<Places> states;
    const auto stateOf = [&](Places places) {
        const auto [at, isNew] =
            known.try_emplace(std::move(places), static_cast<std::uint16_t>(states.size()));
        if (isNew) states.push_back(at->first);
        ASSERT(states.size() < kAccept);
        return at->second;
    };
    Places start;
    start.reserve(sequences.size());
    for (std::uint32_t i = 0; i < sequences.size(); ++i) start.emplace_back(i, 0);
    stateOf(std::move(start));
    for (std::size_t s = 0; s < states.size(); ++s) {
        const Places places = states[s];
        auto& row = automaton.m_states.emplace_back();
        for (unsigned byte = 0; byte < 256; ++byte) {
            Places next;
            bool accepted = false;
            for (const auto& [sequence, offset] : places) {
                const ByteRange range = sequences[sequence][offset];
                if (byte < range.first || byte > range.last) continue;
                if (offset + 1 == sequences[sequence].size())
                    accepted = true;
                else
                    next.emplace_back(sequence, offset + 1);
            }
            ASSERT(!accepted || next.empty());
            row[byte] = accepted ? kAccept : next.empty() ? kDead : stateOf(std::move(next));
        }
    }
    return automaton;
}

ByteAutomaton ByteAutomaton::restrictedTo(const std::bitset<256>& bytes) const {
    ByteAutomaton out = *this;
    // Until nothing changes: a step to a state from which no item can be ended is none. Items are a
    // few bytes long, so this takes a few rounds.
    std::vector<bool> useful(out.m_states.size());
    for (bool changed = true; changed;) {
        changed = false;
        for (std::size_t s = 0; s < out.m_states.size(); ++s) {
            for (unsigned byte = 0; byte < 256 && !useful[s]; ++byte) {
                const std::uint16_t to = out.m_states[s][byte];
                if (!bytes[byte] || to == kDead || (to != kAccept && !useful[to])) continue;
                useful[s] = true;
                changed = true;
            }
        }
    }
    for (auto& row : out.m_states)
        for (unsigned byte = 0; byte < 256; ++byte)
            if (!bytes[byte] || (row[byte] < useful.size() && !useful[row[byte]]))
                row[byte] = kDead;
    return out;
}

bool ByteAutomaton::acceptsAny() const {
    return !m_states.empty()
           && std::any_of(m_states[kStart].begin(), m_states[kStart].end(),
                          [](std::uint16_t to) { return to != kDead; });
}

} // namespace inference::grammar
