// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "inference/plan/op.h"

namespace inference {

enum class RopeScaling : std::uint8_t { None, Linear, Yarn, LongRope };

/// What one layer does that its neighbours may not.
struct LayerSpec {
    std::uint32_t heads = 0;
    std::uint32_t kvHeads = 0;
    std::uint32_t feedForward = 0;
    std::uint32_t window = 0; ///< Sliding window, 0 = full attention.
    bool rope = true;
    bool experts = false; ///< Feed-forward is a mixture of experts.
    std::uint32_t ropeTable = 0;
};

/// A model as behaviours rather than as a family's name: what the forward pass must do, read from
/// metadata and from which tensors are present. A family is a row in arch_tables.cpp that sets the
/// defaults of these fields.
struct ArchSpec {
    std::string architecture; ///< `general.architecture`, for people; kernels never look at it.

    std::uint32_t vocabulary = 0;
    std::uint32_t embedding = 0;
    std::uint32_t contextLength = 0; ///< Trained maximum.
    std::uint32_t keyLength = 0;     ///< Values per head.
    std::uint32_t valueLength = 0;
    float normEps = 1e-5f;
    std::vector<LayerSpec> layers;

    RopePairing pairing = RopePairing::Adjacent;
    std::uint32_t rotaryDimensions = 0;
    float ropeBase = 10000.0f;
    float ropeBaseWindow =
        0; ///< Base of sliding-window layers; 0 = as the others, without scaling.
    RopeScaling scaling = RopeScaling::None;
    float scalingFactor = 1.0f;
    float scalingAttention = 1.0f; ///< rope.scaling.attn_factor
    std::uint32_t originalContext = 0;
    float yarnBetaFast = 32.0f;
    float yarnBetaSlow = 1.0f;
    float yarnLogMultiplier = 0; ///< c of m = (1 + 0.1 ln f) / (1 + 0.1 c ln f); 0 = plain YaRN.
    /// Divisors of the angles, one per pair, as tensors of the file give them; empty = all ones.
    /// LongRope has one set for contexts up to originalContext and one for longer ones.
    std::vector<float> ropeFactors;
    std::vector<float> ropeFactorsLong;
    /// From this position on queries are scaled by their position, which no op says yet; a plan for
    /// a longer context is refused. 0 = never.
    std::uint32_t contextSupported = 0;

    float attentionScale = 0; ///< 0 = 1/sqrt(keyLength).
    float attentionSoftcap = 0;
    float logitSoftcap = 0;
    float embeddingScale = 1.0f;
    float residualScale = 1.0f;
    float logitScale = 1.0f; ///< Logits are multiplied by it.
    Activation activation = Activation::Silu;

    std::uint32_t experts = 0;
    std::uint32_t expertsUsed = 0;
    std::uint32_t expertFeedForward = 0;
    ExpertGating gating = ExpertGating::Softmax;
    bool expertsNormalize = false;
    float expertsScale = 1.0f;

    /// Norms on the outputs of attention and feed-forward, before they join the residual stream.
    bool postNorms = false;
    /// Name of the norm in front of the feed-forward; some files use the post-attention name for
    /// it.
    const char* feedForwardNorm = "ffn_norm";
};

} // namespace inference
