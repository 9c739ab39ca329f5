// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "core/base/task_queue.h"
#include "core/download/download_queue.h"
#include "core/download/download_store.h"
#include "core/net/politeness.h"

namespace core {

/// The inside of DownloadQueue: one thread (m_keeper) decides and owns the database, each running
/// download has its own. The list is guarded by m_mutex.
class DownloadKeeper {
public:
    using Clock = std::chrono::steady_clock;
    DownloadKeeper(NetworkGate& gate, DownloadQueueOptions options,
                   std::unique_ptr<DownloadStore> store, const std::vector<DownloadItem>& items);
    ~DownloadKeeper();
    void start();
    DownloadId add(const HubReference& reference, Companions companions);
    void pause(DownloadId id);
    void resume(DownloadId id);
    void cancel(DownloadId id);
    void moveToFront(DownloadId id);
    void apply(const DownloadSettings& settings);

    template <typename Change>
    void changeOptions(const Change& apply) {
        {
            const std::lock_guard lock(m_mutex);
            apply(m_options);
        }
        m_keeper.post([this] { lookAround(); });
    }

    std::vector<DownloadId> ids() const;
    std::vector<DownloadItem> items() const;
    std::function<void()> changed;
    std::function<void(const DownloadItem&, const FetchedModel&)> finished;

private:
    struct Entry {
        explicit Entry(DownloadItem it) : item(std::move(it)) {}
        DownloadItem item;
        bool cancelled = false;
        Clock::time_point retryAt;
        BackOff backOff{std::chrono::seconds(10), std::chrono::minutes(10)};
        std::vector<std::filesystem::path> targets; // As far as they are known.
    };
    Entry* find(DownloadId id);
    void stopWorker(DownloadId id);

    template <typename Change>
    void change(DownloadId id, const Change& apply) {
        {
            const std::lock_guard lock(m_mutex);
            if (Entry* entry = find(id); entry != nullptr) apply(*entry);
        }
        saveAndLook(id);
    }

    void saveAndLook(DownloadId id);
    void announce();

    // From here on: on the keeper's thread.

    void save(DownloadId id);
    void saveAll();
    void forget(DownloadId id);

    /// Starts what may run now, and stops what may not.
    void lookAround();
    void ended(DownloadId id, const Result<FetchedModel>& outcome);
    static void settle(Entry& entry, const Result<FetchedModel>& outcome);

    // On the download's own thread.

    void work(DownloadId id, const std::stop_token& stop);
    Result<FetchedModel> fetch(DownloadId id, const std::stop_token& stop);
    void note(DownloadId id, const ModelProgress& now);

    NetworkGate& m_gate;
    mutable std::mutex m_mutex;
    DownloadQueueOptions m_options;
    std::vector<Entry> m_entries; // In their order.
    std::map<DownloadId, std::jthread> m_workers;
    DownloadId m_lastId = 0;
    bool m_started = false;
    bool m_timerSet = false;
    std::unique_ptr<DownloadStore> m_store;
    TaskQueue m_keeper; // Last: its thread ends first.
};

} // namespace core
