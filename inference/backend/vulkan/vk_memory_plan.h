// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <vector>

#include "inference/backend/vulkan/vk_kv_cache.h"
#include "inference/backend/vulkan/vk_op_weights.h"
#include "inference/backend/vulkan/vk_state.h"
#include "inference/backend/vulkan/vk_tuning_tables.h"

namespace inference {

/// What sizes depend on besides the plan.
struct VkLimits {
    DeviceKind kind = DeviceKind::Discrete;
    std::uint64_t bindingBytesMax = 0; ///< That one binding shows.
    std::uint64_t blockBytesMax = 0;   ///< Of one buffer; larger pools are several.
    std::uint32_t workgroupsMax = 0;   ///< In the second dimension of a dispatch.
    VkTuning tuning;

    /// `bindingBytesMax`: pretend a smaller limit; 0 = the device's.
    static VkLimits of(const VkDeviceCaps& caps, std::uint32_t bindingBytesMax);
    static VkLimits of(const DeviceLimits& limits);
};

/// Everything that an executor of a plan allocates, decided before anything is allocated: an
/// executor takes its sizes from here, and so does who only wants to know them. Borrows the plan.
struct VkMemoryPlan {
    WeightStore weights;
    std::vector<OpWeights> opWeights; // [ops]
    VulkanKvCache kv;
    RecurrentState state;
    std::uint32_t batch = 1;                ///< Tokens of one pass; a larger request takes several.
    std::uint32_t logitBatch = 1;           ///< The same when every token yields logits.
    std::vector<std::uint32_t> ropeOffsets; ///< See DeviceBuffers.
    std::uint32_t parameterStride = 0;
    std::uint64_t arenaBytes = 0;
    std::uint64_t parameterBytes = 0;
    std::uint64_t scratchBytes = 0; ///< Partial results of attention.
    std::uint32_t splitsMax = 1; ///< Parts that a context may be cut into: what they have room for.
    std::uint64_t attentionBytes = 0; ///< One token's.
    std::uint64_t hostRowBytes = 0;   ///< Rows of a table that stays on the host.
    std::uint64_t logitBytes = 0;     ///< For the host to read where it cannot read the arena.
    std::uint64_t candidateBytes = 0;
    std::uint64_t borderInBytes = 0; ///< Rows that come from another device in one segment.
    std::uint64_t borderOutBytes = 0;

    /// Fails with Unsupported (a type without shader), LimitExceeded or InvalidArgument.
    static Result<VkMemoryPlan> make(const ForwardPlan& plan, const VkLimits& limits);

    MemoryUse use(DeviceKind kind) const;
};

/// More candidates than this are found on the host: each costs the device a pass.
inline constexpr std::size_t kDeviceCandidatesMax = 64;

} // namespace inference
