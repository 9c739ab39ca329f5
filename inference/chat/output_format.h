// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace inference {

/// How one family marks its thoughts; rows of output_format_tables.cpp.
struct ReasoningTagsRow {
    std::string_view open;
    std::string_view close;
    /// What a template says that uses them, if it is neither of both.
    std::string_view mention = {};
};

/// In the order in which they are looked for: the special before the common.
std::span<const ReasoningTagsRow> reasoningTagsRows();

/// What follows a mark, in answers that consist of marked parts.
enum class FramePart : std::uint8_t { Thought, Answer };

struct FrameMark {
    std::string_view text; ///< A '*' stands for a name.
    FramePart part = FramePart::Answer;
};

/// A family whose answers consist of parts between marks of their own. The marks are no text.
struct FramesRow {
    std::string_view mention; ///< What its templates say.
    std::span<const FrameMark> marks;
    /// What opens the answer in the model's own words, beside a thought; for constraints.
    std::string_view answerOpen = {};
    /// What the prompt has written of the first mark.
    std::string_view implied = {};
};

std::span<const FramesRow> framesRows();

/// How the inside of a call is written.
enum class CallSyntax : std::uint8_t {
    Any,         ///< JSON, or whichever XML form the inside shows: families share "<tool_call>".
    Json,        ///< {"name", "arguments"} or a list of them, in one of its dialects.
    Mistral,     ///< A JSON list, or name[CALL_ID]id[ARGS]{...}.
    Pythonic,    ///< [f(a='x', b=1), g()]
    Gemma,       ///< call:f{a:<|"|>x<|"|>,b:1}
    DeepSeek,    ///< function<sep>f, then JSON; each call between markers of its own.
    Kimi,        ///< functions.f:0<|tool_call_argument_begin|>{...}
    Solar,       ///< id<|tool_call:name|>f<|tool_call:args|>{...}
    KimiTags,    ///< <|open|>call tool="f"<|sep|>, then an argument of that kind for each.
    MiniMaxTags, ///< An element for each argument, nested for objects and lists.
    Functionary, ///< The name in one line, then JSON; ">>>" before the next.
};

/// How one family marks its calls of tools.
struct CallMarkersRow {
    std::string_view open;
    std::string_view close; ///< Empty: the end of the answer.
    CallSyntax syntax = CallSyntax::Any;
    /// How much of the end of `open` belongs to the inside.
    std::uint8_t openKept = 0;
    /// What a template says that uses this form, if it is not `open`.
    std::string_view mention = {};
};

std::span<const CallMarkersRow> callMarkersRows();

} // namespace inference
