// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <optional>

#include "inference/plan/forward_plan.h"

/// What a toy model exercises. Every combination is a plan that no file needs to exist for.
struct ToyOptions {
    inference::DType type = inference::DType::F32;
    inference::DType valueType = inference::DType::F32; // Of v and down; F32 = as `type`.
    inference::KvType cache = inference::KvType::F32;
    std::optional<inference::KvType> valueCache; // Of values; none: as `cache`.
    std::uint32_t layers = 2, width = 256, heads = 8, kvHeads = 4, keyLength = 32, valueLength = 32;
    std::uint32_t feedForward = 256, vocabulary = 97, context = 96, batch = 24, logitRows = 24;
    std::uint32_t window = 0; // On odd layers.
    bool windowEverywhere = false;
    std::uint32_t firstPosition = 0; // Of what is run.
    float attentionSoftcap = 0, logitSoftcap = 0, residualScale = 1;
    bool biases = false, qkNorm = false, sinks = false, postNorm = false, fusedGlu = false;
    inference::RopePairing pairing = inference::RopePairing::Adjacent;
    std::uint32_t rotary = 32;
    inference::Activation activation = inference::Activation::Silu;
    std::uint32_t experts = 0, used = 2;
    inference::ExpertGating gating = inference::ExpertGating::Softmax;
    bool normalize = true, selectionBias = false;
};
