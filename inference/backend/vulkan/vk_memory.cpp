// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_memory.h"

#include <algorithm>
#include <string>

#include "inference/backend/vulkan/vk_error.h"

namespace inference {

namespace {

constexpr std::uint64_t kAlignment = 256;
constexpr std::uint32_t kNoType = ~0u;

constexpr VkMemoryPropertyFlags kLocal = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
constexpr VkMemoryPropertyFlags kVisible = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT;
constexpr VkMemoryPropertyFlags kCoherent = VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
constexpr VkMemoryPropertyFlags kCached = VK_MEMORY_PROPERTY_HOST_CACHED_BIT;

/// Property sets to try, best first.
std::vector<VkMemoryPropertyFlags> wishes(MemoryUseKind kind, bool unified) {
    switch (kind) {
    case MemoryUseKind::Device:
        if (unified) {
            return {kLocal | kVisible | kCoherent | kCached, kLocal | kVisible | kCoherent, kLocal,
                    kVisible | kCoherent};
        }
        return {kLocal, kVisible | kCoherent};
    case MemoryUseKind::Upload: return {kLocal | kVisible | kCoherent, kVisible | kCoherent};
    case MemoryUseKind::Staging: return {kVisible | kCoherent};
    case MemoryUseKind::Readback:
        return {kVisible | kCoherent | kCached, kVisible | kCached, kVisible | kCoherent};
    }
    return {};
}

std::uint32_t findType(const VkDeviceCaps& caps, std::uint32_t allowed,
                       VkMemoryPropertyFlags wanted) {
    std::uint32_t best = kNoType;
    for (std::uint32_t i = 0; i < caps.memory.memoryTypeCount; ++i) {
        const VkMemoryType& type = caps.memory.memoryTypes[i];
        // Device-coherent memory of debugging drivers is uncached and slow.
        constexpr VkMemoryPropertyFlags kUnwanted = VK_MEMORY_PROPERTY_PROTECTED_BIT
                                                    | VK_MEMORY_PROPERTY_LAZILY_ALLOCATED_BIT
                                                    | VK_MEMORY_PROPERTY_DEVICE_COHERENT_BIT_AMD;
        if ((allowed & (1u << i)) == 0 || (type.propertyFlags & wanted) != wanted
            || (type.propertyFlags & kUnwanted) != 0)
            continue;
        const auto heapBytes = [&](std::uint32_t t) {
            return caps.memory.memoryHeaps[caps.memory.memoryTypes[t].heapIndex].size;
        };
        if (best == kNoType || heapBytes(i) > heapBytes(best)) best = i;
    }
    return best;
}

} // namespace

std::string formatBytes(std::uint64_t bytes) {
    std::string digits = std::to_string(bytes);
    for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
    return digits;
}

Result<DeviceBuffer> DeviceBuffer::create(const VkDeviceOwner& device, std::uint64_t bytes,
                                          MemoryUseKind kind) {
    const VkDeviceFunctions& vk = device.functions();
    DeviceBuffer result;
    result.m_device = &device;
    result.m_bytes =
        std::max<std::uint64_t>((bytes + kAlignment - 1) / kAlignment * kAlignment, kAlignment);
    VkBufferCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
    info.size = result.m_bytes;
    info.usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT
                 | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
    VkBuffer buffer = VK_NULL_HANDLE;
    const std::string what = "allocating " + formatBytes(result.m_bytes) + " bytes on the device";
    TRY(vkCheck(vk.vkCreateBuffer(device.handle(), &info, nullptr, &buffer), what));
    result.m_buffer = OwnedBuffer(device, buffer);
    VkMemoryRequirements needed{};
    vk.vkGetBufferMemoryRequirements(device.handle(), buffer, &needed);
    if (needed.size > device.caps().allocationBytesMax)
        return Error{ErrorCode::OutOfMemory, what + " failed: the driver's limit is "
                                                 + formatBytes(device.caps().allocationBytesMax)};

    const bool unified = device.caps().kind() != DeviceKind::Discrete;
    VkResult status = VK_ERROR_OUT_OF_DEVICE_MEMORY;
    VkMemoryPropertyFlags flags = 0;
    for (const VkMemoryPropertyFlags wanted : wishes(kind, unified)) {
        const std::uint32_t type = findType(device.caps(), needed.memoryTypeBits, wanted);
        if (type == kNoType) continue;
        VkMemoryAllocateInfo allocate{};
        allocate.sType = VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO;
        allocate.allocationSize = needed.size;
        allocate.memoryTypeIndex = type;
        VkDeviceMemory memory = VK_NULL_HANDLE;
        status = vk.vkAllocateMemory(device.handle(), &allocate, nullptr, &memory);
        if (status != VK_SUCCESS) continue;
        result.m_memory = OwnedMemory(device, memory);
        flags = device.caps().memory.memoryTypes[type].propertyFlags;
        break;
    }
    TRY(vkCheck(status, what));
    TRY(vkCheck(vk.vkBindBufferMemory(device.handle(), buffer, result.m_memory.get(), 0), what));
    result.m_coherent = (flags & kCoherent) != 0;
    result.m_cached = (flags & kCached) != 0;
    if ((flags & kVisible) != 0 && (kind != MemoryUseKind::Device || unified)) {
        void* address = nullptr;
        TRY(vkCheck(
            vk.vkMapMemory(device.handle(), result.m_memory.get(), 0, VK_WHOLE_SIZE, 0, &address),
            "mapping device memory"));
        result.m_mapped = static_cast<std::byte*>(address);
    }
    return result;
}

Result<void> DeviceBuffer::invalidate() const {
    if (m_coherent || m_mapped == nullptr) return {};
    VkMappedMemoryRange range{};
    range.sType = VK_STRUCTURE_TYPE_MAPPED_MEMORY_RANGE;
    range.memory = m_memory.get();
    range.size = VK_WHOLE_SIZE;
    return vkCheck(
        m_device->functions().vkInvalidateMappedMemoryRanges(m_device->handle(), 1, &range),
        "reading device memory");
}

std::size_t BufferPool::reserve(std::uint64_t bytes) {
    bytes = std::max<std::uint64_t>((bytes + kAlignment - 1) / kAlignment * kAlignment, kAlignment);
    Range range{0, 0, bytes};
    // First block with room: parts of a big matrix leave gaps that small ones fill.
    while (range.block < m_blocks.size() && m_blocks[range.block] + bytes > m_blockBytesMax)
        ++range.block;
    if (range.block == m_blocks.size()) m_blocks.push_back(0);
    range.offset = m_blocks[range.block];
    m_blocks[range.block] += bytes;
    m_ranges.push_back(range);
    return m_ranges.size() - 1;
}

std::uint64_t BufferPool::bytes() const {
    std::uint64_t total = 0;
    for (const std::uint64_t block : m_blocks) total += block;
    return total;
}

Result<void> BufferPool::commit(const VkDeviceOwner& device, MemoryUseKind kind) {
    for (const std::uint64_t block : m_blocks) {
        TRY(DeviceBuffer buffer, DeviceBuffer::create(device, block, kind));
        m_buffers.push_back(std::move(buffer));
    }
    return {};
}

BufferView BufferPool::view(std::size_t range, bool tracked) const {
    const Range& at = m_ranges[range];
    return m_buffers[at.block].view(at.offset, at.bytes, tracked);
}

std::byte* BufferPool::mapped(std::size_t range) const {
    const Range& at = m_ranges[range];
    std::byte* base = m_buffers[at.block].mapped();
    return base == nullptr ? nullptr : base + at.offset;
}

} // namespace inference
