// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "inference/backend/cpu/simd_scalar.h"

/// Blocks of 32 weights. See simd_x86_bytes.inl for what each means.
namespace inference::scalar {

template <typename F>
inline Bytes32 makeBytes(F&& f) {
    Bytes32 result;
    for (std::size_t i = 0; i < 32; ++i) result.v[i] = static_cast<std::uint8_t>(f(i));
    return result;
}
inline Bytes32 loadBytes(const std::uint8_t* p) {
    return makeBytes([&](std::size_t i) { return p[i]; });
}
inline void storeBytes(std::uint8_t* p, Bytes32 a) {
    __builtin_memcpy(p, a.v, 32);
}
inline Bytes32 nibbles(const std::uint8_t* p) {
    return makeBytes([&](std::size_t i) { return i < 16 ? p[i] & 15 : p[i - 16] >> 4; });
}
inline Bytes32 both(Bytes32 a, std::uint8_t mask) {
    return makeBytes([&](std::size_t i) { return a.v[i] & mask; });
}
inline Bytes32 either(Bytes32 a, Bytes32 b) {
    return makeBytes([&](std::size_t i) { return a.v[i] | b.v[i]; });
}
inline Bytes32 flip(Bytes32 a, std::uint8_t bits) {
    return makeBytes([&](std::size_t i) { return a.v[i] ^ bits; });
}
inline Bytes32 plus(Bytes32 a, std::uint8_t x) {
    return makeBytes([&](std::size_t i) { return a.v[i] + x; });
}
inline Bytes32 shiftRight(Bytes32 a, int shift, std::uint8_t mask) {
    return makeBytes([&](std::size_t i) { return (a.v[i] >> shift) & mask; });
}
inline Bytes32 shiftLeft(Bytes32 a, int shift, std::uint8_t mask) {
    return makeBytes([&](std::size_t i) { return (a.v[i] << shift) & mask; });
}
inline Bytes32 spreadBits(std::uint32_t bits, std::uint8_t value) {
    return makeBytes([&](std::size_t i) { return (bits >> i & 1u) != 0 ? value : 0; });
}
inline Bytes32 negated(Bytes32 a, std::uint32_t bits) {
    return makeBytes([&](std::size_t i) { return (bits >> i & 1u) != 0 ? -a.v[i] : a.v[i]; });
}
inline Bytes32 fromWords(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
    const std::uint64_t words[4] = {a, b, c, d};
    return makeBytes([&](std::size_t i) { return words[i / 8] >> (8 * (i % 8)); });
}
inline Bytes32 addEach(Bytes32 a, Bytes32 b) {
    return makeBytes([&](std::size_t i) { return a.v[i] + b.v[i]; });
}
inline Bytes32 twice16(const std::uint8_t* p) {
    return makeBytes([&](std::size_t i) { return p[i % 16]; });
}
inline Bytes32 joinHalves(Bytes32 first, Bytes32 last) {
    return makeBytes([&](std::size_t i) { return i < 16 ? first.v[i] : last.v[i]; });
}
inline Bytes32 trits(Bytes32 a) {
    return makeBytes([&](std::size_t i) { return a.v[i] * 3 >> 8; });
}
inline Bytes32 middleSwapped(Bytes32 a) {
    constexpr std::size_t kQuarter[4] = {0, 2, 1, 3};
    return makeBytes([&](std::size_t i) { return a.v[8 * kQuarter[i / 8] + i % 8]; });
}
inline Bytes32 bitPairs(const std::uint8_t* p) {
    return makeBytes([&](std::size_t i) { return p[i / 4] >> (2 * (i % 4)) & 3; });
}
inline Bytes32 lookup(const std::uint8_t* table, Bytes32 a) {
    return makeBytes([&](std::size_t i) { return table[a.v[i]]; });
}

template <int kBias>
inline Ints dotBlock(Bytes32 weights, const std::int8_t* activations, const std::int32_t*) {
    Ints result;
    for (std::size_t i = 0; i < kLanes; ++i) {
        result.v[i] = 0;
        for (std::size_t j = 4 * i; j < 4 * i + 4; ++j)
            result.v[i] += (weights.v[j] - kBias) * activations[j];
    }
    return result;
}
inline Floats8 zero8() {
    return zero();
}
inline Floats8 load8(const float* p) {
    return load(p);
}
inline Floats8 fma8(Floats8 a, Floats8 b, Floats8 c) {
    return fma(a, b, c);
}
inline Floats8 addScaled(Floats8 total, Ints dots, float scale) {
    return fma(toFloats(dots), set(scale), total);
}
inline Floats8 addScaled(Floats8 total, Ints dots, const float* scales) {
    return fma(toFloats(dots), make([&](std::size_t i) { return scales[i / 4]; }), total);
}
inline float sum8(Floats8 a, Floats8 b) {
    return sum(add(a, b));
}
inline void prefetch(const void*) {}

} // namespace inference::scalar
