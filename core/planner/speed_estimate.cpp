// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/speed_estimate.h"

namespace core {
namespace {

struct Share {
    double low, high;
};
constexpr Share kDenseOnCard{0.50, 0.80};
constexpr Share kExpertsOnCard{0.35, 0.60};
constexpr Share kOnCpu{0.55, 0.85};

Share shareOf(const TokenTraffic& device, bool experts) {
    if (!device.graphics) return kOnCpu;
    return experts ? kExpertsOnCard : kDenseOnCard;
}

} // namespace

SpeedBand estimateSpeed(std::span<const TokenTraffic> traffic, bool experts) {
    double slowest = 0; // Seconds per token.
    double fastest = 0;
    for (const TokenTraffic& device : traffic) {
        if (device.bytes + device.cacheBytes == 0) continue;
        if (!(device.bandwidth > 0)) return {};
        const auto weights = static_cast<double>(device.bytes);
        const auto cache = static_cast<double>(device.cacheBytes);
        const Share share = shareOf(device, experts);
        slowest += (weights + cache) / device.bandwidth / share.low;
        fastest += weights / device.bandwidth / share.high;
    }
    if (!(fastest > 0)) return {};
    return {.low = 1 / slowest, .high = 1 / fastest};
}

} // namespace core
