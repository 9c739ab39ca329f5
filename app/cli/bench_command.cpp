// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>

#include "app/cli/command.h"
#include "app/cli/model_argument.h"
#include "app/cli/output.h"
#include "app/cli/speeds.h"
#include "inference/backend/memory_bandwidth.h"
#include "inference/base/thread_pool.h"
#include "inference/sample/rng.h"

namespace cli {

namespace {

constexpr auto kOptions = withEngineOptions(std::array<Option, 4>{{
    {"--prompt", "N", "tokens of a prompt; default 512"},
    {"--generate", "N", "tokens of an answer; default 128"},
    {"--depth", "N", "tokens in the cache before either; default 0"},
    {"--repetitions", "N", "how often; default 5"},
}});

struct Lengths {
    std::uint32_t prompt = 0;
    std::uint32_t generate = 0;
    std::uint32_t depth = 0;
    std::uint32_t repetitions = 0;
};

struct Spread {
    double min = 0, median = 0, max = 0;
};

Spread spreadOf(std::vector<double> values) {
    if (values.empty()) return {};
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    const double median =
        values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    return {values.front(), median, values.back()};
}

Json toJson(const Spread& spread) {
    return {{"min", spread.min}, {"median", spread.median}, {"max", spread.max}};
}

/// The most memory this process ever held, in bytes; 0 where the system does not say.
std::uint64_t peakResidentBytes() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with("VmHWM:")) return std::stoull(line.substr(6)) * 1024;
    return 0;
}

/// Times prompts and answers of fixed lengths over tokens drawn at random.
class Measurement {
public:
    Measurement(inference::Engine& engine, const Lengths& lengths, std::stop_token stop)
        : m_engine(engine), m_lengths(lengths), m_stop(std::move(stop)),
          m_depth(randomTokens(lengths.depth)) {}

    Result<double> promptSpeed() {
        TRY(const auto result, run(m_depth, m_lengths.prompt, 0));
        return result.promptTokensPerSecond();
    }
    /// The first token belongs to the prompt's pass, so one more is drawn than is counted.
    Result<double> generateSpeed() {
        const auto max = static_cast<std::int32_t>(m_lengths.generate) + 1;
        TRY(const auto result, run(m_depth, 1, max));
        return result.generateTokensPerSecond();
    }

private:
    std::vector<inference::TokenId> randomTokens(std::uint32_t count) {
        const std::uint32_t vocabulary = m_engine.model().spec().vocabulary;
        std::vector<inference::TokenId> tokens(count);
        for (auto& token : tokens)
            token = static_cast<inference::TokenId>(m_rng.next() % vocabulary);
        return tokens;
    }

    Result<inference::GenerationResult> run(const std::vector<inference::TokenId>& cached,
                                            std::uint32_t fresh, std::int32_t maxTokens) {
        inference::GenerationRequest request;
        request.sampler.temperature = 0;
        request.ignoreEndOfGeneration = true;
        request.maxTokens = 0;
        if (!cached.empty()) {
            request.prompt = cached;
            TRY(submit(request));
        }
        request.maxTokens = maxTokens;
        request.prompt = cached;
        const auto tail = randomTokens(fresh);
        request.prompt.insert(request.prompt.end(), tail.begin(), tail.end());
        return submit(request);
    }

    Result<inference::GenerationResult> submit(const inference::GenerationRequest& request) {
        auto result = m_engine.generate(request, {}, m_stop);
        if (result.reason == inference::StopReason::Cancelled)
            return Error{ErrorCode::Cancelled, "interrupted"};
        if (result.reason == inference::StopReason::Failed) return result.error;
        return result;
    }

    inference::Engine& m_engine;
    Lengths m_lengths;
    std::stop_token m_stop;
    inference::Rng m_rng{20261};
    std::vector<inference::TokenId> m_depth;
};

Result<Lengths> readLengths(const Arguments& arguments) {
    constexpr std::int64_t kMax = 1 << 24;
    TRY(const auto prompt, arguments.integer("--prompt", 512, 1, kMax));
    TRY(const auto generate, arguments.integer("--generate", 128, 1, kMax));
    TRY(const auto depth, arguments.integer("--depth", 0, 0, kMax));
    TRY(const auto repetitions, arguments.integer("--repetitions", 5, 1, 1000));
    return Lengths{static_cast<std::uint32_t>(prompt), static_cast<std::uint32_t>(generate),
                   static_cast<std::uint32_t>(depth), static_cast<std::uint32_t>(repetitions)};
}

