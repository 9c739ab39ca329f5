// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Dot products of packed rows in 256-bit vectors, a step of 256 weights at a time: the scales of a
// step are unpacked together, and biases are taken off through the sums of the activations,
// Σ(q − b)·x = Σq·x − b·Σx. Included after kernels.inl in the namespace of AVX2 and of AVX-VNNI.
// A Step is made for the first byte of a step and offers
//   scales(d, m)   8 scales, or 16; where offsets are not just multiples of them also those
//   products(j, a) of block j's values and 32 activations, see productsUnsigned
//   kLargest       magnitude of a value
//   kOffset        offset of a value in multiples of its scale, or kOwnOffsets
//   kShrink        what the values of block j are to be multiplied with, for j modulo 4

namespace wide {

inline __m128i load16(const std::uint8_t* p) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
}
inline __m128i load8Bytes(const std::uint8_t* p) {
    return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(p));
}
inline std::int16_t halfBits(const std::uint8_t* p) {
    std::int16_t value;
    __builtin_memcpy(&value, p, 2);
    return value;
}
template <std::size_t kStride>
inline __m256 eightHalves(const std::uint8_t* p) {
    const auto half = [&](std::size_t i) { return halfBits(p + i * kStride); };
    return _mm256_cvtph_ps(
        _mm_setr_epi16(half(0), half(1), half(2), half(3), half(4), half(5), half(6), half(7)));
}
inline __m256 everywhere(const std::uint8_t* half) {
    return _mm256_cvtph_ps(_mm_set1_epi16(halfBits(half)));
}
/// d and m of eight blocks that start with both.
template <std::size_t kStride>
inline void scalesAndMinimums(const std::uint8_t* p, __m256& d, __m256& m) {
    const auto word = [&](std::size_t i) { return static_cast<int>(loadWord(p + i * kStride)); };
    const __m128i low = _mm_setr_epi32(word(0), word(1), word(2), word(3));
    const __m128i high = _mm_setr_epi32(word(4), word(5), word(6), word(7));
    const __m128i mask = _mm_set1_epi32(0xffff);
    d = _mm256_cvtph_ps(_mm_packus_epi32(_mm_and_si128(low, mask), _mm_and_si128(high, mask)));
    m = _mm256_cvtph_ps(_mm_packus_epi32(_mm_srli_epi32(low, 16), _mm_srli_epi32(high, 16)));
}
/// Eight or sixteen bytes times a number.
inline __m256 timesUnsigned(__m128i bytes, __m256 factor) {
    return _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(bytes)), factor);
}
inline __m256 timesSigned(__m128i bytes, __m256 factor) {
    return _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(bytes)), factor);
}
inline void timesUnsigned16(__m128i bytes, __m256 factor, __m256 (&out)[2]) {
    out[0] = timesUnsigned(bytes, factor);
    out[1] = timesUnsigned(_mm_srli_si128(bytes, 8), factor);
}
inline void timesSigned16(__m128i bytes, __m256 factor, __m256 (&out)[2]) {
    out[0] = timesSigned(bytes, factor);
    out[1] = timesSigned(_mm_srli_si128(bytes, 8), factor);
}
inline __m256 negative(__m256 v) {
    return _mm256_xor_ps(v, _mm256_set1_ps(-0.0f));
}

/// Offsets are numbers of their own, like the minimums of a format.
inline constexpr float kOwnOffsets = 1;

struct Shrink {
    float v[4];
};

template <typename Format>
struct PlainStep {
    static constexpr float kOffset = Format::kMinimums ? kOwnOffsets
                                     : Format::kBias == 128 && kPairsSaturate
                                         ? 0
                                         : -static_cast<float>(Format::kBias);
    static constexpr Shrink kShrink = {{1, 1, 1, 1}};
    static constexpr int kLargest = Format::kPeak;

    explicit PlainStep(const std::uint8_t* weights) : step(weights) {}
    __m256i products(std::size_t j, __m256i a) const {
        if constexpr (Format::kBias == 128 && kPairsSaturate) {
            const __m256i values = flip(stepUnpack<Format>(step, j), 0x80);
            return productsSigned(_mm256_abs_epi8(values), values, a);
        } else {
            return productsUnsigned(stepUnpack<Format>(step, j), a);
        }
    }
    void scales(__m256 (&d)[Format::kHalfScales ? 2 : 1],
                __m256 (&m)[Format::kHalfScales ? 2 : 1]) const {
        constexpr std::size_t kScales = kStepScales<Format>;
        alignas(32) float each[kScales], minimums[kScales];
        stepScales<Format>(step, 8, each, minimums);
        for (std::size_t i = 0; i < kScales / 8; ++i) {
            d[i] = _mm256_load_ps(each + 8 * i);
            if constexpr (Format::kMinimums) m[i] = _mm256_load_ps(minimums + 8 * i);
        }
    }
    const std::uint8_t* step;
};

