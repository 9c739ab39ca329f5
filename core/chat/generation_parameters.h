// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "inference/sample/sampler_parameters.h"

namespace core {

/// What becomes of a conversation that no longer fits into the model's context.
enum class ContextFull : std::uint8_t {
    Stop,       ///< The answer ends there, and a person decides. Nothing is cut in silence.
    DropOldest, ///< The oldest turns are left out of what the model reads; they stay in the chat.
};

/// Everything a person may set about an answer.
struct GenerationParameters {
    std::string systemPrompt;
    inference::SamplerParameters sampler;
    std::int32_t maxTokens = -1; ///< < 0: until the context is full.
    std::vector<std::string> stopStrings;
    /// "", "off", "low", "medium" or "high"; "" leaves it to the model. Models without that ability
    /// ignore it.
    std::string reasoningEffort;
};
bool operator==(const GenerationParameters& a, const GenerationParameters& b);

/// What one chat sets other than the defaults of the settings.
struct ParameterOverrides {
    std::optional<std::string> systemPrompt;
    std::optional<float> temperature;
    std::optional<std::int32_t> topK;
    std::optional<float> topP;
    std::optional<float> minP;
    std::optional<float> repeatPenalty;
    std::optional<float> presencePenalty;
    std::optional<float> frequencyPenalty;
    std::optional<std::int32_t> penaltyWindow;
    /// Not set: as the defaults say. A set value below 0 means: a fresh seed each time.
    std::optional<std::int64_t> seed;
    std::optional<std::int32_t> maxTokens;
    std::optional<std::vector<std::string>> stopStrings;
    std::optional<std::string> reasoningEffort;

    bool operator==(const ParameterOverrides&) const = default;
};

GenerationParameters applyOverrides(const GenerationParameters& defaults,
                                    const ParameterOverrides& overrides);
/// The overrides that turn `defaults` into `wanted`.
ParameterOverrides differenceFrom(const GenerationParameters& defaults,
                                  const GenerationParameters& wanted);

/// Values brought into the ranges that make sense; not-a-number becomes the default.
GenerationParameters sanitized(GenerationParameters parameters);

/// JSON objects. Reading ignores members that it does not know and fails with Corrupt only when the
/// text is no JSON object; members of a wrong type count as absent.
std::string toJson(const GenerationParameters& parameters);
std::string toJson(const ParameterOverrides& overrides);
Result<GenerationParameters> parametersFromJson(std::string_view json);
Result<ParameterOverrides> overridesFromJson(std::string_view json);

} // namespace core
