// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/kernel_table.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include "inference/quant/iq_grids.h"

namespace inference {
namespace avx2 {
#include "inference/backend/cpu/kernels_256.inl"
} // namespace avx2

const KernelTable& avx2Kernels() {
    static const KernelTable table = avx2::makeWideTable(CpuIsa::Avx2);
    return table;
}

} // namespace inference

#endif
