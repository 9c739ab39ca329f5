// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

#include "core/download/file_record.h"

namespace core {

/// What a file on the disk is now.
struct FileCheck {
    std::uint64_t bytes = 0;
    std::string sha256;
    std::uint32_t blockBytes = 0;
    std::vector<Fingerprint> fingerprints; ///< [blocks]
};

using CheckProgress = std::function<void(std::uint64_t bytes, std::uint64_t total)>;

/// Reads the whole file. Cancelled when `stop` fires; NotFound, Io.
Result<FileCheck> checkFile(const std::filesystem::path& file, std::uint32_t blockBytes,
                            const CheckProgress& onProgress, const std::stop_token& stop);

/// The blocks that differ from the record, those missing at the end included.
std::vector<std::size_t> damagedBlocks(const FileRecord& record, const FileCheck& check);

/// Makes a damaged file a partial one, from which fetchFile() goes on: it fetches the damaged
/// blocks alone. The file has no name of its own until that is done.
Result<void> prepareRepair(const std::filesystem::path& file, const FileRecord& record,
                           const FileCheck& check);

} // namespace core
