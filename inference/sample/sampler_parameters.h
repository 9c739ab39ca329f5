// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <optional>

namespace inference {

/// What a person may set about how the next token is drawn. Defaults are the field's usual ones.
struct SamplerParameters {
    float temperature = 0.8f;   ///< <= 0: greedy, exact arg-max.
    std::int32_t topK = 40;     ///< <= 0: off.
    float topP = 0.95f;         ///< 1: off.
    float minP = 0.05f;         ///< 0: off.
    float repeatPenalty = 1.0f; ///< 1: off.
    float presencePenalty = 0.0f;
    float frequencyPenalty = 0.0f;
    std::int32_t penaltyWindow = 64;   ///< Last tokens that penalties look at; < 0: all.
    std::optional<std::uint64_t> seed; ///< None: a fresh one each time.
};

} // namespace inference
