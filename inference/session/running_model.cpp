// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/session/running_model.h"

#include <algorithm>
#include <utility>

#include "inference/backend/registry.h"

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

Result<RunningModel> startOn(std::unique_ptr<Backend> backend, const Model& model,
                             const EngineOptions& options) {
    RunningModel running;
    running.backend = std::move(backend);
    TRY(ForwardPlan plan, ForwardPlan::build(model, planOptions(model, options)));
    running.plan = std::make_unique<ForwardPlan>(std::move(plan));
    const ExecutorOptions executor{.threads = options.threads,
                                   .exact = options.exact,
                                   .progress = options.progress,
                                   .stop = options.stop,
                                   .log = options.log};
    TRY(running.executor, running.backend->createExecutor(model, *running.plan, executor));
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
    std::uint32_t context = std::min(model.spec().contextLength, kContextDefaultMax);
    if (model.spec().contextSupported > 0)
        context = std::min(context, model.spec().contextSupported);
    return context;
}

Result<RunningModel> startModel(const Model& model, const EngineOptions& options) {
    // What the registry says while it looks for a device is the reason for ending up on the CPU.
    std::string trouble;
    const LogSink listen = [&](LogLevel level, std::string_view message) {
        if (level >= LogLevel::Warning) trouble = message;
        if (options.log) options.log(level, message);
    };
    TRY(auto backend, openDevice(options.device, listen));
    const bool automatic = options.device == "auto";
    const bool onCpu = backend->device().kind == DeviceKind::Cpu;
    const std::string deviceName = backend->device().name;
    auto running = startOn(std::move(backend), model, options);
    if (running) {
        if (automatic && onCpu) running->fallbackReason = trouble;
        return running;
    }
    const bool mayFallBack = automatic && !onCpu && options.fallBackToCpu;
    if (!mayFallBack || !deviceIsToBlame(running.error().code)) return running;
    const std::string reason = deviceName + ": " + running.error().detail;
    if (options.log) options.log(LogLevel::Warning, "using the CPU instead of " + reason);
    TRY(auto fallback, startOn(createCpuBackend(), model, options));
    fallback.fallbackReason = reason;
    return fallback;
}

} // namespace inference
