// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Steps of wide_dots_avx2.inl for the codebook types. Indices into the grids are put together for a
// whole step in vectors and looked up one by one: gathering is slow where AVX2 is all there is.
// Magnitudes stay unsigned, and signs are given to the activations instead. Included inside
// namespace wide.

/// Byte i is byte i / 8 of the 32-bit word that all lanes hold.
inline __m256i eachByteEightTimes(__m256i word) {
    return _mm256_shuffle_epi8(
        word, _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303));
}
inline __m256i eachBit() {
    return _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201ull));
}
/// −a where a bit is set.
inline __m256i withSigns(__m256i a, const std::uint8_t* bits) {
    const __m256i word = _mm256_set1_epi32(static_cast<int>(loadWord(bits)));
    const __m256i each = eachBit();
    const __m256i mask = _mm256_cmpeq_epi8(_mm256_and_si256(eachByteEightTimes(word), each), each);
    return _mm256_sub_epi8(_mm256_xor_si256(a, mask), mask);
}
/// Adds the eighth sign to seven in each byte: the number of negative ones is even.
inline __m256i withEighth32(__m256i sevens) {
    const __m256i odd = _mm256_broadcastsi128_si256(_mm_setr_epi8(
        0, -128, -128, 0, -128, 0, 0, -128, -128, 0, 0, -128, 0, -128, -128, 0)); // By nibble.
    const __m256i folded = both(_mm256_xor_si256(sevens, _mm256_srli_epi16(sevens, 4)), 15);
    return _mm256_or_si256(sevens, _mm256_shuffle_epi8(odd, folded));
}
/// The same for eight words of four times seven bits.
inline __m256i signsOf28Wide(__m256i words) {
    const auto part = [&](int shift, int mask) {
        return _mm256_and_si256(_mm256_slli_epi32(words, shift), _mm256_set1_epi32(mask));
    };
    return withEighth32(_mm256_or_si256(_mm256_or_si256(part(0, 0x7f), part(1, 0x7f00)),
                                        _mm256_or_si256(part(2, 0x7f0000), part(3, 0x7f000000))));
}
/// 2n + 1 of each, as floats.
inline __m256 oddNumbers(__m256i n) {
    return _mm256_cvtepi32_ps(_mm256_or_si256(_mm256_slli_epi32(n, 1), _mm256_set1_epi32(1)));
}
inline __m256 timesEverywhere(__m256 v, const std::uint8_t* half, float factor) {
    return _mm256_mul_ps(v, _mm256_mul_ps(everywhere(half), _mm256_set1_ps(factor)));
}
/// 16 scales from the nibbles of eight bytes.
inline void oddNibbles(const std::uint8_t* p, const std::uint8_t* half, __m256 (&d)[2]) {
    const __m128i bytes = load8Bytes(p);
    const __m128i pairs = _mm_unpacklo_epi8(bytes, _mm_srli_epi16(bytes, 4));
    const __m128i nibble = _mm_and_si128(pairs, _mm_set1_epi8(15));
    d[0] = timesEverywhere(oddNumbers(_mm256_cvtepu8_epi32(nibble)), half, 0.125f);
    d[1] =
        timesEverywhere(oddNumbers(_mm256_cvtepu8_epi32(_mm_srli_si128(nibble, 8))), half, 0.125f);
}
/// Entries of eight weights at four indices.
template <std::size_t kCount, typename Index>
inline __m256i fourEntries(const IqGrid<std::uint64_t, kCount>& grid, const Index* at) {
    return fromWords(grid.entries[at[0]], grid.entries[at[1]], grid.entries[at[2]],
                     grid.entries[at[3]]);
}
/// Entries of four weights at eight indices.
template <std::size_t kCount, typename Index>
inline __m256i eightEntries(const IqGrid<std::uint32_t, kCount>& grid, const Index* at) {
    const auto entry = [&](std::size_t i) { return static_cast<int>(grid.entries[at[i]]); };
    return _mm256_setr_epi32(entry(0), entry(1), entry(2), entry(3), entry(4), entry(5), entry(6),
                             entry(7));
}
inline void store256(void* p, __m256i v) {
    _mm256_store_si256(static_cast<__m256i*>(p), v);
}

