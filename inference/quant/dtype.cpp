// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/quant/dtype.h"

#include <array>

#include "inference/base/result.h"
#include "inference/quant/decode.h"

namespace inference {

namespace {

constexpr DTypeInfo kTypes[] = {
    {DType::F32, "F32", 1, 4, decode::f32},
    {DType::F16, "F16", 1, 2, decode::f16},
    {DType::BF16, "BF16", 1, 2, decode::bf16},
    {DType::Q4_0, "Q4_0", 32, 18, decode::q4_0},
    {DType::Q4_1, "Q4_1", 32, 20, decode::q4_1},
    {DType::Q5_0, "Q5_0", 32, 22, decode::q5_0},
    {DType::Q5_1, "Q5_1", 32, 24, decode::q5_1},
    {DType::Q8_0, "Q8_0", 32, 34, decode::q8_0},
    {DType::Q1_0, "Q1_0", 128, 18, decode::q1_0},
    {DType::Q2_0, "Q2_0", 64, 18, decode::q2_0},
    {DType::Q2_K, "Q2_K", 256, 84, decode::q2_K},
    {DType::Q3_K, "Q3_K", 256, 110, decode::q3_K},
    {DType::Q4_K, "Q4_K", 256, 144, decode::q4_K},
    {DType::Q5_K, "Q5_K", 256, 176, decode::q5_K},
    {DType::Q6_K, "Q6_K", 256, 210, decode::q6_K},
    {DType::IQ4_NL, "IQ4_NL", 32, 18, decode::iq4_nl},
    {DType::IQ4_XS, "IQ4_XS", 256, 136, decode::iq4_xs},
    {DType::IQ2_XXS, "IQ2_XXS", 256, 66, decode::iq2_xxs},
    {DType::IQ2_XS, "IQ2_XS", 256, 74, decode::iq2_xs},
    {DType::IQ2_S, "IQ2_S", 256, 82, decode::iq2_s},
    {DType::IQ3_XXS, "IQ3_XXS", 256, 98, decode::iq3_xxs},
    {DType::IQ3_S, "IQ3_S", 256, 110, decode::iq3_s},
    {DType::IQ1_S, "IQ1_S", 256, 50, decode::iq1_s},
    {DType::IQ1_M, "IQ1_M", 256, 56, decode::iq1_m},
    {DType::TQ1_0, "TQ1_0", 256, 54, decode::tq1_0},
    {DType::TQ2_0, "TQ2_0", 256, 66, decode::tq2_0},
    {DType::MXFP4, "MXFP4", 32, 17, decode::mxfp4},
    {DType::NVFP4, "NVFP4", 64, 36, decode::nvfp4},
    // Activations only.
    {DType::Q8_1, "Q8_1", 32, 36, nullptr},
    {DType::Q8_K, "Q8_K", 256, 292, nullptr},
    // Plain numbers that no weight uses.
    {DType::I8, "I8", 1, 1, nullptr},
    {DType::I16, "I16", 1, 2, nullptr},
    {DType::I32, "I32", 1, 4, nullptr},
    {DType::I64, "I64", 1, 8, nullptr},
    {DType::F64, "F64", 1, 8, nullptr},
};

constexpr std::size_t kIds = static_cast<std::size_t>(DType::Q2_0) + 1;

/// Row by type id; the holes stay null.
constexpr auto kById = [] {
    std::array<const DTypeInfo*, kIds> rows{};
    for (const DTypeInfo& row : kTypes) rows[static_cast<std::size_t>(row.dtype)] = &row;
    return rows;
}();

} // namespace

const DTypeInfo* findDType(std::uint32_t id) {
    return id < kIds ? kById[id] : nullptr;
}

const DTypeInfo& dtypeInfo(DType dtype) {
    const DTypeInfo* info = findDType(static_cast<std::uint32_t>(dtype));
    ASSERT(info);
    return *info;
}

} // namespace inference
