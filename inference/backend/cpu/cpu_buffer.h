// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>

#include "inference/base/result.h"

namespace inference {

/// Zeroed memory for activations, scratch and caches: page aligned, in huge pages where the system
/// gives them, and not really taken before it is touched. Move-only. Fails with OutOfMemory.
class CpuBuffer {
public:
    CpuBuffer() = default;
    CpuBuffer(CpuBuffer&& other) noexcept;
    CpuBuffer& operator=(CpuBuffer&& other) noexcept;
    ~CpuBuffer();

    static Result<CpuBuffer> allocate(std::size_t bytes);

    std::byte* data() const { return m_data; }
    std::size_t size() const { return m_size; }

private:
    std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

} // namespace inference
