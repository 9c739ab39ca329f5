// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_borders.h"

#include <algorithm>
#include <cstring>

namespace inference {

namespace {

std::uint64_t padded(std::uint64_t bytes) {
    return (bytes + 255) / 256 * 256;
}

/// Where the rows of this step begin in the memory that the caller gave for the whole request.
float* rowsOfStep(const ForwardRequest& request, const BorderRows& border, const BufferSpec& spec,
                  std::uint32_t first) {
    const bool offset = spec.scope == RowScope::Tokens || request.rows == LogitRows::All;
    return border.rows + (offset ? std::size_t{first} * spec.width : 0);
}

} // namespace

Result<VkBorders> VkBorders::create(const VkDeviceOwner& device, const ForwardPlan& plan,
                                    const VkMemoryPlan& memory, const DeviceBuffer& arena) {
    VkBorders borders(plan, arena);
    if (memory.borderInBytes > 0 && arena.mapped() == nullptr) {
        TRY(borders.m_up,
            DeviceBuffer::create(device, memory.borderInBytes, MemoryUseKind::Staging));
    }
    if (memory.borderOutBytes > 0 && (arena.mapped() == nullptr || !arena.cached())) {
        TRY(borders.m_down,
            DeviceBuffer::create(device, memory.borderOutBytes, MemoryUseKind::Readback));
    }
    return borders;
}

std::uint64_t VkBorders::rowsBytes(BufferId id, const StepShape& shape) const {
    const BufferSpec& spec = m_plan->buffers[id];
    const std::uint64_t rows = spec.scope == RowScope::Tokens ? shape.tokens : shape.logitRows;
    return rows * spec.width * sizeof(float);
}

std::vector<BufferCopy> VkBorders::copies(const std::vector<BufferId>& ids,
                                          const DeviceBuffer& staging,
                                          const StepShape& shape) const {
    std::vector<BufferCopy> list;
    std::uint64_t at = 0;
    for (const BufferId id : ids) {
        const std::uint64_t bytes = rowsBytes(id, shape);
        if (bytes == 0) continue;
        list.push_back({staging.view(at, bytes), m_arena->view(m_plan->buffers[id].offset, bytes)});
        at += padded(bytes);
    }
    return list;
}

std::vector<BufferCopy> VkBorders::copiesIn(std::uint32_t segment, const StepShape& shape) const {
    if (m_plan->segments.empty() || m_up.bytes() == 0) return {};
    return copies(m_plan->segments[segment].in, m_up, shape);
}

std::vector<BufferCopy> VkBorders::copiesOut(std::uint32_t segment, const StepShape& shape) const {
    if (m_plan->segments.empty() || m_down.bytes() == 0) return {};
    std::vector<BufferCopy> list = copies(m_plan->segments[segment].out, m_down, shape);
    for (BufferCopy& one : list) std::swap(one.source, one.target);
    return list;
}

void VkBorders::send(const ForwardRequest& request, std::uint32_t first,
                     const StepShape& shape) const {
    std::uint64_t at = 0;
    for (const BorderRows& border : request.in) {
        const BufferSpec& spec = m_plan->buffers[border.buffer];
        const std::uint64_t bytes = rowsBytes(border.buffer, shape);
        if (bytes == 0) continue;
        std::byte* target = m_up.bytes() > 0 ? m_up.mapped() + at : m_arena->mapped() + spec.offset;
        std::memcpy(target, rowsOfStep(request, border, spec, first), bytes);
        at += padded(bytes);
    }
}

Result<void> VkBorders::receive(const ForwardRequest& request, std::uint32_t first,
                                const StepShape& shape) const {
    if (request.out.empty()) return {};
    const bool direct = m_down.bytes() == 0;
    TRY(direct ? m_arena->invalidate() : m_down.invalidate());
    std::uint64_t at = 0;
    for (const BorderRows& border : request.out) {
        const BufferSpec& spec = m_plan->buffers[border.buffer];
        const std::uint64_t bytes = rowsBytes(border.buffer, shape);
        if (bytes == 0) continue;
        const std::byte* source = direct ? m_arena->mapped() + spec.offset : m_down.mapped() + at;
        std::memcpy(rowsOfStep(request, border, spec, first), source, bytes);
        at += padded(bytes);
    }
    return {};
}

} // namespace inference
