// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/library/model_library.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "core/base/file_io.h"
#include "core/download/file_check.h"
#include "core/download/model_download.h"
#include "core/library/duplicates.h"
#include "core/library/library_json.h"
#include "core/library/library_store.h"
#include "core/library/model_scanner.h"
#include "core/library/trash.h"
#include "inference/model/model_inspection.h"

#include <sys/stat.h>

namespace core {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

/// A window that redraws on each change is told no more often.
constexpr std::chrono::milliseconds kNoticePause{250};
constexpr std::size_t kFactsBatch = 64;
constexpr std::uint64_t kRecordBytesMax = std::uint64_t{16} << 20;

std::uint64_t deviceOf(const fs::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_dev) : 0;
}

bool isThere(const ModelPart& part) {
    std::error_code failure;
    return fs::exists(part.path, failure);
}

/// Other names for models that are called alike in different folders.
void makeNamesUnique(std::vector<ModelEntry>& entries) {
    std::set<std::string> taken;
    for (ModelEntry& entry : entries) {
        if (taken.insert(entry.name).second) continue;
        const std::string base = std::string(modelSourceName(entry.source)) + ":" + entry.name;
        std::string name = base;
        for (int i = 2; !taken.insert(name).second; ++i) name = base + "#" + std::to_string(i);
        entry.name = std::move(name);
    }
}

} // namespace

ModelFacts readModelFacts(const ModelEntry& entry) {
    ModelFacts facts;
    facts.known = true;
    facts.quantization = entry.facts.quantization;
    if (!entry.complete()) {
        facts.problem = std::to_string(entry.parts.size()) + " of "
                        + std::to_string(entry.partsExpected)
                        + " parts are here: download the others";
        return facts;
    }
    const auto info = inference::inspectModel(entry.path());
    if (!info) {
        facts.problem = info.error().detail;
        return facts;
    }
    facts.architecture = info->architecture;
    facts.title = info->name;
    if (facts.quantization.empty()) facts.quantization = info->quantization;
    facts.parameters = info->parameters;
    facts.contextLength = info->contextLength;
    facts.layers = info->layers;
    facts.supported = info->supported;
    facts.unsupportedReasons = info->unsupportedReasons;
    return facts;
}

struct ModelLibrary::State {
    LibraryOptions options;
    std::mutex storeMutex; // Guards the store; never held while a disk is read.
    std::unique_ptr<LibraryStore> store;
    mutable std::mutex mutex; // Guards what readers see.
    std::vector<ModelEntry> entries;
    std::function<void()> changed;
    std::mutex scanMutex; // One scan at a time.
    std::atomic<bool> scanning{false};
    std::set<std::string> judged; // Paths whose refusal is of this run of the program.
    Clock::time_point lastNotice;
    std::jthread scanner; // Last: it uses everything above.

    template <typename Work>
    auto withStore(Work&& work) {
        const std::lock_guard lock(storeMutex);
        return std::forward<Work>(work)(*store);
    }

    std::vector<ModelRoot> allRoots() {
        std::vector<ModelRoot> roots{{options.ownRoot, ModelSource::Own}};
        const auto added = withStore([](LibraryStore& s) { return s.roots(); });
        if (added) roots.insert(roots.end(), added->begin(), added->end());
        for (const ModelRoot& root : options.known) {
            const auto same = [&](const ModelRoot& other) { return other.path == root.path; };
            if (std::none_of(roots.begin(), roots.end(), same)) roots.push_back(root);
        }
        return roots;
    }

    void publish(std::vector<ModelEntry> fresh) {
        lastNotice = Clock::now();
        std::function<void()> listener;
        {
            const std::lock_guard lock(mutex);
            entries = std::move(fresh);
            listener = changed;
        }
        if (listener) listener();
    }

    /// The same, but not too often: thousands of entries are not copied for each of them.
    void publishSoon(const std::vector<ModelEntry>& fresh) {
        if (Clock::now() - lastNotice >= kNoticePause) publish(fresh);
    }

    Result<void> recall(ModelEntry& entry) {
        for (ModelPart& part : entry.parts) {
            if (!part.provenance.repository.empty()) continue;
            if (const auto record = readFile(fileRecordPath(part.path), kRecordBytesMax))
                part.provenance = readDownloadRecord(*record);
        }
        return withStore([&](LibraryStore& s) -> Result<void> {
            TRY(auto facts, s.facts(entry.parts.front()));
            // Refusals are not trusted beyond this run: the next version may run the model.
            const bool refused = facts && facts->known && !facts->supported;
            if (facts && (!refused || judged.contains(entry.path().string())))
                entry.facts = std::move(*facts);
            for (ModelPart& part : entry.parts) {
                TRY(auto from, s.provenance(part.path));
                if (from) part.provenance = std::move(*from);
            }
            TRY(entry.defaults, s.defaults(entry.name));
            return {};
        });
    }

