// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/byte_automaton.h"

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

} // namespace inference::grammar
