// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/chat_template.h"

#include <algorithm>
#include <ctime>

#include "inference/chat/conversation.h"
#include "inference/chat/harmony.h"
#include "inference/chat/template_probe.h"
#include "inference/jinja/builtins.h"
#include "inference/jinja/template.h"

namespace inference {

namespace {

using jinja::Kind;
using jinja::Text;
using jinja::Value;

std::vector<Tokenizer::Segment> segmentsOf(const Text& text) {
    std::vector<Tokenizer::Segment> out;
    std::size_t at = 0;
    const auto add = [&](std::size_t end, bool parseSpecial) {
        if (end > at) out.push_back({text.bytes.substr(at, end - at), parseSpecial});
        at = end;
    };
    for (const jinja::ByteRange& range : text.untrusted) {
        add(range.begin, true);
        add(range.end, false);
    }
    add(text.bytes.size(), true);
    return out;
}

} // namespace

struct ChatTemplate::State {
    std::string source;
    std::string bos;
    std::string eos;
    jinja::Template compiled;
    TemplateCaps caps;
    bool harmony = false;

    Result<Value> globals(const Conversation& conversation, const ChatPromptOptions& options) const;
    Result<Text> renderOnce(const Conversation& conversation,
                            const ChatPromptOptions& options) const;
    Result<Text> render(const Conversation& conversation, const ChatPromptOptions& options) const;
    Result<Text> renderNative(const Conversation& conversation,
                              const ChatPromptOptions& options) const;
    Conversation adapted(Conversation conversation) const;
};

ChatTemplate::ChatTemplate(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ChatTemplate::ChatTemplate(ChatTemplate&&) noexcept = default;
ChatTemplate& ChatTemplate::operator=(ChatTemplate&&) noexcept = default;
ChatTemplate::~ChatTemplate() = default;

Result<ChatTemplate> ChatTemplate::create(std::string_view source, std::string bos,
                                          std::string eos) {
    TRY(jinja::Template compiled, jinja::Template::parse(source));
    TemplateCaps caps = probeTemplate(compiled, source, bos, eos);
    return ChatTemplate(std::make_unique<State>(State{std::string(source), std::move(bos),
                                                      std::move(eos), std::move(compiled),
                                                      std::move(caps), isHarmonyTemplate(source)}));
}

Result<Value> ChatTemplate::State::globals(const Conversation& conversation,
                                           const ChatPromptOptions& options) const {
    Value out = Value::dict();
    out.set("messages", Value::list(conversation));
    out.set("add_generation_prompt", Value::boolean(options.addGenerationPrompt));
    out.set("bos_token", Value::string(bos));
    out.set("eos_token", Value::string(eos));
    if (!options.toolsJson.empty()) {
        auto tools = jinja::parseJson(options.toolsJson, true);
        if (!tools) {
            return Error{ErrorCode::InvalidArgument, "the tools: " + tools.error().detail};
        }
        out.set("tools", std::move(tools).value());
    } else if (options.strict || !caps.noneToolsRaise) {
        out.set("tools", Value::none());
    }
    for (const auto& [name, json] : options.extraJson) {
        auto value = jinja::parseJson(json);
        if (!value) {
            return Error{ErrorCode::InvalidArgument,
                         "the variable " + name + ": " + value.error().detail};
        }
        out.set(name, std::move(value).value());
    }
    return out;
}

Result<Text> ChatTemplate::State::renderOnce(const Conversation& conversation,
                                             const ChatPromptOptions& options) const {
    TRY(const Value variables, globals(conversation, options));
    jinja::RenderOptions render;
    render.nowUnix = options.nowUnix;
    render.utc = options.utc;
    render.strict = options.strict;
    return compiled.renderMarked(variables, render);
}

// What probing found out about this template, applied.
Conversation ChatTemplate::State::adapted(Conversation conversation) const {
    if (!caps.systemRole) conversation = withoutSystemTurns(conversation);
    if (!caps.consecutiveTurns) conversation = withAlternatingTurns(conversation);
    if (caps.argumentsAsText) conversation = withArgumentsAsText(conversation);
    return caps.contentAsParts ? withContentParts(conversation) : conversation;
}

// gpt-oss: what its publisher's library writes, which the template only approximates; the template
// also refuses answers in which a channel marker was stored.
Result<Text> ChatTemplate::State::renderNative(const Conversation& conversation,
                                               const ChatPromptOptions& options) const {
    TRY(const Value variables, globals(conversation, options));
    HarmonySystem system;
    const std::int64_t now =
        options.nowUnix ? *options.nowUnix : static_cast<std::int64_t>(std::time(nullptr));
    system.currentDate = jinja::formatTime("%Y-%m-%d", now, options.utc);
    const auto text = [&](std::string_view name, std::string& target) {
        const Value* value = variables.find(name);
        if (value && value->isString()) target = value->asString();
    };
    text("reasoning_effort", system.reasoningEffort);
    text("model_identity", system.identity);
    // The name under which gpt-oss's own template asks for them.
    const Value* offered = variables.find("builtin_tools");
    if (offered && offered->is(Kind::List)) {
        const auto offers = [&](std::string_view name) {
            return std::any_of(
                offered->items().begin(), offered->items().end(),
                [&](const Value& v) { return v.isString() && v.asString() == name; });
        };
        if (offers("browser")) system.tools.push_back(HarmonyTool::Browser);
        if (offers("python")) system.tools.push_back(HarmonyTool::Python);
    }
    const Value* tools = variables.find("tools");
    return renderHarmony(conversation, tools ? *tools : Value(), system,
                         options.addGenerationPrompt);
}

Result<Text> ChatTemplate::State::render(const Conversation& conversation,
                                         const ChatPromptOptions& options) const {
    if (options.strict) return renderOnce(conversation, options);
    if (harmony) return renderNative(conversation, options);
    auto first = renderOnce(adapted(conversation), options);
    if (first || first.error().code != ErrorCode::TemplateError) return first;
    // Probing sees short conversations only; this one met another rule of the template's.
    const Conversation tame = withShortCallIds(withAlternatingTurns(conversation));
    if (auto second = renderOnce(adapted(tame), options)) return second;
    if (auto third = renderOnce(adapted(withoutSystemTurns(tame)), options)) return third;
    return first;
}

Result<std::string> ChatTemplate::render(std::span<const ChatMessage> messages,
                                         const ChatPromptOptions& options) const {
    TRY(const Conversation conversation, conversationFrom(messages, m_state->source));
    TRY(Text text, m_state->render(conversation, options));
    return std::move(text.bytes);
}

Result<std::vector<Tokenizer::Segment>>
ChatTemplate::renderSegments(std::span<const ChatMessage> messages,
                             const ChatPromptOptions& options) const {
    TRY(const Conversation conversation, conversationFrom(messages, m_state->source));
    TRY(const Text text, m_state->render(conversation, options));
    return segmentsOf(text);
}

Result<std::string> ChatTemplate::renderJson(std::string_view messagesJson,
                                             const ChatPromptOptions& options) const {
    TRY(const Conversation conversation, conversationFromJson(messagesJson));
    TRY(Text text, m_state->render(conversation, options));
    return std::move(text.bytes);
}

Result<std::vector<Tokenizer::Segment>>
ChatTemplate::renderJsonSegments(std::string_view messagesJson,
                                 const ChatPromptOptions& options) const {
    TRY(const Conversation conversation, conversationFromJson(messagesJson));
    TRY(const Text text, m_state->render(conversation, options));
    return segmentsOf(text);
}

const TemplateCaps& ChatTemplate::caps() const {
    return m_state->caps;
}
std::string_view ChatTemplate::source() const {
    return m_state->source;
}

} // namespace inference
