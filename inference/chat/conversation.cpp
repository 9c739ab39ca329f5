// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/chat/conversation.h"

#include <algorithm>

namespace inference {

namespace {

using jinja::Kind;
using jinja::Text;
using jinja::Value;

// Templates build control tokens out of roles ("<|" + role + "|>"), so a plain word counts as
// theirs and anything else as text of whoever sent it.
Value roleValue(std::string_view role) {
    const bool plain = std::all_of(role.begin(), role.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '_' || c == '-';
    });
    return plain ? Value::string(std::string(role)) : Value::untrusted(std::string(role));
}

Value callValue(const ToolCall& call) {
    Value function = Value::dict();
    function.set("name", Value::untrusted(call.name));
    // Templates want an object; what the model botched stays as it wrote it.
    auto arguments = jinja::parseJson(call.argumentsJson, true);
    const bool isObject = arguments && arguments->is(Kind::Dict);
    function.set("arguments",
                 isObject ? std::move(arguments).value() : Value::untrusted(call.argumentsJson));
    Value out = Value::dict();
    if (!call.id.empty()) out.set("id", Value::untrusted(call.id));
    out.set("type", Value::string("function"));
    out.set("function", std::move(function));
    return out;
}

bool hasText(const Value& message, std::string_view key) {
    const Value* value = message.find(key);
    return value && value->isString();
}

bool hasRole(const Value& message, std::string_view role) {
    return hasText(message, "role") && message.find("role")->asString() == role;
}

bool isSystem(const Value& message) {
    return hasRole(message, "system") || hasRole(message, "developer");
}

Value joined(const Value& first, const Value& second) {
    if (first.asString().empty()) return second;
    if (second.asString().empty()) return first;
    Text text = first.asText();
    text.append("\n\n");
    text.append(second.asText());
    return Value::text(std::move(text));
}

// A dict of its own with the same entries: the originals are shared with other attempts.
Value copyOf(const Value& message) {
    Value copy = Value::dict();
    for (const auto& [key, value] : message.entries()) copy.set(key, value);
    return copy;
}

template <typename Change>
Value withCallsChanged(const Value& message, Change change) {
    const Value* calls = message.find("tool_calls");
    if (!calls || !calls->is(Kind::List)) return message;
    std::vector<Value> changed;
    for (const Value& call : calls->items()) {
        changed.push_back(call.is(Kind::Dict) ? change(copyOf(call)) : call);
    }
    Value out = copyOf(message);
    out.set("tool_calls", Value::list(std::move(changed)));
    return out;
}

} // namespace

Result<Conversation> conversationFrom(std::span<const ChatMessage> messages,
                                      std::string_view templateSource) {
    // Families disagree on where a thought goes; the usual name always, another if it is asked for.
    const auto mentions = [&](std::string_view word) {
        return templateSource.find(word) != std::string_view::npos;
    };
    const bool usual = mentions("reasoning_content");
    Conversation out;
    for (const ChatMessage& message : messages) {
        Value value = Value::dict();
        value.set("role", roleValue(message.role));
        value.set("content", Value::untrusted(message.content));
        if (!message.reasoning.empty()) {
            const Value reasoning = Value::untrusted(message.reasoning);
            value.set("reasoning_content", reasoning);
            if (!usual && mentions(".thinking")) value.set("thinking", reasoning);
            if (!usual && mentions(".reasoning")) value.set("reasoning", reasoning);
        }
        if (!message.toolCalls.empty()) {
            std::vector<Value> calls;
            for (const ToolCall& call : message.toolCalls) calls.push_back(callValue(call));
            value.set("tool_calls", Value::list(std::move(calls)));
        }
        if (!message.name.empty()) value.set("name", Value::untrusted(message.name));
        if (!message.toolCallId.empty()) {
            value.set("tool_call_id", Value::untrusted(message.toolCallId));
        }
        out.push_back(std::move(value));
    }
    return out;
}

Result<Conversation> conversationFromJson(std::string_view messagesJson) {
    TRY(const Value parsed, jinja::parseJson(messagesJson, true));
    if (!parsed.is(Kind::List)) {
        return Error{ErrorCode::InvalidArgument, "the messages must be a JSON array"};
    }
    Conversation out;
    for (Value message : parsed.items()) {
        if (message.is(Kind::Dict) && hasText(message, "role")) {
            message.set("role", roleValue(message.find("role")->asString()));
        }
        out.push_back(std::move(message));
    }
    return out;
}

