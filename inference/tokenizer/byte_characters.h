// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>

/// Byte-level vocabularies spell bytes as printable characters: those of Latin-1 that are printable
/// stand for themselves, the other 68 follow from U+0100 on.
namespace inference {

inline constexpr char32_t kByteCharactersEnd = 0x100 + 68;

constexpr bool isPrintableByte(unsigned byte) {
    return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
}

/// Character of each byte.
inline constexpr auto kCharacterOfByte = [] {
    std::array<char32_t, 256> characters{};
    char32_t next = 0x100;
    for (unsigned byte = 0; byte < 256; ++byte)
        characters[byte] = isPrintableByte(byte) ? byte : next++;
    return characters;
}();

/// Byte of each character below kByteCharactersEnd, or -1.
inline constexpr auto kByteOfCharacter = [] {
    std::array<std::int16_t, kByteCharactersEnd> bytes{};
    for (auto& byte : bytes) byte = -1;
    for (unsigned byte = 0; byte < 256; ++byte)
        bytes[kCharacterOfByte[byte]] = static_cast<std::int16_t>(byte);
    return bytes;
}();

} // namespace inference
