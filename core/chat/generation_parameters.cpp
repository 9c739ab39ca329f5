// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/generation_parameters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/base/json.h"

namespace core {
namespace {

/// Every stop string is looked for at every token.
constexpr std::size_t kStopStringsMax = 16;

float inRange(float value, float low, float high, float otherwise) {
    return std::isfinite(value) ? std::clamp(value, low, high) : otherwise;
}

template <typename T>
void take(T& target, const std::optional<T>& value) {
    if (value) target = *value;
}

/// The shortest decimal that reads back as the same float: 0.8, not 0.800000011920929.
Json number(float value) {
    if (!std::isfinite(value)) return 0;
    std::array<char, 32> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    double shortest = 0;
    std::from_chars(text.data(), written.ptr, shortest);
    return shortest;
}

ParameterOverrides readOverrides(const Json& json) {
    ParameterOverrides result;
    const auto real = [&json](const char* name) -> std::optional<float> {
        const auto value = jsonNumber(json, name);
        return value ? std::optional(static_cast<float>(*value)) : std::nullopt;
    };
    result.systemPrompt = jsonText(json, "system_prompt");
    result.temperature = real("temperature");
    result.topK = jsonInteger<std::int32_t>(json, "top_k");
    result.topP = real("top_p");
    result.minP = real("min_p");
    result.repeatPenalty = real("repeat_penalty");
    result.presencePenalty = real("presence_penalty");
    result.frequencyPenalty = real("frequency_penalty");
    result.penaltyWindow = jsonInteger<std::int32_t>(json, "penalty_window");
    result.seed = jsonInteger<std::int64_t>(json, "seed");
    result.maxTokens = jsonInteger<std::int32_t>(json, "max_tokens");
    result.stopStrings = jsonTexts(json, "stop");
    result.reasoningEffort = jsonText(json, "reasoning_effort");
    return result;
}

Json write(const ParameterOverrides& o) {
    Json json = Json::object();
    if (o.systemPrompt) json["system_prompt"] = *o.systemPrompt;
    if (o.temperature) json["temperature"] = number(*o.temperature);
    if (o.topK) json["top_k"] = *o.topK;
    if (o.topP) json["top_p"] = number(*o.topP);
    if (o.minP) json["min_p"] = number(*o.minP);
    if (o.repeatPenalty) json["repeat_penalty"] = number(*o.repeatPenalty);
    if (o.presencePenalty) json["presence_penalty"] = number(*o.presencePenalty);
    if (o.frequencyPenalty) json["frequency_penalty"] = number(*o.frequencyPenalty);
    if (o.penaltyWindow) json["penalty_window"] = *o.penaltyWindow;
    if (o.seed) json["seed"] = *o.seed;
    if (o.maxTokens) json["max_tokens"] = *o.maxTokens;
    if (o.stopStrings) json["stop"] = *o.stopStrings;
    if (o.reasoningEffort) json["reasoning_effort"] = *o.reasoningEffort;
    return json;
}

/// The form of the seed in JSON and overrides: one signed number, negative for "none".
std::int64_t signedSeed(const std::optional<std::uint64_t>& seed) {
    constexpr auto kMask = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return seed ? static_cast<std::int64_t>(*seed & kMask) : -1;
}

ParameterOverrides everythingOf(const GenerationParameters& p) {
    ParameterOverrides all;
    all.systemPrompt = p.systemPrompt;
    all.temperature = p.sampler.temperature;
    all.topK = p.sampler.topK;
    all.topP = p.sampler.topP;
    all.minP = p.sampler.minP;
    all.repeatPenalty = p.sampler.repeatPenalty;
    all.presencePenalty = p.sampler.presencePenalty;
    all.frequencyPenalty = p.sampler.frequencyPenalty;
    all.penaltyWindow = p.sampler.penaltyWindow;
    all.seed = signedSeed(p.sampler.seed);
    all.maxTokens = p.maxTokens;
    all.stopStrings = p.stopStrings;
    all.reasoningEffort = p.reasoningEffort;
    return all;
}

} // namespace

bool operator==(const GenerationParameters& a, const GenerationParameters& b) {
    return everythingOf(a) == everythingOf(b) && a.sampler.seed == b.sampler.seed;
}

GenerationParameters applyOverrides(const GenerationParameters& defaults,
                                    const ParameterOverrides& o) {
    GenerationParameters result = defaults;
    take(result.systemPrompt, o.systemPrompt);
    take(result.sampler.temperature, o.temperature);
    take(result.sampler.topK, o.topK);
    take(result.sampler.topP, o.topP);
    take(result.sampler.minP, o.minP);
    take(result.sampler.repeatPenalty, o.repeatPenalty);
    take(result.sampler.presencePenalty, o.presencePenalty);
    take(result.sampler.frequencyPenalty, o.frequencyPenalty);
    take(result.sampler.penaltyWindow, o.penaltyWindow);
    if (o.seed) {
        result.sampler.seed.reset();
        if (*o.seed >= 0) result.sampler.seed = static_cast<std::uint64_t>(*o.seed);
    }
    take(result.maxTokens, o.maxTokens);
    take(result.stopStrings, o.stopStrings);
    take(result.reasoningEffort, o.reasoningEffort);
    return result;
}

ParameterOverrides differenceFrom(const GenerationParameters& defaults,
                                  const GenerationParameters& wanted) {
    const ParameterOverrides before = everythingOf(defaults);
    ParameterOverrides result = everythingOf(wanted);
    const auto drop = [](auto& value, const auto& old) {
        if (value == old) value.reset();
    };
    drop(result.systemPrompt, before.systemPrompt);
    drop(result.temperature, before.temperature);
    drop(result.topK, before.topK);
    drop(result.topP, before.topP);
    drop(result.minP, before.minP);
    drop(result.repeatPenalty, before.repeatPenalty);
    drop(result.presencePenalty, before.presencePenalty);
    drop(result.frequencyPenalty, before.frequencyPenalty);
    drop(result.penaltyWindow, before.penaltyWindow);
    drop(result.seed, before.seed);
    drop(result.maxTokens, before.maxTokens);
    drop(result.stopStrings, before.stopStrings);
    drop(result.reasoningEffort, before.reasoningEffort);
    return result;
}

GenerationParameters sanitized(GenerationParameters p) {
    const inference::SamplerParameters usual;
    inference::SamplerParameters& s = p.sampler;
    s.temperature = inRange(s.temperature, 0.0f, 5.0f, usual.temperature);
    s.topK = std::clamp(s.topK, 0, 100000);
    s.topP = inRange(s.topP, 0.0f, 1.0f, usual.topP);
    s.minP = inRange(s.minP, 0.0f, 1.0f, usual.minP);
    s.repeatPenalty = inRange(s.repeatPenalty, 0.1f, 10.0f, usual.repeatPenalty);
    s.presencePenalty = inRange(s.presencePenalty, -10.0f, 10.0f, usual.presencePenalty);
    s.frequencyPenalty = inRange(s.frequencyPenalty, -10.0f, 10.0f, usual.frequencyPenalty);
    s.penaltyWindow = std::clamp(s.penaltyWindow, -1, 1 << 20);
    if (p.maxTokens == 0 || p.maxTokens < -1) p.maxTokens = -1;
    std::erase_if(p.stopStrings, [](const std::string& text) { return text.empty(); });
    if (p.stopStrings.size() > kStopStringsMax) p.stopStrings.resize(kStopStringsMax);
    constexpr std::string_view kEfforts[] = {"", "off", "low", "medium", "high"};
    if (std::find(std::begin(kEfforts), std::end(kEfforts), p.reasoningEffort)
        == std::end(kEfforts)) {
        p.reasoningEffort.clear();
    }
    return p;
}

std::string toJson(const GenerationParameters& parameters) {
    Json json = write(everythingOf(parameters));
    // A whole set has no defaults to fall back on: "no seed" is simply absent.
    if (!parameters.sampler.seed) json.erase("seed");
    return dumpJson(json);
}

std::string toJson(const ParameterOverrides& overrides) {
    return dumpJson(write(overrides));
}

Result<GenerationParameters> parametersFromJson(std::string_view text) {
    TRY(const Json json, parseJsonObject(text));
    return sanitized(applyOverrides({}, readOverrides(json)));
}

Result<ParameterOverrides> overridesFromJson(std::string_view text) {
    TRY(const Json json, parseJsonObject(text));
    return readOverrides(json);
}

} // namespace core
