// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>

#include "inference/chat/harmony.h"

namespace inference {

namespace {

using Marker = HarmonyParser::Marker;

struct MarkerRow {
    std::string_view text;
    Marker marker;
};
constexpr std::array<MarkerRow, 7> kMarkers = {{
    {"<|start|>", Marker::Start},
    {"<|end|>", Marker::End},
    {"<|message|>", Marker::Message},
    {"<|channel|>", Marker::Channel},
    {"<|constrain|>", Marker::Constrain},
    {"<|return|>", Marker::Return},
    {"<|call|>", Marker::Call},
}};
constexpr std::string_view kChannel = "<|channel|>";
constexpr std::string_view kConstrain = "<|constrain|>";
constexpr std::size_t kHeaderBytesMax = 400; // some 64 tokens; real headers have fewer than 20

bool isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
    return text;
}

// Words are set apart by white space, and a constraint begins a word of its own.
std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool constrain = text.substr(i).starts_with(kConstrain);
        if ((isBlank(text[i]) || constrain) && !words.back().empty()) words.emplace_back();
        if (constrain) {
            words.back() = kConstrain;
            i += kConstrain.size() - 1;
        } else if (!isBlank(text[i])) {
            words.back() += text[i];
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

void takeRecipient(std::vector<std::string>& words, HarmonyMessage& message) {
    const auto it = std::find_if(words.begin(), words.end(),
                                 [](const std::string& word) { return word.starts_with("to="); });
    if (it == words.end()) return;
    message.recipient = it->substr(3);
    words.erase(it);
}

void setAuthor(const std::string& word, HarmonyMessage& message) {
    constexpr std::array<std::string_view, 5> kRoles = {"system", "developer", "user", "assistant",
                                                        "tool"};
    const bool isRole = std::find(kRoles.begin(), kRoles.end(), word) != kRoles.end();
    message.role = isRole ? word : "tool";
    if (!isRole) message.name = word;
}

// "assistant to=functions.f<|channel|>commentary <|constrain|>json" and its variants.
void parseHeader(std::string_view header, bool assistant, HarmonyMessage& message) {
    const std::size_t split = header.find(kChannel);
    std::vector<std::string> author = wordsOf(header.substr(0, split));
    takeRecipient(author, message);
    message.role = "assistant";
    if (!assistant && !author.empty()) {
        setAuthor(author.front(), message);
        author.erase(author.begin());
    }
    std::vector<std::string> rest = std::move(author);
    if (split != std::string_view::npos) {
        std::vector<std::string> words = wordsOf(header.substr(split + kChannel.size()));
        takeRecipient(words, message);
        if (!words.empty() && !words.front().starts_with(kConstrain)) {
            message.channel = words.front();
            words.erase(words.begin());
        }
        rest.insert(rest.end(), words.begin(), words.end());
    }
    for (const std::string& word : rest) {
        if (!message.contentType.empty()) message.contentType += ' ';
        message.contentType += word;
    }
}

} // namespace

HarmonyParser::HarmonyParser(bool insideAnalysis, Calls calls, Headers headers)
    : m_calls(calls), m_headers(headers) {
    beginHeader(true);
    if (!insideAnalysis) return;
    m_current.role = "assistant";
    m_current.channel = "analysis";
    m_state = State::Content;
}

bool HarmonyParser::insideAnalysis() const {
    return m_state == State::Content && m_current.channel == "analysis"
           && m_current.recipient.empty();
}

void HarmonyParser::beginHeader(bool assistant) {
    m_state = State::Header;
    m_assistant = assistant;
    m_header.clear();
    m_current = {};
}

HarmonyParser::Delta HarmonyParser::add(std::string_view text_) {
    Delta out;
    m_pending += text_;
    std::size_t at = 0;
    while (at < m_pending.size()) {
        const std::string_view rest = std::string_view(m_pending).substr(at);
        const std::size_t bar = std::min(rest.find('<'), rest.size());
        text(rest.substr(0, bar), out);
        at += bar;
        const std::string_view candidate = rest.substr(bar);
        if (candidate.empty()) break;
        const auto row = std::find_if(kMarkers.begin(), kMarkers.end(), [&](const MarkerRow& r) {
            return candidate.starts_with(r.text);
        });
        if (row != kMarkers.end()) {
            marker(row->marker, out);
            at += row->text.size();
            continue;
        }
        const bool partial = std::any_of(kMarkers.begin(), kMarkers.end(), [&](const MarkerRow& r) {
            return r.text.starts_with(candidate);
        });
        if (partial) break;
        text(candidate.substr(0, 1), out);
        ++at;
    }
    m_pending.erase(0, at);
    return out;
}

HarmonyParser::Delta HarmonyParser::addText(std::string_view piece) {
    Delta out;
    text(piece, out);
    return out;
}

HarmonyParser::Delta HarmonyParser::addMarker(Marker which) {
    Delta out;
    marker(which, out);
    return out;
}

HarmonyParser::Delta HarmonyParser::finish() {
    Delta out;
    text(std::exchange(m_pending, {}), out);
    if (m_state == State::Header && !trimmed(m_header).empty()) abandonHeader(out);
    if (m_state == State::Content) endMessage();
    m_state = State::Between;
    return out;
}

void HarmonyParser::text(std::string_view piece, Delta& out) {
    if (piece.empty()) return;
    if (m_state == State::Content) return content(piece, out);
    if (m_state == State::Between) {
        while (!piece.empty() && isBlank(piece.front())) piece.remove_prefix(1);
        if (piece.empty()) return;
        beginHeader(true); // models sometimes skip <|start|>
    }
    const std::size_t room = kHeaderBytesMax + 1 - std::min(m_header.size(), kHeaderBytesMax);
    const std::string_view rest = piece.substr(std::min(piece.size(), room));
    m_header += piece.substr(0, room);
    const bool noHeader = !headerPossible(trimmed(m_header), /*complete=*/false);
    if (noHeader || m_header.size() > kHeaderBytesMax) abandonHeader(out);
    text(rest, out); // once more at most: what is left is content by now
}

// Where the role is known only a recipient or a marker may follow: anything else is an answer
// without a header.
bool HarmonyParser::headerPossible(std::string_view header, bool complete) const {
    if (!m_assistant || header.empty() || header.starts_with("<|")) return true;
    return header.starts_with("to=") || (!complete && std::string_view("to=").starts_with(header));
}

void HarmonyParser::marker(Marker which, Delta& out) {
    const auto row = std::find_if(kMarkers.begin(), kMarkers.end(),
                                  [&](const MarkerRow& r) { return r.marker == which; });
    if (m_state == State::Between && (which == Marker::Channel || which == Marker::Message)) {
        beginHeader(true);
    }
    if (m_state == State::Header && !headerPossible(trimmed(m_header), /*complete=*/true)) {
        abandonHeader(out);
    }
    switch (which) {
    case Marker::Start:
        if (m_state == State::Header && !trimmed(m_header).empty()) abandonHeader(out);
        if (m_state == State::Content) endMessage();
        beginHeader(false);
        return;
    case Marker::Message:
        if (m_state == State::Header)
            endHeader(out);
        else
            content(row->text, out);
        return;
    case Marker::Channel:
    case Marker::Constrain:
        if (m_state == State::Header)
            m_header += row->text;
        else if (m_state == State::Content)
            content(row->text, out);
        return;
    case Marker::End:
    case Marker::Return:
    case Marker::Call:
        if (m_state == State::Header && !trimmed(m_header).empty()) abandonHeader(out);
        if (m_state == State::Content) endMessage();
        m_state = State::Between;
        return;
    }
}

void HarmonyParser::endHeader(Delta& /*out*/) {
    parseHeader(m_header, m_assistant, m_current);
    m_header.clear();
    m_state = State::Content;
}

// A header that never came to its <|message|>: the channel counts if there is one, the rest is
// text.
void HarmonyParser::abandonHeader(Delta& out) {
    if (m_headers == Headers::Strict && m_error.empty())
        m_error = "unexpected tokens remaining in message header";
    std::string text = std::exchange(m_header, {});
    m_state = State::Content;
    m_current.role = "assistant";
    const std::size_t channel = text.find(kChannel);
    if (channel != std::string::npos) {
        std::string_view rest = std::string_view(text).substr(channel + kChannel.size());
        while (!rest.empty() && isBlank(rest.front())) rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find_first_of(" \n\t<"), rest.size());
        m_current.channel = rest.substr(0, end);
        rest.remove_prefix(end);
        while (!rest.empty() && isBlank(rest.front())) rest.remove_prefix(1);
        text = std::string(rest);
    }
    if (!text.empty()) content(text, out);
}

void HarmonyParser::content(std::string_view piece, Delta& out) {
    if (m_state != State::Content) return;
    const bool first = m_current.content.empty();
    m_current.content += piece;
    const bool call = !m_current.recipient.empty();
    if (call && m_calls == Calls::Hide) return;
    const bool thought = !call && m_current.channel == "analysis";
    std::string& target = thought ? out.reasoning : out.content;
    bool& separate = thought ? m_separateReasoning : m_separateContent;
    if (first && separate) target += "\n\n";
    separate = true;
    if (first && call) target += m_current.recipient + ' ';
    target += piece;
}

void HarmonyParser::endMessage() {
    m_messages.push_back(std::exchange(m_current, {}));
    m_state = State::Between;
}

} // namespace inference
