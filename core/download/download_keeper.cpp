// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/download_keeper.h"

#include <algorithm>
#include <ctime>

#include "core/download/partial_file.h"
#include "core/settings/settings.h"

namespace core {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookAround = 30s; // For the hours of the day.

int minuteOfDay() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    return parts.tm_hour * 60 + parts.tm_min;
}

bool sameModel(const HubReference& a, const HubReference& b) {
    return a.repository == b.repository && a.revision == b.revision && a.file == b.file
           && a.quantization == b.quantization;
}

std::string labelOf(const HubReference& reference) {
    const std::string& what = reference.file.empty() ? reference.quantization : reference.file;
    return what.empty() ? reference.repository : reference.repository + ", " + what;
}

bool isActive(DownloadState state) {
    return state == DownloadState::Running || state == DownloadState::Checking;
}

} // namespace

DownloadKeeper::DownloadKeeper(NetworkGate& gate, DownloadQueueOptions options,
                               std::unique_ptr<DownloadStore> store,
                               const std::vector<DownloadItem>& items)
    : m_gate(gate), m_options(std::move(options)), m_store(std::move(store)) {
    for (const DownloadItem& item : items) m_entries.emplace_back(item);
    for (const Entry& entry : m_entries) m_lastId = std::max(m_lastId, entry.item.id);
}

DownloadKeeper::~DownloadKeeper() {
    m_keeper.post([this] {
        const std::lock_guard lock(m_mutex);
        m_started = false;
        for (auto& [id, worker] : m_workers) worker.request_stop();
    });
    m_keeper.drain();
    std::map<DownloadId, std::jthread> workers;
    {
        const std::lock_guard lock(m_mutex);
        workers.swap(m_workers);
    }
    workers.clear(); // Joins.
    m_keeper.drain();
}

void DownloadKeeper::start() {
    m_keeper.post([this] {
        {
            const std::lock_guard lock(m_mutex);
            m_started = true;
        }
        lookAround();
    });
}

DownloadId DownloadKeeper::add(const HubReference& reference, Companions companions) {
    DownloadId id = 0;
    {
        const std::lock_guard lock(m_mutex);
        const auto known =
            std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
                return sameModel(entry.item.reference, reference);
            });
        if (known != m_entries.end()) {
            id = known->item.id;
            if (!isActive(known->item.state)) known->item.state = DownloadState::Queued;
        } else {
            id = ++m_lastId;
            DownloadItem item;
            item.id = id;
            item.reference = reference;
            item.companions = companions;
            item.label = labelOf(reference);
            item.addedMs = unixMsNow();
            m_entries.emplace_back(item);
        }
    }
    saveAndLook(id);
    return id;
}

void DownloadKeeper::pause(DownloadId id) {
    change(id, [this](Entry& entry) {
        if (entry.item.state == DownloadState::Finished) return;
        entry.item.state = DownloadState::Paused;
        stopWorker(entry.item.id);
    });
}

void DownloadKeeper::resume(DownloadId id) {
    change(id, [](Entry& entry) {
        const bool waits =
            !isActive(entry.item.state) && entry.item.state != DownloadState::Finished;
        if (!waits) return;
        entry.item.state = DownloadState::Queued;
        entry.item.error.reset();
        entry.backOff.reset();
    });
}

void DownloadKeeper::cancel(DownloadId id) {
    m_keeper.post([this, id] {
        {
            const std::lock_guard lock(m_mutex);
            stopWorker(id);
            if (Entry* entry = find(id); entry != nullptr && m_workers.contains(id)) {
                entry->cancelled = true; // Its thread tells when it is done.
                return;
            }
        }
        forget(id);
    });
}

void DownloadKeeper::moveToFront(DownloadId id) {
    {
        const std::lock_guard lock(m_mutex);
        const auto entry = std::find_if(m_entries.begin(), m_entries.end(),
                                        [&](const Entry& e) { return e.item.id == id; });
        if (entry == m_entries.end()) return;
        std::rotate(m_entries.begin(), entry, entry + 1);
    }
    m_keeper.post([this] {
        saveAll();
        lookAround();
    });
    announce();
}

