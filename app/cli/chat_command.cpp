// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>
#include <cstdio>
#include <iostream>
#include <optional>
#include <unistd.h>

#include "app/cli/chat_messages.h"
#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "app/cli/model_argument.h"
#include "app/cli/output.h"
#include "app/cli/sampler_options.h"
#include "inference/chat/answer_parser.h"
#include "inference/chat/turn_dropper.h"
#include "inference/sample/sampler_defaults.h"

namespace cli {

namespace {

constexpr std::array<Option, 5> kOwnOptions{{
    {"--system", "T", "what the model is told before the conversation"},
    {"--messages", "F.json", "answer this conversation and end"},
    {"--tools", "F.json", "the functions that the model may call: an array"},
    {"--when-full", "WHAT", "stop (default), or drop: the oldest turns make room for new ones"},
    {"--set", "KEY=JSON", "a variable of the chat template, e.g. enable_thinking=false", true},
}};

constexpr auto kOptions = [] {
    std::array<Option, kOwnOptions.size() + kSamplerOptions.size()> own{};
    for (std::size_t i = 0; i < kOwnOptions.size(); ++i) own[i] = kOwnOptions[i];
    for (std::size_t i = 0; i < kSamplerOptions.size(); ++i)
        own[kOwnOptions.size() + i] = kSamplerOptions[i];
    return withEngineOptions(own);
}();

constexpr std::string_view kHelp = "/new        forget the conversation\n"
                                   "/again      another answer to the last message\n"
                                   "/system T   set what the model is told first\n"
                                   "/exit       leave (or Ctrl+D)\n"
                                   "Ctrl+C stops an answer.\n";

inference::ChatMessage message(std::string role, std::string content) {
    inference::ChatMessage result;
    result.role = std::move(role);
    result.content = std::move(content);
    return result;
}

struct Answer {
    std::string content;
    std::string reasoning;
    std::vector<inference::ToolCall> calls;
    inference::GenerationResult result;
};

/// One model and what it needs to answer conversations.
class Talk {
public:
    Talk(inference::Engine& engine, inference::ChatTemplate chatTemplate,
         inference::GenerationRequest settings, inference::ChatPromptOptions options)
        : m_engine(engine), m_template(std::move(chatTemplate)), m_settings(std::move(settings)),
          m_options(std::move(options)),
          m_format(inference::detectAnswerFormat(m_template.source(), engine.model().tokenizer())) {
    }

    /// Takes the oldest turns out until a quarter of the context is left for the answer.
    Result<std::size_t> makeRoom(std::vector<inference::ChatMessage>& messages) {
        const std::uint32_t context = m_engine.contextLength();
        return inference::dropOldestTurns(
            messages, context - context / 4,
            [this](std::span<const inference::ChatMessage> some) -> Result<std::uint32_t> {
                TRY(const auto segments, m_template.renderSegments(some, m_options));
                const auto prompt = encodePrompt(m_engine.model().tokenizer(), segments);
                return static_cast<std::uint32_t>(prompt.size());
            });
    }

    Result<Answer> answer(std::span<const inference::ChatMessage> messages, bool stream) {
        TRY(const auto segments, m_template.renderSegments(messages, m_options));
        return answer(segments, m_options.toolsJson, stream);
    }
    Result<Answer> answer(const Conversation& conversation, bool stream) {
        inference::ChatPromptOptions options = m_options;
        if (options.toolsJson.empty()) options.toolsJson = conversation.toolsJson;
        TRY(const auto segments, m_template.renderJsonSegments(conversation.messagesJson, options));
        return answer(segments, options.toolsJson, stream);
    }

private:
    Result<Answer> answer(std::span<const inference::Tokenizer::Segment> segments,
                          const std::string& toolsJson, bool stream);

