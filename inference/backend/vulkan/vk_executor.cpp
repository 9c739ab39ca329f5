// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_executor.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <tuple>

#include "inference/backend/vulkan/vk_borders.h"
#include "inference/backend/vulkan/vk_candidates.h"
#include "inference/backend/vulkan/vk_cells.h"
#include "inference/backend/vulkan/vk_command_plan.h"
#include "inference/backend/vulkan/vk_ops.h"
#include "inference/backend/vulkan/vk_parameters.h"
#include "inference/backend/vulkan/vk_queue.h"
#include "inference/backend/vulkan/vk_state.h"

namespace inference {

namespace {

/// Recorded shapes that are kept; a chat uses the decode step at a few context sizes, full batches
/// and the odd rest of a prompt.
constexpr std::size_t kPlansMax = 12;

/// What a recorded pass depends on.
struct PlanKey {
    std::uint32_t segment = 0;
    StepShape shape;
    std::uint32_t top = 0; ///< Candidates that the device finds; 0: the logits are read.

    auto operator<=>(const PlanKey&) const = default;
};

struct CachedPlan {
    CommandPlan commands;
    std::uint64_t lastUse = 0;
};

class VulkanExecutor final : public Executor {
public:
    VulkanExecutor(std::shared_ptr<VkDeviceOwner> device, const ForwardPlan& plan,
                   const VulkanOptions& vulkan, VkMemoryPlan memory, Queue queue,
                   PipelineCache pipelines)
        : m_device(std::move(device)), m_plan(plan), m_tuning(tuningFor(m_device->caps())),
          m_memory(std::move(memory)), m_queue(std::move(queue)), m_pipelines(std::move(pipelines)),
          m_lowering(*m_device, m_pipelines, m_tuning, m_plan, m_memory.weights, m_memory.kv,
                     m_buffers) {
        if (vulkan.matmulTokensMin > 0) m_tuning.matmulTokensMin = vulkan.matmulTokensMin;
        if (vulkan.attentionSplits > 0) {
            m_tuning.attentionSplitsMax = vulkan.attentionSplits;
            m_tuning.attentionSplitKeys = 1;
        }
        m_tuning.attentionSplitsMax = std::min(m_tuning.attentionSplitsMax, m_memory.splitsMax);
    }
    VulkanExecutor(const VulkanExecutor&) = delete;
    VulkanExecutor& operator=(const VulkanExecutor&) = delete;
    ~VulkanExecutor() override { m_device->functions().vkDeviceWaitIdle(m_device->handle()); }

    Result<void> prepare(const ExecutorOptions& options);
    Result<void> readWeights(const ExecutorOptions& options) override;
    Result<void> forward(const ForwardRequest& request, std::stop_token stop) override;
    Result<void> readCells(const CellRange& range, std::span<std::byte> keys,
                           std::span<std::byte> values) override;
    Result<void> writeCells(const CellRange& range, std::span<const std::byte> keys,
                            std::span<const std::byte> values) override;
    MemoryUse memoryUse() const override {
        MemoryUse use = m_memory.use(m_device->caps().kind());
        use.computeBytes = m_arena.bytes() + m_parameters.bytes() + m_scratch.bytes()
                           + m_attention.bytes() + m_unused.bytes() + m_hostRows.bytes();
        use.stagingBytes = m_logits.bytes() + m_candidates.bytes() + m_borders->bytes();
        return use;
    }
    std::uint64_t stateBytes() const override { return m_memory.state.snapshotBytes(); }
    std::optional<std::uint32_t> statePosition() const override {
        return m_memory.state.position();
    }
    Result<void> saveState(std::span<std::byte> target) override {
        return m_memory.state.save(*m_device, m_queue, target);
    }
    Result<void> loadState(std::span<const std::byte> source, std::uint32_t position) override {
        return m_memory.state.load(*m_device, m_queue, source, position);
    }

private:
    std::uint32_t segments() const {
        return std::max<std::uint32_t>(static_cast<std::uint32_t>(m_plan.segments.size()), 1);
    }
    bool yieldsLogits(std::uint32_t segment) const {
        return m_plan.logits != kNoBuffer && segment + 1 == segments();
    }
    Result<void> checkMemory() const;
    Result<void> allocate();
    Result<CommandPlan*> commandsFor(const PlanKey& key);
    Result<void> runStep(const ForwardRequest& request, std::uint32_t first, std::uint32_t count,
                         const PlanKey& key, const std::stop_token& stop);
    Result<void> check(const ForwardRequest& request) const;
    void writeTokens(std::span<const TokenId> tokens, std::uint32_t position);
    Result<const float*> readLogits() const;
    Result<void> readCandidates(std::span<Candidate> best) const;

