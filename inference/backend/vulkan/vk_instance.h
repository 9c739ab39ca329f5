// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <vector>

#include "inference/backend/vulkan/vk_functions.h"
#include "inference/base/log.h"

namespace inference {

/// A Vulkan instance. Owns it; physical devices are borrowed from it. Several may exist, any thread
/// may make one. With `validate` the Khronos validation layer runs, messages go to `log`.
class VkInstanceOwner {
public:
    VkInstanceOwner(const VkInstanceOwner&) = delete;
    VkInstanceOwner& operator=(const VkInstanceOwner&) = delete;
    ~VkInstanceOwner();

    /// Fails with DeviceUnavailable: no loader, too old a loader, no driver, or (with `validate`)
    /// no validation layer.
    static Result<std::shared_ptr<VkInstanceOwner>> create(bool validate, const LogSink& log);

    const VkInstanceFunctions& functions() const { return m_functions; }
    Result<std::vector<VkPhysicalDevice>> physicalDevices() const;

private:
    VkInstanceOwner() = default;
    VkInstance m_instance = VK_NULL_HANDLE;
    VkInstanceFunctions m_functions;
    VkDebugUtilsMessengerEXT m_messenger = VK_NULL_HANDLE;
    LogSink m_log;
};

} // namespace inference
