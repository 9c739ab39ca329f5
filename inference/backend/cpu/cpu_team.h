// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>

#include "inference/base/thread_pool.h"

namespace inference {

/// What all threads of a forward pass share to divide work: a few counters used in turn, one per
/// phase, a phase being what lies between two barriers.
struct TeamState {
    struct alignas(64) Counter {
        std::atomic<std::size_t> next{0};
    };
    std::array<Counter, 3> counters;
    /// Set by thread 0 before a barrier and read after it; two, because a slow thread may still
    /// read the one while thread 0 is already at the end of the next phase.
    std::array<std::atomic<bool>, 2> stop{};

    void reset() {
        for (Counter& counter : counters) counter.next.store(0, std::memory_order_relaxed);
        for (auto& flag : stop) flag.store(false, std::memory_order_relaxed);
    }
};

/// One thread's part in a forward pass. All threads run the same ops in the same order and meet at
/// sync(); a whole token is one ThreadPool::run.
class Team {
public:
    Team(ThreadPool& pool, TeamState& state, unsigned index, unsigned count)
        : thread(index), threads(count), m_pool(pool), m_state(state) {}

    const unsigned thread;
    const unsigned threads;

    struct Range {
        std::size_t begin, end;
    };
    /// This thread's even share of `count` items, for work that costs the same everywhere.
    Range share(std::size_t count) const {
        return {count * thread / threads, count * (thread + 1) / threads};
    }
    /// The next items nobody has taken in this phase: [result, result + step).
    std::size_t claim(std::size_t step = 1) {
        return m_state.counters[m_phase % 3].next.fetch_add(step, std::memory_order_relaxed);
    }
    /// Ends the phase.
    void sync() {
        // Everybody has left the phase before this one, whose counter serves the next.
        if (thread == 0)
            m_state.counters[(m_phase + 1) % 3].next.store(0, std::memory_order_relaxed);
        m_pool.barrier();
        ++m_phase;
    }
    /// Ends an op; true if thread 0 said so.
    bool syncAndAsk(bool stopWanted) {
        std::atomic<bool>& flag = m_state.stop[m_op++ % 2];
        if (thread == 0) flag.store(stopWanted, std::memory_order_relaxed);
        sync();
        return flag.load(std::memory_order_relaxed);
    }

private:
    ThreadPool& m_pool;
    TeamState& m_state;
    unsigned m_phase = 0;
    unsigned m_op = 0;
};

} // namespace inference
