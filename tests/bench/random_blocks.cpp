// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "tests/bench/random_blocks.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "inference/base/half.h"

namespace bench {

using inference::DType;

std::uint64_t Random::next() {
    std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

void Random::fill(std::span<std::byte> target) {
    std::size_t i = 0;
    for (; i + 8 <= target.size(); i += 8) {
        const std::uint64_t value = next();
        std::memcpy(target.data() + i, &value, 8);
    }
    const std::uint64_t value = next();
    if (i < target.size()) std::memcpy(target.data() + i, &value, target.size() - i);
}

float Random::unit() {
    const double u = static_cast<double>(next() >> 11) * 0x1p-53;
    return static_cast<float>((u - 0.5) * std::sqrt(12.0));
}

namespace {

void putHalf(std::byte* target, double value) {
    const std::uint16_t bits = inference::floatToHalf(static_cast<float>(value));
    std::memcpy(target, &bits, 2);
}

void scaleQ4K(std::byte* block, double sigma, double spread, double mean) {
    // Sub-block scales and minima all 32 in the packed 6-bit form; then d, dmin place the values.
    const double d = sigma / (32 * spread);
    putHalf(block, d);
    putHalf(block + 2, d * mean);
    std::memset(block + 4, 0xa0, 8);
    std::memset(block + 12, 0x00, 4);
}

void scaleIQ1M(std::byte* block, double d) {
    const unsigned bits = inference::floatToHalf(static_cast<float>(d));
    for (unsigned i = 0; i < 4; ++i) {
        std::byte& top = block[49 + 2 * i];
        top = (top & std::byte{15}) | static_cast<std::byte>((bits >> (4 * i) & 15u) << 4);
    }
}

/// Codes of unsigned floats of four and three bits near twice `value`.
void scaleNvfp4(std::byte* block, double value) {
    const int exponent = static_cast<int>(std::floor(std::log2(value))) + 8;
    const int code = exponent < 1 ? static_cast<int>(std::lround(value * 1024)) : exponent << 3;
    for (std::size_t i = 0; i < 4; ++i) block[i] = static_cast<std::byte>(std::clamp(code, 1, 126));
}

/// Gives a block of random bytes the scales that make its values spread by `sigma`.
using Scaler = void (*)(std::byte* block, double sigma);

/// The divisors are the standard deviations of the values that random bytes stand for.
const std::map<DType, Scaler>& scalers() {
    static const std::map<DType, Scaler> table = {
        {DType::Q4_0, [](std::byte* b, double s) { putHalf(b, s / 4.61); }},
        {DType::Q4_1,
         [](std::byte* b, double s) { putHalf(b, s / 4.61), putHalf(b + 2, -7.5 * s / 4.61); }},
        {DType::Q5_0, [](std::byte* b, double s) { putHalf(b, s / 9.23); }},
        {DType::Q5_1,
         [](std::byte* b, double s) { putHalf(b, s / 9.23), putHalf(b + 2, -15.5 * s / 9.23); }},
        {DType::Q8_0, [](std::byte* b, double s) { putHalf(b, s / 73.9); }},
        {DType::Q1_0, [](std::byte* b, double s) { putHalf(b, s); }},
        {DType::Q2_0, [](std::byte* b, double s) { putHalf(b, s / 1.12); }},
        {DType::Q2_K,
         [](std::byte* b, double s) {
             std::memset(b, 0x88, 16);
             putHalf(b + 80, s / (8 * 1.12));
             putHalf(b + 82, 1.5 * s / (8 * 1.12));
         }},
        {DType::Q3_K, [](std::byte* b, double s) { putHalf(b + 108, s / (18.5 * 2.29)); }},
        {DType::Q4_K, [](std::byte* b, double s) { scaleQ4K(b, s, 4.61, 7.5); }},
        {DType::Q5_K, [](std::byte* b, double s) { scaleQ4K(b, s, 9.23, 15.5); }},
        {DType::Q6_K,
         [](std::byte* b, double s) {
             std::memset(b + 192, 8, 16);
             putHalf(b + 208, s / (8 * 18.5));
         }},
        {DType::IQ4_NL, [](std::byte* b, double s) { putHalf(b, s / 70); }},
        {DType::IQ4_XS, [](std::byte* b, double s) { putHalf(b, s / (18.5 * 70)); }},
        {DType::IQ1_S, [](std::byte* b, double s) { putHalf(b, s / 7.5); }},
        {DType::IQ1_M, [](std::byte* b, double s) { scaleIQ1M(b, s / 7.5); }},
        {DType::IQ2_XXS, [](std::byte* b, double s) { putHalf(b, s / 60); }},
        {DType::IQ2_XS, [](std::byte* b, double s) { putHalf(b, s / 60); }},
        {DType::IQ2_S, [](std::byte* b, double s) { putHalf(b, s / 60); }},
        {DType::IQ3_XXS, [](std::byte* b, double s) { putHalf(b, s / 160); }},
        {DType::IQ3_S, [](std::byte* b, double s) { putHalf(b, s / 160); }},
        {DType::TQ1_0, [](std::byte* b, double s) { putHalf(b + 52, s / 0.82); }},
        {DType::TQ2_0, [](std::byte* b, double s) { putHalf(b + 64, s / 1.12); }},
        {DType::MXFP4,
         [](std::byte* b, double s) {
             b[0] = static_cast<std::byte>(128 + std::lround(std::log2(s / 5.85)));
         }},
        {DType::NVFP4, [](std::byte* b, double s) { scaleNvfp4(b, s / 5.85); }},
    };
    return table;
}

} // namespace

void fillRow(DType dtype, double mean, double sigma, Random& random, std::span<std::byte> row) {
    if (const auto scaler = scalers().find(dtype); scaler != scalers().end()) {
        random.fill(row);
        const std::size_t step = inference::dtypeInfo(dtype).blockBytes;
        for (std::size_t at = 0; at < row.size(); at += step)
            scaler->second(row.data() + at, sigma);
        return;
    }
    const std::size_t bytes = inference::dtypeInfo(dtype).blockBytes;
    for (std::size_t at = 0; at < row.size(); at += bytes) {
        const auto value = static_cast<float>(mean + sigma * static_cast<double>(random.unit()));
        if (dtype == DType::F32) {
            std::memcpy(row.data() + at, &value, 4);
        } else if (dtype == DType::F16) {
            putHalf(row.data() + at, static_cast<double>(value));
        } else {
            std::uint32_t bits = 0;
            std::memcpy(&bits, &value, 4);
            const auto high = static_cast<std::uint16_t>(bits >> 16); // bf16, rounded to zero
            std::memcpy(row.data() + at, &high, 2);
        }
    }
}

} // namespace bench
