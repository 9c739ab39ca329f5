// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Filters that make text or numbers out of one value.
#include <algorithm>
#include <cmath>

#include "inference/jinja/builtins.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

template <CaseStyle style>
Result<Value> caseFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("case filter", args, {}));
    return evaluator.makeString(mapCase(evaluator.textOf(input), style));
}

// Unlike the method, the filter starts words only after blanks, dashes and opening brackets.
Result<Value> titleFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("title", args, {}));
    const Text text = evaluator.textOf(input);
    Text out;
    out.markup = text.markup;
    bool atStart = true;
    std::string piece;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const CodePoint c = codePointAt(text.bytes, i);
        piece.clear();
        if (c.codePoint == 0xFFFD)
            piece.append(text.bytes, i, c.length);
        else
            appendMapped(piece, c.codePoint, atStart ? CaseMapping::Upper : CaseMapping::Lower);
        out.appendMarked(piece, text.isUntrusted(i));
        atStart = isSpace(c.codePoint) || c.codePoint == '-' || c.codePoint == '('
                  || c.codePoint == '{' || c.codePoint == '[' || c.codePoint == '<';
        i += c.length;
    }
    return evaluator.makeString(std::move(out));
}

Result<Value> trimFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("trim", args, {"chars"}));
    const Text* chars = nullptr;
    if (bound.given(0)) {
        TRY(chars, bound.text(0));
    }
    return Value::text(stripText(evaluator.textOf(input), chars, true, true));
}

Result<Value> replaceFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("replace", args, {"old", "new", "count"}, 2));
    TRY(const std::int64_t count, bound.integer(2, -1));
    TRY(Text out, replaceText(evaluator, evaluator.textOf(input), evaluator.textOf(bound[0]),
                              evaluator.textOf(bound[1]), count));
    return Value::text(std::move(out));
}

Result<Value> indentFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("indent", args, {"width", "first", "blank"}));
    Text indention;
    if (bound.has(0) && bound[0].isString()) {
        indention = bound[0].asText();
    } else {
        TRY(const std::int64_t width, bound.integer(0, 4));
        indention.bytes.assign(static_cast<std::size_t>(std::clamp<std::int64_t>(width, 0, 10'000)),
                               ' ');
    }
    Text text = evaluator.textOf(input);
    text.append("\n"); // so that a newline at the end begins one more line
    const std::vector<Text> lines = splitLines(text, false);
    const bool blank = bound.flag(2, false);
    Text out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) out.append("\n");
        if (i == 0 ? bound.flag(1, false) : blank || !lines[i].bytes.empty()) {
            out.append(indention);
        }
        out.append(lines[i]);
        if (out.bytes.size() > evaluator.options().limits.outputBytesMax) break;
    }
    return evaluator.makeString(std::move(out));
}

Result<Value> centerFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("center", args, {"width"}));
    CallArgs method;
    method.positional.push_back(bound.has(0) ? bound[0] : Value::integer(80));
    const Value text = Value::text(evaluator.textOf(input));
    return findMethod(Kind::String, "center")->body(evaluator, text, method);
}

Result<Value> truncateFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("truncate", args, {"length", "killwords", "end", "leeway"}));
    TRY(const std::int64_t length, bound.integer(0, 255));
    TRY(const std::int64_t leeway, bound.integer(3, 5));
    Text end;
    end.bytes = "...";
    if (bound.given(2)) end = evaluator.textOf(bound[2]);
    const Text text = evaluator.textOf(input);
    const auto size = static_cast<std::int64_t>(codePointCount(text.bytes));
    const auto endSize = static_cast<std::int64_t>(codePointCount(end.bytes));
    if (length < endSize || leeway < 0) return typeError("truncate() got a length below its end");
    if (size - leeway <= length) return Value::text(text);
    Text out = subText(text, 0, byteOffset(text.bytes, static_cast<std::size_t>(length - endSize)));
    if (!bound.flag(1, false)) {
        const std::size_t blank = out.bytes.rfind(' ');
        if (blank != std::string::npos) out = subText(out, 0, blank);
    }
    out.append(end);
    return evaluator.makeString(std::move(out));
}

