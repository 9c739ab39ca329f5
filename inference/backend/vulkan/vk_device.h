// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "inference/backend/backend.h"
#include "inference/backend/vulkan/vk_instance.h"

namespace inference {

/// What one physical device can do, as far as this backend cares. Plain values: a device is asked
/// once.
struct VkDeviceCaps {
    VkPhysicalDevice physical = VK_NULL_HANDLE;
    VkPhysicalDeviceProperties properties{};
    VkPhysicalDeviceMemoryProperties memory{};
    std::uint32_t queueFamily = 0; ///< Computes; compute-only families are preferred.
    std::uint32_t subgroupSize = 0;
    std::uint32_t subgroupSizeMin = 0; ///< Equal to subgroupSizeMax where it cannot be chosen.
    std::uint32_t subgroupSizeMax = 0;
    std::uint64_t allocationBytesMax = 0; ///< Of one vkAllocateMemory.
    bool storage16 = false;
    bool storage8 = false;
    bool float16 = false;
    bool integerDot = false;          ///< 4×8-bit dot product in hardware, not emulated.
    bool subgroupSizeControl = false; ///< The size can be required per pipeline.
    bool fullSubgroups = false;
    bool memoryBudget = false;
    bool portabilitySubset = false;
    std::string driver;     ///< Name and version as people know them.
    std::string pciAddress; ///< "0000:03:00.0", or empty.

    DeviceKind kind() const;
    /// The heap that weights live in.
    std::uint32_t mainHeap() const;
    /// Empty when this backend can run on the device; else what it lacks.
    std::string unusableBecause() const;
};

VkDeviceCaps queryDeviceCaps(const VkInstanceFunctions& functions, VkPhysicalDevice physical);

/// The heaps, with what this process may still allocate from each: its budget where the driver
/// tells, else the heap's size.
std::vector<DeviceHeap> deviceHeaps(const VkInstanceFunctions& functions, const VkDeviceCaps& caps);

/// Bytes that this process may still allocate for weights: from the main heap, or from all heaps
/// where they are parts of one memory.
std::uint64_t deviceBytesFree(const VkInstanceFunctions& functions, const VkDeviceCaps& caps);

DeviceInfo describeDevice(const VkInstanceFunctions& functions, const VkDeviceCaps& caps,
                          unsigned index);

/// A logical device with one compute queue. Owns it and keeps its instance alive; used by one
/// thread at a time. Fails as vkError says.
class VkDeviceOwner {
public:
    VkDeviceOwner(const VkDeviceOwner&) = delete;
    VkDeviceOwner& operator=(const VkDeviceOwner&) = delete;
    ~VkDeviceOwner();

    static Result<std::shared_ptr<VkDeviceOwner>> create(std::shared_ptr<VkInstanceOwner> instance,
                                                         const VkDeviceCaps& caps);

    VkDevice handle() const { return m_device; }
    VkQueue queue() const { return m_queue; }
    const VkDeviceFunctions& functions() const { return m_functions; }
    const VkDeviceCaps& caps() const { return m_caps; }
    const VkPhysicalDeviceLimits& limits() const { return m_caps.properties.limits; }
    std::uint64_t bytesFree() const; ///< See deviceBytesFree().

private:
    VkDeviceOwner() = default;
    std::shared_ptr<VkInstanceOwner> m_instance;
    VkDeviceCaps m_caps;
    VkDevice m_device = VK_NULL_HANDLE;
    VkQueue m_queue = VK_NULL_HANDLE;
    VkDeviceFunctions m_functions;
};

} // namespace inference
