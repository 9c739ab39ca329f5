// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace core {

/// A regular file (or a link to one) below a root.
struct WalkedFile {
    std::filesystem::path path;
    std::string relative; ///< To the root, with `/`.
    std::uint64_t bytes = 0;
    std::int64_t modifiedNs = 0;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
};

struct FolderWalk {
    std::vector<WalkedFile> files;   ///< By relative path.
    std::vector<std::string> unread; ///< Folders that could not be read, and why.
    bool cut = false;                ///< There was more than the limits allow.
};

inline constexpr std::size_t kWalkFilesMax = 200'000;
inline constexpr int kWalkDepthMax = 24;

/// Every file at any depth whose name ends in one of `extensions` (lower case; names in any case),
/// or every file if there are none. Links are followed, each folder is entered once, so that loops
/// end. What cannot be read is noted and passed over. Cancelled when `stop` fires.
Result<FolderWalk> walkFolder(const std::filesystem::path& root,
                              const std::vector<std::string>& extensions,
                              const std::stop_token& stop);

} // namespace core
