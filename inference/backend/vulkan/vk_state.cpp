// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_state.h"

#include <cstring>
#include <limits>

#include "inference/backend/vulkan/vk_command_plan.h"

namespace inference {

namespace {

/// Runs nothing but copies.
Result<void> copyAll(const VkDeviceOwner& device, Queue& queue,
                     std::span<const BufferCopy> copies) {
    TRY(const CommandPlan commands,
        CommandPlan::record(device, {}, {}, copies, std::numeric_limits<double>::infinity()));
    for (const VkCommandBuffer segment : commands.segments()) TRY(queue.run(segment));
    return {};
}

} // namespace

Result<void> RecurrentState::plan(const KvLayout& layout, std::uint64_t bindingBytesMax) {
    for (const RecurrentLayout& layer : layout.recurrent) {
        for (const std::uint32_t values : {layer.convolution, layer.matrices}) {
            const std::uint64_t bytes = std::uint64_t{values} * sizeof(float);
            if (bytes > bindingBytesMax)
                return Error{ErrorCode::LimitExceeded,
                             "the recurrent state of a layer takes " + formatBytes(bytes)
                                 + " bytes, the device allows " + formatBytes(bindingBytesMax)
                                 + ": use the CPU"};
            m_parts.push_back({m_pool.reserve(bytes), m_snapshotBytes, bytes});
            m_snapshotBytes += bytes;
        }
    }
    return {};
}

Result<void> RecurrentState::allocate(const VkDeviceOwner& device, DeviceBuffers& buffers) {
    if (m_parts.empty()) return {};
    TRY(m_pool.commit(device, MemoryUseKind::Device));
    for (std::size_t i = 0; i < m_parts.size(); i += 2) {
        buffers.convolutions.push_back(m_pool.view(m_parts[i].range, true));
        buffers.matrices.push_back(m_pool.view(m_parts[i + 1].range, true));
    }
    return {};
}

Result<void> RecurrentState::begin(std::uint32_t position) {
    if (m_snapshotBytes == 0) return {};
    // At position 0 shaders take the state for zero without looking at it.
    if (position != 0 && m_position != position) {
        const std::string where =
            m_position ? "at position " + std::to_string(*m_position) : "of no position";
        return Error{ErrorCode::InvalidArgument, "the recurrent state is " + where + ", not at "
                                                     + std::to_string(position)
                                                     + ": load a snapshot or start anew"};
    }
    m_position.reset();
    return {};
}

Result<void> RecurrentState::save(const VkDeviceOwner& device, Queue& queue,
                                  std::span<std::byte> target) const {
    if (target.size() != m_snapshotBytes || (!m_position && !target.empty()))
        return Error{ErrorCode::InvalidArgument,
                     "there is no recurrent state of this size to save"};
    if (target.empty()) return {};
    TRY(const DeviceBuffer read,
        DeviceBuffer::create(device, m_snapshotBytes, MemoryUseKind::Readback));
    std::vector<BufferCopy> copies;
    for (const Part& part : m_parts) {
        if (part.bytes == 0) continue;
        BufferView source = m_pool.view(part.range, true);
        source.bytes = part.bytes;
        copies.push_back({source, read.view(part.offset, part.bytes)});
    }
    TRY(copyAll(device, queue, copies));
    TRY(read.invalidate());
    std::memcpy(target.data(), read.mapped(), target.size());
    return {};
}

Result<void> RecurrentState::load(const VkDeviceOwner& device, Queue& queue,
                                  std::span<const std::byte> source, std::uint32_t position) {
    if (source.size() != m_snapshotBytes)
        return Error{ErrorCode::InvalidArgument, "a recurrent state of "
                                                     + formatBytes(source.size())
                                                     + " bytes is not this model's"};
    if (source.empty()) return {};
    m_position.reset();
    TRY(const DeviceBuffer staged,
        DeviceBuffer::create(device, m_snapshotBytes, MemoryUseKind::Staging));
    std::memcpy(staged.mapped(), source.data(), source.size());
    std::vector<BufferCopy> copies;
    for (const Part& part : m_parts) {
        if (part.bytes == 0) continue;
        BufferView target = m_pool.view(part.range, true);
        target.bytes = part.bytes;
        copies.push_back({staged.view(part.offset, part.bytes), target});
    }
    TRY(copyAll(device, queue, copies));
    m_position = position;
    return {};
}

} // namespace inference
