// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

namespace core {

/// Has the system write parts of a file to the disk early, so that a sync at the end finds little
/// left to do. Asking the system takes milliseconds and, where the disk is slow, waits for it:
/// hence on a thread of its own, which ends with the object. Advice only: never fails.
class WriteBack {
public:
    /// The descriptor stays open for as long as this lives.
    explicit WriteBack(int descriptor);
    ~WriteBack();
    WriteBack(const WriteBack&) = delete;
    WriteBack& operator=(const WriteBack&) = delete;

    void begin(std::uint64_t offset, std::uint64_t bytes);

private:
    struct Part {
        std::uint64_t offset;
        std::uint64_t bytes;
    };
    void work();

    int m_descriptor;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Part> m_parts;
    bool m_stopping = false;
    std::thread m_thread; // Last: it starts when everything else is there.
};

} // namespace core
