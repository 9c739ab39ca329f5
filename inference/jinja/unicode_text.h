// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace inference::jinja {

/// One code point of a text. A byte that is not part of valid UTF-8 counts as a code point of its
/// own (`codePoint` 0xFFFD, one byte), so that no operation loses or joins bytes.
struct CodePoint {
    char32_t codePoint = 0;
    std::uint8_t length = 1;
};
CodePoint codePointAt(std::string_view text, std::size_t offset);
void appendUtf8(std::string& out, char32_t codePoint);

/// Number of code points.
std::size_t codePointCount(std::string_view text);
/// Byte offset of the `index`-th code point, or the size of the text.
std::size_t byteOffset(std::string_view text, std::size_t index);

// Python's str predicates and full case mappings, per code point.
bool isSpace(char32_t c);
bool isAlpha(char32_t c);
bool isPrintable(char32_t c);
bool isDecimal(char32_t c);
bool isDigit(char32_t c);
bool isNumeric(char32_t c);
bool isUpper(char32_t c);
bool isLower(char32_t c);
/// Has case at all: is upper, lower or title case.
bool isCased(char32_t c);

enum class CaseMapping { Upper, Lower, Title };
/// Appends the mapping of one code point; may be several.
void appendMapped(std::string& out, char32_t c, CaseMapping mapping);
/// A whole text in lower case, for comparisons.
std::string lowerCase(std::string_view text);

// Rows of unicode_text_tables.cpp.
struct CaseRange {
    char32_t begin, end; ///< Both inclusive.
    std::uint8_t stride;
    std::int32_t delta;
};
struct CaseSpecial {
    char32_t codePoint;
    const char* mapped;
};
struct CodeRange {
    char32_t begin, end; ///< Both inclusive.
};
extern const CaseRange kUpperRanges[], kLowerRanges[];
extern const CaseSpecial kUpperSpecials[], kLowerSpecials[], kTitleSpecials[];
extern const CodeRange kAlpha[], kPrintable[], kDecimal[], kDigit[], kNumeric[], kUpperCase[],
    kLowerCase[];
extern const std::size_t kUpperRangeCount, kLowerRangeCount, kUpperSpecialCount, kLowerSpecialCount,
    kTitleSpecialCount, kAlphaCount, kPrintableCount, kDecimalCount, kDigitCount, kNumericCount,
    kUpperCaseCount, kLowerCaseCount;

} // namespace inference::jinja
