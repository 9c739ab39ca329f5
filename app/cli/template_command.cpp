// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>
#include <limits>

#include "app/cli/chat_messages.h"
#include "app/cli/command.h"
#include "app/cli/model_argument.h"
#include "app/cli/output.h"

namespace cli {

namespace {

constexpr std::array<Option, 8> kOptions{{
    {"--messages", "F.json", "the conversation: an array of {role, content, ...}"},
    {"--tools", "F.json", "the functions that the model may call: an array"},
    {"--no-generation-prompt", "", "end after the last message"},
    {"--set", "KEY=JSON", "a further variable of the template, e.g. enable_thinking=false", true},
    {"--template", "F.jinja", "a template file in place of MODEL"},
    {"--bos", "S", "text of the token that begins a text, with --template"},
    {"--eos", "S", "text of the token that ends a text, with --template"},
    {"--now", "UNIX", "the time that the template sees, in seconds"},
}};

Result<inference::ChatTemplate> loadTemplate(const Arguments& arguments, const Context& context) {
    if (const auto path = arguments.text("--template")) {
        TRY(const std::string source, readFile(*path));
        return inference::ChatTemplate::create(source, arguments.text("--bos").value_or(""),
                                               arguments.text("--eos").value_or(""));
    }
    if (arguments.positional().empty())
        return Error{ErrorCode::InvalidArgument, "neither MODEL nor --template was given"};
    TRY(const auto path, findModel(arguments.positional().front(), context));
    TRY(const auto file, inference::GgufFile::open(path));
    return loadChatTemplate(file.metadata());
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const std::string messagesPath, arguments.required("--messages"));
    TRY(const Conversation conversation, readConversation(messagesPath));
    inference::ChatPromptOptions options;
    options.strict = true; // Exactly what the template says, its refusals included.
    options.addGenerationPrompt = !arguments.has("--no-generation-prompt");
    options.toolsJson = conversation.toolsJson;
    if (const auto toolsPath = arguments.text("--tools")) {
        TRY(const std::string text, readFile(*toolsPath));
        TRY(const Json tools, parseJson(text, *toolsPath));
        options.toolsJson = tools.is_null() ? std::string() : text;
    }
    TRY(options.extraJson, readTemplateVariables(arguments));
    if (arguments.has("--now")) {
        TRY(options.nowUnix, arguments.integer("--now", 0, 0, std::int64_t{1} << 40));
        options.utc = true;
    }
    TRY(const auto chatTemplate, loadTemplate(arguments, context));
    TRY(const std::string prompt, chatTemplate.renderJson(conversation.messagesJson, options));
    if (context.json)
        printJson({{"prompt", prompt}});
    else
        printText(prompt);
    return {};
}

} // namespace

const Command kTemplateCommand{.name = "template",
                               .arguments = "MODEL",
                               .summary = "show the prompt that a conversation becomes",
                               .positionalMin = 0,
                               .positionalMax = 1,
                               .options = kOptions,
                               .run = run};

} // namespace cli
