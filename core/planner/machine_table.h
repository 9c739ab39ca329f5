// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace core {

/// A graphics card as sold. Peak figures of its maker.
struct GpuModel {
    std::string name;
    std::string match;             ///< What a driver's device name contains.
    std::uint64_t memoryBytes = 0; ///< 0: shares the machine's RAM.
    double bandwidth = 0;          ///< Bytes per second.
    bool integrated = false;
};

/// A kind of main memory.
struct MemoryModel {
    std::string name;
    double bandwidth = 0; ///< Bytes per second.
};

/// A whole machine that people ask about, with what a buying guide expected of it.
struct Build {
    std::string name;
    std::string cpu;
    std::vector<std::string> gpus; ///< Alternatives, as the table of cards names them.
    std::uint64_t ramBytes = 0;
    std::string memory; ///< As the table of memories names it.
    /// Tokens per second that the guide promises for gpt-oss-20b at 4 bit, per alternative.
    std::vector<std::pair<double, double>> guide;
};

/// A model file as the advisor counts it when no header is at hand. Sizes in bytes.
struct ModelFigures {
    std::string name;
    std::string file; ///< Which quantization.
    std::uint64_t bytes = 0;
    std::uint64_t expertBytes = 0; ///< Part of `bytes`.
    std::uint32_t expertLayers = 0;
    std::uint64_t activeBytes = 0;       ///< Read per token, experts included.
    std::uint64_t activeExpertBytes = 0; ///< Part of `activeBytes`.
    std::uint64_t kvBytesPerToken = 0;   ///< f16, layers of full attention.
    std::uint64_t kvWindowBytes = 0;     ///< f16, layers with a window.
    std::uint32_t contextMax = 0;
};

/// The dated table of cards, memories, builds and models that ships with the program
/// (resources/hardware/machines.json), or the copy that a person edited.
struct MachineTable {
    std::string date; ///< ISO, when the figures were collected.
    std::vector<GpuModel> gpus;
    std::vector<MemoryModel> memories;
    std::vector<Build> builds;
    std::vector<ModelFigures> models;

    /// Fails with Corrupt, naming the row that cannot be used.
    static Result<MachineTable> parse(std::string_view json);
    /// The table that ships with the program.
    static const MachineTable& shipped();
    /// `machines.json` of the configuration folder if it is there, else the shipped one. A file
    /// that cannot be used yields the error that says why.
    static Result<MachineTable> open(const std::filesystem::path& configFolder);

    /// The card that a driver's device name speaks of; the longest match wins; null if unknown.
    const GpuModel* findGpu(std::string_view deviceName) const;
    const MemoryModel* findMemory(std::string_view name) const;
};

} // namespace core
