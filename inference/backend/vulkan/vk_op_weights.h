// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <vector>

#include "inference/backend/vulkan/vk_weights.h"
#include "inference/plan/forward_plan.h"

namespace inference {

/// Neighbouring weights of a MatmulOp that became one packed matrix, or an expert matrix.
struct BoundMatrix {
    WeightId matrix = kNoWeight;
    WeightId bias = kNoWeight;
    std::uint32_t first = 0; ///< Index of its first weight, and thus out, in the op.
    std::uint32_t count = 1;
};

/// What an op uses of a weight store.
struct OpWeights {
    std::vector<BoundMatrix> matrices;
    WeightId norm = kNoWeight;  ///< Norm of the input, or of q; a convolution's kernel; decays.
    WeightId norm2 = kNoWeight; ///< Norm of k; biases of time steps.
    WeightId extra = kNoWeight; ///< Sinks, selection or convolution bias, skips.
    WeightId scale = kNoWeight; ///< Of each expert.
};

/// Adds an op's weights to the store. Fails as WeightStore does.
Result<OpWeights> bindWeights(const Op& op, const ForwardPlan& plan, WeightStore& store);

} // namespace inference
