// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

/// The vocabulary of kernels.inl in plain C++: what the others must agree with.
namespace inference::scalar {

inline constexpr std::size_t kLanes = 8;
inline constexpr int kPanelBias = 0;
inline constexpr bool kPairsSaturate = false; // See simd_avx2.inl.
inline constexpr int kInt8Tokens = 2;
inline constexpr int kFloatTokens = 2;
inline constexpr int kScoreKeys = 0; // None: all go through panels, which is the definition.

struct Floats {
    float v[kLanes];
};
struct Ints {
    std::int32_t v[kLanes];
};
struct Bytes32 {
    std::uint8_t v[32];
};
using Floats8 = Floats;

template <typename F>
inline Floats make(F&& f) {
    Floats result;
    for (std::size_t i = 0; i < kLanes; ++i) result.v[i] = f(i);
    return result;
}
inline Floats set(float x) {
    return make([&](std::size_t) { return x; });
}
inline Floats zero() {
    return set(0);
}
inline Floats load(const float* p) {
    return make([&](std::size_t i) { return p[i]; });
}
inline void store(float* p, Floats a) {
    for (std::size_t i = 0; i < kLanes; ++i) p[i] = a.v[i];
}
inline Floats add(Floats a, Floats b) {
    return make([&](std::size_t i) { return a.v[i] + b.v[i]; });
}
inline Floats sub(Floats a, Floats b) {
    return make([&](std::size_t i) { return a.v[i] - b.v[i]; });
}
inline Floats mul(Floats a, Floats b) {
    return make([&](std::size_t i) { return a.v[i] * b.v[i]; });
}
inline Floats div(Floats a, Floats b) {
    return make([&](std::size_t i) { return a.v[i] / b.v[i]; });
}
inline Floats fma(Floats a, Floats b, Floats c) {
    return make([&](std::size_t i) { return a.v[i] * b.v[i] + c.v[i]; });
}
inline Floats max(Floats a, Floats b) {
    return make([&](std::size_t i) { return a.v[i] > b.v[i] ? a.v[i] : b.v[i]; });
}
inline Floats min(Floats a, Floats b) {
    return make([&](std::size_t i) { return a.v[i] < b.v[i] ? a.v[i] : b.v[i]; });
}
inline Floats round(Floats a) {
    return make([&](std::size_t i) { return __builtin_rintf(a.v[i]); });
}
inline Floats absolute(Floats a) {
    return make([&](std::size_t i) { return __builtin_fabsf(a.v[i]); });
}
inline Floats scalePower(Floats p, Floats n) {
    return make([&](std::size_t i) { return __builtin_ldexpf(p.v[i], static_cast<int>(n.v[i])); });
}
inline float sum(Floats a) {
    float total = 0;
    for (float x : a.v) total += x;
    return total;
}
inline float maxAcross(Floats a) {
    float best = a.v[0];
    for (float x : a.v) best = x > best ? x : best;
    return best;
}

inline float halfBits(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1fu, mantissa = half & 0x3ffu;
    std::uint32_t bits = sign | ((exponent + 112u) << 23) | (mantissa << 13);
    if (exponent == 31) bits = sign | 0x7f800000u | (mantissa << 13);
    if (exponent == 0) {
        const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
        return sign != 0 ? -magnitude : magnitude;
    }
    float result;
    __builtin_memcpy(&result, &bits, 4);
    return result;
}
inline float halfToFloat(const std::byte* p) {
    std::uint16_t bits;
    __builtin_memcpy(&bits, p, 2);
    return halfBits(bits);
}
inline std::uint16_t floatToHalf(float value) {
    std::uint32_t bits;
    __builtin_memcpy(&bits, &value, 4);
    const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000u);
    const std::uint32_t magnitude = bits & 0x7fffffffu;
    if (magnitude > 0x7f800000u) return static_cast<std::uint16_t>(sign | 0x7e00u);
    if (magnitude >= 0x477ff000u) return static_cast<std::uint16_t>(sign | 0x7c00u);
    if (magnitude < 0x38800000u) {
        const float shifted = __builtin_fabsf(value) + 0.5f; // Lets the FPU round.
        std::uint32_t rounded;
        __builtin_memcpy(&rounded, &shifted, 4);
        return static_cast<std::uint16_t>(sign | (rounded - 0x3f000000u));
    }
    const std::uint32_t odd = (magnitude >> 13) & 1u;
    return static_cast<std::uint16_t>(sign | ((magnitude - 0x38000000u + 0xfffu + odd) >> 13));
}
inline Floats loadHalf(const std::byte* p) {
    return make([&](std::size_t i) { return halfToFloat(p + 2 * i); });
}
inline Floats loadInt8(const std::byte* p) {
    return make([&](std::size_t i) { return static_cast<float>(static_cast<std::int8_t>(p[i])); });
}
template <bool kHigh>
inline Floats loadNibbles(const std::byte* p) {
    return make([&](std::size_t i) {
        const auto byte = static_cast<std::uint8_t>(p[i]);
        return static_cast<float>(kHigh ? byte >> 4 : byte & 15);
    });
}
inline Floats loadBf16(const std::byte* p) {
    return make([&](std::size_t i) {
        std::uint16_t half;
        __builtin_memcpy(&half, p + 2 * i, 2);
        const std::uint32_t bits = static_cast<std::uint32_t>(half) << 16;
        float result;
        __builtin_memcpy(&result, &bits, 4);
        return result;
    });
}
inline void storeHalf(std::byte* p, Floats a) {
    for (std::size_t i = 0; i < kLanes; ++i) {
        const std::uint16_t half = floatToHalf(a.v[i]);
        __builtin_memcpy(p + 2 * i, &half, 2);
    }
}
inline void storeInt8(std::int8_t* p, Floats a) {
    for (std::size_t i = 0; i < kLanes; ++i)
        p[i] = static_cast<std::int8_t>(__builtin_lrintf(a.v[i]));
}

struct PanelRow {
    const std::uint8_t* values;
};
inline PanelRow loadPanel(const std::uint8_t* p) {
    return {p};
}
inline Ints setInt(std::int32_t x) {
    Ints result;
    for (std::int32_t& v : result.v) v = x;
    return result;
}
inline Ints dot4(Ints accumulator, PanelRow weights, Ints activations) {
    std::int8_t a[4];
    __builtin_memcpy(a, activations.v, 4);
    for (std::size_t i = 0; i < kLanes; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            accumulator.v[i] += static_cast<std::int8_t>(weights.values[4 * i + j]) * a[j];
    return accumulator;
}
inline Floats toFloats(Ints a) {
    return make([&](std::size_t i) { return static_cast<float>(a.v[i]); });
}
inline void transposeWords(const void* source, std::size_t sourceStride, void* target,
                           std::size_t targetStride) {
    for (std::size_t r = 0; r < kLanes; ++r)
        for (std::size_t c = 0; c < kLanes; ++c)
            __builtin_memcpy(static_cast<char*>(target) + c * targetStride + 4 * r,
                             static_cast<const char*>(source) + r * sourceStride + 4 * c, 4);
}

} // namespace inference::scalar
