// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/file_window.h"

#include <utility>

#include <sys/mman.h>
#include <unistd.h>

#include "core/base/result.h"
#include "inference/base/map_faults.h"

namespace core {

bool FileWindow::open(int descriptor, std::uint64_t offset, std::uint64_t bytes) {
    close();
    if (bytes == 0) return false;
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::uint64_t begin = offset / page * page;
    const auto size = static_cast<std::size_t>(offset + bytes - begin);
    void* data =
        ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, static_cast<off_t>(begin));
    if (data == MAP_FAILED) return false;
    m_watch = inference::MapFaults::watch(data, size, descriptor);
    m_data = static_cast<char*>(data);
    m_mapped = size;
    m_offset = begin;
    m_end = offset + bytes;
    if (m_watch == inference::MapFaults::kNone) close(); // Unwatched, a lost page would be the end.
    return m_data != nullptr;
}

void FileWindow::close() {
    inference::MapFaults::release(std::exchange(m_watch, inference::MapFaults::kNone));
    if (m_data != nullptr) ::munmap(std::exchange(m_data, nullptr), m_mapped);
    m_offset = m_end = 0;
}

bool FileWindow::holds(std::uint64_t offset, std::size_t bytes) const {
    return m_data != nullptr && offset >= m_offset && offset + bytes <= m_end;
}

std::string_view FileWindow::at(std::uint64_t offset, std::size_t bytes) const {
    ASSERT(holds(offset, bytes));
    char* data = m_data + (offset - m_offset);
#ifdef MADV_POPULATE_READ
    // All pages at once instead of one fault for a few of them; older kernels do it by faults.
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t before = static_cast<std::size_t>(data - m_data) % page;
    ::madvise(data - before, bytes + before, MADV_POPULATE_READ);
#endif
    return {data, bytes};
}

bool FileWindow::isWhole() const {
    return !inference::MapFaults::lost(m_watch);
}

} // namespace core
