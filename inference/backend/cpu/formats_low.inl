// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The policies of formats.inl for ternary and other one and two-bit types, and for NVFP4.

struct FormatTQ2_0 {
    static constexpr std::size_t kElements = 256, kBytes = 66;
    static constexpr int kBias = 1, kPeak = 3;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const float scale = halfToFloat(reinterpret_cast<const std::byte*>(block + 64));
        for (std::size_t i = 0; i < 8; ++i) d[i] = scale;
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        return shiftRight(loadBytes(block + 32 * (j / 4)), 2 * static_cast<int>(j % 4), 3);
    }
};

/// Bytes times a power of three, modulo 256: moves the next base-3 digit of a fraction to the top.
[[gnu::always_inline]] inline Bytes32 tripled(Bytes32 v) {
    return addEach(v, addEach(v, v));
}
[[gnu::always_inline]] inline std::uint64_t tripledFour(std::uint64_t four) {
    const std::uint64_t even = (four & 0x00ff00ffu) * 3 & 0x00ff00ffu;
    const std::uint64_t odd = (four >> 8 & 0x00ff00ffu) * 3 & 0x00ff00ffu;
    return even | odd << 8;
}

struct FormatTQ1_0 {
    static constexpr std::size_t kElements = 256, kBytes = 54;
    static constexpr int kBias = 1, kPeak = 2;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        const float scale = halfToFloat(reinterpret_cast<const std::byte*>(block + 52));
        for (std::size_t i = 0; i < 8; ++i) d[i] = scale;
    }
    /// 32 bytes of five digits, 16 bytes of five, four bytes of four.
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        Bytes32 v = j < 5 ? loadBytes(block) : twice16(block + 32);
        if (j < 5) {
            for (std::size_t i = 0; i < j; ++i) v = tripled(v);
            return trits(v);
        }
        if (j > 5) v = tripled(tripled(v));
        if (j < 7) return trits(joinHalves(v, tripled(v)));
        const std::uint64_t first = loadWord(block + 48), second = tripledFour(first);
        const std::uint64_t third = tripledFour(second), fourth = tripledFour(third);
        return trits(joinHalves(tripled(tripled(v)),
                                fromWords(0, 0, first | second << 32, third | fourth << 32)));
    }
};

struct FormatQ1_0 {
    static constexpr std::size_t kElements = 128, kBytes = 18;
    static constexpr int kBias = 1, kPeak = 2;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        d[0] = d[1] = d[2] = d[3] = halfToFloat(reinterpret_cast<const std::byte*>(block));
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        return spreadBits(loadWord(block + 2 + 4 * j), 2);
    }
};

struct FormatQ2_0 {
    static constexpr std::size_t kElements = 64, kBytes = 18;
    static constexpr int kBias = 1, kPeak = 3;
    static constexpr bool kHalfScales = false, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        d[0] = d[1] = halfToFloat(reinterpret_cast<const std::byte*>(block));
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        return bitPairs(block + 2 + 8 * j);
    }
};

struct FormatNVFP4 {
    static constexpr std::size_t kElements = 64, kBytes = 36;
    static constexpr int kBias = 16, kPeak = 28;
    static constexpr bool kHalfScales = true, kMinimums = false;
    [[gnu::always_inline]] static inline void scales(const std::uint8_t* block, float* d, float*) {
        for (std::size_t i = 0; i < 4; ++i) {
            // Half of an unsigned E4M3 as a whole number of its last places.
            const std::uint32_t code = block[i] == 0x7f ? 0u : block[i] & 0x7fu;
            const std::uint32_t exponent = code < 8 ? 1 : code >> 3;
            const std::uint32_t bits = (exponent + 116) << 23;
            float place;
            __builtin_memcpy(&place, &bits, 4);
            d[i] = place * static_cast<float>((code & 7u) | (code < 8 ? 0u : 8u));
        }
    }
    [[gnu::always_inline]] static inline Bytes32 unpack(const std::uint8_t* block, std::size_t j) {
        return lookup(kE2M1, middleSwapped(nibbles(block + 4 + 16 * j)));
    }
};
