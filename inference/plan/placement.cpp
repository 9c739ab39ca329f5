// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/plan/placement.h"

#include <algorithm>

namespace inference {

namespace {

bool multipliesExperts(const Op& op) {
    return std::holds_alternative<ExpertsGluOp>(op) || std::holds_alternative<ExpertsDownOp>(op);
}

std::size_t layerCount(const ForwardPlan& plan) {
    return plan.layerStarts.empty() ? 0 : plan.layerStarts.size() - 1;
}

bool hasExperts(const ForwardPlan& plan, std::size_t layer) {
    const auto begin = plan.ops.begin() + plan.layerStarts[layer];
    const auto end = plan.ops.begin() + plan.layerStarts[layer + 1];
    return std::any_of(begin, end, multipliesExperts);
}

} // namespace

Placement Placement::of(const ForwardPlan& plan, std::uint32_t deviceLayers,
                        std::uint32_t hostExperts) {
    const std::size_t layers = layerCount(plan);
    const std::size_t onDevice = std::min<std::size_t>(deviceLayers, layers);
    Placement placement;
    placement.input = deviceLayers >= layers && deviceLayers > 0 ? Site::Device : Site::Host;
    placement.output = deviceLayers > 0 ? Site::Device : Site::Host;
    for (std::size_t i = 0; i < layers; ++i) {
        const Site rest = i + onDevice < layers ? Site::Host : Site::Device;
        Layer layer{rest, rest};
        if (hostExperts > 0 && hasExperts(plan, i)) {
            layer.experts = Site::Host;
            --hostExperts;
        }
        placement.layers.push_back(layer);
    }
    return placement;
}

std::uint32_t Placement::layersOnDevice() const {
    return static_cast<std::uint32_t>(
        std::count_if(layers.begin(), layers.end(),
                      [](const Layer& layer) { return layer.rest == Site::Device; }));
}

std::uint32_t Placement::expertLayersOnHost() const {
    return static_cast<std::uint32_t>(
        std::count_if(layers.begin(), layers.end(), [](const Layer& layer) {
            return layer.rest == Site::Device && layer.experts == Site::Host;
        }));
}

bool Placement::usesHost() const {
    return input == Site::Host || output == Site::Host
           || std::any_of(layers.begin(), layers.end(), [](const Layer& layer) {
                  return layer.rest == Site::Host || layer.experts == Site::Host;
              });
}

bool Placement::usesDevice() const {
    return input == Site::Device || output == Site::Device
           || std::any_of(layers.begin(), layers.end(), [](const Layer& layer) {
                  return layer.rest == Site::Device || layer.experts == Site::Device;
              });
}

std::uint32_t countExpertLayers(const ForwardPlan& plan) {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < layerCount(plan); ++i) count += hasExperts(plan, i) ? 1u : 0u;
    return count;
}

std::vector<Site> sitesOfOps(const ForwardPlan& plan, const Placement& placement) {
    std::vector<Site> sites(plan.ops.size(), placement.output);
    const std::size_t layers = std::min(layerCount(plan), placement.layers.size());
    if (layers == 0) return sites;
    std::fill_n(sites.begin(), plan.layerStarts[0], placement.input);
    for (std::size_t i = 0; i < layers; ++i)
        for (std::size_t op = plan.layerStarts[i]; op < plan.layerStarts[i + 1]; ++op) {
            sites[op] = multipliesExperts(plan.ops[op]) ? placement.layers[i].experts
                                                        : placement.layers[i].rest;
            // Attention runs where the cache is that it reads, which may be an earlier layer's.
            if (const auto* attention = std::get_if<AttentionOp>(&plan.ops[op]))
                sites[op] = placement.layers[attention->layer].rest;
        }
    return sites;
}

} // namespace inference