    inference::Engine& m_engine;
    inference::ChatTemplate m_template;
    inference::GenerationRequest m_settings;
    inference::ChatPromptOptions m_options;
    inference::AnswerFormat m_format;
};

void printDelta(const inference::AnswerParser::Delta& delta) {
    const bool colour = isatty(STDOUT_FILENO) != 0;
    if (!delta.reasoning.empty())
        printText(colour ? "\033[2m" + delta.reasoning + "\033[22m" : delta.reasoning);
    if (!delta.content.empty()) printText(delta.content);
    for (const inference::ToolCall& call : delta.calls)
        printText("\n[calls " + call.name + ' ' + call.argumentsJson + "]\n");
}

Result<Answer> Talk::answer(std::span<const inference::Tokenizer::Segment> segments,
                            const std::string& toolsJson, bool stream) {
    const auto& tags = m_format.reasoning;
    std::string prompt;
    for (const auto& segment : segments) prompt += segment.text;
    const inference::ToolNames tools(toolsJson);
    inference::AnswerParser parser(
        m_format, tags && inference::promptEndsInsideThought(prompt, *tags), tools);

    Answer answer;
    const auto take = [&](const inference::AnswerParser::Delta& delta) {
        answer.reasoning += delta.reasoning;
        answer.content += delta.content;
        answer.calls.insert(answer.calls.end(), delta.calls.begin(), delta.calls.end());
        if (stream) printDelta(delta);
    };
    inference::GenerationRequest request = m_settings;
    request.prompt = encodePrompt(m_engine.model().tokenizer(), segments);
    // Markers of thoughts and calls are control tokens in many vocabularies.
    request.renderSpecial = m_format.markers();
    inference::placeConstraint(request.constraint, m_format, prompt, tools);
    inference::GenerationCallbacks callbacks;
    callbacks.onText = [&](std::string_view text, std::uint32_t) { take(parser.add(text)); };
    const Interrupt::Scope scope(Interrupt::instance());
    answer.result = m_engine.generate(std::move(request), std::move(callbacks), scope.token());
    take(parser.finish());
    if (answer.result.reason == inference::StopReason::Failed) return answer.result.error;
    if (answer.result.promptTokens > m_engine.contextLength())
        return Error{ErrorCode::LimitExceeded,
                     "the conversation has " + std::to_string(answer.result.promptTokens)
                         + " tokens, the context " + std::to_string(m_engine.contextLength())
                         + ": raise --context or begin anew"};
    return answer;
}

Result<void> print(const Answer& answer, const Context& context) {
    const inference::GenerationResult& result = answer.result;
    Json calls = Json::array();
    for (const inference::ToolCall& call : answer.calls)
        calls.push_back({{"id", call.id},
                         {"name", call.name},
                         {"arguments", Json::parse(call.argumentsJson, nullptr, false)}});
    if (context.json)
        printJson({{"content", answer.content},
                   {"reasoning", answer.reasoning},
                   {"tool_calls", calls},
                   {"stop_reason", inference::stopReasonName(result.reason)},
                   {"usage",
                    {{"prompt_tokens", result.promptTokens},
                     {"completion_tokens", result.tokens.size()},
                     {"total_tokens", result.promptTokens + result.tokens.size()}}}});
    else
        printText("\n");
    if (result.reason == inference::StopReason::Cancelled)
        return Error{ErrorCode::Cancelled, "interrupted"};
    return {};
}

void remarkOn(const inference::GenerationResult& result, const Context& context) {
    std::array<char, 160> line{};
    std::snprintf(line.data(), line.size(),
                  "[%zu tokens, %.1f tokens/s, %.2f s to first token, %s]", result.tokens.size(),
                  result.generateTokensPerSecond(), result.firstTokenSeconds,
                  std::string(inference::stopReasonName(result.reason)).c_str());
    printRemark(context, line.data());
}

/// A conversation line by line until the input ends.
class Dialogue {
public:
    Dialogue(Talk& talk, const Context& context, std::optional<std::string> system, bool dropsTurns)
        : m_talk(talk), m_context(context), m_system(std::move(system)), m_dropsTurns(dropsTurns),
          m_terminal(isatty(STDIN_FILENO) != 0) {
        reset();
    }

    Result<void> run() {
        if (m_terminal) printRemark(m_context, "Type a message, or /help.");
        std::string line;
        while (readLine(line)) {
            if (line.empty()) continue;
            if (line.starts_with('/')) {
                if (!command(line)) return {};
                continue;
            }
            m_messages.push_back(message("user", line));
            TRY(reply());
            if (m_context.stop.stop_requested())
                return Error{ErrorCode::Cancelled, "the conversation was interrupted"};
        }
        return {};
    }

private:
    bool readLine(std::string& line) {
        if (m_terminal && !m_context.quiet) std::fputs("> ", stderr);
        Interrupt::instance().setIdle(true);
        const bool more = static_cast<bool>(std::getline(std::cin, line));
        Interrupt::instance().setIdle(false);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return more;
    }

    void reset() {
        m_messages.clear();
        if (m_system) m_messages.push_back(message("system", *m_system));
    }

