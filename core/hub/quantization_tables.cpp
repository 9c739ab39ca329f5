// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>

#include "core/hub/quantization_name.h"

namespace core {
namespace {

using Q = QuantizationQuality;

// Bits per weight: of the block formats they follow from the layout; of the mixes (_S, _M, _L,
// IQ*_M) they are those of a dense 8B model, the usual example. The longest match
// counts, so the order is free.
constexpr std::array kRows{
    QuantizationRow{"F32", 32, Q::Original},
    QuantizationRow{"FP32", 32, Q::Original},
    QuantizationRow{"F16", 16, Q::Original},
    QuantizationRow{"FP16", 16, Q::Original},
    QuantizationRow{"BF16", 16, Q::Original},
    QuantizationRow{"Q8_0", 8.5, Q::NearlyOriginal},
    QuantizationRow{"Q8_0_L", 8.6, Q::NearlyOriginal},
    QuantizationRow{"Q8_K_XL", 10, Q::NearlyOriginal},
    QuantizationRow{"Q6_K", 6.6, Q::NearlyOriginal},
    QuantizationRow{"Q6_K_S", 6.6, Q::NearlyOriginal},
    QuantizationRow{"Q6_K_M", 6.6, Q::NearlyOriginal},
    QuantizationRow{"Q6_K_L", 6.8, Q::NearlyOriginal},
    QuantizationRow{"Q6_K_XL", 7.2, Q::NearlyOriginal},
    QuantizationRow{"Q5_0", 5.5, Q::VeryGood},
    QuantizationRow{"Q5_1", 6.0, Q::VeryGood},
    QuantizationRow{"Q5_K", 5.7, Q::VeryGood},
    QuantizationRow{"Q5_K_S", 5.5, Q::VeryGood},
    QuantizationRow{"Q5_K_M", 5.7, Q::VeryGood},
    QuantizationRow{"Q5_K_L", 5.9, Q::VeryGood},
    QuantizationRow{"Q5_K_XL", 5.9, Q::VeryGood},
    QuantizationRow{"Q4_0", 4.5, Q::Good},
    QuantizationRow{"Q4_1", 5.0, Q::Good},
    QuantizationRow{"Q4_K", 4.8, Q::Good, true},
    QuantizationRow{"Q4_K_S", 4.6, Q::Good},
    QuantizationRow{"Q4_K_M", 4.8, Q::Good, true},
    QuantizationRow{"Q4_K_L", 5.0, Q::Good},
    QuantizationRow{"Q4_K_XL", 5.0, Q::Good, true},
    QuantizationRow{"IQ4_NL", 4.5, Q::Good},
    QuantizationRow{"IQ4_XS", 4.3, Q::Good},
    QuantizationRow{"MXFP4", 4.25, Q::Good, false, true},
    QuantizationRow{"MXFP4_MOE", 4.4, Q::Good, false, true},
    QuantizationRow{"NVFP4", 4.5, Q::Good},
    QuantizationRow{"Q3_K", 3.9, Q::Fair},
    QuantizationRow{"Q3_K_S", 3.5, Q::Fair},
    QuantizationRow{"Q3_K_M", 3.9, Q::Fair},
    QuantizationRow{"Q3_K_L", 4.3, Q::Fair},
    QuantizationRow{"Q3_K_XL", 4.2, Q::Fair},
    QuantizationRow{"IQ3_M", 3.7, Q::Fair},
    QuantizationRow{"IQ3_S", 3.5, Q::Fair},
    QuantizationRow{"IQ3_XS", 3.3, Q::Fair},
    QuantizationRow{"IQ3_XXS", 3.1, Q::Fair},
    QuantizationRow{"Q2_K", 3.0, Q::Poor},
    QuantizationRow{"Q2_K_S", 2.8, Q::Poor},
    QuantizationRow{"Q2_K_L", 3.2, Q::Poor},
    QuantizationRow{"Q2_K_XL", 3.1, Q::Poor},
    QuantizationRow{"Q2_0", 2.25, Q::VeryPoor},
    QuantizationRow{"IQ2_M", 2.7, Q::Poor},
    QuantizationRow{"IQ2_S", 2.5, Q::Poor},
    QuantizationRow{"IQ2_XS", 2.4, Q::Poor},
    QuantizationRow{"IQ2_XXS", 2.2, Q::Poor},
    QuantizationRow{"TQ2_0", 2.1, Q::VeryPoor},
    QuantizationRow{"IQ1_M", 1.9, Q::VeryPoor},
    QuantizationRow{"IQ1_S", 1.8, Q::VeryPoor},
    QuantizationRow{"TQ1_0", 1.7, Q::VeryPoor},
    QuantizationRow{"Q1_0", 1.2, Q::VeryPoor},
};

} // namespace

std::span<const QuantizationRow> quantizationRows() {
    return kRows;
}

} // namespace core
