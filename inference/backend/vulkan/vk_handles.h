// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <utility>

#include "inference/backend/vulkan/vk_device.h"

namespace inference {

/// A device's object, destroyed with this. Move-only; the device must outlive it.
template <typename Handle, auto kDestroy>
class VkOwned {
public:
    VkOwned() = default;
    VkOwned(const VkDeviceOwner& device, Handle handle) : m_device(&device), m_handle(handle) {}
    VkOwned(VkOwned&& other) noexcept
        : m_device(other.m_device), m_handle(std::exchange(other.m_handle, VK_NULL_HANDLE)) {}
    VkOwned& operator=(VkOwned&& other) noexcept {
        std::swap(m_device, other.m_device);
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~VkOwned() {
        if (m_handle != VK_NULL_HANDLE)
            (m_device->functions().*kDestroy)(m_device->handle(), m_handle, nullptr);
    }

    Handle get() const { return m_handle; }
    explicit operator bool() const { return m_handle != VK_NULL_HANDLE; }

private:
    const VkDeviceOwner* m_device = nullptr;
    Handle m_handle = VK_NULL_HANDLE;
};

using OwnedMemory = VkOwned<VkDeviceMemory, &VkDeviceFunctions::vkFreeMemory>;
using OwnedBuffer = VkOwned<VkBuffer, &VkDeviceFunctions::vkDestroyBuffer>;
using OwnedShader = VkOwned<VkShaderModule, &VkDeviceFunctions::vkDestroyShaderModule>;
using OwnedPipeline = VkOwned<VkPipeline, &VkDeviceFunctions::vkDestroyPipeline>;
using OwnedPipelineCache = VkOwned<VkPipelineCache, &VkDeviceFunctions::vkDestroyPipelineCache>;
using OwnedPipelineLayout = VkOwned<VkPipelineLayout, &VkDeviceFunctions::vkDestroyPipelineLayout>;
using OwnedSetLayout =
    VkOwned<VkDescriptorSetLayout, &VkDeviceFunctions::vkDestroyDescriptorSetLayout>;
using OwnedDescriptorPool = VkOwned<VkDescriptorPool, &VkDeviceFunctions::vkDestroyDescriptorPool>;
using OwnedCommandPool = VkOwned<VkCommandPool, &VkDeviceFunctions::vkDestroyCommandPool>;
using OwnedFence = VkOwned<VkFence, &VkDeviceFunctions::vkDestroyFence>;

} // namespace inference