template <typename Format>
struct SignedStep : PlainStep<Format> {
    static constexpr float kOffset = 0;
    static constexpr int kLargest = Format::kPeak - Format::kBias;
    using PlainStep<Format>::PlainStep;
};

template <>
struct Step<FormatIQ2_XXS> : SignedStep<FormatIQ2_XXS> {
    explicit Step(const std::uint8_t* weights) : SignedStep(weights) {
        // The second words of eight pairs.
        const __m256 odd = _mm256_shuffle_ps(_mm256_castsi256_ps(loadBytes(step + 2)),
                                             _mm256_castsi256_ps(loadBytes(step + 34)), 0xdd);
        words = _mm256_permute4x64_epi64(_mm256_castps_si256(odd), 0xd8);
        store256(signs, signsOf28Wide(words));
    }
    void scales(__m256 (&d)[1], __m256 (&)[1]) const {
        d[0] = timesEverywhere(oddNumbers(_mm256_srli_epi32(words, 28)), step, 0.125f);
    }
    __m256i products(std::size_t j, __m256i a) const {
        return productsUnsigned(fourEntries(kGridIQ2XXS, step + 2 + 8 * j),
                                withSigns(a, signs + 4 * j));
    }
    __m256i words;
    alignas(32) std::uint8_t signs[32];
};

template <>
struct Step<FormatIQ3_XXS> : SignedStep<FormatIQ3_XXS> {
    explicit Step(const std::uint8_t* weights) : SignedStep(weights), words(loadBytes(step + 66)) {
        store256(signs, signsOf28Wide(words));
    }
    void scales(__m256 (&d)[1], __m256 (&)[1]) const {
        d[0] = timesEverywhere(oddNumbers(_mm256_srli_epi32(words, 28)), step, 0.25f);
    }
    __m256i products(std::size_t j, __m256i a) const {
        return productsUnsigned(eightEntries(kGridIQ3XXS, step + 2 + 8 * j),
                                withSigns(a, signs + 4 * j));
    }
    __m256i words;
    alignas(32) std::uint8_t signs[32];
};

template <>
struct Step<FormatIQ2_XS> : SignedStep<FormatIQ2_XS> {
    explicit Step(const std::uint8_t* weights) : SignedStep(weights) {
        const __m256i low = loadBytes(step + 2), high = loadBytes(step + 34);
        store256(indices, _mm256_and_si256(low, _mm256_set1_epi16(511)));
        store256(indices + 16, _mm256_and_si256(high, _mm256_set1_epi16(511)));
        const __m256i sevens =
            _mm256_packus_epi16(_mm256_srli_epi16(low, 9), _mm256_srli_epi16(high, 9));
        store256(signs, withEighth32(_mm256_permute4x64_epi64(sevens, 0xd8)));
    }
    void scales(__m256 (&d)[2], __m256 (&)[2]) const { oddNibbles(step + 66, step, d); }
    __m256i products(std::size_t j, __m256i a) const {
        return productsUnsigned(fourEntries(kGridIQ2XS, indices + 4 * j),
                                withSigns(a, signs + 4 * j));
    }
    alignas(32) std::uint16_t indices[32];
    alignas(32) std::uint8_t signs[32];
};

/// Indices 16i..16i+15: low bytes, and above them `bits` of numbers that four indices share, moved
/// left by `powers`.
inline __m256i indices16(const std::uint8_t* low, __m256i four, __m256i powers, int mask) {
    const __m256i high = _mm256_and_si256(_mm256_mullo_epi16(four, powers),
                                          _mm256_set1_epi16(static_cast<std::int16_t>(mask)));
    return _mm256_or_si256(_mm256_cvtepu8_epi16(load16(low)), high);
}

