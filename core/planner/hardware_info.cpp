// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/hardware_info.h"

#include <algorithm>

#include "core/base/file_io.h"
#include "core/base/json.h"
#include "inference/backend/memory_bandwidth.h"
#include "inference/backend/registry.h"
#include "inference/base/cpu_features.h"
#include "inference/base/thread_pool.h"

namespace core {
namespace {

using inference::DeviceKind;

constexpr std::uint64_t kBandwidthFileMax = 4096;
constexpr std::uint64_t kMeasuringBytes = std::uint64_t{1} << 30; ///< Half of it is used.

int rank(DeviceKind kind) {
    switch (kind) {
    case DeviceKind::Discrete: return 2;
    case DeviceKind::Integrated: return 1;
    default: return 0;
    }
}

double rememberedBandwidth(const std::filesystem::path& file, const std::string& cpu) {
    const auto text = readFile(file, kBandwidthFileMax);
    if (!text) return 0;
    const auto json = parseJsonObject(*text);
    if (!json || jsonText(*json, "cpu").value_or("") != cpu) return 0;
    return std::max(0.0, jsonNumber(*json, "ram_bandwidth").value_or(0));
}

} // namespace

const HardwareDevice* HardwareInfo::bestGraphics() const {
    const HardwareDevice* best = nullptr;
    for (const HardwareDevice& device : graphics) {
        if (device.info.kind == DeviceKind::Software) continue;
        if (best == nullptr || rank(device.info.kind) > rank(best->info.kind)
            || (device.info.kind == best->info.kind
                && device.info.memoryTotal > best->info.memoryTotal))
            best = &device;
    }
    return best;
}

MachineFigures HardwareInfo::figures() const {
    MachineFigures figures{.ram = ramTotal, .ramBandwidth = ramBandwidth};
    if (const HardwareDevice* best = bestGraphics()) {
        figures.gpuMemory = best->info.memoryTotal;
        figures.gpuBandwidth = best->bandwidth > 0 ? best->bandwidth : kBandwidthAssumed;
        figures.integrated = best->info.kind == DeviceKind::Integrated;
    }
    return figures;
}

HardwareInfo readHardware(const MachineTable& table, const std::filesystem::path& bandwidthFile) {
    HardwareInfo hardware;
    hardware.cpuName = inference::cpuModelName();
    hardware.cpuFeatures = inference::detectCpuFeatures().names();
    hardware.threads = inference::ThreadPool::physicalCores();
    const inference::SystemMemory memory = inference::systemMemory();
    hardware.ramTotal = memory.total;
    hardware.ramFree = memory.available;
    hardware.ramBandwidth = rememberedBandwidth(bandwidthFile, hardware.cpuName);
    inference::VulkanDevices found = inference::listVulkanDevices();
    hardware.vulkanReason = std::move(found.reason);
    for (inference::DeviceInfo& info : found.devices) {
        HardwareDevice device;
        if (const GpuModel* known = table.findGpu(info.name)) {
            device.bandwidth = known->bandwidth;
            device.knownAs = known->name;
        } else if (info.kind != DeviceKind::Discrete) {
            device.bandwidth = hardware.ramBandwidth;
        }
        device.info = std::move(info);
        hardware.graphics.push_back(std::move(device));
    }
    return hardware;
}

double measureRamBandwidth(const std::filesystem::path& bandwidthFile) {
    if (inference::systemMemory().available < kMeasuringBytes) return 0;
    inference::ThreadPool pool(0);
    const double bandwidth = inference::measureReadBandwidth(pool);
    if (bandwidth > 0) {
        const Json json{{"cpu", inference::cpuModelName()}, {"ram_bandwidth", bandwidth}};
        // A cache that cannot be written costs a second the next time, no more.
        static_cast<void>(replaceFile(bandwidthFile, dumpJson(json)));
    }
    return bandwidth;
}

} // namespace core