void DownloadKeeper::apply(const DownloadSettings& settings) {
    m_gate.setRateMax(settings.rateMax);
    changeOptions([&](DownloadQueueOptions& options) {
        options.parallelMax = settings.parallelMax;
        options.hours = settings.hours;
    });
}

std::vector<DownloadId> DownloadKeeper::ids() const {
    const std::lock_guard lock(m_mutex);
    std::vector<DownloadId> all;
    for (const Entry& entry : m_entries) all.push_back(entry.item.id);
    return all;
}

std::vector<DownloadItem> DownloadKeeper::items() const {
    const std::lock_guard lock(m_mutex);
    std::vector<DownloadItem> all;
    for (const Entry& entry : m_entries)
        if (!entry.cancelled) all.push_back(entry.item);
    return all;
}

DownloadKeeper::Entry* DownloadKeeper::find(DownloadId id) {
    for (Entry& entry : m_entries)
        if (entry.item.id == id) return &entry;
    return nullptr;
}

void DownloadKeeper::stopWorker(DownloadId id) {
    if (const auto worker = m_workers.find(id); worker != m_workers.end())
        worker->second.request_stop();
}

void DownloadKeeper::saveAndLook(DownloadId id) {
    m_keeper.post([this, id] {
        save(id);
        lookAround();
    });
    announce();
}

void DownloadKeeper::announce() {
    m_keeper.post([this] {
        if (changed) changed();
    });
}

void DownloadKeeper::save(DownloadId id) {
    DownloadItem item;
    std::size_t position = 0;
    {
        const std::lock_guard lock(m_mutex);
        while (position < m_entries.size() && m_entries[position].item.id != id) ++position;
        if (position == m_entries.size()) return;
        item = m_entries[position].item;
    }
    (void)m_store->save(item, position); // A full disk: the list in memory goes on.
}

void DownloadKeeper::saveAll() {
    for (const DownloadId id : ids()) save(id);
}

void DownloadKeeper::forget(DownloadId id) {
    std::vector<std::filesystem::path> targets;
    {
        const std::lock_guard lock(m_mutex);
        if (const Entry* entry = find(id); entry != nullptr) targets = entry->targets;
        std::erase_if(m_entries, [&](const Entry& entry) { return entry.item.id == id; });
    }
    (void)m_store->remove(id);
    for (const auto& target : targets) {
        std::error_code ignored;
        std::filesystem::remove(PartialFile::partPath(target), ignored);
        std::filesystem::remove(PartialFile::mapPath(target), ignored);
    }
    announce();
}

void DownloadKeeper::lookAround() {
    const std::lock_guard lock(m_mutex);
    if (!m_started) return;
    const bool open = m_options.hours.contains(minuteOfDay());
    std::size_t active = 0;
    bool turned = false;
    for (Entry& entry : m_entries) {
        DownloadItem& item = entry.item;
        const bool tooMany = active >= m_options.parallelMax;
        if ((!open || tooMany) && isActive(item.state)) {
            item.state = DownloadState::Queued;
            stopWorker(item.id);
            turned = true;
        }
        if (isActive(item.state)) ++active;
        const bool waits =
            item.state == DownloadState::Queued || item.state == DownloadState::Retrying;
        turned = turned || item.outsideHours != (waits && !open);
        item.outsideHours = waits && !open;
    }
    std::size_t running = m_workers.size(); // Also those that are stopping.
    for (Entry& entry : m_entries) {
        DownloadItem& item = entry.item;
        const bool due =
            item.state == DownloadState::Queued
            || (item.state == DownloadState::Retrying && Clock::now() >= entry.retryAt);
        if (!open || !due || running >= m_options.parallelMax || m_workers.contains(item.id))
            continue;
        ++running;
        turned = true;
        item.state = DownloadState::Running;
        item.error.reset();
        m_workers.emplace(
            item.id, std::jthread([this, id = item.id](const std::stop_token& s) { work(id, s); }));
    }
    if (turned) announce();
    if (std::exchange(m_timerSet, true)) return;
    m_keeper.postAfter(std::chrono::milliseconds(m_options.hours.limited ? kLookAround : 2s),
                       [this] {
                           {
                               const std::lock_guard timer(m_mutex);
                               m_timerSet = false;
                           }
                           lookAround();
                       });
}

