// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/error.h"
#include "inference/grammar/grammar.h"
#include "inference/sample/sampler_parameters.h"
#include "inference/tokenizer/tokenizer.h"

namespace inference {

enum class StopReason : std::uint8_t {
    EndOfGeneration, ///< The model ended its answer.
    StopString,
    MaxTokens,
    ContextFull, ///< Nothing was cut: the caller decides what to drop.
    Cancelled,
    Failed, ///< See GenerationResult::error.
};

/// "stop", "stop_string", "length", "context_full", "cancelled", "failed".
std::string_view stopReasonName(StopReason reason);

/// Binds an answer to a grammar. See grammar/gbnf.h and grammar/json_schema.h.
struct OutputConstraint {
    /// What of the answer is bound.
    enum class Begin : std::uint8_t {
        AtOnce,       ///< All of it.
        MayThink,     ///< All of it, unless it begins with `thoughtOpen`: then what follows that.
        AfterThought, ///< What follows `thoughtClose`: the prompt has opened a thought.
        AfterHeader,  ///< What follows the header of harmony's final message.
    };
    grammar::GrammarPointer grammar; ///< None: the answer is free.
    Begin begin = Begin::AtOnce;
    // Any texts, control tokens written out.
    std::string thoughtOpen;
    std::string thoughtClose;
    std::vector<std::string> callOpeners; ///< The model may call a tool instead of answering.
    std::string answerOpen;               ///< May stand before the bound part.
};

struct GenerationRequest {
    std::vector<TokenId>
        prompt; ///< Whole conversation; the session finds what its cache already holds.
    SamplerParameters sampler;
    std::int32_t maxTokens = -1; ///< < 0: until the context is full.
    std::vector<std::string> stopStrings;
    OutputConstraint constraint;
    bool ignoreEndOfGeneration = false;
    bool renderSpecial =
        false; ///< Control tokens appear in the text, for parsers of answer formats.
};

struct GenerationResult {
    StopReason reason = StopReason::EndOfGeneration;
    Error error;                 ///< Only with Failed.
    std::vector<TokenId> tokens; ///< Generated, without the end token.
    std::string text;            ///< Everything that onText was given.
    std::uint32_t promptTokens = 0;
    std::uint32_t promptTokensReused = 0; ///< Prefix found in the cache.
    double promptSeconds = 0;             ///< Reading what was not cached.
    double firstTokenSeconds = 0;         ///< From submit to the first token.
    double generateSeconds = 0;           ///< From the first token to the last.
    double promptTokensPerSecond() const;
    double generateTokensPerSecond() const;
};

/// Called on the engine's thread; must return quickly and must not call back into the engine.
struct GenerationCallbacks {
    /// Share of the prompt that was read.
    std::function<void(std::uint32_t done, std::uint32_t total)> onPrompt;
    /// More text, always whole code points, and the number of tokens so far.
    std::function<void(std::string_view text, std::uint32_t tokens)> onText;
    std::function<void(const GenerationResult& result)> onDone; ///< Exactly once.
};

} // namespace inference
