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
inline constexpr int kPanelBias = 128; // vpdpbusd wants unsigned weights.
inline constexpr int kInt8Tokens = 6;
inline constexpr int kFloatTokens = 8;

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

// Blocks of 32 weights.
inline Bytes32 loadBytes(const std::uint8_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}
inline void storeBytes(std::uint8_t* p, Bytes32 v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v);
}
/// 16 bytes to 32 nibbles: the low ones, then the high ones.
inline Bytes32 nibbles(const std::uint8_t* p) {
    const __m256i twice =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
    return _mm256_and_si256(_mm256_srlv_epi64(twice, _mm256_setr_epi64x(0, 0, 4, 4)),
                            _mm256_set1_epi8(15));
}
inline Bytes32 both(Bytes32 v, std::uint8_t mask) {
    return _mm256_and_si256(v, _mm256_set1_epi8(static_cast<char>(mask)));
}
inline Bytes32 either(Bytes32 a, Bytes32 b) {
    return _mm256_or_si256(a, b);
}
inline Bytes32 flip(Bytes32 v, std::uint8_t bits) {
    return _mm256_xor_si256(v, _mm256_set1_epi8(static_cast<char>(bits)));
}
inline Bytes32 plus(Bytes32 v, std::uint8_t x) {
    return _mm256_add_epi8(v, _mm256_set1_epi8(static_cast<char>(x)));
}
/// (v >> shift) & mask in each byte; mask has no bit that a neighbour could shift into.
inline Bytes32 shiftRight(Bytes32 v, int shift, std::uint8_t mask) {
    return both(_mm256_srli_epi16(v, shift), mask);
}
inline Bytes32 shiftLeft(Bytes32 v, int shift, std::uint8_t mask) {
    return both(_mm256_slli_epi16(v, shift), mask);
}
/// Byte i is `value` where bit i is set, else 0.
inline Bytes32 spreadBits(std::uint32_t bits, std::uint8_t value) {
    return _mm256_maskz_mov_epi8(bits, _mm256_set1_epi8(static_cast<char>(value)));
}
/// table[v] for v < 16.
inline Bytes32 lookup(const std::uint8_t* table, Bytes32 v) {
    const __m256i twice =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table)));
    return _mm256_shuffle_epi8(twice, v);
}

/// Eight partial sums of (weights − kBias) · activations, lanes 0-3 of the first half block.
/// bias16 points at the −128 · Σ of the two halves.
template <int kBias>
inline __m256i dotBlock(Bytes32 weights, const std::int8_t* activations,
                        const std::int32_t* bias16) {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(activations));
    if constexpr (kBias == 0) return _mm256_dpbusd_epi32(_mm256_setzero_si256(), weights, a);
    // One lane of each half starts with the correction of that half.
    std::int64_t pair;
    __builtin_memcpy(&pair, bias16, 8);
    __m256i start =
        _mm256_and_si256(_mm256_set1_epi64x(pair), _mm256_setr_epi32(-1, 0, 0, 0, 0, -1, 0, 0));
    // A bias of zero has returned above, but is still compiled: the 128 gives it a bit.
    constexpr int kShift = 7 - __builtin_ctz(static_cast<unsigned>(kBias | 128));
    if constexpr (kShift != 0) start = _mm256_srai_epi32(start, kShift);
    return _mm256_dpbusd_epi32(start, weights, a);
}
inline Floats8 zero8() {
    return _mm256_setzero_ps();
}
inline Floats8 load8(const float* p) {
    return _mm256_loadu_ps(p);
}
inline Floats8 fma8(Floats8 a, Floats8 b, Floats8 c) {
    return _mm256_fmadd_ps(a, b, c);
}
inline Floats8 addScaled(Floats8 sum, __m256i dots, float scale) {
    return _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots), _mm256_set1_ps(scale), sum);
}
/// With a scale for each half block.
inline Floats8 addScaled(Floats8 sum, __m256i dots, const float* scales) {
    const __m256 pair = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_broadcast_ss(scales)),
                                             _mm_broadcast_ss(scales + 1), 1);
    return _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots), pair, sum);
}
inline float sum8(Floats8 a, Floats8 b) {
    const __m256 both = _mm256_add_ps(a, b);
    __m128 v = _mm_add_ps(_mm256_castps256_ps128(both), _mm256_extractf128_ps(both, 1));
    v = _mm_add_ps(v, _mm_movehl_ps(v, v));
    return _mm_cvtss_f32(_mm_add_ss(v, _mm_movehdup_ps(v)));
}
inline void prefetch(const void* p) {
    _mm_prefetch(static_cast<const char*>(p), _MM_HINT_T0);
}

} // namespace inference::avx512
