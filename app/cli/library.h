// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>

#include "app/cli/command.h"
#include "core/library/model_library.h"

namespace cli {

/// The models on this machine, not scanned yet.
Result<std::unique_ptr<core::ModelLibrary>> openLibrary(const Context& context);

/// Looks through the library for files that are as long as `except`, which is damaged. None where
/// the library cannot be read.
std::vector<std::filesystem::path> findCopies(const Context& context, std::uint64_t bytes,
                                              const std::filesystem::path& except);

} // namespace cli
