// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>

#include "inference/backend/vulkan/vk_backend.h"
#include "inference/backend/vulkan/vk_device.h"

namespace inference {

/// A plan on one device: weights packed and resident, cache, command buffers that are recorded once
/// and replayed. `plan` and its tensors must outlive it. Fails with Unsupported (a tensor type
/// without a shader, by name), OutOfMemory (before allocating, with the missing bytes), Cancelled,
/// DeviceLost.
Result<std::unique_ptr<Executor>> createVulkanExecutor(std::shared_ptr<VkDeviceOwner> device,
                                                       const ForwardPlan& plan,
                                                       const ExecutorOptions& options,
                                                       const VulkanOptions& vulkan);

} // namespace inference