Conversation withoutSystemTurns(const Conversation& conversation) {
    Value system;
    std::size_t first = 0;
    for (; first < conversation.size(); ++first) {
        const Value& message = conversation[first];
        if (!message.is(Kind::Dict) || !isSystem(message) || !hasText(message, "content")) break;
        const Value& text = *message.find("content");
        system = system.isUndefined() ? text : joined(system, text);
    }
    if (system.isUndefined()) return conversation;
    Conversation out(conversation.begin() + static_cast<std::ptrdiff_t>(first), conversation.end());
    for (Value& message : out) {
        if (!message.is(Kind::Dict) || !hasRole(message, "user") || !hasText(message, "content")) {
            continue;
        }
        Value changed = copyOf(message);
        changed.set("content", joined(system, *message.find("content")));
        message = std::move(changed);
        return out;
    }
    Value user = Value::dict();
    user.set("role", Value::string("user"));
    user.set("content", system);
    out.insert(out.begin(), std::move(user));
    return out;
}

Conversation withAlternatingTurns(const Conversation& conversation) {
    const auto joinable = [](const Value& message) {
        return message.is(Kind::Dict) && hasText(message, "content") && hasText(message, "role")
               && !message.find("tool_calls") && !hasRole(message, "tool");
    };
    Conversation out;
    for (const Value& message : conversation) {
        const bool join = !out.empty() && joinable(message) && joinable(out.back())
                          && hasRole(message, out.back().find("role")->asString());
        if (!join) {
            out.push_back(message);
            continue;
        }
        Value changed = copyOf(out.back());
        changed.set("content", joined(*out.back().find("content"), *message.find("content")));
        out.back() = std::move(changed);
    }
    return out;
}

Conversation withShortCallIds(const Conversation& conversation) {
    std::vector<std::string> seen;
    const auto shortened = [&](const Value& id) {
        const std::string text(id.asString());
        auto it = std::find(seen.begin(), seen.end(), text);
        if (it == seen.end()) it = seen.insert(seen.end(), text);
        std::string digits = std::to_string(it - seen.begin() + 1);
        digits.insert(0, 5 - std::min<std::size_t>(digits.size(), 5), '0');
        return Value::untrusted("call" + digits);
    };
    Conversation out;
    for (const Value& message : conversation) {
        if (!message.is(Kind::Dict)) {
            out.push_back(message);
            continue;
        }
        Value changed = withCallsChanged(message, [&](Value call) {
            if (hasText(call, "id")) call.set("id", shortened(*call.find("id")));
            return call;
        });
        if (hasText(changed, "tool_call_id")) {
            changed = copyOf(changed);
            changed.set("tool_call_id", shortened(*changed.find("tool_call_id")));
        }
        out.push_back(std::move(changed));
    }
    return out;
}

Conversation withContentParts(const Conversation& conversation) {
    Conversation out;
    for (const Value& message : conversation) {
        if (!message.is(Kind::Dict) || !hasText(message, "content")) {
            out.push_back(message);
            continue;
        }
        Value part = Value::dict();
        part.set("type", Value::string("text"));
        part.set("text", *message.find("content"));
        Value changed = copyOf(message);
        changed.set("content", Value::list({std::move(part)}));
        out.push_back(std::move(changed));
    }
    return out;
}

Conversation withArgumentsAsText(const Conversation& conversation) {
    Conversation out;
    for (const Value& message : conversation) {
        if (!message.is(Kind::Dict)) {
            out.push_back(message);
            continue;
        }
        out.push_back(withCallsChanged(message, [](Value call) {
            const Value* function = call.find("function");
            if (!function || !function->is(Kind::Dict)) return call;
            const Value* arguments = function->find("arguments");
            if (!arguments || arguments->isString()) return call;
            auto text = jinja::toJsonText(*arguments);
            if (!text) return call;
            Value changed = copyOf(*function);
            changed.set("arguments", Value::text(std::move(text).value()));
            call.set("function", std::move(changed));
            return call;
        }));
    }
    return out;
}

} // namespace inference
