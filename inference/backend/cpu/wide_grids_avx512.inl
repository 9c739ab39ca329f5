// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Dot products of rows of the codebook types, 64 weights at a time. Included inside namespace wide
// after wide_dots_avx512.inl. Magnitudes are unsigned as they come from the grid, and signs are
// given to the activations instead. A Grid is made for a step of 256 weights and offers
//   scales     8 of them twice, or 16
//   values(p)  unsigned values 64p..64p+63
//   signs(p)   their signs, where the format has any
//   offsets    what Σ of the activations is multiplied with, where values are moved up

/// Adds the eighth sign to seven in each byte: the number of negative ones is even.
inline __m256i withEighth32(__m256i sevens) {
    const __m256i odd = _mm256_broadcastsi128_si256(_mm_setr_epi8(
        0, -128, -128, 0, -128, 0, 0, -128, -128, 0, 0, -128, 0, -128, -128, 0)); // By nibble.
    const __m256i low = _mm256_shuffle_epi8(odd, both(sevens, 15));
    const __m256i high = _mm256_shuffle_epi8(odd, shiftRight(sevens, 4, 15));
    return _mm256_or_si256(sevens, _mm256_xor_si256(low, high));
}
/// The same for eight words of four times seven bits.
inline __m256i signsOf28Wide(__m256i words) {
    const auto part = [&](int shift, int mask) {
        return _mm256_and_si256(_mm256_slli_epi32(words, shift), _mm256_set1_epi32(mask));
    };
    return withEighth32(_mm256_or_si256(_mm256_or_si256(part(0, 0x7f), part(1, 0x7f00)),
                                        _mm256_or_si256(part(2, 0x7f0000), part(3, 0x7f000000))));
}
inline __mmask64 maskAt(__m256i signs, std::size_t p) {
    switch (p) {
    case 0: return static_cast<__mmask64>(_mm256_extract_epi64(signs, 0));
    case 1: return static_cast<__mmask64>(_mm256_extract_epi64(signs, 1));
    case 2: return static_cast<__mmask64>(_mm256_extract_epi64(signs, 2));
    default: return static_cast<__mmask64>(_mm256_extract_epi64(signs, 3));
    }
}
/// 16-bit numbers 8p..8p+7.
inline __m128i eightOf(__m512i halves, std::size_t p) {
    switch (p) {
    case 0: return _mm512_extracti32x4_epi32(halves, 0);
    case 1: return _mm512_extracti32x4_epi32(halves, 1);
    case 2: return _mm512_extracti32x4_epi32(halves, 2);
    default: return _mm512_extracti32x4_epi32(halves, 3);
    }
}
template <std::size_t kCount>
inline __m512i pick(const IqGrid<std::uint64_t, kCount>& grid, __m256i indices) {
    return _mm512_i32gather_epi64(indices, grid.entries, 8);
}
template <std::size_t kCount>
inline __m512i pick(const IqGrid<std::uint32_t, kCount>& grid, __m512i indices) {
    return _mm512_i32gather_epi32(indices, grid.entries, 4);
}
/// 2n + 1 of each, as floats.
inline __m512 oddNumbers(__m512i n) {
    return _mm512_cvtepi32_ps(_mm512_or_si512(_mm512_slli_epi32(n, 1), _mm512_set1_epi32(1)));
}
inline __m512 oddNumbersTwice(__m256i n) {
    return oddNumbers(_mm512_broadcast_i64x4(n));
}
/// 16 scales from the nibbles of eight bytes.
inline __m512 oddNibbles(const std::uint8_t* p) {
    const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(p));
    const __m128i pairs = _mm_unpacklo_epi8(bytes, _mm_srli_epi16(bytes, 4));
    return oddNumbers(_mm512_cvtepu8_epi32(_mm_and_si128(pairs, _mm_set1_epi8(15))));
}
inline __m512 eighthEverywhere(const std::uint8_t* half) {
    return _mm512_mul_ps(everywhere(half), _mm512_set1_ps(0.125f));
}
/// Each of eight numbers four times, shifted right by `shifts`, as 32 numbers.
inline __m512i fourTimes(__m128i eight, __m512i shifts) {
    const __m512i spread = _mm512_set_epi16(7, 7, 7, 7, 6, 6, 6, 6, 5, 5, 5, 5, 4, 4, 4, 4, 3, 3, 3,
                                            3, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0);
    return _mm512_srlv_epi16(_mm512_permutexvar_epi16(spread, _mm512_castsi128_si512(eight)),
                             shifts);
}
/// Low bytes of 32 indices and, from `high`, the bits of `mask`, already at their place.
inline __m512i indices32(const std::uint8_t* low, __m512i high, int mask) {
    return _mm512_or_si512(
        _mm512_cvtepu8_epi16(loadBytes(low)),
        _mm512_and_si512(high, _mm512_set1_epi16(static_cast<std::int16_t>(mask))));
}

