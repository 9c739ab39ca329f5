// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>

#include <curl/curl.h>

#include "core/base/result.h"

namespace core {

/// The thread that drives libcurl. Any thread may post a task to it; all else is called on it.
/// libcurl is started with the first transfer and not before, because that opens sockets.
class CurlLoop {
public:
    using Clock = std::chrono::steady_clock;
    using Task = std::function<void()>;
    using Ended = std::function<void(CURLcode)>;

    CurlLoop();
    /// Does what was posted, drops what was planned for later and running transfers, and joins.
    ~CurlLoop();
    CurlLoop(const CurlLoop&) = delete;
    CurlLoop& operator=(const CurlLoop&) = delete;

    void post(Task task);
    void postAfter(std::chrono::milliseconds delay, Task task);
    bool isCurrentThread() const { return std::this_thread::get_id() == m_thread.get_id(); }

    /// A fresh handle, or null without memory. Starts libcurl. Its owner cleans it up.
    CURL* makeHandle();
    /// Runs the handle; `ended` is called once, unless abandon() comes first.
    Result<void> run(CURL* handle, Ended ended);
    void abandon(CURL* handle);
    /// Also closes the connections that were kept for later. No transfer may run.
    void closeIdle();

private:
    void loop();
    bool runDueTasks();
    void perform();
    int pollTimeoutMs();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    std::multimap<Clock::time_point, Task> m_later;
    bool m_stopping = false;
    CURLM* m_multi = nullptr; // Written under m_mutex, by the loop's thread.
    std::unordered_map<CURL*, Ended> m_running;
    std::thread m_thread; // Last: it starts when everything else is there.
};

} // namespace core
