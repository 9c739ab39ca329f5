// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_kv_cache.h"

#include <algorithm>

namespace inference {

Result<void> VulkanKvCache::plan(const KvLayout& layout, std::uint64_t bindingBytesMax) {
    std::size_t range = 0;
    for (const KvLayerLayout& layer : layout.layers) {
        m_firstRange.push_back(range);
        LayerBuffers& buffers = m_layers.emplace_back();
        const std::uint64_t keyBytes = kvCellBytes(layer.keyType, layer.keyWidth);
        const std::uint64_t valueBytes = kvCellBytes(layer.valueType, layer.valueWidth);
        const std::uint64_t cellBytes = std::max(keyBytes, valueBytes);
        if (cellBytes == 0 || layer.cells == 0) continue;
        if (cellBytes > bindingBytesMax)
            return Error{ErrorCode::Unsupported,
                         "one position of the cache exceeds the device's limit of "
                             + formatBytes(bindingBytesMax) + " bytes per binding"};
        buffers.cellsPerPart = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(layer.cells, bindingBytesMax / cellBytes));
        for (std::uint32_t first = 0; first < layer.cells; first += buffers.cellsPerPart) {
            const std::uint64_t cells = std::min(buffers.cellsPerPart, layer.cells - first);
            m_pool.reserve(cells * keyBytes);
            m_pool.reserve(cells * valueBytes);
        }
        const std::uint32_t parts = (layer.cells - 1) / buffers.cellsPerPart + 1;
        buffers.keys.resize(parts);
        buffers.values.resize(parts);
        range += 2 * std::size_t{parts};
    }
    return {};
}

std::vector<CellPlaces> VulkanKvCache::places(const KvLayout& layout,
                                              const CellRange& range) const {
    const KvLayerLayout& layer = layout.layers[range.layer];
    const LayerBuffers& buffers = m_layers[range.layer];
    ASSERT(range.first + range.count <= layer.cells);
    const auto narrowed = [&](std::size_t pool, std::uint64_t offset, std::uint64_t bytes,
                              BufferView& view, std::byte*& mapped) {
        view = m_pool.view(pool, true);
        view.offset += offset;
        view.bytes = bytes;
        mapped = m_pool.mapped(pool);
        if (mapped != nullptr) mapped += offset;
    };
    const std::uint64_t keyBytes = kvCellBytes(layer.keyType, layer.keyWidth);
    const std::uint64_t valueBytes = kvCellBytes(layer.valueType, layer.valueWidth);
    std::vector<CellPlaces> result;
    for (std::uint32_t at = range.first, end = range.first + range.count; at < end;) {
        const std::uint32_t part = at / buffers.cellsPerPart;
        const std::uint32_t first = at - part * buffers.cellsPerPart;
        const std::uint32_t count = std::min(end - at, buffers.cellsPerPart - first);
        const std::size_t pool = m_firstRange[range.layer] + 2 * std::size_t{part};
        CellPlaces& place = result.emplace_back();
        narrowed(pool, first * keyBytes, count * keyBytes, place.keys, place.mappedKeys);
        narrowed(pool + 1, first * valueBytes, count * valueBytes, place.values,
                 place.mappedValues);
        at += count;
    }
    return result;
}

Result<void> VulkanKvCache::commit(const VkDeviceOwner& device) {
    TRY(m_pool.commit(device, MemoryUseKind::Device));
    std::size_t range = 0;
    for (LayerBuffers& layer : m_layers) {
        for (std::uint32_t part = 0; part < layer.parts(); ++part) {
            layer.keys[part] = m_pool.view(range++, true);
            layer.values[part] = m_pool.view(range++, true);
        }
    }
    return {};
}

} // namespace inference
