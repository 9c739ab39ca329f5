// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_device.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <vector>

#include "inference/backend/vulkan/vk_error.h"
#include "inference/backend/vulkan/vk_shader.h"

namespace inference {

namespace {

/// Appends structures to a pNext chain.
class Chain {
public:
    explicit Chain(void* head) : m_tail(static_cast<VkBaseOutStructure*>(head)) {}
    template <typename T>
    void add(T& next) {
        m_tail->pNext = reinterpret_cast<VkBaseOutStructure*>(&next);
        m_tail = m_tail->pNext;
    }

private:
    VkBaseOutStructure* m_tail;
};

class Extensions {
public:
    Extensions(const VkInstanceFunctions& functions, VkPhysicalDevice physical) {
        std::uint32_t count = 0;
        if (functions.vkEnumerateDeviceExtensionProperties(physical, nullptr, &count, nullptr)
            != VK_SUCCESS)
            return;
        m_all.resize(count);
        const VkResult result =
            functions.vkEnumerateDeviceExtensionProperties(physical, nullptr, &count, m_all.data());
        m_all.resize(result == VK_SUCCESS || result == VK_INCOMPLETE ? count : 0);
    }
    bool has(const char* name) const {
        return std::any_of(m_all.begin(), m_all.end(), [&](const VkExtensionProperties& one) {
            return std::strcmp(one.extensionName, name) == 0;
        });
    }

private:
    std::vector<VkExtensionProperties> m_all;
};

constexpr std::uint32_t kNoFamily = ~0u;

std::uint32_t findComputeFamily(const VkInstanceFunctions& functions, VkPhysicalDevice physical) {
    std::uint32_t count = 0;
    functions.vkGetPhysicalDeviceQueueFamilyProperties(physical, &count, nullptr);
    std::vector<VkQueueFamilyProperties> families(count);
    functions.vkGetPhysicalDeviceQueueFamilyProperties(physical, &count, families.data());
    std::uint32_t found = kNoFamily;
    for (std::uint32_t i = 0; i < count; ++i) {
        if ((families[i].queueFlags & VK_QUEUE_COMPUTE_BIT) == 0 || families[i].queueCount == 0)
            continue;
        // A family without graphics does not wait behind the desktop's drawing.
        if ((families[i].queueFlags & VK_QUEUE_GRAPHICS_BIT) == 0) return i;
        if (found == kNoFamily) found = i;
    }
    return found;
}

} // namespace

DeviceKind VkDeviceCaps::kind() const {
    switch (properties.deviceType) {
    case VK_PHYSICAL_DEVICE_TYPE_CPU: return DeviceKind::Software;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU: return DeviceKind::Integrated;
    default: return DeviceKind::Discrete;
    }
}

std::uint32_t VkDeviceCaps::mainHeap() const {
    std::uint32_t best = 0;
    std::uint64_t bestBytes = 0;
    for (std::uint32_t i = 0; i < memory.memoryHeapCount; ++i) {
        const bool local = (memory.memoryHeaps[i].flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) != 0;
        if (local && memory.memoryHeaps[i].size > bestBytes) {
            best = i;
            bestBytes = memory.memoryHeaps[i].size;
        }
    }
    return best;
}

std::string VkDeviceCaps::unusableBecause() const {
    const VkPhysicalDeviceLimits& limits = properties.limits;
    if (properties.apiVersion < VK_API_VERSION_1_1) return "its driver is older than Vulkan 1.1";
    if (queueFamily == kNoFamily) return "it cannot compute";
    if (!storage16) return "it lacks 16-bit storage buffers";
    if (subgroupSize < 4 || subgroupSize > 128)
        return "it lacks subgroup arithmetic and shuffles in compute shaders";
    if (limits.maxPerStageDescriptorStorageBuffers < kBindingsNeeded)
        return "it binds fewer than 8 buffers";
    if (limits.maxPushConstantsSize < 128) return "it takes fewer than 128 bytes of push constants";
    if (limits.minStorageBufferOffsetAlignment > 256) return "its buffer alignment is above 256";
    return {};
}

namespace {

/// Which extensions of the query chains exist for a device.
struct Chains {
    bool storage8 = false, float16 = false, sizes = false, dot = false, driver = false, pci = false;
};

template <typename T>
T structure(VkStructureType type) {
    T value{};
    value.sType = type;
    return value;
}

void queryFeatures(const VkInstanceFunctions& functions, const Chains& has, VkDeviceCaps& caps) {
    auto features =
        structure<VkPhysicalDeviceFeatures2>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2);
    auto storage16 = structure<VkPhysicalDevice16BitStorageFeatures>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_16BIT_STORAGE_FEATURES);
    auto storage8 = structure<VkPhysicalDevice8BitStorageFeatures>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_8BIT_STORAGE_FEATURES);
    auto float16 = structure<VkPhysicalDeviceShaderFloat16Int8Features>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_FLOAT16_INT8_FEATURES);
    auto sizes = structure<VkPhysicalDeviceSubgroupSizeControlFeatures>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES);
    auto dot = structure<VkPhysicalDeviceShaderIntegerDotProductFeatures>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_FEATURES);
    Chain chain(&features);
    chain.add(storage16);
    if (has.storage8) chain.add(storage8);
    if (has.float16) chain.add(float16);
    if (has.sizes) chain.add(sizes);
    if (has.dot) chain.add(dot);
    functions.vkGetPhysicalDeviceFeatures2(caps.physical, &features);
    caps.storage16 = storage16.storageBuffer16BitAccess == VK_TRUE;
    caps.storage8 = storage8.storageBuffer8BitAccess == VK_TRUE;
    caps.float16 = float16.shaderFloat16 == VK_TRUE;
    caps.subgroupSizeControl = sizes.subgroupSizeControl == VK_TRUE;
    caps.fullSubgroups = caps.subgroupSizeControl && sizes.computeFullSubgroups == VK_TRUE;
    caps.integerDot = dot.shaderIntegerDotProduct == VK_TRUE;
}

