// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/jinja/value.h"

namespace inference {

/// One message of harmony, the format of gpt-oss: who speaks to whom, on which channel.
struct HarmonyMessage {
    std::string role;        ///< "system", "developer", "user", "assistant" or "tool".
    std::string name;        ///< Role "tool": which one, e.g. "functions.get_weather".
    std::string recipient;   ///< Empty: everybody.
    std::string channel;     ///< "analysis", "commentary", "final" or empty.
    std::string contentType; ///< "json", "<|constrain|>json", "code" or empty.
    std::string content;
    bool operator==(const HarmonyMessage&) const = default;
};

/// Splits a streamed harmony answer into messages. Tolerant: a malformed header loses no text, what
/// cannot be understood counts as answer. Not thread-safe; one per answer.
class HarmonyParser {
public:
    enum class Marker { Start, End, Message, Channel, Constrain, Return, Call };
    struct Delta {
        std::string reasoning; ///< Channel analysis.
        std::string content;   ///< Channel final, and commentary that calls no tool.
    };
    /// Whether calls of tools are also shown as content, for callers that run none. They are in
    /// messages() in any case.
    enum class Calls { Hide, Show };
    /// Strict: a malformed header is an error (see error()), as in the format's own library.
    enum class Headers { Tolerant, Strict };

    /// The prompt ended with "<|start|>assistant"; with `insideAnalysis` also with the header of a
    /// thought.
    explicit HarmonyParser(bool insideAnalysis = false, Calls calls = Calls::Hide,
                           Headers headers = Headers::Tolerant);

    /// Decoded text in which control tokens are spelled out; holds back what may become one.
    Delta add(std::string_view text);
    /// The same from tokens, for callers that know which of them are control tokens.
    Delta addText(std::string_view text);
    Delta addMarker(Marker marker);
    /// Releases what was held back and ends the message that is still open.
    Delta finish();

    const std::vector<HarmonyMessage>& messages() const { return m_messages; }
    const HarmonyMessage& current() const { return m_current; } ///< The one still being written.
    bool insideAnalysis() const;
    /// Strict: what is wrong with the first malformed header; empty: nothing.
    std::string_view error() const { return m_error; }

private:
    enum class State { Header, Content, Between };
    void text(std::string_view piece, Delta& out);
    void marker(Marker marker, Delta& out);
    void beginHeader(bool assistant);
    bool headerPossible(std::string_view header, bool complete) const;
    void endHeader(Delta& out);
    void abandonHeader(Delta& out);
    void content(std::string_view piece, Delta& out);
    void endMessage();

    Calls m_calls;
    Headers m_headers;
    std::string_view m_error;
    State m_state = State::Header;
    bool m_assistant = true; ///< The role needs no header: the prompt has written it.
    std::string m_header;
    std::string m_pending;
    HarmonyMessage m_current;
    std::vector<HarmonyMessage> m_messages;
    bool m_separateReasoning = false; ///< More of it begins a new paragraph.
    bool m_separateContent = false;
};

/// The tools that the publisher offers: gpt-oss calls them from its thoughts.
enum class HarmonyTool { Browser, Python };
/// Their section of the system message.
std::string_view harmonyToolText(HarmonyTool tool);

/// What the fixed system message says.
struct HarmonySystem {
    std::string identity = "You are ChatGPT, a large language model trained by OpenAI.";
    std::string knowledgeCutoff = "2024-06";
    std::string currentDate; ///< YYYY-MM-DD; empty: left out.
    std::string reasoningEffort = "medium";
    std::vector<std::string> channels = {"analysis", "commentary", "final"};
    std::vector<HarmonyTool> tools; ///< In this order: browser, Python.
};

/// Writes harmony prompts. Text that the format itself consists of is trusted, all else is marked
/// untrusted (see jinja::Text), so that typed control tokens stay text.
class HarmonyWriter {
public:
    /// `functions`: the developer message declares some.
    void system(const HarmonySystem& system, bool functions);
    /// `tools` is the JSON array of declarations, or undefined; both it and `instructions` may be
    /// empty, and then nothing is written.
    void developer(std::string_view instructions, const jinja::Value& tools);
    void message(const HarmonyMessage& message);
    void beginAnswer() { m_out.append("<|start|>assistant"); }
    jinja::Text take() { return std::move(m_out); }

private:
    jinja::Text m_out;
};

/// Whether this chat template is gpt-oss's.
bool isHarmonyTemplate(std::string_view source);

/// A conversation (see conversation.h) as harmony messages: thoughts go to the analysis channel and
/// are dropped before the last user turn, calls to commentary, system turns are left out.
std::vector<HarmonyMessage> harmonyMessages(std::span<const jinja::Value> conversation);

/// The whole prompt.
jinja::Text renderHarmony(std::span<const jinja::Value> conversation, const jinja::Value& tools,
                          const HarmonySystem& system, bool addGenerationPrompt);

} // namespace inference
