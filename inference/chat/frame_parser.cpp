// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/frame_parser.h"

#include <algorithm>
#include <utility>

namespace inference {

namespace {

constexpr std::size_t kNameBytesMax = 80;

enum class Found : std::uint8_t { No, Partly, Whole };

/// Whether `text` begins with the mark, or may once it is longer; `size` of it then.
Found match(std::string_view text, std::string_view mark, std::size_t& size) {
    const std::size_t star = mark.find('*');
    const std::string_view head = mark.substr(0, star);
    if (!text.starts_with(head)) return head.starts_with(text) ? Found::Partly : Found::No;
    size = head.size();
    if (star == std::string_view::npos) return Found::Whole;
    const std::string_view tail = mark.substr(star + 1);
    const std::string_view rest = text.substr(head.size());
    const std::size_t name = std::min(rest.find_first_of("<\"\n"), rest.size());
    if (name > kNameBytesMax) return Found::No;
    const std::string_view end = rest.substr(name);
    size += name + tail.size();
    if (name > 0 && end.starts_with(tail)) return Found::Whole;
    const bool more = end.empty() || (name > 0 && tail.starts_with(end));
    return more ? Found::Partly : Found::No;
}

} // namespace

FrameParser::FrameParser(std::span<const FrameMark> marks, bool insideThought) : m_marks(marks) {
    if (insideThought) begin(FramePart::Thought);
}

FrameParser::Delta FrameParser::add(std::string_view text) {
    m_pending += text;
    Delta out;
    step(out, false);
    return out;
}

FrameParser::Delta FrameParser::finish() {
    Delta out;
    step(out, true);
    return out;
}

void FrameParser::begin(FramePart part) {
    const bool changed = part != m_part;
    if (part == FramePart::Thought) {
        m_trim = Trim::OneLineEnd;
        m_newThought = true;
    } else if (changed) {
        m_trim = Trim::LineEnds;
    }
    m_part = part;
}

void FrameParser::step(Delta& out, bool last) {
    std::string firsts;
    for (const FrameMark& mark : m_marks) firsts += mark.text.front();
    const std::string_view text = m_pending;
    std::size_t given = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        at = std::min(text.find_first_of(firsts, at), text.size());
        if (at == text.size()) break;
        Found found = Found::No;
        std::size_t size = 0;
        const FrameMark* which = nullptr;
        for (const FrameMark& mark : m_marks) {
            found = match(text.substr(at), mark.text, size);
            which = &mark;
            if (found == Found::Partly && last) found = Found::No;
            if (found != Found::No) break;
        }
        if (found == Found::Partly) break;
        if (found == Found::No) {
            ++at;
            continue;
        }
        give(text.substr(given, at - given), out);
        begin(which->part);
        at += size;
        given = at;
    }
    give(text.substr(given, at - given), out);
    m_pending.erase(0, at);
}

void FrameParser::give(std::string_view text, Delta& out) {
    while (m_trim != Trim::None && !text.empty()) {
        const char first = text.front();
        if (first != '\n' && first != '\r') {
            m_trim = Trim::None;
            break;
        }
        text.remove_prefix(1);
        if (m_trim == Trim::OneLineEnd && first == '\n') m_trim = Trim::None;
    }
    if (text.empty()) return;
    if (m_part == FramePart::Answer) {
        out.content += text;
        return;
    }
    if (m_newThought && m_thought) out.reasoning += "\n\n";
    m_newThought = false;
    m_thought = true;
    out.reasoning += text;
}

} // namespace inference
