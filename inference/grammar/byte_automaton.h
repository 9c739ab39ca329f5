// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

#include "inference/grammar/code_points.h"

namespace inference::grammar {

/// A deterministic automaton over bytes for one item of text: a character out of a set, a literal,
/// an escape. No item is the beginning of another, so an item is over as soon as it is accepted.
class ByteAutomaton {
public:
    static constexpr std::uint16_t kDead = 0xffff;
    static constexpr std::uint16_t kAccept = 0xfffe;
    static constexpr std::uint16_t kStart = 0;

    /// The sequences may share beginnings; none may be the beginning of another.
    static ByteAutomaton create(std::span<const ByteSequence> sequences);

    std::uint16_t next(std::uint16_t state, std::uint8_t byte) const {
        return m_states[state][byte];
    }
    std::size_t size() const { return m_states.size(); }

    /// The same for items of the given bytes only.
    ByteAutomaton restrictedTo(const std::bitset<256>& bytes) const;
    /// Whether there is an item at all.
    bool acceptsAny() const;

private:
    std::vector<std::array<std::uint16_t, 256>> m_states;
};

} // namespace inference::grammar
