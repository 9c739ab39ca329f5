// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <vector>

#include "inference/plan/forward_plan.h"

namespace inference {

/// The two sides that a forward pass can be divided between: the CPU with its RAM, and one device.
enum class Site : std::uint8_t { Host, Device };

/// Where each part of a forward pass runs. A plain value; anybody may build one by hand.
struct Placement {
    struct Layer {
        Site rest = Site::Device;    ///< Attention, norms, router, dense feed-forward.
        Site experts = Site::Device; ///< Same as `rest` where the layer has none.
    };
    Site input = Site::Device;  ///< The table of token embeddings.
    Site output = Site::Device; ///< Last norm and logits.
    std::vector<Layer> layers;

    /// The last `deviceLayers` layers on the device and the output with them, so that activations
    /// cross once per pass; the token table joins when all layers are there. 0: all on the host.
    /// Experts of the first `hostExperts` layers that have any stay on the host.
    static Placement of(const ForwardPlan& plan, std::uint32_t deviceLayers,
                        std::uint32_t hostExperts);

    std::uint32_t layersOnDevice() const;
    /// Layers on the device whose experts are on the host.
    std::uint32_t expertLayersOnHost() const;
    bool usesHost() const;
    bool usesDevice() const;
};

/// Layers of a plan with a mixture of experts.
std::uint32_t countExpertLayers(const ForwardPlan& plan);

/// The site of each op of a whole plan. [ops]
std::vector<Site> sitesOfOps(const ForwardPlan& plan, const Placement& placement);

} // namespace inference