    std::shared_ptr<VkDeviceOwner> m_device; // Destroyed last.
    const ForwardPlan& m_plan;
    VkTuning m_tuning;
    VkMemoryPlan m_memory;
    Queue m_queue;
    PipelineCache m_pipelines;
    DeviceBuffer m_arena;
    DeviceBuffer m_parameters;
    DeviceBuffer m_scratch;
    DeviceBuffer m_attention; // One token's.
    DeviceBuffer m_unused;
    DeviceBuffer m_hostRows;   // [batch][width] of a table that stays on the host.
    DeviceBuffer m_logits;     // For the host to read; empty where it reads the arena.
    DeviceBuffer m_candidates; // [topGroups][kDeviceCandidatesMax]
    std::optional<VkBorders> m_borders;
    DeviceBuffers m_buffers;
    OpLowering m_lowering;
    std::vector<TokenId> m_writtenTokens; // What m_parameters holds.
    std::uint32_t m_writtenPosition = 0;
    std::map<PlanKey, CachedPlan> m_commands;
    std::uint64_t m_uses = 0;
};

Result<void> VulkanExecutor::checkMemory() const {
    const std::uint64_t needed = m_memory.use(m_device->caps().kind()).allocated() + kDriverBytes;
    const std::uint64_t free = m_device->bytesFree();
    if (needed <= free) return {};
    return Error{ErrorCode::OutOfMemory,
                 "the model needs " + formatBytes(needed) + " bytes on "
                     + m_device->caps().properties.deviceName + ", " + formatBytes(free)
                     + " are free: " + formatBytes(needed - free) + " are missing"};
}

Result<void> VulkanExecutor::allocate() {
    const VkDeviceOwner& device = *m_device;
    TRY(m_memory.kv.commit(device));
    TRY(m_memory.state.allocate(device, m_buffers));
    TRY(m_arena, DeviceBuffer::create(device, m_memory.arenaBytes, MemoryUseKind::Device));
    TRY(m_parameters, DeviceBuffer::create(device, m_memory.parameterBytes, MemoryUseKind::Upload));
    TRY(m_scratch, DeviceBuffer::create(device, m_memory.scratchBytes, MemoryUseKind::Device));
    TRY(m_attention, DeviceBuffer::create(device, m_memory.attentionBytes, MemoryUseKind::Device));
    TRY(m_unused, DeviceBuffer::create(device, 256, MemoryUseKind::Device));
    TRY(m_hostRows, DeviceBuffer::create(device, m_memory.hostRowBytes, MemoryUseKind::Upload));
    m_buffers.hostRows = m_hostRows.view(false);
    const bool readsArena = m_arena.mapped() != nullptr && m_arena.cached();
    if (!readsArena && m_memory.logitBytes > 0) {
        TRY(m_logits, DeviceBuffer::create(device, m_memory.logitBytes, MemoryUseKind::Readback));
    }
    TRY(m_candidates,
        DeviceBuffer::create(device, m_memory.candidateBytes, MemoryUseKind::Readback));
    TRY(VkBorders borders, VkBorders::create(device, m_plan, m_memory, m_arena));
    m_borders.emplace(std::move(borders));

    m_buffers.arena = m_arena.view();
    m_buffers.parameters = m_parameters.view(false);
    m_buffers.scratch = m_scratch.view();
    m_buffers.attention = m_attention.view();
    m_buffers.unused = m_unused.view(false);
    m_buffers.ropeOffsets = m_memory.ropeOffsets;
    m_buffers.parameterStride = m_memory.parameterStride;
    return m_memory.weights.allocate(device, m_queue);
}

Result<void> VulkanExecutor::prepare(const ExecutorOptions& options) {
    TRY(checkMemory());
    TRY(allocate());
    return options.reserveOnly ? Result<void>() : readWeights(options);
}

Result<void> VulkanExecutor::readWeights(const ExecutorOptions& options) {
    // The decode step and a full batch are recorded now, so that their shaders are compiled before
    // the first message rather than during it, and before a weight is read: a driver that cannot
    // do it says so at once.
    std::size_t dispatches = 0, barriers = 0;
    for (std::uint32_t segment = 0; segment < segments(); ++segment) {
        const std::uint32_t top = yieldsLogits(segment) && !m_tuning.hostCandidates ? 1 : 0;
        TRY(const CommandPlan* decode, commandsFor({segment, {1, 1, 1}, top}));
        dispatches += decode->dispatchCount();
        barriers += decode->barrierCount();
        if (m_memory.batch > 1) TRY(commandsFor({segment, {m_memory.batch, 0, 1}, 0}));
    }
    if (options.log) {
        options.log(LogLevel::Info, "vulkan: " + std::string(m_device->caps().properties.deviceName)
                                        + ", " + formatBytes(m_memory.weights.bytes())
                                        + " bytes of weights, " + std::to_string(dispatches)
                                        + " dispatches and " + std::to_string(barriers)
                                        + " barriers per token, "
                                        + std::to_string(m_pipelines.size()) + " pipelines");
    }
    return m_memory.weights.upload(options);
}

Result<CommandPlan*> VulkanExecutor::commandsFor(const PlanKey& key) {
    const auto found = m_commands.find(key);
    if (found != m_commands.end()) {
        found->second.lastUse = ++m_uses;
        return &found->second.commands;
    }
    if (m_commands.size() >= kPlansMax * segments()) {
        m_commands.erase(std::min_element(
            m_commands.begin(), m_commands.end(),
            [](const auto& a, const auto& b) { return a.second.lastUse < b.second.lastUse; }));
    }
    std::vector<Dispatch> dispatches;
    m_lowering.beginPass();
    const bool whole = m_plan.segments.empty();
    const std::size_t begin = whole ? 0 : m_plan.segments[key.segment].begin;
    const std::size_t end = whole ? m_plan.ops.size() : m_plan.segments[key.segment].end;
    for (std::size_t i = begin; i < end; ++i)
        TRY(m_lowering.lower(m_plan.ops[i], m_memory.opWeights[i], key.shape, dispatches));
    const std::vector<BufferCopy> uploads = m_borders->copiesIn(key.segment, key.shape);
    std::vector<BufferCopy> copies = m_borders->copiesOut(key.segment, key.shape);
    if (key.top > 0) {
        TRY(m_lowering.lowerTop(key.shape, key.top, m_candidates.view(), dispatches));
    } else if (yieldsLogits(key.segment) && key.shape.logitRows > 0 && m_logits.bytes() > 0) {
        const BufferSpec& spec = m_plan.buffers[m_plan.logits];
        const std::uint64_t bytes = std::uint64_t{spec.width} * key.shape.logitRows * 4;
        copies.push_back({m_arena.view(spec.offset, bytes), m_logits.view(0, bytes)});
    }
    TRY(CommandPlan commands,
        CommandPlan::record(*m_device, uploads, dispatches, copies, m_tuning.segmentOperations));
    CachedPlan& cached = m_commands[key];
    cached = {std::move(commands), ++m_uses};
    return &cached.commands;
}

void VulkanExecutor::writeTokens(std::span<const TokenId> tokens, std::uint32_t position) {
    // The segments of one pass share them.
    if (position == m_writtenPosition && std::ranges::equal(tokens, m_writtenTokens)) return;
    m_writtenPosition = position;
    m_writtenTokens.assign(tokens.begin(), tokens.end());
    writeParameters(m_plan, m_buffers, tokens, position, m_parameters.mapped());
    for (const Op& op : m_plan.ops)
        if (const auto* embed = std::get_if<EmbedRowsOp>(&op); embed != nullptr && embed->onHost)
            writeHostRows(*embed, tokens, m_hostRows.mapped());
}

Result<void> VulkanExecutor::check(const ForwardRequest& request) const {
    const std::size_t count = request.tokens.size();
    if (count == 0 || count > m_plan.batchMax)
        return Error{ErrorCode::InvalidArgument, "a batch of " + std::to_string(count)
                                                     + " tokens, expected 1 to "
                                                     + std::to_string(m_plan.batchMax)};
    if (std::uint64_t{request.firstPosition} + count > m_plan.kv.contextLength)
        return Error{ErrorCode::LimitExceeded,
                     "position " + std::to_string(request.firstPosition + count)
                         + " is beyond the context of " + std::to_string(m_plan.kv.contextLength)};
    for (const TokenId token : request.tokens)
        if (token < 0 || static_cast<std::uint32_t>(token) >= m_plan.vocabulary)
            return Error{ErrorCode::InvalidArgument,
                         "token " + std::to_string(token) + " is outside the vocabulary"};
    const std::size_t rows = request.rows == LogitRows::None  ? 0
                             : request.rows == LogitRows::All ? count
                                                              : 1;
    const bool room = request.rows != LogitRows::All || m_plan.logitRowsMax >= count;
    if ((!request.logits.empty() && request.logits.size() != rows * m_plan.vocabulary) || !room
        || (rows == 0 && !request.best.empty()))
        return Error{ErrorCode::InvalidArgument, "room for logits and logits wanted differ"};
    return {};
}

Result<const float*> VulkanExecutor::readLogits() const {
    if (m_logits.bytes() == 0) {
        TRY(m_arena.invalidate());
        return reinterpret_cast<const float*>(m_arena.mapped()
                                              + m_plan.buffers[m_plan.logits].offset);
    }
    TRY(m_logits.invalidate());
    return reinterpret_cast<const float*>(m_logits.mapped());
}

Result<void> VulkanExecutor::readCandidates(std::span<Candidate> best) const {
    TRY(m_candidates.invalidate());
    joinCandidates({reinterpret_cast<const std::uint32_t*>(m_candidates.mapped()),
                    std::size_t{OpLowering::topGroups(m_plan, m_tuning)} * best.size() * 2},
                   best);
    return {};
}

Result<void> VulkanExecutor::runStep(const ForwardRequest& request, std::uint32_t first,
                                     std::uint32_t count, const PlanKey& key,
                                     const std::stop_token& stop) {
    TRY(const CommandPlan* commands, commandsFor(key));
    writeTokens(request.tokens.subspan(first, count), request.firstPosition + first);
    m_borders->send(request, first, key.shape);
    for (const VkCommandBuffer segment : commands->segments()) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "generation was cancelled"};
        TRY(m_queue.run(segment));
    }
    TRY(m_borders->receive(request, first, key.shape));
    const std::uint32_t rows = key.shape.logitRows;
    if (rows == 0 || !yieldsLogits(key.segment)) return {};
    if (key.top > 0) return readCandidates(request.best);
    TRY(const float* logits, readLogits());
    const std::size_t stride = m_plan.buffers[m_plan.logits].width;
    const std::size_t vocabulary = m_plan.vocabulary;
    if (!request.logits.empty()) {
        float* target = request.rows == LogitRows::All ? &request.logits[first * vocabulary]
                                                       : request.logits.data();
        for (std::uint32_t row = 0; row < rows; ++row)
            std::memcpy(target + row * vocabulary, logits + row * stride, vocabulary * 4);
    }
    const bool last = first + count == request.tokens.size();
    if (last && !request.best.empty())
        selectCandidates({logits + (rows - 1) * stride, vocabulary}, request.best);
    return {};
}

