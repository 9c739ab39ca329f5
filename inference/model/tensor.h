// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "inference/quant/dtype.h"

namespace inference {

/// A weight of a loaded model: a stack of row-major matrices whose rows are packed in blocks of
/// `dtype`. For y = W·x a row is one output feature. Vectors (norms, biases) have one row.
/// `data` points into the mapped file and is only as aligned as the file makes it; it is empty in a
/// model that was only described.
struct WeightTensor {
    std::string name;
    std::uint32_t index = 0; ///< Position in the model's list: a dense key for executors' tables.
    DType dtype = DType::F32;
    std::uint32_t rowLength = 0;     ///< Input features (GGUF ne0).
    std::uint32_t rows = 1;          ///< Output features (ne1).
    std::uint32_t stack = 1;         ///< Matrices on top of each other, one per expert (ne2).
    std::span<const std::byte> data; // [stack][rows][rowBytes]

    std::size_t bytesPerRow() const { return rowBytes(dtype, rowLength); }
    /// What the whole tensor takes, whether or not its data is there.
    std::uint64_t bytes() const { return std::uint64_t{stack} * rows * bytesPerRow(); }
    const std::byte* row(std::size_t r, std::size_t matrix = 0) const {
        return data.data() + (matrix * rows + r) * bytesPerRow();
    }
};

} // namespace inference
