// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The vocabulary of kernels.inl in AVX2 with FMA and F16C, and with AVX-VNNI where that is compiled
// for. See simd_avx512.h for what each means. Included inside the instruction set's namespace.

using Floats = __m256;
using Ints = __m256i;
using Bytes32 = __m256i;
using Floats8 = __m256;

inline constexpr std::size_t kLanes = 8;
#if defined(__AVXVNNI__)
inline constexpr bool kPairsSaturate = false;
inline constexpr int kPanelBias = 128;
inline constexpr int kInt8Tokens = 4;
#else
inline constexpr bool kPairsSaturate = true; // vpmaddubsw sums two products in 16 bits.
inline constexpr int kPanelBias = 0;
inline constexpr int kInt8Tokens = 2;
#endif
inline constexpr int kFloatTokens = 6;
inline constexpr int kScoreKeys = 2;

inline Floats zero() {
    return _mm256_setzero_ps();
}
inline Floats set(float x) {
    return _mm256_set1_ps(x);
}
inline Floats load(const float* p) {
    return _mm256_loadu_ps(p);
}
inline void store(float* p, Floats v) {
    _mm256_storeu_ps(p, v);
}
inline Floats add(Floats a, Floats b) {
    return _mm256_add_ps(a, b);
}
inline Floats sub(Floats a, Floats b) {
    return _mm256_sub_ps(a, b);
}
inline Floats mul(Floats a, Floats b) {
    return _mm256_mul_ps(a, b);
}
inline Floats div(Floats a, Floats b) {
    return _mm256_div_ps(a, b);
}
inline Floats fma(Floats a, Floats b, Floats c) {
    return _mm256_fmadd_ps(a, b, c);
}
inline Floats max(Floats a, Floats b) {
    return _mm256_max_ps(a, b);
}
inline Floats min(Floats a, Floats b) {
    return _mm256_min_ps(a, b);
}
inline Floats round(Floats a) {
    return _mm256_round_ps(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
}
inline Floats absolute(Floats a) {
    return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), a);
}
/// p · 2^n for whole n in −126..127 and a normal result.
inline Floats scalePower(Floats p, Floats n) {
    const __m256i exponent = _mm256_slli_epi32(_mm256_cvtps_epi32(n), 23);
    return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(p), exponent));
}
inline float sum(Floats v) {
    __m128 x = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    x = _mm_add_ps(x, _mm_movehl_ps(x, x));
    return _mm_cvtss_f32(_mm_add_ss(x, _mm_movehdup_ps(x)));
}
inline float maxAcross(Floats v) {
    __m128 x = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    x = _mm_max_ps(x, _mm_movehl_ps(x, x));
    return _mm_cvtss_f32(_mm_max_ss(x, _mm_movehdup_ps(x)));
}
inline Floats loadHalf(const std::byte* p) {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
}
inline Floats loadInt8(const std::byte* p) {
    return _mm256_cvtepi32_ps(
        _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}
template <bool kHigh>
inline Floats loadNibbles(const std::byte* p) {
    const __m256i bytes =
        _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)));
    return _mm256_cvtepi32_ps(kHigh ? _mm256_srli_epi32(bytes, 4)
                                    : _mm256_and_si256(bytes, _mm256_set1_epi32(15)));
}
inline Floats loadBf16(const std::byte* p) {
    const __m128i raw = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(raw), 16));
}
inline void storeHalf(std::byte* p, Floats v) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm256_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT));
}
inline void storeInt8(std::int8_t* p, Floats v) {
    const __m256i words = _mm256_cvtps_epi32(v);
    const __m128i halves =
        _mm_packs_epi32(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packs_epi16(halves, halves));
}
inline float halfToFloat(const std::byte* p) {
    std::uint16_t bits;
    __builtin_memcpy(&bits, p, 2);
    return _cvtsh_ss(bits);
}
inline std::uint16_t floatToHalf(float x) {
    return _cvtss_sh(x, _MM_FROUND_TO_NEAREST_INT);
}

/// Products of unsigned and signed bytes: with AVX-VNNI summed in fours, without in pairs, which
/// must fit 16 bits.
inline __m256i productsUnsigned(__m256i weights, __m256i activations) {
#if defined(__AVXVNNI__)
    return _mm256_dpbusd_avx_epi32(_mm256_setzero_si256(), weights, activations);
#else
    return _mm256_maddubs_epi16(weights, activations);
#endif
}
/// The same of signed bytes: the magnitude of one side, its sign moved to the other. 128 · 127 · 2
/// still fits 16 bits.
inline __m256i productsSigned(__m256i magnitude, __m256i signs, __m256i other) {
    return productsUnsigned(magnitude, _mm256_sign_epi8(other, signs));
}
/// Sums of four products from them.
inline __m256i widened(__m256i products) {
#if defined(__AVXVNNI__)
    return products;
#else
    return _mm256_madd_epi16(products, _mm256_set1_epi16(1));
#endif
}

