// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/prompt_maker.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "inference/chat/turn_dropper.h"

namespace core {
namespace {

using inference::AnswerFormat;
using inference::AnswerParser;
using inference::ChatMessage;
using inference::ReasoningTags;
using Segments = std::vector<inference::Tokenizer::Segment>;

std::string tokenTextOf(const inference::Tokenizer& tokenizer, inference::TokenId id) {
    return id == inference::kNoToken ? std::string() : std::string(tokenizer.tokenText(id));
}

inference::DefaultTemplate fittingTemplate(const inference::Model& model) {
    inference::TemplateFacts facts;
    facts.tokenizerModel = model.tokenizer().modelName();
    facts.description = model.name();
    facts.hasToken = [&model](std::string_view text) {
        return model.tokenizer().find(text) != inference::kNoToken;
    };
    return inference::defaultTemplateFor(facts);
}

std::vector<ChatMessage> chatMessages(const AnswerRequest& request) {
    std::vector<ChatMessage> messages;
    const auto add = [&messages](std::string_view role, const std::string& content) {
        messages.emplace_back();
        messages.back().role = role;
        messages.back().content = content;
    };
    if (!request.parameters.systemPrompt.empty()) add("system", request.parameters.systemPrompt);
    for (const Message& message : request.messages) {
        add(roleName(message.role), message.content);
        messages.back().reasoning = message.reasoning;
    }
    return messages;
}

/// A copy without `count` messages from the first that a person wrote.
AnswerRequest shortened(const AnswerRequest& request, std::size_t count) {
    AnswerRequest shorter = request;
    auto& messages = shorter.messages;
    const auto first = std::find_if(messages.begin(), messages.end(),
                                    [](const Message& m) { return m.role == Role::User; });
    messages.erase(first, first + static_cast<std::ptrdiff_t>(count));
    return shorter;
}

/// What stands between a thought, its tags and the answer.
struct AnswerMarks {
    std::string gap;    ///< Around the tags.
    std::string answer; ///< Opens an answer without a thought.
    std::string behind; ///< Opens an answer behind the tag that closes its thought.
};

AnswerMarks marksOf(const AnswerFormat& format) {
    const std::string close = format.reasoning ? format.reasoning->close : std::string();
    // Harmony's "tags" are headers of messages: nothing stands between them and the text, and an
    // answer without a thought needs the last of them, too.
    if (const std::size_t channel = close.rfind("<|channel|>"); channel != std::string::npos)
        return {"", close.substr(channel), ""};
    const std::string open(format.frames != nullptr ? format.frames->answerOpen : "");
    if (open.empty()) return {"\n", "", "\n\n"};
    return {"", open, close.ends_with(open) ? "" : open};
}

/// Puts the beginning of an answer behind a prompt, which ends with `promptEnd`, so that the model
/// goes on from its exact end. Gives the parser for what comes next.
AnswerParser continueFrom(const Message& answer, const AnswerFormat& format, bool insideThought,
                          std::string_view promptEnd, Segments& segments) {
    const std::optional<ReasoningTags>& tags = format.reasoning;
    const AnswerMarks marks = marksOf(format);
    const auto add = [&segments](const std::string& text, bool parseSpecial) {
        if (!text.empty()) segments.push_back({text, parseSpecial});
    };
    const bool thought = tags && (insideThought || !answer.reasoning.empty());
    if (tags && !answer.reasoning.empty()) {
        if (!insideThought) add(tags->open + marks.gap, true);
        add(answer.reasoning, false);
    }
    if (answer.content.empty()) return AnswerParser(format, thought);
    // The thought had ended before the answer began, even if it was an empty one.
    if (thought) {
        add(marks.gap + tags->close + marks.behind, true);
    } else if (!promptEnd.ends_with(marks.answer)) {
        add(marks.answer, true);
    }
    add(answer.content, false);
    return AnswerParser({std::nullopt, format.calls, format.frames, format.callsKnown, true},
                        false);
}

} // namespace

PromptMaker::PromptMaker(std::shared_ptr<const inference::Model> model,
                         inference::ChatTemplate chatTemplate, std::vector<std::string> stopTexts)
    : m_model(std::move(model)), m_template(std::move(chatTemplate)),
      m_stopTexts(std::move(stopTexts)),
      m_format(inference::detectAnswerFormat(m_template.source(), m_model->tokenizer())) {}

Result<PromptMaker> PromptMaker::create(std::shared_ptr<const inference::Model> model,
                                        const inference::LogSink& log) {
    const inference::Tokenizer& tokenizer = model->tokenizer();
    const std::string bos = tokenTextOf(tokenizer, tokenizer.bos());
    const std::string eos = tokenTextOf(tokenizer, tokenizer.eos());
    const auto source = model->file().metadata().string("tokenizer.chat_template");
    if (source && !source->empty()) {
        auto own = inference::ChatTemplate::create(*source, bos, eos);
        if (own) return PromptMaker(std::move(model), std::move(own).value(), {});
        // A model with a broken template is still worth talking to.
        if (log) {
            log(inference::LogLevel::Warning,
                "the model's chat template cannot be used: " + own.error().detail);
        }
    }
    inference::DefaultTemplate chosen = fittingTemplate(*model);
    if (log) log(inference::LogLevel::Info, chosen.reason);
    TRY(auto fitting, inference::ChatTemplate::create(chosen.source, bos, eos));
    return PromptMaker(std::move(model), std::move(fitting), std::move(chosen.stopTexts));
}

inference::ChatPromptOptions PromptMaker::optionsFor(const GenerationParameters& parameters) const {
    inference::ChatPromptOptions options;
    const std::string& effort = parameters.reasoningEffort;
    if (effort.empty()) return options;
    const inference::TemplateCaps& caps = m_template.caps();
    if (caps.enableThinking)
        options.extraJson["enable_thinking"] = effort == "off" ? "false" : "true";
    if (caps.reasoningEffort && effort != "off")
        options.extraJson["reasoning_effort"] = '"' + effort + '"';
    return options;
}

Result<std::size_t> PromptMaker::dropOldest(AnswerRequest& request, std::uint32_t tokensMax) const {
    std::vector<ChatMessage> messages = chatMessages(request);
    const std::size_t all = messages.size();
    TRY(const std::size_t dropped,
        inference::dropOldestTurns(
            messages, tokensMax, [&](std::span<const ChatMessage> left) -> Result<std::uint32_t> {
                TRY(const Prompt prompt, make(shortened(request, all - left.size())));
                return static_cast<std::uint32_t>(prompt.tokens.size());
            }));
    if (dropped > 0) request = shortened(request, dropped);
    return dropped;
}

Result<Prompt> PromptMaker::make(const AnswerRequest& request) const {
    std::vector<ChatMessage> messages = chatMessages(request);
    if (messages.empty()) return Error{ErrorCode::InvalidArgument, "there is nothing to answer"};
    if (request.continueLast) messages.pop_back();
    TRY(Segments segments, m_template.renderSegments(messages, optionsFor(request.parameters)));

    const std::optional<ReasoningTags>& tags = m_format.reasoning;
    std::string text;
    for (const auto& segment : segments) text += segment.text;
    const bool inside = tags && inference::promptEndsInsideThought(text, *tags);
    Prompt prompt{{}, AnswerParser(m_format, inside)};
    if (request.continueLast)
        prompt.parser = continueFrom(request.messages.back(), m_format, inside, text, segments);

    const inference::Tokenizer& tokenizer = m_model->tokenizer();
    prompt.tokens = tokenizer.encodeSegments(segments, true);
    // Templates often write the begin token themselves; the vocabulary may have added another.
    const auto& ids = prompt.tokens;
    if (ids.size() > 1 && tokenizer.bos() != inference::kNoToken && ids[0] == tokenizer.bos()
        && ids[1] == tokenizer.bos()) {
        prompt.tokens.erase(prompt.tokens.begin());
    }
    return prompt;
}

} // namespace core
