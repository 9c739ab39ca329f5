// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <functional>
#include <stop_token>

#include "inference/backend/vulkan/vk_memory.h"
#include "inference/backend/vulkan/vk_queue.h"

namespace inference {

/// Fills device memory that the host cannot reach, through a ring of staging buffers: while the
/// device copies one, the host fills the next. Used by one thread, during loading only.
class StagingRing {
public:
    static constexpr std::uint64_t kSlotBytes = 32ull << 20;
    static constexpr std::size_t kSlots = 2;

    /// `device` and `queue` must outlive it.
    static Result<StagingRing> create(const VkDeviceOwner& device, Queue& queue);

    /// Has `fill` write `bytes` (at most kSlotBytes) and copies them to `target`.
    Result<void> write(const BufferView& target, std::uint64_t bytes,
                       const std::function<void(std::byte*)>& fill);
    /// Waits until all copies are done.
    Result<void> finish();

private:
    StagingRing(const VkDeviceOwner& device, Queue& queue) : m_device(&device), m_queue(&queue) {}

    struct Slot {
        DeviceBuffer buffer;
        OwnedFence done;
    };
    const VkDeviceOwner* m_device;
    Queue* m_queue;
    CommandBuffers m_commands;
    std::array<Slot, kSlots> m_slots;
    std::size_t m_next = 0;
};

} // namespace inference
