// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

/// The vocabulary of kernels.inl in AVX-512 (F, BW, VL, DQ, VNNI). `Floats` and `Ints` hold kLanes
/// values; `Bytes32` is one block of 32 weights and `Floats8` its eight partial sums.
namespace inference::avx512 {

using Floats = __m512;
using Ints = __m512i;
using Bytes32 = __m256i;
using Floats8 = __m256;

inline constexpr std::size_t kLanes = 16;
inline constexpr int kPanelBias = 128;        // vpdpbusd wants unsigned weights.
inline constexpr bool kPairsSaturate = false; // See simd_avx2.inl.
inline constexpr int kInt8Tokens = 6;
inline constexpr int kFloatTokens = 8;
inline constexpr int kScoreKeys =
    4; // Keys scored at once for up to four queries, see attendDirectly.

inline Floats zero() {
    return _mm512_setzero_ps();
}
inline Floats set(float x) {
    return _mm512_set1_ps(x);
}
inline Floats load(const float* p) {
    return _mm512_loadu_ps(p);
}
inline void store(float* p, Floats v) {
    _mm512_storeu_ps(p, v);
}
inline Floats add(Floats a, Floats b) {
    return _mm512_add_ps(a, b);
}
inline Floats sub(Floats a, Floats b) {
    return _mm512_sub_ps(a, b);
}
inline Floats mul(Floats a, Floats b) {
    return _mm512_mul_ps(a, b);
}
inline Floats div(Floats a, Floats b) {
    return _mm512_div_ps(a, b);
}
inline Floats fma(Floats a, Floats b, Floats c) {
    return _mm512_fmadd_ps(a, b, c);
}
inline Floats max(Floats a, Floats b) {
    return _mm512_max_ps(a, b);
}
inline Floats min(Floats a, Floats b) {
    return _mm512_min_ps(a, b);
}
inline Floats round(Floats a) {
    return _mm512_roundscale_ps(a, 0);
}
inline Floats absolute(Floats a) {
    return _mm512_abs_ps(a);
}
/// p · 2^n for whole n.
inline Floats scalePower(Floats p, Floats n) {
    return _mm512_scalef_ps(p, n);
}
inline float sum(Floats v) {
    return _mm512_reduce_add_ps(v);
}
inline float maxAcross(Floats v) {
    return _mm512_reduce_max_ps(v);
}
inline Floats loadHalf(const std::byte* p) {
    return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
}
/// kLanes signed bytes.
inline Floats loadInt8(const std::byte* p) {
    return _mm512_cvtepi32_ps(
        _mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))));
}
/// The low or the high four bits of kLanes bytes.
template <bool kHigh>
inline Floats loadNibbles(const std::byte* p) {
    const __m512i bytes =
        _mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
    return _mm512_cvtepi32_ps(kHigh ? _mm512_srli_epi32(bytes, 4)
                                    : _mm512_and_si512(bytes, _mm512_set1_epi32(15)));
}
inline Floats loadBf16(const std::byte* p) {
    const __m256i raw = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(raw), 16));
}
inline void storeHalf(std::byte* p, Floats v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p),
                        _mm512_cvtps_ph(v, _MM_FROUND_TO_NEAREST_INT));
}
/// Values already within ±127, rounded to nearest.
inline void storeInt8(std::int8_t* p, Floats v) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(v)));
}
inline float halfToFloat(const std::byte* p) {
    std::uint16_t bits;
    __builtin_memcpy(&bits, p, 2);
    return _cvtsh_ss(bits);
}
inline std::uint16_t floatToHalf(float x) {
    return _cvtss_sh(x, _MM_FROUND_TO_NEAREST_INT);
}

// Integer GEMM.
struct PanelRow {
    __m512i values;
};
inline PanelRow loadPanel(const std::uint8_t* p) {
    return {_mm512_load_si512(p)};
}
inline Ints setInt(std::int32_t x) {
    return _mm512_set1_epi32(x);
}
/// Adds the dot products of four weights per lane with four activations.
inline Ints dot4(Ints accumulator, PanelRow weights, Ints activations) {
    return _mm512_dpbusd_epi32(accumulator, weights.values, activations);
}
inline Floats toFloats(Ints v) {
    return _mm512_cvtepi32_ps(v);
}

inline void transpose4(__m512i& a, __m512i& b, __m512i& c, __m512i& d) {
    const __m512i ab0 = _mm512_unpacklo_epi32(a, b), ab1 = _mm512_unpackhi_epi32(a, b);
    const __m512i cd0 = _mm512_unpacklo_epi32(c, d), cd1 = _mm512_unpackhi_epi32(c, d);
    a = _mm512_unpacklo_epi64(ab0, cd0);
    b = _mm512_unpackhi_epi64(ab0, cd0);
    c = _mm512_unpacklo_epi64(ab1, cd1);
    d = _mm512_unpackhi_epi64(ab1, cd1);
}

/// kLanes rows of kLanes 32-bit words, transposed. Strides in bytes; the target is aligned.
inline void transposeWords(const void* source, std::size_t sourceStride, void* target,
                           std::size_t targetStride) {
    const char* in = static_cast<const char*>(source);
    char* out = static_cast<char*>(target);
    __m512i r[16];
#pragma GCC unroll 16
    for (std::size_t i = 0; i < 16; ++i) r[i] = _mm512_loadu_si512(in + i * sourceStride);
#pragma GCC unroll 4
    for (int i = 0; i < 16; i += 4) transpose4(r[i], r[i + 1], r[i + 2], r[i + 3]);
        // r[4g + j] now holds, in each 128-bit part p, words of column 4p + j for rows 4g..4g+3.
#pragma GCC unroll 4
    for (int j = 0; j < 4; ++j) {
        const __m512i low01 = _mm512_shuffle_i32x4(r[j], r[4 + j], 0x88);
        const __m512i high01 = _mm512_shuffle_i32x4(r[j], r[4 + j], 0xdd);
        const __m512i low23 = _mm512_shuffle_i32x4(r[8 + j], r[12 + j], 0x88);
        const __m512i high23 = _mm512_shuffle_i32x4(r[8 + j], r[12 + j], 0xdd);
        const auto put = [&](int column, __m512i v) {
            _mm512_storeu_si512(out + static_cast<std::size_t>(column) * targetStride, v);
        };
        put(j, _mm512_shuffle_i32x4(low01, low23, 0x88));
        put(8 + j, _mm512_shuffle_i32x4(low01, low23, 0xdd));
        put(4 + j, _mm512_shuffle_i32x4(high01, high23, 0x88));
        put(12 + j, _mm512_shuffle_i32x4(high01, high23, 0xdd));
    }
}

} // namespace inference::avx512
