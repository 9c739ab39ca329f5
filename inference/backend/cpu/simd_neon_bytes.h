// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "inference/backend/cpu/simd_neon.h"

/// Blocks of 32 weights. See simd_x86_bytes.inl for what each means.
namespace inference::neon {

inline Bytes32 loadBytes(const std::uint8_t* p) {
    return {vld1q_u8(p), vld1q_u8(p + 16)};
}
inline void storeBytes(std::uint8_t* p, Bytes32 v) {
    vst1q_u8(p, v.low);
    vst1q_u8(p + 16, v.high);
}
inline Bytes32 nibbles(const std::uint8_t* p) {
    const uint8x16_t v = vld1q_u8(p);
    return {vandq_u8(v, vdupq_n_u8(15)), vshrq_n_u8(v, 4)};
}
inline Bytes32 both(Bytes32 v, std::uint8_t mask) {
    const uint8x16_t m = vdupq_n_u8(mask);
    return {vandq_u8(v.low, m), vandq_u8(v.high, m)};
}
inline Bytes32 either(Bytes32 a, Bytes32 b) {
    return {vorrq_u8(a.low, b.low), vorrq_u8(a.high, b.high)};
}
inline Bytes32 flip(Bytes32 v, std::uint8_t bits) {
    const uint8x16_t m = vdupq_n_u8(bits);
    return {veorq_u8(v.low, m), veorq_u8(v.high, m)};
}
inline Bytes32 plus(Bytes32 v, std::uint8_t x) {
    const uint8x16_t m = vdupq_n_u8(x);
    return {vaddq_u8(v.low, m), vaddq_u8(v.high, m)};
}
inline Bytes32 shiftRight(Bytes32 v, int shift, std::uint8_t mask) {
    const int8x16_t by = vdupq_n_s8(static_cast<std::int8_t>(-shift));
    return both({vshlq_u8(v.low, by), vshlq_u8(v.high, by)}, mask);
}
inline Bytes32 shiftLeft(Bytes32 v, int shift, std::uint8_t mask) {
    const int8x16_t by = vdupq_n_s8(static_cast<std::int8_t>(shift));
    return both({vshlq_u8(v.low, by), vshlq_u8(v.high, by)}, mask);
}
inline Bytes32 spreadBits(std::uint32_t bits, std::uint8_t value) {
    const uint8x16_t each = vreinterpretq_u8_u64(vdupq_n_u64(0x8040201008040201u));
    const auto half = [&](std::uint32_t two) {
        const uint8x16_t picked = vcombine_u8(vdup_n_u8(static_cast<std::uint8_t>(two)),
                                              vdup_n_u8(static_cast<std::uint8_t>(two >> 8)));
        return vandq_u8(vtstq_u8(picked, each), vdupq_n_u8(value));
    };
    return {half(bits), half(bits >> 16)};
}
inline Bytes32 negated(Bytes32 v, std::uint32_t bits) {
    const Bytes32 mask = spreadBits(bits, 255);
    return {vsubq_u8(veorq_u8(v.low, mask.low), mask.low),
            vsubq_u8(veorq_u8(v.high, mask.high), mask.high)};
}
inline Bytes32 fromWords(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
    const auto half = [](std::uint64_t x, std::uint64_t y) {
        return vcombine_u8(vcreate_u8(x), vcreate_u8(y));
    };
    return {half(a, b), half(c, d)};
}
inline Bytes32 addEach(Bytes32 a, Bytes32 b) {
    return {vaddq_u8(a.low, b.low), vaddq_u8(a.high, b.high)};
}
inline Bytes32 twice16(const std::uint8_t* p) {
    const uint8x16_t v = vld1q_u8(p);
    return {v, v};
}
inline Bytes32 joinHalves(Bytes32 first, Bytes32 last) {
    return {first.low, last.high};
}
inline Bytes32 trits(Bytes32 v) {
    // Comparisons give −1.
    const auto half = [](uint8x16_t x) {
        return vnegq_s8(vreinterpretq_s8_u8(
            vaddq_u8(vcgeq_u8(x, vdupq_n_u8(86)), vcgeq_u8(x, vdupq_n_u8(171)))));
    };
    return {vreinterpretq_u8_s8(half(v.low)), vreinterpretq_u8_s8(half(v.high))};
}
inline Bytes32 middleSwapped(Bytes32 v) {
    return {vcombine_u8(vget_low_u8(v.low), vget_low_u8(v.high)),
            vcombine_u8(vget_high_u8(v.low), vget_high_u8(v.high))};
}
inline Bytes32 bitPairs(const std::uint8_t* p) {
    const uint8x8_t bytes = vld1_u8(p);
    const auto half = [](uint8x8_t four) {
        const uint32x4_t v = vmovl_u16(vget_low_u16(vmovl_u8(four)));
        const uint32x4_t low = vorrq_u32(v, vshlq_n_u32(v, 6));
        return vandq_u8(vreinterpretq_u8_u32(vorrq_u32(low, vshlq_n_u32(low, 12))), vdupq_n_u8(3));
    };
    return {half(bytes), half(vext_u8(bytes, bytes, 4))};
}
inline Bytes32 lookup(const std::uint8_t* table, Bytes32 v) {
    const uint8x16_t t = vld1q_u8(table);
    return {vqtbl1q_u8(t, v.low), vqtbl1q_u8(t, v.high)};
}

template <int kBias>
inline Ints8 dotBlock(Bytes32 weights, const std::int8_t* activations, const std::int32_t*) {
    const int8x16_t bias = vdupq_n_s8(static_cast<std::int8_t>(kBias));
    const auto half = [&](uint8x16_t w, const std::int8_t* a) {
        return vdotq_s32(vdupq_n_s32(0), vsubq_s8(vreinterpretq_s8_u8(w), bias), vld1q_s8(a));
    };
    return {half(weights.low, activations), half(weights.high, activations + 16)};
}
inline Floats8 zero8() {
    return {zero(), zero()};
}
inline Floats8 load8(const float* p) {
    return {load(p), load(p + 4)};
}
inline Floats8 fma8(Floats8 a, Floats8 b, Floats8 c) {
    return {fma(a.low, b.low, c.low), fma(a.high, b.high, c.high)};
}
inline Floats8 addScaled(Floats8 total, Ints8 dots, float scale) {
    return {vfmaq_n_f32(total.low, toFloats(dots.low), scale),
            vfmaq_n_f32(total.high, toFloats(dots.high), scale)};
}
inline Floats8 addScaled(Floats8 total, Ints8 dots, const float* scales) {
    return {vfmaq_n_f32(total.low, toFloats(dots.low), scales[0]),
            vfmaq_n_f32(total.high, toFloats(dots.high), scales[1])};
}
inline float sum8(Floats8 a, Floats8 b) {
    return sum(add(add(a.low, a.high), add(b.low, b.high)));
}
inline void prefetch(const void* p) {
    __builtin_prefetch(p);
}

} // namespace inference::neon
