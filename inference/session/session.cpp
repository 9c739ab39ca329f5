// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/session.h"

#include <algorithm>
#include <utility>

namespace inference {

namespace {

/// Tokens of a prompt between two checkpoints.
constexpr std::uint32_t kCheckpointStride = 2048;
/// A prompt's last tokens often change with the answer that follows (an opened thought, a header):
/// one more checkpoint lies before them.
constexpr std::uint32_t kPromptTail = 32;
/// A sequence shorter than this is read again sooner than it is put away and fetched.
constexpr std::uint32_t kParkTokensMin = 128;

} // namespace

Session::Session(RunningModel running, std::uint64_t parkedBytesMax)
    : m_running(std::move(running)), m_needsCheckpoints(needsSnapshots(*m_running.plan)),
      m_parked(parkedBytesMax) {}

/// Whether a query at `start` still finds every key of its windows: the ring of a sliding layer may
/// have been overwritten by positions that are now taken back.
bool Session::cacheReaches(std::uint32_t start) const {
    if (start >= m_highWater || !m_needsCheckpoints) return true;
    const ForwardPlan& plan = *m_running.plan;
    for (std::size_t i = 0; i < plan.kv.layers.size(); ++i) {
        const std::uint32_t cells = plan.kv.layers[i].cells;
        if (cells == 0) continue;
        const std::uint32_t oldest = oldestVisible(plan, i, start);
        if (std::uint64_t{oldest} + cells < m_highWater
            || oldest < oldestVisible(plan, i, m_restoredAt))
            return false;
    }
    return true;
}

/// Recurrent layers hold one position and cannot be taken back from it.
bool Session::stateIsAt(std::uint32_t start) const {
    return !m_running.plan->kv.hasRecurrentState() || start == 0
           || m_running.executor->statePosition().value_or(0) == start;
}

Session::Resume Session::findResume(std::span<const TokenId> sequence) const {
    if (sequence.empty()) return {};
    const std::uint32_t common = sharedPrefix(m_cached, sequence.first(sequence.size() - 1));
    if (cacheReaches(common) && stateIsAt(common)) return {common, nullptr};
    const KvSnapshot* checkpoint = m_checkpoints.before(common);
    if (checkpoint == nullptr) return {};
    return {checkpoint->position, checkpoint};
}

std::uint32_t Session::reusable(std::span<const TokenId> sequence) const {
    if (sequence.empty()) return 0;
    return std::max(findResume(sequence).start,
                    m_parked.find(sequence, !m_needsCheckpoints).reusable);
}

void Session::rewind(std::uint32_t start) {
    m_cached.resize(start);
    m_checkpoints.cut(start);
    if (start == 0) m_highWater = m_restoredAt = 0;
}

void Session::clear() {
    rewind(0);
    m_parked.clear();
}

/// Makes the cache hold as much of the beginning of `sequence` as can be had without reading it.
void Session::goTo(std::span<const TokenId> sequence) {
    Resume resume = findResume(sequence);
    const auto match = m_parked.find(sequence, !m_needsCheckpoints);
    const bool fetch = match.reusable >= resume.start + kParkTokensMin;
    if (fetch) {
        ParkedSequence parked = m_parked.take(match.index);
        park();
        if (restore(std::move(parked.tokens), parked.cells))
            m_checkpoints = std::move(parked.checkpoints);
        resume = findResume(sequence);
    } else if (m_cached.size() >= resume.start + kParkTokensMin) {
        park();
    }
    if (resume.checkpoint != nullptr) {
        if (restoreSnapshot(*m_running.executor, *m_running.plan, *resume.checkpoint)) {
            m_highWater = m_restoredAt = resume.start;
        } else {
            resume.start = 0; // Then it is read again.
        }
    }
    rewind(resume.start);
}

/// Puts what the cache holds away, where there is room for it. That it could not be is no failure.
void Session::park() {
    const auto position = static_cast<std::uint32_t>(m_cached.size());
    if (position < kParkTokensMin || !stateIsAt(position)) return;
    const std::uint64_t bytes =
        snapshotBytes(*m_running.plan, SnapshotScope::Whole, position) + m_checkpoints.bytes();
    if (!m_parked.hasRoomFor(bytes)) return;
    auto cells = save();
    if (cells) m_parked.add({m_cached, std::move(*cells), m_checkpoints});
}

Result<KvSnapshot> Session::save() {
    return takeSnapshot(*m_running.executor, *m_running.plan, SnapshotScope::Whole,
                        static_cast<std::uint32_t>(m_cached.size()));
}

std::uint32_t Session::reopeningPosition() const {
    const auto end = static_cast<std::uint32_t>(m_cached.size());
    if (!m_needsCheckpoints) return end;
    const KvSnapshot* last = m_checkpoints.before(end);
    if (last == nullptr || last->position == 0) return stateIsAt(end) ? end : 0;
    const KvSnapshot* earlier = m_checkpoints.before(last->position - 1);
    return earlier != nullptr && last->position - earlier->position <= kPromptTail
               ? earlier->position
               : last->position;
}

Result<KvSnapshot> Session::saveAt(std::uint32_t position) {
    if (position == m_cached.size() && stateIsAt(position)) return save();
    const KvSnapshot* passing = m_checkpoints.before(position);
    ASSERT(passing != nullptr && passing->position == position);
    return completeSnapshot(*m_running.executor, *m_running.plan, *passing);
}

Result<void> Session::exchange(std::vector<TokenId> tokens, const KvSnapshot& snapshot) {
    park();
    return restore(std::move(tokens), snapshot);
}

Result<void> Session::restore(std::vector<TokenId> tokens, const KvSnapshot& snapshot) {
    ASSERT(tokens.size() == snapshot.position && snapshot.scope == SnapshotScope::Whole);
    rewind(0);
    TRY(restoreSnapshot(*m_running.executor, *m_running.plan, snapshot));
    m_cached = std::move(tokens);
    m_highWater = m_restoredAt = snapshot.position;
    return {};
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
    if (m_running.file != nullptr) TRY(m_running.file->checkWhole());
    m_cached.insert(m_cached.end(), tokens.begin(), tokens.end());
    return {};
}

/// The next position where a checkpoint is taken while a prompt is read up to its last token.
std::uint32_t Session::nextCheckpoint(std::uint32_t end) const {
    const auto at = static_cast<std::uint32_t>(m_cached.size());
    std::uint32_t next = std::min(end, (at / kCheckpointStride + 1) * kCheckpointStride);
    if (end > kPromptTail && at < end - kPromptTail) next = std::min(next, end - kPromptTail);
    return next;
}

Result<void> Session::readUpTo(std::span<const TokenId> sequence, std::uint32_t end,
                               const std::stop_token& stop, const Progress& progress) {
    while (m_cached.size() < end) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "cancelled"};
        const std::uint32_t target = m_needsCheckpoints ? nextCheckpoint(end) : end;
        const std::size_t count =
            std::min<std::size_t>(target - m_cached.size(), m_running.plan->batchMax);
        TRY(forward(sequence.subspan(m_cached.size(), count), LogitRows::None, {}, {}, stop));
        const bool wanted = m_needsCheckpoints && m_cached.size() == target
                            && !m_checkpoints.has(target)
                            && snapshotBytes(*m_running.plan, SnapshotScope::Passing, target)
                                   <= Checkpoints::kBytesMax;
        if (wanted) {
            auto checkpoint =
                takeSnapshot(*m_running.executor, *m_running.plan, SnapshotScope::Passing, target);
            // Without it an edit costs time, nothing else.
            if (checkpoint) m_checkpoints.add(std::move(*checkpoint));
        }
        if (progress) progress(static_cast<std::uint32_t>(m_cached.size()));
    }
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

    goTo(sequence);
    const auto all = static_cast<std::uint32_t>(sequence.size());
    const auto left = all - static_cast<std::uint32_t>(m_cached.size());
    // The last chunk yields the logits; where checkpoints are taken it is the last token alone, for
    // that is where another answer to the same prompt begins.
    const std::uint32_t batch = m_running.plan->batchMax;
    const std::uint32_t last = m_needsCheckpoints ? 1 : (left - 1) % batch + 1;
    TRY(readUpTo(sequence, all - last, stop, progress));
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "cancelled"};
    const auto chunk = sequence.subspan(all - last);
    if (candidates > 0) {
        TRY(forward(chunk, LogitRows::Last, {}, m_best, stop));
    } else {
        TRY(forward(chunk, LogitRows::Last, m_logits, {}, stop));
    }
    if (progress) progress(all);
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
