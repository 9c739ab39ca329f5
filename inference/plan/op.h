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
    Silu,        ///< z·σ(z)
    GeluTanh,    ///< 0.5 z (1 + tanh(0.79788456 (z + 0.044715 z³)))
    SwigluOai,   ///< gate = min(g, 7), up = clamp(u, −7, 7): gate·σ(1.702 gate)·(up + 1)
    SquaredRelu, ///< max(z, 0)²
};

enum class MatmulEpilogue : std::uint8_t {
    Store,    ///< outs[i] = W_i·x + b_i
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
    std::vector<double> inverseFrequency; // [rotary / 2]; in f32, far angles would be 0.01 off.
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
/// Experts without a gate (`gated` false) have one matrix, in `gate`: out = act(gate_e·x + b).
struct ExpertsGluOp {
    BufferId in = kNoBuffer, choice = kNoBuffer, out = kNoBuffer;
    const WeightTensor* gate = nullptr;
    const WeightTensor* up = nullptr;
    const WeightTensor* gateBias = nullptr; ///< [experts][width] F32, may be null.
    const WeightTensor* upBias = nullptr;
    std::uint32_t used = 0;
    Activation activation = Activation::Silu;
    bool gated = true;
};

/// out (+)= Σ_slot weight[slot] · (down_e·in[slot] + bias_e)
struct ExpertsDownOp {
    BufferId in = kNoBuffer, choice = kNoBuffer, weight = kNoBuffer, out = kNoBuffer;
    const WeightTensor* down = nullptr;
    const WeightTensor* bias = nullptr; ///< [experts][rows] F32, may be null.
    std::uint32_t used = 0;
    bool accumulate = true; ///< Adds to what `out` holds; otherwise replaces it.
};

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

using Op = std::variant<EmbedRowsOp, NormOp, MatmulOp, RopeStoreOp, AttentionOp, GatherRowsOp,
                        RouteOp, ExpertsGluOp, ExpertsDownOp, SplitOp, SigmoidGateOp, GatedNormOp,
                        ShortConvOp, GatedDeltaOp, SelectiveScanOp>;

} // namespace inference
