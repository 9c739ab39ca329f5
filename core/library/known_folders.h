// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/library/model_entry.h"

namespace core {

/// A folder to look for models in.
struct ModelRoot {
    std::filesystem::path path;
    ModelSource source = ModelSource::Folder;

    bool operator==(const ModelRoot&) const = default;
};

/// Where other programs of this user keep their models, whether or not the folders exist.
/// `variable` gives an environment variable's value, or nothing. Folders that those programs let
/// people move are found through the variables they document (OLLAMA_MODELS, HF_HOME,
/// HF_HUB_CACHE); others a person adds by hand.
std::vector<ModelRoot> knownModelFolders(const std::filesystem::path& home,
                                         const std::function<std::string(const char*)>& variable);

} // namespace core