inline Ints setInt(std::int32_t x) {
    return _mm256_set1_epi32(x);
}
#if defined(__AVXVNNI__)
using PanelRow = __m256i;
inline PanelRow loadPanel(const std::uint8_t* p) {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(p));
}
inline Ints dot4(Ints accumulator, PanelRow weights, Ints activations) {
    return _mm256_dpbusd_avx_epi32(accumulator, weights, activations);
}
#else
struct PanelRow {
    __m256i values, magnitude;
};
inline PanelRow loadPanel(const std::uint8_t* p) {
    const __m256i values = _mm256_load_si256(reinterpret_cast<const __m256i*>(p));
    return {values, _mm256_abs_epi8(values)};
}
inline Ints dot4(Ints accumulator, PanelRow weights, Ints activations) {
    const __m256i products = productsSigned(weights.magnitude, weights.values, activations);
    return _mm256_add_epi32(accumulator, widened(products));
}
#endif
inline Floats toFloats(Ints v) {
    return _mm256_cvtepi32_ps(v);
}

inline void transposeWords(const void* source, std::size_t sourceStride, void* target,
                           std::size_t targetStride) {
    const char* in = static_cast<const char*>(source);
    char* out = static_cast<char*>(target);
    __m256 r[8];
#pragma GCC unroll 8
    for (std::size_t i = 0; i < 8; ++i)
        r[i] = _mm256_loadu_ps(reinterpret_cast<const float*>(in + i * sourceStride));
    __m256 q[8];
#pragma GCC unroll 2
    for (std::size_t i = 0; i < 8; i += 4) {
        const __m256 ab0 = _mm256_unpacklo_ps(r[i], r[i + 1]);
        const __m256 ab1 = _mm256_unpackhi_ps(r[i], r[i + 1]);
        const __m256 cd0 = _mm256_unpacklo_ps(r[i + 2], r[i + 3]);
        const __m256 cd1 = _mm256_unpackhi_ps(r[i + 2], r[i + 3]);
        q[i] = _mm256_shuffle_ps(ab0, cd0, 0x44);
        q[i + 1] = _mm256_shuffle_ps(ab0, cd0, 0xee);
        q[i + 2] = _mm256_shuffle_ps(ab1, cd1, 0x44);
        q[i + 3] = _mm256_shuffle_ps(ab1, cd1, 0xee);
    }
#pragma GCC unroll 4
    for (std::size_t i = 0; i < 4; ++i) {
        _mm256_storeu_ps(reinterpret_cast<float*>(out + i * targetStride),
                         _mm256_permute2f128_ps(q[i], q[i + 4], 0x20));
        _mm256_storeu_ps(reinterpret_cast<float*>(out + (i + 4) * targetStride),
                         _mm256_permute2f128_ps(q[i], q[i + 4], 0x31));
    }
}

#include "inference/backend/cpu/simd_x86_bytes.inl"

inline Bytes32 spreadBits(std::uint32_t bits, std::uint8_t value) {
    // Byte i picks byte i / 8 of the word, then tests bit i % 8.
    const __m256i picked = _mm256_shuffle_epi8(
        _mm256_set1_epi32(static_cast<int>(bits)),
        _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303));
    const __m256i each = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201ull));
    const __m256i hit = _mm256_cmpeq_epi8(_mm256_and_si256(picked, each), each);
    return both(hit, value);
}
inline Bytes32 negated(Bytes32 v, std::uint32_t bits) {
    const __m256i mask = spreadBits(bits, 255);
    return _mm256_sub_epi8(_mm256_xor_si256(v, mask), mask);
}
template <int kBias>
inline __m256i dotBlock(Bytes32 weights, const std::int8_t* activations,
                        const std::int32_t* bias16) {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(activations));
    if constexpr (kBias == 128 && kPairsSaturate) {
        const __m256i values = flip(weights, 0x80);
        return widened(productsSigned(_mm256_abs_epi8(values), values, a));
    } else {
        const __m256i dots = widened(productsUnsigned(weights, a));
        if constexpr (kBias == 0) return dots;
        std::int64_t pair;
        __builtin_memcpy(&pair, bias16, 8);
        constexpr int kShift = kBias == 0 ? 0 : 7 - __builtin_ctz(static_cast<unsigned>(kBias));
        const __m256i correction =
            _mm256_and_si256(_mm256_set1_epi64x(pair), _mm256_setr_epi32(-1, 0, 0, 0, 0, -1, 0, 0));
        return _mm256_add_epi32(dots, _mm256_srai_epi32(correction, kShift));
    }
}
