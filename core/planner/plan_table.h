// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/planner/memory_planner.h"

namespace core {

/// The columns of a table unless others are asked for.
inline constexpr std::array<std::uint32_t, 4> kTableContexts{4096, 16384, 32768, 131072};

/// One file of a table: a quantization of a model.
struct PlanCandidate {
    std::string name;        ///< What the row is called, as "Q4_K_M".
    std::uint64_t bytes = 0; ///< Of the file, all parts.
    /// Null where its header was not read: then it is counted as another quantization of the
    /// candidate with a header that is nearest in size.
    std::shared_ptr<const inference::Model> model;
};

struct PlanCell {
    std::uint32_t context = 0;
    Fits fits = Fits::No;
    bool beyondTrained = false; ///< Longer than the model was trained for.
    SpeedBand speed;
};

struct PlanRow {
    std::string name;
    std::uint64_t bytes = 0;
    bool estimated = false;           ///< Scaled from another row, without a header of its own.
    std::vector<PlanCell> cells = {}; ///< One per context, in the order asked for.
    /// Largest context that fits in some way, at most the trained one; 0 if none does or it is
    /// estimated.
    std::uint32_t contextMax = 0;
    std::string problem = {}; ///< Why there are no cells: the engine cannot run this file.
};

/// Quantizations × contexts: where each would run on this machine. The request's own context is
/// passed over. Takes some milliseconds per cell, so not the GUI thread. Any thread. Fails with
/// InvalidArgument when no candidate has a header or a context is 0.
Result<std::vector<PlanRow>> planTable(std::span<const PlanCandidate> candidates,
                                       const MachineBudget& machine, const FitRequest& request,
                                       std::span<const std::uint32_t> contexts = kTableContexts);

} // namespace core
