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

namespace core {

/// One thread that works through tasks in the order in which they came. Any thread may post. The
/// destructor does what was posted, drops what was only planned for later, and joins.
class TaskQueue {
public:
    using Task = std::function<void()>;
    using Clock = std::chrono::steady_clock;

    TaskQueue();
    ~TaskQueue();
    TaskQueue(const TaskQueue&) = delete;
    TaskQueue& operator=(const TaskQueue&) = delete;

    void post(Task task);
    /// Not before `delay` has passed; tasks posted without delay go first.
    void postAfter(std::chrono::milliseconds delay, Task task);
    /// Waits until all that was posted is done. Not from the queue's own thread.
    void drain();
    bool isCurrentThread() const;

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    std::multimap<Clock::time_point, Task> m_later;
    bool m_stopping = false;
    std::thread m_thread; // Last: it starts when everything else is there.
};

} // namespace core
