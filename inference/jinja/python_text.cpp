// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/python_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "inference/jinja/callable.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

std::string nonFinite(double value) {
    if (std::isnan(value)) return "nan";
    return value < 0 ? "-inf" : "inf";
}

// Two digits at least, as C and Python write exponents.
void appendExponent(std::string& out, int exponent) {
    out += exponent < 0 ? "e-" : "e+";
    const int magnitude = std::abs(exponent);
    if (magnitude < 10) out += '0';
    out += std::to_string(magnitude);
}

void appendHex(std::string& out, char32_t c, int digits) {
    constexpr std::string_view kHex = "0123456789abcdef";
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
        out += kHex[(c >> static_cast<unsigned>(shift)) & 0xFU];
    }
}

void appendReprCharacter(std::string& out, const CodePoint& c, std::string_view raw, char quote) {
    const char32_t cp = c.codePoint;
    if (cp == static_cast<char32_t>(quote) || cp == '\\') {
        out += '\\';
        out += raw;
    } else if (cp == '\n') {
        out += "\\n";
    } else if (cp == '\r') {
        out += "\\r";
    } else if (cp == '\t') {
        out += "\\t";
    } else if (isPrintable(cp)) {
        out += raw;
    } else if (cp < 0x100) {
        out += "\\x";
        appendHex(out, cp, 2);
    } else if (cp < 0x10000) {
        out += "\\u";
        appendHex(out, cp, 4);
    } else {
        out += "\\U";
        appendHex(out, cp, 8);
    }
}

Text reprString(const Text& text) {
    const bool single = text.bytes.find('\'') != std::string::npos;
    const bool both = single && text.bytes.find('"') != std::string::npos;
    const char quote = single && !both ? '"' : '\'';
    Text out;
    out.bytes += quote;
    std::string piece;
    for (std::size_t i = 0; i < text.bytes.size();) {
        const CodePoint c = codePointAt(text.bytes, i);
        piece.clear();
        appendReprCharacter(piece, c, std::string_view(text.bytes).substr(i, c.length), quote);
        out.appendMarked(piece, text.isUntrusted(i));
        i += c.length;
    }
    out.bytes += quote;
    return out;
}

void writeRepr(Text& out, const Value& value, Work& work, int depth);

void writeItems(Text& out, const std::vector<Value>& items, Work& work, int depth) {
    bool first = true;
    for (const Value& item : items) {
        if (work.exhausted()) return;
        if (!first) out.append(", ");
        first = false;
        writeRepr(out, item, work, depth + 1);
    }
}

void writeEntries(Text& out, const Value& value, Work& work, int depth) {
    out.append("{");
    bool first = true;
    for (const auto& [key, item] : value.entries()) {
        if (work.exhausted()) return;
        if (!first) out.append(", ");
        first = false;
        writeRepr(out, key, work, depth + 1);
        out.append(": ");
        writeRepr(out, item, work, depth + 1);
    }
    out.append("}");
}

void writeRepr(Text& out, const Value& value, Work& work, int depth) {
    if (!work.spend(1 + (value.isString() ? value.asString().size() / 16 : 0))) return;
    if (depth > kValueDepthMax) {
        out.append("...");
        return;
    }
    switch (value.kind()) {
    case Kind::Undefined: out.append("Undefined"); break;
    case Kind::None: out.append("None"); break;
    case Kind::Bool: out.append(value.asBool() ? "True" : "False"); break;
    case Kind::Int: out.append(std::to_string(value.asInt())); break;
    case Kind::Float:
        out.append(value.wideDigits() ? *value.wideDigits() : floatText(value.asNumber()));
        break;
    case Kind::String: out.append(reprString(value.asText())); break;
    case Kind::List:
        out.append("[");
        writeItems(out, value.items(), work, depth);
        out.append("]");
        break;
    case Kind::Tuple:
        out.append("(");
        writeItems(out, value.items(), work, depth);
        out.append(value.items().size() == 1 ? ",)" : ")");
        break;
    case Kind::Dict: writeEntries(out, value, work, depth); break;
    case Kind::Namespace:
        out.append("<Namespace ");
        writeEntries(out, value, work, depth);
        out.append(">");
        break;
    case Kind::Generator: out.append("<generator object>"); break;
    case Kind::Callable: out.append(value.asCallable().describe()); break;
    }
}

// Python's digits of a number may be separated by single underscores.
std::optional<std::string> digitsWithoutUnderscores(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            out += text[i];
            continue;
        }
        const auto isWord = [](char c) {
            return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        };
        if (i == 0 || i + 1 == text.size() || !isWord(text[i - 1]) || !isWord(text[i + 1])) {
            return std::nullopt;
        }
    }
    return out;
}

