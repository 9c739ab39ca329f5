// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <memory>

#include "core/hub/size_fit.h"
#include "core/planner/memory_planner.h"

namespace core {

/// Fit chips out of a plan, once the header of one of the files was read: `planner` has that file,
/// of `bytes` bytes; the others are counted as other quantizations of it. Where a plan cannot say,
/// `otherwise` does.
FitEstimator plannedFit(std::shared_ptr<const MemoryPlanner> planner, std::uint64_t bytes,
                        const FitRequest& request, FitEstimator otherwise);

} // namespace core
