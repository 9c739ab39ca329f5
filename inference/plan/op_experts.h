// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>

#include "inference/plan/op_matmul.h"

namespace inference {

enum class ExpertGating : std::uint8_t {
    Softmax,         ///< p = softmax(all), choose by p.
    Sigmoid,         ///< p = σ(logit), choose by p (+ selection bias).
    SoftmaxSelected, ///< choose by logit, weights = softmax over the chosen.
};

/// Chooses `used` of `experts` per token. `logits` holds router outputs [experts]; results go to
/// `choice` [used] (expert index, stored as u32 bits) and `weight` [used]:
/// w = p[chosen], divided by max(Σw, 6.1e-5) if `normalize`, times `scale` and the expert's own
/// `expertScale`. With `groups` > 1 only experts of the `groupsUsed` best groups can be chosen; a
/// group's score is the sum of its two best. Ties: lower index first; a NaN logit counts as −∞, so
/// an index is always in range.
struct RouteOp {
    BufferId logits = kNoBuffer, choice = kNoBuffer, weight = kNoBuffer;
    std::uint32_t experts = 0, used = 0;
    ExpertGating gating = ExpertGating::Softmax;
    const WeightTensor* selectionBias = nullptr; ///< Added for choosing only, never in the weight.
    bool normalize = false;
    float scale = 1.0f;
    std::uint32_t groups = 1, groupsUsed = 1;  ///< Neighbouring experts form a group.
    const WeightTensor* expertScale = nullptr; ///< [experts], may be null.
};

/// out[token][slot] = act(gate_e·x + b) ⊙ (up_e·x + b) for each chosen expert e; out width is
/// used · expert width. `gate` may hold gate and up rows fused (gate first); then `up` is null.
/// Experts without a gate (`gated` false) have one matrix, in `gate`: out = act(gate_e·x + b).
/// With `weight` x is multiplied by weight[slot] for that slot.
struct ExpertsGluOp {
    BufferId in = kNoBuffer, choice = kNoBuffer, out = kNoBuffer;
    BufferId weight = kNoBuffer;
    const WeightTensor* gate = nullptr;
    const WeightTensor* up = nullptr;
    const WeightTensor* gateBias = nullptr; ///< [experts][width] F32, may be null.
    const WeightTensor* upBias = nullptr;
    std::uint32_t used = 0;
    Activation activation = Activation::Silu;
    bool gated = true;
};

/// out = (accumulate ? out : 0) + Σ_slot weight[slot] · (down_e·in[slot] + bias_e); without a
/// buffer of weights, each is `scale`.
struct ExpertsDownOp {
    BufferId in = kNoBuffer, choice = kNoBuffer, weight = kNoBuffer, out = kNoBuffer;
    const WeightTensor* down = nullptr;
    const WeightTensor* bias = nullptr; ///< [experts][rows] F32, may be null.
    std::uint32_t used = 0;
    bool accumulate = true; ///< Adds to what `out` holds; otherwise replaces it.
    float scale = 1.0f;
};

} // namespace inference
