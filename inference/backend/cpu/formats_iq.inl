// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The policies of formats.inl for the codebook types: magnitudes come from a grid, eight weights or
// four at a time, and signs from a bit each.

[[gnu::always_inline]] inline std::uint64_t loadPair(const std::uint8_t* p) {
    std::uint64_t pair;
    __builtin_memcpy(&pair, p, 8);
    return pair;
}

/// Adds the eighth sign, which makes the number of negative ones even, to seven in each byte.
[[gnu::always_inline]] inline std::uint32_t withEighth(std::uint32_t sevens) {
    std::uint32_t parity = sevens ^ sevens >> 4;
    parity ^= parity >> 2;
    parity ^= parity >> 1;
    return sevens | (parity & 0x01010101u) << 7;
}
/// The signs of 32 weights from four times seven bits.
[[gnu::always_inline]] inline std::uint32_t signsOf28(std::uint32_t bits) {
    return withEighth((bits & 0x7fu) | (bits << 1 & 0x7f00u) | (bits << 2 & 0x7f0000u)
                      | (bits << 3 & 0x7f000000u));
}

/// Scales of 16 weights from nibbles: d · (2n + 1) / 8.
[[gnu::always_inline]] inline void scalesOfNibbles(float scale, const std::uint8_t* nibbles,
                                                   float* d) {
    for (std::size_t i = 0; i < 8; ++i) {
        d[2 * i] = scale * static_cast<float>(2 * (nibbles[i] & 15) + 1);
        d[2 * i + 1] = scale * static_cast<float>(2 * (nibbles[i] >> 4) + 1);
    }
}
[[gnu::always_inline]] inline float eighthOfHalf(const std::uint8_t* p) {
    return 0.125f * halfToFloat(reinterpret_cast<const std::byte*>(p));
}

struct FormatIQ2_XXS {
    static constexpr std::size_t kElements = 256, kBytes = 66;
    static constexpr int kBias = 64, kPeak = 107;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const float scale = eighthOfHalf(block);
        for (std::size_t i = 0; i < 8; ++i)
            d[i] = scale * static_cast<float>(2 * (block[9 + 8 * i] >> 4) + 1);
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const std::uint8_t* q = block + 2 + 8 * j;
        const std::uint64_t* grid = kGridIQ2XXS.entries;
        const Bytes32 v = fromWords(grid[q[0]], grid[q[1]], grid[q[2]], grid[q[3]]);
        return plus(negated(v, signsOf28(loadWord(q + 4))), kBias);
    }
};

struct FormatIQ2_XS {
    static constexpr std::size_t kElements = 256, kBytes = 74;
    static constexpr int kBias = 64, kPeak = 107;
    static constexpr bool kHalfScales = true, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        scalesOfNibbles(eighthOfHalf(block), block + 66, d);
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const std::uint64_t q = loadPair(block + 2 + 8 * j);
        const std::uint64_t* grid = kGridIQ2XS.entries;
        const Bytes32 v = fromWords(grid[q & 511u], grid[q >> 16 & 511u], grid[q >> 32 & 511u],
                                    grid[q >> 48 & 511u]);
        std::uint64_t sevens = q >> 9 & 0x007f007f007f007fu;
        sevens = (sevens | sevens >> 8) & 0x0000ffff0000ffffu;
        sevens |= sevens >> 16;
        return plus(negated(v, withEighth(static_cast<std::uint32_t>(sevens))), kBias);
    }
};

struct FormatIQ2_S {
    static constexpr std::size_t kElements = 256, kBytes = 82;
    static constexpr int kBias = 64, kPeak = 107;
    static constexpr bool kHalfScales = true, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        scalesOfNibbles(eighthOfHalf(block), block + 74, d);
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const std::uint8_t* q = block + 2 + 4 * j;
        const unsigned high = block[66 + j];
        const std::uint64_t* grid = kGridIQ2S.entries;
        const Bytes32 v =
            fromWords(grid[q[0] | (high << 8 & 0x300u)], grid[q[1] | (high << 6 & 0x300u)],
                      grid[q[2] | (high << 4 & 0x300u)], grid[q[3] | (high << 2 & 0x300u)]);
        return plus(negated(v, loadWord(block + 34 + 4 * j)), kBias);
    }
};

