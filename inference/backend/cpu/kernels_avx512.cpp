// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/kernel_table.h"

#if defined(__x86_64__)

#include "inference/backend/cpu/simd_avx512_bytes.h"
#include "inference/quant/iq_grids.h"

namespace inference {
namespace avx512 {
#include "inference/backend/cpu/kernels.inl"

#include "inference/backend/cpu/wide_dots_avx512.inl"
} // namespace avx512

const KernelTable& avx512Kernels() {
    static const KernelTable table = [] {
        KernelTable result = avx512::makeTable(CpuIsa::Avx512);
        avx512::wide::useIn(result.formats);
        return result;
    }();
    return table;
}

} // namespace inference

#endif
