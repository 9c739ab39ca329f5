// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>
#include <vector>

#include "inference/backend/cpu/kernel_table.h"

namespace inference {

/// Instruction sets that this build holds and this processor runs, best first; Scalar is last.
std::vector<CpuIsa> availableIsas();

/// Kernels of `isa`; of the best available one for Auto or where `isa` is not available.
const KernelTable& selectKernels(CpuIsa isa = CpuIsa::Auto);

std::string_view isaName(CpuIsa isa);

} // namespace inference
