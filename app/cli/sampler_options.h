// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>

#include "app/cli/arguments.h"
#include "inference/grammar/grammar.h"
#include "inference/sample/sampler_parameters.h"

namespace cli {

/// The options of every command that draws tokens.
inline constexpr std::array<Option, 12> kSamplerOptions{{
    {"--max-tokens", "N", "longest answer; default: until the context is full"},
    {"--temp", "X", "temperature, 0 = always the likeliest token; default the model's, else 0.8"},
    {"--top-k", "K", "only the K likeliest tokens, 0 = off; default the model's, else 40"},
    {"--top-p", "P",
     "only the likeliest tokens that make up P, 1 = off; default the model's, else 0.95"},
    {"--min-p", "P",
     "only tokens at least P times as likely as the best; default the model's, else 0.05"},
    {"--repeat-penalty", "R",
     "against tokens that came before, 1 = off; default the model's, else 1"},
    {"--presence-penalty", "X", "the same, added once per token; default 0"},
    {"--frequency-penalty", "X", "the same, added each time; default 0"},
    {"--seed", "S", "draw the same tokens again"},
    {"--ignore-eos", "", "go on when the model ends its answer"},
    {"--json-schema", "F", "answer with JSON that this JSON Schema accepts"},
    {"--grammar", "F", "answer with text of this GBNF grammar"},
}};

/// `defaults`: for what was not given; see inference::samplerDefaults().
Result<inference::SamplerParameters> readSampler(const Arguments& arguments,
                                                 const inference::SamplerParameters& defaults = {});
/// The grammar of --json-schema or --grammar; none if neither was given.
Result<inference::grammar::GrammarPointer> readGrammar(const Arguments& arguments);
Result<std::int32_t> readMaxTokens(const Arguments& arguments);

} // namespace cli