template <typename Format>
struct Grid;

template <>
struct Grid<FormatIQ2_XXS> {
    static constexpr bool kSigned = true;
    explicit Grid(const std::uint8_t* step) {
        const __m512i groups = _mm512_loadu_si512(step + 2);
        indices = _mm512_cvtepi64_epi32(groups);
        const __m256i words = _mm512_cvtepi64_epi32(_mm512_srli_epi64(groups, 32));
        bits = signsOf28Wide(words);
        scales =
            _mm512_mul_ps(oddNumbersTwice(_mm256_srli_epi32(words, 28)), eighthEverywhere(step));
    }
    __m512i values(std::size_t p) const {
        const __m128i eight = _mm_cvtsi64_si128(static_cast<long long>(maskAt(indices, p)));
        return pick(kGridIQ2XXS, _mm256_cvtepu8_epi32(eight));
    }
    __mmask64 signs(std::size_t p) const { return maskAt(bits, p); }
    __m256i indices, bits;
    __m512 scales;
};

template <>
struct Grid<FormatIQ2_XS> {
    static constexpr bool kSigned = true;
    explicit Grid(const std::uint8_t* step) : q(_mm512_loadu_si512(step + 2)) {
        bits = withEighth32(_mm512_cvtepi16_epi8(_mm512_srli_epi16(q, 9)));
        q = _mm512_and_si512(q, _mm512_set1_epi16(511));
        scales = _mm512_mul_ps(oddNibbles(step + 66), eighthEverywhere(step));
    }
    __m512i values(std::size_t p) const {
        return pick(kGridIQ2XS, _mm256_cvtepu16_epi32(eightOf(q, p)));
    }
    __mmask64 signs(std::size_t p) const { return maskAt(bits, p); }
    __m512i q;
    __m256i bits;
    __m512 scales;
};

template <>
struct Grid<FormatIQ2_S> {
    static constexpr bool kSigned = true;
    explicit Grid(const std::uint8_t* step) : bits(step + 34) {
        const __m128i high =
            _mm_cvtepu8_epi16(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(step + 66)));
        const __m512i shifts = _mm512_set1_epi64(0x0006000400020000);
        q = indices32(step + 2, _mm512_slli_epi16(fourTimes(high, shifts), 8), 0x300);
        scales = _mm512_mul_ps(oddNibbles(step + 74), eighthEverywhere(step));
    }
    __m512i values(std::size_t p) const {
        return pick(kGridIQ2S, _mm256_cvtepu16_epi32(eightOf(q, p)));
    }
    __mmask64 signs(std::size_t p) const { return loadPair(bits + 8 * p); }
    const std::uint8_t* bits;
    __m512i q;
    __m512 scales;
};

