// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <optional>

#include "inference/chat/call_json.h"

namespace inference {

namespace {

using calls::dumped;
using calls::Json;

constexpr int kDepthMax = 64;
constexpr std::string_view kGemmaQuote = "<|\"|>";

/// Reads values that are nearly JSON.
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    void skip() {
        while (m_at < m_text.size()
               && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }
    bool atEnd() {
        skip();
        return m_at >= m_text.size();
    }
    bool take(std::string_view word) {
        skip();
        if (!m_text.substr(m_at).starts_with(word)) return false;
        m_at += word.size();
        return true;
    }
    /// Letters, digits and what else names of functions are made of.
    std::string name() {
        skip();
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isName(m_text[m_at])) ++m_at;
        return std::string(m_text.substr(begin, m_at - begin));
    }

    /// A Python literal: quoted text, number, True, None, list, tuple or dict.
    std::optional<Json> python(int depth = 0) {
        if (depth > kDepthMax) return std::nullopt;
        skip();
        if (m_at >= m_text.size()) return std::nullopt;
        const char c = m_text[m_at];
        if (c == '\'' || c == '"') return pythonText(c);
        if (c == '{') return dict(depth);
        if (take("[")) return list("]", depth);
        if (take("(")) return list(")", depth);
        return word();
    }

    /// A value as Gemma writes it.
    std::optional<Json> gemma(int depth = 0) {
        if (depth > kDepthMax) return std::nullopt;
        skip();
        if (take(kGemmaQuote)) {
            const std::size_t end = m_text.find(kGemmaQuote, m_at);
            if (end == std::string_view::npos) return std::nullopt;
            Json text = std::string(m_text.substr(m_at, end - m_at));
            m_at = end + kGemmaQuote.size();
            return text;
        }
        if (m_at < m_text.size() && m_text[m_at] == '{') return gemmaObject(depth);
        if (take("[")) {
            Json items = Json::array();
            while (!take("]")) {
                auto item = gemma(depth + 1);
                if (!item) return std::nullopt;
                items.push_back(std::move(*item));
                if (!take(",") && !startsWith("]")) return std::nullopt;
            }
            return items;
        }
        return word();
    }

    std::optional<Json> gemmaObject(int depth) {
        if (!take("{")) return std::nullopt;
        Json object = Json::object();
        while (!take("}")) {
            std::string key;
            if (startsWith(kGemmaQuote)) {
                const auto quoted = gemma(depth + 1);
                if (!quoted) return std::nullopt;
                key = quoted->get<std::string>();
            } else {
                const std::size_t colon = m_text.find(':', m_at);
                if (colon == std::string_view::npos) return std::nullopt;
                key = std::string(m_text.substr(m_at, colon - m_at));
                m_at = colon;
            }
            if (!take(":")) return std::nullopt;
            auto value = gemma(depth + 1);
            if (!value) return std::nullopt;
            object[key] = std::move(*value);
            if (!take(",") && !startsWith("}")) return std::nullopt;
        }
        return object;
    }

private:
    static bool isName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
               || c == '_' || c == '.' || c == '-';
    }
    bool startsWith(std::string_view word) {
        skip();
        return m_text.substr(m_at).starts_with(word);
    }

    bool endsValue(std::size_t at) const {
        at = std::min(m_text.find_first_not_of(" \t\r\n", at), m_text.size());
        return at == m_text.size() || std::string_view(",:)]}").find(m_text[at]) < 5;
    }

    std::optional<Json> pythonText(char quote) {
        std::string out;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            // Some do not escape the quotes within: the last one stands before what goes on.
            if (c == quote && endsValue(m_at + 1)) {
                ++m_at;
                return Json(out);
            }
            if (c != '\\' || m_at + 1 >= m_text.size()) {
                out += c;
                continue;
            }
            const char escaped = m_text[++m_at];
            constexpr std::string_view kNames = "nrt";
            constexpr std::string_view kValues = "\n\r\t";
            const std::size_t known = kNames.find(escaped);
            if (known != std::string_view::npos) {
                out += kValues[known];
            } else {
                if (escaped != '\\' && escaped != '\'' && escaped != '"') out += '\\';
                out += escaped;
            }
        }
        return std::nullopt;
    }

    std::optional<Json> list(std::string_view close, int depth) {
        Json items = Json::array();
        while (!take(close)) {
            auto item = python(depth + 1);
            if (!item) return std::nullopt;
            items.push_back(std::move(*item));
            if (!take(",") && !startsWith(close)) return std::nullopt;
        }
        return items;
    }

    std::optional<Json> dict(int depth) {
        if (!take("{")) return std::nullopt;
        Json object = Json::object();
        while (!take("}")) {
            const auto key = python(depth + 1);
            if (!key || !take(":")) return std::nullopt;
            auto value = python(depth + 1);
            if (!value) return std::nullopt;
            object[key->is_string() ? key->get<std::string>() : dumped(*key)] = std::move(*value);
            if (!take(",") && !startsWith("}")) return std::nullopt;
        }
        return object;
    }

    /// A number or one of the named constants, in JSON's spelling or Python's.
    std::optional<Json> word() {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && (isName(m_text[m_at]) || m_text[m_at] == '+')) ++m_at;
        const std::string_view text = m_text.substr(begin, m_at - begin);
        if (text == "True" || text == "true") return Json(true);
        if (text == "False" || text == "false") return Json(false);
        if (text == "None" || text == "null") return Json(nullptr);
        Json number = Json::parse(text, nullptr, false);
        if (!number.is_number()) return std::nullopt;
        return number;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

std::vector<ToolCall> parsePythonicCalls(std::string_view text) {
    Reader reader(text);
    const bool bracketed = reader.take("[");
    std::vector<ToolCall> calls;
    do {
        if (bracketed && !calls.empty() && reader.take("]"))
            return reader.atEnd() ? calls : std::vector<ToolCall>();
        ToolCall call;
        call.name = reader.name();
        if (call.name.empty() || !reader.take("(")) return {};
        Json arguments = Json::object();
        while (!reader.take(")")) {
            const std::string key = reader.name();
            if (key.empty() || !reader.take("=")) return {};
            auto value = reader.python();
            if (!value) return {};
            arguments[key] = std::move(*value);
            if (reader.take(",")) continue;
            if (!reader.take(")")) return {};
            break;
        }
        call.argumentsJson = dumped(arguments);
        calls.push_back(std::move(call));
    } while (reader.take(","));
    if (bracketed && !reader.take("]")) return {};
    return reader.atEnd() ? calls : std::vector<ToolCall>();
}

std::string calls::pythonLiteralJson(std::string_view text) {
    Reader reader(text);
    const auto value = reader.python();
    return value && reader.atEnd() ? dumped(*value) : std::string();
}

std::vector<ToolCall> parseGemmaCalls(std::string_view text) {
    Reader reader(text);
    std::vector<ToolCall> calls;
    while (!reader.atEnd()) {
        ToolCall call;
        if (!reader.take("call:")) return {};
        call.name = reader.name();
        const auto arguments = reader.gemmaObject(0);
        if (call.name.empty() || !arguments) return {};
        call.argumentsJson = dumped(*arguments);
        calls.push_back(std::move(call));
    }
    return calls;
}

} // namespace inference
