// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <cstdio>
#include <utility>

#include "app/cli/command.h"
#include "app/cli/library.h"
#include "app/cli/output.h"

namespace cli {

namespace {

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const auto library, openLibrary(context));
    TRY(library->scan(core::ScanDepth::Names, context.stop));
    TRY(const core::ModelEntry entry, library->find(arguments.positional().front()));
    TRY(const auto moved, library->moveToTrash(entry.name));
    if (!context.json) {
        for (const auto& path : moved)
            std::printf("in the trash: %s\n", printable(path.string()).c_str());
        return {};
    }
    Json files = Json::array();
    for (const auto& path : moved) files.push_back(path.string());
    printJson({{"removed", entry.name}, {"bytes", entry.bytes}, {"trash", std::move(files)}});
    return {};
}

} // namespace

const Command kRemoveCommand{.name = "remove",
                             .arguments = "MODEL",
                             .summary = "move a model's files to the trash",
                             .positionalMin = 1,
                             .positionalMax = 1,
                             .options = {},
                             .run = run};

} // namespace cli
