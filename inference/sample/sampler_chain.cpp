// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/sample/sampler_chain.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace inference {

namespace {

// A device reduces this many at once; more are cheaper to read back whole.
constexpr std::size_t kCandidatesMax = 256;
constexpr std::size_t kHeapMax = 1024;

bool better(const Candidate& a, const Candidate& b) {
    return a.logit > b.logit || (a.logit == b.logit && a.id < b.id);
}

std::uint64_t freshSeed() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

SamplerParameters sanitized(SamplerParameters p) {
    if (!std::isfinite(p.temperature)) p.temperature = 0;
    if (!std::isfinite(p.topP) || p.topP >= 1) p.topP = 1;
    if (!(p.minP > 0)) p.minP = 0;
    if (!std::isfinite(p.repeatPenalty) || p.repeatPenalty <= 0) p.repeatPenalty = 1;
    if (!std::isfinite(p.presencePenalty)) p.presencePenalty = 0;
    if (!std::isfinite(p.frequencyPenalty)) p.frequencyPenalty = 0;
    return p;
}

Error notNumbers() {
    return {ErrorCode::Internal,
            "the model computed something that is not a number: the file may be "
            "damaged or the device unreliable"};
}

struct Extremes {
    float maximum = -std::numeric_limits<float>::infinity();
    TokenId argMax = kNoToken;
    bool numbers = true;
};

Extremes scan(std::span<const float> logits) {
    Extremes result;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (std::isnan(logits[i])) result.numbers = false;
        if (logits[i] > result.maximum) {
            result.maximum = logits[i];
            result.argMax = static_cast<TokenId>(i);
        }
    }
    result.numbers = result.numbers && std::isfinite(result.maximum);
    return result;
}

} // namespace

void selectBest(std::span<const float> logits, std::size_t count, std::vector<Candidate>& best) {
    best.clear();
    if (count == 0) return;
    if (count > kHeapMax) {
        for (std::size_t i = 0; i < logits.size(); ++i)
            best.push_back({static_cast<TokenId>(i), logits[i]});
        const auto middle = best.begin() + static_cast<std::ptrdiff_t>(count);
        std::nth_element(best.begin(), middle - 1, best.end(), better);
        best.resize(count);
        std::sort(best.begin(), best.end(), better);
        return;
    }
    // A heap whose top is the worst candidate kept so far; most logits fail the first comparison.
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const Candidate candidate{static_cast<TokenId>(i), logits[i]};
        if (best.size() < count) {
            best.push_back(candidate);
            std::push_heap(best.begin(), best.end(), better);
        } else if (logits[i] > best.front().logit) {
            std::pop_heap(best.begin(), best.end(), better);
            best.back() = candidate;
            std::push_heap(best.begin(), best.end(), better);
        }
    }
    std::sort_heap(best.begin(), best.end(), better);
}

SamplerChain::SamplerChain(const SamplerParameters& parameters, std::vector<TokenId> suppressed)
    : m_parameters(sanitized(parameters)), m_suppressed(std::move(suppressed)),
      m_seed(parameters.seed ? *parameters.seed : freshSeed()), m_rng(m_seed) {}

bool SamplerChain::isSuppressed(TokenId token) const {
    return std::binary_search(m_suppressed.begin(), m_suppressed.end(), token);
}

bool SamplerChain::penalizes() const {
    return m_parameters.penaltyWindow != 0
           && (m_parameters.repeatPenalty != 1 || m_parameters.presencePenalty != 0
               || m_parameters.frequencyPenalty != 0);
}

std::uint32_t SamplerChain::candidatesWanted() const {
    if (penalizes()) return 0;
    if (!greedy() && m_parameters.topK < 1) return 0;
    // Those that are never drawn may all be among the best.
    const std::size_t wanted =
        (greedy() ? 1 : static_cast<std::size_t>(m_parameters.topK)) + m_suppressed.size();
    return wanted > kCandidatesMax ? 0 : static_cast<std::uint32_t>(wanted);
}

void SamplerChain::accept(TokenId token) {
    if (!penalizes()) return;
    ++m_counts[token];
    const auto window = static_cast<std::size_t>(std::max(m_parameters.penaltyWindow, 0));
    if (m_parameters.penaltyWindow < 0 || m_history.size() < window) {
        m_history.push_back(token);
        return;
    }
    TokenId& oldest = m_history[m_historyNext];
    const auto count = m_counts.find(oldest);
    if (count != m_counts.end() && --count->second == 0) m_counts.erase(count);
    oldest = token;
    m_historyNext = (m_historyNext + 1) % window;
}

void SamplerChain::applyPenalties(std::span<float> logits) const {
    if (!penalizes()) return;
    for (const auto& [token, count] : m_counts) {
        if (token < 0 || static_cast<std::size_t>(token) >= logits.size()) continue;
        float& logit = logits[static_cast<std::size_t>(token)];
        logit = logit > 0 ? logit / m_parameters.repeatPenalty : logit * m_parameters.repeatPenalty;
        logit -= static_cast<float>(count) * m_parameters.frequencyPenalty
                 + m_parameters.presencePenalty;
    }
}

