// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <span>

#include "inference/backend/vulkan/vk_memory.h"
#include "inference/backend/vulkan/vk_queue.h"

namespace inference {

/// Copies a range of a buffer to the host or back: in place where the host reaches it (`mapped`),
/// else through a staging buffer that lives for the call. Rare work, between passes only; used by
/// the executor's thread. Fails with OutOfMemory or DeviceLost.
class VkCellCopier {
public:
    VkCellCopier(const VkDeviceOwner& device, Queue& queue) : m_device(device), m_queue(queue) {}

    Result<void> read(const BufferView& source, const std::byte* mapped,
                      std::span<std::byte> target);
    Result<void> write(std::span<const std::byte> source, const BufferView& target,
                       std::byte* mapped);

private:
    Result<void> copy(const BufferView& source, const BufferView& target);

    const VkDeviceOwner& m_device;
    Queue& m_queue;
};

} // namespace inference
