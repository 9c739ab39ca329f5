// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#include "inference/base/half.h"

/// Blocks of the quantized types as they lie in a file. All members are bytes, so a block may stand
/// at any address; 16-bit fields are read with `u16` and `f16`. The layouts are those of the GGUF
/// format (ggml, quantized types); `decode_*.cpp` says what the bits mean.
namespace inference {

struct BlockQ4_0 {
    std::uint8_t d[2], q[16];
};
struct BlockQ4_1 {
    std::uint8_t d[2], m[2], q[16];
};
struct BlockQ5_0 {
    std::uint8_t d[2], high[4], q[16];
};
struct BlockQ5_1 {
    std::uint8_t d[2], m[2], high[4], q[16];
};
struct BlockQ8_0 {
    std::uint8_t d[2];
    std::int8_t q[32];
};
struct BlockQ1_0 {
    std::uint8_t d[2], q[16];
};
struct BlockQ2_0 {
    std::uint8_t d[2], q[16];
};

struct BlockQ2K {
    std::uint8_t scales[16], q[64], d[2], dmin[2];
};
struct BlockQ3K {
    std::uint8_t high[32], q[64], scales[12], d[2];
};
struct BlockQ4K {
    std::uint8_t d[2], dmin[2], scales[12], q[128];
};
struct BlockQ5K {
    std::uint8_t d[2], dmin[2], scales[12], high[32], q[128];
};
struct BlockQ6K {
    std::uint8_t low[128], high[64];
    std::int8_t scales[16];
    std::uint8_t d[2];
};

struct BlockIQ4NL {
    std::uint8_t d[2], q[16];
};
struct BlockIQ4XS {
    std::uint8_t d[2], scalesHigh[2], scalesLow[4], q[128];
};
struct BlockIQ2XXS {
    std::uint8_t d[2], groups[8][8]; // Four indices, then signs and scale.
};
struct BlockIQ2XS {
    std::uint8_t d[2], q[32][2], scales[8];
};
struct BlockIQ2S {
    std::uint8_t d[2], q[32], signs[32], high[8], scales[8];
};
struct BlockIQ3XXS {
    std::uint8_t d[2], q[64], groups[8][4]; // Signs and scale.
};
struct BlockIQ3S {
    std::uint8_t d[2], q[64], high[8], signs[32], scales[4];
};
struct BlockIQ1S {
    std::uint8_t d[2], q[32], groups[8][2]; // High bits of the indices, scale, sign of the offset.
};
struct BlockIQ1M {
    std::uint8_t q[32], high[16], scales[4][2];
};
struct BlockTQ1 {
    std::uint8_t q[48], tail[4], d[2];
};
struct BlockTQ2 {
    std::uint8_t q[64], d[2];
};

struct BlockMXFP4 {
    std::uint8_t exponent, q[16];
};
struct BlockNVFP4 {
    std::uint8_t scales[4], q[32];
};

static_assert(sizeof(BlockQ4_0) == 18 && sizeof(BlockQ4_1) == 20);
static_assert(sizeof(BlockQ5_0) == 22 && sizeof(BlockQ5_1) == 24 && sizeof(BlockQ8_0) == 34);
static_assert(sizeof(BlockQ1_0) == 18 && sizeof(BlockQ2_0) == 18);
static_assert(sizeof(BlockQ2K) == 84 && sizeof(BlockQ3K) == 110 && sizeof(BlockQ4K) == 144);
static_assert(sizeof(BlockQ5K) == 176 && sizeof(BlockQ6K) == 210);
static_assert(sizeof(BlockIQ4NL) == 18 && sizeof(BlockIQ4XS) == 136);
static_assert(sizeof(BlockIQ2XXS) == 66 && sizeof(BlockIQ2XS) == 74 && sizeof(BlockIQ2S) == 82);
static_assert(sizeof(BlockIQ3XXS) == 98 && sizeof(BlockIQ3S) == 110);
static_assert(sizeof(BlockIQ1S) == 50 && sizeof(BlockIQ1M) == 56);
static_assert(sizeof(BlockTQ1) == 54 && sizeof(BlockTQ2) == 66);
static_assert(sizeof(BlockMXFP4) == 17 && sizeof(BlockNVFP4) == 36);

/// Values of the 4-bit non-linear types.
inline constexpr std::int8_t kIQ4Values[16] = {-127, -104, -83, -65, -49, -35, -22, -10,
                                               1,    13,   25,  38,  53,  69,  89,  113};
/// Values of E2M1, doubled so that they are whole numbers.
inline constexpr std::int8_t kE2M1Doubled[16] = {0, 1,  2,  3,  4,  6,  8,  12,
                                                 0, -1, -2, -3, -4, -6, -8, -12};

inline std::uint16_t u16(const std::uint8_t (&field)[2]) {
    return static_cast<std::uint16_t>(field[0] | field[1] << 8);
}
inline float f16(const std::uint8_t (&field)[2]) {
    return halfToFloat(u16(field));
}
inline std::uint32_t u32(const std::uint8_t (&field)[4]) {
    std::uint32_t value;
    std::memcpy(&value, field, 4);
    return value;
}

/// Half of 2^(exponent-127): the scale that goes with the doubled E2M1 values.
inline float e8m0Half(std::uint8_t exponent) {
    const std::uint32_t bits = exponent < 2 ? 0x00200000u << exponent : (exponent - 1u) << 23;
    return std::bit_cast<float>(bits);
}

/// Half of an unsigned E4M3 number (bias 7); the two codes for zero and NaN give zero.
inline float ue4m3Half(std::uint8_t code) {
    if (code == 0 || code == 0x7f) return 0;
    const auto exponent = static_cast<std::uint32_t>(code >> 3 & 15);
    const auto mantissa = static_cast<std::uint32_t>(code & 7);
    if (exponent == 0) return static_cast<float>(mantissa) * 0x1p-10f;
    return std::bit_cast<float>((exponent - 8 + 127) << 23 | mantissa << 20);
}

/// 6-bit scale and minimum of one of the eight sub-blocks of Q4_K and Q5_K.
struct ScaleMin {
    std::uint8_t scale, min;
};
inline ScaleMin scaleMinK(const std::uint8_t (&scales)[12], unsigned block) {
    const auto narrow = [](unsigned value) { return static_cast<std::uint8_t>(value); };
    if (block < 4) return {narrow(scales[block] & 63u), narrow(scales[block + 4] & 63u)};
    return {narrow((scales[block + 4] & 15u) | (scales[block - 4] >> 6 & 3u) << 4),
            narrow((scales[block + 4] >> 4 & 15u) | (scales[block] >> 6 & 3u) << 4)};
}

/// 6-bit scale of one of the sixteen sub-blocks of Q3_K, minus its bias of 32.
inline int scaleQ3K(const std::uint8_t (&scales)[12], unsigned block) {
    const unsigned low = block < 8 ? scales[block] & 15u : scales[block - 8] >> 4 & 15u;
    const unsigned high = scales[8 + block % 4] >> (2 * (block / 4)) & 3u;
    return static_cast<int>(low | high << 4) - 32;
}

/// 6-bit scale of one of the eight sub-blocks of IQ4_XS, minus its bias of 32.
inline int scaleIQ4XS(const BlockIQ4XS& block, unsigned index) {
    const unsigned low = block.scalesLow[index / 2] >> (4 * (index % 2)) & 15u;
    const unsigned high = u16(block.scalesHigh) >> (2 * index) & 3u;
    return static_cast<int>(low | high << 4) - 32;
}

/// The f16 scale of IQ1_M, which lies in the top four bits of each of its four words.
inline float scaleIQ1M(const BlockIQ1M& block) {
    const unsigned bits = u16(block.scales[0]) >> 12 | (u16(block.scales[1]) >> 8 & 0xf0u)
                          | (u16(block.scales[2]) >> 4 & 0xf00u) | (u16(block.scales[3]) & 0xf000u);
    return halfToFloat(static_cast<std::uint16_t>(bits));
}

} // namespace inference
