// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/download_queue.h"

#include <utility>

#include "core/download/download_keeper.h"

namespace core {

DownloadQueue::DownloadQueue(std::unique_ptr<DownloadKeeper> keeper)
    : m_keeper(std::move(keeper)) {}
DownloadQueue::~DownloadQueue() = default;

Result<std::unique_ptr<DownloadQueue>> DownloadQueue::open(NetworkGate& gate,
                                                           DownloadQueueOptions options) {
    TRY(auto store, DownloadStore::open(options.database));
    TRY(const auto items, store->load());
    auto keeper =
        std::make_unique<DownloadKeeper>(gate, std::move(options), std::move(store), items);
    return std::unique_ptr<DownloadQueue>(new DownloadQueue(std::move(keeper)));
}

void DownloadQueue::start() {
    m_keeper->start();
}

DownloadId DownloadQueue::add(const HubReference& reference, Companions companions) {
    return m_keeper->add(reference, companions);
}

void DownloadQueue::pause(DownloadId id) {
    m_keeper->pause(id);
}

void DownloadQueue::resume(DownloadId id) {
    m_keeper->resume(id);
}

void DownloadQueue::pauseAll() {
    for (const DownloadId id : m_keeper->ids()) m_keeper->pause(id);
}

void DownloadQueue::resumeAll() {
    for (const DownloadId id : m_keeper->ids()) m_keeper->resume(id);
}

void DownloadQueue::cancel(DownloadId id) {
    m_keeper->cancel(id);
}

void DownloadQueue::moveToFront(DownloadId id) {
    m_keeper->moveToFront(id);
}

void DownloadQueue::setParallelMax(unsigned count) {
    m_keeper->changeOptions([&](DownloadQueueOptions& options) { options.parallelMax = count; });
}

void DownloadQueue::setHours(const DownloadHours& hours) {
    m_keeper->changeOptions([&](DownloadQueueOptions& options) { options.hours = hours; });
}

void DownloadQueue::apply(const DownloadSettings& settings) {
    m_keeper->apply(settings);
}

std::vector<DownloadItem> DownloadQueue::items() const {
    return m_keeper->items();
}

void DownloadQueue::onChanged(std::function<void()> listener) {
    m_keeper->changed = std::move(listener);
}

void DownloadQueue::onFinished(
    std::function<void(const DownloadItem&, const FetchedModel&)> listener) {
    m_keeper->finished = std::move(listener);
}

} // namespace core
