// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "inference/backend/backend.h"
#include "inference/plan/split_plan.h"

namespace inference {

/// What each side of a placement allocates. Either side may be zero.
struct PlacementMemory {
    MemoryUse host;
    MemoryUse device;
};

/// What a device would allocate for a plan or a part of one: Backend::measure or measureVulkan().
using MeasureDevice = std::function<Result<MemoryUse>(const ForwardPlan& plan)>;

/// Bytes per device of a plan under a placement, from shapes alone: nothing is allocated and no
/// weight is read, so that a header without weights will do. It is what the engine then allocates.
/// Fails where a side cannot run its part at all.
Result<PlacementMemory> measurePlacement(const ForwardPlan& plan, const Placement& placement,
                                         const MeasureDevice& measureDevice,
                                         const ExecutorOptions& options);

/// Memory that a placement has to fit into.
struct MemoryBudget {
    std::uint64_t host = 0;   ///< Bytes of RAM that may still be taken.
    std::uint64_t device = 0; ///< Bytes of device memory that may still be taken.
    bool shared = false;      ///< The device's memory is the host's.
};

/// Which layers go where, as people ask for it; what is left open is chosen to fit.
struct PlacementWish {
    std::optional<std::uint32_t> deviceLayers;
    std::optional<std::uint32_t> hostExperts;
};

/// Where the layers of a model ended up.
struct PlacementSummary {
    std::uint32_t layers = 0;
    std::uint32_t layersOnDevice = 0;
    std::uint32_t expertLayersOnHost = 0; ///< Of those on the device.
    bool split = false;                   ///< Both sides compute.
};

struct PlacementFit {
    Placement placement;
    PlacementMemory memory;
    /// Empty if it fits; else what is missing and where, for people.
    std::string missing;
};

/// Bytes beyond the budgets: on the device, then on the host; both 0 when all of it fits.
struct MissingBytes {
    std::uint64_t device = 0;
    std::uint64_t host = 0;
};
MissingBytes missingBytes(const PlacementMemory& memory, const MemoryBudget& budget);

/// The fastest placement that fits: everything on the device; without the token table; with the
/// experts of as few layers as possible in RAM; with as many layers as possible; or all on the
/// host. A wish is followed to the letter, and `missing` says if it does not fit.
Result<PlacementFit> fitPlacement(const ForwardPlan& plan, const PlacementWish& wish,
                                  const MemoryBudget& budget, const MeasureDevice& measureDevice,
                                  const ExecutorOptions& options);

} // namespace inference
