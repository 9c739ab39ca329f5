// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/answer_parser.h"

#include <utility>

namespace inference {

namespace {

std::optional<ReasoningTags> unlessHarmony(const std::optional<ReasoningTags>& tags) {
    return tags && isHarmonyTags(*tags) ? std::nullopt : tags;
}

bool blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

} // namespace

AnswerFormat detectAnswerFormat(std::string_view templateSource,
                                const std::function<bool(std::string_view)>& hasToken) {
    AnswerFormat format{detectReasoningTags(templateSource),
                        detectCallMarkers(templateSource, hasToken)};
    format.callsKnown = !format.calls.empty();
    if (!format.callsKnown) format.calls = commonCallMarkers();
    return format;
}

AnswerFormat detectAnswerFormat(std::string_view templateSource, const Tokenizer& tokenizer) {
    return detectAnswerFormat(templateSource, [&](std::string_view text) {
        const TokenId id = tokenizer.find(text);
        if (id == kNoToken) return false;
        const TokenKind kind = tokenizer.tokenKind(id);
        return kind == TokenKind::Control || kind == TokenKind::UserDefined;
    });
}

AnswerParser::AnswerParser(AnswerFormat format, bool startsInside, ToolNames tools)
    : m_reasoning(unlessHarmony(format.reasoning), startsInside),
      m_calls(std::move(format.calls), std::move(tools)) {
    if (format.reasoning && isHarmonyTags(*format.reasoning)) m_harmony.emplace(startsInside);
}

AnswerParser::Delta AnswerParser::add(std::string_view text) {
    if (m_harmony) return fromHarmony(m_harmony->add(text));
    ReasoningParser::Delta split = m_reasoning.add(text);
    ToolCallParser::Delta rest;
    if (!split.content.empty()) rest = m_calls.add(split.content);
    return {std::move(split.reasoning), std::move(rest.content), std::move(rest.calls)};
}

AnswerParser::Delta AnswerParser::finish() {
    if (m_harmony) return fromHarmony(m_harmony->finish());
    ReasoningParser::Delta split = m_reasoning.finish();
    ToolCallParser::Delta rest = m_calls.add(split.content);
    ToolCallParser::Delta end = m_calls.finish();
    rest.content += end.content;
    for (ToolCall& call : end.calls) rest.calls.push_back(std::move(call));
    return {std::move(split.reasoning), std::move(rest.content), std::move(rest.calls)};
}

/// Messages to a recipient are calls; where the arguments cannot be read, text.
AnswerParser::Delta AnswerParser::fromHarmony(HarmonyParser::Delta delta) {
    Delta out{std::move(delta.reasoning), std::move(delta.content), {}};
    const auto& messages = m_harmony->messages();
    for (; m_harmonyTaken < messages.size(); ++m_harmonyTaken) {
        const HarmonyMessage& message = messages[m_harmonyTaken];
        if (message.recipient.empty() || message.recipient == "user") continue;
        std::string name = message.recipient;
        if (name.starts_with("functions.")) name.erase(0, std::string_view("functions.").size());
        const std::string arguments = blank(message.content) ? "{}" : message.content;
        auto read = m_calls.read(name, arguments);
        if (!read.empty()) {
            for (ToolCall& call : read) out.calls.push_back(std::move(call));
        } else {
            out.content += message.recipient + ' ' + message.content;
        }
    }
    return out;
}

void placeConstraint(OutputConstraint& constraint, const AnswerFormat& format,
                     std::string_view prompt, const ToolNames& tools) {
    using Begin = OutputConstraint::Begin;
    constraint.begin = Begin::AtOnce;
    if (!tools.empty())
        for (const CallMarkersRow& row : format.calls)
            constraint.callOpeners.emplace_back(row.open);
    if (!constraint.callOpeners.empty()) constraint.begin = Begin::MayThink;
    if (!format.reasoning) return;
    const ReasoningTags& tags = *format.reasoning;
    if (isHarmonyTags(tags)) {
        constraint.begin = Begin::AfterHeader;
        return;
    }
    while (!prompt.empty() && blank(prompt.substr(prompt.size() - 1))) prompt.remove_suffix(1);
    constraint.thoughtClose = tags.close;
    if (prompt.ends_with(tags.open)) {
        constraint.begin = Begin::AfterThought;
    } else if (!prompt.ends_with(tags.close)) {
        constraint.begin = Begin::MayThink;
        constraint.thoughtOpen = tags.open;
    }
}

} // namespace inference
