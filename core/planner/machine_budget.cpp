// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/machine_budget.h"

#include <memory>
#include <utility>

#include "inference/backend/registry.h"

namespace core {
namespace {

using inference::DeviceKind;

MachineBudget ramOf(const HardwareInfo& hardware) {
    MachineBudget budget;
    budget.cpuName = hardware.cpuName;
    budget.ramTotal = hardware.ramTotal;
    budget.ramFree = hardware.ramFree;
    budget.ramBandwidth = hardware.ramBandwidth;
    return budget;
}

const HardwareDevice* bestOf(const HardwareInfo& hardware) {
    const HardwareDevice* best = hardware.bestGraphics();
    return best == nullptr && !hardware.graphics.empty() ? &hardware.graphics.front() : best;
}

Result<GraphicsBudget> openGraphics(const HardwareDevice& device) {
    TRY(std::shared_ptr<inference::Backend> backend, inference::openDevice(device.info.id));
    GraphicsBudget graphics;
    graphics.id = device.info.id;
    graphics.name = device.info.name;
    graphics.total = device.info.memoryTotal;
    graphics.free = backend->memoryFree();
    graphics.bandwidth = device.bandwidth;
    // Nobody knows how fast a driver without a device computes; it is not its memory that counts.
    const bool software = device.info.kind == DeviceKind::Software;
    graphics.bandwidthAssumed = !software && !(device.bandwidth > 0);
    if (software) graphics.bandwidth = 0;
    if (graphics.bandwidthAssumed) graphics.bandwidth = kBandwidthAssumed;
    graphics.shared = device.info.kind != DeviceKind::Discrete;
    graphics.measure = [backend](const inference::ForwardPlan& plan) {
        return backend->measure(plan, {});
    };
    return graphics;
}

} // namespace

Result<MachineBudget> budgetOf(const HardwareInfo& hardware, const std::string& device) {
    MachineBudget budget = ramOf(hardware);
    if (device == "cpu") return budget;
    const HardwareDevice* chosen = nullptr;
    if (device == "auto") {
        chosen = hardware.bestGraphics();
        if (chosen == nullptr) return budget;
    } else if (device == "vulkan") {
        chosen = bestOf(hardware);
    } else {
        for (const HardwareDevice& candidate : hardware.graphics)
            if (candidate.info.id == device) chosen = &candidate;
    }
    if (chosen == nullptr)
        return Error{ErrorCode::DeviceUnavailable,
                     "there is no device '" + device + "' here: `devices` lists them"};
    TRY(budget.graphics, openGraphics(*chosen));
    return budget;
}

MachineBudget imaginedBudget(const HardwareInfo& hardware, std::uint64_t vram, std::uint64_t ram) {
    MachineBudget budget = ramOf(hardware);
    budget.ramTotal = budget.ramFree = ram;
    if (vram == 0) return budget;
    GraphicsBudget graphics;
    graphics.id = "vulkan:0";
    graphics.name = "a graphics card";
    graphics.bandwidth = kBandwidthAssumed;
    graphics.bandwidthAssumed = true;
    graphics.measure = [](const inference::ForwardPlan& plan) {
        return inference::measureVulkan(plan, inference::DeviceLimits());
    };
    if (const HardwareDevice* like = bestOf(hardware)) {
        if (auto opened = openGraphics(*like)) {
            const bool card = like->info.kind == DeviceKind::Discrete;
            graphics.id = opened->id;
            graphics.measure = std::move(opened->measure);
            if (card && !opened->bandwidthAssumed) {
                graphics.name = opened->name;
                graphics.bandwidth = opened->bandwidth;
                graphics.bandwidthAssumed = false;
            }
        }
    }
    graphics.total = graphics.free = vram;
    budget.graphics = std::move(graphics);
    return budget;
}

void keepFree(MachineBudget& budget, const std::map<std::string, std::uint64_t>& amounts) {
    const auto amountOf = [&](const std::string& id, const std::string& name) {
        for (const std::string& key : {id, name})
            if (const auto found = amounts.find(key); found != amounts.end()) return found->second;
        return std::uint64_t{0};
    };
    budget.ramKeepFree = amountOf("cpu", budget.cpuName);
    if (budget.graphics)
        budget.graphics->keepFree = amountOf(budget.graphics->id, budget.graphics->name);
}

void countAsFree(MachineBudget& budget, std::span<const inference::DeviceMemory> held) {
    for (const inference::DeviceMemory& memory : held) {
        const std::uint64_t bytes = memory.use.allocated();
        if (memory.kind == DeviceKind::Cpu) {
            budget.ramFree += bytes;
        } else if (budget.graphics && budget.graphics->id == memory.id) {
            budget.graphics->free += bytes + inference::kDriverBytes;
            if (budget.graphics->shared) budget.ramFree += bytes + inference::kDriverBytes;
        }
    }
}

} // namespace core