Result<void> VulkanExecutor::forward(const ForwardRequest& request, std::stop_token stop) {
    TRY(check(request));
    if (request.segment == 0) TRY(m_memory.state.begin(request.firstPosition));
    const bool all = request.rows == LogitRows::All;
    const auto total = static_cast<std::uint32_t>(request.tokens.size());
    const std::uint32_t step = all ? m_memory.logitBatch : m_memory.batch;
    for (std::uint32_t first = 0; first < total;) {
        const std::uint32_t count = std::min(step, total - first);
        const bool last = first + count == total;
        PlanKey key;
        key.segment = request.segment;
        key.shape.tokens = count;
        key.shape.logitRows = all ? count : (last && request.rows == LogitRows::Last ? 1u : 0u);
        key.shape.splits =
            OpLowering::splitsFor(m_tuning, count, request.firstPosition + first + count);
        if (yieldsLogits(key.segment) && !m_tuning.hostCandidates && last && !all
            && request.logits.empty() && request.best.size() <= kDeviceCandidatesMax)
            key.top = static_cast<std::uint32_t>(request.best.size());
        TRY(runStep(request, first, count, key, stop));
        first += count;
    }
    if (request.segment + 1 == segments()) m_memory.state.end(request.firstPosition + total);
    return {};
}