template <>
struct Step<FormatIQ2_S> : SignedStep<FormatIQ2_S> {
    explicit Step(const std::uint8_t* weights) : SignedStep(weights) {
        const __m256i powers = _mm256_set1_epi64x(0x0004001000400100);
        const __m256i high = _mm256_broadcastsi128_si256(load8Bytes(step + 66));
        const auto spread = [&](int first) { // Byte `first` of them and the next three.
            const __m256i at = _mm256_setr_epi16(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
            return _mm256_shuffle_epi8(
                high,
                _mm256_add_epi16(at, _mm256_set1_epi16(static_cast<std::int16_t>(first - 32768))));
        };
        store256(indices, indices16(step + 2, spread(0), powers, 0x300));
        store256(indices + 16, indices16(step + 18, spread(4), powers, 0x300));
    }
    void scales(__m256 (&d)[2], __m256 (&)[2]) const { oddNibbles(step + 74, step, d); }
    __m256i products(std::size_t j, __m256i a) const {
        return productsUnsigned(fourEntries(kGridIQ2S, indices + 4 * j),
                                withSigns(a, step + 34 + 4 * j));
    }
    alignas(32) std::uint16_t indices[32];
};

template <>
struct Step<FormatIQ3_S> : SignedStep<FormatIQ3_S> {
    explicit Step(const std::uint8_t* weights) : SignedStep(weights) {
        const __m256i each = _mm256_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048,
                                               4096, 8192, 16384, -32768);
        for (std::size_t i = 0; i < 4; ++i) {
            const __m256i bits = _mm256_set1_epi16(halfBits(step + 66 + 2 * i));
            const __m256i set = _mm256_cmpeq_epi16(_mm256_and_si256(bits, each), each);
            store256(indices + 16 * i,
                     _mm256_or_si256(_mm256_cvtepu8_epi16(load16(step + 2 + 16 * i)),
                                     _mm256_and_si256(set, _mm256_set1_epi16(256))));
        }
    }
    void scales(__m256 (&d)[1], __m256 (&)[1]) const {
        const __m256i nibble = _mm256_and_si256(
            _mm256_srlv_epi32(_mm256_set1_epi32(static_cast<int>(loadWord(step + 106))),
                              _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28)),
            _mm256_set1_epi32(15));
        d[0] = _mm256_mul_ps(oddNumbers(nibble), everywhere(step));
    }
    __m256i products(std::size_t j, __m256i a) const {
        return productsUnsigned(eightEntries(kGridIQ3S, indices + 8 * j),
                                withSigns(a, step + 74 + 4 * j));
    }
    alignas(32) std::uint16_t indices[64];
};

