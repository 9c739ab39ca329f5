// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/model_argument.h"
#include "app/cli/output.h"
#include "app/cli/sampler_options.h"
#include "app/cli/speeds.h"
#include "inference/sample/sampler_defaults.h"

namespace cli {

namespace {

constexpr std::array<Option, 2> kOwnOptions{{
    {"--prompt", "T", "the text to continue"},
    {"--tokens", "1,2,3", "the same as token ids"},
}};

constexpr auto kOptions = [] {
    std::array<Option, kOwnOptions.size() + kSamplerOptions.size()> own{};
    for (std::size_t i = 0; i < kOwnOptions.size(); ++i) own[i] = kOwnOptions[i];
    for (std::size_t i = 0; i < kSamplerOptions.size(); ++i)
        own[kOwnOptions.size() + i] = kSamplerOptions[i];
    return withEngineOptions(own);
}();

Result<inference::GenerationRequest> readRequest(const Arguments& arguments) {
    inference::GenerationRequest request;
    TRY(request.sampler, readSampler(arguments));
    TRY(request.maxTokens, readMaxTokens(arguments));
    request.ignoreEndOfGeneration = arguments.has("--ignore-eos");
    TRY(request.constraint.grammar, readGrammar(arguments));
    if (arguments.has("--prompt") == arguments.has("--tokens"))
        return Error{ErrorCode::InvalidArgument, "give either --prompt or --tokens"};
    if (const auto list = arguments.text("--tokens")) {
        TRY(request.prompt, parseTokens(*list));
    }
    return request;
}

void print(const inference::GenerationResult& result, const inference::Engine& engine,
           const Context& context) {
    if (context.json) {
        printJson({{"ids", result.tokens},
                   {"text", result.text},
                   {"stop_reason", inference::stopReasonName(result.reason)},
                   {"prompt_tokens", result.promptTokens},
                   {"generated_tokens", result.tokens.size()},
                   {"prompt_tps", result.promptTokensPerSecond()},
                   {"generate_tps", result.generateTokensPerSecond()},
                   {"load_s", engine.loadSeconds()},
                   {"first_token_s", result.firstTokenSeconds}});
        return;
    }
    printText("\n");
    std::array<char, 200> line{};
    std::snprintf(
        line.data(), line.size(),
        "%zu tokens, %.1f tokens/s, %.2f s to first token, prompt of %u at %.1f tokens/s (%s)",
        result.tokens.size(), result.generateTokensPerSecond(), result.firstTokenSeconds,
        result.promptTokens, result.promptTokensPerSecond(),
        std::string(inference::stopReasonName(result.reason)).c_str());
    printRemark(context, line.data());
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(auto request, readRequest(arguments));
    TRY(const auto options, readEngineOptions(arguments, context));
    TRY(const auto engine, loadEngine(arguments, context, options));
    TRY(request.sampler,
        readSampler(arguments, inference::samplerDefaults(engine->model().file().metadata())));
    if (const auto prompt = arguments.text("--prompt")) {
        request.prompt = engine->model().tokenizer().encode(*prompt);
        if (request.prompt.empty())
            return Error{ErrorCode::InvalidArgument, "the prompt is empty: give it some text"};
    }
    inference::GenerationCallbacks callbacks;
    if (!context.json)
        callbacks.onText = [](std::string_view text, std::uint32_t) { printText(text); };
    const auto result = engine->generate(std::move(request), std::move(callbacks), context.stop);
    if (result.reason == inference::StopReason::Failed) return result.error;
    if (result.promptTokens > engine->contextLength())
        return Error{ErrorCode::LimitExceeded,
                     "the prompt has " + std::to_string(result.promptTokens)
                         + " tokens, the context " + std::to_string(engine->contextLength())
                         + ": raise --context"};
    print(result, *engine, context);
    // Checking an answer against a grammar takes time that is not the model's.
    if (!arguments.has("--json-schema") && !arguments.has("--grammar"))
        noteSpeed(context, *engine, options, result.generateTokensPerSecond(),
                  static_cast<std::uint32_t>(result.tokens.size()));
    if (result.reason == inference::StopReason::Cancelled)
        return Error{ErrorCode::Cancelled, "interrupted"};
    return {};
}

} // namespace

const Command kGenerateCommand{.name = "generate",
                               .arguments = "MODEL",
                               .summary = "continue a text",
                               .positionalMin = 1,
                               .positionalMax = 1,
                               .options = kOptions,
                               .run = run};

} // namespace cli
