// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>

#include "app/cli/command.h"
#include "inference/session/engine.h"

namespace cli {

/// The options of every command that runs a model.
inline constexpr std::array<Option, 7> kEngineOptions{{
    {"--device", "DEVICE", "cpu, vulkan, vulkan:N or auto (default)"},
    {"--threads", "N", "CPU threads; default: one per physical core"},
    {"--context", "N", "tokens the model can look back on; default: as trained, at most 8192"},
    {"--kv", "TYPE",
     "what the cache keeps: f32, f16 (default), q8_0 or q4_0; two, as q8_0,q4_0: keys and values; "
     "head sizes that 32 does not divide stay f16 instead of q8_0 and q4_0"},
    {"--exact", "", "32-bit activations and cache, slower: for comparing"},
    {"--gpu-layers", "N",
     "the last N layers on the GPU, the rest on the CPU; 0, all or auto (default)"},
    {"--cpu-experts", "N", "experts of the first N layers stay in RAM; 0, all or auto (default)"},
}};

/// Joins the engine's options with a command's own.
template <std::size_t N>
constexpr std::array<Option, N + kEngineOptions.size()>
withEngineOptions(const std::array<Option, N>& own) {
    std::array<Option, N + kEngineOptions.size()> all{};
    for (std::size_t i = 0; i < N; ++i) all[i] = own[i];
    for (std::size_t i = 0; i < kEngineOptions.size(); ++i) all[N + i] = kEngineOptions[i];
    return all;
}

/// The file that a MODEL argument names: a path, or a name of the library.
Result<std::filesystem::path> findModel(const std::string& argument, const Context& context);

/// Reads "--kv TYPE" or "--kv KEYS,VALUES" into the options; without it they stay as they are.
Result<void> readCacheTypes(const Arguments& arguments, std::optional<inference::KvType>& keys,
                            std::optional<inference::KvType>& values);

/// Reads "--gpu-layers" and "--cpu-experts": a number, "all" or "auto".
Result<inference::PlacementWish> readPlacement(const Arguments& arguments);

/// Device, threads, context and exactness as typed; progress and logs go to stderr.
Result<inference::EngineOptions> readEngineOptions(const Arguments& arguments,
                                                   const Context& context);

/// Loads the model of the first positional argument and remarks on a change of device.
Result<std::unique_ptr<inference::Engine>> loadEngine(const Arguments& arguments,
                                                      const Context& context,
                                                      const inference::EngineOptions& options);

/// The tokenizer alone: a file that holds only a vocabulary will do.
Result<inference::Tokenizer> loadTokenizer(const std::string& argument, const Context& context);

} // namespace cli
