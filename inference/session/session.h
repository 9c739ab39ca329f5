// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <stop_token>
#include <vector>

#include "inference/session/running_model.h"
#include "inference/session/sequence_memory.h"

namespace inference {

/// One sequence of tokens and the cache that holds what the model made of it. Whoever asks about a
/// sequence pays only for what does not begin like the one before, so that a next turn, an edit or
/// another try read no more than what changed. Where going on loses what was there (recurrent
/// state, sliding windows) checkpoints are taken while prompts are read; a long sequence that is
/// left for another one is parked in RAM. Used by the engine's thread alone.
class Session {
public:
    /// `parkedBytesMax`: RAM for sequences that were left.
    explicit Session(RunningModel running, std::uint64_t parkedBytesMax = 0);

    /// What is wanted of the last token: all its logits, or its best candidates only.
    struct Outcome {
        std::uint32_t candidates = 0; ///< In: how many best candidates; 0 = all logits.
        std::span<const Candidate> best;
        std::span<float> logits;
    };
    /// Called between chunks with the number of positions that are read.
    using Progress = std::function<void(std::uint32_t read)>;

    /// Positions of this sequence, at most all but the last, that need not be read again.
    std::uint32_t reusable(std::span<const TokenId> sequence) const;

    /// Reads what is missing of the sequence, in chunks, and fills the outcome, whose spans are
    /// valid until the next call. The sequence is 1..contextLength tokens of the vocabulary. Fails
    /// as Executor::forward does; after Cancelled the chunks that were read stay usable.
    Result<void> evaluate(std::span<const TokenId> sequence, Outcome& outcome, std::stop_token stop,
                          const Progress& progress = {});

    /// Logits of each token of a sequence, from an empty cache: [tokens][vocabulary].
    Result<std::vector<float>> evaluateAll(std::span<const TokenId> sequence, std::stop_token stop);

    /// Forgets the sequence; the next evaluation reads everything.
    void clear();

    /// The tokens that the cache holds, and all that is needed to go on from there.
    std::span<const TokenId> cached() const { return m_cached; }
    Result<KvSnapshot> save();
    /// The position to save at for a conversation that will be reopened: where the cache cannot be
    /// taken back, a little before the end of the last prompt, since what a template makes of an
    /// answer later is often not what the model wrote.
    std::uint32_t reopeningPosition() const;
    Result<KvSnapshot> saveAt(std::uint32_t position); ///< One that reopeningPosition() gave.
    /// Takes the place of what the cache holds. The snapshot is one of this model and these cache
    /// types; `tokens` are as many as its position.
    Result<void> restore(std::vector<TokenId> tokens, const KvSnapshot& snapshot);
    /// The same, and what was there is parked.
    Result<void> exchange(std::vector<TokenId> tokens, const KvSnapshot& snapshot);

    const RunningModel& running() const { return m_running; }
    std::uint32_t contextLength() const { return m_running.plan->kv.contextLength; }

private:
    /// Where reading can go on, and what has to be put back for that.
    struct Resume {
        std::uint32_t start = 0;
        const KvSnapshot* checkpoint = nullptr;
    };
    Resume findResume(std::span<const TokenId> sequence) const;
    bool cacheReaches(std::uint32_t start) const;
    bool stateIsAt(std::uint32_t start) const;
    void goTo(std::span<const TokenId> sequence);
    void park();
    void rewind(std::uint32_t start);
    std::uint32_t nextCheckpoint(std::uint32_t end) const;
    Result<void> readUpTo(std::span<const TokenId> sequence, std::uint32_t end,
                          const std::stop_token& stop, const Progress& progress);
    Result<void> forward(std::span<const TokenId> tokens, LogitRows rows, std::span<float> logits,
                         std::span<Candidate> best, std::stop_token stop);

    RunningModel m_running;
    bool m_needsCheckpoints;
    std::vector<TokenId> m_cached; // [position] what the cache holds.
    std::uint32_t m_highWater = 0; // One past the last position written since the cache was empty.
    std::uint32_t m_restoredAt =
        0;                     // Rings hold only what was visible from here, and what is newer.
    Checkpoints m_checkpoints; // Of m_cached.
    ParkedSequences m_parked;
    std::vector<float> m_logits;
    std::vector<Candidate> m_best;
};

} // namespace inference
