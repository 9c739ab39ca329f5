// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <vector>

#include "inference/plan/placement.h"

namespace inference {

/// A plan divided between the host and a device. Each part is a plan of its own: it names only the
/// ops of its side, in segments; caches of layers that live elsewhere have no cells, buffers it
/// never touches have no width, and the arena is laid out for what is left. Buffer ids, layer
/// numbers and rope tables are those of the whole plan.
struct SplitPlan {
    /// One segment of one side. What `in` of that segment lists is what `out` of the segment before
    /// it, on the other side, lists.
    struct Step {
        Site site = Site::Host;
        std::uint32_t segment = 0;
    };
    ForwardPlan host;
    ForwardPlan device;
    std::vector<Step> steps; ///< In the order they run.

    ForwardPlan& part(Site site) { return site == Site::Host ? host : device; }
    const ForwardPlan& part(Site site) const { return site == Site::Host ? host : device; }
};

SplitPlan splitPlan(const ForwardPlan& whole, const Placement& placement);

} // namespace inference
