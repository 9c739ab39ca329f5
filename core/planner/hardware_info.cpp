// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/hardware_info.h"

#include <algorithm>
#include <array>
#include <cstdlib>

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
constexpr std::uint64_t kFigureBytesMax = 4096;
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

/// First number of a short file of the system; 0 if there is none.
double readFigure(const std::filesystem::path& file) {
    const auto text = readFile(file, kFigureBytesMax);
    return text ? std::strtod(text->c_str(), nullptr) : 0;
}

} // namespace

std::string pciLink(const std::string& pciAddress, const std::filesystem::path& devices) {
    if (pciAddress.empty()) return {};
    // PCI Express base specification: transfers per second and lane of each generation.
    constexpr std::array<double, 6> kGigatransfers{2.5, 5, 8, 16, 32, 64};
    const std::filesystem::path device = devices / pciAddress;
    const double speed = readFigure(device / "max_link_speed");
    const auto lanes = static_cast<unsigned>(readFigure(device / "current_link_width"));
    for (std::size_t i = 0; i < kGigatransfers.size(); ++i)
        if (speed == kGigatransfers[i] && lanes > 0 && lanes <= 32)
            return "PCIe " + std::to_string(i + 1) + ".0 x" + std::to_string(lanes);
    return {};
}

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
        device.bus = pciLink(device.info.pciAddress);
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
