// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/planner/hardware_info.h"
#include "inference/backend/placement_memory.h"

namespace core {

/// The graphics device that a plan may use, real or imagined.
struct GraphicsBudget {
    std::string id;
    std::string name;
    std::uint64_t total = 0;    ///< Bytes that it has.
    std::uint64_t free = 0;     ///< Bytes free now; what is about to be ejected counts as free.
    std::uint64_t keepFree = 0; ///< The person's setting: never touched.
    double bandwidth = 0;       ///< Bytes per second; 0 = unknown.
    bool bandwidthAssumed = false;
    bool shared = false; ///< Its memory is the machine's RAM.
    inference::MeasureDevice measure;
};

/// What there is to plan with.
struct MachineBudget {
    std::string cpuName;
    std::uint64_t ramTotal = 0;
    std::uint64_t ramFree = 0;
    std::uint64_t ramKeepFree = 0;
    double ramBandwidth = 0;
    std::optional<GraphicsBudget> graphics;
};

/// The budget that a plan for a device of this machine works with, as things are now. `device` is
/// as openDevice() reads it; "auto" takes the best graphics device that is no software. Fails with
/// DeviceUnavailable.
Result<MachineBudget> budgetOf(const HardwareInfo& hardware, const std::string& device);

/// A machine that need not exist: one card with `vram` bytes of its own (0 = none) and `ram` bytes
/// of RAM. What a load takes there is counted by the limits of a Vulkan device of this machine
/// where there is one, else by those of a usual card. Unless that device is a card whose speed is
/// known, the imagined one is said to read kBandwidthAssumed.
MachineBudget imaginedBudget(const HardwareInfo& hardware, std::uint64_t vram, std::uint64_t ram);

/// Takes over what a person wants left to others, by a device's name or id; "cpu" is RAM. The
/// engine reads the same amounts (EngineOptions::keepFree).
void keepFree(MachineBudget& budget, const std::map<std::string, std::uint64_t>& amounts);

/// Counts what a loaded model holds as free, because it will be let go of before the next one
/// loads. Mapped weights are page cache, which the system counts as available already.
void countAsFree(MachineBudget& budget, std::span<const inference::DeviceMemory> held);

} // namespace core
