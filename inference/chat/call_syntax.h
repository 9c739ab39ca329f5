// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inference/chat/chat_template.h"
#include "inference/chat/output_format.h"

namespace inference {

/// What of the declared tools matters for reading calls of them.
class ToolNames {
public:
    ToolNames() = default;
    /// A JSON array of declarations; what is unreadable in it counts as not declared.
    explicit ToolNames(std::string_view toolsJson);

    bool empty() const { return m_tools.empty(); }
    bool has(std::string_view name) const;
    /// A parameter that is written as bare text: as JSON, or as a JSON string if its schema says
    /// so. Of parameters that are not declared what reads as JSON is taken as JSON.
    std::string valueJson(std::string_view tool, std::string_view parameter,
                          std::string_view text) const;

private:
    struct Parameter {
        std::string name;
        bool text = false; ///< A string and nothing else.
    };
    struct Tool {
        std::string name;
        std::vector<Parameter> parameters;
    };
    std::vector<Tool> m_tools;
};

/// The calls inside of markers; none if the text is not what the syntax asks for, whole and without
/// a rest. Ids stay empty unless the text holds some.
std::vector<ToolCall> parseCalls(CallSyntax syntax, std::string_view text, const ToolNames& tools);

/// A JSON object in one line, or nothing if the text is none.
std::string objectJson(std::string_view text);

/// A call as a bare JSON object or list, of tools that are declared; some Llamas write no marker.
std::vector<ToolCall> parseBareCalls(std::string_view text, const ToolNames& tools);

/// [f(a='x', b=[1, None]), g()] with Python's literals.
std::vector<ToolCall> parsePythonicCalls(std::string_view text);
/// call:f{a:<|"|>x<|"|>,b:{c:[1,true]}} once or more.
std::vector<ToolCall> parseGemmaCalls(std::string_view text);

} // namespace inference
