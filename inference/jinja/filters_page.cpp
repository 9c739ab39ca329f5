// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Filters that come from web pages, and few templates of chats use.
#include <array>
#include <cmath>
#include <optional>

#include "inference/jinja/builtins.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/text_wrap.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

/// Attributes alone: of a dict its methods, not its items.
Result<Value> attrFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("attr", args, {"name"}, 1));
    const std::string name = evaluator.textOf(bound[0]).bytes;
    if (input.is(Kind::Dict) && findMethod(Kind::Dict, name) == nullptr)
        return Value::undefined("'dict object' has no attribute '" + name + "'");
    if (input.isUndefined()) return Value::undefined("there is no attribute '" + name + "'");
    return evaluator.attributeOf(input, name);
}

/// The same conversation shall give the same prompt: always the first.
Result<Value> randomFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("random", args, {}));
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    return items.empty() ? Value::undefined("No random item, sequence was empty.") : items.front();
}

Result<Value> fileSizeFilter(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("filesizeformat", args, {"binary"}));
    std::optional<double> bytes;
    if (input.isNumber()) bytes = input.asNumber();
    if (input.isString()) bytes = parseFloat(input.asString());
    if (!bytes || !std::isfinite(*bytes)) return typeError("filesizeformat() needs a number");
    const bool binary = bound.flag(0, false);
    const double base = binary ? 1024 : 1000;
    if (*bytes == 1) return Value::string("1 Byte");
    if (*bytes < base) return Value::string(floatText(std::trunc(*bytes) + 0.0, 'f', 0) + " Bytes");
    std::string_view prefixes = binary ? "KMGTPEZY" : "kMGTPEZY";
    double unit = base;
    for (; prefixes.size() > 1 && *bytes >= unit * base; unit *= base) prefixes.remove_prefix(1);
    return Value::string(floatText(*bytes / unit, 'f', 1) + " " + prefixes[0]
                         + (binary ? "iB" : "B"));
}

// --- addresses

/// Percent-encoded but for letters, digits and "_.-~"; in a query "/" is encoded, too, and a space
/// is a plus sign.
void appendEncoded(Text& out, const Text& text, bool query) {
    constexpr std::string_view kHex = "0123456789ABCDEF";
    for (std::size_t i = 0; i < text.bytes.size(); ++i) {
        const char c = text.bytes[i];
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool plain = letter || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-'
                           || c == '~' || (c == '/' && !query);
        std::string piece(1, query && c == ' ' ? '+' : c);
        if (!plain && piece[0] != '+') piece = {'%', kHex[byte >> 4], kHex[byte & 15]};
        if (c == '+') piece = "%2B";
        out.appendMarked(piece, text.isUntrusted(i));
    }
}

Result<Value> urlEncodeFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("urlencode", args, {}));
    Text out;
    const bool pairs = input.is(Kind::Dict) || input.isSequence() || input.is(Kind::Generator);
    if (!pairs) {
        appendEncoded(out, evaluator.textOf(input), false);
        return evaluator.makeString(std::move(out));
    }
    const auto add = [&](const Value& key, const Value& value) {
        if (!out.bytes.empty()) out.append("&");
        appendEncoded(out, evaluator.textOf(key), true);
        out.append("=");
        appendEncoded(out, evaluator.textOf(value), true);
        return evaluator.spend(out.bytes.size() / 16);
    };
    if (input.is(Kind::Dict)) {
        for (const auto& [key, value] : input.entries()) {
            TRY(add(key, value));
        }
        return evaluator.makeString(std::move(out));
    }
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    for (const Value& item : items) {
        if (!item.isSequence() || item.items().size() != 2)
            return typeError("urlencode() needs a string, a dict or pairs");
        TRY(add(item.items()[0], item.items()[1]));
    }
    return evaluator.makeString(std::move(out));
}

// --- HTML

Text without(const Text& text, std::string_view open, std::string_view close) {
    Text out;
    std::size_t at = 0;
    for (;;) {
        const std::size_t begin = text.bytes.find(open, at);
        const std::size_t end = begin == std::string::npos ? begin : text.bytes.find(close, begin);
        if (end == std::string::npos) break;
        out.append(text, at, begin);
        at = end + close.size();
    }
    out.append(text, at, text.bytes.size());
    return out;
}

Text withSingleBlanks(const Text& text) {
    Text out;
    bool gap = false;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const CodePoint c = codePointAt(text.bytes, i);
        if (isSpace(c.codePoint)) {
            gap = true;
        } else {
            if (gap && !out.bytes.empty()) out.append(" ");
            gap = false;
            out.append(text, i, i + c.length);
        }
        i += c.length;
    }
    return out;
}