    /// Whether the dialogue goes on.
    bool command(const std::string& line) {
        if (line == "/exit" || line == "/quit" || line == "/bye") return false;
        if (line == "/new") {
            reset();
        } else if (line.starts_with("/system ")) {
            m_system = line.substr(8);
            reset();
        } else if (line == "/again" && !m_messages.empty()
                   && m_messages.back().role == "assistant") {
            m_messages.pop_back();
            if (const auto again = reply(); !again) printError(again.error());
        } else {
            std::fputs(std::string(kHelp).c_str(), stderr);
        }
        return true;
    }

    Result<Answer> answerWithRoom() {
        if (m_dropsTurns) {
            TRY(const std::size_t dropped, m_talk.makeRoom(m_messages));
            if (dropped > 0)
                printRemark(m_context, "the context is full: the oldest " + std::to_string(dropped)
                                           + " messages are left out");
        }
        return m_talk.answer(m_messages, /*stream=*/true);
    }

    Result<void> reply() {
        auto answer = answerWithRoom();
        printText("\n");
        if (!answer) {
            m_messages.pop_back();
            // In a terminal a person can go on; a script must learn of it.
            if (!m_terminal) return answer.error();
            printError(answer.error());
            return {};
        }
        remarkOn(answer->result, m_context);
        if (answer->result.reason == inference::StopReason::ContextFull)
            printRemark(m_context, "the context is full and the answer ends here: begin anew with "
                                   "/new, or restart with --when-full drop or a longer --context");
        m_messages.push_back(message("assistant", answer->content));
        m_messages.back().reasoning = answer->reasoning;
        m_messages.back().toolCalls = answer->calls;
        return {};
    }

    Talk& m_talk;
    const Context& m_context;
    std::optional<std::string> m_system;
    bool m_dropsTurns;
    bool m_terminal;
    std::vector<inference::ChatMessage> m_messages;
};

Result<void> run(const Arguments& arguments, const Context& context) {
    inference::GenerationRequest settings;
    TRY(settings.sampler, readSampler(arguments));
    TRY(settings.maxTokens, readMaxTokens(arguments));
    settings.ignoreEndOfGeneration = arguments.has("--ignore-eos");
    inference::ChatPromptOptions options;
    TRY(options.extraJson, readTemplateVariables(arguments));
    TRY(settings.constraint.grammar, readGrammar(arguments));
    if (const auto toolsPath = arguments.text("--tools")) {
        TRY(options.toolsJson, readTools(*toolsPath));
    }
    const std::string whenFull = arguments.text("--when-full").value_or("stop");
    if (whenFull != "stop" && whenFull != "drop")
        return Error{ErrorCode::InvalidArgument, "--when-full is stop or drop, not " + whenFull};
    std::optional<Conversation> conversation;
    if (const auto path = arguments.text("--messages")) {
        if (arguments.has("--system"))
            return Error{ErrorCode::InvalidArgument,
                         "--system goes with a dialogue: put a system message into --messages"};
        TRY(conversation, readConversation(*path));
    }
    TRY(const auto engineOptions, readEngineOptions(arguments, context));
    TRY(const auto engine, loadEngine(arguments, context, engineOptions));
    TRY(settings.sampler,
        readSampler(arguments, inference::samplerDefaults(engine->model().file().metadata())));
    TRY(auto chatTemplate, loadOrChooseTemplate(engine->model(), context));
    Talk talk(*engine, std::move(chatTemplate), std::move(settings), std::move(options));
    if (conversation) {
        TRY(const Answer answer, talk.answer(*conversation, !context.json));
        return print(answer, context);
    }
    if (!context.json)
        return Dialogue(talk, context, arguments.text("--system"), whenFull == "drop").run();

    // One object is all that --json may print: the whole input is one message.
    std::vector<inference::ChatMessage> messages;
    if (const auto system = arguments.text("--system"))
        messages.push_back(message("system", *system));
    TRY(std::string input, readStandardInput());
    messages.push_back(message("user", std::move(input)));
    TRY(const Answer answer, talk.answer(messages, /*stream=*/false));
    return print(answer, context);
}

} // namespace

const Command kChatCommand{.name = "chat",
                           .arguments = "MODEL",
                           .summary = "talk to a model",
                           .positionalMin = 1,
                           .positionalMax = 1,
                           .options = kOptions,
                           .run = run};

} // namespace cli