template <typename Format>
struct Step : PlainStep<Format> {
    using PlainStep<Format>::PlainStep;
};

template <>
struct Step<FormatQ8_0> : PlainStep<FormatQ8_0> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&)[1]) const { d[0] = eightHalves<34>(step); }
};

template <>
struct Step<FormatQ4_0> : PlainStep<FormatQ4_0> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&)[1]) const { d[0] = eightHalves<18>(step); }
};

template <>
struct Step<FormatQ5_0> : PlainStep<FormatQ5_0> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&)[1]) const { d[0] = eightHalves<22>(step); }
};

template <>
struct Step<FormatQ4_1> : PlainStep<FormatQ4_1> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&m)[1]) const { scalesAndMinimums<20>(step, d[0], m[0]); }
};

template <>
struct Step<FormatQ5_1> : PlainStep<FormatQ5_1> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&m)[1]) const { scalesAndMinimums<24>(step, d[0], m[0]); }
};

/// Values of the non-linear 4-bit types as they are, and without their signs.
alignas(16) inline constexpr std::uint8_t kNonLinearSigned[16] = {
    129, 152, 173, 191, 207, 221, 234, 246, 1, 13, 25, 38, 53, 69, 89, 113};
alignas(16) inline constexpr std::uint8_t kNonLinearMagnitude[16] = {
    127, 104, 83, 65, 49, 35, 22, 10, 1, 13, 25, 38, 53, 69, 89, 113};

inline __m256i productsNonLinear(const std::uint8_t* q, __m256i a) {
    if constexpr (kPairsSaturate)
        return productsSigned(lookup(kNonLinearMagnitude, nibbles(q)),
                              lookup(kNonLinearSigned, nibbles(q)), a);
    else
        return productsUnsigned(lookup(kNonLinear, nibbles(q)), a);
}

template <>
struct Step<FormatIQ4_NL> : PlainStep<FormatIQ4_NL> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&)[1]) const { d[0] = eightHalves<18>(step); }
    __m256i products(std::size_t j, __m256i a) const {
        return productsNonLinear(step + 18 * j + 2, a);
    }
};

template <>
struct Step<FormatIQ4_XS> : PlainStep<FormatIQ4_XS> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&)[1]) const {
        const __m256i low =
            _mm256_srlv_epi32(_mm256_set1_epi32(static_cast<int>(loadWord(step + 4))),
                              _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28));
        const __m256i high = _mm256_srlv_epi32(_mm256_set1_epi32(step[2] | step[3] << 8),
                                               _mm256_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14));
        const __m256i six =
            _mm256_or_si256(_mm256_and_si256(low, _mm256_set1_epi32(15)),
                            _mm256_slli_epi32(_mm256_and_si256(high, _mm256_set1_epi32(3)), 4));
        d[0] = _mm256_mul_ps(_mm256_cvtepi32_ps(_mm256_sub_epi32(six, _mm256_set1_epi32(32))),
                             everywhere(step));
    }
    __m256i products(std::size_t j, __m256i a) const {
        return productsNonLinear(step + 8 + 16 * j, a);
    }
};

template <>
struct Step<FormatMXFP4> : PlainStep<FormatMXFP4> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&)[1]) const {
        const auto e = [&](std::size_t i) { return static_cast<char>(step[17 * i]); };
        const __m256i exponents = _mm256_cvtepu8_epi32(
            _mm_setr_epi8(e(0), e(1), e(2), e(3), e(4), e(5), e(6), e(7), 0, 0, 0, 0, 0, 0, 0, 0));
        const __m256i normal =
            _mm256_slli_epi32(_mm256_sub_epi32(exponents, _mm256_set1_epi32(1)), 23);
        const __m256i tiny = _mm256_sllv_epi32(_mm256_set1_epi32(0x00200000), exponents);
        d[0] = _mm256_castsi256_ps(
            _mm256_blendv_epi8(normal, tiny, _mm256_cmpgt_epi32(_mm256_set1_epi32(2), exponents)));
    }
};

