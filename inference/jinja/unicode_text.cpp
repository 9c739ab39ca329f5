// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/unicode_text.h"

#include <algorithm>
#include <span>

namespace inference::jinja {

namespace {

bool inRanges(char32_t c, std::span<const CodeRange> ranges) {
    const auto it = std::upper_bound(ranges.begin(), ranges.end(), c,
                                     [](char32_t x, const CodeRange& r) { return x < r.begin; });
    return it != ranges.begin() && c <= std::prev(it)->end;
}

const char* findSpecial(char32_t c, std::span<const CaseSpecial> rows) {
    const auto it =
        std::lower_bound(rows.begin(), rows.end(), c,
                         [](const CaseSpecial& r, char32_t x) { return r.codePoint < x; });
    return it != rows.end() && it->codePoint == c ? it->mapped : nullptr;
}

char32_t mapSimple(char32_t c, std::span<const CaseRange> ranges) {
    auto it = std::upper_bound(ranges.begin(), ranges.end(), c,
                               [](char32_t x, const CaseRange& r) { return x < r.begin; });
    // A range of every second code point may enclose another one: look a few rows back.
    for (int tries = 0; tries < 4 && it != ranges.begin(); ++tries) {
        --it;
        if (c <= it->end && (c - it->begin) % it->stride == 0) {
            return static_cast<char32_t>(static_cast<std::int64_t>(c) + it->delta);
        }
    }
    return c;
}

} // namespace

CodePoint codePointAt(std::string_view text, std::size_t offset) {
    const auto byte = [&](std::size_t i) {
        return offset + i < text.size() ? static_cast<unsigned char>(text[offset + i]) : 0U;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return {first, 1};
    const auto follows = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    if (first >= 0xC2 && first <= 0xDF && follows(1)) {
        return {((first & 0x1FU) << 6U) | (byte(1) & 0x3FU), 2};
    }
    if (first >= 0xE0 && first <= 0xEF && follows(1) && follows(2)) {
        const char32_t c = ((first & 0x0FU) << 12U) | ((byte(1) & 0x3FU) << 6U) | (byte(2) & 0x3FU);
        if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) return {c, 3};
    }
    if (first >= 0xF0 && first <= 0xF4 && follows(1) && follows(2) && follows(3)) {
        const char32_t c = ((first & 0x07U) << 18U) | ((byte(1) & 0x3FU) << 12U)
                           | ((byte(2) & 0x3FU) << 6U) | (byte(3) & 0x3FU);
        if (c >= 0x10000 && c <= 0x10FFFF) return {c, 4};
    }
    return {0xFFFD, 1};
}

void appendUtf8(std::string& out, char32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0U | (c >> 6U));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0U | (c >> 12U));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
        out += static_cast<char>(0xF0U | (c >> 18U));
        out += static_cast<char>(0x80U | ((c >> 12U) & 0x3FU));
        out += static_cast<char>(0x80U | ((c >> 6U) & 0x3FU));
        out += static_cast<char>(0x80U | (c & 0x3FU));
    }
}

std::size_t codePointCount(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++count) i += codePointAt(text, i).length;
    return count;
}

std::size_t byteOffset(std::string_view text, std::size_t index) {
    std::size_t i = 0;
    for (; index > 0 && i < text.size(); --index) i += codePointAt(text, i).length;
    return i;
}

bool isSpace(char32_t c) {
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0
           || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029
           || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool isAlpha(char32_t c) {
    return inRanges(c, {kAlpha, kAlphaCount});
}
bool isPrintable(char32_t c) {
    return inRanges(c, {kPrintable, kPrintableCount});
}
bool isDecimal(char32_t c) {
    return inRanges(c, {kDecimal, kDecimalCount});
}
bool isDigit(char32_t c) {
    return inRanges(c, {kDigit, kDigitCount});
}
bool isNumeric(char32_t c) {
    return inRanges(c, {kNumeric, kNumericCount});
}
bool isUpper(char32_t c) {
    return inRanges(c, {kUpperCase, kUpperCaseCount});
}
bool isLower(char32_t c) {
    return inRanges(c, {kLowerCase, kLowerCaseCount});
}

bool isCased(char32_t c) {
    // Title-case letters (Dz and the like) are neither upper nor lower, but map to both.
    return isUpper(c) || isLower(c) || mapSimple(c, {kLowerRanges, kLowerRangeCount}) != c;
}

void appendMapped(std::string& out, char32_t c, CaseMapping mapping) {
    if (c < 0x80) {
        const bool lower = c >= 'a' && c <= 'z', upper = c >= 'A' && c <= 'Z';
        if (mapping == CaseMapping::Lower)
            out += static_cast<char>(upper ? c + 32 : c);
        else
            out += static_cast<char>(lower ? c - 32 : c);
        return;
    }
    if (mapping == CaseMapping::Title) {
        if (const char* special = findSpecial(c, {kTitleSpecials, kTitleSpecialCount})) {
            out += special;
            return;
        }
        mapping = CaseMapping::Upper;
    }
    const bool upper = mapping == CaseMapping::Upper;
    const char* special = upper ? findSpecial(c, {kUpperSpecials, kUpperSpecialCount})
                                : findSpecial(c, {kLowerSpecials, kLowerSpecialCount});
    if (special) {
        out += special;
        return;
    }
    appendUtf8(out, upper ? mapSimple(c, {kUpperRanges, kUpperRangeCount})
                          : mapSimple(c, {kLowerRanges, kLowerRangeCount}));
}

std::string lowerCase(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = codePointAt(text, i);
        if (c.codePoint == 0xFFFD && c.length == 1)
            out += text[i];
        else
            appendMapped(out, c.codePoint, CaseMapping::Lower);
        i += c.length;
    }
    return out;
}

} // namespace inference::jinja
