// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <arm_neon.h>

#include <cstddef>
#include <cstdint>

/// The vocabulary of kernels.inl in NEON with the dot product of Armv8.2. See simd_avx512.h for
/// what each means.
namespace inference::neon {

using Floats = float32x4_t;
using Ints = int32x4_t;
struct Bytes32 {
    uint8x16_t low, high;
};
struct Ints8 {
    int32x4_t low, high;
};
struct Floats8 {
    float32x4_t low, high;
};

inline constexpr std::size_t kLanes = 4;
inline constexpr int kPanelBias = 0;          // sdot takes signed weights.
inline constexpr bool kPairsSaturate = false; // See simd_avx2.inl.
inline constexpr int kInt8Tokens = 6;
inline constexpr int kFloatTokens = 8;
inline constexpr int kScoreKeys = 4;

inline Floats zero() {
    return vdupq_n_f32(0);
}
inline Floats set(float x) {
    return vdupq_n_f32(x);
}
inline Floats load(const float* p) {
    return vld1q_f32(p);
}
inline void store(float* p, Floats v) {
    vst1q_f32(p, v);
}
inline Floats add(Floats a, Floats b) {
    return vaddq_f32(a, b);
}
inline Floats sub(Floats a, Floats b) {
    return vsubq_f32(a, b);
}
inline Floats mul(Floats a, Floats b) {
    return vmulq_f32(a, b);
}
inline Floats div(Floats a, Floats b) {
    return vdivq_f32(a, b);
}
inline Floats fma(Floats a, Floats b, Floats c) {
    return vfmaq_f32(c, a, b);
}
inline Floats max(Floats a, Floats b) {
    return vmaxq_f32(a, b);
}
inline Floats min(Floats a, Floats b) {
    return vminq_f32(a, b);
}
inline Floats round(Floats a) {
    return vrndnq_f32(a);
}
inline Floats absolute(Floats a) {
    return vabsq_f32(a);
}
inline Floats scalePower(Floats p, Floats n) {
    const int32x4_t exponent = vshlq_n_s32(vcvtnq_s32_f32(n), 23);
    return vreinterpretq_f32_s32(vaddq_s32(vreinterpretq_s32_f32(p), exponent));
}
inline float sum(Floats v) {
    return vaddvq_f32(v);
}
inline float maxAcross(Floats v) {
    return vmaxvq_f32(v);
}
inline Floats loadHalf(const std::byte* p) {
    return vcvt_f32_f16(vreinterpret_f16_u8(vld1_u8(reinterpret_cast<const std::uint8_t*>(p))));
}
inline Floats loadInt8(const std::byte* p) {
    std::int32_t word;
    __builtin_memcpy(&word, p, 4);
    const int8x8_t bytes = vreinterpret_s8_s32(vdup_n_s32(word));
    return vcvtq_f32_s32(vmovl_s16(vget_low_s16(vmovl_s8(bytes))));
}
template <bool kHigh>
inline Floats loadNibbles(const std::byte* p) {
    std::uint32_t word;
    __builtin_memcpy(&word, p, 4);
    const std::uint32_t bits = (kHigh ? word >> 4 : word) & 0x0f0f0f0fu;
    const uint8x8_t bytes = vreinterpret_u8_u32(vdup_n_u32(bits));
    return vcvtq_f32_u32(vmovl_u16(vget_low_u16(vmovl_u8(bytes))));
}
inline Floats loadBf16(const std::byte* p) {
    const uint16x4_t raw = vreinterpret_u16_u8(vld1_u8(reinterpret_cast<const std::uint8_t*>(p)));
    return vreinterpretq_f32_u32(vshll_n_u16(raw, 16));
}
inline void storeHalf(std::byte* p, Floats v) {
    vst1_u8(reinterpret_cast<std::uint8_t*>(p), vreinterpret_u8_f16(vcvt_f16_f32(v)));
}
inline void storeInt8(std::int8_t* p, Floats v) {
    const int16x4_t halves = vqmovn_s32(vcvtnq_s32_f32(v));
    const int8x8_t bytes = vqmovn_s16(vcombine_s16(halves, halves));
    __builtin_memcpy(p, &bytes, 4);
}
inline float halfToFloat(const std::byte* p) {
    __fp16 half;
    __builtin_memcpy(&half, p, 2);
    return static_cast<float>(half);
}
inline std::uint16_t floatToHalf(float x) {
    const __fp16 half = static_cast<__fp16>(x);
    std::uint16_t bits;
    __builtin_memcpy(&bits, &half, 2);
    return bits;
}

struct PanelRow {
    int8x16_t values;
};
inline PanelRow loadPanel(const std::uint8_t* p) {
    return {vreinterpretq_s8_u8(vld1q_u8(p))};
}
inline Ints setInt(std::int32_t x) {
    return vdupq_n_s32(x);
}
inline Ints dot4(Ints accumulator, PanelRow weights, Ints activations) {
    return vdotq_s32(accumulator, weights.values, vreinterpretq_s8_s32(activations));
}
inline Floats toFloats(Ints v) {
    return vcvtq_f32_s32(v);
}

inline void transposeWords(const void* source, std::size_t sourceStride, void* target,
                           std::size_t targetStride) {
    const auto* in = static_cast<const std::uint8_t*>(source);
    auto* out = static_cast<std::uint8_t*>(target);
    const auto row = [&](std::size_t i) {
        return vreinterpretq_u32_u8(vld1q_u8(in + i * sourceStride));
    };
    const uint32x4_t a = row(0), b = row(1), c = row(2), d = row(3);
    const uint64x2_t ab0 = vreinterpretq_u64_u32(vtrn1q_u32(a, b));
    const uint64x2_t ab1 = vreinterpretq_u64_u32(vtrn2q_u32(a, b));
    const uint64x2_t cd0 = vreinterpretq_u64_u32(vtrn1q_u32(c, d));
    const uint64x2_t cd1 = vreinterpretq_u64_u32(vtrn2q_u32(c, d));
    const auto put = [&](std::size_t i, uint64x2_t v) {
        vst1q_u8(out + i * targetStride, vreinterpretq_u8_u64(v));
    };
    put(0, vtrn1q_u64(ab0, cd0));
    put(1, vtrn1q_u64(ab1, cd1));
    put(2, vtrn2q_u64(ab0, cd0));
    put(3, vtrn2q_u64(ab1, cd1));
}

} // namespace inference::neon
