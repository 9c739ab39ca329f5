// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/tool_call_parser.h"

#include <algorithm>
#include <utility>

namespace inference {

namespace {

// A call whose arguments hold more end markers than this is none: each is a try to read it.
constexpr int kEndsMax = 32;
constexpr std::string_view kBlank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of(kBlank), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

/// Nine letters and digits, as Mistral's templates insist on; the same for the same call.
std::string idFor(const ToolCall& call, std::size_t index) {
    std::uint64_t hash = 0xcbf29ce484222325u + index;
    for (const char c : call.name + call.argumentsJson)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    constexpr std::string_view kDigits =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    std::string id;
    for (int i = 0; i < 9; ++i, hash /= kDigits.size()) id += kDigits[hash % kDigits.size()];
    return id;
}

} // namespace

std::vector<CallMarkersRow>
detectCallMarkers(std::string_view templateSource,
                  const std::function<bool(std::string_view)>& hasToken) {
    std::vector<CallMarkersRow> found;
    for (const CallMarkersRow& row : callMarkersRows()) {
        const std::string_view mention = row.mention.empty() ? row.open : row.mention;
        const bool known = templateSource.find(mention) != std::string_view::npos
                           || (hasToken && hasToken(row.open));
        if (known) found.push_back(row);
    }
    return found;
}

std::vector<CallMarkersRow> commonCallMarkers() {
    std::vector<CallMarkersRow> common;
    for (const CallMarkersRow& row : callMarkersRows())
        if (row.open == "<tool_call>") common.push_back(row);
    return common;
}

ToolCallParser::ToolCallParser(std::vector<CallMarkersRow> markers, ToolNames tools)
    : m_markers(std::move(markers)), m_tools(std::move(tools)) {}

ToolCallParser::Delta ToolCallParser::add(std::string_view text) {
    m_pending += text;
    Delta out;
    step(out, false);
    return out;
}

ToolCallParser::Delta ToolCallParser::finish() {
    Delta out;
    step(out, true);
    return out;
}

void ToolCallParser::step(Delta& out, bool last) {
    while (m_inside != nullptr ? stepInside(out, last) : stepText(out, last)) {}
}

/// The end of the text that may be the beginning of a marker, with the white space before it.
std::size_t ToolCallParser::heldBack() const {
    const std::string_view text = m_pending;
    std::size_t held = 0;
    for (const CallMarkersRow& row : m_markers)
        for (std::size_t n = std::min(text.size(), row.open.size() - 1); n > held; --n)
            if (text.ends_with(row.open.substr(0, n))) held = n;
    const std::size_t before = text.size() - held;
    const std::size_t word = text.substr(0, before).find_last_not_of(kBlank);
    return text.size() - (word == std::string_view::npos ? 0 : word + 1);
}

/// Whether there is more to do. Text up to the next marker goes out.
bool ToolCallParser::stepText(Delta& out, bool last) {
    std::size_t at = std::string::npos;
    std::size_t longest = 1;
    for (const CallMarkersRow& row : m_markers) {
        longest = std::max(longest, row.open.size());
        const std::size_t found = m_pending.find(row.open, m_scanned);
        if (found >= at) continue; // The first row wins where two begin alike.
        at = found;
        m_inside = &row;
    }
    m_scanned = m_pending.size() - std::min(m_pending.size(), longest - 1);
    if (m_inside != nullptr) {
        const std::string_view before = std::string_view(m_pending).substr(0, at);
        const std::size_t word = before.find_last_not_of(kBlank);
        const std::size_t size = word == std::string_view::npos ? 0 : word + 1;
        out.content += before.substr(0, size);
        m_started |= size > 0;
        m_gap = before.substr(size);
        m_pending.erase(0, at + m_inside->open.size() - m_inside->openKept);
        m_searched = 0;
        m_scanned = 0;
        m_endsTried = 0;
        return true;
    }
    const std::size_t word = m_pending.find_first_not_of(kBlank);
    const bool blank = word == std::string::npos;
    const bool bare = !blank && !m_started && m_callCount == 0 && !m_tools.empty()
                      && (m_pending[word] == '{' || m_pending[word] == '[');
    if (bare && !last) return false;
    if (bare) {
        auto calls = parseBareCalls(trimmed(m_pending), m_tools);
        if (!calls.empty()) {
            m_pending.clear();
            give(std::move(calls), out);
            return false;
        }
    }
    // White space after a call only sets it apart.
    if (last && blank && m_callCount > 0) m_pending.clear();
    const std::size_t size = m_pending.size() - (last ? 0 : heldBack());
    if (size > 0 && !blank) m_started = true;
    out.content.append(m_pending, 0, size);
    m_pending.erase(0, size);
    m_scanned = 0;
    return false;
}

/// Whether there is more to do. A call that cannot be read may be one whose arguments hold the end
/// marker; once another begins, or the answer ends, it was text.
bool ToolCallParser::stepInside(Delta& out, bool last) {
    const CallMarkersRow& row = *m_inside;
    const std::string opening(row.open.substr(0, row.open.size() - row.openKept));
    const auto leave = [&](std::size_t size, bool asText) {
        if (asText) {
            out.content += m_gap + opening;
            out.content.append(m_pending, 0, size);
            m_started = true;
        }
        m_pending.erase(0, size);
        m_inside = nullptr;
        m_scanned = 0;
        return true;
    };
    const std::size_t from = std::max(m_searched, m_scanned);
    const std::size_t end = row.close.empty() ? std::string::npos : m_pending.find(row.close, from);
    if (m_searched > 0) {
        const std::size_t before = std::max(m_searched, from - std::min(from, row.open.size()));
        const std::size_t again = m_pending.find(row.open, before);
        if (again < end) return leave(again, true);
    }
    if (end != std::string::npos) {
        auto calls = parseCalls(row.syntax, std::string_view(m_pending).substr(0, end), m_tools);
        if (!calls.empty()) {
            give(std::move(calls), out);
            return leave(end + row.close.size(), false);
        }
        m_searched = m_scanned = end + row.close.size();
        if (++m_endsTried >= kEndsMax) return leave(m_searched, true);
        return true; // Perhaps there is another end marker.
    }
    m_scanned = m_pending.size() - std::min(m_pending.size(), row.close.size());
    if (!last) return false;
    auto calls =
        m_searched > 0 ? std::vector<ToolCall>() : parseCalls(row.syntax, m_pending, m_tools);
    if (calls.empty()) return leave(m_searched > 0 ? m_searched : m_pending.size(), true);
    give(std::move(calls), out);
    return leave(m_pending.size(), false);
}

std::vector<ToolCall> ToolCallParser::read(const std::string& name,
                                           std::string_view argumentsJson) {
    Delta out;
    std::string arguments = objectJson(argumentsJson);
    if (!arguments.empty()) give({ToolCall{{}, name, std::move(arguments)}}, out);
    return std::move(out.calls);
}

void ToolCallParser::give(std::vector<ToolCall> calls, Delta& out) {
    for (ToolCall& call : calls) {
        if (call.id.empty()) call.id = idFor(call, m_callCount);
        ++m_callCount;
        out.calls.push_back(std::move(call));
    }
}

} // namespace inference
