// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/chat/template_caps.h"
#include "inference/tokenizer/tokenizer.h"

namespace inference {

/// A function call that the model made.
struct ToolCall {
    std::string id;
    std::string name;
    std::string argumentsJson; ///< As the model wrote it; normally a JSON object.
};

/// One turn of a conversation.
struct ChatMessage {
    std::string role; ///< "system", "user", "assistant", "tool".
    std::string content;
    std::string reasoning; ///< The thought before an assistant's answer; may be empty.
    std::vector<ToolCall> toolCalls;
    std::string name;       ///< Role "tool": which function answered.
    std::string toolCallId; ///< Role "tool": which call it answers.
};

struct ChatPromptOptions {
    bool addGenerationPrompt = true;
    std::string toolsJson; ///< JSON array of function declarations; empty: no tools.
    /// Further template variables: name -> JSON text, e.g. {"enable_thinking", "false"}.
    /// What is not named here stays undefined, which templates tell from false.
    std::map<std::string, std::string> extraJson;
    std::optional<std::int64_t> nowUnix; ///< For strftime_now; absent: now.
    bool utc = false;                    ///< Show that time in UTC, not in local time.
    /// Render exactly as the reference environment (Python jinja2 under transformers) would, its
    /// refusals included: no merging of a system turn the template rejects, no second try, and
    /// `tools` is none where there are none. Meant for comparing, not for chatting.
    bool strict = false;
};

/// A model's chat template: turns of a conversation in, prompt text out. Immutable; any thread may
/// use it, several at once.
///
/// What render() does for templates that refuse a conversation: a system turn goes into the first
/// user turn when the template has no system role (Gemma 2); neighbouring turns of one role are
/// joined when it insists on alternation. If that does not help, the template's own message comes
/// back as TemplateError.
class ChatTemplate {
public:
    /// `source` is Jinja; `bos` and `eos` are the texts of those tokens (empty where there is
    /// none). Fails with TemplateError when it cannot be parsed.
    static Result<ChatTemplate> create(std::string_view source, std::string bos, std::string eos);
    ChatTemplate(ChatTemplate&&) noexcept;
    ChatTemplate& operator=(ChatTemplate&&) noexcept;
    ~ChatTemplate();

    Result<std::string> render(std::span<const ChatMessage> messages,
                               const ChatPromptOptions& options = {}) const;

    /// The same text, cut where its origin changes. Bytes that came from messages, tool results or
    /// tool declarations are parseSpecial=false, so a user who types "<|im_end|>" gets those ten
    /// characters and not the end of the turn; the template's own text is parseSpecial=true.
    /// The interpreter follows the origin of every byte through trimming, slicing, joining, JSON
    /// and so on, so the pieces always add up to exactly what render() gives.
    /// Roles made of letters, digits, '_' and '-' count as the template's (it builds control tokens
    /// out of them); any other role is text of users.
    Result<std::vector<Tokenizer::Segment>>
    renderSegments(std::span<const ChatMessage> messages,
                   const ChatPromptOptions& options = {}) const;

    /// For messages that are JSON already (an array of message objects, any keys).
    Result<std::string> renderJson(std::string_view messagesJson,
                                   const ChatPromptOptions& options = {}) const;
    Result<std::vector<Tokenizer::Segment>>
    renderJsonSegments(std::string_view messagesJson, const ChatPromptOptions& options = {}) const;

    const TemplateCaps& caps() const;
    std::string_view source() const;

private:
    struct State;
    explicit ChatTemplate(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace inference
