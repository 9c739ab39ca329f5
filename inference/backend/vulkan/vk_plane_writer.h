// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

/// What the packers of vk_weight_layout.cpp and vk_low_packers.cpp are made of.
namespace inference::planes {

using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;

// Files are little-endian, and so is every host this program is built for.
template <typename T>
T load(const std::byte* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

inline u32 byteOf(const std::byte* at) {
    return std::to_integer<u32>(*at);
}

/// The low nibbles of eight bytes, packed into a word, first byte lowest.
inline u32 gatherNibbles(u64 x) {
    x &= 0x0f0f0f0f0f0f0f0full;
    x = (x | x >> 4) & 0x00ff00ff00ff00ffull;
    x = (x | x >> 8) & 0x0000ffff0000ffffull;
    return static_cast<u32>(x | x >> 16);
}

/// Bit 0 of eight bytes, packed into a byte.
inline u32 gatherBits(u64 x) {
    return static_cast<u32>(((x & 0x0101010101010101ull) * 0x0102040810204080ull) >> 56);
}

/// Bits 0 and 1 of eight bytes, packed into 16 bits.
inline u32 gatherPairs(u64 x) {
    x &= 0x0303030303030303ull;
    x = (x | x >> 6) & 0x000f000f000f000full;
    x = (x | x >> 12) & 0x000000ff000000ffull;
    return static_cast<u32>((x | x >> 24) & 0xffffu);
}

/// Writes small values one after the other, a whole word at a time: mapped device memory is slow to
/// write in pieces and slower to read.
template <unsigned kBits>
class PlaneWriter {
public:
    explicit PlaneWriter(u32* target) : m_target(target) {}
    void put(u32 value) {
        m_word |= value << m_filled;
        m_filled += kBits;
        if (m_filled == 32) flush();
    }
    void finish() {
        if (m_filled != 0) flush();
    }

private:
    void flush() {
        *m_target++ = m_word;
        m_word = 0;
        m_filled = 0;
    }
    u32* m_target;
    u32 m_word = 0;
    unsigned m_filled = 0;
};

} // namespace inference::planes
