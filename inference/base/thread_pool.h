// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace inference {

/// A fixed set of workers for data-parallel loops. Workers spin briefly, then park, so that the gap
/// between two ops of a token costs well under a microsecond while an idle program costs nothing.
/// Owned by whoever loads a model and passed by reference; one caller at a time may run a loop.
class ThreadPool {
public:
    /// `threads` counts the calling thread: 1 runs everything inline. 0 means one per physical
    /// core.
    explicit ThreadPool(unsigned threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    unsigned threadCount() const;

    /// Calls `body(context, thread, threads)` once on each thread and returns when all are done.
    /// No allocation; `body` must not throw and must not call run() again.
    using Body = void (*)(void* context, unsigned thread, unsigned threads);
    void run(Body body, void* context);

    /// Same for any callable `f(thread, threads)`.
    template <typename F>
    void run(F&& f) {
        run(
            [](void* context, unsigned thread, unsigned threads) {
                (*static_cast<std::remove_reference_t<F>*>(context))(thread, threads);
            },
            const_cast<void*>(static_cast<const void*>(std::addressof(f))));
    }

    /// Blocks until every thread of the current run() has reached this point (spinning barrier).
    void barrier();

    /// Number of physical cores this process may use (affinity and cgroup quota respected).
    static unsigned physicalCores();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace inference
