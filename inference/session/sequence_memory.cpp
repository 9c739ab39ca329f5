// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/sequence_memory.h"

#include <algorithm>
#include <utility>

namespace inference {

std::uint32_t sharedPrefix(std::span<const TokenId> a, std::span<const TokenId> b) {
    const auto end = a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size()));
    return static_cast<std::uint32_t>(std::mismatch(a.begin(), end, b.begin()).first - a.begin());
}

const KvSnapshot* Checkpoints::before(std::uint32_t position) const {
    const KvSnapshot* found = nullptr;
    for (const KvSnapshot& one : m_snapshots)
        if (one.position <= position) found = &one;
    return found;
}

bool Checkpoints::has(std::uint32_t position) const {
    return std::any_of(m_snapshots.begin(), m_snapshots.end(),
                       [&](const KvSnapshot& one) { return one.position == position; });
}

void Checkpoints::add(KvSnapshot snapshot) {
    if (snapshot.bytes.size() > kBytesMax) return;
    ASSERT(m_snapshots.empty() || m_snapshots.back().position < snapshot.position);
    m_snapshots.push_back(std::move(snapshot));
    while (m_snapshots.size() > kCountMax || bytes() > kBytesMax) dropCrowded();
}

/// Removes the one whose neighbours are closest to each other, but never the newest.
void Checkpoints::dropCrowded() {
    std::size_t crowded = 0;
    std::uint32_t least = ~0u;
    for (std::size_t i = 0; i + 1 < m_snapshots.size(); ++i) {
        const std::uint32_t from = i == 0 ? 0 : m_snapshots[i - 1].position;
        const std::uint32_t distance = m_snapshots[i + 1].position - from;
        if (distance >= least) continue;
        least = distance;
        crowded = i;
    }
    m_snapshots.erase(m_snapshots.begin() + static_cast<std::ptrdiff_t>(crowded));
}

void Checkpoints::cut(std::uint32_t position) {
    std::erase_if(m_snapshots, [&](const KvSnapshot& one) { return one.position > position; });
}

std::uint64_t Checkpoints::bytes() const {
    std::uint64_t total = 0;
    for (const KvSnapshot& one : m_snapshots) total += one.bytes.size();
    return total;
}

void ParkedSequences::add(ParkedSequence sequence) {
    // A sequence that goes on from an older one takes its place.
    std::erase_if(m_sequences, [&](const ParkedSequence& one) {
        return sharedPrefix(one.tokens, sequence.tokens) == one.tokens.size();
    });
    m_sequences.push_back(std::move(sequence));
    const auto total = [this] {
        std::uint64_t bytes = 0;
        for (const ParkedSequence& one : m_sequences) bytes += one.bytes();
        return bytes;
    };
    while (!m_sequences.empty() && total() > m_bytesMax) m_sequences.erase(m_sequences.begin());
}

ParkedSequences::Match ParkedSequences::find(std::span<const TokenId> sequence,
                                             bool anywhere) const {
    Match best;
    for (std::size_t i = 0; i < m_sequences.size(); ++i) {
        const ParkedSequence& one = m_sequences[i];
        // The last token is always run, for its logits.
        std::uint32_t reusable = sharedPrefix(one.tokens, sequence.first(sequence.size() - 1));
        if (!anywhere && reusable < one.tokens.size()) {
            const KvSnapshot* checkpoint = one.checkpoints.before(reusable);
            reusable = checkpoint == nullptr ? 0 : checkpoint->position;
        }
        if (reusable > best.reusable) best = {reusable, i};
    }
    return best;
}

ParkedSequence ParkedSequences::take(std::size_t index) {
    ParkedSequence taken = std::move(m_sequences[index]);
    m_sequences.erase(m_sequences.begin() + static_cast<std::ptrdiff_t>(index));
    return taken;
}

} // namespace inference
