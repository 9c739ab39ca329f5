// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>

#include "inference/model/tensor.h"
#include "inference/plan/op_buffer.h"

namespace inference {

/// out = table[token] · scale
struct EmbedRowsOp {
    const WeightTensor* table = nullptr;
    BufferId out = kNoBuffer;
    float scale = 1.0f;
    bool onHost = false; ///< The table is too large for what it gives: a device is sent its rows.
};

/// out = after · ((accumulate ? out : 0) + scale · rms(in) · weight). The row is cut into `parts`
/// of equal length, each normed on its own with the same weights.
struct NormOp {
    BufferId in = kNoBuffer;
    BufferId out = kNoBuffer;
    const WeightTensor* weight = nullptr; ///< [width / parts]
    float eps = 0;
    bool accumulate = false; ///< Adds to `out` (post-norm residual).
    std::uint32_t parts = 1;
    float scale = 1.0f;
    float after = 1.0f;
};

enum class Activation : std::uint8_t {
    Silu,        ///< z·σ(z)
    GeluTanh,    ///< 0.5 z (1 + tanh(0.79788456 (z + 0.044715 z³)))
    SwigluOai,   ///< gate = min(g, 7), up = clamp(u, −7, 7): gate·σ(1.702 gate)·(up + 1)
    SquaredRelu, ///< max(z, 0)²
};

enum class MatmulEpilogue : std::uint8_t {
    Store,    ///< outs[i] = cap(scale · (W_i·x + b_i))
    Residual, ///< outs[0] += scale · (W_0·x + b_0)
    Glu, ///< outs[0] = act(W_0·x + b_0) ⊙ (W_1·x + b_1); with one fused weight of 2·width rows,
         ///< the first half of its rows is the gate
    Activate, ///< outs[0] = act(W_0·x + b_0): a feed-forward without a gate
};

/// Up to three matrices that read the same input, so that it is normalised and quantized once.
/// x = norm ? rms(in)·norm : in.
struct MatmulOp {
    BufferId in = kNoBuffer;
    const WeightTensor* norm = nullptr;
    float eps = 0;
    std::uint8_t count = 0;
    std::array<const WeightTensor*, 3> weights{};
    std::array<const WeightTensor*, 3> biases{}; ///< F32 vectors; null where there is none.
    std::array<BufferId, 3> outs{kNoBuffer, kNoBuffer, kNoBuffer};
    MatmulEpilogue epilogue = MatmulEpilogue::Store;
    Activation activation = Activation::Silu;
    float scale = 1.0f;
    /// A few rows on which much depends (gates, decays): read with f32 activations, whatever others
    /// do.
    bool precise = false;
    float softcap = 0; ///< Of the final logits (Store only): y = c·tanh(y/c); 0 = none.
};

/// out[i] = act(gate[i]) · up[upFirst + i], over the width of `gate`.
struct GatedProductOp {
    BufferId gate = kNoBuffer, up = kNoBuffer, out = kNoBuffer;
    std::uint32_t upFirst = 0;
    Activation activation = Activation::Silu;
};

} // namespace inference
