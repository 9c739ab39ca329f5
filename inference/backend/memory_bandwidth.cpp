// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/memory_bandwidth.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>

#include "inference/backend/cpu/cpu_buffer.h"
#include "inference/backend/cpu/dispatch.h"

namespace inference {

double measureReadBandwidth(ThreadPool& pool) {
    constexpr std::size_t kBytes = std::size_t{512} << 20;
    constexpr int kPasses = 6;
    constexpr std::size_t kPiece = std::size_t{1} << 20;
    auto buffer = CpuBuffer::allocate(kBytes);
    if (!buffer) return 0;
    std::memset(buffer->data(), 1, kBytes); // Untouched pages would all be the one zero page.
    const KernelTable& kernels = selectKernels();
    double best = 0;
    std::atomic<std::uint64_t> sink{0};
    for (int pass = 0; pass < kPasses; ++pass) {
        std::atomic<std::size_t> next{0};
        const auto start = std::chrono::steady_clock::now();
        pool.run([&](unsigned, unsigned) {
            std::uint64_t total = 0;
            for (std::size_t at = next.fetch_add(kPiece); at < kBytes; at = next.fetch_add(kPiece))
                total += kernels.readAll(buffer->data() + at, kPiece);
            sink += total;
        });
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
        best = std::max(best, static_cast<double>(kBytes) / time.count());
    }
    return sink.load() != 0 ? best : 0;
}

} // namespace inference
