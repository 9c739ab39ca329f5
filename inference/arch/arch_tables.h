// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "inference/arch/arch_spec.h"

namespace inference {

/// What a family does before its metadata says otherwise. Biases, fused tensors, tied embeddings
/// and experts are not here: their presence in the file decides.
struct ArchRow {
    std::string_view name; ///< `general.architecture`
    RopePairing pairing = RopePairing::Adjacent;
    Activation activation = Activation::Silu;
    bool qkNorm = false;         ///< Per-head norm of q and k; required then, refused otherwise.
    bool qkNormOptional = false; ///< Some sizes have it.
    bool postNorms = false;
    bool sinks = false;
    /// Metadata has factors of embeddings, residuals and logits, and may switch rotation off.
    bool scalars = false;
    bool scaleEmbedding = false; ///< Embeddings are multiplied by sqrt(width).
    const char* feedForwardNorm = "ffn_norm";
    const char* outputNorm = "output_norm";

    Mixer mixer = Mixer::Attention; ///< Of the layers that recurrence says.
    Recurrence recurrence = Recurrence::None;
    bool oneSublayer = false;      ///< A layer is a mixer or a feed-forward, never both.
    bool tiledKeys = false;        ///< See RecurrentSpec.
    bool attentionGate = false;    ///< See ArchSpec.
    bool sharedExpertGate = false; ///< Experts come with a shared one that is gated.
    bool gatedFeedForward = true;
    bool axesInTurn = false; ///< Pairs are dealt out to the axes of a position in turn.
    /// Files whose positions have several axes pair halves; for text the axes are equal.
    bool halvesWithAxes = false;

    /// Layer i slides iff i mod period < period - 1; 0 = no layer, even where a window key exists.
    std::uint32_t windowPeriod = 0;
    std::uint32_t windowDefault = 0;
    std::uint32_t chunk = 0; ///< The layers of the window period see their chunk instead.
    float ropeBaseWindow = 0;
    std::uint32_t noRopePeriod = 0; ///< Layer i has no rotation iff (i + 1) mod period == 0.
    /// The one size of the family whose queries are scaled by width / heads instead of the head
    /// size.
    std::uint32_t layersScaledByWidth = 0;
    float attentionScale = 0;   ///< Where the key is missing; 0 = 1/sqrt(head size).
    float attentionSoftcap = 0; ///< Where the key is missing.
    float logitSoftcap = 0;
    /// Of layers without rotation, where the file has no key for it.
    QueryTemperature temperature = {};
    bool unitQueriesKeys = false;         ///< On layers with rotation.
    std::uint32_t expertsWithoutUnit = 0; ///< The one size that has no such norm.
    bool unitValues = false;
    bool latentAttention = false;
    bool yarnUnitMagnitude = false;

    ExpertGating gating = ExpertGating::Softmax;
    bool expertsNormalize = false;
    bool sharedExpert = false; ///< Of one expert's width, though no key says so.
    bool weighExpertInput = false;
    bool denseBesideExperts = false;
    float normEpsDefault = 0; ///< 0 = the key is required.
};

std::span<const ArchRow> archRows();

/// Row of a family, or null. Knows the private spellings of some writers.
const ArchRow* findArch(std::string_view name);

} // namespace inference
