// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstring>

#include "inference/backend/cpu/kernel_table.h"
#include "inference/kv/kv_layout.h"

namespace inference {

/// Finds the heads in one half of a layer's cache. Borrows the memory.
class CacheHeads {
public:
    CacheHeads(std::byte* base, KvType type, std::uint32_t width, std::size_t headLength)
        : m_base(base), m_type(type), m_headLength(headLength),
          m_cellBytes(kvCellBytes(type, width)), m_headBytes(kvValueBytes(type, headLength)),
          m_scales(kvValueBytes(type, width)) {}

    KvRow at(std::size_t cell, std::size_t head) const {
        const std::byte* start = m_base + cell * m_cellBytes;
        return {start + head * m_headBytes,
                start + m_scales + head * (m_headLength / kKvBlock) * 2};
    }
    /// Writes a head of headLength values.
    void store(const KernelTable& kernels, std::size_t cell, std::size_t head,
               const float* x) const {
        std::byte* start = m_base + cell * m_cellBytes;
        std::byte* values = start + head * m_headBytes;
        if (m_type == KvType::F32)
            std::memcpy(values, x, m_headBytes);
        else if (m_type == KvType::F16)
            kernels.toHalf(x, m_headLength, values);
        else
            kernels.quantizeCache(x, m_headLength, m_type, values,
                                  start + m_scales + head * (m_headLength / kKvBlock) * 2);
    }

private:
    std::byte* m_base;
    KvType m_type;
    std::size_t m_headLength, m_cellBytes, m_headBytes, m_scales;
};

} // namespace inference
