// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/sampler_options.h"

#include <limits>

#include "app/cli/output.h"
#include "inference/grammar/gbnf.h"
#include "inference/grammar/json_schema.h"

namespace cli {

Result<inference::SamplerParameters> readSampler(const Arguments& arguments,
                                                 const inference::SamplerParameters& defaults) {
    constexpr std::int64_t kMax = std::numeric_limits<std::int32_t>::max();
    inference::SamplerParameters sampler = defaults;
    TRY(sampler.temperature, arguments.real("--temp", sampler.temperature));
    TRY(const auto topK, arguments.integer("--top-k", sampler.topK, -1, kMax));
    sampler.topK = static_cast<std::int32_t>(topK);
    TRY(sampler.topP, arguments.real("--top-p", sampler.topP));
    TRY(sampler.minP, arguments.real("--min-p", sampler.minP));
    TRY(sampler.repeatPenalty, arguments.real("--repeat-penalty", sampler.repeatPenalty));
    TRY(sampler.presencePenalty, arguments.real("--presence-penalty", sampler.presencePenalty));
    TRY(sampler.frequencyPenalty, arguments.real("--frequency-penalty", sampler.frequencyPenalty));
    if (arguments.has("--seed")) {
        // -1 is how many programs say "a fresh one each time".
        TRY(const auto seed,
            arguments.integer("--seed", 0, -1, std::numeric_limits<std::int64_t>::max()));
        if (seed >= 0) sampler.seed = static_cast<std::uint64_t>(seed);
    }
    return sampler;
}

Result<inference::grammar::GrammarPointer> readGrammar(const Arguments& arguments) {
    const auto schema = arguments.text("--json-schema");
    const auto path = schema ? schema : arguments.text("--grammar");
    if (!path) return inference::grammar::GrammarPointer();
    if (schema && arguments.has("--grammar"))
        return Error{ErrorCode::InvalidArgument, "give either --json-schema or --grammar"};
    TRY(const std::string text, readFile(*path));
    auto grammar =
        schema ? inference::grammar::parseJsonSchema(text) : inference::grammar::parseGbnf(text);
    // Not a mistake in how the command was called: say which file.
    if (!grammar)
        return Error{grammar.error().code == ErrorCode::InvalidArgument ? ErrorCode::Corrupt
                                                                        : grammar.error().code,
                     *path + ": " + grammar.error().detail};
    return grammar;
}

Result<std::int32_t> readMaxTokens(const Arguments& arguments) {
    TRY(const auto tokens,
        arguments.integer("--max-tokens", -1, -1, std::numeric_limits<std::int32_t>::max()));
    return static_cast<std::int32_t>(tokens);
}

} // namespace cli
