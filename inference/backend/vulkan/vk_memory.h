// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "inference/backend/vulkan/vk_handles.h"

namespace inference {

/// What a buffer is for; decides the kind of memory behind it.
enum class MemoryUseKind : std::uint8_t {
    Device, ///< Read and written by the device; mapped too where all memory is one.
    Upload, ///< Written by the host, read by the device, in device memory if the host reaches that.
    Staging,  ///< Written by the host, copied from.
    Readback, ///< Written by the device, read by the host: cached.
};

/// Part of a buffer as a binding sees it. `tracked` is false for what no dispatch writes: such
/// ranges need no barriers.
struct BufferView {
    VkBuffer buffer = VK_NULL_HANDLE;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    bool tracked = true;
};

/// A buffer with memory of its own, mapped for its whole life where the host can reach it.
/// Move-only.
class DeviceBuffer {
public:
    DeviceBuffer() = default;
    /// Fails with OutOfMemory or as vkError says.
    static Result<DeviceBuffer> create(const VkDeviceOwner& device, std::uint64_t bytes,
                                       MemoryUseKind kind);

    BufferView view(bool tracked = true) const { return {m_buffer.get(), 0, m_bytes, tracked}; }
    BufferView view(std::uint64_t offset, std::uint64_t bytes, bool tracked = true) const {
        return {m_buffer.get(), offset, bytes, tracked};
    }
    VkBuffer handle() const { return m_buffer.get(); }
    std::uint64_t bytes() const { return m_bytes; }
    /// Null where the host cannot reach it.
    std::byte* mapped() const { return m_mapped; }
    bool cached() const { return m_cached; }

    /// Makes what the device wrote visible to the host, where memory is not coherent.
    Result<void> invalidate() const;

private:
    const VkDeviceOwner* m_device = nullptr;
    OwnedMemory m_memory;
    OwnedBuffer m_buffer; // Destroyed before its memory.
    std::uint64_t m_bytes = 0;
    std::byte* m_mapped = nullptr;
    bool m_cached = false;
    bool m_coherent = false;
};

/// Many ranges placed in few buffers: reserve all, look at bytes(), then commit once.
class BufferPool {
public:
    /// `blockBytesMax`: most that one buffer may hold.
    explicit BufferPool(std::uint64_t blockBytesMax) : m_blockBytesMax(blockBytesMax) {}

    /// A 256-aligned range; at most `blockBytesMax` bytes.
    std::size_t reserve(std::uint64_t bytes);
    std::uint64_t bytes() const;
    Result<void> commit(const VkDeviceOwner& device, MemoryUseKind kind);

    BufferView view(std::size_t range, bool tracked) const;
    /// Where the host reaches a range; null if it does not.
    std::byte* mapped(std::size_t range) const;
    const std::vector<DeviceBuffer>& buffers() const { return m_buffers; }

private:
    struct Range {
        std::size_t block = 0;
        std::uint64_t offset = 0;
        std::uint64_t bytes = 0;
    };
    std::uint64_t m_blockBytesMax;
    std::vector<Range> m_ranges;
    std::vector<std::uint64_t> m_blocks; // Bytes of each.
    std::vector<DeviceBuffer> m_buffers;
};

/// "1,234,567" for messages about memory.
std::string formatBytes(std::uint64_t bytes);

} // namespace inference
