// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/download/file_download.h"
#include "core/download/file_record.h"
#include "core/hub/hub_link.h"
#include "core/hub/hub_types.h"

namespace core {

/// A repository as the hub lists it now.
struct RepositoryListing {
    std::string commit;
    std::string licence;
    std::vector<HubFile> files;
};

/// Asks for the revision's commit, then for that commit's files.
Result<RepositoryListing> listRepository(NetworkGate& gate, const std::string& repository,
                                         const std::string& revision, const std::stop_token& stop);

/// The files that make one model, and where each of them goes.
struct ModelPlan {
    struct Item {
        HubFile file;
        std::filesystem::path target;
        std::optional<FileRecord> present; ///< Already there, the same content.
    };
    HubReference reference; ///< Its revision is the commit.
    std::string branch;     ///< What was asked for, to ask again.
    std::string licence;
    std::string label; ///< For people: "publisher/repo, Q4_K_M".
    std::vector<Item> items;
    std::uint64_t bytes = 0; ///< Of all items.

    /// In the order of their names; part one first.
    std::filesystem::path entryPoint() const { return items.front().target; }
};

enum class Companions : std::uint8_t { Leave, Take };

/// What `publisher/repo[:QUANT or :FILE]` means, below `modelsRoot` as publisher/repo/file.gguf.
/// NotFound says which quantizations there are.
Result<ModelPlan> planModel(NetworkGate& gate, const HubReference& reference,
                            const std::filesystem::path& modelsRoot, Companions companions,
                            const std::stop_token& stop);

/// Progress of all files of a model together.
struct ModelProgress {
    FileProgress file;         ///< Of the file that is being fetched.
    std::string name;          ///< Its path in the repository.
    std::uint64_t bytes = 0;   ///< Of all files.
    std::uint64_t total = 0;   ///< Of all files.
    bool fileFinished = false; ///< This one is in its place.
};

struct FetchedModel {
    std::vector<std::filesystem::path> files;
    std::vector<FileRecord> records; ///< [files]
    std::uint64_t fetchedBytes = 0;
    std::size_t repairedBlocks = 0;
};

/// Fetches what is missing of a plan, one file after the other, and records each. The space for all
/// is checked first. Fails like fetchFile().
Result<FetchedModel> fetchModel(NetworkGate& gate, const ModelPlan& plan,
                                const FetchOptions& options,
                                const std::function<void(const ModelProgress&)>& onProgress,
                                const std::stop_token& stop);

} // namespace core
