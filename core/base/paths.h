// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace core {

/// Where this user's things lie. All four exist after create() and are readable by their owner
/// alone.
struct Paths {
    std::filesystem::path data;   ///< The database.
    std::filesystem::path config; ///< settings.json
    std::filesystem::path cache;  ///< May be deleted at any time.
    std::filesystem::path models; ///< Our own library folder.

    /// XDG base directories (`$XDG_DATA_HOME/hearth` and so on, with the defaults of that
    /// specification), or everything below `dataDir` if it is not empty. Creates what is missing
    /// with mode 0700. Fails with Io, naming the folder.
    static Result<Paths> create(const std::filesystem::path& dataDir = {});

    std::filesystem::path database() const { return data / "hearth.db"; }
    /// Facts about the models on this machine; shared by several processes.
    std::filesystem::path library() const { return data / "library.db"; }
    /// How fast models wrote here.
    std::filesystem::path speeds() const { return data / "speed.db"; }
    /// Answers of the model hub.
    std::filesystem::path hubCache() const { return cache / "hub.db"; }
    /// Where secrets lie when there is no keyring; see core/hub/secret_store.h.
    std::filesystem::path secrets() const { return data / "secrets"; }
    /// What models made of long conversations; see PrefixStore.
    std::filesystem::path prefixes() const { return cache / "prefixes"; }
    std::filesystem::path settings() const { return config / "settings.json"; }
};

} // namespace core
