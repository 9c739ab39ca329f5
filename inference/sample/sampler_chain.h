// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "inference/backend/backend.h"
#include "inference/base/result.h"
#include "inference/sample/rng.h"
#include "inference/sample/sampler_parameters.h"

namespace inference {

/// The `count` best of all logits, best first (ties: lower id); fewer only where there are fewer.
void selectBest(std::span<const float> logits, std::size_t count, std::vector<Candidate>& best);

/// Draws tokens in the order that users know: penalties, top-k, top-p, min-p, temperature, draw.
/// Greedy is the exact arg-max (ties: lower id); a seed reproduces. Never sorts a whole vocabulary.
/// Absurd parameters (NaN, negative) count as "off". One per answer; not thread-safe.
class SamplerChain {
public:
    /// `suppressed`, in order, are never drawn: some families name such tokens in their files.
    explicit SamplerChain(const SamplerParameters& parameters,
                          std::vector<TokenId> suppressed = {});

    /// How many of the best candidates suffice to draw exactly as from all logits; 0 if all logits
    /// are needed.
    std::uint32_t candidatesWanted() const;

    /// Counts a token of the prompt or of the answer for the penalties.
    void accept(TokenId token);

    /// Draws from logits of the whole vocabulary, which are used up as scratch. Fails with Internal
    /// when they are no numbers: the model or a device is broken, and any token would be a lie.
    Result<TokenId> sample(std::span<float> logits);

    /// Draws from the best candidates, best first; at least candidatesWanted() of them.
    Result<TokenId> sampleBest(std::span<const Candidate> best);

    /// The seed in use, chosen here if none was given.
    std::uint64_t seed() const { return m_seed; }

private:
    bool greedy() const { return !(m_parameters.temperature > 0); }
    bool penalizes() const;
    void applyPenalties(std::span<float> logits) const;
    void selectLikely(std::span<const float> logits, float maximum);
    std::size_t cutSorted(double total) const;
    TokenId drawCandidate(std::size_t count);
    TokenId drawFromAll(std::span<const float> logits, float maximum);

    bool isSuppressed(TokenId token) const;

    SamplerParameters m_parameters;
    std::vector<TokenId> m_suppressed;
    std::uint64_t m_seed;
    Rng m_rng;
    std::vector<TokenId> m_history; // A ring of penaltyWindow tokens, or all of them.
    std::size_t m_historyNext = 0;
    std::unordered_map<TokenId, std::uint32_t> m_counts; // Of what is in the window.
    std::vector<Candidate> m_candidates;
    std::vector<double> m_weights;
};

} // namespace inference
