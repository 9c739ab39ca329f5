// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>

#include "inference/backend/backend.h"

namespace inference {

/// Choices that only tests and benchmarks make; everyone else takes the defaults.
struct VulkanOptions {
    bool validate = false; ///< Run the Khronos validation layer; messages go to the log sink.
    /// Treat the device as a discrete GPU whatever it is: tuning, memory that the host cannot
    /// reach, staging, read-back, candidates found on the device.
    bool asDiscrete = false;
    std::uint32_t bindingBytesMax =
        0; ///< Pretend a smaller maxStorageBufferRange; 0 = the device's.
    std::uint32_t attentionSplits = 0; ///< Parts a decode step's context is cut into; 0 = as tuned.
    std::uint32_t matmulTokensMin =
        0; ///< Smallest batch for the tiled matrix product; 0 = as tuned.
};

/// The Vulkan backend as its tests see it: a plan alone suffices to make an executor.
class VulkanBackend : public Backend {
public:
    virtual Result<std::unique_ptr<Executor>>
    createPlanExecutor(const ForwardPlan& plan, const ExecutorOptions& options) = 0;
};

Result<std::unique_ptr<VulkanBackend>> openVulkan(unsigned index, const LogSink& log,
                                                  const VulkanOptions& options);

} // namespace inference
