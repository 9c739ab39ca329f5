// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// All kernels of the instruction sets with 256-bit vectors, AVX2 and AVX-VNNI.

// In this order, each needs the one before it.
// clang-format off
#include "inference/backend/cpu/simd_avx2.inl"
#include "inference/backend/cpu/kernels.inl"
#include "inference/backend/cpu/panels_avx2.inl"
#include "inference/backend/cpu/wide_dots_avx2.inl"
// clang-format on

inline KernelTable makeWideTable(CpuIsa isa) {
    KernelTable table = makeTable(isa);
    wide::useIn(table.formats);
    return table;
}