/// A fixed array of a driver, which should end with a zero.
template <std::size_t N>
std::string textOf(const char (&text)[N]) {
    return {text, std::find(text, text + N, '\0')};
}

std::string driverText(const VkPhysicalDeviceDriverProperties& driver) {
    const std::string name = textOf(driver.driverName);
    const std::string version = textOf(driver.driverInfo);
    return name.empty() || version.empty() ? name + version : name + ' ' + version;
}

/// As the system writes it: domain:bus:device.function.
std::string addressText(const VkPhysicalDevicePCIBusInfoPropertiesEXT& pci) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "%04x:%02x:%02x.%x", pci.pciDomain, pci.pciBus,
                  pci.pciDevice, pci.pciFunction);
    return text.data();
}

/// After queryFeatures: narrows down what the features promise.
void queryProperties(const VkInstanceFunctions& functions, const Chains& has, VkDeviceCaps& caps) {
    auto properties =
        structure<VkPhysicalDeviceProperties2>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2);
    auto subgroup = structure<VkPhysicalDeviceSubgroupProperties>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES);
    auto maintenance = structure<VkPhysicalDeviceMaintenance3Properties>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MAINTENANCE_3_PROPERTIES);
    auto sizes = structure<VkPhysicalDeviceSubgroupSizeControlProperties>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_PROPERTIES);
    auto dot = structure<VkPhysicalDeviceShaderIntegerDotProductProperties>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SHADER_INTEGER_DOT_PRODUCT_PROPERTIES);
    Chain chain(&properties);
    chain.add(subgroup);
    chain.add(maintenance);
    if (has.sizes) chain.add(sizes);
    if (has.dot) chain.add(dot);
    auto driver = structure<VkPhysicalDeviceDriverProperties>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES);
    auto pci = structure<VkPhysicalDevicePCIBusInfoPropertiesEXT>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PCI_BUS_INFO_PROPERTIES_EXT);
    if (has.driver) chain.add(driver);
    if (has.pci) chain.add(pci);
    functions.vkGetPhysicalDeviceProperties2(caps.physical, &properties);

    constexpr VkSubgroupFeatureFlags kNeeded = VK_SUBGROUP_FEATURE_BASIC_BIT
                                               | VK_SUBGROUP_FEATURE_ARITHMETIC_BIT
                                               | VK_SUBGROUP_FEATURE_SHUFFLE_BIT;
    const bool subgroups = (subgroup.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT) != 0
                           && (subgroup.supportedOperations & kNeeded) == kNeeded;
    caps.subgroupSize = subgroups ? subgroup.subgroupSize : 0;
    caps.subgroupSizeMin = caps.subgroupSizeMax = caps.subgroupSize;
    caps.subgroupSizeControl =
        caps.subgroupSizeControl && subgroups
        && (sizes.requiredSubgroupSizeStages & VK_SHADER_STAGE_COMPUTE_BIT) != 0;
    caps.fullSubgroups = caps.fullSubgroups && caps.subgroupSizeControl;
    if (caps.subgroupSizeControl) {
        caps.subgroupSizeMin = sizes.minSubgroupSize;
        caps.subgroupSizeMax = sizes.maxSubgroupSize;
    }
    caps.integerDot =
        caps.integerDot && dot.integerDotProduct4x8BitPackedSignedAccelerated == VK_TRUE;
    caps.allocationBytesMax = maintenance.maxMemoryAllocationSize;
    if (has.driver) caps.driver = driverText(driver);
    if (has.pci) caps.pciAddress = addressText(pci);
}

} // namespace