    /// Of a root that is away, what it held; nothing of one that never was there.
    Result<std::vector<ModelEntry>> awayEntries(const ModelRoot& root) {
        return withStore([&](LibraryStore& s) { return s.seen(root); });
    }

    /// An empty mount point is a folder too: what was on another device is away, not deleted.
    Result<bool> isAway(const ModelRoot& root, const RootScan& scan) {
        if (!scan.entries.empty()) return false;
        TRY(const auto device, withStore([&](LibraryStore& s) { return s.seenDevice(root); }));
        return device != 0 && device != deviceOf(root.path);
    }

    Result<std::vector<ModelEntry>> scanOne(const ModelRoot& root, const std::stop_token& stop,
                                            std::vector<std::string>& notes) {
        auto scan = scanRoot(root, stop);
        if (!scan) {
            if (scan.error().code == ErrorCode::Cancelled) return scan.error();
            if (scan.error().code != ErrorCode::NotFound) notes.push_back(scan.error().detail);
            return awayEntries(root);
        }
        notes.insert(notes.end(), scan->notes.begin(), scan->notes.end());
        TRY(const bool away, isAway(root, *scan));
        if (away) return awayEntries(root);
        return std::move(scan->entries);
    }

    /// One transaction for many files: each one waits for the disk.
    Result<void> keepFacts(std::vector<std::pair<ModelPart, ModelFacts>>& fresh) {
        Result<void> kept = withStore([&](LibraryStore& s) {
            return s.transaction([&]() -> Result<void> {
                for (const auto& [part, facts] : fresh) TRY(s.setFacts(part, facts));
                return {};
            });
        });
        if (!kept) return kept;
        fresh.clear();
        return {};
    }

    Result<std::size_t> readFacts(std::vector<ModelEntry>& found, const std::stop_token& stop) {
        std::size_t read = 0;
        std::vector<std::pair<ModelPart, ModelFacts>> fresh;
        for (ModelEntry& entry : found) {
            if (stop.stop_requested()) break;
            if (!entry.online || entry.facts.known) continue;
            entry.facts = readModelFacts(entry);
            ++read;
            judged.insert(entry.path().string());
            // An incomplete model's verdict hangs on files that are not there: not kept.
            if (entry.complete()) fresh.emplace_back(entry.parts.front(), entry.facts);
            if (fresh.size() >= kFactsBatch) TRY(keepFacts(fresh));
            publishSoon(found);
        }
        TRY(keepFacts(fresh));
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "scan stopped"};
        return read;
    }

    Result<void> remember(const std::vector<ModelRoot>& roots,
                          const std::vector<ModelEntry>& found) {
        return withStore([&](LibraryStore& s) {
            return s.transaction([&]() -> Result<void> {
                for (const ModelRoot& root : roots) {
                    std::vector<ModelEntry> own;
                    bool away = false;
                    for (const ModelEntry& entry : found) {
                        if (entry.root != root.path) continue;
                        away = away || !entry.online;
                        own.push_back(entry);
                    }
                    if (away || deviceOf(root.path) == 0) continue;
                    TRY(s.setSeen(root, deviceOf(root.path), own));
                }
                return {};
            });
        });
    }

    Result<ScanReport> scan(ScanDepth depth, const std::stop_token& stop) {
        const std::lock_guard oneAtATime(scanMutex);
        ScanReport report;
        const std::vector<ModelRoot> roots = allRoots();
        std::vector<ModelEntry> found;
        std::set<fs::path> seen;
        for (const ModelRoot& root : roots) {
            TRY(auto fresh, scanOne(root, stop, report.notes));
            for (ModelEntry& entry : fresh) {
                // Roots may lie in each other, or lead to the same files.
                std::error_code failure;
                const fs::path real = fs::weakly_canonical(entry.path(), failure);
                const bool isNew = seen.insert(failure ? entry.path() : real).second;
                // Tags of one blob are names that its people know.
                if (!isNew && entry.source != ModelSource::Ollama) continue;
                found.push_back(std::move(entry));
            }
        }
        makeNamesUnique(found);
        for (ModelEntry& entry : found) TRY(recall(entry));
        publishSoon(found);
        if (depth == ScanDepth::Facts) {
            TRY(report.headersRead, readFacts(found, stop));
            TRY(remember(roots, found));
        }
        report.models = found.size();
        publish(std::move(found));
        return report;
    }
};