/// The 6-bit scales and minimums of Q4_K and Q5_K; see scalesOfFours.
inline void scalesOfFoursWide(const std::uint8_t* block, __m256& d, __m256& m) {
    const __m128i raw = load16(block + 4);
    const __m128i low =
        _mm_shuffle_epi8(raw, _mm_setr_epi8(0, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 8, 9, 10, 11));
    const __m128i high = _mm_shuffle_epi8(
        raw, _mm_setr_epi8(-1, -1, -1, -1, 0, 1, 2, 3, -1, -1, -1, -1, 4, 5, 6, 7));
    const __m128i bytes =
        _mm_or_si128(_mm_and_si128(_mm_srlv_epi32(low, _mm_setr_epi32(0, 0, 0, 4)),
                                   _mm_setr_epi32(0x3f3f3f3f, 0x0f0f0f0f, 0x3f3f3f3f, 0x0f0f0f0f)),
                     _mm_and_si128(_mm_srli_epi32(high, 2), _mm_set1_epi32(0x30303030)));
    d = timesUnsigned(bytes, everywhere(block));
    m = timesUnsigned(_mm_srli_si128(bytes, 8), negative(everywhere(block + 2)));
}

template <>
struct Step<FormatQ4_K> : PlainStep<FormatQ4_K> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&m)[1]) const { scalesOfFoursWide(step, d[0], m[0]); }
};

template <>
struct Step<FormatQ5_K> : PlainStep<FormatQ5_K> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[1], __m256 (&m)[1]) const { scalesOfFoursWide(step, d[0], m[0]); }
};

template <>
struct Step<FormatQ6_K> : PlainStep<FormatQ6_K> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[2], __m256 (&)[2]) const {
        timesSigned16(load16(step + 192), everywhere(step + 208), d);
    }
};

/// Two bits of each of 32 bytes where they are, the upper ones only moved as far as products of
/// pairs need to fit 16 bits. Goes with kShrinkPairs.
inline __m256i bitPairsInPlace(const std::uint8_t* p, std::size_t j) {
    const __m256i v = loadBytes(p);
    return j % 4 == 3 ? shiftRight(v, 2, 0x30)
                      : both(v, static_cast<std::uint8_t>(3 << (2 * (j % 4))));
}
inline constexpr Shrink kShrinkPairs = {{1, 0.25f, 0.0625f, 0.0625f}};

template <>
struct Step<FormatQ2_K> : PlainStep<FormatQ2_K> {
    using PlainStep::PlainStep;
    static constexpr Shrink kShrink = kShrinkPairs;
    static constexpr int kLargest = 48;
    void scales(__m256 (&d)[2], __m256 (&m)[2]) const {
        const __m128i bytes = load16(step);
        const __m128i mask = _mm_set1_epi8(15);
        timesUnsigned16(_mm_and_si128(bytes, mask), everywhere(step + 80), d);
        timesUnsigned16(_mm_and_si128(_mm_srli_epi16(bytes, 4), mask),
                        negative(everywhere(step + 82)), m);
    }
    __m256i products(std::size_t j, __m256i a) const {
        return productsUnsigned(bitPairsInPlace(step + 16 + 32 * (j / 4), j), a);
    }
};

template <>
struct Step<FormatQ3_K> : PlainStep<FormatQ3_K> {
    using PlainStep::PlainStep;
    void scales(__m256 (&d)[2], __m256 (&)[2]) const {
        const __m128i raw = load16(step + 94); // The twelve bytes and two before them.
        const __m128i four =
            _mm_shuffle_epi8(raw, _mm_setr_epi8(2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5, 6, 7, 8, 9));
        const __m128i two = _mm_shuffle_epi8(
            raw, _mm_setr_epi8(10, 11, 12, 13, 10, 11, 12, 13, 10, 11, 12, 13, 10, 11, 12, 13));
        const __m128i low =
            _mm_and_si128(_mm_srlv_epi32(four, _mm_setr_epi32(0, 0, 4, 4)), _mm_set1_epi8(15));
        const __m128i turned = _mm_or_si128(_mm_sllv_epi32(two, _mm_setr_epi32(4, 2, 0, 32)),
                                            _mm_srlv_epi32(two, _mm_setr_epi32(32, 32, 32, 2)));
        const __m128i high = _mm_and_si128(turned, _mm_set1_epi8(0x30));
        timesSigned16(_mm_sub_epi8(_mm_or_si128(low, high), _mm_set1_epi8(32)),
                      everywhere(step + 108), d);
    }
};

#include "inference/backend/cpu/wide_grids_avx2.inl"
#include "inference/backend/cpu/wide_low_avx2.inl"
#include "inference/backend/cpu/wide_rows_avx2.inl"

} // namespace wide
