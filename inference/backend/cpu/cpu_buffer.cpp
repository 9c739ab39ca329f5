// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/cpu_buffer.h"

#include <cstring>
#include <new>
#include <string>
#include <utility>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/mman.h>
#define HEARTH_HAS_MMAP 1
#endif

namespace inference {
namespace {

constexpr std::size_t kAlignment = 4096;

std::byte* take(std::size_t bytes) {
#ifdef HEARTH_HAS_MMAP
    void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) return nullptr;
#ifdef MADV_HUGEPAGE
    madvise(data, bytes, MADV_HUGEPAGE);
#endif
    return static_cast<std::byte*>(data);
#else
    void* data = ::operator new (bytes, std::align_val_t{kAlignment}, std::nothrow);
    if (data != nullptr) std::memset(data, 0, bytes);
    return static_cast<std::byte*>(data);
#endif
}

void release(std::byte* data, std::size_t bytes) {
    if (data == nullptr) return;
#ifdef HEARTH_HAS_MMAP
    munmap(data, bytes);
#else
    static_cast<void>(bytes);
    ::operator delete (data, std::align_val_t{kAlignment});
#endif
}

} // namespace

Result<CpuBuffer> CpuBuffer::allocate(std::size_t bytes) {
    CpuBuffer buffer;
    if (bytes == 0) return buffer;
    const std::size_t rounded = (bytes + kAlignment - 1) / kAlignment * kAlignment;
    buffer.m_data = rounded < bytes ? nullptr : take(rounded);
    if (buffer.m_data == nullptr)
        return Error{ErrorCode::OutOfMemory,
                     "the system refused " + std::to_string(bytes) + " bytes of memory"};
    buffer.m_size = rounded;
    return buffer;
}

CpuBuffer::CpuBuffer(CpuBuffer&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}

CpuBuffer& CpuBuffer::operator=(CpuBuffer&& other) noexcept {
    if (this != &other) {
        release(m_data, m_size);
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

CpuBuffer::~CpuBuffer() {
    release(m_data, m_size);
}

} // namespace inference
