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

constexpr int kMeasurementsMax = 5;
constexpr UnixMs kBetweenMeasurementsMs = 20 * 60 * 60 * 1000;

/// How fast this machine's RAM was seen to be.
struct Bandwidth {
    double bytesPerSecond = 0; ///< The best; 0 = not measured.
    int measurements = 0;
    UnixMs lastMs = 0;

    bool due() const {
        const UnixMs age = unixMsNow() - lastMs;
        // A clock that went back must not keep a poor figure for ever.
        const bool later = age < 0 || age > kBetweenMeasurementsMs;
        return measurements == 0 || (measurements < kMeasurementsMax && later);
    }
};

Bandwidth rememberedBandwidth(const std::filesystem::path& file, const HardwareInfo& hardware) {
    const auto text = readFile(file, kBandwidthFileMax);
    if (!text) return {};
    const auto json = parseJsonObject(*text);
    if (!json || jsonText(*json, "cpu").value_or("") != hardware.cpuName) return {};
    if (jsonNumber(*json, "ram").value_or(0) != static_cast<double>(hardware.ramTotal)) return {};
    const double speed = jsonNumber(*json, "ram_bandwidth").value_or(0);
    if (!(speed > 0)) return {};
    return {.bytesPerSecond = speed,
            .measurements = static_cast<int>(
                std::clamp(jsonNumber(*json, "measurements").value_or(1), 1.0, 1000.0)),
            .lastMs = jsonInteger<UnixMs>(*json, "measured_ms").value_or(0)};
}

/// Unknown if memory does not suffice.
double measuredBandwidth() {
    if (inference::systemMemory().available < kMeasuringBytes) return 0;
    inference::ThreadPool pool(0);
    return inference::measureReadBandwidth(pool);
}

void remember(const std::filesystem::path& file, const HardwareInfo& hardware,
              const Bandwidth& found) {
    const Json json{{"cpu", hardware.cpuName},
                    {"ram", hardware.ramTotal},
                    {"ram_bandwidth", found.bytesPerSecond},
                    {"measurements", found.measurements},
                    {"measured_ms", found.lastMs}};
    // A cache that cannot be written costs a second the next time, no more.
    static_cast<void>(replaceFile(file, dumpJson(json)));
}

double ramBandwidth(const HardwareInfo& hardware, const std::filesystem::path& file,
                    MeasureRam measure) {
    Bandwidth known = rememberedBandwidth(file, hardware);
    const bool now = measure == MeasureRam::Now || (measure == MeasureRam::IfDue && known.due());
    const double found = now ? measuredBandwidth() : 0;
    if (!(found > 0)) return known.bytesPerSecond;
    if (measure == MeasureRam::Now) known = {};
    known.bytesPerSecond = std::max(known.bytesPerSecond, found);
    ++known.measurements;
    known.lastMs = unixMsNow();
    remember(file, hardware, known);
    return known.bytesPerSecond;
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

HardwareInfo readHardware(const MachineTable& table, const std::filesystem::path& bandwidthFile,
                          MeasureRam measure) {
    HardwareInfo hardware;
    hardware.cpuName = inference::cpuModelName();
    hardware.cpuFeatures = inference::detectCpuFeatures().names();
    hardware.threads = inference::ThreadPool::physicalCores();
    const inference::SystemMemory memory = inference::systemMemory();
    hardware.ramTotal = memory.total;
    hardware.ramFree = memory.available;
    hardware.ramBandwidth = ramBandwidth(hardware, bandwidthFile, measure);
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

} // namespace core
