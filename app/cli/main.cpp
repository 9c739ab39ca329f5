// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"

namespace cli {

namespace {

enum ExitStatus { Done = 0, Failed = 1, WrongUsage = 2, Interrupted = 130 };

constexpr std::array<const Command*, 16> kCommands{
    &kDevicesCommand,  &kInspectCommand, &kTokenizeCommand, &kDetokenizeCommand,
    &kTemplateCommand, &kLogitsCommand,  &kGenerateCommand, &kChatCommand,
    &kBenchCommand,    &kPlanCommand,    &kSearchCommand,   &kShowCommand,
    &kPullCommand,     &kListCommand,    &kVerifyCommand,   &kRemoveCommand,
};

constexpr std::array<Option, 7> kGlobalOptions{{
    {"--json", "", "print one JSON object on stdout and nothing else there"},
    {"--quiet", "", "no progress and no remarks on stderr"},
    {"--data-dir", "DIR", "where models, chats and settings live"},
    {"--offline", "", "never use the network"},
    {"--endpoint", "URL", "model hub to use"},
    {"--help", "", "show this help, or that of a command"},
    {"--version", "", "show the version"},
}};

void printOptions(std::span<const Option> options) {
    for (const Option& option : options) {
        std::string left(option.name);
        if (!option.value.empty()) left.append(" ").append(option.value);
        std::printf("  %-28s %.*s\n", left.c_str(), static_cast<int>(option.help.size()),
                    option.help.data());
    }
}

void printHelp() {
    std::printf("hearth-cli runs language models from GGUF files on this machine.\n\n"
                "usage: hearth-cli COMMAND [OPTION]...\n\ncommands:\n");
    for (const Command* command : kCommands) {
        std::string left(command->name);
        if (!command->arguments.empty()) left.append(" ").append(command->arguments);
        std::printf("  %-28s %.*s\n", left.c_str(), static_cast<int>(command->summary.size()),
                    command->summary.data());
    }
    std::printf("\noptions of every command:\n");
    printOptions(kGlobalOptions);
    std::printf("\nMODEL is the path of a GGUF file, or a name that `hearth-cli list` shows.\n"
                "`hearth-cli COMMAND --help` says more.\n");
}

void printHelp(const Command& command) {
    std::printf("usage: hearth-cli %s", std::string(command.name).c_str());
    if (!command.arguments.empty()) std::printf(" %s", std::string(command.arguments).c_str());
    std::printf(" [OPTION]...\n\n%s\n", std::string(command.summary).c_str());
    if (!command.options.empty()) std::printf("\noptions:\n");
    printOptions(command.options);
    std::printf("\noptions of every command:\n");
    printOptions(kGlobalOptions);
}

const Command* findCommand(std::string_view name) {
    for (const Command* command : kCommands)
        if (command->name == name) return command;
    return nullptr;
}

int refuse(const std::string& detail, const Command* command) {
    const std::string help = command == nullptr
                                 ? "hearth-cli --help"
                                 : "hearth-cli " + std::string(command->name) + " --help";
    printError({ErrorCode::InvalidArgument, detail + ": see " + help});
    return WrongUsage;
}

int exitStatus(const Error& error, const Context& context) {
    if (error.code == ErrorCode::Cancelled || context.stop.stop_requested()) {
        printError({ErrorCode::Cancelled, "interrupted: start it again when you are ready"});
        return Interrupted;
    }
    printError(error);
    return error.code == ErrorCode::InvalidArgument ? WrongUsage : Failed;
}

/// The command's name is the first word that is neither an option nor the value of a global one.
std::size_t findCommandWord(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!words[i].starts_with("-")) return i;
        for (const Option& option : kGlobalOptions)
            if (!option.value.empty() && words[i] == option.name) ++i;
    }
    return words.size();
}

int run(std::vector<std::string> words, Context context) {
    std::size_t at = findCommandWord(words);
    if (at < words.size() && words[at] == "help") { // `help pull` is `pull --help`.
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
        words.emplace_back("--help");
        at = findCommandWord(words);
    }
    const Command* command = nullptr;
    if (at < words.size()) {
        command = findCommand(words[at]);
        if (command == nullptr) return refuse("unknown command '" + words[at] + '\'', nullptr);
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
    }
    std::vector<Option> options(kGlobalOptions.begin(), kGlobalOptions.end());
    if (command != nullptr)
        options.insert(options.end(), command->options.begin(), command->options.end());
    const auto arguments = Arguments::parse(words, options);
    if (!arguments) return refuse(arguments.error().detail, command);
    if (arguments->has("--version")) {
        std::printf("hearth-cli %s\n", HEARTH_VERSION);
        return Done;
    }
    if (command == nullptr) {
        if (!arguments->has("--help")) return refuse("no command was given", nullptr);
        printHelp();
        return Done;
    }
    if (arguments->has("--help")) {
        printHelp(*command);
        return Done;
    }
    const std::size_t given = arguments->positional().size();
    if (given < command->positionalMin)
        return refuse(std::string(command->name) + " needs " + std::string(command->arguments),
                      command);
    if (given > command->positionalMax)
        return refuse("'" + arguments->positional().back() + "' is one argument too many", command);
    context.json = arguments->has("--json");
    context.quiet = arguments->has("--quiet");
    context.dataDirectory = arguments->text("--data-dir").value_or("");
    context.offline = arguments->has("--offline");
    context.endpoint = arguments->text("--endpoint").value_or("");
    const auto done = command->run(*arguments, context);
    if (!done) return exitStatus(done.error(), context);
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return Done;
    printError({ErrorCode::Io, "the output could not be written: check the disk or the pipe"});
    return Failed;
}

} // namespace

} // namespace cli

int main(int argc, char** argv) {
    cli::Interrupt interrupt;
    cli::Context context;
    context.stop = interrupt.token();
    return cli::run(std::vector<std::string>(argv + 1, argv + argc), std::move(context));
}
