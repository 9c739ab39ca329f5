// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "inference/model/tensor.h"
#include "inference/plan/op_buffer.h"

namespace inference {

/// One matrix per head: out[h · outStride + r] = W_h[r] · in[h · inStride ..], for every matrix of
/// the stack; the strides count values. Where outStride exceeds the rows of a matrix, what lies
/// between is left as it is.
struct HeadMatmulOp {
    BufferId in = kNoBuffer, out = kNoBuffer;
    const WeightTensor* weight = nullptr; ///< Stack of [rows][rowLength].
    std::uint32_t inStride = 0, outStride = 0;
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

/// Queries at position p are multiplied by 1 + scale · ln(floor((p + offset) / length) + 1).
struct QueryTemperature {
    float scale = 0; ///< 0 = never.
    std::uint32_t length = 1;
    std::uint32_t offset = 0;

    double at(std::uint64_t position) const {
        const std::uint64_t steps = (position + offset) / length;
        return 1.0 + static_cast<double>(scale) * std::log1p(static_cast<double>(steps));
    }
};

/// Per head: q = qNorm ? rms(q)·qNorm : q, likewise k; rotates q (in place) and k; stores k and v
/// of every token into the layer's cache, in its cell and type. Without k only q is worked on: the
/// layer reads another one's cache. v may be the buffer of k: values are then the keys as they were
/// before norm and rotation.
struct RopeStoreOp {
    std::uint32_t layer = 0;
    BufferId q = kNoBuffer, k = kNoBuffer, v = kNoBuffer;
    std::uint32_t heads = 0, kvHeads = 0;
    std::uint32_t keyLength = 0, valueLength = 0; ///< Values per head.
    const WeightTensor* qNorm = nullptr;          ///< [keyLength], may be null.
    const WeightTensor* kNorm = nullptr;
    bool unitQueriesKeys = false; ///< The same norm without weights; qNorm and kNorm are null then.
    bool unitValues = false;      ///< v is stored divided by the rms of its head.
    float eps = 0;
    RopePairing pairing = RopePairing::Adjacent;
    std::uint32_t ropeTable =
        0; ///< Index into ForwardPlan::ropeTables; unused when pairing is None.
    bool queryTemperature = false; ///< q is multiplied by ForwardPlan::temperature at last.
};

/// Prepares attention over a latent cache. `q` holds [plain | rotary] per head; the rotary part is
/// rotated and goes to `query` [latent | rotary], whose latent part a HeadMatmulOp fills in before.
/// `kv` holds [latent | rotary]: rms(latent)·norm and the rotated rest are the token's row in the
/// layer's cache of keys; there is none of values. With `queryTemperature` all of `query` is
/// multiplied by ForwardPlan::temperature.
struct LatentStoreOp {
    std::uint32_t layer = 0;
    BufferId q = kNoBuffer, query = kNoBuffer, kv = kNoBuffer;
    std::uint32_t heads = 0;
    std::uint32_t plain = 0, latent = 0, rotary = 0; ///< Values.
    const WeightTensor* norm = nullptr;              ///< [latent]
    float eps = 0;
    RopePairing pairing = RopePairing::Adjacent;
    std::uint32_t ropeTable = 0;
    bool queryTemperature = false;
};

/// out[h] = softmax(scale·q_h·Kᵀ, causal) · V with kv head h / (heads / kvHeads).
/// softcap: s = c·tanh(s/c) before the mask; window: only keys with p_q − p_k < window;
/// chunk: only keys from floor(p_q / chunk)·chunk on; sinks[h]: an extra logit (unscaled, no value)
/// in the denominator. Where the layout says that values are in the keys, a value is the first
/// valueLength numbers of its key.
struct AttentionOp {
    std::uint32_t layer = 0;                 ///< Whose cache is read; not always its own.
    BufferId q = kNoBuffer, out = kNoBuffer; // [heads·keyLength], [heads·valueLength]
    std::uint32_t heads = 0, kvHeads = 0;
    std::uint32_t keyLength = 0, valueLength = 0;
    float scale = 0;
    float softcap = 0;
    std::uint32_t window = 0; ///< 0 = full.
    std::uint32_t chunk = 0;  ///< 0 = none.
    const WeightTensor* sinks = nullptr;

    /// The first key that the query at `position` sees.
    std::size_t firstKey(std::size_t position) const {
        if (chunk != 0) return position / chunk * chunk;
        return window != 0 && position >= window ? position - window + 1 : 0;
    }
};

} // namespace inference
