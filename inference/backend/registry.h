// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "inference/backend/backend.h"

namespace inference {

/// All devices of this machine, the CPU first, then Vulkan devices. Never fails: see
/// `vulkanReason`.
struct DeviceList {
    std::vector<DeviceInfo> devices;
    std::string vulkanReason; ///< Why no Vulkan device is listed; empty when one is.
};
DeviceList listDevices();

/// Opens "cpu", "vulkan" (the best one), "vulkan:N" or "auto": the best discrete or integrated
/// Vulkan device, else the CPU (a software Vulkan device is slower than the CPU backend).
Result<std::unique_ptr<Backend>> openDevice(std::string_view id, const LogSink& log = {});

} // namespace inference
