// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/base/paths.h"

#include <cstdlib>
#include <string>
#include <system_error>

#include <pwd.h>
#include <unistd.h>

namespace core {
namespace {

namespace fs = std::filesystem;

fs::path homeFolder() {
    if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/') return home;
    const passwd* entry = getpwuid(getuid());
    return entry != nullptr && entry->pw_dir != nullptr ? fs::path(entry->pw_dir) : fs::path("/");
}

/// The XDG base directory specification: variables that are unset, empty or relative do not count.
fs::path xdgFolder(const char* variable, const char* belowHome) {
    const char* value = std::getenv(variable);
    const fs::path base =
        value != nullptr && value[0] == '/' ? fs::path(value) : homeFolder() / belowHome;
    return base / "hearth";
}

Result<void> makeFolder(const fs::path& folder) {
    std::error_code failure;
    if (fs::is_directory(folder, failure)) return {};
    // Parents such as ~/.local/share belong to everybody's programs: only our own get 0700.
    fs::create_directories(folder, failure);
    if (!failure) fs::permissions(folder, fs::perms::owner_all, fs::perm_options::replace, failure);
    if (failure) {
        return Error{ErrorCode::Io,
                     "cannot create folder " + folder.string() + ": " + failure.message()};
    }
    return {};
}

} // namespace

Result<Paths> Paths::create(const fs::path& dataDir) {
    Paths paths;
    if (dataDir.empty()) {
        paths.data = xdgFolder("XDG_DATA_HOME", ".local/share");
        paths.config = xdgFolder("XDG_CONFIG_HOME", ".config");
        paths.cache = xdgFolder("XDG_CACHE_HOME", ".cache");
    } else {
        std::error_code failure;
        paths.data = fs::absolute(dataDir, failure);
        if (failure)
            return Error{ErrorCode::Io,
                         "cannot resolve " + dataDir.string() + ": " + failure.message()};
        paths.config = paths.data;
        paths.cache = paths.data / "cache";
    }
    paths.models = paths.data / "models";
    TRY(makeFolder(paths.data));
    TRY(makeFolder(paths.config));
    TRY(makeFolder(paths.cache));
    TRY(makeFolder(paths.models));
    return paths;
}

} // namespace core