ModelLibrary::ModelLibrary(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ModelLibrary::~ModelLibrary() = default;

Result<std::unique_ptr<ModelLibrary>> ModelLibrary::open(LibraryOptions options) {
    auto state = std::make_unique<State>();
    TRY(state->store, LibraryStore::open(options.database));
    state->options = std::move(options);
    return std::unique_ptr<ModelLibrary>(new ModelLibrary(std::move(state)));
}

Result<ScanReport> ModelLibrary::scan(ScanDepth depth, const std::stop_token& stop) {
    return m_state->scan(depth, stop);
}

void ModelLibrary::startScan() {
    m_state->scanning = true;
    // Assigning stops and joins the one before.
    m_state->scanner = std::jthread([state = m_state.get()](const std::stop_token& stop) {
        // What went wrong stands in the entries; a scan that was stopped is begun again.
        const auto report = state->scan(ScanDepth::Facts, stop);
        if (report || !stop.stop_requested()) state->scanning = false;
    });
}

bool ModelLibrary::isScanning() const {
    return m_state->scanning;
}

void ModelLibrary::onChanged(std::function<void()> listener) {
    const std::lock_guard lock(m_state->mutex);
    m_state->changed = std::move(listener);
}

std::vector<ModelEntry> ModelLibrary::entries() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->entries;
}

Result<ModelEntry> ModelLibrary::find(std::string_view name) const {
    return chooseEntry(entries(), name);
}

std::vector<ModelRoot> ModelLibrary::roots() const {
    return m_state->allRoots();
}

const fs::path& ModelLibrary::ownRoot() const {
    return m_state->options.ownRoot;
}

Result<void> ModelLibrary::addRoot(const fs::path& folder) {
    std::error_code failure;
    const fs::path real = fs::canonical(folder, failure);
    if (failure || !fs::is_directory(real, failure))
        return Error{ErrorCode::NotFound, folder.string() + " is no folder: choose another"};
    return m_state->withStore([&](LibraryStore& s) {
        return s.addRoot({real, ModelSource::Folder});
    });
}

Result<void> ModelLibrary::removeRoot(const fs::path& folder) {
    return m_state->withStore([&](LibraryStore& s) { return s.removeRoot(folder); });
}

Result<void> ModelLibrary::recordProvenance(const fs::path& file, const ModelProvenance& from) {
    return m_state->withStore([&](LibraryStore& s) { return s.setProvenance(file, from); });
}

Result<void> ModelLibrary::recordDownload(const FetchedModel& model) {
    return m_state->withStore([&](LibraryStore& s) {
        return s.transaction([&]() -> Result<void> {
            for (std::size_t i = 0; i < model.files.size(); ++i) {
                const FileRecord& record = model.records[i];
                TRY(s.setProvenance(model.files[i], provenanceOf(record)));
                TRY(s.setHash(partOf(model.files[i]), record.sha256));
            }
            return {};
        });
    });
}

Result<std::vector<DuplicateModels>>
ModelLibrary::findDuplicates(const std::function<void(const std::string& name)>& onReading,
                             const std::stop_token& stop) {
    const HashOfPart hashOf = [&](const ModelPart& part) -> Result<std::string> {
        TRY(auto kept, m_state->withStore([&](LibraryStore& s) { return s.hash(part); }));
        if (kept) return std::move(*kept);
        if (onReading) onReading(part.path.filename().string());
        TRY(const FileCheck check, checkFile(part.path, 0, {}, stop));
        TRY(m_state->withStore([&](LibraryStore& s) { return s.setHash(part, check.sha256); }));
        return check.sha256;
    };
    return duplicatesAmong(entries(), hashOf);
}

Result<void> ModelLibrary::setLoadDefaults(const std::string& name, const LoadDefaults& defaults) {
    TRY(m_state->withStore([&](LibraryStore& s) { return s.setDefaults(name, defaults); }));
    const std::lock_guard lock(m_state->mutex);
    for (ModelEntry& entry : m_state->entries)
        if (entry.name == name) entry.defaults = defaults;
    return {};
}

Result<std::vector<fs::path>> ModelLibrary::moveToTrash(const std::string& name) {
    TRY(const ModelEntry entry, find(name));
    if (entry.source == ModelSource::Ollama || entry.source == ModelSource::HubCache)
        return Error{ErrorCode::Unsupported, entry.name + " lies in the store of another program ("
                                                 + modelSourceName(entry.source)
                                                 + "): remove it there"};
    if (!entry.online)
        return Error{ErrorCode::NotFound,
                     entry.name + " is on a disk that is not there now: connect it first"};
    std::vector<ModelPart> files = entry.parts;
    const auto all = entries();
    const bool alone = std::none_of(all.begin(), all.end(), [&](const ModelEntry& other) {
        return other.name != entry.name && other.path().parent_path() == entry.path().parent_path();
    });
    if (alone)
        for (const ModelCompanion& companion : entry.companions) files.push_back(companion.file);
    std::vector<fs::path> moved;
    for (const ModelPart& file : files) {
        if (!isThere(file)) continue;
        TRY(auto target, core::moveToTrash(file.path, m_state->options.homeTrash));
        moved.push_back(std::move(target));
        std::error_code ignored;
        fs::remove(fileRecordPath(file.path), ignored);
        TRY(m_state->withStore([&](LibraryStore& s) { return s.forget(file.path); }));
    }
    const std::lock_guard lock(m_state->mutex);
    std::erase_if(m_state->entries, [&](const ModelEntry& e) { return e.name == entry.name; });
    return moved;
}

} // namespace core
