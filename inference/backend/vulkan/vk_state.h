// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "inference/backend/vulkan/vk_memory.h"
#include "inference/backend/vulkan/vk_ops.h"
#include "inference/backend/vulkan/vk_queue.h"
#include "inference/kv/kv_layout.h"

namespace inference {

/// The recurrent state of a plan on a device: each layer's convolution and matrices as ranges of
/// their own, since a binding has to be aligned, and the position that they belong to. Snapshots
/// are in the packed order of Executor::saveState. Used by one thread.
class RecurrentState {
public:
    explicit RecurrentState(std::uint64_t blockBytesMax) : m_pool(blockBytesMax) {}

    /// Finds out how much is needed. Fails with LimitExceeded where a range is too large to bind.
    Result<void> plan(const KvLayout& layout, std::uint64_t bindingBytesMax);
    std::uint64_t bytes() const { return m_pool.bytes(); }
    std::uint64_t snapshotBytes() const { return m_snapshotBytes; }
    /// Allocates, and tells dispatches where each layer's state is.
    Result<void> allocate(const VkDeviceOwner& device, DeviceBuffers& buffers);

    /// Where the next pass has to start, unless at 0.
    std::optional<std::uint32_t> position() const { return m_position; }
    /// Checks that a pass may start here; until it has ended well the state is of no position.
    Result<void> begin(std::uint32_t position);
    void end(std::uint32_t position) {
        if (m_snapshotBytes > 0) m_position = position;
    }

    Result<void> save(const VkDeviceOwner& device, Queue& queue, std::span<std::byte> target) const;
    Result<void> load(const VkDeviceOwner& device, Queue& queue, std::span<const std::byte> source,
                      std::uint32_t position);

private:
    struct Part {
        std::size_t range = 0;
        std::uint64_t offset = 0; // In a snapshot.
        std::uint64_t bytes = 0;
    };
    BufferPool m_pool;
    std::vector<Part> m_parts; // [layers][convolution, matrices]
    std::uint64_t m_snapshotBytes = 0;
    std::optional<std::uint32_t> m_position;
};

} // namespace inference
