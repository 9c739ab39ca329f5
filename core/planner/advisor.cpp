// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/advisor.h"

#include <algorithm>
#include <cmath>

namespace core {
namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
/// Activations and scratch of a batch of 512, and what driver and desktop take of a card.
constexpr std::uint64_t kCompute = 400 * kMebibyte;
constexpr std::uint64_t kDriver = 300 * kMebibyte;
/// Less context than this is not worth calling a fit.
constexpr std::uint32_t kContextMin = 4096;
/// Of main memory, what a model may take beside the system and other programs.
constexpr double kRamShare = 0.85;
constexpr double kSharedRamShare =
    0.75; // Drivers lend no more to a graphics device within the CPU.

std::uint64_t less(std::uint64_t from, std::uint64_t amount) {
    return from > amount ? from - amount : 0;
}

std::uint64_t share(std::uint64_t bytes, double part) {
    return static_cast<std::uint64_t>(static_cast<double>(bytes) * part);
}

/// Context that fits beside `fixed` bytes of everything else; 0 if less than kContextMin.
std::uint32_t contextWithin(const ModelFigures& model, std::uint64_t room, std::uint64_t fixed) {
    const std::uint64_t left = less(room, fixed + model.kvWindowBytes);
    const std::uint64_t tokens = left / std::max<std::uint64_t>(1, model.kvBytesPerToken);
    const auto most = static_cast<std::uint32_t>(std::min<std::uint64_t>(tokens, model.contextMax));
    return most < kContextMin ? 0 : most;
}

double seconds(std::uint64_t bytes, double bandwidth) {
    return bandwidth > 0 ? static_cast<double>(bytes) / bandwidth : 0;
}

/// Experts of the fewest layers go to RAM so that kContextMin fits on the card.
bool splitExperts(const ModelFigures& model, std::uint64_t room, std::uint64_t ramRoom,
                  const MachineFigures& machine, Advice& advice) {
    if (model.expertLayers == 0) return false;
    const std::uint64_t perLayer = model.expertBytes / model.expertLayers;
    const std::uint64_t wanted = model.bytes + kCompute + model.kvWindowBytes
                                 + std::uint64_t{kContextMin} * model.kvBytesPerToken;
    const std::uint64_t over = less(wanted, room);
    const std::uint64_t moved = (over + perLayer - 1) / perLayer;
    if (moved > model.expertLayers || moved * perLayer > ramRoom) return false;
    const std::uint64_t onCard = model.bytes - moved * perLayer;
    const std::uint64_t readInRam = model.activeExpertBytes / model.expertLayers * moved;
    advice.fits = Fits::Split;
    advice.expertLayersOnCpu = static_cast<std::uint32_t>(moved);
    advice.contextMax = std::max(kContextMin, contextWithin(model, room, onCard + kCompute));
    advice.speedLimit = 1
                        / (seconds(model.activeBytes - readInRam, machine.gpuBandwidth)
                           + seconds(readInRam, machine.ramBandwidth));
    return true;
}

} // namespace

Advice advise(const ModelFigures& model, const MachineFigures& machine) {
    Advice advice;
    advice.model = model.name;
    advice.file = model.file;
    advice.bytes = model.bytes;
    const std::uint64_t ramRoom = share(machine.ram, kRamShare);
    if (machine.gpuBandwidth > 0) {
        const std::uint64_t room = less(
            machine.integrated ? share(machine.ram, kSharedRamShare) : machine.gpuMemory, kDriver);
        if (const auto context = contextWithin(model, room, model.bytes + kCompute)) {
            advice.fits = Fits::Gpu;
            advice.contextMax = context;
            advice.speedLimit = 1 / seconds(model.activeBytes, machine.gpuBandwidth);
            return advice;
        }
        if (!machine.integrated && splitExperts(model, room, ramRoom, machine, advice))
            return advice;
    }
    if (const auto context = contextWithin(model, ramRoom, model.bytes + kCompute)) {
        advice.fits = Fits::Cpu;
        advice.contextMax = context;
        if (machine.ramBandwidth > 0)
            advice.speedLimit = 1 / seconds(model.activeBytes, machine.ramBandwidth);
    }
    return advice;
}

std::vector<BuildAdvice> adviseBuilds(const MachineTable& table) {
    std::vector<BuildAdvice> rows;
    for (const Build& build : table.builds) {
        for (std::size_t i = 0; i < build.gpus.size(); ++i) {
            BuildAdvice row;
            row.build = &build;
            row.gpu = table.findGpu(build.gpus[i]);
            if (i < build.guide.size()) {
                row.guideLow = build.guide[i].first;
                row.guideHigh = build.guide[i].second;
            }
            const MemoryModel* memory = table.findMemory(build.memory);
            const MachineFigures machine{.gpuMemory = row.gpu->memoryBytes,
                                         .gpuBandwidth = row.gpu->bandwidth,
                                         .integrated = row.gpu->integrated,
                                         .ram = build.ramBytes,
                                         .ramBandwidth = memory->bandwidth};
            row.advice.reserve(table.models.size());
            for (const ModelFigures& model : table.models)
                row.advice.push_back(advise(model, machine));
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

} // namespace core
