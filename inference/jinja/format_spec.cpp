// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/format_spec.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

void pad(Text& out, const Text& body, const Spec& spec, char defaultAlign) {
    const std::int64_t missing = spec.width - static_cast<std::int64_t>(codePointCount(body.bytes));
    const char align = spec.align == '\0' ? defaultAlign : spec.align;
    std::int64_t before = 0;
    if (missing > 0) before = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
    const auto fill = [&](std::int64_t n) {
        for (; n > 0; --n) {
            if (spec.fill.bytes.empty())
                out.append(" ");
            else
                out.append(spec.fill);
        }
    };
    // '=' pads between the sign and the digits.
    const bool hasSign = !body.bytes.empty() && (body.bytes[0] == '-' || body.bytes[0] == '+');
    const std::size_t head = align == '=' && hasSign ? 1 : 0;
    out.append(body, 0, head);
    fill(before);
    out.append(body, head, body.bytes.size());
    fill(missing - before);
}

std::string grouped(std::string digits) {
    const std::size_t end = std::min(digits.find_first_of(".e"), digits.size());
    for (std::size_t i = end; i > 3; i -= 3) digits.insert(i - 3, 1, ',');
    return digits;
}

std::string integerDigits(std::uint64_t magnitude, char type, bool alternate) {
    const int base = type == 'x' || type == 'X' ? 16 : type == 'o' ? 8 : type == 'b' ? 2 : 10;
    std::array<char, 64> buffer{};
    char* end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, base).ptr;
    std::string digits(buffer.data(), end);
    if (type == 'X') {
        for (char& c : digits) c = c >= 'a' ? static_cast<char>(c - 32) : c;
    }
    if (alternate && base != 10) digits.insert(0, std::string{'0', type});
    return digits;
}

std::string signFor(bool negative, const Spec& spec) {
    if (negative) return "-";
    return spec.sign == '\0' ? "" : std::string(1, spec.sign);
}

Result<std::string> formatInteger(const Value& value, const Spec& spec) {
    if (!value.is(Kind::Int) && !value.is(Kind::Bool)) {
        return typeError("an integer is required, not " + std::string(typeName(value)));
    }
    const std::int64_t i = value.asInt();
    const std::uint64_t magnitude =
        i < 0 ? 0 - static_cast<std::uint64_t>(i) : static_cast<std::uint64_t>(i);
    std::string digits = integerDigits(magnitude, spec.type, spec.alternate);
    if (spec.grouping) digits = grouped(std::move(digits));
    return signFor(i < 0, spec) + digits;
}

Result<std::string> formatFloat(const Value& value, const Spec& spec) {
    if (!value.isNumber()) {
        return typeError("a number is required, not " + std::string(typeName(value)));
    }
    const char type = static_cast<char>(spec.type | 0x20);
    const bool percent = spec.type == '%';
    const double number = value.asNumber() * (percent ? 100 : 1);
    int precision = spec.precision < 0 ? 6 : std::min(spec.precision, kPrecisionMax);
    if (type == 'g' && precision == 0) precision = 1;
    std::string digits = floatText(std::fabs(number), percent ? 'f' : type, precision);
    if (spec.type >= 'A' && spec.type <= 'Z') {
        for (char& c : digits) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    }
    if (spec.grouping) digits = grouped(std::move(digits));
    return signFor(std::signbit(number), spec) + digits + (percent ? "%" : "");
}

} // namespace

Result<void> writeField(Evaluator& evaluator, Text& out, const Value& value, const Spec& spec) {
    switch (spec.type) {
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o':
    case 'b': {
        Value integer = value;
        if (value.is(Kind::Float) && std::fabs(value.asNumber()) < 9e18) {
            integer = Value::integer(static_cast<std::int64_t>(value.asNumber()));
        }
        TRY(std::string text, formatInteger(integer, spec));
        pad(out, trusted(std::move(text)), spec, '>');
        return {};
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
        TRY(std::string text, formatFloat(value, spec));
        pad(out, trusted(std::move(text)), spec, '>');
        return {};
    }
    case 'c':
    case 's':
    case 'r':
    case 'a':
    case '\0': {
        if (value.isUndefined() && spec.type == 'c') return undefinedError(value);
        const bool repr = spec.type == 'r' || spec.type == 'a';
        Text text = repr ? toRepr(value, evaluator.work()) : evaluator.textOf(value);
        if (spec.type == 'c' && value.is(Kind::Int)) {
            text = Text{};
            appendUtf8(text.bytes, static_cast<char32_t>(value.asInt() & 0x1FFFFF));
        }
        const bool number = value.isNumber() && spec.type == '\0';
        if (number && spec.grouping) text = trusted(grouped(text.bytes));
        if (!number && spec.precision >= 0) {
            text =
                subText(text, 0, byteOffset(text.bytes, static_cast<std::size_t>(spec.precision)));
        }
        pad(out, text, spec, number ? '>' : '<');
        return {};
    }
    default: return typeError(std::string("unsupported format character '") + spec.type + "'");
    }
}

std::int64_t takeNumber(std::string_view text, std::size_t& at) {
    std::int64_t value = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        value = std::min(value * 10 + (text[at] - '0'), kWidthMax);
    }
    return value;
}

Result<Spec> parseSpec(std::string_view text) {
    Spec spec;
    std::size_t at = 0;
    const auto isAlign = [&](std::size_t i) {
        return i < text.size() && std::string_view("<>^=").find(text[i]) != std::string_view::npos;
    };
    if (!text.empty()) {
        const std::size_t length = codePointAt(text, 0).length;
        if (isAlign(length)) {
            spec.fill = trusted(std::string(text.substr(0, length)));
            spec.align = text[length];
            at = length + 1;
        } else if (isAlign(0)) {
            spec.align = text[at++];
        }
    }
    if (at < text.size() && (text[at] == '+' || text[at] == '-' || text[at] == ' ')) {
        if (text[at] != '-') spec.sign = text[at];
        ++at;
    }
    if (at < text.size() && text[at] == '#') {
        spec.alternate = true;
        ++at;
    }
    if (at < text.size() && text[at] == '0') {
        if (spec.align == '\0') {
            spec.align = '=';
            spec.fill = trusted("0");
        }
        ++at;
    }
    spec.width = takeNumber(text, at);
    if (at < text.size() && text[at] == ',') {
        spec.grouping = true;
        ++at;
    }
    if (at < text.size() && text[at] == '.') {
        ++at;
        spec.precision = static_cast<int>(takeNumber(text, at));
    }
    if (at < text.size()) spec.type = text[at++];
    if (at < text.size()) return typeError("invalid format specifier");
    return spec;
}

} // namespace inference::jinja
