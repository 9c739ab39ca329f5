// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/planned_fit.h"

#include <utility>

namespace core {

FitEstimator plannedFit(std::shared_ptr<const MemoryPlanner> planner, std::uint64_t bytes,
                        const FitRequest& request, FitEstimator otherwise) {
    return [planner = std::move(planner), bytes, request, otherwise = std::move(otherwise)](
               const HubModel& model, const HubVariant& variant) -> std::optional<Fits> {
        if (bytes > 0 && variant.bytes > 0) {
            const double scale = static_cast<double>(variant.bytes) / static_cast<double>(bytes);
            if (const auto fits = planner->fitsScaled(request, scale)) return *fits;
        }
        return otherwise(model, variant);
    };
}

} // namespace core
