// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Steps of wide_dots_avx512.inl for the formats of formats_low.inl. Included inside namespace wide.

template <>
struct Step<FormatTQ2_0> {
    static __m512 scales(const std::uint8_t* step) { return everywhere(step + 64); }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const auto shift = static_cast<std::int64_t>(4 * (p % 2));
        return mask64(_mm512_srlv_epi64(twice32(step + 32 * (p / 2)), halves64(shift, shift + 2)),
                      3);
    }
};

inline __m128i tripled16(__m128i v) {
    return _mm_add_epi8(v, _mm_add_epi8(v, v));
}

template <>
struct Step<FormatTQ1_0> {
    static __m512 scales(const std::uint8_t* step) { return everywhere(step + 52); }
    /// 32 bytes of five digits, 16 bytes of five, four bytes of four.
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const __m256i v = loadBytes(step);
        const __m256i v9 = tripled(tripled(v));
        const __m128i w = load16(step + 32), w3 = tripled16(w), w9 = tripled16(w3);
        __m512i digits;
        if (p == 0) digits = join(v, tripled(v));
        if (p == 1) digits = join(v9, tripled(v9));
        if (p == 2) digits = join(tripled(tripled(v9)), _mm256_set_m128i(w3, w));
        if (p == 3) {
            const __m128i w27 = tripled16(w9), w81 = tripled16(w27);
            // The last bytes, times 1, 3, 9 and 27: of a product of 16 bits the lower byte counts.
            const __m256i last =
                _mm256_cvtepu8_epi16(_mm_set1_epi32(static_cast<int>(loadWord(step + 48))));
            const __m256i powers =
                _mm256_setr_epi16(1, 1, 1, 1, 3, 3, 3, 3, 9, 9, 9, 9, 27, 27, 27, 27);
            const __m128i tail = _mm256_cvtepi16_epi8(_mm256_mullo_epi16(last, powers));
            digits = join(_mm256_set_m128i(w27, w9), _mm256_set_m128i(tail, w81));
        }
        const __m512i one = _mm512_set1_epi8(1);
        const __mmask64 some = _mm512_cmpge_epu8_mask(digits, _mm512_set1_epi8(86));
        const __mmask64 two = _mm512_cmpge_epu8_mask(digits, _mm512_set1_epi8(-85)); // 171
        const __m512i t = _mm512_maskz_mov_epi8(some, one);
        return _mm512_mask_add_epi8(t, two, t, one);
    }
    static __m512i join(__m256i low, __m256i high) {
        return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
    }
};

template <>
struct Step<FormatQ1_0> {
    static __m512 scales(const std::uint8_t* step) {
        const __m128i two = _mm_cvtsi32_si128(step[0] | step[1] << 8 | step[18] << 16
                                              | static_cast<int>(std::uint32_t{step[19]} << 24));
        return twice8(
            _mm_shuffle_epi8(two, _mm_setr_epi8(0, 1, 0, 1, 0, 1, 0, 1, 2, 3, 2, 3, 2, 3, 2, 3)));
    }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        return _mm512_maskz_mov_epi8(loadPair(step + 18 * (p / 2) + 2 + 8 * (p % 2)),
                                     _mm512_set1_epi8(2));
    }
};

template <>
struct Step<FormatQ2_0> {
    static __m512 scales(const std::uint8_t* step) {
        const __m128i four = _mm_setr_epi16(half(step), half(step + 18), half(step + 36),
                                            half(step + 54), 0, 0, 0, 0);
        return twice8(_mm_unpacklo_epi16(four, four));
    }
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const __m512i v = _mm512_cvtepu8_epi32(load16(step + 18 * p + 2));
        const __m512i low = _mm512_or_si512(v, _mm512_slli_epi32(v, 6));
        return mask64(_mm512_or_si512(low, _mm512_slli_epi32(low, 12)), 3);
    }
    static std::int16_t half(const std::uint8_t* p) {
        std::int16_t value;
        __builtin_memcpy(&value, p, 2);
        return value;
    }
};

template <>
struct Step<FormatNVFP4> {
    static __m512 scales16(const std::uint8_t* step, __m512&) {
        const auto word = [&](std::size_t i) { return static_cast<int>(loadWord(step + 36 * i)); };
        __m128i codes = _mm_setr_epi32(word(0), word(1), word(2), word(3));
        codes = _mm_andnot_si128(_mm_cmpeq_epi8(codes, _mm_set1_epi8(127)), codes);
        // The bits of an E4M3 are those of a half that is 2^8 times smaller.
        const __m256i halves =
            _mm256_slli_epi16(_mm256_cvtepu8_epi16(_mm_and_si128(codes, _mm_set1_epi8(127))), 7);
        return _mm512_mul_ps(_mm512_cvtph_ps(halves), _mm512_set1_ps(128));
    }
    /// A block: of each eight bytes the low nibbles, then the high ones.
    static __m512i pair(const std::uint8_t* step, std::size_t p) {
        const __m512i q =
            _mm512_permutexvar_epi64(_mm512_setr_epi64(0, 0, 1, 1, 2, 2, 3, 3),
                                     _mm512_castsi256_si512(loadBytes(step + 36 * p + 4)));
        const __m512i shifts = _mm512_setr_epi64(0, 4, 0, 4, 0, 4, 0, 4);
        return lookup64(kE2M1, mask64(_mm512_srlv_epi64(q, shifts), 15));
    }
};
