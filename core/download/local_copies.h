// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/download/file_check.h"
#include "core/download/hash_cursor.h"
#include "core/download/partial_file.h"

namespace core {

/// Files on this machine that are as long as one that is damaged: perhaps the same, in another
/// program's folder. What they say is believed only by fingerprint or hash.
using FindCopies = std::function<std::vector<std::filesystem::path>(std::uint64_t bytes)>;

/// Where a right block can be read.
struct BlockCopy {
    std::size_t block = 0;
    std::filesystem::path file;
};

/// Those of `blocks` that one of `copies` has as the record remembers them.
std::vector<BlockCopy> findBlocks(const std::vector<std::size_t>& blocks, const FileRecord& record,
                                  const std::vector<std::filesystem::path>& copies,
                                  const std::stop_token& stop);

/// After prepareRepair(): puts these blocks into the partial file. True: that made it whole, it has
/// the record's hash and is in its place, and nothing has to be fetched.
Result<bool> mendFromCopies(const std::filesystem::path& target, const FileRecord& record,
                            const std::vector<BlockCopy>& blocks, const std::stop_token& stop);

/// For a complete file of the wrong hash, of whose blocks nothing is known: where one of `copies`
/// has the right one, its blocks take the place of those that differ. Their number, where that made
/// the hash right; none where there is no such copy.
Result<std::size_t> mendFromTwin(PartialFile& file, HashCursor& cursor, std::mutex& mapMutex,
                                 const std::string& sha256,
                                 const std::vector<std::filesystem::path>& copies,
                                 const std::stop_token& stop);

} // namespace core
