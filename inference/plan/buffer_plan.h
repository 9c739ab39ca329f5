// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <vector>

#include "inference/plan/forward_plan.h"

namespace inference {

/// What one op does to buffers. A buffer that is only added to is read and written.
struct OpAccess {
    std::vector<BufferId> reads;
    std::vector<BufferId> writes;
};
OpAccess opAccess(const Op& op);

/// Bytes of a buffer at the plan's largest batch.
std::uint64_t bufferBytes(const ForwardPlan& plan, const BufferSpec& buffer);

/// Gives every buffer of the plan its offset such that two buffers overlap only if no op runs while
/// both hold something that is still needed. Returns the bytes of the whole arena.
std::uint64_t placeBuffers(ForwardPlan& plan);

} // namespace inference
