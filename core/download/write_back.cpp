// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/write_back.h"

#include <fcntl.h>

namespace core {

WriteBack::WriteBack(int descriptor) : m_descriptor(descriptor), m_thread([this] { work(); }) {}

WriteBack::~WriteBack() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void WriteBack::begin(std::uint64_t offset, std::uint64_t bytes) {
    {
        const std::lock_guard lock(m_mutex);
        // A disk that lags behind gets one long order instead of many.
        if (!m_parts.empty() && m_parts.back().offset + m_parts.back().bytes == offset)
            m_parts.back().bytes += bytes;
        else
            m_parts.push_back({offset, bytes});
    }
    m_wake.notify_one();
}

void WriteBack::work() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || !m_parts.empty(); });
        if (m_stopping) return;
        const Part part = m_parts.front();
        m_parts.pop_front();
        lock.unlock();
        ::sync_file_range(m_descriptor, static_cast<off_t>(part.offset),
                          static_cast<off_t>(part.bytes), SYNC_FILE_RANGE_WRITE);
        lock.lock();
    }
}

} // namespace core
