// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/library/model_library.h"

namespace core {

/// Gives a part's SHA-256, from what is kept or by reading the file.
using HashOfPart = std::function<Result<std::string>(const ModelPart&)>;

/// The models of equal content among `entries`. Asks for hashes only of those whose parts have the
/// sizes of another one's, and stops asking where the first parts differ. Files that cannot be read
/// are nobody's duplicate; fails only with Cancelled.
Result<std::vector<DuplicateModels>> duplicatesAmong(const std::vector<ModelEntry>& entries,
                                                     const HashOfPart& hashOf);

/// The files of `entries` that are so long, without `except` and other names of the same file.
std::vector<std::filesystem::path> filesOfSize(const std::vector<ModelEntry>& entries,
                                               std::uint64_t bytes,
                                               const std::filesystem::path& except);

/// A file as it is on the disk now: size and time. Zeros where it is not there.
ModelPart partOf(const std::filesystem::path& file);

} // namespace core
