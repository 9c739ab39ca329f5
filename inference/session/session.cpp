// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/session.h"

#include <algorithm>
#include <utility>

namespace inference {

Session::Session(RunningModel running) : m_running(std::move(running)) {}

/// Whether a query at `start` still finds every key of its windows: the ring of a sliding layer may
/// have been overwritten by positions that are now taken back.
bool Session::cacheReaches(std::uint32_t start) const {
    if (start >= m_highWater) return true;
    for (const Op& op : m_running.plan->ops) {
        const auto* attention = std::get_if<AttentionOp>(&op);
        if (attention == nullptr || attention->window == 0) continue;
        const std::uint64_t cells = m_running.plan->kv.layers[attention->layer].cells;
        const std::uint64_t oldest =
            start + 1 > attention->window ? start + 1 - attention->window : 0;
        if (oldest + cells < m_highWater) return false;
    }
    return true;
}

std::uint32_t Session::reusable(std::span<const TokenId> sequence) const {
    const std::size_t most = sequence.empty() ? 0 : std::min(sequence.size() - 1, m_cached.size());
    const auto end = m_cached.begin() + static_cast<std::ptrdiff_t>(most);
    const auto common = std::mismatch(m_cached.begin(), end, sequence.begin()).first;
    const auto start = static_cast<std::uint32_t>(common - m_cached.begin());
    // Recurrent layers hold one position and cannot be taken back from it.
    if (m_running.plan->kv.hasRecurrentState()
        && m_running.executor->statePosition().value_or(0) != start)
        return 0;
    return cacheReaches(start) ? start : 0;
}

void Session::rewind(std::uint32_t start) {
    m_cached.resize(start);
    if (start == 0) m_highWater = 0;
}

Result<void> Session::forward(std::span<const TokenId> tokens, LogitRows rows,
                              std::span<float> logits, std::span<Candidate> best,
                              std::stop_token stop) {
    const auto first = static_cast<std::uint32_t>(m_cached.size());
    // Even a forward pass that fails half-way may have written its cells.
    m_highWater = std::max(m_highWater, first + static_cast<std::uint32_t>(tokens.size()));
    const ForwardRequest request{
        .tokens = tokens, .firstPosition = first, .rows = rows, .logits = logits, .best = best};
    TRY(m_running.executor->forward(request, std::move(stop)));
    m_cached.insert(m_cached.end(), tokens.begin(), tokens.end());
    return {};
}

Result<void> Session::evaluate(std::span<const TokenId> sequence, Outcome& outcome,
                               std::stop_token stop, const Progress& progress) {
    ASSERT(!sequence.empty() && sequence.size() <= contextLength());
    const std::uint32_t vocabulary = m_running.plan->vocabulary;
    const std::uint32_t candidates = std::min(outcome.candidates, vocabulary);
    if (candidates > 0)
        m_best.resize(candidates);
    else
        m_logits.resize(vocabulary);

    rewind(reusable(sequence));
    while (m_cached.size() < sequence.size()) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "cancelled"};
        const std::size_t left = sequence.size() - m_cached.size();
        const std::size_t count = std::min<std::size_t>(left, m_running.plan->batchMax);
        const auto chunk = sequence.subspan(m_cached.size(), count);
        if (count < left) {
            TRY(forward(chunk, LogitRows::None, {}, {}, stop));
        } else if (candidates > 0) {
            TRY(forward(chunk, LogitRows::Last, {}, m_best, stop));
        } else {
            TRY(forward(chunk, LogitRows::Last, m_logits, {}, stop));
        }
        if (progress) progress(static_cast<std::uint32_t>(m_cached.size()));
    }
    outcome.best =
        candidates > 0 ? std::span<const Candidate>(m_best) : std::span<const Candidate>();
    outcome.logits = candidates > 0 ? std::span<float>() : std::span<float>(m_logits);
    return {};
}

Result<std::vector<float>> Session::evaluateAll(std::span<const TokenId> sequence,
                                                std::stop_token stop) {
    const std::uint32_t vocabulary = m_running.plan->vocabulary;
    rewind(0);
    std::vector<float> logits(sequence.size() * vocabulary);
    // A plan without room for every row reads token by token.
    const std::size_t batch = std::min(m_running.plan->batchMax, m_running.plan->logitRowsMax);
    for (std::size_t begin = 0; begin < sequence.size(); begin += batch) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "cancelled"};
        const std::size_t count = std::min(batch, sequence.size() - begin);
        const auto rows = std::span<float>(logits).subspan(begin * vocabulary, count * vocabulary);
        TRY(forward(sequence.subspan(begin, count), LogitRows::All, rows, {}, stop));
    }
    return logits;
}

} // namespace inference
