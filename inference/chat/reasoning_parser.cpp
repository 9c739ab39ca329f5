// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/reasoning_parser.h"

#include <algorithm>

#include "inference/chat/output_format.h"

namespace inference {

namespace {

// Between these two a thought of gpt-oss stands, from the end of its prompt on.
constexpr std::string_view kHarmonyOpen = "<|channel|>analysis<|message|>";
constexpr std::string_view kHarmonyClose = "<|end|><|start|>assistant<|channel|>final<|message|>";

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// How much of the end of `text` could be the beginning of `tag`.
std::size_t partialTag(std::string_view text, std::string_view tag) {
    for (std::size_t n = std::min(text.size(), tag.size() - 1); n > 0; --n) {
        if (text.substr(text.size() - n) == tag.substr(0, n)) return n;
    }
    return 0;
}

} // namespace

std::optional<ReasoningTags> detectReasoningTags(std::string_view templateSource) {
    if (isHarmonyTemplate(templateSource)) {
        return ReasoningTags{std::string(kHarmonyOpen), std::string(kHarmonyClose)};
    }
    for (const ReasoningTagsRow& row : reasoningTagsRows()) {
        const auto says = [&](std::string_view text) {
            return templateSource.find(text) != std::string_view::npos;
        };
        // Either will do: some templates only open a thought, some only cut old ones away.
        const bool known =
            row.mention.empty() ? says(row.open) || says(row.close) : says(row.mention);
        if (known) return ReasoningTags{std::string(row.open), std::string(row.close)};
    }
    return std::nullopt;
}

bool isHarmonyTags(const ReasoningTags& tags) {
    return tags.open == kHarmonyOpen;
}

bool promptEndsInsideThought(std::string_view prompt, const ReasoningTags& tags) {
    while (!prompt.empty() && isBlank(prompt.back())) prompt.remove_suffix(1);
    return prompt.ends_with(tags.open);
}

ReasoningParser::ReasoningParser(std::optional<ReasoningTags> tags, bool startsInside)
    : m_tags(std::move(tags)) {
    if (!m_tags || m_tags->open.empty() || m_tags->close.empty()) m_tags.reset();
    if (!m_tags)
        m_state = State::Answer;
    else if (startsInside)
        m_state = State::Inside;
    m_trimNewline = m_state == State::Inside;
    if (m_tags && m_tags->open == kHarmonyOpen) {
        m_harmony.emplace(startsInside, HarmonyParser::Calls::Show);
    }
}

ReasoningParser::Delta ReasoningParser::add(std::string_view text) {
    if (m_harmony) {
        auto delta = m_harmony->add(text);
        m_state = m_harmony->insideAnalysis() ? State::Inside : State::Answer;
        return {std::move(delta.reasoning), std::move(delta.content)};
    }
    m_pending += text;
    Delta out;
    step(out, false);
    return out;
}

ReasoningParser::Delta ReasoningParser::finish() {
    if (m_harmony) {
        auto delta = m_harmony->finish();
        return {std::move(delta.reasoning), std::move(delta.content)};
    }
    Delta out;
    step(out, true);
    return out;
}

void ReasoningParser::step(Delta& out, bool last) {
    if (m_state == State::Start && !stepStart(last)) return;
    if (m_state == State::Inside && !stepInside(out, last)) return;
    if (m_state == State::AfterClose) {
        const std::size_t n = std::min(m_pending.find_first_not_of("\r\n"), m_pending.size());
        m_pending.erase(0, n);
        if (m_pending.empty()) return;
        m_state = State::Answer;
    }
    out.content += m_pending;
    m_pending.clear();
}

// Only white space so far: does the answer begin with a thought? False: not known yet.
bool ReasoningParser::stepStart(bool last) {
    const auto blanks = static_cast<std::size_t>(
        std::find_if_not(m_pending.begin(), m_pending.end(), isBlank) - m_pending.begin());
    const std::string_view rest = std::string_view(m_pending).substr(blanks);
    if (rest.starts_with(m_tags->open)) {
        m_pending.erase(0, blanks + m_tags->open.size());
        m_state = State::Inside;
        m_trimNewline = true;
        return true;
    }
    if (!last && std::string_view(m_tags->open).starts_with(rest)) return false;
    m_state = State::Answer;
    return true;
}

bool ReasoningParser::stepInside(Delta& out, bool last) {
    if (m_trimNewline) {
        if (m_pending.empty() || (m_pending == "\r" && !last)) return false;
        if (m_pending.starts_with("\r\n"))
            m_pending.erase(0, 2);
        else if (m_pending.starts_with('\n'))
            m_pending.erase(0, 1);
        m_trimNewline = false;
    }
    const std::size_t close = m_pending.find(m_tags->close);
    if (close != std::string::npos) {
        out.reasoning.append(m_pending, 0, close);
        m_pending.erase(0, close + m_tags->close.size());
        m_state = State::AfterClose;
        return true;
    }
    const std::size_t held = last ? 0 : partialTag(m_pending, m_tags->close);
    out.reasoning.append(m_pending, 0, m_pending.size() - held);
    m_pending.erase(0, m_pending.size() - held);
    return false;
}

} // namespace inference
