// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "inference/quant/dtype.h"

namespace inference {

/// How a weight format lies on a device: each row is a whole number of 16-byte units and holds
/// planes of quants, then of scales, so that neighbouring lanes load neighbouring words. The shader
/// half of a row of this table is shaders/include/quant_<suffix>.glsl.
struct WeightLayout {
    DType dtype;
    const char* suffix; ///< Of shader names.
    /// Words of a row before padding; `chunks` are runs of eight values.
    std::uint32_t (*words)(std::uint32_t chunks);
    /// Rewrites one row of ggml blocks. Only writes to `target`, in rising order within each plane.
    void (*pack)(const std::byte* source, std::uint32_t* target, std::uint32_t rowLength);
    /// A codebook that lies before the rows of every binding; a multiple of 16 bytes.
    std::span<const std::uint32_t> grid = {};

    static std::uint32_t chunks(std::uint32_t rowLength) { return (rowLength + 7) / 8; }
    std::uint32_t rowWords(std::uint32_t rowLength) const {
        return (words(chunks(rowLength)) + 3) / 4 * 4;
    }
};

/// The layout of a type; null when there are no shaders for it.
const WeightLayout* findWeightLayout(DType dtype);

} // namespace inference
