// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/model_argument.h"

#include <cstdio>
#include <limits>
#include <optional>
#include <unistd.h>

#include "app/cli/library.h"
#include "app/cli/output.h"

namespace cli {

namespace {

constexpr std::int64_t kContextMax = 1 << 27;

/// A bar would be noise in a log file.
inference::ProgressCallback terminalProgress(const Context& context) {
    if (context.quiet || isatty(STDERR_FILENO) == 0) return {};
    return [last = -1](float fraction) mutable {
        const int percent = static_cast<int>(fraction * 100);
        if (percent == last) return;
        last = percent;
        std::fprintf(stderr, "\rloading %d%%%s", percent, percent >= 100 ? "\r\033[K" : "");
    };
}

constexpr std::int64_t kLayersMax = 1 << 16;

/// A number, or "all"; nothing for "auto" and where the option is missing.
Result<std::optional<std::uint32_t>> readCount(const Arguments& arguments, const char* name) {
    const auto text = arguments.text(name);
    if (!text || *text == "auto") return std::optional<std::uint32_t>();
    if (*text == "all") return std::optional<std::uint32_t>(kLayersMax);
    TRY(const auto count, arguments.integer(name, 0, 0, kLayersMax));
    return std::optional<std::uint32_t>(static_cast<std::uint32_t>(count));
}

} // namespace

Result<inference::PlacementWish> readPlacement(const Arguments& arguments) {
    inference::PlacementWish wish;
    TRY(wish.deviceLayers, readCount(arguments, "--gpu-layers"));
    TRY(wish.hostExperts, readCount(arguments, "--cpu-experts"));
    return wish;
}

Result<std::filesystem::path> findModel(const std::string& argument, const Context& context) {
    if (argument.starts_with("http://") || argument.starts_with("https://")
        || argument.starts_with("hf:"))
        return Error{ErrorCode::Unsupported,
                     "a model runs from this machine only: `hearth-cli pull` downloads it, then "
                     "give its name"};
    std::error_code error;
    if (std::filesystem::is_regular_file(argument, error)) return std::filesystem::path(argument);
    const bool looksLikePath = argument.starts_with("/") || argument.starts_with(".");
    if (std::filesystem::is_directory(argument, error) && looksLikePath)
        return Error{ErrorCode::NotFound, argument + " is a folder: give a GGUF file in it"};
    if (std::filesystem::exists(argument, error)) return std::filesystem::path(argument);
    const Error missing{ErrorCode::NotFound,
                        "there is no file " + argument + ": give the path of a GGUF file"};
    if (looksLikePath) return missing;
    TRY(const auto library, openLibrary(context));
    TRY(library->scan(core::ScanDepth::Names, context.stop));
    TRY(const core::ModelEntry entry, library->find(argument));
    if (!entry.online)
        return Error{ErrorCode::NotFound, entry.name + " is on a disk that is not there now, "
                                              + entry.root.string() + ": connect it"};
    return entry.path();
}

Result<void> readCacheTypes(const Arguments& arguments, std::optional<inference::KvType>& keys,
                            std::optional<inference::KvType>& values) {
    const auto text = arguments.text("--kv");
    if (!text) return {};
    const std::size_t comma = text->find(',');
    const std::string_view whole = *text;
    keys = inference::parseKvType(whole.substr(0, comma));
    values = comma == std::string::npos ? keys : inference::parseKvType(whole.substr(comma + 1));
    if (keys && values) return {};
    return Error{ErrorCode::InvalidArgument, "--kv must be f32, f16, q8_0 or q4_0, or two of them "
                                             "with a comma for keys and values, not '"
                                                 + *text + '\''};
}

Result<inference::EngineOptions> readEngineOptions(const Arguments& arguments,
                                                   const Context& context) {
    inference::EngineOptions options;
    options.device = arguments.text("--device").value_or("auto");
    TRY(const auto threads, arguments.integer("--threads", 0, 0, 1024));
    options.threads = static_cast<unsigned>(threads);
    TRY(const auto length, arguments.integer("--context", 0, 1, kContextMax));
    options.contextLength = static_cast<std::uint32_t>(length);
    options.exact = arguments.has("--exact");
    TRY(readCacheTypes(arguments, options.keyType, options.valueType));
    TRY(options.placement, readPlacement(arguments));
    options.progress = terminalProgress(context);
    options.stop = context.stop;
    options.log = [context](inference::LogLevel level, std::string_view message) {
        if (level >= inference::LogLevel::Warning) printRemark(context, message);
    };
    return options;
}

Result<std::unique_ptr<inference::Engine>> loadEngine(const Arguments& arguments,
                                                      const Context& context,
                                                      const inference::EngineOptions& options) {
    TRY(const auto path, findModel(arguments.positional().front(), context));
    TRY(auto engine, inference::Engine::load(path, options));
    if (const std::string reason = engine->fallbackReason(); !reason.empty())
        printRemark(context, "running on the CPU: " + reason);
    return engine;
}

Result<inference::Tokenizer> loadTokenizer(const std::string& argument, const Context& context) {
    TRY(const auto path, findModel(argument, context));
    TRY(const auto file, inference::GgufFile::open(path));
    return inference::Tokenizer::create(file.metadata());
}

} // namespace cli
