// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/running_model.h"

#include <algorithm>
#include <utility>

#include "inference/backend/registry.h"
#include "inference/backend/split_executor.h"

namespace inference {

namespace {

constexpr std::uint32_t kContextDefaultMax = 8192;

PlanOptions planOptions(const Model& model, const EngineOptions& options) {
    const KvType type = options.exact ? KvType::F32 : KvType::F16;
    return {.contextLength = chooseContext(model, options),
            .batchMax = std::max(1u, options.batchMax),
            .keyType = options.keyType.value_or(type),
            .valueType = options.valueType.value_or(type),
            .allLogits = options.allLogits};
}

ExecutorOptions executorOptions(const EngineOptions& options) {
    return {.threads = options.threads,
            .exact = options.exact,
            .progress = options.progress,
            .stop = options.stop,
            .log = options.log};
}

/// Says so where a layer cannot keep the type that was asked for.
void remarkOnCache(const KvLayout& kv, const LogSink& log) {
    if (!log) return;
    const auto differs = [&](const KvLayerLayout& layer) {
        return layer.cells > 0 && (layer.keyType != kv.keyType || layer.valueType != kv.valueType);
    };
    const auto count = std::count_if(kv.layers.begin(), kv.layers.end(), differs);
    if (count > 0)
        log(LogLevel::Warning,
            std::to_string(count) + " of " + std::to_string(kv.layers.size())
                + " layers keep f16 in the cache: 32 does not divide the size of their heads");
}

Result<std::unique_ptr<ForwardPlan>> buildPlan(const Model& model, const EngineOptions& options) {
    TRY(ForwardPlan plan, ForwardPlan::build(model, planOptions(model, options)));
    remarkOnCache(plan.kv, options.log);
    return std::make_unique<ForwardPlan>(std::move(plan));
}

DeviceMemory memoryOn(const DeviceInfo& device, const MemoryUse& use) {
    return {device.id, device.name, device.kind, use};
}

PlacementSummary summaryOf(const Placement& placement) {
    return {.layers = static_cast<std::uint32_t>(placement.layers.size()),
            .layersOnDevice = placement.layersOnDevice(),
            .expertLayersOnHost = placement.expertLayersOnHost(),
            .split = placement.usesHost() && placement.usesDevice()};
}

std::uint64_t less(std::uint64_t from, std::uint64_t amount) {
    return from > amount ? from - amount : 0;
}

std::uint64_t keptFree(const EngineOptions& options, const DeviceInfo& device) {
    for (const std::string& key : {device.id, device.name})
        if (const auto found = options.keepFree.find(key); found != options.keepFree.end())
            return found->second;
    return 0;
}

/// The processor's executor looks at what is free; what a person keeps free is asked for here.
Result<void> checkHost(const Backend& host, const ForwardPlan& plan, const EngineOptions& options) {
    const std::uint64_t kept = keptFree(options, host.device());
    const std::uint64_t free = host.memoryFree();
    if (kept == 0 || free == 0) return {};
    TRY(const MemoryUse use, host.measure(plan, executorOptions(options)));
    const std::uint64_t needed = use.allocated() + use.mappedBytes;
    if (needed <= less(free, kept)) return {};
    return Error{ErrorCode::OutOfMemory,
                 "the model needs " + std::to_string(needed) + " bytes of memory, "
                     + std::to_string(free) + " are free and " + std::to_string(kept)
                     + " of them are to be kept free: choose a smaller model or a shorter context"};
}

Result<RunningModel> startOnHost(const Model& model, const EngineOptions& options) {
    RunningModel running;
    running.file = &model.file();
    running.backend = createCpuBackend();
    TRY(running.plan, buildPlan(model, options));
    TRY(checkHost(*running.backend, *running.plan, options));
    TRY(running.executor,
        running.backend->createExecutor(model, *running.plan, executorOptions(options)));
    running.placement = summaryOf(Placement::of(*running.plan, 0, 0));
    running.memory = {memoryOn(running.backend->device(), running.executor->memoryUse())};
    return running;
}

MemoryBudget budgetOf(const Backend& device, const Backend& host, const EngineOptions& options) {
    MemoryBudget budget{.host = host.memoryFree(),
                        .device = device.memoryFree(),
                        .shared = device.device().kind != DeviceKind::Discrete};
    if (budget.host == 0) budget.host = ~std::uint64_t{0}; // The system does not say.
    budget.device = less(budget.device, keptFree(options, device.device()));
    if (budget.host != ~std::uint64_t{0})
        budget.host = less(budget.host, keptFree(options, host.device()));
    if (options.deviceBytesMax > 0) budget.device = std::min(budget.device, options.deviceBytesMax);
    return budget;
}

Result<RunningModel> startOnDevice(std::unique_ptr<Backend> device, const Model& model,
                                   const EngineOptions& options) {
    RunningModel running;
    running.file = &model.file();
    running.backend = std::move(device);
    TRY(running.plan, buildPlan(model, options));
    const ExecutorOptions executor = executorOptions(options);
    const std::unique_ptr<Backend> host = createCpuBackend();
    const DeviceInfo& info = running.backend->device();
    TRY(const PlacementFit fit,
        fitPlacement(
            *running.plan, options.placement, budgetOf(*running.backend, *host, options),
            [&](const ForwardPlan& plan) { return running.backend->measure(plan, executor); },
            executor));
    if (!fit.missing.empty())
        return Error{ErrorCode::OutOfMemory, info.name + ": " + fit.missing
                                                 + ": put fewer layers there, or choose a shorter "
                                                   "context"};
    running.placement = summaryOf(fit.placement);
    if (!fit.placement.usesDevice())
        return Error{ErrorCode::OutOfMemory,
                     info.name + ": not one layer of the model fits into its free memory"};
    if (!fit.placement.usesHost()) {
        TRY(running.executor, running.backend->createExecutor(model, *running.plan, executor));
        running.memory = {memoryOn(info, running.executor->memoryUse())};
        return running;
    }
    TRY(auto split, SplitExecutor::create(model, *running.plan, fit.placement, *host,
                                          *running.backend, executor));
    running.memory = {memoryOn(info, split->deviceUse()),
                      memoryOn(host->device(), split->hostUse())};
    running.executor = std::move(split);
    return running;
}

/// Errors that another device may not have.
bool deviceIsToBlame(ErrorCode code) {
    return code == ErrorCode::OutOfMemory || code == ErrorCode::DeviceLost
           || code == ErrorCode::DeviceUnavailable || code == ErrorCode::Unsupported
           || code == ErrorCode::Internal;
}

} // namespace

std::uint32_t chooseContext(const Model& model, const EngineOptions& options) {
    if (options.contextLength > 0) return options.contextLength;
    return std::min(model.spec().contextLength, kContextDefaultMax);
}

Result<RunningModel> startModel(const Model& model, const EngineOptions& options) {
    // What the registry says while it looks for a device is the reason for ending up on the CPU.
    std::string trouble;
    const LogSink listen = [&](LogLevel level, std::string_view message) {
        if (level >= LogLevel::Warning) trouble = message;
        if (options.log) options.log(level, message);
    };
    const bool automatic = options.device == "auto";
    const std::uint32_t wanted = options.placement.deviceLayers.value_or(0);
    if (options.placement.deviceLayers && wanted == 0) return startOnHost(model, options);
    TRY(auto backend, openDevice(options.device, listen));
    if (automatic && wanted > 0 && backend->device().kind == DeviceKind::Cpu) {
        // Whoever counts layers wants them on a device, be it a slow one.
        TRY(backend, openDevice("vulkan", listen));
    }
    if (backend->device().kind == DeviceKind::Cpu) {
        if (wanted > 0)
            return Error{ErrorCode::InvalidArgument,
                         "layers can be placed on a GPU only: name one, or place 0 layers there"};
        auto running = startOnHost(model, options);
        if (running && automatic) running->fallbackReason = trouble;
        return running;
    }
    const std::string deviceName = backend->device().name;
    auto running = startOnDevice(std::move(backend), model, options);
    const bool mayFallBack = automatic && wanted == 0 && options.fallBackToCpu;
    if (running || !mayFallBack || !deviceIsToBlame(running.error().code)) return running;
    const std::string reason = deviceName + ": " + running.error().detail;
    if (options.log) options.log(LogLevel::Warning, "using the CPU instead of " + reason);
    TRY(auto fallback, startOnHost(model, options));
    fallback.fallbackReason = reason;
    return fallback;
}

} // namespace inference
