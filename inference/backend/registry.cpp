// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/registry.h"

#include <charconv>
#include <string>

namespace inference {

namespace {

int rank(DeviceKind kind) {
    switch (kind) {
    case DeviceKind::Discrete: return 3;
    case DeviceKind::Integrated: return 2;
    case DeviceKind::Software: return 1;
    case DeviceKind::Cpu: return 0;
    }
    return 0;
}

/// The fastest kind wins, then the larger memory; a tie goes to the driver's order.
const DeviceInfo* bestOf(const std::vector<DeviceInfo>& devices) {
    const DeviceInfo* best = nullptr;
    for (const DeviceInfo& device : devices) {
        const bool better =
            best == nullptr || rank(device.kind) > rank(best->kind)
            || (rank(device.kind) == rank(best->kind) && device.memoryTotal > best->memoryTotal);
        if (better) best = &device;
    }
    return best;
}

Result<std::unique_ptr<Backend>> openBestVulkan(const VulkanDevices& found, const LogSink& log) {
    const DeviceInfo* best = bestOf(found.devices);
    if (best == nullptr) return Error{ErrorCode::DeviceUnavailable, found.reason};
    return createVulkanBackend(static_cast<unsigned>(best - found.devices.data()), log);
}

Result<std::unique_ptr<Backend>> openAuto(const LogSink& log) {
    const VulkanDevices found = listVulkanDevices();
    const DeviceInfo* best = bestOf(found.devices);
    if (best != nullptr && rank(best->kind) > rank(DeviceKind::Software)) {
        auto backend = openBestVulkan(found, log);
        if (backend) return backend;
        if (log) log(LogLevel::Warning, best->name + ": " + backend.error().detail);
    }
    return createCpuBackend();
}

} // namespace

DeviceList listDevices() {
    DeviceList list;
    list.devices.push_back(createCpuBackend()->device());
    VulkanDevices found = listVulkanDevices();
    list.vulkanReason = std::move(found.reason);
    for (DeviceInfo& device : found.devices) list.devices.push_back(std::move(device));
    return list;
}

Result<std::unique_ptr<Backend>> openDevice(std::string_view id, const LogSink& log) {
    constexpr std::string_view kIndexed = "vulkan:";
    if (id == "auto") return openAuto(log);
    if (id == "cpu") return createCpuBackend();
    if (id == "vulkan") return openBestVulkan(listVulkanDevices(), log);
    if (id.substr(0, kIndexed.size()) == kIndexed) {
        const std::string_view digits = id.substr(kIndexed.size());
        unsigned index = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), index);
        if (error == std::errc() && end == digits.data() + digits.size() && !digits.empty())
            return createVulkanBackend(index, log);
    }
    return Error{ErrorCode::InvalidArgument, "unknown device '" + std::string(id)
                                                 + "': expected auto, cpu, vulkan or vulkan:N"};
}

} // namespace inference
