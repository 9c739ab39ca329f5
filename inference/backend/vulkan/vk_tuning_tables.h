// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>

#include "inference/backend/vulkan/vk_device.h"

namespace inference {

/// How work is cut for one class of devices. Results do not depend on it beyond rounding.
struct VkTuning {
    std::uint32_t subgroup = 0;        ///< Invocations per subgroup.
    std::uint32_t matvecSubgroups = 4; ///< Per workgroup.
    std::uint32_t matvecRows = 4;      ///< Rows per subgroup when there are many rows.
    std::uint32_t matvecRowsFew = 2;   ///< When there are few, so that all units have work.
    std::uint32_t fewRows = 8192;
    bool laneRows = false;              ///< A lane takes whole rows: where loads do not coalesce.
    std::uint32_t columnsMax = 8;       ///< Tokens that share a decoded weight in matvec.
    std::uint32_t matmulTokensMin = 16; ///< Batches from here on use the tiled product; 0 = never.
    std::uint32_t attentionSubgroups = 4;   ///< Per workgroup.
    std::uint32_t attentionSplitKeys = 256; ///< Keys per part of a decode step's context.
    std::uint32_t attentionSplitsMax = 32;
    std::uint32_t attentionTileTokens = 9; ///< Batches from here on share keys between queries:
    std::uint32_t attentionRows = 8;       ///< so many, as long as
    std::uint32_t attentionRowValues = 64; ///< a lane holds no more values of their results.
    std::uint32_t normSubgroups = 8;
    std::uint32_t topSubgroups = 8;
    std::uint32_t workgroupsMax = 1u
                                  << 30; ///< Of a dispatch; each then does several units of work.
    std::uint32_t iterationsMax = 0;     ///< Of all loops of an invocation; 0: any number.
    bool hostCandidates = false;     ///< The host finds the best logits itself where it can read
                                     ///< them in place: on a software device that is faster.
    double segmentOperations = 2e11; ///< Multiply-adds per submit, so that cancelling is prompt.
};

/// The row for a device: by vendor and kind, adjusted to what the device allows.
VkTuning tuningFor(const VkDeviceCaps& caps);

} // namespace inference
