// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/planner/memory_planner.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "core/planner/speed_estimate.h"

namespace core {
namespace {

using inference::ForwardPlan;
using inference::MemoryUse;
using inference::Placement;
using inference::PlacementFit;
using inference::Site;

constexpr std::uint32_t kContextDefaultMax = 8192;
constexpr std::uint32_t kContextStep = 256;

std::uint64_t less(std::uint64_t from, std::uint64_t amount) {
    return from > amount ? from - amount : 0;
}

/// Layer of a tensor named "blk.N.…", or none.
std::optional<std::uint32_t> layerOf(std::string_view name) {
    constexpr std::string_view kPrefix = "blk.";
    if (!name.starts_with(kPrefix)) return std::nullopt;
    std::uint32_t layer = 0;
    const char* begin = name.data() + kPrefix.size();
    const auto [end, error] = std::from_chars(begin, name.data() + name.size(), layer);
    if (error != std::errc() || end == begin) return std::nullopt;
    return layer;
}

/// Bytes of weights that one written token reads on each side.
struct Traffic {
    std::uint64_t host = 0;
    std::uint64_t device = 0;
};

Traffic trafficOf(const inference::Model& model, const Placement& placement) {
    Traffic traffic;
    const bool tied = model.weight("output.weight") == nullptr;
    for (const inference::WeightTensor& tensor : model.weights()) {
        const bool table = tensor.name == "token_embd.weight";
        std::uint64_t bytes = table && !tied ? tensor.bytesPerRow() : tensor.bytes();
        Site site = table && !tied ? placement.input : placement.output;
        if (tensor.stack > 1) bytes = bytes / tensor.stack * model.spec().expertsUsed;
        if (const auto layer = layerOf(tensor.name); layer && *layer < placement.layers.size()) {
            const Placement::Layer& where = placement.layers[*layer];
            site = tensor.stack > 1 ? where.experts : where.rest;
        }
        (site == Site::Host ? traffic.host : traffic.device) += bytes;
    }
    return traffic;
}

DeviceUse useOf(const MemoryUse& memory, std::string id, std::string name, std::uint64_t budget) {
    return {.id = std::move(id),
            .name = std::move(name),
            .weights = memory.weightBytes + memory.mappedBytes,
            .kvCache = memory.kvBytes,
            .compute = memory.computeBytes + memory.stagingBytes,
            .budget = budget};
}

/// A token table in RAM costs one row per token: nobody would call that a split.
Fits judge(const Placement& placement) {
    if (!placement.usesDevice()) return Fits::Cpu;
    const bool whole = placement.layersOnDevice() == placement.layers.size()
                       && placement.expertLayersOnHost() == 0 && placement.output == Site::Device;
    return whole ? Fits::Gpu : Fits::Split;
}

} // namespace

Result<FitReport> MemoryPlanner::place(const FitRequest& request) const {
    inference::PlanOptions options{.contextLength = request.context,
                                   .batchMax = std::max(1u, request.batchMax),
                                   .keyType = request.keyType,
                                   .valueType = request.valueType};
    TRY(const ForwardPlan plan, ForwardPlan::build(*m_model, options));
    inference::ExecutorOptions executor;
    executor.threads = request.threads;
    const std::uint64_t ram = less(m_machine.ramFree, m_machine.ramKeepFree);
    inference::MemoryBudget budget{.host = ram};
    inference::PlacementWish wish = request.wish;
    inference::MeasureDevice measure;
    if (const auto& graphics = m_machine.graphics) {
        budget.device = less(graphics->free, graphics->keepFree);
        budget.shared = graphics->shared;
        measure = graphics->measure;
    } else {
        wish.deviceLayers = 0;
        measure = [](const ForwardPlan&) -> Result<MemoryUse> { return MemoryUse(); };
    }
    TRY(const PlacementFit fit, inference::fitPlacement(plan, wish, budget, measure, executor));

    FitReport report;
    report.context = request.context;
    report.layers = static_cast<std::uint32_t>(fit.placement.layers.size());
    report.layersOnGpu = fit.placement.layersOnDevice();
    report.expertLayersOnCpu = fit.placement.expertLayersOnHost();
    report.fits = judge(fit.placement);
    if (m_machine.graphics && fit.placement.usesDevice())
        report.devices.push_back(useOf(fit.memory.device, m_machine.graphics->id,
                                       m_machine.graphics->name, budget.device));
    report.devices.push_back(useOf(fit.memory.host, "cpu", "RAM", ram));
    report.gpuMissing = inference::missingBytes(fit.memory, budget).device;
    // What is mapped comes and goes with the page cache, but a token reads all of it: a model that
    // RAM cannot hold reads it from the disk each time, which nobody wants.
    std::uint64_t ramTotal = report.devices.back().total();
    if (const std::uint64_t device = fit.memory.device.allocated(); budget.shared && device > 0)
        ramTotal += device + inference::kDriverBytes;
    report.ramMissing = less(ramTotal, ram);
    if (report.gpuMissing > 0 || report.ramMissing > 0) report.fits = Fits::No;

    const Traffic traffic = trafficOf(*m_model, fit.placement);
    std::vector<TokenTraffic> reads{{.bytes = traffic.host,
                                     .cacheBytes = fit.memory.host.kvBytes,
                                     .bandwidth = m_machine.ramBandwidth,
                                     .graphics = false}};
    if (m_machine.graphics)
        reads.push_back({.bytes = traffic.device,
                         .cacheBytes = fit.memory.device.kvBytes,
                         .bandwidth = m_machine.graphics->bandwidth,
                         .graphics = true});
    if (report.fits != Fits::No)
        report.speed = estimateSpeed(reads, m_model->spec().expertsUsed > 0);
    return report;
}

std::uint32_t MemoryPlanner::largestContext(FitRequest request, Fits floor) const {
    const std::uint32_t trained = m_model->spec().contextLength;
    const auto holds = [&](std::uint32_t context) {
        request.context = context;
        const auto report = place(request);
        return report && report->fits <= floor;
    };
    if (holds(trained)) return trained;
    std::uint32_t fits = 0;
    std::uint32_t fails = (trained + kContextStep - 1) / kContextStep;
    while (fails - fits > 1) {
        const std::uint32_t middle = fits + (fails - fits) / 2;
        (holds(middle * kContextStep) ? fits : fails) = middle;
    }
    return fits * kContextStep;
}

/// Freeing memory helps as far as there is any to free.
void MemoryPlanner::adviseOnGpuMemory(FitReport& report, std::uint64_t missing) const {
    using Kind = FitReason::Kind;
    const GraphicsBudget& graphics = *m_machine.graphics;
    report.reasons.push_back({Kind::GpuTooSmall, missing});
    const std::uint64_t needed = less(graphics.free, graphics.keepFree) + missing;
    if (needed <= graphics.total)
        report.reasons.push_back({Kind::FreeGpuMemory, missing});
    else
        report.reasons.push_back({Kind::LargerGpu, needed});
}

/// What keeps it off the graphics device, and bytes of weights that would fit there.
void MemoryPlanner::adviseOnGpu(const FitRequest& request, FitReport& report) const {
    using Kind = FitReason::Kind;
    if (request.wish.deviceLayers) {
        if (report.gpuMissing == 0) return;
        adviseOnGpuMemory(report, report.gpuMissing);
        FitRequest free = request;
        free.wish.deviceLayers = {};
        if (const auto tried = place(free); tried && tried->fits != Fits::No)
            report.reasons.push_back({Kind::FewerLayers, tried->layersOnGpu});
        return;
    }
    FitRequest whole = request;
    whole.wish = {.deviceLayers = report.layers, .hostExperts = 0};
    const auto tried = place(whole);
    if (!tried || tried->gpuMissing == 0) return;
    adviseOnGpuMemory(report, tried->gpuMissing);
    const std::uint64_t weights = less(tried->devices.front().weights, tried->gpuMissing);
    if (report.fits != Fits::No && weights > 0)
        report.reasons.push_back({Kind::SmallerFile, weights});
}

/// Bytes of weights that the machine can hold in some way, beside the cache and the rest.
std::uint64_t MemoryPlanner::weightBytesMax(FitRequest request) const {
    request.wish = {.deviceLayers = 0, .hostExperts = {}};
    const auto host = place(request);
    if (!host) return 0;
    std::uint64_t room = less(m_machine.ramFree, m_machine.ramKeepFree);
    if (m_machine.graphics && !m_machine.graphics->shared)
        room +=
            less(m_machine.graphics->free, m_machine.graphics->keepFree + inference::kDriverBytes);
    const DeviceUse& use = host->devices.back();
    return less(room, use.kvCache + use.compute);
}

/// Why, then what would help: tried on the same code, not guessed.
void MemoryPlanner::advise(const FitRequest& request, FitReport& report) const {
    using Kind = FitReason::Kind;
    const auto say = [&report](Kind kind, std::uint64_t amount = 0) {
        report.reasons.push_back({kind, amount});
    };
    const auto& graphics = m_machine.graphics;
    const auto sayBandwidth = [&] {
        if (report.speed.known() && graphics && graphics->bandwidthAssumed
            && report.layersOnGpu > 0)
            say(Kind::AssumedBandwidth, static_cast<std::uint64_t>(graphics->bandwidth));
    };
    if (report.context > m_model->spec().contextLength)
        say(Kind::BeyondTrained, m_model->spec().contextLength);
    if (report.fits == Fits::Gpu) {
        const DeviceUse& device = report.devices.front();
        say(Kind::WholeOnGpu, less(device.budget, device.total()));
        return sayBandwidth();
    }
    if (!graphics) say(Kind::NoGraphicsDevice);
    if (report.expertLayersOnCpu > 0) say(Kind::ExpertsInRam, report.expertLayersOnCpu);
    if (report.layersOnGpu > 0 && report.layersOnGpu < report.layers)
        say(Kind::LayersInRam, report.layers - report.layersOnGpu);
    if (graphics) adviseOnGpu(request, report);
    if (report.ramMissing > 0) {
        say(Kind::RamTooSmall, report.ramMissing);
        const std::uint64_t needed =
            less(m_machine.ramFree, m_machine.ramKeepFree) + report.ramMissing;
        if (needed <= m_machine.ramTotal)
            say(Kind::FreeRam, report.ramMissing);
        else
            say(Kind::MoreRam, needed);
    }
    adviseOnCache(request, report);
    if (report.fits == Fits::No && !request.wish.deviceLayers)
        if (const std::uint64_t bytes = weightBytesMax(request); bytes > 0)
            if (bytes < m_model->weightBytes()) say(Kind::SmallerFile, bytes);
    sayBandwidth();
}

/// A smaller cache, or a shorter one.
void MemoryPlanner::adviseOnCache(const FitRequest& request, FitReport& report) const {
    using inference::KvType;
    for (const auto& [type, bits] : {std::pair(KvType::Q8_0, 8), std::pair(KvType::Q4_0, 4)}) {
        if (request.keyType == KvType::Q4_0 || request.keyType == type) continue;
        FitRequest smaller = request;
        smaller.keyType = smaller.valueType = type;
        const auto tried = place(smaller);
        if (!tried || tried->fits >= report.fits) continue;
        report.reasons.push_back({FitReason::Kind::SmallerCache, static_cast<std::uint64_t>(bits)});
        break;
    }
    const Fits best = m_machine.graphics ? Fits::Gpu : Fits::Cpu;
    for (const Fits wanted : {best, Fits::Cpu}) {
        if (wanted >= report.fits) continue;
        const std::uint32_t shorter = largestContext(request, wanted);
        if (shorter == 0 || shorter >= report.context) continue;
        report.reasons.push_back({FitReason::Kind::ShorterContext, shorter});
        break;
    }
}

void MemoryPlanner::useSpeeds(SpeedBook& book, ModelIdentity identity) {
    m_speeds = &book;
    m_identity = std::move(identity);
}

/// A book that cannot be read leaves the estimate.
void MemoryPlanner::recallSpeed(const FitRequest& request, FitReport& report) const {
    if (m_speeds == nullptr || report.fits == Fits::No) return;
    const bool onGpu = m_machine.graphics && report.layersOnGpu > 0;
    const auto speed =
        m_speeds->find({.model = m_identity,
                        .device = onGpu ? m_machine.graphics->name : m_machine.cpuName,
                        .layersOnGpu = report.layersOnGpu,
                        .expertLayersOnCpu = report.expertLayersOnCpu,
                        .keyType = request.keyType,
                        .valueType = request.valueType,
                        .threads = request.threads});
    if (speed && *speed) report.speed = {.low = **speed, .high = **speed, .measured = true};
}

Result<FitReport> MemoryPlanner::plan(const FitRequest& request) const {
    FitRequest whole = request;
    if (whole.context == 0)
        whole.context = std::min(m_model->spec().contextLength, kContextDefaultMax);
    TRY(FitReport report, place(whole));
    report.contextMax = largestContext(whole, report.fits == Fits::No ? Fits::Cpu : report.fits);
    advise(whole, report);
    recallSpeed(whole, report);
    return report;
}

Result<std::vector<FitReport>>
MemoryPlanner::planEach(FitRequest request, std::span<const std::uint32_t> contexts) const {
    std::vector<FitReport> reports;
    reports.reserve(contexts.size());
    for (const std::uint32_t context : contexts) {
        request.context = context;
        TRY(FitReport report, place(request));
        recallSpeed(request, report);
        reports.push_back(std::move(report));
    }
    return reports;
}

Result<Fits> MemoryPlanner::fitsScaled(FitRequest request, double scale) const {
    const auto needed = [scale](const DeviceUse& use) {
        return static_cast<std::uint64_t>(static_cast<double>(use.weights) * scale) + use.kvCache
               + use.compute;
    };
    const std::uint64_t ram = less(m_machine.ramFree, m_machine.ramKeepFree);
    std::uint64_t device = 0;
    if (m_machine.graphics) {
        request.wish = {.deviceLayers = static_cast<std::uint32_t>(m_model->spec().layers.size()),
                        .hostExperts = 0};
        TRY(const FitReport whole, place(request));
        device =
            less(m_machine.graphics->free, m_machine.graphics->keepFree + inference::kDriverBytes);
        if (!whole.devices.empty() && needed(whole.devices.front()) <= device) return Fits::Gpu;
    }
    request.wish = {.deviceLayers = 0, .hostExperts = {}};
    TRY(const FitReport host, place(request));
    const std::uint64_t wanted = needed(host.devices.back());
    const bool shared = m_machine.graphics && m_machine.graphics->shared;
    if (device > 0 && !shared && wanted <= ram + device) return Fits::Split;
    return wanted <= ram ? Fits::Cpu : Fits::No;
}

} // namespace core
