// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/library/known_folders.h"
#include "core/library/model_entry.h"

namespace core {

struct FetchedModel;

struct LibraryOptions {
    std::filesystem::path database;  ///< Paths::library()
    std::filesystem::path ownRoot;   ///< Paths::models
    std::filesystem::path homeTrash; ///< $XDG_DATA_HOME/Trash
    std::vector<ModelRoot> known;    ///< knownModelFolders(); those that do not exist cost nothing.
};

/// Models that are the same, byte for byte, in more than one place on the disks.
struct DuplicateModels {
    std::string sha256;             ///< Of the first part.
    std::uint64_t bytes = 0;        ///< Of one of them.
    std::vector<std::string> names; ///< Two or more, in the library's order.
};

/// How far to look.
enum class ScanDepth : std::uint8_t {
    Names, ///< Names and sizes; facts only as far as they are kept from before.
    Facts, ///< Reads the header of every file that is new or changed.
};

struct ScanReport {
    std::size_t models = 0;
    std::size_t headersRead = 0;
    std::vector<std::string> notes; ///< What could not be taken in, and why.
};

/// All models on this machine: our own store, folders that a person added, and those of other
/// programs, adopted where they lie. Nothing is moved, copied or written there. Any thread may
/// call; what reads disks takes its time and does not belong on the GUI thread.
class ModelLibrary {
public:
    static Result<std::unique_ptr<ModelLibrary>> open(LibraryOptions options);
    /// Stops a scan.
    ~ModelLibrary();
    ModelLibrary(const ModelLibrary&) = delete;
    ModelLibrary& operator=(const ModelLibrary&) = delete;

    /// Looks at all roots. entries() changes as it goes on. A second scan waits for the first.
    Result<ScanReport> scan(ScanDepth depth, const std::stop_token& stop = {});
    /// The same on a thread of the library's own; one that runs is stopped and begun again.
    void startScan();
    bool isScanning() const;
    /// Called on the scanning thread after each batch of changes, a few times a second at most.
    /// One listener; set it before the first scan.
    void onChanged(std::function<void()> listener);

    /// Own models first, then by name.
    std::vector<ModelEntry> entries() const;
    /// By its name, or what is unmistakable for it: file name, "publisher/repo", "repo:QUANT",
    /// path. NotFound, or InvalidArgument with the candidates where several fit.
    Result<ModelEntry> find(std::string_view name) const;

    std::vector<ModelRoot> roots() const;
    Result<void> addRoot(const std::filesystem::path& folder);
    /// Forgets the folder; its files stay. Only folders that were added.
    Result<void> removeRoot(const std::filesystem::path& folder);
    const std::filesystem::path& ownRoot() const;

    /// Where a file came from.
    Result<void> recordProvenance(const std::filesystem::path& file, const ModelProvenance& from);
    /// The same of what the downloader fetched, and the hash that it computed on the way. Whoever
    /// runs downloads calls it for each model that is finished (DownloadQueue::onFinished).
    Result<void> recordDownload(const FetchedModel& model);
    /// Compares hashes, which are kept; a file that was never hashed is read, but only when another
    /// one has its size. Links to the same file are no duplicates. Cancelled when `stop` fires;
    /// what was hashed by then is kept.
    Result<std::vector<DuplicateModels>>
    findDuplicates(const std::function<void(const std::string& name)>& onReading = {},
                   const std::stop_token& stop = {});
    Result<void> setLoadDefaults(const std::string& name, const LoadDefaults& defaults);

    /// Moves a model's files (and its companions, if no other model is beside them) to the trash;
    /// gives where they lie now. Refused with Unsupported for stores whose files belong together.
    Result<std::vector<std::filesystem::path>> moveToTrash(const std::string& name);

private:
    struct State;
    explicit ModelLibrary(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// What a file's header says; a file that cannot be read has a `problem`.
ModelFacts readModelFacts(const ModelEntry& entry);

/// The entry that a name means among `entries`, as ModelLibrary::find() describes.
Result<ModelEntry> chooseEntry(const std::vector<ModelEntry>& entries, std::string_view name);

} // namespace core