void printTable(const Json& json, const inference::Engine& engine) {
    std::printf("%s on %s\n", printable(engine.model().name()).c_str(),
                printable(engine.device().name).c_str());
    for (const char* key : {"prompt_tps", "generate_tps"})
        std::printf("%-24s %.2f tokens/s (%.2f to %.2f)\n", key, json[key]["median"].get<double>(),
                    json[key]["min"].get<double>(), json[key]["max"].get<double>());
    std::printf("%-24s %.2f s\n", "load_s", json["load_s"].get<double>());
    std::printf("%-24s %s\n", "weight_bytes_per_token",
                humanBytes(json["weight_bytes_per_token"].get<std::uint64_t>()).c_str());
    if (!json["memory_bandwidth_bytes_s"].is_null())
        std::printf("%-24s %s/s, %.0f %% of it used\n", "memory_bandwidth",
                    humanBytes(json["memory_bandwidth_bytes_s"].get<std::uint64_t>()).c_str(),
                    json["bandwidth_fraction"].get<double>() * 100);
    std::printf("%-24s %s\n", "resident_bytes",
                humanBytes(json["resident_bytes"].get<std::uint64_t>()).c_str());
    std::printf("%-24s %s\n", "device_bytes",
                humanBytes(json["device_bytes"].get<std::uint64_t>()).c_str());
}

/// Main memory's speed says something about devices that live on it; a card has memory of its own.
double measureBandwidth(const inference::Engine& engine, unsigned threads) {
    const inference::DeviceKind kind = engine.device().kind;
    if (kind == inference::DeviceKind::Discrete) return 0;
    inference::ThreadPool pool(threads);
    return inference::measureReadBandwidth(pool);
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const Lengths lengths, readLengths(arguments));
    TRY(auto options, readEngineOptions(arguments, context));
    const std::uint32_t needed = lengths.depth + std::max(lengths.prompt, lengths.generate + 2);
    if (options.contextLength == 0) options.contextLength = needed;
    if (options.contextLength < needed)
        return Error{ErrorCode::InvalidArgument,
                     "--context is too short for these lengths: " + std::to_string(needed)
                         + " tokens are needed"};
    TRY(const auto engine, loadEngine(arguments, context, options));

    Measurement measurement(*engine, lengths, context.stop);
    std::vector<double> prompt, generate;
    TRY(measurement.generateSpeed()); // Caches, clocks and pipelines warm up.
    for (std::uint32_t i = 0; i < lengths.repetitions; ++i) {
        TRY(const double promptSpeed, measurement.promptSpeed());
        TRY(const double generateSpeed, measurement.generateSpeed());
        prompt.push_back(promptSpeed);
        generate.push_back(generateSpeed);
    }
    const std::uint64_t resident = peakResidentBytes();
    std::uint64_t deviceBytes = 0;
    for (const inference::DeviceMemory& device : engine->memoryByDevice())
        if (device.kind != inference::DeviceKind::Cpu) deviceBytes += device.use.allocated();
    const double bandwidth = measureBandwidth(*engine, options.threads);
    const std::uint64_t perToken = engine->model().weightBytesPerToken();
    const Spread speed = spreadOf(generate);
    Json json{{"prompt_tps", toJson(spreadOf(prompt))},
              {"generate_tps", toJson(speed)},
              {"load_s", engine->loadSeconds()},
              {"weight_bytes_per_token", perToken},
              {"memory_bandwidth_bytes_s", nullptr},
              {"bandwidth_fraction", nullptr},
              {"resident_bytes", resident},
              {"device_bytes", deviceBytes}};
    if (bandwidth > 0) {
        json["memory_bandwidth_bytes_s"] = static_cast<std::uint64_t>(bandwidth);
        json["bandwidth_fraction"] = static_cast<double>(perToken) * speed.median / bandwidth;
    }
    noteSpeed(context, *engine, options, speed.median, lengths.generate);
    if (context.json)
        printJson(json);
    else
        printTable(json, *engine);
    return {};
}

} // namespace

const Command kBenchCommand{.name = "bench",
                            .arguments = "MODEL",
                            .summary = "measure how fast a model reads and writes here",
                            .positionalMin = 1,
                            .positionalMax = 1,
                            .options = kOptions,
                            .run = run};

} // namespace cli
