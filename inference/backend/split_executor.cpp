// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/split_executor.h"

#include <array>
#include <cstring>
#include <string>
#include <utility>

namespace inference {

Result<std::unique_ptr<SplitExecutor>>
SplitExecutor::create(const Model& model, const ForwardPlan& plan, const Placement& placement,
                      Backend& host, Backend& device, const ExecutorOptions& options) {
    std::unique_ptr<SplitExecutor> split(new SplitExecutor(splitPlan(plan, placement)));
    // Both sides take their memory before either reads a weight.
    ExecutorOptions own = options;
    own.reserveOnly = true;
    TRY(split->m_device, device.createExecutor(model, split->m_split.device, own));
    TRY(split->m_host, host.createExecutor(model, split->m_split.host, own));
    for (const SplitPlan::Step& where : split->m_split.steps) {
        Step step{where, {}, {}};
        // The host's arena is where both sides look, so its own segments hand nothing over.
        if (where.site == Site::Device) {
            const PlanSegment& segment = split->m_split.device.segments[where.segment];
            step.in = split->bordersOf(segment.in);
            step.out = split->bordersOf(segment.out);
        }
        split->m_steps.push_back(std::move(step));
    }
    if (!options.reserveOnly) TRY(split->readWeights(options));
    return split;
}

/// The device copies, the host only maps.
Result<void> SplitExecutor::readWeights(const ExecutorOptions& options) {
    constexpr float kDeviceShare = 0.9f;
    ExecutorOptions own = options;
    if (options.progress) own.progress = [&](float done) { options.progress(done * kDeviceShare); };
    TRY(m_device->readWeights(own));
    if (options.progress)
        own.progress = [&](float done) {
            options.progress(kDeviceShare + done * (1 - kDeviceShare));
        };
    return m_host->readWeights(own);
}

std::vector<BorderRows> SplitExecutor::bordersOf(const std::vector<BufferId>& ids) const {
    std::vector<BorderRows> borders;
    borders.reserve(ids.size());
    for (const BufferId id : ids) {
        float* rows = m_host->hostRows(id);
        ASSERT(rows != nullptr);
        borders.push_back({id, rows});
    }
    return borders;
}

Result<void> SplitExecutor::forward(const ForwardRequest& request, std::stop_token stop) {
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const Step& step = m_steps[i];
        const bool last = i + 1 == m_steps.size();
        const ForwardRequest own{.tokens = request.tokens,
                                 .firstPosition = request.firstPosition,
                                 .rows = request.rows,
                                 .logits = last ? request.logits : std::span<float>(),
                                 .best = last ? request.best : std::span<Candidate>(),
                                 .segment = step.where.segment,
                                 .in = step.in,
                                 .out = step.out};
        Executor& executor = step.where.site == Site::Host ? *m_host : *m_device;
        TRY(executor.forward(own, stop));
    }
    return {};
}

Result<void> SplitExecutor::readCells(const CellRange& range, std::span<std::byte> keys,
                                      std::span<std::byte> values) {
    return executorOf(range.layer).readCells(range, keys, values);
}

Result<void> SplitExecutor::writeCells(const CellRange& range, std::span<const std::byte> keys,
                                       std::span<const std::byte> values) {
    return executorOf(range.layer).writeCells(range, keys, values);
}

std::uint64_t SplitExecutor::stateBytes() const {
    return m_host->stateBytes() + m_device->stateBytes();
}

/// Both sides have to be at one position: after a pass that failed between them they are not.
std::optional<std::uint32_t> SplitExecutor::statePosition() const {
    if (m_host->stateBytes() == 0) return m_device->statePosition();
    if (m_device->stateBytes() == 0) return m_host->statePosition();
    const auto position = m_host->statePosition();
    return position == m_device->statePosition() ? position : std::nullopt;
}

namespace {

/// Deals the bytes of a whole state, layer after layer, out to those of its two parts.
template <typename Copy>
void eachLayerState(const SplitPlan& split, Copy copy) {
    std::size_t whole = 0;
    std::array<std::size_t, 2> at{};
    for (std::size_t i = 0; i < split.host.kv.recurrent.size(); ++i) {
        for (const Site site : {Site::Host, Site::Device}) {
            const std::size_t bytes = split.part(site).kv.recurrent[i].values() * sizeof(float);
            std::size_t& own = at[site == Site::Host ? 0 : 1];
            copy(site, own, whole, bytes);
            own += bytes;
            whole += bytes;
        }
    }
}

} // namespace

Result<void> SplitExecutor::saveState(std::span<std::byte> target) {
    if (target.size() != stateBytes() || (!target.empty() && !statePosition()))
        return Error{ErrorCode::InvalidArgument,
                     "there is no recurrent state of this size to save"};
    std::vector<std::byte> host(m_host->stateBytes());
    std::vector<std::byte> device(m_device->stateBytes());
    TRY(m_host->saveState(host));
    TRY(m_device->saveState(device));
    eachLayerState(m_split, [&](Site site, std::size_t own, std::size_t whole, std::size_t bytes) {
        const auto& part = site == Site::Host ? host : device;
        if (bytes > 0) std::memcpy(target.data() + whole, part.data() + own, bytes);
    });
    return {};
}

Result<void> SplitExecutor::loadState(std::span<const std::byte> source, std::uint32_t position) {
    if (source.size() != stateBytes())
        return Error{ErrorCode::InvalidArgument, "a recurrent state of "
                                                     + std::to_string(source.size())
                                                     + " bytes is not this model's"};
    std::vector<std::byte> host(m_host->stateBytes());
    std::vector<std::byte> device(m_device->stateBytes());
    eachLayerState(m_split, [&](Site site, std::size_t own, std::size_t whole, std::size_t bytes) {
        auto& part = site == Site::Host ? host : device;
        if (bytes > 0) std::memcpy(part.data() + own, source.data() + whole, bytes);
    });
    TRY(m_host->loadState(host, position));
    return m_device->loadState(device, position);
}

MemoryUse SplitExecutor::memoryUse() const {
    MemoryUse use = m_host->memoryUse();
    const MemoryUse device = m_device->memoryUse();
    use.weightBytes += device.weightBytes;
    use.kvBytes += device.kvBytes;
    use.computeBytes += device.computeBytes;
    use.stagingBytes += device.stagingBytes;
    return use;
}

} // namespace inference
