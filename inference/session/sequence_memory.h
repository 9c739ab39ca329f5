// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "inference/kv/kv_snapshot.h"
#include "inference/tokenizer/tokenizer.h"

namespace inference {

/// Places that a sequence can be taken back to although going on has lost what was there: copies
/// of recurrent states and of the rings of sliding windows. Few are kept, close together near the
/// end, where edits and second tries happen, and further apart before.
class Checkpoints {
public:
    static constexpr std::size_t kCountMax = 8;
    static constexpr std::uint64_t kBytesMax = 256ull << 20;

    /// The newest at or before `position`, or null.
    const KvSnapshot* before(std::uint32_t position) const;
    bool has(std::uint32_t position) const;
    /// Positions rise; where there is no room another one goes.
    void add(KvSnapshot snapshot);
    /// Forgets those after `position`: the sequence changes there.
    void cut(std::uint32_t position);
    std::uint64_t bytes() const;

private:
    void dropCrowded();

    std::vector<KvSnapshot> m_snapshots; // By position.
};

/// A sequence that was left for another one, with all that is needed to go back to it.
struct ParkedSequence {
    std::vector<TokenId> tokens; // As many as the snapshot's position.
    KvSnapshot cells;
    Checkpoints checkpoints;

    std::uint64_t bytes() const { return cells.bytes.size() + checkpoints.bytes(); }
};

/// Sequences that were left, least recently left first out.
class ParkedSequences {
public:
    explicit ParkedSequences(std::uint64_t bytesMax) : m_bytesMax(bytesMax) {}

    bool hasRoomFor(std::uint64_t bytes) const { return bytes <= m_bytesMax; }
    void add(ParkedSequence sequence);
    /// Positions of `sequence` that the best of them would save, and which one that is. `anywhere`:
    /// a model whose cache can be taken back to any position.
    struct Match {
        std::uint32_t reusable = 0;
        std::size_t index = 0;
    };
    Match find(std::span<const TokenId> sequence, bool anywhere) const;
    ParkedSequence take(std::size_t index);
    void clear() { m_sequences.clear(); }

private:
    std::uint64_t m_bytesMax;
    std::vector<ParkedSequence> m_sequences; // Oldest first.
};

/// Length of the beginning that two sequences share.
std::uint32_t sharedPrefix(std::span<const TokenId> a, std::span<const TokenId> b);

} // namespace inference
