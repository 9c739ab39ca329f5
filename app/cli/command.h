// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <span>
#include <stop_token>
#include <string_view>

#include "app/cli/arguments.h"

namespace cli {

/// What every command is told.
struct Context {
    bool json = false;  ///< One JSON object on stdout and nothing else there.
    bool quiet = false; ///< No progress, no remarks.
    std::string dataDirectory;
    bool offline = false; ///< Nothing may use the network.
    std::string endpoint; ///< Of the hub; empty: HF_ENDPOINT or the usual one.
    std::stop_token stop; ///< Fires on the first Ctrl+C.
};

/// One row of the command table. `run` prints its own result; its error becomes the exit status.
struct Command {
    std::string_view name;
    std::string_view arguments; ///< As the help shows them, e.g. "MODEL".
    std::string_view summary;
    std::size_t positionalMin = 0;
    std::size_t positionalMax = 0;
    std::span<const Option> options;
    Result<void> (*run)(const Arguments& arguments, const Context& context);
};

extern const Command kDevicesCommand;
extern const Command kInspectCommand;
extern const Command kTokenizeCommand;
extern const Command kDetokenizeCommand;
extern const Command kTemplateCommand;
extern const Command kLogitsCommand;
extern const Command kGenerateCommand;
extern const Command kChatCommand;
extern const Command kBenchCommand;
extern const Command kPlanCommand;
extern const Command kPullCommand;
extern const Command kVerifyCommand;
extern const Command kSearchCommand;
extern const Command kShowCommand;
extern const Command kListCommand;
extern const Command kRemoveCommand;

} // namespace cli
