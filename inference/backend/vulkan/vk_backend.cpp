// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_backend.h"

#include <string>
#include <vector>

#include "inference/backend/vulkan/vk_device.h"
#include "inference/backend/vulkan/vk_executor.h"
#include "inference/backend/vulkan/vk_memory_plan.h"

namespace inference {

namespace {

struct Found {
    std::vector<VkDeviceCaps> usable;
    std::string reason; // Why `usable` is empty.
};

Result<Found> findDevices(const VkInstanceOwner& instance) {
    Found found;
    TRY(const std::vector<VkPhysicalDevice> all, instance.physicalDevices());
    if (all.empty()) found.reason = "the Vulkan driver reports no device";
    for (const VkPhysicalDevice physical : all) {
        VkDeviceCaps caps = queryDeviceCaps(instance.functions(), physical);
        const std::string lack = caps.unusableBecause();
        if (lack.empty()) {
            found.usable.push_back(caps);
            continue;
        }
        if (!found.reason.empty()) found.reason += "; ";
        found.reason += std::string(caps.properties.deviceName) + " cannot be used: " + lack;
    }
    return found;
}

class VulkanBackendImpl final : public VulkanBackend {
public:
    VulkanBackendImpl(std::shared_ptr<VkInstanceOwner> instance, VkDeviceCaps caps, DeviceInfo info,
                      VulkanOptions options, LogSink log)
        : m_instance(std::move(instance)), m_caps(std::move(caps)), m_info(std::move(info)),
          m_options(options), m_log(std::move(log)) {}

    const DeviceInfo& device() const override { return m_info; }

    Result<std::unique_ptr<Executor>> createExecutor(const Model&, const ForwardPlan& plan,
                                                     const ExecutorOptions& options) override {
        return createPlanExecutor(plan, options);
    }

    Result<MemoryUse> measure(const ForwardPlan& plan, const ExecutorOptions&) const override {
        TRY(const VkMemoryPlan memory,
            VkMemoryPlan::make(plan, VkLimits::of(m_caps, m_options.bindingBytesMax)));
        return memory.use(m_caps.kind());
    }

    std::uint64_t memoryFree() const override {
        return deviceBytesFree(m_instance->functions(), m_caps);
    }

    Result<std::unique_ptr<Executor>> createPlanExecutor(const ForwardPlan& plan,
                                                         const ExecutorOptions& options) override {
        // A device per executor: one that is lost takes only its own executor with it, and the next
        // executor starts afresh.
        TRY(std::shared_ptr<VkDeviceOwner> device, VkDeviceOwner::create(m_instance, m_caps));
        ExecutorOptions own = options;
        if (!own.log) own.log = m_log;
        return createVulkanExecutor(std::move(device), plan, own, m_options);
    }

private:
    std::shared_ptr<VkInstanceOwner> m_instance;
    VkDeviceCaps m_caps;
    DeviceInfo m_info;
    VulkanOptions m_options;
    LogSink m_log;
};

} // namespace

VulkanDevices listVulkanDevices() {
    VulkanDevices list;
    auto instance = VkInstanceOwner::create(false, {});
    if (!instance) {
        list.reason = instance.error().detail;
        return list;
    }
    auto found = findDevices(**instance);
    if (!found) {
        list.reason = found.error().detail;
        return list;
    }
    list.reason = found->usable.empty() ? found->reason : std::string();
    for (const VkDeviceCaps& caps : found->usable) {
        const auto index = static_cast<unsigned>(list.devices.size());
        list.devices.push_back(describeDevice((*instance)->functions(), caps, index));
    }
    return list;
}

Result<std::unique_ptr<VulkanBackend>> openVulkan(unsigned index, const LogSink& log,
                                                  const VulkanOptions& options) {
    TRY(std::shared_ptr<VkInstanceOwner> instance, VkInstanceOwner::create(options.validate, log));
    TRY(const Found found, findDevices(*instance));
    if (found.usable.empty()) return Error{ErrorCode::DeviceUnavailable, found.reason};
    if (index >= found.usable.size()) {
        return Error{ErrorCode::NotFound, "there is no Vulkan device " + std::to_string(index)
                                              + ": " + std::to_string(found.usable.size())
                                              + " can be used"};
    }
    VkDeviceCaps caps = found.usable[index];
    DeviceInfo info = describeDevice(instance->functions(), caps, index);
    if (options.asDiscrete) caps.properties.deviceType = VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU;
    return std::unique_ptr<VulkanBackend>(
        new VulkanBackendImpl(std::move(instance), std::move(caps), std::move(info), options, log));
}

Result<std::unique_ptr<Backend>> createVulkanBackend(unsigned index, const LogSink& log) {
    TRY(std::unique_ptr<VulkanBackend> backend, openVulkan(index, log, {}));
    return std::unique_ptr<Backend>(std::move(backend));
}

} // namespace inference