template <>
struct Grid<FormatIQ3_XXS> {
    static constexpr bool kSigned = true;
    explicit Grid(const std::uint8_t* step) : q(step + 2) {
        const __m256i words = loadBytes(step + 66);
        bits = signsOf28Wide(words);
        scales = _mm512_mul_ps(oddNumbersTwice(_mm256_srli_epi32(words, 28)),
                               _mm512_mul_ps(everywhere(step), _mm512_set1_ps(0.25f)));
    }
    __m512i values(std::size_t p) const {
        return pick(kGridIQ3XXS, _mm512_cvtepu8_epi32(load16(q + 16 * p)));
    }
    __mmask64 signs(std::size_t p) const { return maskAt(bits, p); }
    const std::uint8_t* q;
    __m256i bits;
    __m512 scales;
};

template <>
struct Grid<FormatIQ3_S> {
    static constexpr bool kSigned = true;
    explicit Grid(const std::uint8_t* weights) : step(weights) {
        const __m256i nibbles = _mm256_and_si256(
            _mm256_srlv_epi32(_mm256_set1_epi32(static_cast<int>(loadWord(step + 106))),
                              _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28)),
            _mm256_set1_epi32(15));
        scales = _mm512_mul_ps(oddNumbersTwice(nibbles), everywhere(step));
    }
    __m512i values(std::size_t p) const {
        const __m512i low = _mm512_cvtepu8_epi32(load16(step + 2 + 16 * p));
        const auto high = static_cast<__mmask16>(step[66 + 2 * p] | step[67 + 2 * p] << 8);
        return pick(kGridIQ3S, _mm512_mask_add_epi32(low, high, low, _mm512_set1_epi32(256)));
    }
    __mmask64 signs(std::size_t p) const { return loadPair(step + 74 + 8 * p); }
    const std::uint8_t* step;
    __m512 scales;
};

template <>
struct Grid<FormatIQ1_S> {
    static constexpr bool kSigned = false, kHalfOffsets = false;
    explicit Grid(const std::uint8_t* step) {
        const __m128i groups = load16(step + 34);
        const __m512i shifts = _mm512_set1_epi64(0x0009000600030000);
        q = indices32(step + 2, _mm512_slli_epi16(fourTimes(groups, shifts), 8), 0x700);
        const __m256i words = _mm256_cvtepu16_epi32(groups);
        const __m256i three = _mm256_and_si256(_mm256_srli_epi32(words, 12), _mm256_set1_epi32(7));
        scales = _mm512_mul_ps(oddNumbersTwice(three), eighthEverywhere(step));
        // Sixteen to take off, and an eighth up or down: the scales are of eighths.
        const auto down = static_cast<__mmask16>(_mm_movepi16_mask(groups));
        offsets = _mm512_mul_ps(
            scales, _mm512_mask_blend_ps(down, _mm512_set1_ps(-15), _mm512_set1_ps(-17)));
    }
    __m512i values(std::size_t p) const {
        return pick(kGridIQ1, _mm256_cvtepu16_epi32(eightOf(q, p)));
    }
    __m512i q;
    __m512 scales, offsets;
};