template <>
struct Step<FormatIQ1_S> : PlainStep<FormatIQ1_S> {
    static constexpr float kOffset = kOwnOffsets;
    explicit Step(const std::uint8_t* weights) : PlainStep(weights), groups(load16(step + 34)) {
        const __m256i twice = _mm256_broadcastsi128_si256(_mm_slli_epi16(groups, 1));
        const auto three = [&](char first) { // Three bits for each of 16 indices.
            const __m256i spread = _mm256_setr_epi64x(0x0100010001000100, 0x0302030203020302,
                                                      0x0504050405040504, 0x0706070607060706);
            const __m256i four =
                _mm256_shuffle_epi8(twice, _mm256_add_epi8(spread, _mm256_set1_epi8(first)));
            const __m256i low = _mm256_mulhi_epu16(four, _mm256_set1_epi64x(0x0040020010008000));
            return _mm256_slli_epi16(_mm256_and_si256(low, _mm256_set1_epi16(7)), 8);
        };
        store256(indices, _mm256_or_si256(three(0), _mm256_cvtepu8_epi16(load16(step + 2))));
        store256(indices + 16, _mm256_or_si256(three(8), _mm256_cvtepu8_epi16(load16(step + 18))));
    }
    void scales(__m256 (&d)[1], __m256 (&m)[1]) const {
        const __m256i words = _mm256_cvtepu16_epi32(groups);
        const __m256i three = _mm256_and_si256(_mm256_srli_epi32(words, 12), _mm256_set1_epi32(7));
        d[0] = timesEverywhere(oddNumbers(three), step, 0.125f);
        // Sixteen to take off, and an eighth up or down: the scales are of eighths.
        const __m256 down = _mm256_castsi256_ps(_mm256_slli_epi32(words, 16));
        m[0] =
            _mm256_mul_ps(d[0], _mm256_blendv_ps(_mm256_set1_ps(-15), _mm256_set1_ps(-17), down));
    }
    __m256i products(std::size_t j, __m256i a) const {
        return productsUnsigned(fourEntries(kGridIQ1, indices + 4 * j), a);
    }
    __m128i groups;
    alignas(32) std::uint16_t indices[32];
};

template <>
struct Step<FormatIQ1_M> : PlainStep<FormatIQ1_M> {
    explicit Step(const std::uint8_t* weights) : PlainStep(weights) {
        // Nibbles of an index's upper bits and the direction of its offset, one for each 8 weights.
        const __m128i bytes = load16(step + 32);
        const __m128i low = _mm_and_si128(bytes, _mm_set1_epi8(15));
        const __m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4), _mm_set1_epi8(15));
        for (std::size_t i = 0; i < 2; ++i) {
            const __m128i nibble =
                i == 0 ? _mm_unpacklo_epi8(low, high) : _mm_unpackhi_epi8(low, high);
            const __m256i index =
                _mm256_slli_epi16(_mm256_cvtepu8_epi16(_mm_and_si128(nibble, _mm_set1_epi8(7))), 8);
            store256(indices + 16 * i,
                     _mm256_or_si256(index, _mm256_cvtepu8_epi16(load16(step + 16 * i))));
            const __m128i down = _mm_cmpgt_epi8(nibble, _mm_set1_epi8(7));
            _mm_store_si128(reinterpret_cast<__m128i*>(moves + 16 * i),
                            _mm_or_si128(down, _mm_set1_epi8(1)));
        }
    }
    void scales(__m256 (&d)[2], __m256 (&)[2]) const {
        const std::uint64_t words = loadPair(step + 48);
        const std::uint64_t tops = words >> 12 & 0x000f000f000f000fu;
        const auto half = static_cast<std::int16_t>(tops | tops >> 12 | tops >> 24 | tops >> 36);
        const __m256 eighth =
            _mm256_mul_ps(_mm256_cvtph_ps(_mm_set1_epi16(half)), _mm256_set1_ps(0.125f));
        const __m256i shifts = _mm256_setr_epi32(0, 3, 6, 9, 16, 19, 22, 25);
        for (std::size_t i = 0; i < 2; ++i) {
            const __m256i pair =
                _mm256_set1_epi32(static_cast<int>(static_cast<std::uint32_t>(words >> (32 * i))));
            const __m256i three =
                _mm256_and_si256(_mm256_srlv_epi32(pair, shifts), _mm256_set1_epi32(7));
            d[i] = _mm256_mul_ps(oddNumbers(three), eighth);
        }
    }
    __m256i products(std::size_t j, __m256i a) const {
        const __m256i move =
            eachByteEightTimes(_mm256_set1_epi32(static_cast<int>(loadWord(moves + 4 * j))));
        const __m256i v = _mm256_add_epi8(fourEntries(kGridIQ1, indices + 4 * j), move);
        return productsUnsigned(v, a);
    }
    alignas(32) std::uint16_t indices[32];
    alignas(16) std::uint8_t moves[32];
};
