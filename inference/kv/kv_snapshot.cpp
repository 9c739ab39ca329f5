// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/kv/kv_snapshot.h"

#include <algorithm>
#include <new>
#include <span>

namespace inference {

namespace {

/// How far a layer whose cache is a ring looks back at most; 0 for a layer that keeps every
/// position.
std::uint32_t ringWindow(const ForwardPlan& plan, std::size_t layer) {
    if (plan.kv.layers[layer].cells >= plan.kv.contextLength) return 0;
    std::uint32_t window = 0;
    for (const Op& op : plan.ops)
        if (const auto* attention = std::get_if<AttentionOp>(&op); attention != nullptr)
            if (attention->layer == layer)
                window = std::max({window, attention->window, attention->chunk});
    return window;
}

/// A stretch of cells in the order in which they lie in the cache.
struct Run {
    CellRange range;
    std::uint64_t keyBytes = 0;
    std::uint64_t valueBytes = 0;
};

std::vector<Run> runsOf(const ForwardPlan& plan, SnapshotScope scope, std::uint32_t position) {
    std::vector<Run> runs;
    for (std::uint32_t i = 0; i < plan.kv.layers.size(); ++i) {
        const KvLayerLayout& layer = plan.kv.layers[i];
        if (layer.cells == 0) continue;
        if (scope == SnapshotScope::Passing && ringWindow(plan, i) == 0) continue;
        std::uint32_t at = oldestVisible(plan, i, position);
        while (at < position) {
            const std::uint32_t cell = at % layer.cells;
            const std::uint32_t count = std::min(position - at, layer.cells - cell);
            runs.push_back({{i, cell, count},
                            count * kvCellBytes(layer.keyType, layer.keyWidth),
                            count * kvCellBytes(layer.valueType, layer.valueWidth)});
            at += count;
        }
    }
    return runs;
}

} // namespace

bool needsSnapshots(const ForwardPlan& plan) {
    if (plan.kv.hasRecurrentState()) return true;
    for (std::size_t i = 0; i < plan.kv.layers.size(); ++i)
        if (plan.kv.layers[i].cells > 0 && ringWindow(plan, i) > 0) return true;
    return false;
}

std::uint32_t oldestVisible(const ForwardPlan& plan, std::size_t layer, std::uint32_t position) {
    const std::uint32_t window = ringWindow(plan, layer);
    return window == 0 || position + 1 <= window ? 0 : position + 1 - window;
}

std::uint64_t snapshotBytes(const ForwardPlan& plan, SnapshotScope scope, std::uint32_t position) {
    std::uint64_t total = plan.kv.recurrentBytes();
    for (const Run& run : runsOf(plan, scope, position)) total += run.keyBytes + run.valueBytes;
    return total;
}

Result<KvSnapshot> takeSnapshot(Executor& executor, const ForwardPlan& plan, SnapshotScope scope,
                                std::uint32_t position) {
    KvSnapshot snapshot{scope, position, {}};
    try {
        snapshot.bytes.resize(snapshotBytes(plan, scope, position));
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory, "there is no room for a copy of the cache"};
    }
    std::span<std::byte> left = snapshot.bytes;
    const auto next = [&](std::uint64_t bytes) {
        const std::span<std::byte> part = left.first(bytes);
        left = left.subspan(bytes);
        return part;
    };
    for (const Run& run : runsOf(plan, scope, position)) {
        const auto keys = next(run.keyBytes);
        TRY(executor.readCells(run.range, keys, next(run.valueBytes)));
    }
    if (!left.empty()) TRY(executor.saveState(left));
    return snapshot;
}

Result<KvSnapshot> completeSnapshot(Executor& executor, const ForwardPlan& plan,
                                    const KvSnapshot& passing) {
    ASSERT(passing.scope == SnapshotScope::Passing);
    KvSnapshot whole{SnapshotScope::Whole, passing.position, {}};
    try {
        whole.bytes.resize(snapshotBytes(plan, SnapshotScope::Whole, passing.position));
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory, "there is no room for a copy of the cache"};
    }
    std::span<const std::byte> kept = passing.bytes;
    std::span<std::byte> left = whole.bytes;
    const auto next = [&left](std::uint64_t bytes) {
        const std::span<std::byte> part = left.first(bytes);
        left = left.subspan(bytes);
        return part;
    };
    const auto copy = [&](std::uint64_t bytes) {
        std::copy_n(kept.begin(), bytes, next(bytes).begin());
        kept = kept.subspan(bytes);
    };
    for (const Run& run : runsOf(plan, SnapshotScope::Whole, passing.position)) {
        if (ringWindow(plan, run.range.layer) > 0) {
            copy(run.keyBytes + run.valueBytes);
        } else {
            const auto keys = next(run.keyBytes);
            TRY(executor.readCells(run.range, keys, next(run.valueBytes)));
        }
    }
    copy(left.size()); // The recurrent state.
    return whole;
}

Result<void> restoreSnapshot(Executor& executor, const ForwardPlan& plan,
                             const KvSnapshot& snapshot) {
    if (snapshot.position > plan.kv.contextLength
        || snapshot.bytes.size() != snapshotBytes(plan, snapshot.scope, snapshot.position))
        return Error{ErrorCode::Corrupt, "a copy of the cache does not fit this model"};
    std::span<const std::byte> left = snapshot.bytes;
    const auto next = [&](std::uint64_t bytes) {
        const std::span<const std::byte> part = left.first(bytes);
        left = left.subspan(bytes);
        return part;
    };
    for (const Run& run : runsOf(plan, snapshot.scope, snapshot.position)) {
        const auto keys = next(run.keyBytes);
        TRY(executor.writeCells(run.range, keys, next(run.valueBytes)));
    }
    if (!left.empty()) TRY(executor.loadState(left, snapshot.position));
    return {};
}

} // namespace inference