template <>
struct Grid<FormatIQ1_M> {
    static constexpr bool kSigned = false, kHalfOffsets = true;
    explicit Grid(const std::uint8_t* step) {
        // Nibbles of an index's upper bits and the direction of its offset, one for each 8 weights.
        const __m128i bytes = load16(step + 32);
        const __m256i nibbles = _mm256_cvtepu8_epi16(bytes);
        const __m512i high =
            _mm512_cvtepu8_epi16(both(_mm256_or_si256(nibbles, _mm256_slli_epi16(nibbles, 4)), 15));
        q = indices32(step, _mm512_slli_epi16(high, 8), 0x700);
        down = _mm512_test_epi16_mask(high, _mm512_set1_epi16(8));
        const std::uint64_t words = loadPair(step + 48);
        const std::uint64_t tops = words >> 12 & 0x000f000f000f000fu;
        const auto half = static_cast<std::int16_t>(tops | tops >> 12 | tops >> 24 | tops >> 36);
        const __m512 d =
            _mm512_mul_ps(_mm512_cvtph_ps(_mm256_set1_epi16(half)), _mm512_set1_ps(0.125f));
        const __m256i spread =
            _mm256_cvtepu16_epi64(_mm_cvtsi64_si128(static_cast<long long>(words)));
        // Four numbers of three bits from each word.
        const __m512i each = _mm512_permutexvar_epi32(
            _mm512_setr_epi32(0, 0, 0, 0, 2, 2, 2, 2, 4, 4, 4, 4, 6, 6, 6, 6),
            _mm512_castsi256_si512(spread));
        const __m512i three =
            _mm512_and_si512(_mm512_srlv_epi32(each, _mm512_setr_epi32(0, 3, 6, 9, 0, 3, 6, 9, 0, 3,
                                                                       6, 9, 0, 3, 6, 9)),
                             _mm512_set1_epi32(7));
        scales = _mm512_mul_ps(oddNumbers(three), d);
        offsets = _mm512_mul_ps(scales, _mm512_set1_ps(-16));
    }
    __m512i values(std::size_t p) const {
        const auto own = static_cast<__mmask8>(down >> (8 * p));
        const __m512i v = pick(kGridIQ1, _mm256_cvtepu16_epi32(eightOf(q, p)));
        return _mm512_add_epi8(
            v, _mm512_mask_blend_epi64(own, _mm512_set1_epi8(1), _mm512_set1_epi8(-1)));
    }
    __m512i q;
    __mmask32 down;
    __m512 scales, offsets;
};

template <typename Format>
void gridRowDots(const std::byte* rows, std::size_t rowBytes, std::size_t count, std::size_t length,
                 const std::byte* record, float* out) {
    const QuantLayout layout(length);
    const Activations x = openRecord(record, layout);
    constexpr std::size_t kAhead = 1024;
    constexpr int kPerPair = Format::kHalfScales ? 4 : 2;
    const __m512i spread = Format::kHalfScales
                               ? _mm512_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3)
                               : _mm512_setr_epi32(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    const __m512i each = Format::kHalfScales
                             ? _mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7)
                             : _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
    for (std::size_t r = 0; r < count; ++r) {
        const auto* weights = reinterpret_cast<const std::uint8_t*>(rows + r * rowBytes);
        __m512 sums[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()};
        __m512 offsets = _mm512_setzero_ps();
        for (std::size_t k = 0; k < length; k += kStep, weights += Format::kBytes) {
            prefetch(weights + kAhead);
            prefetch(weights + kAhead + 64);
            const Grid<Format> grid(weights);
            const __m512 scales = _mm512_mul_ps(
                grid.scales, _mm512_permutexvar_ps(
                                 each, _mm512_castps256_ps512(_mm256_loadu_ps(x.scales + k / 32))));
            if constexpr (!Grid<Format>::kSigned) {
                const __m512 s = Grid<Format>::kHalfOffsets
                                     ? _mm512_loadu_ps(x.sums16 + k / 16)
                                     : _mm512_maskz_loadu_ps(0xff, x.sums32 + k / 32);
                offsets = _mm512_fmadd_ps(grid.offsets, s, offsets);
            }
#pragma GCC unroll 4
            for (std::size_t p = 0; p < 4; ++p) {
                __m512i a = _mm512_loadu_si512(x.values + k + 64 * p);
                if constexpr (Grid<Format>::kSigned)
                    a = _mm512_mask_sub_epi8(a, grid.signs(p), _mm512_setzero_si512(), a);
                const __m512i dots = _mm512_dpbusd_epi32(_mm512_setzero_si512(), grid.values(p), a);
                const __m512i index =
                    _mm512_add_epi32(spread, _mm512_set1_epi32(kPerPair * static_cast<int>(p)));
                sums[p % 2] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dots),
                                              _mm512_permutexvar_ps(index, scales), sums[p % 2]);
            }
        }
        out[r] = sum(_mm512_add_ps(offsets, _mm512_add_ps(sums[0], sums[1])));
    }
}
