// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <vector>

#include "inference/backend/vulkan/vk_command_plan.h"
#include "inference/backend/vulkan/vk_kv_cache.h"
#include "inference/backend/vulkan/vk_op_weights.h"
#include "inference/backend/vulkan/vk_tuning_tables.h"

namespace inference {

/// The shape of one forward pass; positions are not part of it, they are read from the parameters.
struct StepShape {
    std::uint32_t tokens = 1;
    std::uint32_t logitRows = 1;
    std::uint32_t splits = 1; ///< Parts that attention cuts the context into.

    auto operator<=>(const StepShape&) const = default;
};

/// Words before a token's own block in the parameter buffer ([0] is the first position), and before
/// the rotations within that block ([0] is the token's id, [1] the factor of its queries).
inline constexpr std::uint32_t kParameterHeader = 4;
inline constexpr std::uint32_t kTokenHeader = 4;

/// The buffers that dispatches are bound to.
struct DeviceBuffers {
    BufferView arena;
    BufferView parameters;
    BufferView scratch;   ///< Partial results of attention.
    BufferView attention; ///< A token's attention, where the plan's buffer overlaps what it reads.
    BufferView hostRows;  ///< Rows of the table that stays on the host.
    BufferView unused;    ///< For bindings that a variant does not touch.
    std::vector<BufferView> convolutions; // [layers], of recurrent state; empty without any.
    std::vector<BufferView> matrices;     // [layers], likewise.
    std::vector<std::uint32_t>
        ropeOffsets;                   ///< Words from a token's block to each table's rotations.
    std::uint32_t parameterStride = 0; ///< Words of a token's block.
};

/// Turns ops into dispatches. Borrows everything it is given; used by one thread.
class OpLowering {
public:
    OpLowering(const VkDeviceOwner& device, PipelineCache& pipelines, const VkTuning& tuning,
               const ForwardPlan& plan, const WeightStore& weights, const VulkanKvCache& cache,
               const DeviceBuffers& buffers)
        : m_device(device), m_pipelines(pipelines), m_tuning(tuning), m_plan(plan),
          m_weights(weights), m_cache(cache), m_buffers(buffers) {}

    /// Appends the dispatches of one op; none if no row of its output is wanted.
    Result<void> lower(const Op& op, const OpWeights& weights, const StepShape& shape,
                       std::vector<Dispatch>& out);

    /// Reduces the last row of logits to the best `wanted` of each workgroup, as (id, bits) pairs.
    Result<void> lowerTop(const StepShape& shape, std::uint32_t wanted,
                          const BufferView& candidates, std::vector<Dispatch>& out);
    /// Workgroups of lowerTop: it yields that many times `wanted` pairs.
    static std::uint32_t topGroups(const ForwardPlan& plan, const VkTuning& tuning);

    /// Parts to cut a context of `length` keys into for a pass of `tokens`.
    static std::uint32_t splitsFor(const VkTuning& tuning, std::uint32_t tokens,
                                   std::uint32_t length);
    /// f32 values of a token's attention in the widest layer.
    static std::uint64_t attentionValues(const ForwardPlan& plan);
    /// f32 values of what attention leaves to be merged when it cuts the keys of `tokens` queries
    /// into `splits` within each of a layer's bindings; `cut` alone: in layers of several bindings.
    static std::uint64_t scratchValues(const ForwardPlan& plan,
                                       const std::vector<LayerBuffers>& layers,
                                       std::uint64_t tokens, std::uint64_t splits, bool cut);

    /// To be called before the first op of a pass.
    void beginPass() {
        m_alias = {kNoBuffer, kNoBuffer};
        m_pending = {};
        m_redirect = {kNoBuffer, {}};
    }

private:
    class Visitor;
    /// Whether a buffer stays as it is after `gather`, so that its rows need not be copied.
    bool outlives(BufferId id, const GatherRowsOp& gather) const;
    bool overlap(BufferId a, BufferId b) const;
    /// Whether another device reads it from its place in the arena.
    bool leavesDevice(BufferId id) const;
    BufferId resolved(BufferId id) const;
    /// Whether this op and the attention after it are one dispatch.
    bool joinsAttention(const RopeStoreOp& rope, const StepShape& shape) const;
    const VkDeviceOwner& m_device;
    PipelineCache& m_pipelines;
    const VkTuning& m_tuning;
    const ForwardPlan& m_plan;
    const WeightStore& m_weights;
    const VulkanKvCache& m_cache;
    const DeviceBuffers& m_buffers;
    std::pair<const RopeStoreOp*, const OpWeights*> m_pending{}; ///< Waits for its attention.
    std::pair<BufferId, BufferView> m_redirect{kNoBuffer, {}};   ///< Lies here for now.
    std::pair<BufferId, BufferId> m_alias{kNoBuffer, kNoBuffer}; ///< The first is the second.
};

} // namespace inference
