// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <stop_token>
#include <vector>

#include "inference/backend/vulkan/vk_handles.h"

namespace inference {

/// Submits recorded work to the device's queue and waits for it. Used by one thread.
class Queue {
public:
    /// `device` must outlive it.
    static Result<Queue> create(const VkDeviceOwner& device);

    /// One submit and one wait. Fails with DeviceLost when the device stops answering.
    Result<void> run(VkCommandBuffer commands);

    /// For uploads: submit now, wait later. `fence` is reset here and signalled by the device.
    Result<void> submit(VkCommandBuffer commands, VkFence fence);
    Result<void> wait(VkFence fence);
    Result<OwnedFence> createFence(bool signalled) const;

private:
    explicit Queue(const VkDeviceOwner& device) : m_device(&device) {}
    const VkDeviceOwner* m_device;
    OwnedFence m_fence;
};

/// A command pool with buffers from it.
struct CommandBuffers {
    OwnedCommandPool pool;
    std::vector<VkCommandBuffer> buffers;

    static Result<CommandBuffers> create(const VkDeviceOwner& device, std::uint32_t count,
                                         bool rerecorded);
};

} // namespace inference
