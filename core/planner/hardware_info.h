// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/planner/advisor.h"
#include "core/planner/machine_table.h"
#include "inference/backend/backend.h"

namespace core {

/// One device that can run a model, with what is known of its speed.
struct HardwareDevice {
    inference::DeviceInfo info;
    double bandwidth = 0; ///< Bytes per second; 0 = unknown.
    std::string knownAs;  ///< Row of the table of cards that the bandwidth is from, or "".
    std::string bus;      ///< "PCIe 4.0 x16", or "" where the system does not say.
};

/// Bytes per second of a card that nobody described: a middling one of 2020 to 2026.
inline constexpr double kBandwidthAssumed = 500e9;

/// What this machine has.
struct HardwareInfo {
    std::string cpuName;
    std::vector<std::string> cpuFeatures;
    unsigned threads = 0; ///< Physical cores, which is what the engine uses.
    std::uint64_t ramTotal = 0;
    std::uint64_t ramFree = 0;
    double ramBandwidth = 0; ///< Bytes per second, measured here; 0 = not yet.
    std::vector<HardwareDevice> graphics;
    std::string vulkanReason; ///< Why `graphics` is empty, for people.

    /// The one that "auto" means: no software; null where there is none.
    const HardwareDevice* bestGraphics() const;
    MachineFigures figures() const; ///< Of the best graphics device, for the advisor.
};

/// When to find out how fast RAM is.
enum class MeasureRam : std::uint8_t {
    Never, ///< What was found earlier counts.
    IfDue, ///< Where nobody did yet; and on some later days, see below.
    Now,   ///< And forget what was found earlier: somebody has changed the machine.
};

/// Asks system and drivers; takes as long as a Vulkan driver takes to start (0.1 s), so not on the
/// GUI thread. Measuring reads half a gigabyte of memory a few times with all cores (about a
/// second) and is remembered in `bandwidthFile`, with the processor's name and the amount of RAM. A
/// busy machine shows too little, never too much: of a measurement on each of the first days the
/// best one counts. Unknown where memory does not suffice.
HardwareInfo readHardware(const MachineTable& table, const std::filesystem::path& bandwidthFile,
                          MeasureRam measure = MeasureRam::Never);

/// How a PCI device is connected, as `devices`, the system's folder of them, tells: the fastest
/// that its link can go (an idle card lets it sleep) and as many lanes as it has now. "" where it
/// does not say.
std::string pciLink(const std::string& pciAddress,
                    const std::filesystem::path& devices = "/sys/bus/pci/devices");

} // namespace core