Result<Value> wordCountFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("wordcount", args, {}));
    const Text text = evaluator.textOf(input);
    std::int64_t words = 0;
    bool inWord = false;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const CodePoint c = codePointAt(text.bytes, i);
        const bool word = isAlpha(c.codePoint) || isNumeric(c.codePoint) || c.codePoint == '_';
        words += static_cast<int>(word && !inWord);
        inWord = word;
        i += c.length;
    }
    return Value::integer(words);
}

Result<Value> stringFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("string", args, {}));
    return evaluator.makeString(evaluator.textOf(input));
}

Result<Value> safeFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("safe", args, {}));
    Text text = evaluator.textOf(input);
    text.markup = true;
    return evaluator.makeString(std::move(text));
}

template <bool force>
Result<Value> escapeFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("escape", args, {}));
    const Text text = evaluator.textOf(input);
    if (text.markup && !force) return input;
    Text out;
    out.markup = true;
    for (std::size_t i = 0; i < text.bytes.size(); ++i) {
        const bool mark = text.isUntrusted(i);
        switch (text.bytes[i]) {
        case '&': out.appendMarked("&amp;", mark); break;
        case '<': out.appendMarked("&lt;", mark); break;
        case '>': out.appendMarked("&gt;", mark); break;
        case '\'': out.appendMarked("&#39;", mark); break;
        case '"': out.appendMarked("&#34;", mark); break;
        default: out.append(text, i, i + 1); break;
        }
    }
    return evaluator.makeString(std::move(out));
}

Result<Value> formatFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    if (!args.positional.empty() && !args.named.empty()) {
        return typeError("format() takes positional or named arguments, not both");
    }
    Value arguments = Value::dict();
    for (const auto& [name, value] : args.named) arguments.set(name, value);
    if (args.named.empty()) arguments = Value::tuple(args.positional);
    return formatPercent(evaluator, evaluator.textOf(input), arguments);
}

Result<Value> defaultFilter(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("default", args, {"default_value", "boolean"}));
    const bool replace = input.isUndefined() || (bound.flag(1, false) && !truthy(input));
    if (!replace) return input;
    return bound.has(0) ? bound[0] : Value::string("");
}

// --- numbers

Result<Value> absFilter(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    TRY(Bound::bind("abs", args, {}));
    if (input.isUndefined()) return undefinedError(input);
    if (!input.isNumber()) return typeError("bad operand type for abs()");
    if (input.is(Kind::Float)) return Value::number(std::fabs(input.asNumber()));
    if (input.asInt() < 0) return negate(input);
    return Value::integer(input.asInt());
}

Result<Value> truncated(double value, const Value& fallback) {
    if (!std::isfinite(value) || std::fabs(value) >= 9.2e18) return fallback;
    return Value::integer(static_cast<std::int64_t>(value));
}

Result<Value> intFilter(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("int", args, {"default", "base"}));
    TRY(const std::int64_t base, bound.integer(1, 10));
    const Value fallback = bound.has(0) ? bound[0] : Value::integer(0);
    if (input.isUndefined()) return undefinedError(input);
    if (input.is(Kind::Float)) return truncated(input.asNumber(), fallback);
    if (input.isNumber()) return Value::integer(input.asInt());
    if (!input.isString()) return fallback;
    if (const auto value = parseInteger(input.asString(), static_cast<int>(base))) {
        return Value::integer(*value);
    }
    if (const auto value = parseFloat(input.asString())) return truncated(*value, fallback);
    return fallback;
}

Result<Value> floatFilter(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("float", args, {"default"}));
    if (input.isUndefined()) return undefinedError(input);
    if (input.isNumber()) return Value::number(input.asNumber());
    if (input.isString()) {
        if (const auto value = parseFloat(input.asString())) return Value::number(*value);
    }
    return bound.has(0) ? bound[0] : Value::number(0.0);
}

