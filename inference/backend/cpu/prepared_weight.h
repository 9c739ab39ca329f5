// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>

#include "inference/backend/cpu/kernel_table.h"

namespace inference {

/// How one weight is multiplied, decided once.
struct PreparedWeight {
    bool known = false;
    const std::byte* data = nullptr;
    std::size_t rowBytes = 0, length = 0, rows = 0, stack = 1;
    const FormatKernels* kernels = nullptr; ///< Integer path; null: float activations.
    bool isFloat = false;                   ///< F32, F16 or BF16; otherwise goes through decode.
    FloatFormat format = FloatFormat::F32;
    void (*decode)(const std::byte*, float*, std::size_t) = nullptr;
    std::size_t blockElements = 1;
    const float* vector = nullptr; ///< Norms, biases, sinks: all values as aligned f32.
    std::size_t vectorLength = 0;  ///< Their number.

    const std::byte* row(std::size_t r, std::size_t matrix = 0) const {
        return data + (matrix * rows + r) * rowBytes;
    }
};

} // namespace inference
