// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/answer_parser.h"

#include <algorithm>
#include <utility>

namespace inference {

namespace {

std::optional<ReasoningTags> unlessHarmony(const std::optional<ReasoningTags>& tags) {
    return tags && isHarmonyTags(*tags) ? std::nullopt : tags;
}

// No function's name is longer.
constexpr std::size_t kNameBytesMax = 128;

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
    if (format.reasoning && isHarmonyTags(*format.reasoning)) return format;
    for (const FramesRow& row : framesRows()) {
        if (templateSource.find(row.mention) == std::string_view::npos) continue;
        format.frames = &row;
        break;
    }
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
    if (format.frames == nullptr) return;
    m_frames.emplace(format.frames->marks, startsInside);
    if (!format.answerStarted) m_implied = format.frames->implied;
}

AnswerParser::Delta AnswerParser::add(std::string_view text) {
    if (m_harmony) return addHarmony(text);
    if (m_frames) {
        FrameParser::Delta split =
            m_implied.empty() ? m_frames->add(text) : m_frames->add(completed(text, false));
        return withCalls(std::move(split.reasoning), split.content, false);
    }
    ReasoningParser::Delta split = m_reasoning.add(text);
    return withCalls(std::move(split.reasoning), split.content, false);
}

AnswerParser::Delta AnswerParser::finish() {
    if (m_harmony) return fromHarmony(m_harmony->finish());
    if (m_frames) {
        FrameParser::Delta split = m_frames->add(completed({}, true));
        FrameParser::Delta rest = m_frames->finish();
        split.reasoning += rest.reasoning;
        split.content += rest.content;
        return withCalls(std::move(split.reasoning), split.content, true);
    }
    ReasoningParser::Delta split = m_reasoning.finish();
    return withCalls(std::move(split.reasoning), split.content, true);
}

/// The answer's beginning together with the mark that the prompt has begun, once it is clear that
/// the model goes on from it.
std::string AnswerParser::completed(std::string_view text, bool last) {
    m_head += text;
    if (m_implied.empty()) return std::exchange(m_head, {});
    const std::size_t end = m_head.find('\n');
    const bool line = end <= kNameBytesMax;
    if (!line && !last && m_head.size() <= kNameBytesMax) return {};
    const std::string_view name = std::string_view(m_head).substr(0, line ? end : 0);
    if (name == "all" || m_calls.declares(name)) m_head.insert(0, m_implied);
    m_implied.clear();
    return std::exchange(m_head, {});
}

AnswerParser::Delta AnswerParser::withCalls(std::string reasoning, std::string_view content,
                                            bool last) {
    ToolCallParser::Delta rest;
    if (!content.empty()) rest = m_calls.add(content);
    if (last) {
        ToolCallParser::Delta end = m_calls.finish();
        rest.content += end.content;
        for (ToolCall& call : end.calls) rest.calls.push_back(std::move(call));
    }
    return {std::move(reasoning), std::move(rest.content), std::move(rest.calls)};
}

/// Marker by marker, so that a call that stays text comes before the text that follows it.
AnswerParser::Delta AnswerParser::addHarmony(std::string_view text) {
    Delta out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('>'), text.size() - 1) + 1;
        Delta part = fromHarmony(m_harmony->add(text.substr(0, end)));
        text.remove_prefix(end);
        out.reasoning += part.reasoning;
        out.content += part.content;
        for (ToolCall& call : part.calls) out.calls.push_back(std::move(call));
    }
    return out;
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
    if (format.frames != nullptr) constraint.answerOpen = format.frames->answerOpen;
    if (!constraint.callOpeners.empty() || !constraint.answerOpen.empty())
        constraint.begin = Begin::MayThink;
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
