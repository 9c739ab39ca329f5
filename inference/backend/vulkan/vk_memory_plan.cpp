// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_memory_plan.h"

#include <algorithm>
#include <string>

#include "inference/backend/vulkan/vk_ops.h"

namespace inference {

namespace {

/// One buffer; larger pools are several.
constexpr std::uint64_t kBlockBytesMax = 1ull << 30;

std::uint64_t padded(std::uint64_t bytes) {
    return std::max<std::uint64_t>((bytes + 255) / 256 * 256, 256);
}

/// How many rows one pass can take of what the plan may ask for.
Result<void> findBatch(const ForwardPlan& plan, const VkLimits& limits, VkMemoryPlan& memory) {
    std::uint64_t batch = plan.batchMax;
    std::uint64_t logitBatch = plan.logitRowsMax;
    for (const BufferSpec& spec : plan.buffers) {
        const std::uint64_t rowBytes = std::max<std::uint64_t>(spec.width, 1) * sizeof(float);
        std::uint64_t& rows = spec.scope == RowScope::Tokens ? batch : logitBatch;
        rows = std::min(rows, limits.bindingBytesMax / rowBytes);
    }
    std::uint32_t used = 1;
    for (const Op& op : plan.ops)
        if (const auto* experts = std::get_if<ExpertsGluOp>(&op))
            used = std::max(used, experts->used);
        else if (const auto* heads = std::get_if<HeadMatmulOp>(&op))
            used = std::max(used, heads->weight->stack);
    batch = std::min<std::uint64_t>(batch, limits.workgroupsMax / used);
    // What attention leaves in layers whose cache takes several bindings grows with the batch.
    const std::uint64_t leftBytes =
        OpLowering::scratchValues(plan, memory.kv.layers(), 1, 1, true) * sizeof(float);
    if (leftBytes > 0) batch = std::min(batch, limits.bindingBytesMax / leftBytes);
    if (batch == 0 || (logitBatch == 0 && plan.logitRowsMax > 0))
        return Error{ErrorCode::Unsupported, "one row of activations exceeds the device's limit of "
                                                 + formatBytes(limits.bindingBytesMax)
                                                 + " bytes per binding"};
    memory.batch = static_cast<std::uint32_t>(batch);
    memory.logitBatch = static_cast<std::uint32_t>(std::min(batch, logitBatch));
    return {};
}

void findScratch(const ForwardPlan& plan, const VkLimits& limits, VkMemoryPlan& memory) {
    const auto bytes = [&](std::uint64_t tokens, std::uint64_t splits, bool cut) {
        return OpLowering::scratchValues(plan, memory.kv.layers(), tokens, splits, cut)
               * sizeof(float);
    };
    // Without room for partial results the context is not cut into parts.
    const std::uint32_t splits = limits.tuning.attentionSplitsMax;
    memory.splitsMax = bytes(1, splits, false) <= limits.bindingBytesMax ? splits : 1;
    memory.scratchBytes = bytes(memory.batch, 1, true);
    if (memory.splitsMax > 1)
        memory.scratchBytes = std::max(memory.scratchBytes, bytes(1, memory.splitsMax, false));
}

std::uint64_t borderBytes(const ForwardPlan& plan, std::uint32_t batch,
                          std::vector<BufferId> PlanSegment::*side) {
    std::uint64_t most = 0;
    for (const PlanSegment& segment : plan.segments) {
        std::uint64_t bytes = 0;
        for (const BufferId id : segment.*side)
            bytes += padded(std::uint64_t{batch} * plan.buffers[id].width * sizeof(float));
        most = std::max(most, bytes);
    }
    return most;
}

} // namespace

VkLimits VkLimits::of(const VkDeviceCaps& caps, std::uint32_t bindingBytesMax) {
    VkLimits limits;
    limits.kind = caps.kind();
    limits.bindingBytesMax = caps.properties.limits.maxStorageBufferRange / 256 * 256;
    if (bindingBytesMax > 0)
        limits.bindingBytesMax = std::min<std::uint64_t>(limits.bindingBytesMax, bindingBytesMax);
    limits.blockBytesMax = std::min(kBlockBytesMax, caps.allocationBytesMax / 4096 * 4096);
    limits.bindingBytesMax = std::min(limits.bindingBytesMax, limits.blockBytesMax);
    limits.workgroupsMax = caps.properties.limits.maxComputeWorkGroupCount[1];
    limits.tuning = tuningFor(caps);
    return limits;
}

VkLimits VkLimits::of(const DeviceLimits& limits) {
    VkLimits own;
    own.kind = limits.kind;
    own.blockBytesMax = std::min(kBlockBytesMax, limits.allocationBytesMax / 4096 * 4096);
    own.bindingBytesMax = std::min(limits.bindingBytesMax / 256 * 256, own.blockBytesMax);
    own.workgroupsMax = limits.workgroupsMax;
    own.tuning.subgroup = std::max(limits.subgroup, 1u);
    return own;
}

Result<VkMemoryPlan> VkMemoryPlan::make(const ForwardPlan& plan, const VkLimits& limits) {
    if (plan.ops.empty() || plan.batchMax == 0 || plan.vocabulary == 0)
        return Error{ErrorCode::InvalidArgument, "the plan is empty"};
    VkMemoryPlan memory{.weights = WeightStore(limits.blockBytesMax, limits.bindingBytesMax),
                        .opWeights = {},
                        .kv = VulkanKvCache(limits.blockBytesMax),
                        .state = RecurrentState(limits.blockBytesMax),
                        .ropeOffsets = {}};
    for (const Op& op : plan.ops) {
        TRY(OpWeights bound, bindWeights(op, plan, memory.weights));
        memory.opWeights.push_back(std::move(bound));
    }
    TRY(memory.kv.plan(plan.kv, limits.bindingBytesMax));
    TRY(findBatch(plan, limits, memory));
    TRY(memory.state.plan(plan.kv, limits.bindingBytesMax));
    std::uint32_t offset = kTokenHeader;
    for (const RopeTable& table : plan.ropeTables) {
        memory.ropeOffsets.push_back(offset);
        offset += static_cast<std::uint32_t>(table.inverseFrequency.size()) * 2;
    }
    memory.parameterStride = offset;
    memory.parameterBytes =
        (std::uint64_t{kParameterHeader} + std::uint64_t{memory.batch} * offset) * 4;
    memory.arenaBytes = plan.arenaBytes;
    findScratch(plan, limits, memory);
    memory.attentionBytes = OpLowering::attentionValues(plan) * sizeof(float);
    for (const Op& op : plan.ops)
        if (const auto* embed = std::get_if<EmbedRowsOp>(&op); embed != nullptr && embed->onHost)
            memory.hostRowBytes =
                std::uint64_t{memory.batch} * embed->table->rowLength * sizeof(float);
    if (plan.logits != kNoBuffer) {
        memory.logitBytes =
            std::uint64_t{plan.buffers[plan.logits].width} * memory.logitBatch * sizeof(float);
        memory.candidateBytes =
            std::uint64_t{OpLowering::topGroups(plan, limits.tuning)} * kDeviceCandidatesMax * 8;
    }
    memory.borderInBytes = borderBytes(plan, memory.batch, &PlanSegment::in);
    memory.borderOutBytes = borderBytes(plan, memory.batch, &PlanSegment::out);
    return memory;
}

MemoryUse VkMemoryPlan::use(DeviceKind kind) const {
    MemoryUse use;
    use.weightBytes = weights.bytes();
    use.kvBytes = kv.bytes() + state.bytes();
    use.computeBytes = padded(arenaBytes) + padded(parameterBytes) + padded(scratchBytes)
                       + padded(attentionBytes) + padded(hostRowBytes) + padded(0);
    use.stagingBytes = padded(candidateBytes);
    // Where all memory is one, the host reads and writes the arena itself.
    if (kind != DeviceKind::Discrete) return use;
    if (logitBytes > 0) use.stagingBytes += padded(logitBytes);
    if (borderInBytes > 0) use.stagingBytes += borderInBytes;
    if (borderOutBytes > 0) use.stagingBytes += borderOutBytes;
    return use;
}

Result<MemoryUse> measureVulkan(const ForwardPlan& plan, const DeviceLimits& limits) {
    TRY(const VkMemoryPlan memory, VkMemoryPlan::make(plan, VkLimits::of(limits)));
    return memory.use(limits.kind);
}

} // namespace inference