Result<Value> roundFilter(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("round", args, {"precision", "method"}));
    TRY(const std::int64_t precision, bound.integer(0, 0));
    if (input.isUndefined()) return undefinedError(input);
    if (!input.isNumber()) return typeError("only numbers can be rounded");
    std::string_view method = "common";
    if (bound.has(1)) {
        TRY(const Text* given, bound.text(1));
        method = given->bytes;
    }
    if (method != "common" && method != "ceil" && method != "floor") {
        return typeError("method must be common, ceil or floor");
    }
    const double value = input.asNumber();
    const int places = static_cast<int>(std::clamp<std::int64_t>(precision, -300, 300));
    if (method == "common" && !input.is(Kind::Float) && places >= 0) {
        return Value::integer(input.asInt());
    }
    if (method == "common" && places >= 0) {
        // Correct decimal rounding of the exact value, ties to even.
        return Value::number(parseFloat(floatText(value, 'f', places)).value_or(value));
    }
    const double scale = std::pow(10.0, places);
    const double scaled = value * scale;
    const double rounded = method == "ceil"    ? std::ceil(scaled)
                           : method == "floor" ? std::floor(scaled)
                                               : std::nearbyint(scaled);
    return Value::number(rounded / scale);
}

// --- JSON

Result<Value> toJsonFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound,
        Bound::bind("tojson", args, {"ensure_ascii", "indent", "separators", "sort_keys"}));
    JsonStyle style;
    style.ensureAscii = bound.flag(0, false);
    style.sortKeys = bound.flag(3, false);
    if (bound.given(1)) {
        TRY(const std::int64_t indent, bound.integer(1, 0));
        style.indent = static_cast<int>(std::clamp<std::int64_t>(indent, 0, 64));
    }
    if (bound.given(2)) {
        const Value& pair = bound[2];
        if (!pair.isSequence() || pair.items().size() != 2 || !pair.items()[0].isString()
            || !pair.items()[1].isString()) {
            return typeError("tojson() needs two strings as separators");
        }
        style.itemSeparator = std::string(pair.items()[0].asString());
        style.keySeparator = std::string(pair.items()[1].asString());
    }
    TRY(Text text, toJsonText(input, style, evaluator.work()));
    return evaluator.makeString(std::move(text));
}

Result<Value> fromJsonFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("from_json", args, {}));
    if (!input.isString()) return typeError("from_json() needs a string");
    const Text& text = input.asText();
    TRY(evaluator.spend(text.bytes.size()));
    auto value = parseJson(text.bytes, !text.untrusted.empty());
    if (!value) return typeError("from_json(): " + value.error().detail);
    return std::move(value).value();
}

constexpr FilterRow kRows[] = {
    {"abs", absFilter},
    {"capitalize", caseFilter<CaseStyle::Capitalize>},
    {"center", centerFilter},
    {"d", defaultFilter},
    {"default", defaultFilter},
    {"e", escapeFilter<false>},
    {"escape", escapeFilter<false>},
    {"float", floatFilter},
    {"forceescape", escapeFilter<true>},
    {"format", formatFilter},
    {"from_json", fromJsonFilter},
    {"indent", indentFilter},
    {"int", intFilter},
    {"lower", caseFilter<CaseStyle::Lower>},
    {"replace", replaceFilter},
    {"round", roundFilter},
    {"safe", safeFilter},
    {"string", stringFilter},
    {"title", titleFilter},
    {"tojson", toJsonFilter},
    {"trim", trimFilter},
    {"truncate", truncateFilter},
    {"upper", caseFilter<CaseStyle::Upper>},
    {"wordcount", wordCountFilter},
};

} // namespace

std::span<const FilterRow> textFilters() {
    return kRows;
}

} // namespace inference::jinja
