// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/chat/frame_parser.h"
#include "inference/chat/reasoning_parser.h"
#include "inference/chat/tool_call_parser.h"
#include "inference/session/generation.h"

namespace inference {

/// How a model writes its thoughts and its calls of tools.
struct AnswerFormat {
    std::optional<ReasoningTags> reasoning;
    std::vector<CallMarkersRow> calls;
    const FramesRow* frames = nullptr; ///< Of a family with marked parts; null for all others.
    /// Markers may be control tokens: the text must have them written out.
    bool markers() const { return reasoning.has_value() || callsKnown || frames; }
    bool callsKnown = true;     ///< Else `calls` is a guess.
    bool answerStarted = false; ///< The prompt holds the beginning of the answer itself.
};

/// See detectReasoningTags() and detectCallMarkers().
AnswerFormat detectAnswerFormat(std::string_view templateSource,
                                const std::function<bool(std::string_view)>& hasToken = {});
/// The same, asking a vocabulary for its special tokens.
AnswerFormat detectAnswerFormat(std::string_view templateSource, const Tokenizer& tokenizer);

/// Takes a streamed answer apart: thought, answer, calls of tools. Feed it decoded text, control
/// tokens written out. No text is lost: what cannot be understood counts as answer. Not
/// thread-safe; one per answer.
class AnswerParser {
public:
    /// `startsInside`: the prompt has opened a thought.
    AnswerParser(AnswerFormat format, bool startsInside, ToolNames tools = {});

    struct Delta {
        std::string reasoning;
        std::string content;
        std::vector<ToolCall> calls;
        bool empty() const { return reasoning.empty() && content.empty() && calls.empty(); }
    };
    Delta add(std::string_view text);
    /// Releases what was held back.
    Delta finish();

private:
    Delta addHarmony(std::string_view text);
    Delta fromHarmony(HarmonyParser::Delta delta);
    std::string completed(std::string_view text, bool last);
    Delta withCalls(std::string reasoning, std::string_view content, bool last);

    ReasoningParser m_reasoning;
    ToolCallParser m_calls;
    std::optional<FrameParser> m_frames;
    std::string m_implied; ///< What the prompt has written of the first mark, until that is read.
    std::string m_head;    ///< The answer so far, until then.
    std::optional<HarmonyParser> m_harmony;
    std::size_t m_harmonyTaken = 0; ///< Messages that were looked at for calls.
};

/// Says where in an answer to `prompt` a grammar begins to bind: after the thought.
void placeConstraint(OutputConstraint& constraint, const AnswerFormat& format,
                     std::string_view prompt, const ToolNames& tools);

} // namespace inference
