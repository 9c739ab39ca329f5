// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <vector>

#include "inference/backend/backend.h"
#include "inference/plan/split_plan.h"

namespace inference {

/// Runs a plan that is divided between the host and a device: segment after segment on the executor
/// of its side. At a border only buffers that the next segment reads change sides, straight into
/// and out of the host executor's arena. A recorded chunk of a prompt crosses each border once.
/// Loading takes the memory of both sides before it reads the weights of either.
class SplitExecutor final : public Executor {
public:
    /// Model and plan must outlive it, backends need not. Fails as their executors do.
    static Result<std::unique_ptr<SplitExecutor>>
    create(const Model& model, const ForwardPlan& plan, const Placement& placement, Backend& host,
           Backend& device, const ExecutorOptions& options);

    Result<void> forward(const ForwardRequest& request, std::stop_token stop) override;
    MemoryUse memoryUse() const override;
    Result<void> readWeights(const ExecutorOptions& options) override;
    std::uint64_t stateBytes() const override;
    std::optional<std::uint32_t> statePosition() const override;
    Result<void> saveState(std::span<std::byte> target) override;
    Result<void> loadState(std::span<const std::byte> source, std::uint32_t position) override;
    Result<void> readCells(const CellRange& range, std::span<std::byte> keys,
                           std::span<std::byte> values) override;
    Result<void> writeCells(const CellRange& range, std::span<const std::byte> keys,
                            std::span<const std::byte> values) override;
    MemoryUse hostUse() const { return m_host->memoryUse(); }
    MemoryUse deviceUse() const { return m_device->memoryUse(); }

private:
    struct Step {
        SplitPlan::Step where;
        std::vector<BorderRows> in;
        std::vector<BorderRows> out;
    };
    explicit SplitExecutor(SplitPlan split) : m_split(std::move(split)) {}
    Executor& executorOf(std::uint32_t layer) {
        return m_split.host.kv.layers[layer].cells > 0 ? *m_host : *m_device;
    }
    std::vector<BorderRows> bordersOf(const std::vector<BufferId>& ids) const;

    SplitPlan m_split; // Executors borrow its parts.
    std::unique_ptr<Executor> m_host;
    std::unique_ptr<Executor> m_device;
    std::vector<Step> m_steps;
};

} // namespace inference
