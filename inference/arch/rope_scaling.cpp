// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/arch/rope_scaling.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace inference {

namespace {

double baseFrequency(double base, std::uint32_t rotary, std::size_t pair) {
    return std::pow(base, -2.0 * static_cast<double>(pair) / rotary);
}

/// Pair whose wave turns `beta` times over the original context (YaRN paper, section 3.2).
double correctionPair(const ArchSpec& spec, double beta) {
    return spec.rotaryDimensions * std::log(spec.originalContext / (beta * 2 * std::numbers::pi))
           / (2 * std::log(static_cast<double>(spec.ropeBase)));
}

/// Whether a pair belongs to an axis of the position; each axis has every third pair up to its own
/// count.
bool rotates(const ArchSpec& spec, std::size_t pair) {
    const auto& sections = spec.ropeSections;
    const std::size_t total = std::accumulate(sections.begin(), sections.end(), std::size_t{0});
    if (total == 0) return true;
    const std::size_t sector = pair % total;
    return sector < 3 * std::size_t{sections[sector % 3]};
}

void applyYarn(const ArchSpec& spec, RopeTable& table) {
    const double low = std::max(0.0, std::floor(correctionPair(spec, spec.yarnBetaFast)));
    const double high =
        std::min(spec.rotaryDimensions - 1.0, std::ceil(correctionPair(spec, spec.yarnBetaSlow)));
    for (std::size_t i = 0; i < table.inverseFrequency.size(); ++i) {
        const double extrapolated = table.inverseFrequency[i];
        const double interpolated = extrapolated / spec.scalingFactor;
        const double ramp = (static_cast<double>(i) - low) / std::max(0.001, high - low);
        const double keep = 1.0 - std::clamp(ramp, 0.0, 1.0);
        table.inverseFrequency[i] = interpolated * (1.0 - keep) + extrapolated * keep;
    }
    const double log = spec.scalingFactor > 1 ? std::log(spec.scalingFactor) : 0.0;
    double magnitude = 1.0 + 0.1 * log;
    if (spec.yarnUnitMagnitude)
        magnitude = 1.0;
    else if (spec.yarnLogMultiplier != 0)
        magnitude /= 1.0 + 0.1 * spec.yarnLogMultiplier * log;
    table.magnitude = static_cast<float>(magnitude * spec.scalingAttention);
}

} // namespace

std::vector<RopeTable> buildRopeTables(const ArchSpec& spec, std::uint32_t contextLength) {
    const std::size_t pairs = spec.rotaryDimensions / 2;
    std::vector<RopeTable> tables(spec.ropeBaseWindow > 0 ? 2 : 1);
    RopeTable& main = tables.front();
    const bool useLong =
        spec.scaling == RopeScaling::LongRope && contextLength > spec.originalContext;
    const std::vector<float>& factors = useLong ? spec.ropeFactorsLong : spec.ropeFactors;
    for (std::size_t i = 0; i < pairs; ++i) {
        double frequency = baseFrequency(spec.ropeBase, spec.rotaryDimensions, i);
        if (!factors.empty()) frequency /= factors[i];
        if (spec.scaling == RopeScaling::Linear) frequency /= spec.scalingFactor;
        main.inverseFrequency.push_back(rotates(spec, i) ? frequency : 0.0);
    }
    if (spec.scaling == RopeScaling::Yarn) applyYarn(spec, main);
    if (spec.scaling == RopeScaling::LongRope) main.magnitude = spec.scalingAttention;
    if (tables.size() > 1)
        for (std::size_t i = 0; i < spec.rotaryDimensionsWindow / 2; ++i)
            tables[1].inverseFrequency.push_back(
                baseFrequency(spec.ropeBaseWindow, spec.rotaryDimensionsWindow, i));
    return tables;
}

} // namespace inference
