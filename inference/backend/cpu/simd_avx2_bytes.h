// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "inference/backend/cpu/simd_avx2.h"

/// Blocks of 32 weights. See simd_avx512_bytes.h for what each means.
namespace inference::avx2 {

inline Bytes32 loadBytes(const std::uint8_t* p) {
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
}
inline void storeBytes(std::uint8_t* p, Bytes32 v) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), v);
}
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
inline Bytes32 shiftRight(Bytes32 v, int shift, std::uint8_t mask) {
    return both(_mm256_srli_epi16(v, shift), mask);
}
inline Bytes32 shiftLeft(Bytes32 v, int shift, std::uint8_t mask) {
    return both(_mm256_slli_epi16(v, shift), mask);
}
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
inline Bytes32 fromWords(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
    return _mm256_setr_epi64x(static_cast<long long>(a), static_cast<long long>(b),
                              static_cast<long long>(c), static_cast<long long>(d));
}
inline Bytes32 addEach(Bytes32 a, Bytes32 b) {
    return _mm256_add_epi8(a, b);
}
inline Bytes32 twice16(const std::uint8_t* p) {
    return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
}
inline Bytes32 joinHalves(Bytes32 first, Bytes32 last) {
    return _mm256_blend_epi32(first, last, 0xf0);
}
inline Bytes32 trits(Bytes32 v) {
    const auto reaches = [&](int x) {
        return _mm256_cmpeq_epi8(_mm256_max_epu8(v, _mm256_set1_epi8(static_cast<char>(x))), v);
    };
    return _mm256_sub_epi8(_mm256_setzero_si256(), _mm256_add_epi8(reaches(86), reaches(171)));
}
inline Bytes32 middleSwapped(Bytes32 v) {
    return _mm256_permute4x64_epi64(v, 0xd8);
}
inline Bytes32 bitPairs(const std::uint8_t* p) {
    const __m256i v = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)));
    const __m256i low = _mm256_or_si256(v, _mm256_slli_epi32(v, 6));
    return both(_mm256_or_si256(low, _mm256_slli_epi32(low, 12)), 3);
}
inline Bytes32 lookup(const std::uint8_t* table, Bytes32 v) {
    const __m256i twice =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(table)));
    return _mm256_shuffle_epi8(twice, v);
}

template <int kBias>
inline __m256i dotBlock(Bytes32 weights, const std::int8_t* activations,
                        const std::int32_t* bias16) {
    const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(activations));
    if constexpr (kBias == 128) {
        const __m256i values = flip(weights, 0x80);
        return dotSigned(_mm256_abs_epi8(values), values, a);
    } else {
        const __m256i pairs = _mm256_maddubs_epi16(weights, a);
        const __m256i dots = _mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
        if constexpr (kBias == 0) return dots;
        std::int64_t pair;
        __builtin_memcpy(&pair, bias16, 8);
        constexpr int kShift = kBias == 0 ? 0 : 7 - __builtin_ctz(static_cast<unsigned>(kBias));
        const __m256i correction =
            _mm256_and_si256(_mm256_set1_epi64x(pair), _mm256_setr_epi32(-1, 0, 0, 0, 0, -1, 0, 0));
        return _mm256_add_epi32(dots, _mm256_srai_epi32(correction, kShift));
    }
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
inline Floats8 addScaled(Floats8 total, __m256i dots, float scale) {
    return _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots), _mm256_set1_ps(scale), total);
}
inline Floats8 addScaled(Floats8 total, __m256i dots, const float* scales) {
    const __m256 pair = _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_broadcast_ss(scales)),
                                             _mm_broadcast_ss(scales + 1), 1);
    return _mm256_fmadd_ps(_mm256_cvtepi32_ps(dots), pair, total);
}
inline float sum8(Floats8 a, Floats8 b) {
    return sum(_mm256_add_ps(a, b));
}
inline void prefetch(const void* p) {
    _mm_prefetch(static_cast<const char*>(p), _MM_HINT_T0);
}

} // namespace inference::avx2
