// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_queue.h"

#include "inference/backend/vulkan/vk_error.h"

namespace inference {

namespace {

// A wait is cut into pieces only so that it is never infinite for the driver; a device that hangs
// is reset by its driver, which ends the wait with DEVICE_LOST.
constexpr std::uint64_t kWaitNs = 1'000'000'000;

} // namespace

Result<Queue> Queue::create(const VkDeviceOwner& device) {
    Queue queue(device);
    TRY(queue.m_fence, queue.createFence(false));
    return queue;
}

Result<OwnedFence> Queue::createFence(bool signalled) const {
    VkFenceCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_FENCE_CREATE_INFO;
    if (signalled) info.flags = VK_FENCE_CREATE_SIGNALED_BIT;
    VkFence fence = VK_NULL_HANDLE;
    TRY(vkCheck(m_device->functions().vkCreateFence(m_device->handle(), &info, nullptr, &fence),
                "creating a fence"));
    return OwnedFence(*m_device, fence);
}

Result<void> Queue::submit(VkCommandBuffer commands, VkFence fence) {
    const VkDeviceFunctions& vk = m_device->functions();
    TRY(vkCheck(vk.vkResetFences(m_device->handle(), 1, &fence), "resetting a fence"));
    VkSubmitInfo info{};
    info.sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
    info.commandBufferCount = 1;
    info.pCommandBuffers = &commands;
    return vkCheck(vk.vkQueueSubmit(m_device->queue(), 1, &info, fence), "submitting work");
}

Result<void> Queue::wait(VkFence fence) {
    const VkDeviceFunctions& vk = m_device->functions();
    while (true) {
        const VkResult status = vk.vkWaitForFences(m_device->handle(), 1, &fence, VK_TRUE, kWaitNs);
        if (status == VK_SUCCESS) return {};
        if (status != VK_TIMEOUT) return vkError(status, "waiting for the device");
    }
}

Result<void> Queue::run(VkCommandBuffer commands) {
    TRY(submit(commands, m_fence.get()));
    return wait(m_fence.get());
}

Result<CommandBuffers> CommandBuffers::create(const VkDeviceOwner& device, std::uint32_t count,
                                              bool rerecorded) {
    const VkDeviceFunctions& vk = device.functions();
    CommandBuffers result;
    VkCommandPoolCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO;
    info.queueFamilyIndex = device.caps().queueFamily;
    if (rerecorded) info.flags = VK_COMMAND_POOL_CREATE_RESET_COMMAND_BUFFER_BIT;
    VkCommandPool pool = VK_NULL_HANDLE;
    TRY(vkCheck(vk.vkCreateCommandPool(device.handle(), &info, nullptr, &pool),
                "creating a command pool"));
    result.pool = OwnedCommandPool(device, pool);
    result.buffers.resize(count);
    VkCommandBufferAllocateInfo allocate{};
    allocate.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO;
    allocate.commandPool = pool;
    allocate.level = VK_COMMAND_BUFFER_LEVEL_PRIMARY;
    allocate.commandBufferCount = count;
    TRY(vkCheck(vk.vkAllocateCommandBuffers(device.handle(), &allocate, result.buffers.data()),
                "creating command buffers"));
    return result;
}

} // namespace inference