VkDeviceCaps queryDeviceCaps(const VkInstanceFunctions& functions, VkPhysicalDevice physical) {
    VkDeviceCaps caps;
    caps.physical = physical;
    functions.vkGetPhysicalDeviceProperties(physical, &caps.properties);
    caps.queueFamily = findComputeFamily(functions, physical);
    const std::uint32_t version = caps.properties.apiVersion;
    if (version < VK_API_VERSION_1_1) return caps;
    const Extensions extensions(functions, physical);
    Chains has;
    has.storage8 =
        version >= VK_API_VERSION_1_2 || extensions.has(VK_KHR_8BIT_STORAGE_EXTENSION_NAME);
    has.float16 =
        version >= VK_API_VERSION_1_2 || extensions.has(VK_KHR_SHADER_FLOAT16_INT8_EXTENSION_NAME);
    has.sizes = version >= VK_API_VERSION_1_3
                || extensions.has(VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME);
    has.dot = version >= VK_API_VERSION_1_3
              || extensions.has(VK_KHR_SHADER_INTEGER_DOT_PRODUCT_EXTENSION_NAME);
    has.driver =
        version >= VK_API_VERSION_1_2 || extensions.has(VK_KHR_DRIVER_PROPERTIES_EXTENSION_NAME);
    has.pci = extensions.has(VK_EXT_PCI_BUS_INFO_EXTENSION_NAME);
    caps.memoryBudget = extensions.has(VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);
    caps.portabilitySubset = extensions.has("VK_KHR_portability_subset");
    queryFeatures(functions, has, caps);
    queryProperties(functions, has, caps);
    auto memory = structure<VkPhysicalDeviceMemoryProperties2>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2);
    functions.vkGetPhysicalDeviceMemoryProperties2(physical, &memory);
    caps.memory = memory.memoryProperties;
    return caps;
}

std::vector<DeviceHeap> deviceHeaps(const VkInstanceFunctions& functions,
                                    const VkDeviceCaps& caps) {
    auto memory = structure<VkPhysicalDeviceMemoryProperties2>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2);
    auto budget = structure<VkPhysicalDeviceMemoryBudgetPropertiesEXT>(
        VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT);
    if (caps.memoryBudget) {
        memory.pNext = &budget;
        functions.vkGetPhysicalDeviceMemoryProperties2(caps.physical, &memory);
    }
    std::vector<DeviceHeap> heaps;
    for (std::uint32_t i = 0; i < caps.memory.memoryHeapCount; ++i) {
        const VkMemoryHeap& heap = caps.memory.memoryHeaps[i];
        DeviceHeap& own = heaps.emplace_back();
        own.bytes = own.bytesFree = heap.size;
        own.deviceLocal = (heap.flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) != 0;
        if (!caps.memoryBudget) continue;
        const std::uint64_t limit = std::min<std::uint64_t>(budget.heapBudget[i], heap.size);
        own.bytesFree = limit > budget.heapUsage[i] ? limit - budget.heapUsage[i] : 0;
    }
    for (std::uint32_t i = 0; i < caps.memory.memoryTypeCount; ++i) {
        const VkMemoryType& type = caps.memory.memoryTypes[i];
        if ((type.propertyFlags & VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT) != 0)
            heaps[type.heapIndex].hostVisible = true;
    }
    return heaps;
}

namespace {

/// An integrated device's heaps are parts of the machine's memory, and an allocation that one of
/// them refuses goes to the other.
std::uint64_t sumOf(const std::vector<DeviceHeap>& heaps, const VkDeviceCaps& caps,
                    std::uint64_t DeviceHeap::*bytes) {
    if (caps.kind() != DeviceKind::Integrated)
        return heaps.empty() ? 0 : heaps[caps.mainHeap()].*bytes;
    std::uint64_t total = 0;
    for (const DeviceHeap& heap : heaps) total += heap.*bytes;
    return total;
}

} // namespace

