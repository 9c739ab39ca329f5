// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/sampler_options.h"

#include <limits>

namespace cli {

Result<inference::SamplerParameters> readSampler(const Arguments& arguments) {
    constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
    inference::SamplerParameters sampler;
    TRY(sampler.temperature, arguments.real("--temp", sampler.temperature));
    TRY(const auto topK, arguments.integer("--top-k", sampler.topK, -1, kMax));
    sampler.topK = static_cast<std::int32_t>(topK);
    TRY(sampler.topP, arguments.real("--top-p", sampler.topP));
    TRY(sampler.minP, arguments.real("--min-p", sampler.minP));
    TRY(sampler.repeatPenalty, arguments.real("--repeat-penalty", sampler.repeatPenalty));
    TRY(sampler.presencePenalty, arguments.real("--presence-penalty", 0));
    TRY(sampler.frequencyPenalty, arguments.real("--frequency-penalty", 0));
    if (arguments.has("--seed")) {
        // -1 is how many programs say "a fresh one each time".
        TRY(const auto seed,
            arguments.integer("--seed", 0, -1, std::numeric_limits<std::int64_t>::max()));
        if (seed >= 0) sampler.seed = static_cast<std::uint64_t>(seed);
    }
    return sampler;
}

Result<std::int32_t> readMaxTokens(const Arguments& arguments) {
    TRY(const auto tokens,
        arguments.integer("--max-tokens", -1, -1, std::numeric_limits<std::int32_t>::max()));
    return static_cast<std::int32_t>(tokens);
}

} // namespace cli
