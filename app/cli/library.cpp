// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/library.h"

#include <cstdlib>
#include <string>

#include "core/base/paths.h"
#include "core/library/duplicates.h"

namespace cli {

namespace {

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

} // namespace

Result<std::unique_ptr<core::ModelLibrary>> openLibrary(const Context& context) {
    TRY(const core::Paths paths, core::Paths::create(context.dataDirectory));
    const std::filesystem::path home = variable("HOME");
    core::LibraryOptions options;
    options.database = paths.library();
    options.ownRoot = paths.models;
    const std::string data = variable("XDG_DATA_HOME");
    options.homeTrash =
        (data.starts_with('/') ? std::filesystem::path(data) : home / ".local/share") / "Trash";
    if (!home.empty()) options.known = core::knownModelFolders(home, variable);
    return core::ModelLibrary::open(std::move(options));
}

std::vector<std::filesystem::path> findCopies(const Context& context, std::uint64_t bytes,
                                              const std::filesystem::path& except) {
    const auto library = openLibrary(context);
    if (!library || !(*library)->scan(core::ScanDepth::Names, context.stop)) return {};
    return core::filesOfSize((*library)->entries(), bytes, except);
}

} // namespace cli
