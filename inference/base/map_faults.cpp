// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/base/map_faults.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <mutex>

#include <csignal>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace inference {

namespace {

// What a signal handler may touch: lock-free atomics, and nothing that allocates.
struct Watched {
    std::atomic<std::uintptr_t> begin{0}; // 0: free.
    std::atomic<std::uintptr_t> end{0};
    std::atomic<int> descriptor{-1};
    std::atomic<bool> lost{false};
};
static_assert(std::atomic<std::uintptr_t>::is_always_lock_free);

std::array<Watched, 1024> g_watched;
std::mutex g_mutex; // Of watch() and release().
std::atomic<std::uintptr_t> g_pageBytes{0};
struct sigaction g_before {};

/// Zeros for the page, or for all that follows where the file ends before it.
bool putZeros(const Watched& map, std::uintptr_t begin, std::uintptr_t end, std::uintptr_t page) {
    struct stat status {};
    std::size_t length = g_pageBytes;
    if (::fstat(map.descriptor, &status) == 0 && status.st_size >= 0
        && page - begin >= static_cast<std::uintptr_t>(status.st_size))
        length = end - page;
    void* at = reinterpret_cast<void*>(page); // NOLINT(performance-no-int-to-ptr)
    return ::mmap(at, length, PROT_READ, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
           != MAP_FAILED;
}

bool mend(std::uintptr_t address) {
    for (Watched& map : g_watched) {
        const std::uintptr_t begin = map.begin;
        const std::uintptr_t end = map.end;
        if (begin == 0 || address < begin || address >= end) continue;
        map.lost = true;
        return putZeros(map, begin, end, address / g_pageBytes * g_pageBytes);
    }
    return false;
}

void onBusError(int signal, siginfo_t* info, void* context) {
    const int saved = errno;
    const bool mended = mend(reinterpret_cast<std::uintptr_t>(info->si_addr));
    errno = saved;
    if (mended) return;
    if ((g_before.sa_flags & SA_SIGINFO) != 0) {
        g_before.sa_sigaction(signal, info, context);
    } else if (g_before.sa_handler != SIG_DFL && g_before.sa_handler != SIG_IGN) {
        g_before.sa_handler(signal);
    } else {
        ::signal(SIGBUS, SIG_DFL); // The instruction runs again and ends the program.
    }
}

void installOnce() {
    static const bool installed = [] {
        g_pageBytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
        struct sigaction action {};
        action.sa_sigaction = onBusError;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigemptyset(&action.sa_mask);
        return ::sigaction(SIGBUS, &action, &g_before) == 0;
    }();
    static_cast<void>(installed);
}

} // namespace

int MapFaults::watch(const void* data, std::size_t size, int descriptor) {
    const std::lock_guard lock(g_mutex);
    installOnce();
    for (std::size_t i = 0; i < g_watched.size(); ++i) {
        Watched& map = g_watched[i];
        if (map.begin != 0) continue;
        const auto begin = reinterpret_cast<std::uintptr_t>(data);
        map.lost = false;
        map.descriptor = descriptor;
        map.end = (begin + size + g_pageBytes - 1) / g_pageBytes * g_pageBytes;
        map.begin = begin;
        return static_cast<int>(i);
    }
    return kNone;
}

void MapFaults::release(int slot) {
    if (slot == kNone) return;
    const std::lock_guard lock(g_mutex);
    g_watched[static_cast<std::size_t>(slot)].begin = 0;
}

bool MapFaults::lost(int slot) {
    return slot != kNone && g_watched[static_cast<std::size_t>(slot)].lost;
}

} // namespace inference
