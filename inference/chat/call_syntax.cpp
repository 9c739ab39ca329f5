// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/call_syntax.h"

#include <algorithm>
#include <utility>

#include "inference/chat/call_json.h"

namespace inference {

using namespace calls;

namespace {

/// <tool_call:x>f<tool_sep:x><arg_key:x>..., where every tag ends so.
Calls suffixedCalls(View text, const ToolNames& tools) {
    const std::size_t at = text.find("<tool_sep:") + View("<tool_sep").size();
    const std::string suffix(text.substr(at, text.find('>', at) - at));
    Calls calls;
    View before;
    View inner;
    while (cut(text, "<tool_call" + suffix + '>', before)) {
        if (!trimmed(before).empty()) return {};
        if (!cut(text, "</tool_call" + suffix + '>', inner)) inner = std::exchange(text, {});
        Calls one = keyedCalls(inner, tools, suffix);
        if (one.empty()) return {};
        calls.push_back(std::move(one.front()));
    }
    return trimmed(text).empty() ? calls : Calls();
}

Calls anyCalls(View text, const ToolNames& tools) {
    const auto has = [&](View word) { return text.find(word) != View::npos; };
    if (has("<function=")) return equalsCalls(text, tools);
    if (has("invoke name=")) return invokeCalls(text, tools, "invoke", "parameter");
    if (has("<function name=")) return invokeCalls(text, tools, "function", "param");
    if (has("<tool_sep:")) return suffixedCalls(text, tools);
    const View body = trimmed(text);
    if (body.starts_with('{') || body.starts_with('[')) {
        Calls calls = jsonCalls(body);
        if (calls.empty()) calls = parsePythonicCalls(body);
        return calls;
    }
    if (has("<arg_key>") || tools.has(body)) return keyedCalls(text, tools);
    return parsePythonicCalls(body);
}

Calls mistralCalls(View text) {
    if (trimmed(text).starts_with('[') || trimmed(text).starts_with('{')) return jsonCalls(text);
    Calls calls;
    while (!trimmed(text).empty()) {
        View head;
        ToolCall call;
        if (!cut(text, "[ARGS]", head)) return {};
        View name = head;
        if (cut(head, "[CALL_ID]", name)) call.id = trimmed(head);
        call.name = trimmed(name);
        const std::size_t next = text.find("[TOOL_CALLS]");
        const Json arguments = parsed(trimmed(text.substr(0, next)));
        if (call.name.empty() || !arguments.is_object()) return {};
        call.argumentsJson = dumped(arguments);
        calls.push_back(std::move(call));
        text.remove_prefix(next == View::npos ? text.size() : next + View("[TOOL_CALLS]").size());
    }
    return calls;
}

/// Calls between marks of their own; `name` is cut off at `separator`.
Calls separatedCalls(View text, View open, View separator, View close) {
    Calls calls;
    View before;
    while (cut(text, open, before)) {
        View head;
        View body;
        if (!cut(text, separator, head)) return {};
        if (!cut(text, close, body)) body = std::exchange(text, {});
        ToolCall call;
        if (trimmed(head) == "function") { // V3: the name is on the rest of that line.
            if (!cut(body, "\n", head)) return {};
        }
        call.name = trimmed(head);
        body = trimmed(body);
        if (body.starts_with("```")) {
            body.remove_prefix(std::min(body.find('\n'), body.size()));
            body = body.substr(0, body.rfind("```"));
        }
        const Json arguments = parsed(trimmed(body));
        if (call.name.empty() || !arguments.is_object()) return {};
        call.argumentsJson = dumped(arguments);
        calls.push_back(std::move(call));
    }
    return trimmed(text).empty() ? calls : Calls();
}

Calls kimiCalls(View text) {
    Calls calls = separatedCalls(text, "<|tool_call_begin|>", "<|tool_call_argument_begin|>",
                                 "<|tool_call_end|>");
    for (ToolCall& call : calls) { // functions.f:0
        call.id = call.name;
        if (call.name.starts_with("functions.")) call.name.erase(0, 10);
        const std::size_t colon = call.name.rfind(':');
        if (colon != std::string::npos) call.name.erase(colon);
    }
    return calls;
}

Calls solarCalls(View text) {
    View id;
    View name;
    if (!cut(text, "<|tool_call:name|>", id) || !cut(text, "<|tool_call:args|>", name)) return {};
    const Json arguments = parsed(trimmed(text));
    if (!arguments.is_object()) return {};
    return {ToolCall{std::string(id), std::string(name), dumped(arguments)}};
}

} // namespace

ToolNames::ToolNames(std::string_view toolsJson) {
    const Json json = parsed(toolsJson);
    if (!json.is_array()) return;
    for (const Json& declaration : json) {
        if (!declaration.is_object()) continue;
        const Json* inner = member(declaration, {"function"});
        const Json& tool = inner && inner->is_object() ? *inner : declaration;
        const Json* name = member(tool, {"name"});
        if (name == nullptr || !name->is_string()) continue;
        Tool& added = m_tools.emplace_back();
        added.name = name->get<std::string>();
        const Json* schema = member(tool, {"parameters", "input_schema"});
        const Json* properties =
            schema && schema->is_object() ? member(*schema, {"properties"}) : nullptr;
        if (properties == nullptr || !properties->is_object()) continue;
        for (const auto& [key, value] : properties->items()) {
            const Json* type = value.is_object() ? member(value, {"type"}) : nullptr;
            added.parameters.push_back({key, type && *type == "string"});
        }
    }
}

bool ToolNames::has(std::string_view name) const {
    return std::any_of(m_tools.begin(), m_tools.end(),
                       [&](const Tool& tool) { return tool.name == name; });
}

std::string ToolNames::valueJson(std::string_view tool, std::string_view parameter,
                                 std::string_view text) const {
    for (const Tool& t : m_tools) {
        if (t.name != tool) continue;
        for (const Parameter& p : t.parameters)
            if (p.name == parameter && p.text) return dumped(std::string(text));
    }
    const Json value = parsed(trimmed(text));
    if (!value.is_discarded()) return dumped(value);
    // Templates print Python's values as they are. Quoted alone they are more likely just text.
    const View bare = trimmed(text);
    const bool literal = bare.starts_with('[') || bare.starts_with('{') || bare == "True"
                         || bare == "False" || bare == "None";
    std::string python = literal ? pythonLiteralJson(bare) : std::string();
    return python.empty() ? dumped(std::string(text)) : python;
}

std::vector<ToolCall> parseCalls(CallSyntax syntax, std::string_view text, const ToolNames& tools) {
    switch (syntax) {
    case CallSyntax::Any: return anyCalls(text, tools);
    case CallSyntax::Json: return jsonCalls(text);
    case CallSyntax::Mistral: return mistralCalls(text);
    case CallSyntax::Pythonic: return parsePythonicCalls(text);
    case CallSyntax::Gemma: return parseGemmaCalls(text);
    case CallSyntax::DeepSeek:
        return separatedCalls(text, "<｜tool▁call▁begin｜>", "<｜tool▁sep｜>",
                              "<｜tool▁call▁end｜>");
    case CallSyntax::Kimi: return kimiCalls(text);
    case CallSyntax::Solar: return solarCalls(text);
    case CallSyntax::KimiTags: return kimiTagCalls(text);
    case CallSyntax::MiniMaxTags: return miniMaxTagCalls(text, tools);
    case CallSyntax::Functionary: return functionaryCalls(text);
    }
    return {};
}

std::string objectJson(std::string_view text) {
    const Json json = parsed(trimmed(text));
    return json.is_object() ? dumped(json) : std::string();
}

std::vector<ToolCall> parseBareCalls(std::string_view text, const ToolNames& tools) {
    Calls calls = jsonCalls(text);
    if (calls.empty()) calls = parsePythonicCalls(text);
    const bool declared = std::all_of(calls.begin(), calls.end(),
                                      [&](const ToolCall& call) { return tools.has(call.name); });
    return declared ? calls : Calls();
}

} // namespace inference
