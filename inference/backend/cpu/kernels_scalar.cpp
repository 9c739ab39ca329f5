// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/kernel_table.h"

#include "inference/backend/cpu/simd_scalar_bytes.h"
#include "inference/quant/iq_grids.h"

namespace inference {
namespace scalar {
#include "inference/backend/cpu/kernels.inl"
} // namespace scalar

const KernelTable& scalarKernels() {
    static const KernelTable table = scalar::makeTable(CpuIsa::Scalar);
    return table;
}

} // namespace inference
