// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_cells.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "inference/backend/vulkan/vk_command_plan.h"

namespace inference {

namespace {

constexpr std::uint64_t kStagingBytes = 16ull << 20;

BufferView part(const BufferView& view, std::uint64_t offset, std::uint64_t bytes) {
    return {view.buffer, view.offset + offset, bytes, view.tracked};
}

} // namespace

Result<void> VkCellCopier::copy(const BufferView& source, const BufferView& target) {
    const std::array<BufferCopy, 1> one{{{source, target}}};
    TRY(const CommandPlan commands, CommandPlan::record(m_device, {}, {}, one, 1));
    for (const VkCommandBuffer buffer : commands.segments()) TRY(m_queue.run(buffer));
    return {};
}

Result<void> VkCellCopier::read(const BufferView& source, const std::byte* mapped,
                                std::span<std::byte> target) {
    ASSERT(target.size() <= source.bytes);
    if (target.empty()) return {};
    if (mapped != nullptr) {
        std::memcpy(target.data(), mapped, target.size());
        return {};
    }
    const std::uint64_t step = std::min<std::uint64_t>(kStagingBytes, target.size());
    TRY(const DeviceBuffer staging, DeviceBuffer::create(m_device, step, MemoryUseKind::Readback));
    for (std::uint64_t at = 0; at < target.size(); at += step) {
        const std::uint64_t bytes = std::min<std::uint64_t>(step, target.size() - at);
        TRY(copy(part(source, at, bytes), staging.view(0, bytes)));
        TRY(staging.invalidate());
        std::memcpy(target.data() + at, staging.mapped(), bytes);
    }
    return {};
}

Result<void> VkCellCopier::write(std::span<const std::byte> source, const BufferView& target,
                                 std::byte* mapped) {
    ASSERT(source.size() <= target.bytes);
    if (source.empty()) return {};
    if (mapped != nullptr) {
        std::memcpy(mapped, source.data(), source.size());
        return {};
    }
    const std::uint64_t step = std::min<std::uint64_t>(kStagingBytes, source.size());
    TRY(const DeviceBuffer staging, DeviceBuffer::create(m_device, step, MemoryUseKind::Staging));
    for (std::uint64_t at = 0; at < source.size(); at += step) {
        const std::uint64_t bytes = std::min<std::uint64_t>(step, source.size() - at);
        std::memcpy(staging.mapped(), source.data() + at, bytes);
        TRY(copy(staging.view(0, bytes), part(target, at, bytes)));
    }
    return {};
}

} // namespace inference
