// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/kernel_table.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include "inference/quant/iq_grids.h"

namespace inference {
namespace avxvnni {
#include "inference/backend/cpu/kernels_256.inl"
} // namespace avxvnni

const KernelTable& avxVnniKernels() {
    static const KernelTable table = avxvnni::makeWideTable(CpuIsa::AvxVnni);
    return table;
}

} // namespace inference

#endif
