// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "inference/backend/vulkan/vk_ops.h"

namespace inference {

/// What the host writes before each pass: the first position, then for every token its id, the
/// factor of its queries and its rotations. `target` has room for parameterStride words per token
/// behind the header.
void writeParameters(const ForwardPlan& plan, const DeviceBuffers& buffers,
                     std::span<const TokenId> tokens, std::uint32_t position, std::byte* target);

/// Rows of the table that stays on the host, scaled: [tokens][rowLength] floats.
void writeHostRows(const EmbedRowsOp& op, std::span<const TokenId> tokens, std::byte* target);

} // namespace inference