std::uint64_t deviceBytesFree(const VkInstanceFunctions& functions, const VkDeviceCaps& caps) {
    return sumOf(deviceHeaps(functions, caps), caps, &DeviceHeap::bytesFree);
}

DeviceInfo describeDevice(const VkInstanceFunctions& functions, const VkDeviceCaps& caps,
                          unsigned index) {
    DeviceInfo info;
    info.id = "vulkan:" + std::to_string(index);
    info.name = caps.properties.deviceName;
    info.kind = caps.kind();
    info.heaps = deviceHeaps(functions, caps);
    info.memoryTotal = sumOf(info.heaps, caps, &DeviceHeap::bytes);
    info.memoryFree = sumOf(info.heaps, caps, &DeviceHeap::bytesFree);
    info.driver = caps.driver;
    info.pciAddress = caps.pciAddress;
    const std::uint32_t version = caps.properties.apiVersion;
    info.features.push_back("vulkan-" + std::to_string(VK_API_VERSION_MAJOR(version)) + "."
                            + std::to_string(VK_API_VERSION_MINOR(version)));
    info.features.push_back("subgroup-" + std::to_string(caps.subgroupSize));
    if (caps.storage16) info.features.emplace_back("storage16");
    if (caps.storage8) info.features.emplace_back("storage8");
    if (caps.float16) info.features.emplace_back("float16");
    if (caps.integerDot) info.features.emplace_back("int8-dot");
    if (caps.subgroupSizeControl) info.features.emplace_back("subgroup-size-control");
    if (caps.memoryBudget) info.features.emplace_back("memory-budget");
    return info;
}

VkDeviceOwner::~VkDeviceOwner() {
    if (m_device != VK_NULL_HANDLE && m_functions.vkDestroyDevice != nullptr) {
        m_functions.vkDeviceWaitIdle(m_device);
        m_functions.vkDestroyDevice(m_device, nullptr);
    }
}

Result<std::shared_ptr<VkDeviceOwner>>
VkDeviceOwner::create(std::shared_ptr<VkInstanceOwner> instance, const VkDeviceCaps& caps) {
    std::shared_ptr<VkDeviceOwner> owner(new VkDeviceOwner);
    owner->m_instance = std::move(instance);
    owner->m_caps = caps;
    const VkInstanceFunctions& functions = owner->m_instance->functions();

    const float priority = 1.0f;
    VkDeviceQueueCreateInfo queue{};
    queue.sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO;
    queue.queueFamilyIndex = caps.queueFamily;
    queue.queueCount = 1;
    queue.pQueuePriorities = &priority;

    // Only what the shaders use is switched on.
    VkPhysicalDeviceFeatures2 features{};
    features.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2;
    VkPhysicalDevice16BitStorageFeatures storage16{};
    storage16.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_16BIT_STORAGE_FEATURES;
    storage16.storageBuffer16BitAccess = VK_TRUE;
    VkPhysicalDeviceSubgroupSizeControlFeatures sizes{};
    sizes.sType = VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES;
    sizes.subgroupSizeControl = VK_TRUE;
    sizes.computeFullSubgroups = caps.fullSubgroups ? VK_TRUE : VK_FALSE;
    Chain chain(&features);
    chain.add(storage16);
    std::vector<const char*> extensions;
    if (caps.subgroupSizeControl) {
        chain.add(sizes);
        if (caps.properties.apiVersion < VK_API_VERSION_1_3)
            extensions.push_back(VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME);
    }
    if (caps.memoryBudget) extensions.push_back(VK_EXT_MEMORY_BUDGET_EXTENSION_NAME);
    // The specification demands that a device which shows this extension gets it enabled.
    if (caps.portabilitySubset) extensions.push_back("VK_KHR_portability_subset");

    VkDeviceCreateInfo info{};
    info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
    info.pNext = &features;
    info.queueCreateInfoCount = 1;
    info.pQueueCreateInfos = &queue;
    info.enabledExtensionCount = static_cast<std::uint32_t>(extensions.size());
    info.ppEnabledExtensionNames = extensions.data();
    TRY(vkCheck(functions.vkCreateDevice(caps.physical, &info, nullptr, &owner->m_device),
                "opening " + std::string(caps.properties.deviceName)));
    TRY(owner->m_functions, VkDeviceFunctions::load(functions, owner->m_device));
    owner->m_functions.vkGetDeviceQueue(owner->m_device, caps.queueFamily, 0, &owner->m_queue);
    return owner;
}

std::uint64_t VkDeviceOwner::bytesFree() const {
    return deviceBytesFree(m_instance->functions(), m_caps);
}

} // namespace inference
