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
};

/// In the order in which they are looked for: the special before the common.
std::span<const ReasoningTagsRow> reasoningTagsRows();

/// How the inside of a call is written.
enum class CallSyntax : std::uint8_t {
    Any,      ///< JSON, or whichever XML form the inside shows: families share "<tool_call>".
    Json,     ///< {"name", "arguments"} or a list of them, in one of its dialects.
    Mistral,  ///< A JSON list, or name[CALL_ID]id[ARGS]{...}.
    Pythonic, ///< [f(a='x', b=1), g()]
    Gemma,    ///< call:f{a:<|"|>x<|"|>,b:1}
    DeepSeek, ///< function<sep>f, then JSON; each call between markers of its own.
    Kimi,     ///< functions.f:0<|tool_call_argument_begin|>{...}
    Solar,    ///< id<|tool_call:name|>f<|tool_call:args|>{...}
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
