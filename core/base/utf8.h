// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace core {

/// The code point that begins at `at` and the number of its bytes. Bytes that are no UTF-8 read as
/// one U+FFFD each.
struct CodePoint {
    char32_t value = 0;
    std::size_t bytes = 1;
};
CodePoint codePointAt(std::string_view text, std::size_t at);

/// The same text with every byte that is no UTF-8 replaced by U+FFFD.
std::string validUtf8(std::string_view text);

/// Belongs to the character before it: combining marks, variation selectors, joiners, skin tones.
bool extendsCharacter(char32_t value);

/// Written without gaps between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
bool lacksWordGaps(char32_t value);

} // namespace core
