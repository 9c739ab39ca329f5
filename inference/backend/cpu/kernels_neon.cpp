// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/kernel_table.h"

#if defined(__aarch64__)

#include "inference/backend/cpu/simd_neon_bytes.h"
#include "inference/quant/iq_grids.h"

namespace inference {
namespace neon {
#include "inference/backend/cpu/kernels.inl"
} // namespace neon

const KernelTable& neonKernels() {
    static const KernelTable table = neon::makeTable(CpuIsa::Neon);
    return table;
}

} // namespace inference

#endif
