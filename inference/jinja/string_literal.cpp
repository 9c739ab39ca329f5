// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/string_literal.h"

#include <charconv>
#include <optional>

#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

std::optional<char32_t> hexAt(std::string_view source, std::size_t i, std::size_t digits) {
    if (i + digits > source.size()) return std::nullopt;
    std::uint32_t value = 0;
    const char* end = source.data() + i + digits;
    const auto result = std::from_chars(source.data() + i, end, value, 16);
    if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
    return static_cast<char32_t>(value);
}

} // namespace

std::size_t unescape(std::string_view source, std::size_t i, std::string& out) {
    constexpr std::string_view kFrom = "ntrabfv\\'\"";
    constexpr std::string_view kTo = "\n\t\r\a\b\f\v\\'\"";
    const char c = source[i];
    if (const std::size_t at = kFrom.find(c); at != std::string_view::npos) {
        out += kTo[at];
        return i + 1;
    }
    if (c == '\n') return i + 1;
    if (c >= '0' && c <= '7') {
        char32_t value = 0;
        std::size_t n = 0;
        for (; n < 3 && i + n < source.size() && source[i + n] >= '0' && source[i + n] <= '7';
             ++n) {
            value = value * 8 + static_cast<char32_t>(source[i + n] - '0');
        }
        appendUtf8(out, value);
        return i + n;
    }
    const std::size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits > 0) {
        if (auto value = hexAt(source, i + 1, digits)) {
            std::size_t end = i + 1 + digits;
            // Two halves of a surrogate pair, written as in JSON, are one code point.
            if (*value >= 0xD800 && *value < 0xDC00 && source.substr(end, 2) == "\\u") {
                const auto low = hexAt(source, end + 2, 4);
                if (low && *low >= 0xDC00 && *low < 0xE000) {
                    value = 0x10000 + ((*value - 0xD800) << 10U) + (*low - 0xDC00);
                    end += 6;
                }
            }
            appendUtf8(out, *value);
            return end;
        }
    }
    // Python keeps the backslash of an escape it does not know.
    out += '\\';
    out += c;
    return i + 1;
}

} // namespace inference::jinja
