// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>

#include <vulkan/vulkan.h>

#include "inference/base/result.h"

namespace inference {

/// The specification's name of a result code ("VK_ERROR_DEVICE_LOST").
const char* vkResultName(VkResult result);

/// What a failed call means to the caller: out of memory and device lost keep their codes, the rest
/// is Internal. `what` names the step ("allocating 12 MiB of device memory").
Error vkError(VkResult result, std::string_view what);

/// Success for VK_SUCCESS, the error otherwise.
inline Result<void> vkCheck(VkResult result, std::string_view what) {
    if (result == VK_SUCCESS) return {};
    return vkError(result, what);
}

} // namespace inference
