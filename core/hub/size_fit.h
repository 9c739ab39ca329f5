// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "core/hub/hub_types.h"
#include "core/planner/fit_report.h"

namespace core {

/// How a list of files gets its fit chips: whoever knows more than sizes (a header, a plan) gives
/// another function of this kind.
using FitEstimator = std::function<std::optional<Fits>(const HubModel&, const HubVariant&)>;

/// Memory that is free now.
struct FreeMemory {
    std::uint64_t gpu = 0; ///< Of the best graphics device that is not software; 0: none.
    bool gpuSharesRam = false;
    std::uint64_t ram = 0;
};

/// From the size of the files alone, with room for a short context: a first answer for lists,
/// before any header was read. The plan of a chosen file takes its place.
FitEstimator sizeFit(const FreeMemory& free);

} // namespace core
