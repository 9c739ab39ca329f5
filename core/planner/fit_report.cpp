// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/fit_report.h"

#include <cstdio>

namespace core {
namespace {

std::string gigabytes(std::uint64_t bytes) {
    char text[32];
    const double amount = static_cast<double>(bytes);
    if (bytes >= 100'000'000)
        std::snprintf(text, sizeof text, "%.1f GB", amount / 1e9);
    else
        std::snprintf(text, sizeof text, "%.1f MB", amount / 1e6);
    return text;
}

} // namespace

std::string describe(const FitReason& reason) {
    const std::string bytes = gigabytes(reason.amount);
    const std::string count = std::to_string(reason.amount);
    switch (reason.kind) {
    case FitReason::Kind::WholeOnGpu:
        return "all of it fits on the graphics device, with " + bytes + " to spare";
    case FitReason::Kind::ExpertsInRam:
        return "the experts of " + count + " layers are read from RAM";
    case FitReason::Kind::LayersInRam: return count + " layers run on the CPU";
    case FitReason::Kind::NoGraphicsDevice: return "there is no graphics device to use";
    case FitReason::Kind::GpuTooSmall: return "the graphics device lacks " + bytes + " to hold it";
    case FitReason::Kind::RamTooSmall: return "RAM lacks " + bytes;
    case FitReason::Kind::ShorterContext:
        return "a context of " + count + " tokens would fit better";
    case FitReason::Kind::FewerLayers:
        return "at most " + count + " layers on the graphics device would fit";
    case FitReason::Kind::SmallerCache:
        return "a cache of type " + std::string(reason.amount == 4 ? "q4_0" : "q8_0")
               + " would fit better";
    case FitReason::Kind::SmallerFile:
        return "a quantization with at most " + bytes + " of weights would fit better";
    case FitReason::Kind::FreeGpuMemory:
        return "freeing " + bytes + " on the graphics device would let all of it run there";
    case FitReason::Kind::LargerGpu:
        return "a graphics device with " + bytes + " free would hold all of it";
    case FitReason::Kind::MoreRam: return "it would run with " + bytes + " of RAM free";
    case FitReason::Kind::FreeRam: return "freeing " + bytes + " of RAM would let it run";
    case FitReason::Kind::BeyondTrained:
        return "the model was trained for " + count + " tokens of context";
    case FitReason::Kind::AssumedBandwidth:
        return "the speed assumes a graphics device that reads " + bytes + "/s";
    }
    return {};
}

} // namespace core
