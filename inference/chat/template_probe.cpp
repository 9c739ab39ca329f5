// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/template_probe.h"

#include <utility>
#include <vector>

#include "inference/chat/conversation.h"

namespace inference {

namespace {

using jinja::Value;

// Words that no template writes by itself.
constexpr std::string_view kSystem = "qzsystemqz";
constexpr std::string_view kUser = "qzuserqz";
constexpr std::string_view kSecond = "qzsecondqz";
constexpr std::string_view kFunction = "qzfunctionqz";
constexpr std::string_view kArgument = "qzargumentqz";
constexpr std::string_view kResult = "qzresultqz";

class Probe {
public:
    Probe(const jinja::Template& compiled, std::string_view bos, std::string_view eos)
        : m_template(compiled), m_bos(bos), m_eos(eos) {
        // A conversation of three short turns; a template that needs more of these is broken.
        m_options.limits.stepsMax = 400'000;
        m_options.limits.outputBytesMax = std::size_t{1} << 20;
        m_options.nowUnix = 0;
        m_options.utc = true;
    }

    /// The prompt, or nothing if the template refuses.
    std::optional<std::string> render(const Conversation& messages,
                                      const std::vector<jinja::Entry>& extra = {},
                                      bool generationPrompt = true) const {
        Value globals = Value::dict();
        globals.set("messages", Value::list(messages));
        globals.set("add_generation_prompt", Value::boolean(generationPrompt));
        globals.set("bos_token", Value::string(std::string(m_bos)));
        globals.set("eos_token", Value::string(std::string(m_eos)));
        if (!toolsUndefined) globals.set("tools", Value::none());
        for (const auto& [key, value] : extra) globals.set(key, value);
        auto out = m_template.render(globals, m_options);
        if (!out) return std::nullopt;
        return std::move(out).value();
    }

    bool shows(const Conversation& messages, std::string_view word,
               const std::vector<jinja::Entry>& extra = {}) const {
        const auto text = render(messages, extra);
        return text && text->find(word) != std::string::npos;
    }

    bool toolsUndefined = false;

private:
    const jinja::Template& m_template;
    std::string_view m_bos;
    std::string_view m_eos;
    jinja::RenderOptions m_options;
};

ChatMessage turn(std::string_view role, std::string_view content) {
    ChatMessage message;
    message.role = role;
    message.content = content;
    return message;
}

Conversation conversation(std::vector<ChatMessage> messages, std::string_view source) {
    auto out = conversationFrom(messages, source);
    return out ? std::move(out).value() : Conversation();
}

jinja::Entry named(std::string_view name, Value value) {
    return {Value::string(std::string(name)), std::move(value)};
}

jinja::Entry toolDeclarations() {
    auto tools = jinja::parseJson(
        R"([{"type":"function","function":{"name":")" + std::string(kFunction)
        + R"(","description":"d","parameters":{"type":"object","properties":{"city":)"
          R"({"type":"string","description":"c"}},"required":["city"]}}}])");
    return named("tools", tools ? std::move(tools).value() : Value::none());
}

void probeTools(const Probe& probe, std::string_view source, const Conversation& user,
                TemplateCaps& caps) {
    const auto tools = toolDeclarations();
    caps.tools = probe.shows(user, kFunction, {tools});
    ChatMessage asks = turn("assistant", "");
    asks.toolCalls.push_back(
        {"call00001", std::string(kFunction), R"({"city":")" + std::string(kArgument) + "\"}"});
    ChatMessage replies = turn("tool", kResult);
    replies.name = kFunction;
    replies.toolCallId = "call00001";
    const Conversation calls = conversation({turn("user", kUser), asks, replies}, source);
    const auto asObject = probe.render(calls, {tools});
    const auto asText = probe.render(withArgumentsAsText(calls), {tools});
    const auto has = [](const std::optional<std::string>& text, std::string_view word) {
        return text && text->find(word) != std::string::npos;
    };
    caps.argumentsAsText = !has(asObject, kArgument) && has(asText, kArgument);
    const auto& best = caps.argumentsAsText ? asText : asObject;
    caps.toolCalls = has(best, kArgument);
    caps.toolResults = has(best, kResult);
}

void probeThinking(const Probe& probe, std::string_view source, const Conversation& user,
                   TemplateCaps& caps) {
    caps.reasoningTags = detectReasoningTags(source);
    const auto unset = probe.render(user);
    if (source.find("enable_thinking") != std::string_view::npos) {
        const auto on = probe.render(user, {named("enable_thinking", Value::boolean(true))});
        const auto off = probe.render(user, {named("enable_thinking", Value::boolean(false))});
        caps.enableThinking = on && off && *on != *off;
        caps.thinkingByDefault = caps.enableThinking ? unset == on : caps.reasoningTags.has_value();
    } else {
        caps.thinkingByDefault = caps.reasoningTags.has_value();
    }
    if (source.find("reasoning_effort") != std::string_view::npos) {
        const auto low = probe.render(user, {named("reasoning_effort", Value::string("low"))});
        const auto medium =
            probe.render(user, {named("reasoning_effort", Value::string("medium"))});
        caps.reasoningEffort = low && medium && *low != *medium;
    }
}

} // namespace

TemplateCaps probeTemplate(const jinja::Template& compiled, std::string_view source,
                           std::string_view bos, std::string_view eos) {
    TemplateCaps caps;
    Probe probe(compiled, bos, eos);
    Conversation user = conversation({turn("user", kUser)}, source);
    if (!probe.render(user)) {
        probe.toolsUndefined = true;
        caps.noneToolsRaise = probe.render(user).has_value();
        probe.toolsUndefined = caps.noneToolsRaise;
    }
    if (!probe.shows(user, kUser) && probe.shows(withContentParts(user), kUser)) {
        caps.contentAsParts = true;
        user = withContentParts(user);
    }
    const auto shape = [&](std::vector<ChatMessage> messages) {
        Conversation out = conversation(std::move(messages), source);
        return caps.contentAsParts ? withContentParts(out) : out;
    };
    caps.systemRole = probe.shows(shape({turn("system", kSystem), turn("user", kUser)}), kSystem);
    const auto twice = shape({turn("user", kUser), turn("user", kSecond)});
    caps.consecutiveTurns = probe.shows(twice, kUser) && probe.shows(twice, kSecond);
    const auto with = probe.render(user);
    const auto without = probe.render(user, {}, false);
    caps.generationPrompt = with && without && *with != *without;
    probeTools(probe, source, user, caps);
    probeThinking(probe, source, user, caps);
    return caps;
}

} // namespace inference
