// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Speed of the attention kernel, one line per cache type: one token over a long cache in bytes of
// cache per second, and a tile of a prompt in products per second. On one thread; the best of many
// short runs, so that it can be read on a busy machine too.
// bench_attention [isa] [query heads per key head] [cells]
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "inference/backend/cpu/cpu_buffer.h"
#include "inference/backend/cpu/cpu_cache.h"
#include "inference/backend/cpu/cpu_limits.h"
#include "inference/backend/cpu/dispatch.h"
#include "tests/kernels/random_weights.h"

using namespace kernels_test;
using namespace inference;

namespace {

constexpr std::size_t kHead = 128, kHeads = 8;

double bestSeconds(const auto& work) {
    double best = 1e9, total = 0;
    for (int i = 0; i < 2000 && (i < 20 || total < 1); ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const double time =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        best = std::min(best, time);
        total += time;
    }
    return best;
}

/// Runs `tiles` tiles of keys for so many rows, from the cell on.
class Attention {
public:
    Attention(const KernelTable& kernels, KvType type, std::size_t cells, std::size_t rows)
        : m_kernels(kernels), m_cells(cells),
          m_memory(CpuBuffer::allocate(cells * kvCellBytes(type, kHead * kHeads)).value()),
          m_heads(m_memory.data(), type, kHead * kHeads, kHead),
          m_queries(randomFloats(rows * kHead, 1, 0.2f)), m_keyPanel(kHead * kKeyTile),
          m_valuePanel(kKeyTile * kHead), m_scores(rows * kKeyTile), m_max(rows), m_sum(rows),
          m_accumulator(rows * kHead), m_from(rows, 0), m_to(rows, kKeyTile) {
        const std::vector<float> x = randomFloats(kHead, 2);
        for (std::size_t cell = 0; cell < cells; ++cell)
            for (std::size_t head = 0; head < kHeads; ++head)
                m_heads.store(kernels, cell, head, x.data());
        m_tile.keyType = m_tile.valueType = type;
        m_tile.keyLength = m_tile.valueLength = m_tile.valueStride = kHead;
        m_tile.queries = m_queries.data();
        m_tile.rows = rows;
        m_tile.visibleFrom = m_from.data();
        m_tile.visibleTo = m_to.data();
        m_tile.keyPanel = m_keyPanel.data();
        m_tile.valuePanel = m_valuePanel.data();
        m_tile.scores = m_scores.data();
        m_tile.rowMax = m_max.data();
        m_tile.rowSum = m_sum.data();
        m_tile.accumulator = m_accumulator.data();
        m_tile.keyCount = kKeyTile;
    }

    void run(std::size_t cell, std::size_t tiles) {
        KvRow rows[kKeyTile];
        for (std::size_t t = 0; t < tiles; ++t, cell += kKeyTile) {
            const std::size_t head = m_head;
            for (std::size_t i = 0; i < kKeyTile; ++i)
                rows[i] = m_heads.at((cell + i) % m_cells, head);
            m_tile.keys = m_tile.values = rows;
            m_kernels.attentionTile(m_tile);
        }
        m_head = (m_head + 1) % kHeads;
    }

private:
    const KernelTable& m_kernels;
    std::size_t m_cells;
    CpuBuffer m_memory; // In large pages, as in the engine.
    CacheHeads m_heads;
    std::size_t m_head = 0;
    std::vector<float> m_queries, m_keyPanel, m_valuePanel, m_scores, m_max, m_sum, m_accumulator;
    std::vector<std::uint16_t> m_from, m_to;
    AttentionTile m_tile;
};

} // namespace

int main(int argc, char** argv) {
    CpuIsa isa = CpuIsa::Auto;
    for (const CpuIsa each : availableIsas())
        if (argc > 1 && isaName(each) == argv[1]) isa = each;
    const std::size_t group =
        argc > 2 ? std::max<std::size_t>(1, static_cast<std::size_t>(std::atoi(argv[2]))) : 4;
    const std::size_t cells =
        argc > 3 ? std::max<std::size_t>(kKeyTile, static_cast<std::size_t>(std::atoi(argv[3])))
                 : 32768;
    const KernelTable& kernels = selectKernels(isa);
    std::printf("%s, heads of %zu, %zu queries per key\n",
                std::string(isaName(kernels.isa)).c_str(), kHead, group);
    constexpr std::size_t kTiles = 16;
    for (const KvType type : {KvType::F32, KvType::F16, KvType::Q8_0, KvType::Q4_0}) {
        Attention decode(kernels, type, cells, group), prefill(kernels, type, cells, 64);
        std::size_t cell = 0;
        const double decodeTime = bestSeconds([&] {
            decode.run(cell, kTiles);
            cell = (cell + kTiles * kKeyTile) % cells;
        });
        const double prefillTime = bestSeconds([&] { prefill.run(0, kTiles); });
        // Keys and values each; here both are the same bytes, read twice.
        const double keys = kTiles * kKeyTile;
        const double bytes = 2 * keys * static_cast<double>(kvCellBytes(type, kHead));
        std::printf("%-5s decode %7.2f GB/s of cache, %6.1f ns per key; prompt %7.1f GMAC/s\n",
                    std::string(kvTypeName(type)).c_str(), bytes / decodeTime * 1e-9,
                    decodeTime / keys * 1e9, 2 * keys * 64 * kHead / prefillTime * 1e-9);
    }
    return 0;
}
