// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/call_json.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace inference::calls {

namespace {

// Deeper values are not worth the risk of what is recursive in handling them.
constexpr std::size_t kDepthMax = 100;

} // namespace

View trimmed(View text) {
    while (!text.empty() && View(" \t\r\n").find(text.front()) != View::npos) text.remove_prefix(1);
    while (!text.empty() && View(" \t\r\n").find(text.back()) != View::npos) text.remove_suffix(1);
    return text;
}

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json parsed(View text) {
    std::string clean;
    bool quoted = false;
    std::size_t depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        clean += c;
        if (quoted && c == '\\' && i + 1 < text.size()) clean += text[++i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if ((c == '[' || c == '{') && ++depth > kDepthMax) return Json(Json::value_t::discarded);
        if (c != ']' && c != '}') continue;
        if (depth > 0) --depth;
        const std::size_t last = clean.find_last_not_of(" \t\r\n", clean.size() - 2);
        if (last != std::string::npos && clean[last] == ',') clean.erase(last, 1);
    }
    return Json::parse(clean, nullptr, false);
}

bool cut(View& text, View marker, View& before) {
    const std::size_t at = text.find(marker);
    if (at == View::npos) return false;
    before = text.substr(0, at);
    text.remove_prefix(at + marker.size());
    return true;
}

const Json* member(const Json& object, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const auto found = object.find(name); found != object.end()) return &*found;
    return nullptr;
}

namespace {

/// Arguments as the text of a JSON object; some models quote them once more.
std::optional<std::string> argumentsOf(const Json& value) {
    if (value.is_object()) return dumped(value);
    if (value.is_null()) return "{}";
    if (!value.is_string()) return std::nullopt;
    const Json inner = parsed(value.get<std::string>());
    if (!inner.is_object()) return std::nullopt;
    return dumped(inner);
}

std::optional<ToolCall> callOf(const Json& object) {
    if (!object.is_object()) return std::nullopt;
    if (const Json* inner = member(object, {"function"}); inner && inner->is_object())
        return callOf(*inner);
    ToolCall call;
    const Json* name = member(object, {"name", "tool_name", "function", "function_name"});
    const Json* arguments = member(object, {"arguments", "parameters", "args", "input"});
    if (name == nullptr && object.size() == 1 && object.front().is_object()) {
        call.name = object.items().begin().key(); // {"f": {...}}
        arguments = &object.front();
    } else if (name != nullptr && name->is_string()) {
        call.name = name->get<std::string>();
    }
    if (call.name.empty()) return std::nullopt;
    const auto text = arguments ? argumentsOf(*arguments) : std::optional<std::string>("{}");
    if (!text) return std::nullopt;
    call.argumentsJson = *text;
    const Json* id = member(object, {"id", "tool_call_id"});
    if (id && id->is_string()) call.id = id->get<std::string>();
    return call;
}

} // namespace

Calls jsonCalls(View text) {
    text = trimmed(text);
    if (text.starts_with("```")) { // A fence around it, with or without a language.
        text.remove_prefix(std::min(text.find('\n'), text.size()));
        const std::size_t end = text.rfind("```");
        if (end != View::npos) text = text.substr(0, end);
    }
    Json json = parsed(text);
    if (json.is_discarded()) { // One after the other, with line ends or semicolons between them.
        std::string list = "[";
        View rest = text;
        View line;
        while (cut(rest, "\n", line)) list.append(line).append(trimmed(line).empty() ? "" : ",");
        list.append(rest).append("]");
        json = parsed(list);
    }
    if (json.is_object()) json = Json::array({json});
    if (!json.is_array()) return {};
    Calls calls;
    for (const Json& one : json) {
        auto call = callOf(one);
        if (!call) return {};
        calls.push_back(std::move(*call));
    }
    return calls;
}

} // namespace inference::calls
