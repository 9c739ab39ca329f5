// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What tokenizers need to know of Unicode: UTF-8, classes of code points, normal form C.
namespace inference::unicode {

/// Every code point has one class. Numbers stand in unicode_tables.cpp: keep the order.
enum class Class : std::uint8_t {
    Other,
    UpperLetter,
    LowerLetter,
    TitleLetter,
    ModifierLetter,
    OtherLetter,
    NonspacingMark,
    OtherMark,
    DecimalDigit,
    OtherNumber,
    Punctuation,
    Symbol,
    Space,
    Control,
};

/// A set of classes as a bit mask. The lower half stands for all scripts but Han, the upper for
/// Han.
using ClassMask = std::uint32_t;
constexpr ClassMask maskOf(Class value) {
    return 0x10001u << static_cast<unsigned>(value);
}

inline constexpr ClassMask kHan = 0xffff0000u;
inline constexpr ClassMask kAny = 0xffffffffu;
inline constexpr ClassMask kUpper = maskOf(Class::UpperLetter);
inline constexpr ClassMask kLower = maskOf(Class::LowerLetter);
inline constexpr ClassMask kTitle = maskOf(Class::TitleLetter);
inline constexpr ClassMask kModifier = maskOf(Class::ModifierLetter);
inline constexpr ClassMask kOtherLetter = maskOf(Class::OtherLetter);
inline constexpr ClassMask kLetter = kUpper | kLower | kTitle | kModifier | kOtherLetter;
inline constexpr ClassMask kMark = maskOf(Class::NonspacingMark) | maskOf(Class::OtherMark);
inline constexpr ClassMask kDigit = maskOf(Class::DecimalDigit);
inline constexpr ClassMask kNumber = kDigit | maskOf(Class::OtherNumber);
inline constexpr ClassMask kPunctuation = maskOf(Class::Punctuation);
inline constexpr ClassMask kSymbol = maskOf(Class::Symbol);
inline constexpr ClassMask kSpace = maskOf(Class::Space);
inline constexpr ClassMask kControl = maskOf(Class::Control);

/// The one bit of a code point's class; codes that are none count as Other.
ClassMask classBit(char32_t code);

/// A code point and how many bytes it takes. A byte that begins no valid sequence (RFC 3629) is
/// taken alone, as U+FFFD.
struct Decoded {
    char32_t code = 0;
    std::uint32_t length = 0;
    bool valid = true;
};
/// `text` must not be empty.
Decoded decodeFirst(std::string_view text);

/// Same for the end of a text: the code point whose last byte is the text's last.
Decoded decodeLast(std::string_view text);

void append(std::string& target, char32_t code);

char32_t toLower(char32_t code);

/// Normal form C (UAX #15). Bytes that are not UTF-8 stay as they are.
std::string normalizeC(std::string_view text);

/// Canonical decomposition of each code point, in canonical order.
std::u32string decompose(std::u32string_view text);

} // namespace inference::unicode
