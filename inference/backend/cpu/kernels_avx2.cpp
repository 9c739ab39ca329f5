// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/kernel_table.h"

#if defined(__x86_64__)

#include "inference/backend/cpu/simd_avx2_bytes.h"
#include "inference/quant/iq_grids.h"

namespace inference {
namespace avx2 {
#include "inference/backend/cpu/kernels.inl"
} // namespace avx2

const KernelTable& avx2Kernels() {
    static const KernelTable table = avx2::makeTable(CpuIsa::Avx2);
    return table;
}

} // namespace inference

#endif
