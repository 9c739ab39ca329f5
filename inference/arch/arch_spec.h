// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "inference/plan/op.h"

namespace inference {

enum class RopeScaling : std::uint8_t { None, Linear, Yarn, LongRope };

/// What lets tokens of a layer see each other.
enum class Mixer : std::uint8_t {
    Attention,
    ShortConv,  ///< LFM2: a gated convolution over few tokens.
    GatedDelta, ///< Qwen3-Next and later: Gated DeltaNet.
    Mamba2,
    None, ///< A layer that is a feed-forward only.
};

/// Which layers are recurrent, and how the file says so.
enum class Recurrence : std::uint8_t {
    None,
    Interval, ///< All but every n-th layer, or as a list of flags says.
    NoKeys,   ///< Layers without key heads.
};

/// Sizes of recurrent layers, as the keys below `ssm.` and `shortconv.` give them.
struct RecurrentSpec {
    std::uint32_t taps = 0;      ///< Of the convolution.
    std::uint32_t innerSize = 0; ///< Values of a layer's output: heads · values per head.
    std::uint32_t stateSize = 0; ///< Rows of a head's matrix.
    std::uint32_t heads = 0;     ///< Matrices of a layer.
    std::uint32_t groups = 0;    ///< Key heads, or groups that share B and C.
    bool tiledKeys = false;      ///< Head h reads group h mod groups, not h / (heads / groups).

    std::uint32_t headLength() const { return heads == 0 ? 0 : innerSize / heads; }
    std::uint32_t groupWidth() const { return groups * stateSize; }
    /// Channels of the convolution: values, and two sets of keys.
    std::uint32_t channels() const { return innerSize + 2 * groupWidth(); }
};

/// What one layer does that its neighbours may not.
struct LayerSpec {
    Mixer mixer = Mixer::Attention;
    std::uint32_t heads = 0;
    std::uint32_t kvHeads = 0;
    /// Values per head as attention sees them: with a latent cache, those of the cached row.
    std::uint32_t keyLength = 0;
    std::uint32_t valueLength = 0;
    std::uint32_t feedForward = 0;
    std::uint32_t window = 0; ///< Sliding window, 0 = full attention.
    std::uint32_t chunk = 0;  ///< Keys of the query's own chunk only, 0 = of all.
    /// The layer whose keys and values are read: the layer itself, or an earlier one of the same
    /// shape; then this one has none of its own.
    std::uint32_t cacheLayer = 0;
    bool rope = true;
    bool queryTemperature = false; ///< Queries grow with their position.
    bool unitQueriesKeys = false;  ///< rms of each head of q and k, without weights.
    bool experts = false;          ///< Feed-forward is a mixture of experts.
    bool feedsForward = true;      ///< Has a feed-forward after its mixer.
    std::uint32_t expertsUsed = 0;
    std::uint32_t expertFeedForward = 0;
    std::uint32_t ropeTable = 0;
    float outputScale = 1.0f; ///< The residual stream is multiplied by it after the layer.
};

/// Attention over a compressed cache (multi-head latent attention, arXiv 2405.04434): a cell holds
/// one row [latent | rotated key part] that all heads share, and values are its latent part. Keys
/// and values of a head are that head's matrices times the latent; multiplied into the query and
/// into the result, they never exist.
struct LatentSpec {
    std::uint32_t latent = 0;    ///< Values of the latent row; 0 = ordinary attention.
    std::uint32_t queryRank = 0; ///< Queries come from a row of this length; 0 = from the stream.
    std::uint32_t plain = 0;     ///< Values of a query head that are not rotated.
    std::uint32_t value = 0;     ///< Values of a head of the result.
};

/// A model as behaviours rather than as a family's name: what the forward pass must do, read from
/// metadata and from which tensors are present. A family is a row in arch_tables.cpp that sets the
/// defaults of these fields.
struct ArchSpec {
    std::string architecture; ///< `general.architecture`, for people; kernels never look at it.

    std::uint32_t vocabulary = 0;
    std::uint32_t embedding = 0;
    std::uint32_t contextLength = 0; ///< Trained maximum.
    LatentSpec latent;
    float normEps = 1e-5f;
    std::vector<LayerSpec> layers;
    RecurrentSpec recurrent;

    RopePairing pairing = RopePairing::Adjacent;
    std::uint32_t rotaryDimensions = 0;
    std::uint32_t rotaryDimensionsWindow = 0; ///< Of layers with ropeBaseWindow.
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
    /// Pairs that each axis of a position turns, dealt out in turn; pairs left over do not rotate.
    /// All zero: every pair rotates by the position.
    std::array<std::uint32_t, 4> ropeSections{};
    bool yarnUnitMagnitude = false; ///< m = 1 for every c.
    /// Divisors of the angles, one per pair, as tensors of the file give them; empty = all ones.
    /// LongRope has one set for contexts up to originalContext and one for longer ones.
    std::vector<float> ropeFactors;
    std::vector<float> ropeFactorsLong;
    QueryTemperature temperature;

    float attentionScale = 0; ///< 0 = 1/sqrt(key length) of the layer.
    float attentionSoftcap = 0;
    bool unitValues = false; ///< Values are divided by the rms of their head.
    float logitSoftcap = 0;
    float embeddingScale = 1.0f;
    float residualScale = 1.0f;
    float logitScale = 1.0f; ///< Logits are multiplied by it.
    Activation activation = Activation::Silu;

    std::uint32_t experts = 0;
    std::uint32_t expertsUsed = 0;  ///< Most of any layer.
    std::uint32_t expertGroups = 1; ///< Experts are chosen among those of the best groups.
    std::uint32_t expertGroupsUsed = 1;
    std::uint32_t sharedFeedForward = 0; ///< Width of the expert that every token takes; 0 = none.
    bool sharedExpertGate = false;       ///< Its output is times σ of a learned score.
    std::uint32_t expertEmbedding = 0;   ///< Width that experts work in; 0 = the model's.
    bool gatedFeedForward = true;        ///< act(gate) ⊙ up; otherwise act(up).
    bool attentionGate = false;      ///< Rows of q hold each head's query, then its output gate.
    bool weighExpertInput = false;   ///< An expert's weight multiplies its input, not its output.
    bool denseBesideExperts = false; ///< A dense feed-forward runs beside the experts.
    ExpertGating gating = ExpertGating::Softmax;
    bool expertsNormalize = false;
    float expertsScale = 1.0f;

    /// Every layer is also given a short embedding of the token, of this width (per-layer
    /// embeddings); 0 = none.
    std::uint32_t layerEmbedding = 0;

    /// Blocks behind the trunk that predict further tokens; the forward pass leaves them out.
    std::uint32_t predictionLayers = 0;

    /// Norms on the outputs of attention and feed-forward, before they join the residual stream.
    bool postNorms = false;
    /// Name of the norm in front of the feed-forward; some files use the post-attention name for
    /// it.
    const char* feedForwardNorm = "ffn_norm";
    const char* outputNorm = "output_norm";
};

} // namespace inference
