// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/plan_output.h"

#include <cstdio>
#include <string>
#include <utility>

namespace cli {

namespace {

Json speedJson(const core::SpeedBand& speed) {
    if (!speed.known()) return {};
    return {{"low", speed.low}, {"high", speed.high}, {"measured", speed.measured}};
}

} // namespace

const char* fitsName(core::Fits fits) {
    switch (fits) {
    case core::Fits::Gpu: return "gpu";
    case core::Fits::Split: return "split";
    case core::Fits::Cpu: return "cpu";
    case core::Fits::No: return "no";
    }
    return "no";
}

Json planJson(const core::FitReport& report) {
    Json devices = Json::array();
    for (const core::DeviceUse& use : report.devices)
        devices.push_back({{"id", use.id},
                           {"name", use.name},
                           {"weights", use.weights},
                           {"kv_cache", use.kvCache},
                           {"compute", use.compute},
                           {"total", use.total()},
                           {"budget", use.budget}});
    Json reasons = Json::array();
    for (const core::FitReason& reason : report.reasons) reasons.push_back(core::describe(reason));
    return {{"fits", fitsName(report.fits)},
            {"devices", std::move(devices)},
            {"layers", report.layers},
            {"layers_on_gpu", report.layersOnGpu},
            {"expert_layers_on_cpu", report.expertLayersOnCpu},
            {"context", report.context},
            {"max_context", report.contextMax},
            {"estimated_tps", speedJson(report.speed)},
            {"reasons", std::move(reasons)}};
}

Json tableJson(std::span<const core::PlanRow> rows) {
    Json list = Json::array();
    for (const core::PlanRow& row : rows) {
        Json cells = Json::array();
        for (const core::PlanCell& cell : row.cells)
            cells.push_back({{"context", cell.context},
                             {"fits", fitsName(cell.fits)},
                             {"beyond_trained", cell.beyondTrained},
                             {"estimated_tps", speedJson(cell.speed)}});
        list.push_back({{"name", row.name},
                        {"size", row.bytes},
                        {"estimated", row.estimated},
                        {"max_context", row.estimated ? Json() : Json(row.contextMax)},
                        {"problem", row.problem.empty() ? Json() : Json(row.problem)},
                        {"cells", std::move(cells)}});
    }
    return {{"contexts", core::kTableContexts}, {"rows", std::move(list)}};
}

void printPlan(const core::FitReport& report) {
    std::printf("%-14s %s\n", "fits", fitsName(report.fits));
    for (const core::DeviceUse& use : report.devices)
        std::printf("%-14s %s of %s: weights %s, cache %s, compute %s\n", printable(use.id).c_str(),
                    humanBytes(use.total()).c_str(), humanBytes(use.budget).c_str(),
                    humanBytes(use.weights).c_str(), humanBytes(use.kvCache).c_str(),
                    humanBytes(use.compute).c_str());
    std::printf("%-14s %u of %u on the GPU, experts of %u in RAM\n", "layers", report.layersOnGpu,
                report.layers, report.expertLayersOnCpu);
    std::printf("%-14s %u, at most %u\n", "context", report.context, report.contextMax);
    if (report.speed.measured)
        std::printf("%-14s %.1f tokens/s, measured here\n", "speed", report.speed.high);
    else if (report.speed.known())
        std::printf("%-14s %.1f to %.1f tokens/s, estimated\n", "speed", report.speed.low,
                    report.speed.high);
    for (const core::FitReason& reason : report.reasons)
        std::printf("%-14s %s\n", "", core::describe(reason).c_str());
}

void printTable(std::span<const core::PlanRow> rows) {
    std::printf("%-24s %10s", "", "size");
    for (const std::uint32_t context : core::kTableContexts)
        std::printf("  %6s", (std::to_string(context / 1024) + "k").c_str());
    std::printf("\n");
    for (const core::PlanRow& row : rows) {
        std::printf("%-24s %10s", printable(row.name).c_str(), humanBytes(row.bytes).c_str());
        for (const core::PlanCell& cell : row.cells)
            std::printf(
                "  %6s",
                (std::string(fitsName(cell.fits)) + (cell.beyondTrained ? "*" : "")).c_str());
        std::printf("%s%s\n", row.estimated ? "  by its size" : "", printable(row.problem).c_str());
    }
    std::printf("* longer than the model was trained for\n");
}

} // namespace cli
