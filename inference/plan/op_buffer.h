// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>

namespace inference {

/// The verbs of a forward pass. An op is as coarse as a good fused kernel: an executor may run it
/// as one dispatch or several, but its result is defined here. All activations are f32 row-major
/// `[rows][width]` in numbered buffers; a batch is n consecutive positions of one sequence.
/// Formulas: architectures as restated beside each op; rms(x) = x / sqrt(mean(x²) + eps).
using BufferId = std::uint16_t;
inline constexpr BufferId kNoBuffer = 0xffff;

/// How many rows of a buffer a batch uses.
enum class RowScope : std::uint8_t {
    Tokens,    ///< One per token of the batch.
    LogitRows, ///< One per token whose logits are wanted (0, 1 or all).
};

struct BufferSpec {
    const char* name = "";
    std::uint32_t width = 0; ///< f32 values per row.
    RowScope scope = RowScope::Tokens;
    std::uint64_t offset = 0; ///< Bytes from the arena's start, 256-aligned, for the largest batch.
};

} // namespace inference
