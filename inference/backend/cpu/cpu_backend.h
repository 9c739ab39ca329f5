// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>

#include "inference/backend/backend.h"
#include "inference/backend/cpu/kernel_table.h"

namespace inference {

/// The CPU backend with the kernels of one instruction set, for tests and measurements. Falls back
/// to the best one where `isa` is not available.
std::unique_ptr<Backend> createCpuBackend(CpuIsa isa);

/// What the backend's createExecutor does: everything an executor needs is in the plan.
Result<std::unique_ptr<Executor>> createCpuExecutor(const ForwardPlan& plan,
                                                    const ExecutorOptions& options,
                                                    CpuIsa isa = CpuIsa::Auto);

/// What that executor would allocate; reads no weight.
Result<MemoryUse> measureCpu(const ForwardPlan& plan, const ExecutorOptions& options);

} // namespace inference
