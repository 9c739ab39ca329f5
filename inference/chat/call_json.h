// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "inference/chat/call_syntax.h"

namespace inference::calls {

// For the sources that read calls only: nlohmann's header is slow to compile.
using Json = nlohmann::ordered_json;
using Calls = std::vector<ToolCall>;
using View = std::string_view;

View trimmed(View text);
std::string dumped(const Json& json);
/// JSON that may have commas before closing brackets. Discarded if it is none, or too deep.
Json parsed(View text);
/// The rest of `text` behind `marker`; what stands before it goes into `before`.
bool cut(View& text, View marker, View& before);
const Json* member(const Json& object, std::initializer_list<const char*> names);

/// {"name", "arguments"}, a list of them, or several in a row.
Calls jsonCalls(View text);
/// <function=f><parameter=k>v</parameter></function>, or with JSON inside.
Calls equalsCalls(View text, const ToolNames& tools);
/// f<arg_key>k</arg_key><arg_value>v</arg_value>; `suffix` ends the name of each tag.
Calls keyedCalls(View text, const ToolNames& tools, View suffix = {});
/// <invoke name="f"><parameter name="k">v</parameter></invoke>, each with any prefix, and
/// <function name="f"><param name="k">v</param></function>.
Calls invokeCalls(View text, const ToolNames& tools, View tag, View parameter);

/// See CallSyntax.
Calls kimiTagCalls(View text);
Calls miniMaxTagCalls(View text, const ToolNames& tools);
Calls functionaryCalls(View text);

void addArgument(std::string& arguments, View key, const std::string& valueJson);
/// A value in Python's spelling as JSON; empty if it is none.
std::string pythonLiteralJson(View text);

} // namespace inference::calls
