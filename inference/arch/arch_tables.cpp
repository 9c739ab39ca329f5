// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/arch/arch_tables.h"

namespace inference {

namespace {

// A new family is a row here and a golden test. Mistral, Mixtral, SmolLM, Yi and many others
// declare "llama"; what sets them apart is read from the file.
constexpr ArchRow kRows[] = {
    {.name = "llama", .expertsNormalize = true},
    {.name = "mistral3", .expertsNormalize = true},
    {.name = "smollm3", .noRopePeriod = 4},
    {.name = "qwen2", .pairing = RopePairing::Halves},
    {.name = "qwen3", .pairing = RopePairing::Halves, .qkNorm = true},
    {.name = "qwen3moe", .pairing = RopePairing::Halves, .qkNorm = true, .expertsNormalize = true},
    {.name = "gemma2",
     .pairing = RopePairing::Halves,
     .activation = Activation::GeluTanh,
     .postNorms = true,
     .scaleEmbedding = true,
     .windowPeriod = 2,
     .windowDefault = 4096,
     .layersScaledByWidth = 46,
     .attentionSoftcap = 50.0f,
     .logitSoftcap = 30.0f},
    {.name = "gemma3",
     .pairing = RopePairing::Halves,
     .activation = Activation::GeluTanh,
     .qkNorm = true,
     .postNorms = true,
     .scaleEmbedding = true,
     .windowPeriod = 6,
     .ropeBaseWindow = 10000.0f,
     .layersScaledByWidth = 62},
    {.name = "gemma4",
     .pairing = RopePairing::Halves,
     .activation = Activation::GeluTanh,
     .qkNorm = true,
     .postNorms = true,
     .scaleEmbedding = true,
     .windowPeriod = 6,
     .ropeBaseWindow = 10000.0f,
     .attentionScale = 1.0f,
     .unitValues = true,
     .expertsNormalize = true,
     .denseBesideExperts = true},
    {.name = "phi3", .pairing = RopePairing::Halves},
    {.name = "glm4", .postNorms = true},
    {.name = "glm4moe",
     .pairing = RopePairing::Halves,
     .qkNormOptional = true,
     .feedForwardNorm = "post_attention_norm",
     .gating = ExpertGating::Sigmoid},
    {.name = "granite", .scalars = true},
    {.name = "granitemoe", .scalars = true, .expertsNormalize = true},
    {.name = "deepseek2", .latentAttention = true, .yarnUnitMagnitude = true},
    {.name = "mistral4", .latentAttention = true},
    {.name = "llama4",
     .windowPeriod = 4,
     .chunk = 8192,
     .noRopePeriod = 4,
     .temperature = {.scale = 0.1f, .length = 8192, .offset = 1},
     .unitQueriesKeys = true,
     .expertsWithoutUnit = 128,
     .gating = ExpertGating::Sigmoid,
     .sharedExpert = true,
     .weighExpertInput = true},
    {.name = "gpt-oss",
     .pairing = RopePairing::Halves,
     .activation = Activation::SwigluOai,
     .sinks = true,
     .feedForwardNorm = "post_attention_norm",
     .windowPeriod = 2,
     .gating = ExpertGating::SoftmaxSelected,
     .normEpsDefault = 1e-5f},
};

} // namespace

std::span<const ArchRow> archRows() {
    return kRows;
}

const ArchRow* findArch(std::string_view name) {
    if (name == "gptoss") name = "gpt-oss";
    for (const ArchRow& row : kRows)
        if (row.name == name) return &row;
    return nullptr;
}

} // namespace inference
