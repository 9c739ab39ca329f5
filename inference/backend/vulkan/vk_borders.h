// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <span>
#include <vector>

#include "inference/backend/vulkan/vk_command_plan.h"
#include "inference/backend/vulkan/vk_memory_plan.h"
#include "inference/backend/vulkan/vk_ops.h"

namespace inference {

/// Carries rows of buffers between the arena and the host at the borders of a part of a plan:
/// directly where the host reaches the arena, else through buffers of its own and copies that are
/// recorded with a segment's dispatches. Used by the executor's thread.
class VkBorders {
public:
    /// `plan` and `arena` must outlive it.
    static Result<VkBorders> create(const VkDeviceOwner& device, const ForwardPlan& plan,
                                    const VkMemoryPlan& memory, const DeviceBuffer& arena);

    /// Copies to record before and after a segment of one shape; empty where none are needed.
    std::vector<BufferCopy> copiesIn(std::uint32_t segment, const StepShape& shape) const;
    std::vector<BufferCopy> copiesOut(std::uint32_t segment, const StepShape& shape) const;

    /// Hands rows over before and after the segment runs; `first` is the step's first token in the
    /// request.
    void send(const ForwardRequest& request, std::uint32_t first, const StepShape& shape) const;
    Result<void> receive(const ForwardRequest& request, std::uint32_t first,
                         const StepShape& shape) const;

    std::uint64_t bytes() const { return m_up.bytes() + m_down.bytes(); }

private:
    explicit VkBorders(const ForwardPlan& plan, const DeviceBuffer& arena)
        : m_plan(&plan), m_arena(&arena) {}
    std::uint64_t rowsBytes(BufferId id, const StepShape& shape) const;
    std::vector<BufferCopy> copies(const std::vector<BufferId>& ids, const DeviceBuffer& staging,
                                   const StepShape& shape) const;

    const ForwardPlan* m_plan;
    const DeviceBuffer* m_arena;
    DeviceBuffer m_up;   // Empty where the host writes into the arena.
    DeviceBuffer m_down; // Empty where the host reads from the arena.
};

} // namespace inference
