// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "inference/backend/backend.h"

namespace inference {

/// How much of a sequence a snapshot keeps.
enum class SnapshotScope : std::uint8_t {
    /// What going on loses: the recurrent state, and the rings of sliding windows. Cells of full
    /// attention stay in the cache and must still be there when it is put back.
    Passing,
    Whole, ///< Everything: it can be put into an empty cache.
};

/// What an executor's cache holds of a sequence at one position, as bytes: for each layer the kept
/// cells in the order of their positions, keys then values, and after all layers the recurrent
/// state. The bytes are the same on every device.
struct KvSnapshot {
    SnapshotScope scope = SnapshotScope::Whole;
    std::uint32_t position = 0; ///< Tokens that were run.
    std::vector<std::byte> bytes;
};

/// Whether a plan has anything that going on loses.
bool needsSnapshots(const ForwardPlan& plan);

/// First position of a layer whose cell a query at `position` may still look at.
std::uint32_t oldestVisible(const ForwardPlan& plan, std::size_t layer, std::uint32_t position);

/// Bytes of a snapshot, so that room can be made before it is taken.
std::uint64_t snapshotBytes(const ForwardPlan& plan, SnapshotScope scope, std::uint32_t position);

/// The executor must have run exactly `position` tokens of the sequence. Fails with DeviceLost,
/// OutOfMemory or InvalidArgument (a recurrent state at another position).
Result<KvSnapshot> takeSnapshot(Executor& executor, const ForwardPlan& plan, SnapshotScope scope,
                                std::uint32_t position);

/// A whole snapshot of an earlier position: what has passed since comes from the snapshot that was
/// taken there, the rest from the cache, which still has it. Fails as takeSnapshot().
Result<KvSnapshot> completeSnapshot(Executor& executor, const ForwardPlan& plan,
                                    const KvSnapshot& passing);

/// Puts a snapshot back; the next pass starts at its position. Fails with Corrupt if its size is
/// not that of this plan, with DeviceLost or OutOfMemory.
Result<void> restoreSnapshot(Executor& executor, const ForwardPlan& plan,
                             const KvSnapshot& snapshot);

} // namespace inference
