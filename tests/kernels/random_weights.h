// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstring>
#include <random>
#include <vector>

#include "inference/base/half.h"
#include "inference/quant/dtype.h"

/// Random but sane tensors for kernel tests: every bit pattern of the quants, ordinary scales.
namespace kernels_test {

using inference::DType;

struct ScaleFields {
    DType dtype;
    std::array<int, 2> halves; ///< Offsets of f16 fields in a block; −1 = none.
};

inline const std::vector<ScaleFields>& scaleFields() {
    static const std::vector<ScaleFields> table = {
        {DType::Q4_0, {0, -1}},   {DType::Q4_1, {0, 2}},     {DType::Q5_0, {0, -1}},
        {DType::Q5_1, {0, 2}},    {DType::Q8_0, {0, -1}},    {DType::Q2_K, {80, 82}},
        {DType::Q3_K, {108, -1}}, {DType::Q4_K, {0, 2}},     {DType::Q5_K, {0, 2}},
        {DType::Q6_K, {208, -1}}, {DType::IQ4_NL, {0, -1}},  {DType::IQ4_XS, {0, -1}},
        {DType::TQ1_0, {52, -1}}, {DType::TQ2_0, {64, -1}},  {DType::Q1_0, {0, -1}},
        {DType::Q2_0, {0, -1}},   {DType::IQ2_XXS, {0, -1}}, {DType::IQ2_XS, {0, -1}},
        {DType::IQ2_S, {0, -1}},  {DType::IQ3_XXS, {0, -1}}, {DType::IQ3_S, {0, -1}},
        {DType::IQ1_S, {0, -1}},  {DType::IQ1_M, {-1, -1}},  {DType::MXFP4, {-1, -1}},
        {DType::NVFP4, {-1, -1}}, {DType::F32, {-1, -1}},    {DType::F16, {-1, -1}},
        {DType::BF16, {-1, -1}},
    };
    return table;
}

inline std::vector<float> randomFloats(std::size_t count, unsigned seed, float spread = 1) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0.1f * spread, spread);
    std::vector<float> result(count);
    for (float& x : result) x = normal(random);
    return result;
}

/// `rows` packed rows of `length` weights.
inline std::vector<std::byte> randomWeights(const ScaleFields& fields, std::size_t rows,
                                            std::size_t length, unsigned seed) {
    std::mt19937 random(seed);
    const inference::DTypeInfo& info = inference::dtypeInfo(fields.dtype);
    const std::size_t blocks = rows * (length / info.blockElements);
    std::vector<std::byte> data(blocks * info.blockBytes);
    for (std::byte& b : data) b = static_cast<std::byte>(random());
    std::normal_distribution<float> normal(0, 0.05f);
    for (std::size_t i = 0; i < blocks; ++i) {
        std::byte* block = data.data() + i * info.blockBytes;
        const float value = normal(random);
        switch (fields.dtype) {
        case DType::F32: std::memcpy(block, &value, 4); break;
        case DType::F16: {
            const std::uint16_t half = inference::floatToHalf(value);
            std::memcpy(block, &half, 2);
            break;
        }
        case DType::BF16: std::memcpy(block, reinterpret_cast<const char*>(&value) + 2, 2); break;
        case DType::MXFP4: block[0] = static_cast<std::byte>(118 + random() % 6); break;
        case DType::IQ1_M: { // Four bits of the scale at the top of each of four words.
            const unsigned half = inference::floatToHalf(normal(random));
            for (unsigned w = 0; w < 4; ++w) {
                std::byte& top = block[49 + 2 * w];
                top = (top & std::byte{15}) | static_cast<std::byte>((half >> (4 * w) & 15u) << 4);
            }
            break;
        }
        case DType::NVFP4:
            for (std::size_t s = 0; s < 4; ++s) block[s] = static_cast<std::byte>(random() % 64);
            break;
        default:
            for (const int offset : fields.halves) {
                if (offset < 0) continue;
                const std::uint16_t half = inference::floatToHalf(normal(random));
                std::memcpy(block + offset, &half, 2);
            }
        }
    }
    return data;
}

/// One row whose every byte is `fill`, but for scales that are kept ordinary. Those of NVFP4 are
/// its odd codes: not a number, with the bit that counts for nothing, subnormal, ordinary.
inline std::vector<std::byte> filledWeights(const ScaleFields& fields, std::size_t length,
                                            std::byte fill) {
    const inference::DTypeInfo& info = inference::dtypeInfo(fields.dtype);
    std::vector<std::byte> data = randomWeights(fields, 1, length, 9);
    for (std::size_t i = 0; i < data.size(); ++i) {
        const auto at = static_cast<int>(i % info.blockBytes);
        const auto within = [&](int first, int count) {
            return first >= 0 && at >= first && at < first + count;
        };
        bool kept = within(fields.halves[0], 2) || within(fields.halves[1], 2);
        kept |= fields.dtype == DType::MXFP4 && at == 0;
        kept |= fields.dtype == DType::IQ1_M && at >= 48;
        if (!kept) data[i] = fill;
        constexpr std::uint8_t kCodes[4] = {0x7f, 0xff, 0x83, 0x38};
        if (fields.dtype == DType::NVFP4 && at < 4) data[i] = static_cast<std::byte>(kCodes[at]);
    }
    return data;
}

inline std::vector<float> decodeRows(DType dtype, const std::byte* data, std::size_t rows,
                                     std::size_t length) {
    const inference::DTypeInfo& info = inference::dtypeInfo(dtype);
    std::vector<float> result(rows * length);
    info.decode(data, result.data(), result.size() / info.blockElements);
    return result;
}

} // namespace kernels_test
