// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/library/known_folders.h"
#include "core/library/model_entry.h"

namespace core {

/// What one root holds, by names and sizes alone: no header is read. Entries come without facts.
struct RootScan {
    std::vector<ModelEntry> entries;
    std::vector<std::string> notes; ///< What could not be taken, and why.
};

/// Finds the models of a root in the way its program lays them out. NotFound where the folder is
/// not there, Io where it cannot be read.
Result<RootScan> scanRoot(const ModelRoot& root, const std::stop_token& stop);

/// More layouts, which scanRoot() uses.
Result<RootScan> scanOllama(const ModelRoot& root, const std::stop_token& stop);
Result<RootScan> scanJan(const ModelRoot& root, const std::stop_token& stop);
Result<RootScan> scanHubCache(const ModelRoot& root, const std::stop_token& stop);

struct WalkedFile;
/// Puts files of one folder tree together: parts of split models, companions to the models of their
/// folder. Names are relative paths. `notes` gets what is left over.
std::vector<ModelEntry> groupWalked(const ModelRoot& root, const std::vector<WalkedFile>& files,
                                    std::vector<std::string>& notes);

} // namespace core
