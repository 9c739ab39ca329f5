// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/base/utf8.h"

#include <cstdint>

namespace core {
namespace {

constexpr char32_t kReplacement = 0xfffd;

bool between(char32_t value, char32_t first, char32_t last) {
    return value >= first && value <= last;
}

} // namespace

CodePoint codePointAt(std::string_view text, std::size_t at) {
    const auto byte = [&text](std::size_t i) -> std::uint8_t {
        return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0;
    };
    const std::uint8_t lead = byte(at);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4) return {kReplacement, 1};
    char32_t value = lead & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80) return {kReplacement, 1};
        value = (value << 6u) | (byte(at + i) & 0x3fu);
    }
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (value < kSmallest[length] || value > 0x10ffff || between(value, 0xd800, 0xdfff))
        return {kReplacement, 1};
    return {value, length};
}

std::string validUtf8(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        if (point.value == kReplacement && point.bytes == 1)
            result += "\xef\xbf\xbd";
        else
            result += text.substr(at, point.bytes);
        at += point.bytes;
    }
    return result;
}

bool extendsCharacter(char32_t value) {
    return between(value, 0x300, 0x36f) || between(value, 0x483, 0x489)
           || between(value, 0x591, 0x5bd) || between(value, 0x610, 0x61a)
           || between(value, 0x64b, 0x65f) || between(value, 0x900, 0x903)
           || between(value, 0x93a, 0x94f) || between(value, 0xe31, 0xe3a)
           || between(value, 0xe47, 0xe4e) || between(value, 0x1ab0, 0x1aff)
           || between(value, 0x1dc0, 0x1dff) || between(value, 0x200c, 0x200d)
           || between(value, 0x20d0, 0x20ff) || between(value, 0x3099, 0x309a)
           || between(value, 0xfe00, 0xfe0f) || between(value, 0xfe20, 0xfe2f)
           || between(value, 0x1f3fb, 0x1f3ff) || between(value, 0xe0020, 0xe007f);
}

bool lacksWordGaps(char32_t value) {
    return between(value, 0xe00, 0xeff) || between(value, 0x1000, 0x109f)
           || between(value, 0x1780, 0x17ff) || between(value, 0x2e80, 0x2fdf)
           || between(value, 0x3005, 0x3007) || between(value, 0x3040, 0x30ff)
           || between(value, 0x3100, 0x312f) || between(value, 0x31f0, 0x31ff)
           || between(value, 0x3400, 0x4dbf) || between(value, 0x4e00, 0x9fff)
           || between(value, 0xf900, 0xfaff) || between(value, 0xff66, 0xff9f)
           || between(value, 0x20000, 0x3fffd);
}

} // namespace core
