// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Calls written in tags that consist of the family's own control tokens.
#include <optional>
#include <utility>

#include "inference/chat/call_json.h"

namespace inference::calls {

namespace {

constexpr View kMiniMaxMark = "]<]minimax[>[";
constexpr int kDepthMax = 32;

/// What name="..." says in a tag.
std::optional<View> quoted(View tag, View name) {
    View before;
    View value;
    if (!cut(tag, name, before) || !cut(tag, "=\"", before) || !before.empty()) return std::nullopt;
    if (!cut(tag, "\"", value)) return std::nullopt;
    return value;
}

/// The rest of an opening tag that begins with `open`, and its inside up to `close`.
bool element(View& text, View open, View close, View& tag, View& inside) {
    View before;
    return cut(text, open, before) && trimmed(before).empty() && cut(text, "<|sep|>", tag)
           && cut(text, close, inside);
}

/// MiniMax's elements: every tag stands behind the mark, so that text may hold any other.
class Elements {
public:
    explicit Elements(View text) : m_rest(text) {}

    /// The next tag without its brackets and the text before it.
    bool next(View& before, View& tag) {
        if (!cut(m_rest, kMiniMaxMark, before) || !m_rest.starts_with('<')) return false;
        m_rest.remove_prefix(1);
        return cut(m_rest, ">", tag) && !tag.empty();
    }
    View rest() const { return m_rest; }

    /// The inside of `name`, whose opening tag was read, up to its end: text, an object, or a list.
    std::optional<Json> value(View name, const std::string& textKey, const ToolNames& tools,
                              View tool, int depth = 0) {
        if (depth > kDepthMax) return std::nullopt;
        Json object = Json::object();
        Json list = Json::array();
        View text;
        View tag;
        while (next(text, tag)) {
            if (tag.starts_with('/')) {
                if (tag.substr(1) != name) return std::nullopt;
                if (!list.empty()) return list;
                if (!object.empty()) return object;
                return Json::parse(tools.valueJson(tool, textKey, text), nullptr, false);
            }
            auto inner = value(tag, {}, tools, {}, depth + 1);
            if (!inner) return std::nullopt;
            if (tag == "item")
                list.push_back(std::move(*inner));
            else
                object[std::string(tag)] = std::move(*inner);
        }
        return std::nullopt;
    }

private:
    View m_rest;
};

} // namespace

Calls kimiTagCalls(View text) {
    Calls calls;
    View tag;
    View body;
    while (element(text, "<|open|>call", "<|close|>call<|sep|>", tag, body)) {
        const auto name = quoted(tag, " tool");
        if (!name || name->empty()) return {};
        ToolCall call{{}, std::string(*name), "{"};
        View value;
        while (element(body, "<|open|>argument", "<|close|>argument<|sep|>", tag, value)) {
            const auto key = quoted(tag, " key");
            if (!key) return {};
            const Json json =
                tag.find("type=\"string\"") == View::npos ? parsed(trimmed(value)) : Json();
            const bool asText = json.is_discarded() || tag.find("\"string\"") != View::npos;
            addArgument(call.argumentsJson, *key,
                        asText ? dumped(std::string(value)) : dumped(json));
        }
        if (!trimmed(body).empty()) return {};
        call.argumentsJson += '}';
        calls.push_back(std::move(call));
    }
    return trimmed(text).empty() ? calls : Calls();
}

Calls miniMaxTagCalls(View text, const ToolNames& tools) {
    Calls calls;
    Elements elements(text);
    View before;
    View tag;
    while (elements.next(before, tag)) {
        const auto name = quoted(tag, "invoke name");
        if (!trimmed(before).empty() || !name || name->empty()) return {};
        ToolCall call{{}, std::string(*name), "{"};
        while (elements.next(before, tag) && tag != "/invoke") {
            const std::string key(tag);
            const auto value = elements.value(key, key, tools, *name);
            if (!value) return {};
            addArgument(call.argumentsJson, key, dumped(*value));
        }
        if (tag != "/invoke") return {};
        call.argumentsJson += '}';
        calls.push_back(std::move(call));
    }
    return trimmed(elements.rest()).empty() ? calls : Calls();
}

Calls functionaryCalls(View text) {
    constexpr View kNext = ">>>";
    Calls calls;
    while (true) {
        View name;
        if (!cut(text, "\n", name) || name.empty()) return {};
        if (name.find_first_of(" <>{}\"") != View::npos) return {};
        std::size_t end = text.find(kNext);
        Json arguments = parsed(trimmed(text.substr(0, end)));
        // A string among the arguments may hold the mark itself.
        for (int tries = 0; !arguments.is_object() && end != View::npos && tries < 16; ++tries) {
            end = text.find(kNext, end + kNext.size());
            arguments = parsed(trimmed(text.substr(0, end)));
        }
        if (!arguments.is_object()) return {};
        calls.push_back({{}, std::string(name), dumped(arguments)});
        if (end == View::npos) return calls;
        text.remove_prefix(end + kNext.size());
    }
}

} // namespace inference::calls
