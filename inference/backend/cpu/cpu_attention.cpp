// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Attention of CpuExecutor: pieces of (kv head, query tokens, key range), online softmax inside.
#include <algorithm>
#include <cmath>
#include <limits>

#include "inference/backend/cpu/cpu_cache.h"
#include "inference/backend/cpu/cpu_executor.h"
#include "inference/backend/cpu/cpu_limits.h"

namespace inference {
namespace {

/// A key range shorter than this is not worth another piece.
constexpr std::size_t kSplitKeys = 256;

struct Partial {
    float* rowMax;
    float* rowSum;
    float* values; // [rows][valueStride]
    Partial(float* memory, const AttentionShape& shape)
        : rowMax(memory), rowSum(memory + AttentionShape::padded(shape.rows)),
          values(memory + 2 * AttentionShape::padded(shape.rows)) {}
};

} // namespace

void CpuExecutor::attend(const AttentionOp& op, std::size_t kvHead, std::size_t firstToken,
                         std::size_t tokens, std::size_t from, std::size_t to, float* partial,
                         Scratch& scratch) const {
    const AttentionShape shape(op);
    const KvLayerLayout& layout = m_plan.kv.layers[op.layer];
    const LayerCache& cache = m_caches[op.layer];
    const std::size_t rows = tokens * shape.group;
    const Partial state(partial, shape);
    std::fill_n(state.rowMax, rows, -std::numeric_limits<float>::infinity());
    std::fill_n(state.rowSum, rows, 0.0f);
    std::fill_n(state.values, rows * shape.valueStride, 0.0f);

    AttentionTile tile;
    float* next = scratch.attention;
    const auto take = [&](std::size_t floats) {
        float* result = next;
        next += AttentionShape::padded(floats);
        return result;
    };
    float* queries = take(shape.rows * shape.keyLength);
    tile.keyPanel = take(shape.keyLength * kKeyTile);
    tile.valuePanel = take(kKeyTile * shape.valueStride);
    tile.scores = take(shape.rows * kKeyTile);
    auto* visible = reinterpret_cast<std::uint16_t*>(take(shape.rows));
    auto* keys = reinterpret_cast<KvRow*>(next);
    KvRow* values = keys + kKeyTile;
    for (std::size_t r = 0; r < rows; ++r) {
        const std::size_t head = kvHead * shape.group + r % shape.group;
        m_kernels.scaleRow(row(op.q, firstToken + r / shape.group) + head * shape.keyLength,
                           nullptr, op.scale, shape.keyLength, queries + r * shape.keyLength,
                           false);
    }
    tile.keys = keys;
    tile.values = values;
    tile.keyType = layout.keyType;
    tile.valueType = layout.valueType;
    tile.keyLength = shape.keyLength;
    tile.valueLength = shape.valueLength;
    tile.valueStride = shape.valueStride;
    tile.queries = queries;
    tile.rows = rows;
    tile.visibleFrom = visible;
    tile.visibleTo = visible + shape.rows;
    tile.softcap = op.softcap;
    tile.rowMax = state.rowMax;
    tile.rowSum = state.rowSum;
    tile.accumulator = state.values;

    const CacheHeads keyHeads(cache.keys, layout.keyType, layout.keyWidth, shape.keyLength);
    const CacheHeads valueHeads(cache.values, layout.valueType, layout.valueWidth,
                                shape.valueLength);
    for (std::size_t start = from; start < to; start += kKeyTile) {
        tile.keyCount = std::min(kKeyTile, to - start);
        for (std::size_t i = 0; i < tile.keyCount; ++i) {
            const std::size_t cell = (start + i) % layout.cells;
            keys[i] = keyHeads.at(cell, kvHead);
            values[i] = layout.valuesInKeys ? keys[i] : valueHeads.at(cell, kvHead);
        }
        for (std::size_t r = 0; r < rows; ++r) {
            const std::size_t position = m_pass.position + firstToken + r / shape.group;
            const std::size_t first = std::max(op.firstKey(position), start) - start;
            const std::size_t last = std::min(position + 1, start + tile.keyCount);
            visible[r] = static_cast<std::uint16_t>(std::min(first, tile.keyCount));
            visible[shape.rows + r] = static_cast<std::uint16_t>(last > start ? last - start : 0);
        }
        m_kernels.attentionTile(tile);
    }
}

void CpuExecutor::finishHeads(const AttentionOp& op, std::size_t kvHead, std::size_t firstToken,
                              std::size_t tokens, const float* partials, std::size_t splits,
                              std::size_t partialStride) const {
    const AttentionShape shape(op);
    const float* sinks = vectorOf(op.sinks);
    for (std::size_t r = 0; r < tokens * shape.group; ++r) {
        const std::size_t head = kvHead * shape.group + r % shape.group;
        float* out = row(op.out, firstToken + r / shape.group) + head * shape.valueLength;
        float peak = sinks == nullptr ? -std::numeric_limits<float>::infinity() : sinks[head];
        for (std::size_t s = 0; s < splits; ++s) {
            const Partial part(const_cast<float*>(partials) + s * partialStride, shape);
            peak = std::max(peak, part.rowMax[r]);
        }
        double total = sinks == nullptr ? 0 : std::exp(static_cast<double>(sinks[head] - peak));
        for (std::size_t s = 0; s < splits; ++s) {
            const Partial part(const_cast<float*>(partials) + s * partialStride, shape);
            if (part.rowSum[r] > 0)
                total += static_cast<double>(part.rowSum[r])
                         * std::exp(static_cast<double>(part.rowMax[r] - peak));
        }
        for (std::size_t s = 0; s < splits; ++s) {
            const Partial part(const_cast<float*>(partials) + s * partialStride, shape);
            const double weight =
                part.rowSum[r] > 0 ? std::exp(static_cast<double>(part.rowMax[r] - peak)) : 0;
            m_kernels.scaleRow(part.values + r * shape.valueStride, nullptr,
                               static_cast<float>(weight / total), shape.valueLength, out, s > 0);
        }
    }
}

void CpuExecutor::run(const AttentionOp& op, Team& team) {
    const AttentionShape shape(op);
    const std::size_t count = m_pass.tokens.size();
    const std::size_t blocks = (count + shape.tokens - 1) / shape.tokens;
    const std::size_t pieces = op.kvHeads * blocks;
    const std::size_t keys = m_pass.position + count - op.firstKey(m_pass.position);
    std::size_t splits = 1;
    if (pieces < 2 * team.threads)
        splits = std::clamp<std::size_t>((4 * team.threads + pieces - 1) / pieces, 1,
                                         (keys + kSplitKeys - 1) / kSplitKeys);
    Scratch& scratch = m_scratch[team.thread];
    const std::size_t stride = shape.partialFloats();

    for (std::size_t item = team.claim(); item < pieces * splits; item = team.claim()) {
        // Later blocks see more keys: taken first, they do not leave one thread working at the end.
        const std::size_t piece = item / splits, split = item % splits;
        const std::size_t block = blocks - 1 - piece / op.kvHeads, kvHead = piece % op.kvHeads;
        const std::size_t firstToken = block * shape.tokens;
        const std::size_t tokens = std::min(shape.tokens, count - firstToken);
        const std::size_t firstPosition = m_pass.position + firstToken;
        const std::size_t from = op.firstKey(firstPosition);
        const std::size_t to = firstPosition + tokens;
        const std::size_t begin = from + (to - from) * split / splits;
        const std::size_t end = from + (to - from) * (split + 1) / splits;
        float* partial = splits == 1 ? scratch.partial : m_partials + item * stride;
        attend(op, kvHead, firstToken, tokens, begin, end, partial, scratch);
        if (splits == 1) finishHeads(op, kvHead, firstToken, tokens, partial, 1, stride);
    }
    if (splits == 1) return;
    team.sync();
    for (std::size_t piece = team.claim(); piece < pieces; piece = team.claim()) {
        const std::size_t block = blocks - 1 - piece / op.kvHeads, kvHead = piece % op.kvHeads;
        const std::size_t firstToken = block * shape.tokens;
        finishHeads(op, kvHead, firstToken, std::min(shape.tokens, count - firstToken),
                    m_partials + piece * splits * stride, splits, stride);
    }
}

} // namespace inference
