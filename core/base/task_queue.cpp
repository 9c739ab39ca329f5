// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/base/task_queue.h"

#include <future>
#include <utility>

#include "core/base/result.h"

namespace core {

TaskQueue::TaskQueue() : m_thread([this] { run(); }) {}

TaskQueue::~TaskQueue() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void TaskQueue::post(Task task) {
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_all();
}

void TaskQueue::postAfter(std::chrono::milliseconds delay, Task task) {
    {
        const std::lock_guard lock(m_mutex);
        m_later.emplace(Clock::now() + delay, std::move(task));
    }
    m_wake.notify_all();
}

void TaskQueue::drain() {
    ASSERT(!isCurrentThread());
    std::promise<void> reached;
    post([&reached] { reached.set_value(); });
    reached.get_future().wait();
}

bool TaskQueue::isCurrentThread() const {
    return std::this_thread::get_id() == m_thread.get_id();
}

void TaskQueue::run() {
    std::unique_lock lock(m_mutex);
    while (true) {
        Task task;
        if (!m_tasks.empty()) {
            task = std::move(m_tasks.front());
            m_tasks.pop_front();
        } else if (m_stopping) {
            return;
        } else if (m_later.empty()) {
            m_wake.wait(lock);
            continue;
        } else if (const auto first = m_later.begin(); first->first <= Clock::now()) {
            task = std::move(first->second);
            m_later.erase(first);
        } else {
            const Clock::time_point due = first->first; // A copy: the entry may go while we wait.
            m_wake.wait_until(lock, due);
            continue;
        }
        lock.unlock();
        task();
        task = nullptr; // What it holds goes before the next wait.
        lock.lock();
    }
}

} // namespace core
