// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <vector>

#include "inference/backend/backend.h"
#include "inference/backend/vulkan/vk_memory.h"
#include "inference/kv/kv_layout.h"

namespace inference {

/// A layer's cache: cells in stretches that a binding can show, all of `cellsPerPart` but the last.
/// A layer that keeps nothing has no part.
struct LayerBuffers {
    std::uint32_t cellsPerPart = 0;
    std::vector<BufferView> keys;   // [parts]
    std::vector<BufferView> values; // [parts]

    std::uint32_t parts() const { return static_cast<std::uint32_t>(keys.size()); }
};

/// Where a stretch of cells of one layer lies; null where the host does not reach it.
struct CellPlaces {
    BufferView keys, values;
    std::byte* mappedKeys = nullptr;
    std::byte* mappedValues = nullptr;
};

/// The cache of one executor on a device, however large a layer's part in it is: what exceeds one
/// binding is cut. First plan(), then bytes() says what it takes, then commit(). Used by one
/// thread.
class VulkanKvCache {
public:
    /// As BufferPool.
    explicit VulkanKvCache(std::uint64_t blockBytesMax) : m_pool(blockBytesMax) {}

    /// Fails with Unsupported where not even one cell can be bound.
    Result<void> plan(const KvLayout& layout, std::uint64_t bindingBytesMax);
    std::uint64_t bytes() const { return m_pool.bytes(); }
    /// Allocates; the views of layers() are valid from here on.
    Result<void> commit(const VkDeviceOwner& device);

    const std::vector<LayerBuffers>& layers() const { return m_layers; }
    /// A range of cells in order, one place for each binding that it touches.
    std::vector<CellPlaces> places(const KvLayout& layout, const CellRange& range) const;

private:
    BufferPool m_pool;
    std::vector<LayerBuffers> m_layers;
    std::vector<std::size_t> m_firstRange; // [layers] in the pool: keys, values of each part.
};

} // namespace inference
