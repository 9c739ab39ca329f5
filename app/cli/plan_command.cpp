// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <array>
#include <cstdio>

#include "app/cli/command.h"
#include "app/cli/hub.h"
#include "app/cli/model_argument.h"
#include "app/cli/output.h"
#include "core/base/paths.h"
#include "core/planner/hardware_info.h"
#include "core/planner/memory_planner.h"

namespace cli {

namespace {

constexpr std::int64_t kBytesMax = std::int64_t{1} << 50;
constexpr std::int64_t kContextMax = 1 << 27;

constexpr std::array<Option, 10> kOptions{{
    {"--context", "N", "tokens of context to plan for; default: as trained, at most 8192"},
    {"--kv", "TYPE", "type of the cache: f32, f16 (default), q8_0 or q4_0; or two: KEYS,VALUES"},
    {"--device", "DEVICE", "cpu, vulkan, vulkan:N or auto (default)"},
    {"--threads", "N", "CPU threads; default: one per physical core"},
    {"--gpu-layers", "N", "layers on the GPU; 0, all or auto (default): what fits"},
    {"--cpu-experts", "N", "layers whose experts stay in RAM; 0, all or auto (default): what must"},
    {"--vram", "BYTES", "plan for a card with so much free memory; 0: without one"},
    {"--ram", "BYTES", "plan for so much free RAM"},
    {"--keep-free", "BYTES", "of the graphics device, to leave to others"},
    {"--keep-free-ram", "BYTES", "of RAM, to leave to others"},
}};

const char* fitsName(core::Fits fits) {
    switch (fits) {
    case core::Fits::Gpu: return "gpu";
    case core::Fits::Split: return "split";
    case core::Fits::Cpu: return "cpu";
    case core::Fits::No: return "no";
    }
    return "no";
}

Result<core::FitRequest> readRequest(const Arguments& arguments) {
    core::FitRequest request;
    TRY(const auto context, arguments.integer("--context", 0, 1, kContextMax));
    request.context = static_cast<std::uint32_t>(context);
    std::optional<inference::KvType> keys;
    std::optional<inference::KvType> values;
    TRY(readCacheTypes(arguments, keys, values));
    request.keyType = keys.value_or(inference::KvType::F16);
    request.valueType = values.value_or(inference::KvType::F16);
    TRY(const auto threads, arguments.integer("--threads", 0, 0, 1024));
    request.threads = static_cast<unsigned>(threads);
    TRY(request.wish, readPlacement(arguments));
    return request;
}

/// A model's header, of this machine or of the hub: no weight is read.
Result<std::shared_ptr<const inference::Model>> describeModel(const std::string& argument,
                                                              const Context& context) {
    if (isRemote(argument)) {
        TRY(core::RemoteHeader header, readRemoteHeader(argument, context));
        return inference::Model::describe(std::move(header.file));
    }
    TRY(const auto path, findModel(argument, context));
    TRY(inference::GgufFile file, inference::GgufFile::open(path));
    return inference::Model::describe(std::move(file));
}

/// The device whose memory a plan is for, as the engine would choose it.
std::string deviceFor(const Arguments& arguments, const core::FitRequest& request,
                      const core::HardwareInfo& hardware) {
    std::string device = arguments.text("--device").value_or("auto");
    // Whoever counts layers wants them on a device, be it a slow one.
    const bool counted = request.wish.deviceLayers.value_or(0) > 0;
    if (device == "auto" && counted && hardware.bestGraphics() == nullptr) device = "vulkan";
    return device;
}

Result<core::MachineBudget> readBudget(const Arguments& arguments, const core::FitRequest& request,
                                       const Context& context) {
    TRY(const auto vram, arguments.integer("--vram", 0, 0, kBytesMax));
    TRY(const auto keepFree, arguments.integer("--keep-free", 0, 0, kBytesMax));
    TRY(const auto keepFreeRam, arguments.integer("--keep-free-ram", 0, 0, kBytesMax));
    TRY(const auto ram, arguments.integer("--ram", 0, 0, kBytesMax));
    TRY(const core::Paths paths, core::Paths::create(context.dataDirectory));
    TRY(const core::MachineTable table, core::MachineTable::open(paths.config));
    const auto bandwidthFile = paths.cache / "bandwidth.json";
    core::HardwareInfo hardware = core::readHardware(table, bandwidthFile);
    if (!(hardware.ramBandwidth > 0))
        hardware.ramBandwidth = core::measureRamBandwidth(bandwidthFile);
    if (arguments.has("--ram")) hardware.ramFree = static_cast<std::uint64_t>(ram);
    core::MachineBudget budget;
    if (arguments.has("--vram") && !arguments.has("--device")) {
        budget = core::imaginedBudget(hardware, static_cast<std::uint64_t>(vram), hardware.ramFree);
    } else {
        TRY(budget, core::budgetOf(hardware, deviceFor(arguments, request, hardware)));
        if (arguments.has("--vram") && vram == 0) budget.graphics.reset();
        if (arguments.has("--vram") && budget.graphics) {
            budget.graphics->free = static_cast<std::uint64_t>(vram);
            budget.graphics->shared = false;
        }
    }
    if (budget.graphics) budget.graphics->keepFree = static_cast<std::uint64_t>(keepFree);
    budget.ramKeepFree = static_cast<std::uint64_t>(keepFreeRam);
    return budget;
}

Json deviceList(const core::FitReport& report) {
    Json devices = Json::array();
    for (const core::DeviceUse& use : report.devices)
        devices.push_back({{"id", use.id},
                           {"weights", use.weights},
                           {"kv_cache", use.kvCache},
                           {"compute", use.compute},
                           {"total", use.total()},
                           {"budget", use.budget}});
    return devices;
}

void printReport(const core::FitReport& report) {
    std::printf("%-14s %s\n", "fits", fitsName(report.fits));
    for (const core::DeviceUse& use : report.devices)
        std::printf("%-14s %s of %s: weights %s, cache %s, compute %s\n", printable(use.id).c_str(),
                    humanBytes(use.total()).c_str(), humanBytes(use.budget).c_str(),
                    humanBytes(use.weights).c_str(), humanBytes(use.kvCache).c_str(),
                    humanBytes(use.compute).c_str());
    std::printf("%-14s %u of %u on the GPU, experts of %u in RAM\n", "layers", report.layersOnGpu,
                report.layers, report.expertLayersOnCpu);
    std::printf("%-14s %u, at most %u\n", "context", report.context, report.contextMax);
    if (report.speed.known())
        std::printf("%-14s %.1f to %.1f tokens/s, estimated\n", "speed", report.speed.low,
                    report.speed.high);
    for (const core::FitReason& reason : report.reasons)
        std::printf("%-14s %s\n", "", core::describe(reason).c_str());
}

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const core::FitRequest request, readRequest(arguments));
    TRY(const auto model, describeModel(arguments.positional().front(), context));
    TRY(core::MachineBudget budget, readBudget(arguments, request, context));
    const core::MemoryPlanner planner(model, std::move(budget));
    TRY(const core::FitReport report, planner.plan(request));
    if (!context.json) {
        printReport(report);
        return {};
    }
    Json reasons = Json::array();
    for (const core::FitReason& reason : report.reasons) reasons.push_back(core::describe(reason));
    Json speed;
    if (report.speed.known()) speed = {{"low", report.speed.low}, {"high", report.speed.high}};
    printJson({{"fits", fitsName(report.fits)},
               {"devices", deviceList(report)},
               {"layers", report.layers},
               {"layers_on_gpu", report.layersOnGpu},
               {"expert_layers_on_cpu", report.expertLayersOnCpu},
               {"context", report.context},
               {"max_context", report.contextMax},
               {"estimated_tps", std::move(speed)},
               {"reasons", std::move(reasons)}});
    return {};
}

} // namespace

const Command kPlanCommand{.name = "plan",
                           .arguments = "MODEL",
                           .summary = "say where a model fits, with how much context, how fast",
                           .positionalMin = 1,
                           .positionalMax = 1,
                           .options = kOptions,
                           .run = run};

} // namespace cli
