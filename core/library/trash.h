// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace core {

/// Moves a file (a link: the link itself) to the trash of the freedesktop.org specification, from
/// where any file manager can bring it back: `homeTrash` ($XDG_DATA_HOME/Trash) where it lies on
/// the same disk, else that of the file's own disk. Never copies, so it takes no space and no time.
/// Gives where the file lies now. Unsupported where the disk has no place for a trash.
Result<std::filesystem::path> moveToTrash(const std::filesystem::path& file,
                                          const std::filesystem::path& homeTrash);

} // namespace core
