// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_candidates.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace inference {

namespace {

constexpr std::uint32_t kEmptyPair = 0xffffffffu;

bool better(const Candidate& a, const Candidate& b) {
    return a.logit > b.logit || (a.logit == b.logit && a.id < b.id);
}

/// Keeps the best of what is offered in a heap whose top is the worst kept.
class BestOf {
public:
    explicit BestOf(std::size_t wanted) : m_wanted(wanted) { m_heap.reserve(wanted + 1); }

    void offer(Candidate candidate) {
        if (std::isnan(candidate.logit)) candidate.logit = -std::numeric_limits<float>::infinity();
        if (m_heap.size() == m_wanted) {
            if (!better(candidate, m_heap.front())) return;
            std::pop_heap(m_heap.begin(), m_heap.end(), better);
            m_heap.pop_back();
        }
        m_heap.push_back(candidate);
        std::push_heap(m_heap.begin(), m_heap.end(), better);
    }

    void finish(std::span<Candidate> best) {
        std::sort_heap(m_heap.begin(), m_heap.end(), better);
        std::fill(best.begin(), best.end(), Candidate{});
        std::copy(m_heap.begin(), m_heap.end(), best.begin());
    }

private:
    std::size_t m_wanted;
    std::vector<Candidate> m_heap;
};

} // namespace

void selectCandidates(std::span<const float> logits, std::span<Candidate> best) {
    if (best.empty()) return;
    BestOf found(best.size());
    for (std::size_t i = 0; i < logits.size(); ++i)
        found.offer({static_cast<TokenId>(i), logits[i]});
    found.finish(best);
}

void joinCandidates(std::span<const std::uint32_t> pairs, std::span<Candidate> best) {
    if (best.empty()) return;
    BestOf found(best.size());
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
        if (pairs[i] == kEmptyPair) continue;
        found.offer({static_cast<TokenId>(pairs[i]), std::bit_cast<float>(pairs[i + 1])});
    }
    found.finish(best);
}

} // namespace inference
