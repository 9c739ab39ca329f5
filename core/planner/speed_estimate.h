// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <span>

#include "core/planner/fit_report.h"

namespace core {

/// What one written token must read on one device.
struct TokenTraffic {
    std::uint64_t bytes = 0;      ///< Of weights.
    std::uint64_t cacheBytes = 0; ///< Of the cache once the context is full.
    double bandwidth = 0;         ///< Bytes per second, peak or measured; 0 = unknown.
    bool graphics = false;
};

/// Tokens per second when writing one sequence: memory-bound, so the time of a token is the sum of
/// bytes / bandwidth over the devices, divided by the share of that bandwidth that engines reach.
/// The fast end is a context that has just begun, the slow end one that is full.
/// Shares as published and as measured here (docs/performance.md): dense models on graphics cards
/// 0.50 to 0.80, mixtures of experts there 0.35 to 0.60, CPUs 0.55 to 0.85. Unknown (both 0) where
/// a device that has to read something has no known bandwidth.
SpeedBand estimateSpeed(std::span<const TokenTraffic> traffic, bool experts);

} // namespace core