struct FormatIQ3_XXS {
    static constexpr std::size_t kElements = 256, kBytes = 98;
    static constexpr int kBias = 64, kPeak = 126;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const float scale = 2 * eighthOfHalf(block);
        for (std::size_t i = 0; i < 8; ++i)
            d[i] = scale * static_cast<float>(2 * (block[69 + 4 * i] >> 4) + 1);
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const std::uint8_t* q = block + 2 + 8 * j;
        const std::uint32_t* grid = kGridIQ3XXS.entries;
        const auto two = [&](std::size_t i) {
            return grid[q[i]] | static_cast<std::uint64_t>(grid[q[i + 1]]) << 32;
        };
        const Bytes32 v = fromWords(two(0), two(2), two(4), two(6));
        return plus(negated(v, signsOf28(loadWord(block + 66 + 4 * j))), kBias);
    }
};

struct FormatIQ3_S {
    static constexpr std::size_t kElements = 256, kBytes = 110;
    static constexpr int kBias = 16, kPeak = 31;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const float scale = halfToFloat(reinterpret_cast<const std::byte*>(block));
        for (std::size_t i = 0; i < 4; ++i) {
            d[2 * i] = scale * static_cast<float>(2 * (block[106 + i] & 15) + 1);
            d[2 * i + 1] = scale * static_cast<float>(2 * (block[106 + i] >> 4) + 1);
        }
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const std::uint8_t* q = block + 2 + 8 * j;
        const unsigned high = static_cast<unsigned>(block[66 + j]) << 8; // Bit i goes to bit 8.
        const std::uint32_t* grid = kGridIQ3S.entries;
        const auto two = [&](unsigned i) {
            return grid[q[i] | (high >> i & 256u)]
                   | static_cast<std::uint64_t>(grid[q[i + 1] | (high >> (i + 1) & 256u)]) << 32;
        };
        const Bytes32 v = fromWords(two(0), two(2), two(4), two(6));
        return plus(negated(v, loadWord(block + 74 + 4 * j)), kBias);
    }
};

// The weights of IQ1 are −1, 0 or 1, moved up or down by an eighth: as whole numbers of eighths.

struct FormatIQ1_S {
    static constexpr std::size_t kElements = 256, kBytes = 50;
    static constexpr int kBias = 16, kPeak = 25;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const float scale = eighthOfHalf(block);
        for (std::size_t i = 0; i < 8; ++i)
            d[i] = scale * static_cast<float>(2 * (block[35 + 2 * i] >> 4 & 7) + 1);
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const std::uint8_t* q = block + 2 + 4 * j;
        const unsigned group = block[34 + 2 * j] | static_cast<unsigned>(block[35 + 2 * j]) << 8;
        const std::uint64_t* grid = kGridIQ1.entries;
        const Bytes32 v =
            fromWords(grid[q[0] | (group << 8 & 0x700u)], grid[q[1] | (group << 5 & 0x700u)],
                      grid[q[2] | (group << 2 & 0x700u)], grid[q[3] | (group >> 1 & 0x700u)]);
        return plus(v, (group & 0x8000u) != 0 ? 255 : 1);
    }
};

struct FormatIQ1_M {
    static constexpr std::size_t kElements = 256, kBytes = 56;
    static constexpr int kBias = 16, kPeak = 25;
    static constexpr bool kHalfScales = true, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const std::uint64_t words = loadPair(block + 48);
        const std::uint64_t tops = words >> 12 & 0x000f000f000f000fu;
        const auto half = static_cast<std::uint16_t>(tops | tops >> 12 | tops >> 24 | tops >> 36);
        std::byte bytes[2];
        __builtin_memcpy(bytes, &half, 2);
        const float scale = 0.125f * halfToFloat(bytes);
        for (std::size_t i = 0; i < 16; ++i) {
            const auto packed = static_cast<int>(words >> (16 * (i / 4) + 3 * (i % 4)) & 7u);
            d[i] = scale * static_cast<float>(2 * packed + 1);
        }
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        const std::uint8_t* q = block + 4 * j;
        const unsigned high =
            block[32 + 2 * j] | static_cast<unsigned>(block[33 + 2 * j]) << 8; // Four nibbles.
        const auto entry = [&](unsigned i) {
            const unsigned nibble = high >> (4 * i);
            // Bytes are at least eight, so that nothing is carried between them.
            const std::uint64_t offset = 1 - static_cast<std::uint64_t>(nibble >> 2 & 2u);
            return kGridIQ1.entries[q[i] | (nibble & 7u) << 8] + offset * 0x0101010101010101u;
        };
        return fromWords(entry(0), entry(1), entry(2), entry(3));
    }
};
