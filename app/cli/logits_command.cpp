// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>
#include <bit>
#include <cstdio>
#include <fstream>

#include "app/cli/command.h"
#include "app/cli/model_argument.h"
#include "app/cli/output.h"
#include "inference/session/running_model.h"

namespace cli {

namespace {

constexpr auto kOptions = withEngineOptions(std::array<Option, 3>{{
    {"--tokens", "1,2,3", "the token ids"},
    {"--out", "F", "file for the logits: float32, little-endian, [tokens][vocabulary]"},
    {"--last", "", "only the logits after the last token"},
}});

// Logits of one batch should not take more memory than a small model's weights.
constexpr std::uint64_t kLogitBytesMax = 64u << 20;

Result<void> writeFloats(const std::string& path, const std::vector<float>& values) {
    static_assert(std::endian::native == std::endian::little, "the file is little-endian");
    std::ofstream stream(path, std::ios::binary | std::ios::trunc);
    const auto bytes = static_cast<std::streamsize>(values.size() * sizeof(float));
    stream.write(reinterpret_cast<const char*>(values.data()), bytes);
    stream.flush();
    if (!stream)
        return Error{ErrorCode::Io,
                     "cannot write " + path + ": check the folder and its free space"};
    return {};
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const std::string list, arguments.required("--tokens"));
    TRY(const auto tokens, parseTokens(list));
    TRY(const std::string out, arguments.required("--out"));
    if (tokens.empty()) return Error{ErrorCode::InvalidArgument, "--tokens names no token"};
    const bool lastOnly = arguments.has("--last");
    TRY(auto options, readEngineOptions(arguments, context));
    TRY(const auto path, findModel(arguments.positional().front(), context));
    TRY(const auto model, inference::Model::load(path));
    const std::uint32_t vocabulary = model->spec().vocabulary;
    options.contextLength = std::max(inference::chooseContext(*model, options),
                                     static_cast<std::uint32_t>(tokens.size()));
    options.allLogits = !lastOnly;
    if (!lastOnly) {
        const std::uint64_t rows = kLogitBytesMax / sizeof(float) / vocabulary;
        options.batchMax = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(rows, 8, 512));
    }
    TRY(const auto engine, inference::Engine::load(model, options));
    if (const std::string reason = engine->fallbackReason(); !reason.empty())
        printRemark(context, "running on the CPU: " + reason);
    TRY(const auto logits, engine->logits(tokens, lastOnly));
    TRY(writeFloats(out, logits));
    if (context.json) {
        printJson({{"n_tokens", lastOnly ? 1 : tokens.size()}, {"n_vocab", vocabulary}});
    } else {
        std::printf("%zu x %u logits in %s\n", logits.size() / vocabulary, vocabulary, out.c_str());
    }
    return {};
}

} // namespace

const Command kLogitsCommand{.name = "logits",
                             .arguments = "MODEL",
                             .summary = "write what the model predicts after each token",
                             .positionalMin = 1,
                             .positionalMax = 1,
                             .options = kOptions,
                             .run = run};

} // namespace cli