std::string_view trimSpace(std::string_view text) {
    while (!text.empty() && isSpace(static_cast<unsigned char>(text.front()))
           && static_cast<unsigned char>(text.front()) < 0x80) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isSpace(static_cast<unsigned char>(text.back()))
           && static_cast<unsigned char>(text.back()) < 0x80) {
        text.remove_suffix(1);
    }
    return text;
}

} // namespace

std::string floatText(double value) {
    if (!std::isfinite(value)) return nonFinite(value);
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::scientific)
                         .ptr;
    const std::string_view scientific(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const std::size_t e = scientific.find('e');
    std::string digits;
    for (const char c : scientific.substr(0, e)) {
        if (c >= '0' && c <= '9') digits += c;
    }
    int exponent = 0;
    std::string_view exponentText = scientific.substr(e + 1);
    if (exponentText.front() == '+') exponentText.remove_prefix(1);
    std::from_chars(exponentText.data(), exponentText.data() + exponentText.size(), exponent);

    std::string out = std::signbit(value) ? "-" : "";
    const int count = static_cast<int>(digits.size());
    if (exponent < -4 || exponent >= 16) {
        out += digits[0];
        if (count > 1) (out += '.').append(digits, 1);
        appendExponent(out, exponent);
    } else if (exponent < 0) {
        out += "0.";
        out.append(static_cast<std::size_t>(-exponent - 1), '0');
        out += digits;
    } else if (exponent + 1 >= count) {
        out += digits;
        out.append(static_cast<std::size_t>(exponent + 1 - count), '0');
        out += ".0";
    } else {
        out.append(digits, 0, static_cast<std::size_t>(exponent) + 1);
        (out += '.').append(digits, static_cast<std::size_t>(exponent) + 1);
    }
    return out;
}

std::string floatText(double value, char conversion, int precision) {
    if (!std::isfinite(value)) return nonFinite(value);
    const auto format = conversion == 'f'   ? std::chars_format::fixed
                        : conversion == 'e' ? std::chars_format::scientific
                                            : std::chars_format::general;
    // 309 digits before the point at most, and callers bound the precision.
    std::string buffer(static_cast<std::size_t>(precision) + 340, '\0');
    const auto result =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format, precision);
    buffer.resize(static_cast<std::size_t>(result.ptr - buffer.data()));
    return buffer;
}

Text toRepr(const Value& value, Work& work) {
    Text out;
    writeRepr(out, value, work, 0);
    return out;
}

Text toText(const Value& value, Work& work) {
    if (value.isString()) return value.asText();
    if (value.isUndefined()) return {};
    return toRepr(value, work);
}

std::string_view typeName(const Value& value) {
    switch (value.kind()) {
    case Kind::Undefined: return "Undefined";
    case Kind::None: return "NoneType";
    case Kind::Bool: return "bool";
    case Kind::Int: return "int";
    case Kind::Float: return "float";
    case Kind::String: return "str";
    case Kind::List: return "list";
    case Kind::Tuple: return "tuple";
    case Kind::Dict: return "dict";
    case Kind::Namespace: return "Namespace";
    case Kind::Generator: return "generator";
    case Kind::Callable: return "function";
    }
    return "object";
}

std::optional<std::int64_t> parseInteger(std::string_view text, int base) {
    text = trimSpace(text);
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const auto prefixed = [&](char lower) {
        return text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == lower;
    };
    if ((base == 16 || base == 0) && prefixed('x'))
        base = 16, text.remove_prefix(2);
    else if ((base == 8 || base == 0) && prefixed('o'))
        base = 8, text.remove_prefix(2);
    else if ((base == 2 || base == 0) && prefixed('b'))
        base = 2, text.remove_prefix(2);
    else if (base == 0)
        base = 10;
    if (base < 2 || base > 36) return std::nullopt;
    const auto digits = digitsWithoutUnderscores(text);
    if (!digits || digits->empty() || digits->front() == '-' || digits->front() == '+') {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const std::string signedDigits = (negative ? "-" : "") + *digits;
    const char* end = signedDigits.data() + signedDigits.size();
    const auto result = std::from_chars(signedDigits.data(), end, value, base);
    if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
    return value;
}

std::optional<double> parseFloat(std::string_view text) {
    text = trimSpace(text);
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const auto digits = digitsWithoutUnderscores(text);
    if (!digits || digits->empty() || digits->front() == '-' || digits->front() == '+') {
        return std::nullopt;
    }
    double value = 0;
    const char* end = digits->data() + digits->size();
    const auto result = std::from_chars(digits->data(), end, value);
    if (result.ptr != end || result.ec == std::errc::invalid_argument) return std::nullopt;
    if (result.ec == std::errc::result_out_of_range) {
        const std::size_t e = digits->find_first_of("eE");
        const bool tiny =
            e != std::string::npos && e + 1 < digits->size() && (*digits)[e + 1] == '-';
        value = tiny ? 0.0 : HUGE_VAL;
    }
    return negative ? -value : value;
}

} // namespace inference::jinja