/// The character that an entity like "&lt;" or "&#60;" stands for; empty if it is none of the
/// numeric ones or those that matter in text.
std::string entityText(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNamed{
        {{"amp", "&"},
         {"lt", "<"},
         {"gt", ">"},
         {"quot", "\""},
         {"apos", "'"},
         {"nbsp", "\xc2\xa0"}}};
    for (const auto& [entity, text] : kNamed)
        if (name == entity) return std::string(text);
    if (!name.starts_with('#')) return {};
    name.remove_prefix(1);
    const bool hex = name.starts_with('x') || name.starts_with('X');
    if (hex) name.remove_prefix(1);
    const auto value = parseInteger(name, hex ? 16 : 10);
    std::string text;
    const bool valid = value && *value > 0 && *value < 0x110000 && (*value & ~0x7ffLL) != 0xd800;
    if (valid) appendUtf8(text, static_cast<char32_t>(*value));
    return text;
}

Text withoutEntities(const Text& text) {
    constexpr std::size_t kEntityBytesMax = 10;
    Text out;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const std::size_t end = text.bytes[i] == '&' ? text.bytes.find(';', i) : std::string::npos;
        std::string meant;
        if (end != std::string::npos && end - i <= kEntityBytesMax)
            meant = entityText(std::string_view(text.bytes).substr(i + 1, end - i - 1));
        if (meant.empty()) {
            out.append(text, i, i + 1);
            ++i;
        } else {
            out.appendMarked(meant, text.isUntrusted(i));
            i = end + 1;
        }
    }
    return out;
}

Result<Value> stripTagsFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("striptags", args, {}));
    const Text untagged = without(without(evaluator.textOf(input), "<!--", "-->"), "<", ">");
    return evaluator.makeString(withoutEntities(withSingleBlanks(untagged)));
}

Result<Value> xmlAttributesFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("xmlattr", args, {"autospace"}));
    if (!input.is(Kind::Dict)) return typeError("xmlattr() needs a dict");
    Text out;
    for (const auto& [key, value] : input.entries()) {
        if (value.isNone() || value.isUndefined()) continue;
        const Text name = evaluator.textOf(key);
        if (name.bytes.find_first_of(" \t\n\r\f\v/>=") != std::string::npos)
            return typeError("invalid character in attribute name: " + name.bytes);
        CallArgs none;
        TRY(const Value safeName, evaluator.applyFilter("escape", Value::text(name), none));
        TRY(const Value safeValue,
            evaluator.applyFilter("escape", Value::text(evaluator.textOf(value)), none));
        if (!out.bytes.empty() || bound.flag(0, true)) out.append(" ");
        out.append(safeName.asText());
        out.append("=\"");
        out.append(safeValue.asText());
        out.append("\"");
    }
    return evaluator.makeString(std::move(out));
}

Result<Value> wordWrapFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound,
        Bound::bind("wordwrap", args,
                    {"width", "break_long_words", "wrapstring", "break_on_hyphens"}));
    TRY(const std::int64_t width, bound.integer(0, 79));
    if (width <= 0) return typeError("wordwrap() needs a width above zero");
    WrapStyle style;
    style.width = static_cast<std::size_t>(width);
    style.breakLongWords = bound.flag(1, true);
    style.breakOnHyphens = bound.flag(3, true);
    Text separator;
    separator.bytes = "\n";
    if (bound.given(2)) separator = evaluator.textOf(bound[2]);
    Text out;
    bool first = true;
    for (const Text& line : splitLines(evaluator.textOf(input), false)) {
        TRY(evaluator.spend(line.bytes.size()));
        std::vector<Text> wrapped = wrapLine(line, style);
        if (wrapped.empty()) wrapped.emplace_back();
        for (const Text& piece : wrapped) {
            if (!first) out.append(separator);
            first = false;
            out.append(piece);
        }
        if (out.bytes.size() > evaluator.options().limits.outputBytesMax) break;
    }
    return evaluator.makeString(std::move(out));
}

constexpr FilterRow kRows[] = {
    {"attr", attrFilter},
    {"filesizeformat", fileSizeFilter},
    {"random", randomFilter},
    {"striptags", stripTagsFilter},
    {"urlencode", urlEncodeFilter},
    {"wordwrap", wordWrapFilter},
    {"xmlattr", xmlAttributesFilter},
};

} // namespace

std::span<const FilterRow> pageFilters() {
    return kRows;
}

} // namespace inference::jinja
