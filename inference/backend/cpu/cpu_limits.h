// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <cstddef>

#include "inference/backend/cpu/kernel_table.h"
#include "inference/plan/op.h"

namespace inference {

/// Up to that many rows are multiplied one by one against the packed weights; from here on
/// unpacking a tile of weights once for all of them is faster.
inline constexpr std::size_t kDecodeTokens = 3;
/// Weight rows of one piece of work when rows are multiplied one by one.
inline constexpr std::size_t kChunkRows = 64;
/// Rows multiplied with one unpacked tile; bounds the tile of results.
inline constexpr std::size_t kTokenBlock = 512;
/// Depth of a float panel: 32 rows of it fit the first-level cache.
inline constexpr std::size_t kFloatDepth = 256;
/// Taps of a short convolution; models have three or four.
inline constexpr std::size_t kConvTapsMax = 16;
/// Attention pieces of one layer that can be open at once, when keys are split over threads.
inline constexpr std::size_t kPartialsPerThread = 6;

/// Values of a head at most, as the hyperparameters are checked.
inline constexpr std::size_t kHeadValuesMax = 1024;

/// How an attention op is cut: query rows of one piece and the scratch it needs.
struct AttentionShape {
    std::size_t group;  ///< Query heads per kv head.
    std::size_t tokens; ///< Query tokens of a piece.
    std::size_t rows;   ///< group · tokens
    std::size_t keyLength, valueLength, valueStride;

    explicit AttentionShape(const AttentionOp& op)
        : group(op.heads / op.kvHeads), tokens(std::max<std::size_t>(1, 64 / group)),
          rows(group * tokens), keyLength(op.keyLength), valueLength(op.valueLength),
          valueStride((op.valueLength + kPanelRowsMax - 1) / kPanelRowsMax * kPanelRowsMax) {}

    static std::size_t padded(std::size_t floats) { return (floats + 15) / 16 * 16; }
    std::size_t scratchFloats() const {
        return padded(rows * keyLength) + padded(keyLength * kKeyTile)
               + padded(kKeyTile * valueStride) + padded(rows * kKeyTile) + padded(rows)
               + 2 * kKeyTile * sizeof(KvRow) / sizeof(float);
    }
    /// Maxima, sums and weighted values of a piece.
    std::size_t partialFloats() const { return 2 * padded(rows) + rows * valueStride; }
};

} // namespace inference