Result<void> VulkanExecutor::readCells(const CellRange& range, std::span<std::byte> keys,
                                       std::span<std::byte> values) {
    VkCellCopier copier(*m_device, m_queue);
    for (const CellPlaces& place : m_memory.kv.places(m_plan.kv, range)) {
        TRY(copier.read(place.keys, place.mappedKeys, keys.first(place.keys.bytes)));
        TRY(copier.read(place.values, place.mappedValues, values.first(place.values.bytes)));
        keys = keys.subspan(place.keys.bytes);
        values = values.subspan(place.values.bytes);
    }
    return {};
}

Result<void> VulkanExecutor::writeCells(const CellRange& range, std::span<const std::byte> keys,
                                        std::span<const std::byte> values) {
    VkCellCopier copier(*m_device, m_queue);
    for (const CellPlaces& place : m_memory.kv.places(m_plan.kv, range)) {
        TRY(copier.write(keys.first(place.keys.bytes), place.keys, place.mappedKeys));
        TRY(copier.write(values.first(place.values.bytes), place.values, place.mappedValues));
        keys = keys.subspan(place.keys.bytes);
        values = values.subspan(place.values.bytes);
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Executor>> createVulkanExecutor(std::shared_ptr<VkDeviceOwner> device,
                                                       const ForwardPlan& plan,
                                                       const ExecutorOptions& options,
                                                       const VulkanOptions& vulkan) {
    VkLimits limits = VkLimits::of(device->caps(), vulkan.bindingBytesMax);
    if (vulkan.attentionSplits > 0) limits.tuning.attentionSplitsMax = vulkan.attentionSplits;
    TRY(VkMemoryPlan memory, VkMemoryPlan::make(plan, limits));
    TRY(Queue queue, Queue::create(*device));
    TRY(PipelineCache pipelines, PipelineCache::create(*device));
    auto executor = std::make_unique<VulkanExecutor>(
        std::move(device), plan, vulkan, std::move(memory), std::move(queue), std::move(pipelines));
    TRY(executor->prepare(options));
    return std::unique_ptr<Executor>(std::move(executor));
}

} // namespace inference
