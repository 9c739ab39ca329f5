// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/sample/sampler_defaults.h"

#include <cmath>
#include <limits>
#include <string>
#include <string_view>

namespace inference {

namespace {

/// A bound beyond which a value is a mistake and not advice.
void read(const GgufMetadata& metadata, std::string_view name, double low, double high,
          float& target) {
    const auto value = metadata.real("general.sampling." + std::string(name));
    if (value && std::isfinite(*value) && *value >= low && *value <= high)
        target = static_cast<float>(*value);
}

void read(const GgufMetadata& metadata, std::string_view name, std::int32_t& target) {
    const auto value = metadata.integer("general.sampling." + std::string(name));
    if (value && *value >= -1 && *value <= std::numeric_limits<std::int32_t>::max())
        target = static_cast<std::int32_t>(*value);
}

template <typename T>
void replace(T& chosen, const T& usual, const T& author) {
    if (chosen == usual) chosen = author;
}

} // namespace

SamplerParameters samplerDefaults(const GgufMetadata& metadata) {
    SamplerParameters p;
    read(metadata, "temp", 0, 10, p.temperature);
    read(metadata, "top_k", p.topK);
    read(metadata, "top_p", 0, 1, p.topP);
    read(metadata, "min_p", 0, 1, p.minP);
    read(metadata, "penalty_repeat", 0.01, 10, p.repeatPenalty);
    read(metadata, "penalty_freq", -10, 10, p.frequencyPenalty);
    read(metadata, "penalty_present", -10, 10, p.presencePenalty);
    read(metadata, "penalty_last_n", p.penaltyWindow);
    return p;
}

SamplerParameters withDefaults(SamplerParameters chosen, const SamplerParameters& author) {
    const SamplerParameters usual;
    replace(chosen.temperature, usual.temperature, author.temperature);
    replace(chosen.topK, usual.topK, author.topK);
    replace(chosen.topP, usual.topP, author.topP);
    replace(chosen.minP, usual.minP, author.minP);
    replace(chosen.repeatPenalty, usual.repeatPenalty, author.repeatPenalty);
    replace(chosen.frequencyPenalty, usual.frequencyPenalty, author.frequencyPenalty);
    replace(chosen.presencePenalty, usual.presencePenalty, author.presencePenalty);
    replace(chosen.penaltyWindow, usual.penaltyWindow, author.penaltyWindow);
    return chosen;
}

} // namespace inference
