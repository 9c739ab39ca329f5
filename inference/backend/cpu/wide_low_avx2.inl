// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Steps of wide_dots_avx2.inl for the formats of formats_low.inl. Included inside namespace wide.

template <>
struct Step<FormatTQ2_0> : PlainStep<FormatTQ2_0> {
    using PlainStep::PlainStep;
    static constexpr Shrink kShrink = kShrinkPairs;
    static constexpr int kLargest = 48;
    void scales(__m256 (&d)[1], __m256 (&)[1]) const { d[0] = everywhere(step + 64); }
    __m256i products(std::size_t j, __m256i a) const {
        return productsUnsigned(bitPairsInPlace(step + 32 * (j / 4), j), a);
    }
};

template <>
struct Step<FormatTQ1_0> : PlainStep<FormatTQ1_0> {
    /// Fractions whose first base-3 digits are the weights, of each eighth of the step; less 128,
    /// which tripling keeps, so that they compare as signed bytes.
    explicit Step(const std::uint8_t* weights) : PlainStep(weights) {
        digits[0] = flip(loadBytes(step), 0x80);
        for (std::size_t i = 1; i < 5; ++i) digits[i] = tripled(digits[i - 1]);
        const __m256i w = flip(twice16(step + 32), 0x80);
        digits[5] = joinHalves(w, tripled(w));
        digits[6] = tripled(tripled(digits[5]));
        // The last bytes, times 1, 3, 9 and 27: of a product of 16 bits the lower byte counts.
        const __m256i last =
            _mm256_cvtepu8_epi16(_mm_set1_epi32(static_cast<int>(loadWord(step + 48))));
        const __m256i powers =
            _mm256_setr_epi16(1, 1, 1, 1, 3, 3, 3, 3, 9, 9, 9, 9, 27, 27, 27, 27);
        const __m256i products =
            _mm256_and_si256(_mm256_mullo_epi16(last, powers), _mm256_set1_epi16(255));
        const __m128i tail = _mm_packus_epi16(_mm256_castsi256_si128(products),
                                              _mm256_extracti128_si256(products, 1));
        digits[7] = _mm256_inserti128_si256(tripled(tripled(digits[6])),
                                            _mm_xor_si128(tail, _mm_set1_epi8(-128)), 1);
    }
    void scales(__m256 (&d)[1], __m256 (&)[1]) const { d[0] = everywhere(step + 52); }
    __m256i products(std::size_t j, __m256i a) const {
        const auto above = [&](char x) {
            return _mm256_cmpgt_epi8(digits[j], _mm256_set1_epi8(x));
        };
        const __m256i minus = _mm256_add_epi8(above(85 - 128), above(170 - 128));
        return productsUnsigned(_mm256_abs_epi8(minus), a);
    }
    __m256i digits[8];
};

template <>
struct Step<FormatQ1_0> : PlainStep<FormatQ1_0> {
    static constexpr float kOffset = -0.5f;
    static constexpr int kLargest = 1;
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&)[1]) const {
        const __m256 low = everywhere(step), high = everywhere(step + 18);
        const __m256 both = _mm256_blend_ps(low, high, 0xf0);
        d[0] = _mm256_add_ps(both, both);
    }
    __m256i products(std::size_t j, __m256i a) const {
        const __m256i word =
            _mm256_set1_epi32(static_cast<int>(loadWord(step + 18 * (j / 4) + 2 + 4 * (j % 4))));
        const __m256i bits = _mm256_and_si256(eachByteEightTimes(word), eachBit());
        return productsUnsigned(_mm256_min_epu8(bits, _mm256_set1_epi8(1)), a);
    }
};

template <>
struct Step<FormatQ2_0> : PlainStep<FormatQ2_0> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&)[1]) const {
        const __m128i four = _mm_setr_epi16(halfBits(step), halfBits(step + 18),
                                            halfBits(step + 36), halfBits(step + 54), 0, 0, 0, 0);
        d[0] = _mm256_cvtph_ps(_mm_unpacklo_epi16(four, four));
    }
};

template <>
struct Step<FormatNVFP4> : PlainStep<FormatNVFP4> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[2], __m256 (&)[2]) const {
        const auto word = [&](std::size_t i) { return static_cast<int>(loadWord(step + 36 * i)); };
        __m128i codes = _mm_setr_epi32(word(0), word(1), word(2), word(3));
        codes = _mm_andnot_si128(_mm_cmpeq_epi8(codes, _mm_set1_epi8(127)), codes);
        // The bits of an E4M3 are those of a half that is 2^8 times smaller.
        const __m256i halves =
            _mm256_slli_epi16(_mm256_cvtepu8_epi16(_mm_and_si128(codes, _mm_set1_epi8(127))), 7);
        const __m256 factor = _mm256_set1_ps(128);
        d[0] = _mm256_mul_ps(_mm256_cvtph_ps(_mm256_castsi256_si128(halves)), factor);
        d[1] = _mm256_mul_ps(_mm256_cvtph_ps(_mm256_extracti128_si256(halves, 1)), factor);
    }
    __m256i products(std::size_t j, __m256i a) const {
        // Of each eight bytes the low nibbles, then the high ones.
        const std::uint8_t* q = step + 36 * (j / 2) + 4 + 16 * (j % 2);
        const __m256i doubled = _mm256_permute4x64_epi64(_mm256_castsi128_si256(load16(q)), 0x50);
        const __m256i nibble = both(_mm256_srlv_epi64(doubled, _mm256_setr_epi64x(0, 4, 0, 4)), 15);
        return productsUnsigned(lookup(kE2M1, nibble), a);
    }
};
