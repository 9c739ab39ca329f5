// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "inference/backend/cpu/simd_avx512.h"

/// Blocks of 32 weights in AVX-512: unpacking them and their dot products.
namespace inference::avx512 {

#include "inference/backend/cpu/simd_x86_bytes.inl"

/// Byte i is `value` where bit i is set, else 0.
inline Bytes32 spreadBits(std::uint32_t bits, std::uint8_t value) {
    return _mm256_maskz_mov_epi8(bits, _mm256_set1_epi8(static_cast<char>(value)));
}
/// −v where a bit is set.
inline Bytes32 negated(Bytes32 v, std::uint32_t bits) {
    return _mm256_mask_sub_epi8(v, bits, _mm256_setzero_si256(), v);
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

} // namespace inference::avx512
