// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/backend.h"
#include "inference/backend/vulkan/vk_backend.h"

namespace inference {

namespace {

constexpr const char* kReason = "this program was built without Vulkan";

} // namespace

VulkanDevices listVulkanDevices() {
    return {{}, kReason};
}

Result<std::unique_ptr<Backend>> createVulkanBackend(unsigned, const LogSink&) {
    return Error{ErrorCode::DeviceUnavailable, kReason};
}

Result<MemoryUse> measureVulkan(const ForwardPlan&, const DeviceLimits&) {
    return Error{ErrorCode::DeviceUnavailable, kReason};
}

Result<std::unique_ptr<VulkanBackend>> openVulkan(unsigned, const LogSink&, const VulkanOptions&) {
    return Error{ErrorCode::DeviceUnavailable, kReason};
}

} // namespace inference
