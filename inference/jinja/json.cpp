// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "inference/jinja/python_text.h"
#include "inference/jinja/unicode_text.h"
#include "inference/jinja/value.h"
#include "inference/jinja/work.h"

namespace inference::jinja {

namespace {

// Builds values out of parser events; the parser itself does not recurse.
class Builder : public nlohmann::json_sax<nlohmann::json> {
public:
    Builder(bool untrusted, int depthMax) : m_untrusted(untrusted), m_depthMax(depthMax) {}

    bool null() override { return add(Value::none()); }
    bool boolean(bool value) override { return add(Value::boolean(value)); }
    bool number_integer(number_integer_t value) override { return add(Value::integer(value)); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<number_unsigned_t>(INT64_MAX)) {
            return add(Value::wideInteger(static_cast<double>(value), std::to_string(value)));
        }
        return add(Value::integer(static_cast<std::int64_t>(value)));
    }
    bool number_float(number_float_t value, const string_t& raw) override {
        const bool integer = raw.find_first_not_of("-0123456789") == std::string::npos;
        return add(integer ? Value::wideInteger(value, raw) : Value::number(value));
    }
    bool string(string_t& value) override { return add(makeString(std::move(value))); }
    bool binary(binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return open(Value::dict()); }
    bool key(string_t& value) override {
        m_keys.back() = makeString(std::move(value));
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*size*/) override { return open(Value::list()); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t position, const std::string& /*token*/,
                     const nlohmann::json::exception& /*e*/) override {
        if (m_error.empty()) m_error = "the JSON is broken at byte " + std::to_string(position);
        return false;
    }

    Value take() { return std::move(m_root); }
    std::string error() const { return m_error.empty() ? "the JSON is broken" : m_error; }

private:
    Value makeString(std::string value) const {
        return m_untrusted ? Value::untrusted(std::move(value)) : Value::string(std::move(value));
    }
    bool add(Value value) {
        if (m_open.empty())
            m_root = std::move(value);
        else if (m_open.back().is(Kind::List))
            m_open.back().append(std::move(value));
        else
            m_open.back().set(m_keys.back(), std::move(value));
        return true;
    }
    bool open(Value container) {
        if (static_cast<int>(m_open.size()) >= m_depthMax) {
            m_error = "the JSON is nested deeper than " + std::to_string(m_depthMax) + " levels";
            return false;
        }
        add(container);
        m_open.push_back(std::move(container));
        m_keys.emplace_back();
        return true;
    }
    bool close() {
        m_open.pop_back();
        m_keys.pop_back();
        return true;
    }

    bool m_untrusted;
    int m_depthMax;
    Value m_root;
    std::vector<Value> m_open;
    std::vector<Value> m_keys; // beside m_open: the key the next value belongs to
    std::string m_error;
};

class Writer {
public:
    Writer(const JsonStyle& style, Work& work) : m_style(style), m_work(work) {
        // Each item ends its line there, and a blank after the comma would be left hanging.
        m_itemSeparator = style.itemSeparator.value_or(style.indent ? "," : ", ");
    }

    Result<void> write(const Value& value, int depth) {
        if (!m_work.spend()) return Error{ErrorCode::LimitExceeded, "a value is too large"};
        if (depth > kValueDepthMax) {
            return Error{ErrorCode::LimitExceeded, "a value is nested too deeply for JSON"};
        }
        switch (value.kind()) {
        case Kind::None: m_out.append("null"); return {};
        case Kind::Bool: m_out.append(value.asBool() ? "true" : "false"); return {};
        case Kind::Int: m_out.append(std::to_string(value.asInt())); return {};
        case Kind::Float: m_out.append(number(value)); return {};
        case Kind::String: writeString(value.asText()); return {};
        case Kind::List:
        case Kind::Tuple: return writeList(value, depth);
        case Kind::Dict: return writeDict(value, depth);
        default:
            return Error{ErrorCode::TemplateError, "Object of type " + std::string(typeName(value))
                                                       + " is not JSON serializable"};
        }
    }

    Text take() { return std::move(m_out); }

private:
    static std::string number(const Value& number) {
        if (const std::string* digits = number.wideDigits()) return *digits;
        const double value = number.asNumber();
        if (std::isnan(value)) return "NaN";
        if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
        return floatText(value);
    }

    void breakLine(int depth) {
        if (!m_style.indent) return;
        m_out.bytes += '\n';
        m_out.bytes.append(
            static_cast<std::size_t>(*m_style.indent) * static_cast<std::size_t>(depth), ' ');
    }

    static void appendUnit(std::string& out, unsigned unit) {
        constexpr std::string_view kHex = "0123456789abcdef";
        out += "\\u";
        for (unsigned shift = 16; shift > 0; shift -= 4) out += kHex[(unit >> (shift - 4)) & 0xFU];
    }

    void escape(std::string& out, char32_t c, std::string_view raw) const {
        switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        case '\f': out += "\\f"; return;
        case '\b': out += "\\b"; return;
        default: break;
        }
        if (c >= 0x20 && (c < 0x7F || !m_style.ensureAscii))
            out += raw;
        else if (c < 0x10000)
            appendUnit(out, c);
        else {
            appendUnit(out, 0xD800U + ((c - 0x10000U) >> 10U));
            appendUnit(out, 0xDC00U + ((c - 0x10000U) & 0x3FFU));
        }
    }

