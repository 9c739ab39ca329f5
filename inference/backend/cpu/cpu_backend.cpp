// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/cpu_backend.h"

#include "inference/base/cpu_features.h"

namespace inference {
namespace {

class CpuBackend final : public Backend {
public:
    explicit CpuBackend(CpuIsa isa) : m_isa(isa) {
        const SystemMemory memory = systemMemory();
        m_device.id = "cpu";
        m_device.name = cpuModelName();
        m_device.kind = DeviceKind::Cpu;
        m_device.memoryTotal = memory.total;
        m_device.memoryFree = memory.available;
        m_device.features = detectCpuFeatures().names();
    }

    const DeviceInfo& device() const override { return m_device; }

    Result<std::unique_ptr<Executor>> createExecutor(const Model&, const ForwardPlan& plan,
                                                     const ExecutorOptions& options) override {
        return createCpuExecutor(plan, options, m_isa);
    }

    Result<MemoryUse> measure(const ForwardPlan& plan,
                              const ExecutorOptions& options) const override {
        return measureCpu(plan, options);
    }

    std::uint64_t memoryFree() const override { return systemMemory().available; }

private:
    CpuIsa m_isa;
    DeviceInfo m_device;
};

} // namespace

std::unique_ptr<Backend> createCpuBackend(CpuIsa isa) {
    return std::make_unique<CpuBackend>(isa);
}

std::unique_ptr<Backend> createCpuBackend() {
    return createCpuBackend(CpuIsa::Auto);
}

} // namespace inference
