// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// One policy per weight format, written once in the vocabulary of simd_<isa>.h. Included inside the
// namespace of an instruction set.
//   kElements, kBytes   the block
//   kBias               stored value − kBias = weight before scaling; a power of two or 0
//   kPeak               the greatest stored value
//   kHalfScales         a scale for each 16 weights instead of each 32
//   kMinimums           weight = scale · value + minimum
//   scales(block, d, m) writes the block's scales, and minimums if it has any
//   unpack(block, j)    values 32j..32j+31 of the block, in order

struct FormatQ8_0 {
    static constexpr std::size_t kElements = 32, kBytes = 34;
    static constexpr int kBias = 128, kPeak = 255;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        d[0] = halfToFloat(reinterpret_cast<const std::byte*>(block));
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t) {
        return flip(loadBytes(block + 2), 0x80);
    }
};

struct FormatQ4_0 {
    static constexpr std::size_t kElements = 32, kBytes = 18;
    static constexpr int kBias = 8, kPeak = 15;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        d[0] = halfToFloat(reinterpret_cast<const std::byte*>(block));
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t) {
        return nibbles(block + 2);
    }
};

struct FormatQ4_1 {
    static constexpr std::size_t kElements = 32, kBytes = 20;
    static constexpr int kBias = 0, kPeak = 15;
    static constexpr bool kHalfScales = false, kMinimums = true;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d,
                                                     float* m) {
        d[0] = halfToFloat(reinterpret_cast<const std::byte*>(block));
        m[0] = halfToFloat(reinterpret_cast<const std::byte*>(block + 2));
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t) {
        return nibbles(block + 4);
    }
};

[[gnu::always_inline]] inline std::uint32_t loadWord(const std::uint8_t* p) {
    std::uint32_t word;
    __builtin_memcpy(&word, p, 4);
    return word;
}

struct FormatQ5_0 {
    static constexpr std::size_t kElements = 32, kBytes = 22;
    static constexpr int kBias = 16, kPeak = 31;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        d[0] = halfToFloat(reinterpret_cast<const std::byte*>(block));
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t) {
        return either(nibbles(block + 6), spreadBits(loadWord(block + 2), 16));
    }
};

struct FormatQ5_1 {
    static constexpr std::size_t kElements = 32, kBytes = 24;
    static constexpr int kBias = 0, kPeak = 31;
    static constexpr bool kHalfScales = false, kMinimums = true;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d,
                                                     float* m) {
        d[0] = halfToFloat(reinterpret_cast<const std::byte*>(block));
        m[0] = halfToFloat(reinterpret_cast<const std::byte*>(block + 2));
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t) {
        return either(nibbles(block + 8), spreadBits(loadWord(block + 4), 16));
    }
};

/// Values of the non-linear 4-bit types, moved up by 128.
alignas(16) inline constexpr std::uint8_t kNonLinear[16] = {1,   24,  45,  63,  79,  93,  106, 118,
                                                            129, 141, 153, 166, 181, 197, 217, 241};
/// Twice the values of E2M1, moved up by 16.
alignas(16) inline constexpr std::uint8_t kE2M1[16] = {16, 17, 18, 19, 20, 22, 24, 28,
                                                       16, 15, 14, 13, 12, 10, 8,  4};

struct FormatIQ4_NL {
    static constexpr std::size_t kElements = 32, kBytes = 18;
    static constexpr int kBias = 128, kPeak = 241;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        d[0] = halfToFloat(reinterpret_cast<const std::byte*>(block));
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t) {
        return lookup(kNonLinear, nibbles(block + 2));
    }
};

struct FormatMXFP4 {
    static constexpr std::size_t kElements = 32, kBytes = 17;
    static constexpr int kBias = 16, kPeak = 28;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        // 2^(e − 128); the two smallest are subnormal.
        const std::uint32_t e = block[0];
        const std::uint32_t bits = e < 2 ? 0x00200000u << e : (e - 1) << 23;
        float value;
        __builtin_memcpy(&value, &bits, 4);
        d[0] = value;
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t) {
        return lookup(kE2M1, nibbles(block + 1));
    }
};

/// The eight 6-bit scales and minimums of Q4_K and Q5_K as bytes, four of them a word.
[[gnu::always_inline]] inline void scalesOfFours(const std::uint8_t* block, float* d, float* m) {
    const float scale = halfToFloat(reinterpret_cast<const std::byte*>(block));
    const float minimum = -halfToFloat(reinterpret_cast<const std::byte*>(block + 2));
    const std::uint32_t low = loadWord(block + 4), mid = loadWord(block + 8);
    const std::uint32_t high = loadWord(block + 12);
    const std::uint32_t words[4] = {
        low & 0x3f3f3f3fu, (high & 0x0f0f0f0fu) | (low >> 2 & 0x30303030u), mid & 0x3f3f3f3fu,
        (high >> 4 & 0x0f0f0f0fu) | (mid >> 2 & 0x30303030u)};
    std::uint8_t bytes[16];
    __builtin_memcpy(bytes, words, 16);
    for (std::size_t i = 0; i < 8; ++i) {
        d[i] = scale * static_cast<float>(bytes[i]);
        m[i] = minimum * static_cast<float>(bytes[8 + i]);
    }
}

