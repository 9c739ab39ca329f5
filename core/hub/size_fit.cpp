// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/size_fit.h"

#include <algorithm>

namespace core {
namespace {

/// A context of some thousand tokens and the buffers of computing, without a header to count them.
constexpr std::uint64_t kBesides = std::uint64_t{512} << 20;
constexpr std::uint64_t kContextShare = 16; ///< Of the weights, one part in so many.

} // namespace

FitEstimator sizeFit(const FreeMemory& free) {
    return [free](const HubModel& /*model*/, const HubVariant& variant) -> std::optional<Fits> {
        if (variant.bytes == 0) return std::nullopt;
        const std::uint64_t need = variant.bytes + variant.bytes / kContextShare + kBesides;
        const std::uint64_t gpu = free.gpuSharesRam ? std::min(free.gpu, free.ram) : free.gpu;
        if (gpu >= need) return Fits::Gpu;
        if (gpu > 0 && !free.gpuSharesRam && need <= gpu + free.ram) return Fits::Split;
        return need <= free.ram ? Fits::Cpu : Fits::No;
    };
}

} // namespace core
