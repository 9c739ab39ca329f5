// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/base/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <fstream>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "inference/base/control_group.h"

#if defined(__linux__)
#include <sched.h>
#endif

namespace inference {
namespace {

/// Pure spinning covers the gap between two ops; beyond it the core is offered to others, which
/// keeps a pool alive whose threads outnumber the free cores; beyond that the thread parks.
constexpr int kSpins = 200;
constexpr int kClockEvery = 16;
constexpr std::chrono::microseconds kYieldFor{150};

void relax() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/// A counter that threads wait on until it leaves a value. `parked` spares the system call of
/// waking where nobody sleeps; sequential consistency on both words makes that safe.
struct Signal {
    alignas(64) std::atomic<std::uint32_t> value{0};
    alignas(64) std::atomic<std::uint32_t> parked{0};

    void advance() {
        value.fetch_add(1);
        if (parked.load() != 0) value.notify_all();
    }

    void waitWhile(std::uint32_t old) {
        for (int i = 0; i < kSpins; ++i) {
            if (value.load(std::memory_order_acquire) != old) return;
            relax();
        }
        const auto deadline = std::chrono::steady_clock::now() + kYieldFor;
        for (int i = 1;; ++i) {
            if (value.load(std::memory_order_acquire) != old) return;
            std::this_thread::yield();
            if (i % kClockEvery == 0 && std::chrono::steady_clock::now() > deadline) break;
        }
        parked.fetch_add(1);
        value.wait(old);
        parked.fetch_sub(1);
    }
};

#if defined(__linux__)
/// Processors of one control group, or a huge number where it sets no quota.
double quotaOf(const ControlGroup& group) {
    double quota = -1, period = 0;
    if (group.unified) {
        std::ifstream file(group.folder + "/cpu.max");
        file >> quota >> period; // "max 100000" does not parse: no quota.
        if (!file) return 1e9;
    } else {
        std::ifstream(group.folder + "/cpu.cfs_quota_us") >> quota;
        std::ifstream(group.folder + "/cpu.cfs_period_us") >> period;
    }
    return quota > 0 && period > 0 ? quota / period : 1e9;
}

double controlGroupQuota() {
    double result = 1e9;
    for (const ControlGroup& group : controlGroups("cpu"))
        result = std::min(result, quotaOf(group));
    return result;
}

unsigned allowedCores() {
    cpu_set_t allowed;
    CPU_ZERO(&allowed);
    if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0) return 0;
    std::set<std::pair<int, int>> cores;
    unsigned unknown = 0;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (!CPU_ISSET(static_cast<unsigned>(cpu), &allowed)) continue;
        const std::string folder =
            "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
        int package = 0, core = 0;
        if (std::ifstream(folder + "physical_package_id") >> package
            && std::ifstream(folder + "core_id") >> core)
            cores.emplace(package, core);
        else
            ++unknown;
    }
    return static_cast<unsigned>(cores.size()) + unknown;
}
#endif

} // namespace

struct ThreadPool::State {
    unsigned threads = 1;
    Signal job;
    Signal turn; // Of the barrier.
    alignas(64) std::atomic<unsigned> arrived{0};
    Body body = nullptr;
    void* context = nullptr;
    bool stopping = false;
    std::vector<std::jthread> workers;

    void barrier() {
        if (threads == 1) return;
        const std::uint32_t now = turn.value.load();
        if (arrived.fetch_add(1) + 1 == threads) {
            arrived.store(0);
            turn.advance();
        } else {
            turn.waitWhile(now);
        }
    }

    void work(unsigned thread) {
        for (std::uint32_t seen = 0;;) {
            job.waitWhile(seen);
            ++seen;
            if (stopping) return;
            body(context, thread, threads);
            barrier();
        }
    }
};

ThreadPool::ThreadPool(unsigned threads) : m_state(std::make_unique<State>()) {
    m_state->threads = std::max(1u, threads == 0 ? physicalCores() : threads);
    m_state->workers.reserve(m_state->threads - 1);
    try {
        for (unsigned i = 1; i < m_state->threads; ++i)
            m_state->workers.emplace_back([state = m_state.get(), i] { state->work(i); });
    } catch (const std::system_error&) {
        // The system refuses more threads: those that exist (they still wait) do the work.
        m_state->threads = static_cast<unsigned>(m_state->workers.size()) + 1;
    }
}

ThreadPool::~ThreadPool() {
    m_state->stopping = true;
    m_state->job.advance();
    m_state->workers.clear();
}

unsigned ThreadPool::threadCount() const {
    return m_state->threads;
}

void ThreadPool::run(Body body, void* context) {
    if (m_state->threads == 1) {
        body(context, 0, 1);
        return;
    }
    m_state->body = body;
    m_state->context = context;
    m_state->job.advance();
    body(context, 0, m_state->threads);
    m_state->barrier();
}

void ThreadPool::barrier() {
    m_state->barrier();
}

unsigned ThreadPool::physicalCores() {
    unsigned cores = 0;
#if defined(__linux__)
    cores = allowedCores();
    const double quota = controlGroupQuota();
    if (quota < cores) cores = static_cast<unsigned>(std::ceil(quota));
#endif
    if (cores == 0) cores = std::thread::hardware_concurrency();
    return std::max(1u, cores);
}

} // namespace inference
