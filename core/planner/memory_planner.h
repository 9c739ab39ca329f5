// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/planner/fit_report.h"
#include "core/planner/machine_budget.h"
#include "core/planner/speed_book.h"
#include "inference/model/model.h"

namespace core {

struct FitRequest {
    std::uint32_t context = 0; ///< 0: what the engine would choose.
    inference::KvType keyType = inference::KvType::F16;
    inference::KvType valueType = inference::KvType::F16;
    inference::PlacementWish wish = {};
    std::uint32_t batchMax = 512;
    unsigned threads = 0;
};

/// Says where a model goes and what it takes, by the same code that places and loads it: a plan is
/// built from the header's shapes, placed, and measured; nothing is allocated and no weight is
/// read. Immutable; any thread may call it, and a call takes milliseconds, so not the GUI thread.
class MemoryPlanner {
public:
    /// `model` may be described from a header alone.
    MemoryPlanner(std::shared_ptr<const inference::Model> model, MachineBudget machine)
        : m_model(std::move(model)), m_machine(std::move(machine)) {}

    /// From now on plans give the speed that this model was seen to run at instead of an estimate,
    /// where the book knows one. The book must outlive the planner.
    void useSpeeds(SpeedBook& book, ModelIdentity identity);

    /// Fails where the model cannot be planned at all: see ForwardPlan::build.
    Result<FitReport> plan(const FitRequest& request) const;
    /// The same request at several contexts; for tables.
    Result<std::vector<FitReport>> planEach(FitRequest request,
                                            std::span<const std::uint32_t> contexts) const;

    /// Largest context, at most the trained one and else a multiple of 256, with which the answer
    /// is `floor` or better; 0 if there is none.
    std::uint32_t largestContext(FitRequest request, Fits floor) const;

    /// Where another file of the same model would run, whose weights are `scale` times as large:
    /// for tables of quantizations of which one header was read. An estimate.
    Result<Fits> fitsScaled(FitRequest request, double scale) const;

private:
    Result<FitReport> place(const FitRequest& request) const;
    void recallSpeed(const FitRequest& request, FitReport& report) const;
    void advise(const FitRequest& request, FitReport& report) const;
    void adviseOnGpu(const FitRequest& request, FitReport& report) const;
    void adviseOnGpuMemory(FitReport& report, std::uint64_t missing) const;
    void adviseOnCache(const FitRequest& request, FitReport& report) const;
    std::uint64_t weightBytesMax(FitRequest request) const;

    std::shared_ptr<const inference::Model> m_model;
    MachineBudget m_machine;
    SpeedBook* m_speeds = nullptr;
    ModelIdentity m_identity;
};

} // namespace core
