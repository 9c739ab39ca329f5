// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/download/download_hours.h"
#include "core/download/model_download.h"

namespace core {

class DownloadKeeper;
struct DownloadSettings;

using DownloadId = std::int64_t;

enum class DownloadState : std::uint8_t {
    Queued,   ///< Its turn has not come, or the hours for downloads have not.
    Running,  ///< Bytes come, or are on their way.
    Checking, ///< All are there and being hashed, or damaged blocks being fetched again.
    Retrying, ///< The network failed; it is tried again by itself.
    Paused,   ///< By a person.
    Failed,   ///< Only a person can help: see `error`. resume() tries again.
    Finished,
};

/// One model in the list of downloads.
struct DownloadItem {
    DownloadId id = 0;
    HubReference reference; ///< As it was asked for.
    Companions companions = Companions::Leave;
    std::string label;
    DownloadState state = DownloadState::Queued;
    std::uint64_t bytes = 0;
    std::uint64_t total = 0; ///< 0: not known yet.
    double rate = 0;         ///< Bytes per second.
    double secondsLeft = 0;  ///< 0: not known.
    unsigned connections = 0;
    std::string remark;        ///< What goes on when it is not simply arriving.
    bool outsideHours = false; ///< Queued until the hours for downloads begin.
    std::optional<Error> error;
    std::filesystem::path entryPoint; ///< The file to open, when finished.
    UnixMs addedMs = 0;
};

struct DownloadQueueOptions {
    std::filesystem::path database;   ///< `downloads.db`; shared by no other process.
    std::filesystem::path modelsRoot; ///< Paths::models
    unsigned parallelMax = 2;
    DownloadHours hours;
    FetchOptions fetch; ///< Its onProgress is not used.
};

/// The list of downloads, kept in a database so that it survives crashes and restarts. Opening it
/// contacts nobody: start() does. Each running download has a thread of its own, and one more
/// keeps the list. Any thread may call; nothing here waits for disk or network, but the destructor,
/// which stops what runs. What was fetched stays until cancel().
class DownloadQueue {
public:
    /// Busy when another process has the list open.
    static Result<std::unique_ptr<DownloadQueue>> open(NetworkGate& gate,
                                                       DownloadQueueOptions options);
    ~DownloadQueue();
    DownloadQueue(const DownloadQueue&) = delete;
    DownloadQueue& operator=(const DownloadQueue&) = delete;

    /// From here on downloads run.
    void start();
    /// Puts a model at the end. One that is in the list already is resumed instead.
    DownloadId add(const HubReference& reference, Companions companions = Companions::Leave);
    void pause(DownloadId id);
    void resume(DownloadId id);
    void pauseAll();
    void resumeAll();
    /// Takes it off the list and deletes what is unfinished of it. Finished files stay.
    void cancel(DownloadId id);
    /// Makes it the next of those that wait.
    void moveToFront(DownloadId id);

    void setParallelMax(unsigned count);
    void setHours(const DownloadHours& hours);
    /// What a person set, also the gate's rate cap. Once after opening, and after each change: what
    /// runs goes on under the new limits, and what no longer may run goes back to its place.
    void apply(const DownloadSettings& settings);

    std::vector<DownloadItem> items() const;
    /// Called after changes, a few times a second at most per download, on a thread of the queue.
    /// One listener of each kind; set them before start().
    void onChanged(std::function<void()> listener);
    /// With the records, for the library.
    void onFinished(std::function<void(const DownloadItem&, const FetchedModel&)> listener);

private:
    explicit DownloadQueue(std::unique_ptr<DownloadKeeper> keeper);
    std::unique_ptr<DownloadKeeper> m_keeper;
};

} // namespace core
