// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <variant>
#include <vector>

#include "inference/kv/kv_layout.h"
#include "inference/model/tensor.h"

namespace inference {

/// The verbs of a forward pass. An op is as coarse as a good fused kernel: an executor may run it
/// as one dispatch or several, but its result is defined here. All activations are f32 row-major
/// `[rows][width]` in numbered buffers; a batch is n consecutive positions of one sequence.
/// Formulas: architectures as restated beside each op; rms(x) = x / sqrt(mean(x²) + eps).
using BufferId = std::uint16_t;
inline constexpr BufferId kNoBuffer = 0xffff;

/// How many rows of a buffer a batch uses.
enum class RowScope : std::uint8_t {
    Tokens,    ///< One per token of the batch.
    LogitRows, ///< One per token whose logits are wanted (0, 1 or all).
};

struct BufferSpec {
    const char* name = "";
    std::uint32_t width = 0; ///< f32 values per row.
    RowScope scope = RowScope::Tokens;
    std::uint64_t offset = 0; ///< Bytes from the arena's start, 256-aligned, for the largest batch.
};

/// out = table[token] · scale
struct EmbedRowsOp {
    const WeightTensor* table = nullptr;
    BufferId out = kNoBuffer;
    float scale = 1.0f;
};

/// out (+)= rms(in) · weight, over the whole row. `accumulate` adds to `out` (post-norm residual).
struct NormOp {
    BufferId in = kNoBuffer;
    BufferId out = kNoBuffer;
    const WeightTensor* weight = nullptr;
    float eps = 0;
    bool accumulate = false;
};

enum class Activation : std::uint8_t {
    Silu,      ///< z·σ(z)
    GeluTanh,  ///< 0.5 z (1 + tanh(0.79788456 (z + 0.044715 z³)))
    SwigluOai, ///< gate = min(g, 7), up = clamp(u, −7, 7): gate·σ(1.702 gate)·(up + 1)
};

enum class MatmulEpilogue : std::uint8_t {
    Store,    ///< outs[i] = W_i·x + b_i
    Residual, ///< outs[0] += scale · (W_0·x + b_0)
    Glu, ///< outs[0] = act(W_0·x + b_0) ⊙ (W_1·x + b_1); with one fused weight of 2·width rows,
         ///< the first half of its rows is the gate
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
    float softcap = 0; ///< Of the final logits (Store only): y = c·tanh(y/c); 0 = none.
};

enum class RopePairing : std::uint8_t {
    Adjacent, ///< (2i, 2i+1): "NORM" in the field.
    Halves,   ///< (i, i + rotary/2): "NEOX".
    None,
};

/// Precomputed rotation: angle of pair i at position p = p · inverseFrequency[i] (scaling, YaRN and
/// per-dimension factors are already inside); cos and sin are multiplied by `magnitude`.
struct RopeTable {
    std::vector<float> inverseFrequency; // [rotary / 2]
    float magnitude = 1.0f;
};

/// Per head: q = qNorm ? rms(q)·qNorm : q, likewise k; rotates q (in place) and k; stores k and v
/// of every token into the layer's cache, in its cell and type.
struct RopeStoreOp {
    std::uint32_t layer = 0;
    BufferId q = kNoBuffer, k = kNoBuffer, v = kNoBuffer;
    std::uint32_t heads = 0, kvHeads = 0;
    std::uint32_t keyLength = 0, valueLength = 0; ///< Values per head.
    const WeightTensor* qNorm = nullptr;          ///< [keyLength], may be null.
    const WeightTensor* kNorm = nullptr;
    float eps = 0;
    RopePairing pairing = RopePairing::Adjacent;
    std::uint32_t ropeTable =
        0; ///< Index into ForwardPlan::ropeTables; unused when pairing is None.
};

/// out[h] = softmax(scale·q_h·Kᵀ, causal) · V with kv head h / (heads / kvHeads).
/// softcap: s = c·tanh(s/c) before the mask; window: only keys with p_q − p_k < window;
/// sinks[h]: an extra logit (unscaled, no value) in the denominator.
struct AttentionOp {
    std::uint32_t layer = 0;
    BufferId q = kNoBuffer, out = kNoBuffer; // [heads·keyLength], [heads·valueLength]
    std::uint32_t heads = 0, kvHeads = 0;
    std::uint32_t keyLength = 0, valueLength = 0;
    float scale = 0;
    float softcap = 0;
    std::uint32_t window = 0; ///< 0 = full.
    const WeightTensor* sinks = nullptr;
};

/// Copies the rows whose logits are wanted: out[j] = in[row of j-th wanted logit].
struct GatherRowsOp {
    BufferId in = kNoBuffer;
    BufferId out = kNoBuffer;
};

enum class ExpertGating : std::uint8_t {
    Softmax,         ///< p = softmax(all), choose by p.
    Sigmoid,         ///< p = σ(logit), choose by p (+ selection bias).
    SoftmaxSelected, ///< choose by logit, weights = softmax over the chosen.
};

/// Chooses `used` of `experts` per token. `logits` holds router outputs [experts]; results go to
/// `choice` [used] (expert index, stored as u32 bits) and `weight` [used]:
/// w = p[chosen], divided by max(Σw, 6.1e-5) if `normalize`, times `scale`. Ties: lower index
/// first; a NaN logit counts as −∞, so an index is always in range.
struct RouteOp {
    BufferId logits = kNoBuffer, choice = kNoBuffer, weight = kNoBuffer;
    std::uint32_t experts = 0, used = 0;
    ExpertGating gating = ExpertGating::Softmax;
    const WeightTensor* selectionBias = nullptr; ///< Added for choosing only, never in the weight.
    bool normalize = false;
    float scale = 1.0f;
};

/// out[token][slot] = act(gate_e·x + b) ⊙ (up_e·x + b) for each chosen expert e; out width is
/// used · expert width. `gate` may hold gate and up rows fused (gate first); then `up` is null.
struct ExpertsGluOp {
    BufferId in = kNoBuffer, choice = kNoBuffer, out = kNoBuffer;
    const WeightTensor* gate = nullptr;
    const WeightTensor* up = nullptr;
    const WeightTensor* gateBias = nullptr; ///< [experts][width] F32, may be null.
    const WeightTensor* upBias = nullptr;
    std::uint32_t used = 0;
    Activation activation = Activation::Silu;
};

/// out += Σ_slot weight[slot] · (down_e·in[slot] + bias_e)
struct ExpertsDownOp {
    BufferId in = kNoBuffer, choice = kNoBuffer, weight = kNoBuffer, out = kNoBuffer;
    const WeightTensor* down = nullptr;
    const WeightTensor* bias = nullptr; ///< [experts][rows] F32, may be null.
    std::uint32_t used = 0;
};

using Op = std::variant<EmbedRowsOp, NormOp, MatmulOp, RopeStoreOp, AttentionOp, GatherRowsOp,
                        RouteOp, ExpertsGluOp, ExpertsDownOp>;

} // namespace inference
