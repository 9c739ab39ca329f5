// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/net/curl_loop.h"

#include <algorithm>
#include <utility>

namespace core {
namespace {

constexpr int kPollMaxMs = 1000;

bool startCurl() {
    static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return started;
}

} // namespace

CurlLoop::CurlLoop() : m_thread([this] { loop(); }) {}

CurlLoop::~CurlLoop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        if (m_multi != nullptr) curl_multi_wakeup(m_multi);
    }
    m_wake.notify_one();
    m_thread.join();
}

void CurlLoop::post(Task task) {
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
        if (m_multi != nullptr && !isCurrentThread()) curl_multi_wakeup(m_multi);
    }
    m_wake.notify_one();
}

void CurlLoop::postAfter(std::chrono::milliseconds delay, Task task) {
    const std::lock_guard lock(m_mutex);
    m_later.emplace(Clock::now() + delay, std::move(task));
    if (m_multi != nullptr && !isCurrentThread()) curl_multi_wakeup(m_multi);
    m_wake.notify_one();
}

CURL* CurlLoop::makeHandle() {
    if (!startCurl()) return nullptr;
    if (m_multi == nullptr) {
        CURLM* multi = curl_multi_init();
        if (multi == nullptr) return nullptr;
        // Each range of a download gets a connection of its own, with HTTP/2 as well.
        curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
        const std::lock_guard lock(m_mutex);
        m_multi = multi;
    }
    return curl_easy_init();
}

Result<void> CurlLoop::run(CURL* handle, Ended ended) {
    if (curl_multi_add_handle(m_multi, handle) != CURLM_OK)
        return Error{ErrorCode::OutOfMemory, "no memory for a connection"};
    m_running.emplace(handle, std::move(ended));
    return {};
}

void CurlLoop::abandon(CURL* handle) {
    if (m_running.erase(handle) > 0) curl_multi_remove_handle(m_multi, handle);
}

void CurlLoop::closeIdle() {
    if (m_multi == nullptr || !m_running.empty()) return;
    CURLM* multi = nullptr;
    {
        const std::lock_guard lock(m_mutex);
        multi = std::exchange(m_multi, nullptr);
    }
    curl_multi_cleanup(multi);
}

bool CurlLoop::runDueTasks() {
    while (true) {
        Task task;
        {
            const std::lock_guard lock(m_mutex);
            if (!m_tasks.empty()) {
                task = std::move(m_tasks.front());
                m_tasks.pop_front();
            } else if (m_stopping) {
                return false;
            } else if (!m_later.empty() && m_later.begin()->first <= Clock::now()) {
                task = std::move(m_later.begin()->second);
                m_later.erase(m_later.begin());
            } else {
                return true;
            }
        }
        task();
    }
}

void CurlLoop::perform() {
    int running = 0;
    curl_multi_perform(m_multi, &running);
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        CURL* handle = message->easy_handle;
        const CURLcode code = message->data.result;
        curl_multi_remove_handle(m_multi, handle);
        const auto found = m_running.find(handle);
        if (found == m_running.end()) continue;
        const Ended ended = std::move(found->second);
        m_running.erase(found);
        ended(code);
    }
}

int CurlLoop::pollTimeoutMs() {
    const std::lock_guard lock(m_mutex);
    if (!m_tasks.empty()) return 0;
    if (m_later.empty()) return kPollMaxMs;
    const auto wait =
        std::chrono::ceil<std::chrono::milliseconds>(m_later.begin()->first - Clock::now());
    return static_cast<int>(std::clamp<std::int64_t>(wait.count(), 0, kPollMaxMs));
}

void CurlLoop::loop() {
    while (runDueTasks()) {
        if (!m_running.empty()) {
            perform();
            // What ended may have freed or started others.
            if (!m_running.empty()) curl_multi_poll(m_multi, nullptr, 0, pollTimeoutMs(), nullptr);
            continue;
        }
        std::unique_lock lock(m_mutex);
        if (m_stopping || !m_tasks.empty()) continue;
        // A wake without a reason does no harm: the loop looks again.
        if (m_later.empty()) {
            m_wake.wait(lock);
        } else {
            m_wake.wait_until(lock, m_later.begin()->first);
        }
    }
    for (const auto& [handle, ended] : m_running) curl_multi_remove_handle(m_multi, handle);
    m_running.clear();
    if (m_multi != nullptr) {
        const std::lock_guard lock(m_mutex);
        curl_multi_cleanup(std::exchange(m_multi, nullptr));
    }
}

} // namespace core