/// How many of the sorted candidates top-p and min-p leave; `total` is the weight of all that stood
/// before them.
std::size_t SamplerChain::cutSorted(double total) const {
    const double maximum = m_candidates.front().logit;
    double sum = 0;
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        const double weight = std::exp(m_candidates[i].logit - maximum);
        if (i > 0 && weight < m_parameters.minP) return i; // They only get lighter.
        sum += weight;
        if (m_parameters.topP < 1 && sum >= m_parameters.topP * total) return i + 1;
    }
    return m_candidates.size();
}

/// Without top-k: what min-p and top-p leave of the whole vocabulary.
void SamplerChain::selectLikely(std::span<const float> logits, float maximum) {
    const float floor = m_parameters.minP > 0
                            ? maximum + std::min(0.0f, std::log(m_parameters.minP))
                            : -std::numeric_limits<float>::infinity();
    double total = 0;
    m_candidates.clear();
    for (std::size_t i = 0; i < logits.size(); ++i) {
        if (m_parameters.topP < 1) total += std::exp(static_cast<double>(logits[i]) - maximum);
        if (logits[i] >= floor) m_candidates.push_back({static_cast<TokenId>(i), logits[i]});
    }
    if (m_parameters.topP >= 1) return; // Their order does not matter for a draw.
    // Sort ever more of the head until its weight suffices; usually the first few hundred do.
    double sum = 0;
    std::size_t sorted = 0;
    for (std::size_t step = 256; sorted < m_candidates.size(); step *= 4) {
        const std::size_t end = std::min(m_candidates.size(), sorted + step);
        const auto from = m_candidates.begin() + static_cast<std::ptrdiff_t>(sorted);
        std::partial_sort(from, m_candidates.begin() + static_cast<std::ptrdiff_t>(end),
                          m_candidates.end(), better);
        for (; sorted < end; ++sorted) {
            sum += std::exp(static_cast<double>(m_candidates[sorted].logit) - maximum);
            if (sum < m_parameters.topP * total) continue;
            m_candidates.resize(sorted + 1);
            return;
        }
    }
}

TokenId SamplerChain::drawCandidate(std::size_t count) {
    float maximum = m_candidates.front().logit;
    for (std::size_t i = 1; i < count; ++i) maximum = std::max(maximum, m_candidates[i].logit);
    m_weights.clear();
    double total = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double distance = static_cast<double>(m_candidates[i].logit) - maximum;
        total += std::exp(distance / m_parameters.temperature);
        m_weights.push_back(total);
    }
    const double target = m_rng.uniform() * total;
    const auto hit = std::upper_bound(m_weights.begin(), m_weights.end(), target);
    const std::size_t index =
        std::min(static_cast<std::size_t>(hit - m_weights.begin()), count - 1);
    return m_candidates[index].id;
}

TokenId SamplerChain::drawFromAll(std::span<const float> logits, float maximum) {
    double total = 0;
    m_weights.clear();
    for (const float logit : logits) {
        total += std::exp((static_cast<double>(logit) - maximum) / m_parameters.temperature);
        m_weights.push_back(total);
    }
    const double target = m_rng.uniform() * total;
    const auto hit = std::upper_bound(m_weights.begin(), m_weights.end(), target);
    const auto index = static_cast<std::size_t>(hit - m_weights.begin());
    return static_cast<TokenId>(std::min(index, logits.size() - 1));
}

Result<TokenId> SamplerChain::sample(std::span<float> logits) {
    if (logits.empty()) return notNumbers();
    applyPenalties(logits);
    for (const TokenId token : m_suppressed)
        if (static_cast<std::size_t>(token) < logits.size())
            logits[static_cast<std::size_t>(token)] = -std::numeric_limits<float>::infinity();
    const Extremes extremes = scan(logits);
    if (!extremes.numbers) return notNumbers();
    if (greedy()) return extremes.argMax;
    const auto topK = static_cast<std::size_t>(std::max(m_parameters.topK, 0));
    if (topK > 0 && topK < logits.size()) {
        selectBest(logits, topK, m_candidates);
    } else if (m_parameters.topP < 1 || m_parameters.minP > 0) {
        selectLikely(logits, extremes.maximum);
        return drawCandidate(m_candidates.size());
    } else {
        return drawFromAll(logits, extremes.maximum);
    }
    return sampleBest(m_candidates);
}

Result<TokenId> SamplerChain::sampleBest(std::span<const Candidate> best) {
    if (best.empty() || !std::isfinite(best.front().logit)) return notNumbers();
    for (const Candidate& candidate : best)
        if (std::isnan(candidate.logit)) return notNumbers();
    if (greedy() && m_suppressed.empty()) return best.front().id;
    if (best.data() != m_candidates.data()) m_candidates.assign(best.begin(), best.end());
    if (!m_suppressed.empty()) {
        std::erase_if(m_candidates, [&](const Candidate& one) { return isSuppressed(one.id); });
        const std::size_t most = greedy() ? 1 : static_cast<std::size_t>(m_parameters.topK);
        if (m_parameters.topK > 0 && m_candidates.size() > most) m_candidates.resize(most);
        if (m_candidates.empty()) return notNumbers();
    }
    if (greedy()) return m_candidates.front().id;
    double total = 0;
    for (const Candidate& candidate : m_candidates)
        total += std::exp(static_cast<double>(candidate.logit) - m_candidates.front().logit);
    return drawCandidate(cutSorted(total));
}

} // namespace inference
