// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "inference/model/tensor.h"
#include "inference/plan/op_buffer.h"

namespace inference {

/// Deals the values of a row out to other buffers. The row is `groups` times the parts one after
/// the other (a head's query, then its gate): part i of group g goes to
/// outs[i][starts[i] + g · lengths[i] ..]. Parts of one buffer may not overlap.
struct SplitOp {
    static constexpr std::size_t kPartsMax = 4;
    BufferId in = kNoBuffer;
    std::uint32_t groups = 1;
    std::uint8_t count = 0;
    std::array<BufferId, kPartsMax> outs{kNoBuffer, kNoBuffer, kNoBuffer, kNoBuffer};
    std::array<std::uint32_t, kPartsMax> lengths{};
    std::array<std::uint32_t, kPartsMax> starts{};
};

/// values ⊙= σ(gate), in place. A gate row narrower than the values' row covers it in equal
/// stretches: one gate for a whole row, or one for each head.
struct SigmoidGateOp {
    BufferId values = kNoBuffer;
    BufferId gate = kNoBuffer; ///< Its width divides that of `values`.
};

/// out = rms(x)·weight within each of `groups` equal stretches of the row, gated by silu(gate):
/// before the norm (x = in ⊙ silu(gate); Mamba-2) or after it (x = in; Gated DeltaNet). A weight
/// shorter than the row serves each stretch alike. `out` may be `in`.
struct GatedNormOp {
    BufferId in = kNoBuffer, gate = kNoBuffer, out = kNoBuffer;
    const WeightTensor* weight = nullptr;
    std::uint32_t groups = 1;
    float eps = 0;
    bool gateFirst = false;
};

enum class ConvForm : std::uint8_t {
    Silu,  ///< in [channels]: out = silu(conv(in) + bias)
    Gated, ///< in [b | c | u], channels each: out = c ⊙ conv(b ⊙ u)  (LFM2)
};

/// Causal depthwise convolution: conv(x)_t = Σ_j kernel[·][j] · x_{t − (taps − 1) + j}, the oldest
/// tap first. The last taps − 1 rows of x before this batch are the layer's convolution state,
/// zeros at position 0; the op leaves those before the next batch there. `in` is used up.
struct ShortConvOp {
    std::uint32_t layer = 0;
    BufferId in = kNoBuffer, out = kNoBuffer;
    std::uint32_t channels = 0, taps = 0;
    const WeightTensor* kernel = nullptr; ///< [channels][taps]
    const WeightTensor* bias = nullptr;   ///< [channels], may be null.
    ConvForm form = ConvForm::Silu;
};

/// Gated DeltaNet (arXiv 2412.06464), per token and value head h with key head
/// k(h) = tiledKeys ? h mod keyHeads : h / (valueHeads / keyHeads):
///   q, k ← x / sqrt(Σx² + eps);  β = σ(beta_h);  γ = exp(decay_h · softplus(alpha_h + timeBias_h))
///   S ← γ S;  S ← S + k (β (v − Sᵀk))ᵀ;  out_h = Sᵀq / sqrt(keyLength)
/// S [keyLength][valueLength] is the layer's matrix state, zero at position 0. `qkv` holds
/// q | k | v, heads after each other; it, `alpha` and `beta` are used up.
struct GatedDeltaOp {
    std::uint32_t layer = 0;
    BufferId qkv = kNoBuffer, alpha = kNoBuffer, beta = kNoBuffer, out = kNoBuffer;
    std::uint32_t keyHeads = 0, valueHeads = 0;
    std::uint32_t keyLength = 0, valueLength = 0; ///< Values per head.
    const WeightTensor* decay = nullptr;          ///< [valueHeads], negative.
    const WeightTensor* timeBias = nullptr;       ///< [valueHeads]
    float eps = 0;
    bool tiledKeys = false;
};

/// Mamba-2 (arXiv 2405.21060), per token and head h with group g = h / (heads / groups):
///   Δ = softplus(time_h + timeBias_h);  S ← exp(Δ·decay_h) S + B_g (Δ x_h)ᵀ
///   out_h = SᵀC_g + skip_h · x_h
/// S [stateLength][headLength] is the layer's matrix state, zero at position 0. `xbc` holds
/// x [heads·headLength] | B [groups·stateLength] | C [groups·stateLength]; it and `time` are used
/// up.
struct SelectiveScanOp {
    std::uint32_t layer = 0;
    BufferId xbc = kNoBuffer, time = kNoBuffer, out = kNoBuffer;
    std::uint32_t heads = 0, headLength = 0, groups = 0, stateLength = 0;
    const WeightTensor* decay = nullptr;    ///< [heads], negative.
    const WeightTensor* timeBias = nullptr; ///< [heads]
    const WeightTensor* skip = nullptr;     ///< [heads]
};

} // namespace inference
