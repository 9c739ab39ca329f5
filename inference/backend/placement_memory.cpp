// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/placement_memory.h"

#include <algorithm>

#include "inference/backend/cpu/cpu_backend.h"

namespace inference {

namespace {

/// Looks for a placement that fits. Memory on the device falls with every step of each search.
class Fitter {
public:
    Fitter(const ForwardPlan& plan, const PlacementWish& wish, const MemoryBudget& budget,
           const MeasureDevice& measureDevice, const ExecutorOptions& options)
        : m_plan(plan), m_wish(wish), m_budget(budget), m_measureDevice(measureDevice),
          m_options(options) {}

    Result<PlacementFit> run() {
        const auto layers = static_cast<std::uint32_t>(std::max<std::size_t>(
            m_plan.layerStarts.empty() ? 0 : m_plan.layerStarts.size() - 1, 0));
        const std::uint32_t experts = countExpertLayers(m_plan);
        if (m_wish.deviceLayers)
            return judge(
                Placement::of(m_plan, *m_wish.deviceLayers, m_wish.hostExperts.value_or(0)));
        const std::uint32_t asked = std::min(m_wish.hostExperts.value_or(0), experts);
        TRY(PlacementFit whole, judge(Placement::of(m_plan, layers, asked)));
        if (whole.missing.empty()) return whole;
        TRY(PlacementFit tableless, judge(withoutTable(layers, asked)));
        if (tableless.missing.empty()) return tableless;

        std::uint32_t hostExperts = asked;
        if (!m_wish.hostExperts && experts > 0) {
            TRY(PlacementFit bare, judge(withoutTable(layers, experts)));
            if (bare.missing.empty()) return fewestExperts(layers, experts);
            hostExperts = experts;
        }
        return mostLayers(layers, hostExperts);
    }

private:
    Placement withoutTable(std::uint32_t layers, std::uint32_t hostExperts) const {
        Placement placement = Placement::of(m_plan, layers, hostExperts);
        placement.input = Site::Host;
        return placement;
    }

    Result<PlacementFit> fewestExperts(std::uint32_t layers, std::uint32_t enough) {
        std::uint32_t tooFew = 0;
        while (enough - tooFew > 1) {
            const std::uint32_t middle = tooFew + (enough - tooFew) / 2;
            TRY(const PlacementFit fit, judge(withoutTable(layers, middle)));
            (fit.missing.empty() ? enough : tooFew) = middle;
        }
        return judge(withoutTable(layers, enough));
    }

    Result<PlacementFit> mostLayers(std::uint32_t tooMany, std::uint32_t hostExperts) {
        // Experts are counted from the first layer on: those of layers on the host count too.
        std::uint32_t fits = 0;
        while (tooMany - fits > 1) {
            const std::uint32_t middle = fits + (tooMany - fits) / 2;
            TRY(const PlacementFit fit, judge(Placement::of(m_plan, middle, hostExperts)));
            (fit.missing.empty() ? fits : tooMany) = middle;
        }
        return judge(Placement::of(m_plan, fits, hostExperts));
    }

    Result<PlacementFit> judge(Placement placement) {
        PlacementFit fit;
        TRY(fit.memory, measurePlacement(m_plan, placement, m_measureDevice, m_options));
        fit.placement = std::move(placement);
        const MissingBytes missing = missingBytes(fit.memory, m_budget);
        if (missing.device > 0)
            fit.missing = describe(fit.memory.device.allocated(), m_budget.device, missing.device,
                                   "on the device");
        else if (missing.host > 0)
            fit.missing =
                describe(fit.memory.host.allocated(), m_budget.host, missing.host, "in RAM");
        return fit;
    }

    static std::string describe(std::uint64_t needed, std::uint64_t free, std::uint64_t missing,
                                const char* where) {
        return "the model needs " + std::to_string(needed) + " bytes " + where + ", "
               + std::to_string(free) + " are free: " + std::to_string(missing)
               + " bytes are missing";
    }

    const ForwardPlan& m_plan;
    const PlacementWish& m_wish;
    const MemoryBudget& m_budget;
    const MeasureDevice& m_measureDevice;
    const ExecutorOptions& m_options;
};

} // namespace

Result<PlacementMemory> measurePlacement(const ForwardPlan& plan, const Placement& placement,
                                         const MeasureDevice& measureDevice,
                                         const ExecutorOptions& options) {
    PlacementMemory memory;
    if (!placement.usesHost()) {
        TRY(memory.device, measureDevice(plan));
    } else if (!placement.usesDevice()) {
        TRY(memory.host, measureCpu(plan, options));
    } else {
        const SplitPlan split = splitPlan(plan, placement);
        TRY(memory.device, measureDevice(split.device));
        TRY(memory.host, measureCpu(split.host, options));
    }
    return memory;
}

MissingBytes missingBytes(const PlacementMemory& memory, const MemoryBudget& budget) {
    MissingBytes missing;
    const std::uint64_t device = memory.device.allocated();
    if (device > 0 && device + kDriverBytes > budget.device)
        missing.device = device + kDriverBytes - budget.device;
    std::uint64_t host = memory.host.allocated();
    if (budget.shared && device > 0) host += device + kDriverBytes;
    if (host > budget.host) missing.host = host - budget.host;
    return missing;
}

Result<PlacementFit> fitPlacement(const ForwardPlan& plan, const PlacementWish& wish,
                                  const MemoryBudget& budget, const MeasureDevice& measureDevice,
                                  const ExecutorOptions& options) {
    return Fitter(plan, wish, budget, measureDevice, options).run();
}

} // namespace inference
