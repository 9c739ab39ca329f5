// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_transfer.h"

#include "inference/backend/vulkan/vk_error.h"

namespace inference {

Result<StagingRing> StagingRing::create(const VkDeviceOwner& device, Queue& queue) {
    StagingRing ring(device, queue);
    TRY(ring.m_commands, CommandBuffers::create(device, kSlots, true));
    for (Slot& slot : ring.m_slots) {
        TRY(slot.buffer, DeviceBuffer::create(device, kSlotBytes, MemoryUseKind::Staging));
        TRY(slot.done, queue.createFence(true));
    }
    return ring;
}

Result<void> StagingRing::write(const BufferView& target, std::uint64_t bytes,
                                const std::function<void(std::byte*)>& fill) {
    ASSERT(bytes <= kSlotBytes && bytes <= target.bytes);
    Slot& slot = m_slots[m_next];
    VkCommandBuffer commands = m_commands.buffers[m_next];
    m_next = (m_next + 1) % kSlots;
    TRY(m_queue->wait(slot.done.get()));
    fill(slot.buffer.mapped());

    const VkDeviceFunctions& vk = m_device->functions();
    VkCommandBufferBeginInfo begin{};
    begin.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
    begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
    TRY(vkCheck(vk.vkBeginCommandBuffer(commands, &begin), "recording an upload"));
    const VkBufferCopy region{0, target.offset, bytes};
    vk.vkCmdCopyBuffer(commands, slot.buffer.handle(), target.buffer, 1, &region);
    TRY(vkCheck(vk.vkEndCommandBuffer(commands), "recording an upload"));
    return m_queue->submit(commands, slot.done.get());
}

Result<void> StagingRing::finish() {
    for (const Slot& slot : m_slots) TRY(m_queue->wait(slot.done.get()));
    return {};
}

} // namespace inference
