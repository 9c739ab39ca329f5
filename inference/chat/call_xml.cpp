// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <optional>
#include <utility>

#include "inference/chat/call_json.h"

namespace inference::calls {

namespace {

/// Text between line ends that only set it apart.
View unpadded(View text) {
    if (text.starts_with("\r\n"))
        text.remove_prefix(2);
    else if (text.starts_with('\n'))
        text.remove_prefix(1);
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

/// What a quoted attribute holds; `text` goes on behind the tag.
std::optional<View> attribute(View& text, View name) {
    View value;
    View before;
    View tag;
    if (!cut(text, ">", tag)) return std::nullopt;
    if (!cut(tag, name, before) || !cut(tag, "\"", before) || !cut(tag, "\"", value))
        return std::nullopt;
    return value;
}

} // namespace

void addArgument(std::string& arguments, View key, const std::string& valueJson) {
    arguments += arguments.size() > 1 ? "," : "";
    arguments += dumped(std::string(key)) + ':' + valueJson;
}

Calls equalsCalls(View text, const ToolNames& tools) {
    Calls calls;
    View before;
    while (cut(text, "<function=", before)) {
        View name;
        View body;
        if (!trimmed(before).empty() || !cut(text, ">", name)) return {};
        // Whoever parses up to the end mark of the whole may have taken this one for it.
        if (!cut(text, "</function>", body)) body = std::exchange(text, {});
        ToolCall call{{}, std::string(trimmed(name)), "{"};
        if (trimmed(body).starts_with('{')) {
            const Json json = parsed(trimmed(body));
            if (!json.is_object()) return {};
            call.argumentsJson = dumped(json);
        } else {
            View key;
            View value;
            while (cut(body, "<parameter=", before)) {
                if (!cut(body, ">", key)) return {};
                if (!cut(body, "</parameter>", value)) return {};
                key = trimmed(key);
                addArgument(call.argumentsJson, key,
                            tools.valueJson(call.name, key, unpadded(value)));
            }
            if (!trimmed(body).empty()) return {};
            call.argumentsJson += '}';
        }
        calls.push_back(std::move(call));
    }
    return trimmed(text).empty() ? calls : Calls();
}

Calls keyedCalls(View text, const ToolNames& tools, View suffix) {
    const auto tag = [&](const char* name) { return std::string(name).append(suffix) + '>'; };
    const std::string keyOpen = tag("<arg_key");
    const std::string keyClose = tag("</arg_key");
    const std::string valueOpen = tag("<arg_value");
    const std::string valueClose = tag("</arg_value");
    View key;
    View value;
    View between;
    const std::size_t first = text.find(keyOpen);
    View name = text.substr(0, first);
    if (!suffix.empty()) name = name.substr(0, name.find(tag("<tool_sep")));
    ToolCall call{{}, std::string(trimmed(name)), "{"};
    text.remove_prefix(first == View::npos ? text.size() : first);
    while (cut(text, keyOpen, between)) {
        if (!trimmed(between).empty()) return {};
        if (!cut(text, keyClose, key) || !cut(text, valueOpen, between)) return {};
        if (!cut(text, valueClose, value)) return {};
        key = trimmed(key);
        addArgument(call.argumentsJson, key, tools.valueJson(call.name, key, value));
    }
    call.argumentsJson += '}';
    const bool named =
        !call.name.empty() && call.name.find_first_of(" \n<>{}") == std::string::npos;
    return named && trimmed(text).empty() ? Calls{std::move(call)} : Calls();
}

Calls invokeCalls(View text, const ToolNames& tools, View tag, View parameter) {
    Calls calls;
    View before;
    while (cut(text, std::string(tag) + ' ', before)) {
        const auto name = attribute(text, "name=");
        if (!name) return {};
        View body = std::exchange(text, {});
        // Up to the end mark, whose prefix stands between "</" and the name.
        for (std::size_t at = 0; (at = body.find(tag, at)) != View::npos; at += tag.size()) {
            const std::size_t open = body.rfind("</", at);
            const std::size_t other = body.rfind('>', at);
            if (open == View::npos || (other != View::npos && other > open)) continue;
            text = body.substr(std::min(body.find('>', at), body.size() - 1) + 1);
            body = body.substr(0, open);
            break;
        }
        ToolCall call{{}, std::string(*name), "{"};
        while (cut(body, std::string(parameter) + ' ', before)) {
            View head = body.substr(0, body.find('>'));
            const bool isText = head.find("string=\"true\"") != View::npos;
            const auto key = attribute(body, "name=");
            View value;
            if (!key || !cut(body, "</", value)) return {};
            // A value may itself hold tags.
            while (body.substr(0, body.find('>')).find(parameter) == View::npos) {
                const std::size_t next = body.find("</");
                if (next == View::npos) return {};
                value =
                    View(value.data(), static_cast<std::size_t>(body.data() + next - value.data()));
                body.remove_prefix(next + 2);
            }
            if (value.starts_with("<![CDATA[") && value.ends_with("]]>"))
                value = value.substr(9, value.size() - 12);
            addArgument(call.argumentsJson, *key,
                        isText ? dumped(std::string(value))
                               : tools.valueJson(call.name, *key, unpadded(value)));
        }
        call.argumentsJson += '}';
        calls.push_back(std::move(call));
    }
    return calls;
}

} // namespace inference::calls