void DownloadKeeper::ended(DownloadId id, const Result<FetchedModel>& outcome) {
    std::jthread worker;
    bool wasCancelled = false;
    DownloadItem item;
    {
        const std::lock_guard lock(m_mutex);
        auto node = m_workers.extract(id);
        if (!node.empty()) worker = std::move(node.mapped());
        Entry* entry = find(id);
        if (entry == nullptr) return;
        wasCancelled = entry->cancelled;
        settle(*entry, outcome);
        item = entry->item;
    }
    if (worker.joinable()) worker.join();
    if (wasCancelled) return forget(id);
    save(id);
    if (outcome && finished) finished(item, *outcome);
    announce();
    lookAround();
}

void DownloadKeeper::settle(Entry& entry, const Result<FetchedModel>& outcome) {
    DownloadItem& item = entry.item;
    item.rate = item.secondsLeft = 0;
    item.connections = 0;
    item.remark.clear();
    if (outcome) {
        item.state = DownloadState::Finished;
        item.bytes = item.total;
        item.entryPoint = outcome->files.front();
        return;
    }
    const Error& error = outcome.error();
    // Stopped: whoever did it has set the state, or the program ends.
    if (error.code == ErrorCode::Cancelled) {
        if (isActive(item.state)) item.state = DownloadState::Queued;
        return;
    }
    item.error = error;
    const bool passing = error.code == ErrorCode::Network || error.code == ErrorCode::Busy
                         || error.code == ErrorCode::Offline;
    item.state = passing ? DownloadState::Retrying : DownloadState::Failed;
    if (passing) entry.retryAt = Clock::now() + entry.backOff.next();
}

void DownloadKeeper::work(DownloadId id, const std::stop_token& stop) {
    const auto outcome = fetch(id, stop);
    m_keeper.post([this, id, outcome] { ended(id, outcome); });
}

Result<FetchedModel> DownloadKeeper::fetch(DownloadId id, const std::stop_token& stop) {
    DownloadItem item;
    DownloadQueueOptions options;
    {
        const std::lock_guard lock(m_mutex);
        const Entry* entry = find(id);
        if (entry == nullptr) return Error{ErrorCode::Cancelled, "it was taken off the list"};
        item = entry->item;
        options = m_options;
    }
    TRY(const ModelPlan plan,
        planModel(m_gate, item.reference, options.modelsRoot, item.companions, stop));
    {
        const std::lock_guard lock(m_mutex);
        if (Entry* entry = find(id); entry != nullptr) {
            entry->item.total = plan.bytes;
            entry->targets.clear();
            for (const ModelPlan::Item& file : plan.items) entry->targets.push_back(file.target);
        }
    }
    return fetchModel(
        m_gate, plan, options.fetch, [&](const ModelProgress& now) { note(id, now); }, stop);
}

void DownloadKeeper::note(DownloadId id, const ModelProgress& now) {
    {
        const std::lock_guard lock(m_mutex);
        Entry* entry = find(id);
        if (entry == nullptr) return;
        DownloadItem& item = entry->item;
        item.bytes = now.bytes;
        item.total = now.total;
        item.rate = now.file.rate;
        item.connections = now.file.connections;
        item.remark = now.file.remark;
        item.secondsLeft =
            item.rate > 0 ? static_cast<double>(item.total - item.bytes) / item.rate : 0;
        if (item.rate > 0) entry->backOff.reset();
        const bool checks =
            now.file.phase == FetchPhase::Checking || now.file.phase == FetchPhase::Repairing;
        if (isActive(item.state))
            item.state = checks ? DownloadState::Checking : DownloadState::Running;
    }
    announce();
}

} // namespace core
