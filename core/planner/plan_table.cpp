// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/plan_table.h"

#include <algorithm>

namespace core {
namespace {

std::uint64_t distance(std::uint64_t a, std::uint64_t b) {
    return a > b ? a - b : b - a;
}

/// The one with a header that is nearest in size; null if none has.
const PlanCandidate* nearest(std::span<const PlanCandidate> candidates, std::uint64_t bytes) {
    const PlanCandidate* best = nullptr;
    for (const PlanCandidate& one : candidates) {
        if (one.model == nullptr) continue;
        if (best == nullptr || distance(one.bytes, bytes) < distance(best->bytes, bytes))
            best = &one;
    }
    return best;
}

SpeedBand scaled(SpeedBand speed, double factor) {
    speed.low /= factor;
    speed.high /= factor;
    speed.measured = false;
    return speed;
}

class TableMaker {
public:
    TableMaker(const MachineBudget& machine, const FitRequest& request,
               std::span<const std::uint32_t> contexts)
        : m_machine(machine), m_request(request), m_contexts(contexts) {}

    PlanRow planned(const PlanCandidate& candidate) const {
        PlanRow row{.name = candidate.name, .bytes = candidate.bytes};
        const MemoryPlanner planner(candidate.model, m_machine);
        const auto reports = planner.planEach(m_request, m_contexts);
        if (!reports) {
            row.problem = reports.error().detail;
            return row;
        }
        for (const FitReport& report : *reports) row.cells.push_back(cellOf(candidate, report));
        row.contextMax = planner.largestContext(m_request, Fits::Cpu);
        return row;
    }

    PlanRow estimated(const PlanCandidate& candidate, const PlanCandidate& like) const {
        PlanRow row{.name = candidate.name, .bytes = candidate.bytes, .estimated = true};
        const double scale = static_cast<double>(candidate.bytes)
                             / static_cast<double>(std::max<std::uint64_t>(like.bytes, 1));
        const MemoryPlanner planner(like.model, m_machine);
        const auto reports = planner.planEach(m_request, m_contexts);
        if (!reports) {
            row.problem = reports.error().detail;
            return row;
        }
        for (const FitReport& report : *reports) {
            FitRequest request = m_request;
            request.context = report.context;
            const auto fits = planner.fitsScaled(request, scale);
            PlanCell cell = cellOf(like, report);
            // Where it runs elsewhere, so does its speed come from elsewhere.
            cell.speed = fits && *fits == report.fits && scale > 0 ? scaled(report.speed, scale)
                                                                   : SpeedBand();
            cell.fits = fits ? *fits : Fits::No;
            row.cells.push_back(cell);
        }
        return row;
    }

private:
    static PlanCell cellOf(const PlanCandidate& candidate, const FitReport& report) {
        return {.context = report.context,
                .fits = report.fits,
                .beyondTrained = report.context > candidate.model->spec().contextLength,
                .speed = report.speed};
    }

    const MachineBudget& m_machine;
    const FitRequest& m_request;
    std::span<const std::uint32_t> m_contexts;
};

} // namespace

Result<std::vector<PlanRow>> planTable(std::span<const PlanCandidate> candidates,
                                       const MachineBudget& machine, const FitRequest& request,
                                       std::span<const std::uint32_t> contexts) {
    if (std::find(contexts.begin(), contexts.end(), 0u) != contexts.end())
        return Error{ErrorCode::InvalidArgument, "a context of 0 tokens holds nothing"};
    const TableMaker maker(machine, request, contexts);
    std::vector<PlanRow> rows;
    rows.reserve(candidates.size());
    for (const PlanCandidate& candidate : candidates) {
        if (candidate.model != nullptr) {
            rows.push_back(maker.planned(candidate));
            continue;
        }
        const PlanCandidate* like = nearest(candidates, candidate.bytes);
        if (like == nullptr)
            return Error{ErrorCode::InvalidArgument,
                         "a table needs the header of one of its files at least"};
        rows.push_back(maker.estimated(candidate, *like));
    }
    return rows;
}

} // namespace core
