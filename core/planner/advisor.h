// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/planner/fit_report.h"
#include "core/planner/machine_table.h"

namespace core {

/// A machine reduced to what decides how a model runs on it.
struct MachineFigures {
    std::uint64_t gpuMemory = 0; ///< Bytes; 0 where there is no card or it shares the RAM.
    double gpuBandwidth = 0;     ///< Bytes per second; 0 = no graphics device.
    bool integrated = false;     ///< The graphics device works in `ram`.
    std::uint64_t ram = 0;
    double ramBandwidth = 0;
};

/// One model file on one machine.
struct Advice {
    std::string model;
    std::string file;
    std::uint64_t bytes = 0;
    Fits fits = Fits::No;
    std::uint32_t expertLayersOnCpu = 0;
    std::uint32_t contextMax = 0; ///< With an f16 cache.
    /// Tokens per second that bandwidth allows: 1 / (bytes on the card / its bandwidth + bytes in
    /// RAM / its bandwidth), weights only. Real engines reach 35 to 85 percent of it.
    double speedLimit = 0;
};

/// One alternative of a build, with what the guide expected of it.
struct BuildAdvice {
    const Build* build = nullptr;
    const GpuModel* gpu = nullptr;
    double guideLow = 0;
    double guideHigh = 0;
    std::vector<Advice> advice; ///< One per model of the table.
};

/// Counts from published figures alone (sizes, bandwidths), for machines that are not at hand;
/// a model whose header is at hand is planned with MemoryPlanner instead.
Advice advise(const ModelFigures& model, const MachineFigures& machine);

/// Every build of the table with each of its cards. The rows borrow from the table.
std::vector<BuildAdvice> adviseBuilds(const MachineTable& table);

} // namespace core