struct FormatQ4_K {
    static constexpr std::size_t kElements = 256, kBytes = 144;
    static constexpr int kBias = 0, kPeak = 15;
    static constexpr bool kHalfScales = false, kMinimums = true;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d,
                                                     float* m) {
        scalesOfFours(block, d, m);
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        return shiftRight(loadBytes(block + 16 + 32 * (j / 2)), j % 2 == 0 ? 0 : 4, 15);
    }
};

struct FormatQ5_K {
    static constexpr std::size_t kElements = 256, kBytes = 176;
    static constexpr int kBias = 0, kPeak = 31;
    static constexpr bool kHalfScales = false, kMinimums = true;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d,
                                                     float* m) {
        scalesOfFours(block, d, m);
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const Bytes32 low =
            shiftRight(loadBytes(block + 48 + 32 * (j / 2)), j % 2 == 0 ? 0 : 4, 15);
        const Bytes32 high = loadBytes(block + 16);
        const int shift = static_cast<int>(j) - 4; // Bit j to bit 4.
        return either(low, shift < 0 ? shiftLeft(high, -shift, 16) : shiftRight(high, shift, 16));
    }
};

struct FormatQ6_K {
    static constexpr std::size_t kElements = 256, kBytes = 210;
    static constexpr int kBias = 32, kPeak = 63;
    static constexpr bool kHalfScales = true, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const float scale = halfToFloat(reinterpret_cast<const std::byte*>(block + 208));
        for (std::size_t i = 0; i < 16; ++i)
            d[i] = scale * static_cast<float>(static_cast<std::int8_t>(block[192 + i]));
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const std::size_t half = j / 4, r = j % 4;
        const Bytes32 low =
            shiftRight(loadBytes(block + 64 * half + 32 * (r % 2)), r < 2 ? 0 : 4, 15);
        const Bytes32 high = loadBytes(block + 128 + 32 * half);
        const int shift = 2 * static_cast<int>(r) - 4; // Bits 2r, 2r+1 to bits 4, 5.
        return either(low,
                      shift < 0 ? shiftLeft(high, -shift, 0x30) : shiftRight(high, shift, 0x30));
    }
};

struct FormatQ2_K {
    static constexpr std::size_t kElements = 256, kBytes = 84;
    static constexpr int kBias = 0, kPeak = 3;
    static constexpr bool kHalfScales = true, kMinimums = true;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d,
                                                     float* m) {
        const float scale = halfToFloat(reinterpret_cast<const std::byte*>(block + 80));
        const float minimum = -halfToFloat(reinterpret_cast<const std::byte*>(block + 82));
        for (std::size_t i = 0; i < 16; ++i) {
            d[i] = scale * static_cast<float>(block[i] & 15);
            m[i] = minimum * static_cast<float>(block[i] >> 4);
        }
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        return shiftRight(loadBytes(block + 16 + 32 * (j / 4)), 2 * static_cast<int>(j % 4), 3);
    }
};

struct FormatQ3_K {
    static constexpr std::size_t kElements = 256, kBytes = 110;
    static constexpr int kBias = 4, kPeak = 7;
    static constexpr bool kHalfScales = true, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const float scale = halfToFloat(reinterpret_cast<const std::byte*>(block + 108));
        const std::uint32_t a = loadWord(block + 96), b = loadWord(block + 100);
        const std::uint32_t c = loadWord(block + 104);
        const std::uint32_t words[4] = {(a & 0x0f0f0f0fu) | (c << 4 & 0x30303030u),
                                        (b & 0x0f0f0f0fu) | (c << 2 & 0x30303030u),
                                        (a >> 4 & 0x0f0f0f0fu) | (c & 0x30303030u),
                                        (b >> 4 & 0x0f0f0f0fu) | (c >> 2 & 0x30303030u)};
        std::uint8_t bytes[16];
        __builtin_memcpy(bytes, words, 16);
        for (std::size_t i = 0; i < 16; ++i)
            d[i] = scale * static_cast<float>(static_cast<int>(bytes[i]) - 32);
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const Bytes32 low =
            shiftRight(loadBytes(block + 32 + 32 * (j / 4)), 2 * static_cast<int>(j % 4), 3);
        const Bytes32 high = loadBytes(block);
        const int shift = static_cast<int>(j) - 2; // Bit j to bit 2.
        return either(low, shift < 0 ? shiftLeft(high, -shift, 4) : shiftRight(high, shift, 4));
    }
};

struct FormatIQ4_XS {
    static constexpr std::size_t kElements = 256, kBytes = 136;
    static constexpr int kBias = 128, kPeak = 241;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const float scale = halfToFloat(reinterpret_cast<const std::byte*>(block));
        const unsigned high = block[2] | static_cast<unsigned>(block[3]) << 8;
        for (std::size_t i = 0; i < 8; ++i) {
            const unsigned low = block[4 + i / 2] >> (i % 2 == 0 ? 0 : 4) & 15u;
            d[i] =
                scale * static_cast<float>(static_cast<int>(low | (high >> 2 * i & 3u) << 4) - 32);
        }
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        return lookup(kNonLinear, nibbles(block + 8 + 16 * j));
    }
};