    void writeString(const Text& text) {
        m_work.spend(text.bytes.size() / 16);
        m_out.append("\"");
        std::string piece;
        for (std::size_t i = 0; i < text.bytes.size();) {
            const CodePoint c = codePointAt(text.bytes, i);
            piece.clear();
            escape(piece, c.codePoint, std::string_view(text.bytes).substr(i, c.length));
            m_out.appendMarked(piece, text.isUntrusted(i));
            i += c.length;
        }
        m_out.append("\"");
    }

    Result<void> writeList(const Value& value, int depth) {
        if (value.items().empty()) {
            m_out.append("[]");
            return {};
        }
        m_out.append("[");
        bool first = true;
        for (const Value& item : value.items()) {
            if (!first) m_out.append(m_itemSeparator);
            first = false;
            breakLine(depth + 1);
            TRY(write(item, depth + 1));
        }
        breakLine(depth);
        m_out.append("]");
        return {};
    }

    Result<void> writeKey(const Value& key) {
        switch (key.kind()) {
        case Kind::String: writeString(key.asText()); return {};
        case Kind::None: m_out.append("\"null\""); return {};
        case Kind::Bool: m_out.append(key.asBool() ? "\"true\"" : "\"false\""); return {};
        case Kind::Int: m_out.append('"' + std::to_string(key.asInt()) + '"'); return {};
        case Kind::Float: m_out.append('"' + number(key) + '"'); return {};
        default:
            return Error{ErrorCode::TemplateError,
                         "keys must be str, int, float, bool or None, not "
                             + std::string(typeName(key))};
        }
    }

    Result<void> writeDict(const Value& value, int depth) {
        if (value.entries().empty()) {
            m_out.append("{}");
            return {};
        }
        std::vector<const Entry*> order;
        for (const Entry& entry : value.entries()) order.push_back(&entry);
        if (m_style.sortKeys) {
            const bool strings = std::all_of(order.begin(), order.end(),
                                             [](const Entry* e) { return e->first.isString(); });
            if (!strings) {
                return Error{ErrorCode::TemplateError, "only dicts of string keys can be sorted"};
            }
            std::stable_sort(order.begin(), order.end(), [](const Entry* a, const Entry* b) {
                return a->first.asString() < b->first.asString();
            });
        }
        m_out.append("{");
        bool first = true;
        for (const Entry* entry : order) {
            if (!first) m_out.append(m_itemSeparator);
            first = false;
            breakLine(depth + 1);
            TRY(writeKey(entry->first));
            m_out.append(m_style.keySeparator);
            TRY(write(entry->second, depth + 1));
        }
        breakLine(depth);
        m_out.append("}");
        return {};
    }

    const JsonStyle& m_style;
    Work& m_work;
    std::string m_itemSeparator;
    Text m_out;
};

} // namespace

Result<Value> parseJson(std::string_view json, bool untrusted, int depthMax) {
    Builder builder(untrusted, depthMax);
    try {
        if (!nlohmann::json::sax_parse(json.begin(), json.end(), &builder)) {
            return Error{ErrorCode::InvalidArgument, builder.error()};
        }
    } catch (const std::exception&) {
        return Error{ErrorCode::InvalidArgument, builder.error()};
    }
    return builder.take();
}

Result<Text> toJsonText(const Value& value, const JsonStyle& style, Work& work) {
    Writer writer(style, work);
    TRY(writer.write(value, 0));
    return writer.take();
}

Result<Text> toJsonText(const Value& value, const JsonStyle& style) {
    Work work(100'000'000);
    return toJsonText(value, style, work);
}

Result<std::string> toJson(const Value& value, const JsonStyle& style) {
    TRY(Text text, toJsonText(value, style));
    return std::move(text.bytes);
}

Result<Value> deepCopy(const Value& value, bool markStrings, Work& work, int depth) {
    if (depth > kValueDepthMax || !work.spend()) {
        return Error{ErrorCode::LimitExceeded, "a value is nested too deeply"};
    }
    if (value.isString()) {
        return markStrings ? Value::untrusted(std::string(value.asString())) : value;
    }
    if (value.isSequence()) {
        std::vector<Value> items;
        items.reserve(value.items().size());
        for (const Value& item : value.items()) {
            TRY(Value copy, deepCopy(item, markStrings, work, depth + 1));
            items.push_back(std::move(copy));
        }
        return value.is(Kind::List) ? Value::list(std::move(items))
                                    : Value::tuple(std::move(items));
    }
    if (value.isMapping()) {
        Value out = value.is(Kind::Dict) ? Value::dict() : Value::nameSpace();
        for (const auto& [key, item] : value.entries()) {
            TRY(Value keyCopy, deepCopy(key, markStrings, work, depth + 1));
            TRY(Value itemCopy, deepCopy(item, markStrings, work, depth + 1));
            out.set(keyCopy, std::move(itemCopy));
        }
        return out;
    }
    return value;
}

Result<Value> deepCopy(const Value& value, bool markStrings) {
    Work work(100'000'000);
    return deepCopy(value, markStrings, work);
}

} // namespace inference::jinja
