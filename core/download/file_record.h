// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/download/digest.h"

namespace core {

/// What is remembered of a fetched file, in `.hearth/NAME.json` beside it, so that it travels with
/// the file: where it came from, and the fingerprints by which damage is found to the block.
struct FileRecord {
    std::string repository; ///< "publisher/repo"
    std::string commit;
    std::string path; ///< In the repository.
    std::string licence;
    std::uint64_t bytes = 0;
    std::string sha256;
    bool verified = false; ///< `sha256` is what the hub publishes.
    UnixMs fetchedMs = 0;
    std::uint32_t blockBytes = 0;
    std::vector<Fingerprint> fingerprints; ///< [blocks]
};

std::filesystem::path fileRecordPath(const std::filesystem::path& file);
Result<void> writeFileRecord(const std::filesystem::path& file, const FileRecord& record);
/// NotFound where there is none, Corrupt where it makes no sense.
Result<FileRecord> readFileRecord(const std::filesystem::path& file);
void removeFileRecord(const std::filesystem::path& file);
/// The files below `root` that have a record, whether they are there or not, by name.
std::vector<std::filesystem::path> recordedFiles(const std::filesystem::path& root);

} // namespace core
