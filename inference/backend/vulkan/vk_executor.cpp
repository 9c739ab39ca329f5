// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_executor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <tuple>

#include "inference/backend/vulkan/vk_candidates.h"
#include "inference/backend/vulkan/vk_command_plan.h"
#include "inference/backend/vulkan/vk_ops.h"
#include "inference/backend/vulkan/vk_queue.h"

namespace inference {

namespace {

/// Recorded shapes that are kept; a chat uses the decode step at a few context sizes, full batches
/// and the odd rest of a prompt.
constexpr std::size_t kPlansMax = 12;
/// More candidates than this are found on the host: each costs the device a pass.
constexpr std::size_t kDeviceCandidatesMax = 64;
/// One buffer; larger pools are several.
constexpr std::uint64_t kBlockBytesMax = 1ull << 30;

/// What a recorded pass depends on.
struct PlanKey {
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
                   const VulkanOptions& vulkan, std::uint64_t bindingBytesMax, Queue queue,
                   PipelineCache pipelines)
        : m_device(std::move(device)), m_plan(plan), m_vulkan(vulkan),
          m_tuning(tuningFor(m_device->caps())), m_bindingBytesMax(bindingBytesMax),
          m_queue(std::move(queue)), m_pipelines(std::move(pipelines)),
          m_weights(blockBytes(), bindingBytesMax), m_kv(blockBytes()),
          m_lowering(*m_device, m_pipelines, m_tuning, m_plan, m_weights, m_buffers) {
        if (vulkan.matmulTokensMin > 0) m_tuning.matmulTokensMin = vulkan.matmulTokensMin;
        if (vulkan.attentionSplits > 0) {
            m_tuning.attentionSplitsMax = vulkan.attentionSplits;
            m_tuning.attentionSplitKeys = 1;
        }
    }
    VulkanExecutor(const VulkanExecutor&) = delete;
    VulkanExecutor& operator=(const VulkanExecutor&) = delete;
    ~VulkanExecutor() override { m_device->functions().vkDeviceWaitIdle(m_device->handle()); }

    Result<void> prepare(const ExecutorOptions& options);
    Result<void> forward(const ForwardRequest& request, std::stop_token stop) override;
    MemoryUse memoryUse() const override {
        return {m_weights.bytes(), m_plan.kv.bytes(), m_computeBytes};
    }

private:
    std::uint64_t blockBytes() const {
        return std::min(kBlockBytesMax, m_device->caps().allocationBytesMax / 4096 * 4096);
    }
    Result<void> planBuffers();
    Result<void> checkMemory() const;
    Result<void> allocate(const ExecutorOptions& options);
    Result<CommandPlan*> commandsFor(const PlanKey& key);
    Result<void> runStep(const ForwardRequest& request, std::uint32_t first, std::uint32_t count,
                         const PlanKey& key, const std::stop_token& stop);
    Result<void> check(const ForwardRequest& request) const;
    void writeParameters(std::span<const TokenId> tokens, std::uint32_t position);
    Result<const float*> readLogits() const;
    Result<void> readCandidates(std::span<Candidate> best) const;

    std::shared_ptr<VkDeviceOwner> m_device; // Destroyed last.
    const ForwardPlan& m_plan;
    VulkanOptions m_vulkan;
    VkTuning m_tuning;
    std::uint64_t m_bindingBytesMax;
    Queue m_queue;
    PipelineCache m_pipelines;
    WeightStore m_weights;
    std::vector<OpWeights> m_opWeights; // [ops]
    BufferPool m_kv;
    DeviceBuffer m_arena;
    DeviceBuffer m_parameters;
    DeviceBuffer m_scratch;
    DeviceBuffer m_attention; // One token's.
    DeviceBuffer m_unused;
    DeviceBuffer m_logits;     // For the host to read; empty where it reads the arena.
    DeviceBuffer m_candidates; // [topGroups][kDeviceCandidatesMax]
    DeviceBuffers m_buffers;
    OpLowering m_lowering;
    std::uint32_t m_batch = 1;      // Tokens of one pass; a larger request takes several.
    std::uint32_t m_logitBatch = 1; // The same when every token yields logits.
    std::uint64_t m_computeBytes = 0;
    std::map<PlanKey, CachedPlan> m_commands;
    std::uint64_t m_uses = 0;
};

Result<void> VulkanExecutor::planBuffers() {
    std::uint64_t batch = m_plan.batchMax;
    std::uint64_t logitBatch = m_plan.logitRowsMax;
    for (const BufferSpec& spec : m_plan.buffers) {
        const std::uint64_t rowBytes = std::max<std::uint64_t>(spec.width, 1) * sizeof(float);
        std::uint64_t& rows = spec.scope == RowScope::Tokens ? batch : logitBatch;
        rows = std::min(rows, m_bindingBytesMax / rowBytes);
    }
    std::uint32_t used = 1;
    for (const Op& op : m_plan.ops)
        if (const auto* experts = std::get_if<ExpertsGluOp>(&op))
            used = std::max(used, experts->used);
    batch = std::min<std::uint64_t>(batch, m_device->limits().maxComputeWorkGroupCount[1] / used);
    if (batch == 0 || (logitBatch == 0 && m_plan.logitRowsMax > 0))
        return Error{ErrorCode::Unsupported, "one row of activations exceeds the device's limit of "
                                                 + formatBytes(m_bindingBytesMax)
                                                 + " bytes per binding"};
    m_batch = static_cast<std::uint32_t>(batch);
    m_logitBatch = static_cast<std::uint32_t>(std::min(batch, logitBatch));

    std::uint32_t offset = kTokenHeader;
    for (const RopeTable& table : m_plan.ropeTables) {
        m_buffers.ropeOffsets.push_back(offset);
        offset += static_cast<std::uint32_t>(table.inverseFrequency.size()) * 2;
    }
    m_buffers.parameterStride = offset;

    for (const KvLayerLayout& layer : m_plan.kv.layers) {
        if (isQuantized(layer.keyType) || isQuantized(layer.valueType))
            return Error{ErrorCode::Unsupported,
                         "the Vulkan backend keeps its cache in f32 or f16: choose one of them"};
        const std::uint64_t keys = layer.keyBytes();
        const std::uint64_t values = layer.valueBytes();
        if (std::max(keys, values) > m_bindingBytesMax) {
            return Error{ErrorCode::LimitExceeded,
                         "a context of " + std::to_string(m_plan.kv.contextLength)
                             + " needs a cache of " + formatBytes(std::max(keys, values))
                             + " bytes per layer, the device allows "
                             + formatBytes(m_bindingBytesMax) + ": choose a shorter context"};
        }
        m_kv.reserve(keys);
        m_kv.reserve(values);
    }
    return {};
}

Result<void> VulkanExecutor::checkMemory() const {
    // Room for the driver's own needs: pipelines, descriptors, command buffers.
    constexpr std::uint64_t kSlack = 16ull << 20;
    const std::uint64_t needed = m_weights.bytes() + m_kv.bytes() + m_plan.arenaBytes + kSlack;
    const std::uint64_t free = m_device->bytesFree();
    if (needed <= free) return {};
    return Error{ErrorCode::OutOfMemory,
                 "the model needs " + formatBytes(needed) + " bytes on "
                     + m_device->caps().properties.deviceName + ", " + formatBytes(free)
                     + " are free: " + formatBytes(needed - free) + " are missing"};
}

Result<void> VulkanExecutor::allocate(const ExecutorOptions& options) {
    const VkDeviceOwner& device = *m_device;
    TRY(m_kv.commit(device, MemoryUseKind::Device));
    TRY(m_arena, DeviceBuffer::create(device, m_plan.arenaBytes, MemoryUseKind::Device));
    const std::uint64_t parameterBytes =
        (std::uint64_t{kParameterHeader} + std::uint64_t{m_batch} * m_buffers.parameterStride) * 4;
    TRY(m_parameters, DeviceBuffer::create(device, parameterBytes, MemoryUseKind::Upload));
    const std::uint64_t scratchBytes = OpLowering::scratchValues(m_plan, m_tuning) * sizeof(float);
    // Without room for partial results the context is not cut into parts.
    const bool splits = scratchBytes <= m_bindingBytesMax;
    if (!splits) m_tuning.attentionSplitsMax = 1;
    TRY(m_scratch, DeviceBuffer::create(device, splits ? scratchBytes : 0, MemoryUseKind::Device));
    TRY(m_attention,
        DeviceBuffer::create(device, OpLowering::attentionValues(m_plan) * sizeof(float),
                             MemoryUseKind::Device));
    TRY(m_unused, DeviceBuffer::create(device, 256, MemoryUseKind::Device));

    const bool readsArena = m_arena.mapped() != nullptr && m_arena.cached();
    if (!readsArena && m_plan.logits != kNoBuffer) {
        const std::uint64_t rowBytes = std::uint64_t{m_plan.buffers[m_plan.logits].width} * 4;
        TRY(m_logits,
            DeviceBuffer::create(device, rowBytes * m_logitBatch, MemoryUseKind::Readback));
    }
    TRY(m_candidates, DeviceBuffer::create(
                          device, std::uint64_t{m_lowering.topGroups()} * kDeviceCandidatesMax * 8,
                          MemoryUseKind::Readback));
    m_computeBytes = m_arena.bytes() + m_parameters.bytes() + m_scratch.bytes()
                     + m_attention.bytes() + m_unused.bytes() + m_logits.bytes()
                     + m_candidates.bytes();

    m_buffers.arena = m_arena.view();
    m_buffers.parameters = m_parameters.view(false);
    m_buffers.scratch = m_scratch.view();
    m_buffers.attention = m_attention.view();
    m_buffers.unused = m_unused.view(false);
    for (std::size_t i = 0; i < m_plan.kv.layers.size(); ++i) {
        m_buffers.keys.push_back(m_kv.view(2 * i, true));
        m_buffers.values.push_back(m_kv.view(2 * i + 1, true));
    }
    return m_weights.upload(device, m_queue, options);
}

Result<void> VulkanExecutor::prepare(const ExecutorOptions& options) {
    if (m_plan.ops.empty() || m_plan.batchMax == 0 || m_plan.vocabulary == 0)
        return Error{ErrorCode::InvalidArgument, "the plan is empty"};
    for (const Op& op : m_plan.ops) {
        TRY(OpWeights bound, bindWeights(op, m_plan, m_weights));
        m_opWeights.push_back(std::move(bound));
    }
    TRY(planBuffers());
    TRY(checkMemory());
    TRY(allocate(options));
    // The decode step and a full batch are recorded now, so that their shaders are compiled before
    // the first message rather than during it.
    TRY(const CommandPlan* decode, commandsFor({{1, 1, 1}, m_tuning.hostCandidates ? 0u : 1u}));
    if (m_batch > 1) TRY(commandsFor({{m_batch, 0, 1}, 0}));
    if (options.log) {
        options.log(LogLevel::Info,
                    "vulkan: " + std::string(m_device->caps().properties.deviceName) + ", "
                        + formatBytes(m_weights.bytes()) + " bytes of weights, "
                        + std::to_string(decode->dispatchCount()) + " dispatches and "
                        + std::to_string(decode->barrierCount()) + " barriers per token, "
                        + std::to_string(m_pipelines.size()) + " pipelines");
    }
    return {};
}

Result<CommandPlan*> VulkanExecutor::commandsFor(const PlanKey& key) {
    const auto found = m_commands.find(key);
    if (found != m_commands.end()) {
        found->second.lastUse = ++m_uses;
        return &found->second.commands;
    }
    if (m_commands.size() >= kPlansMax) {
        m_commands.erase(std::min_element(
            m_commands.begin(), m_commands.end(),
            [](const auto& a, const auto& b) { return a.second.lastUse < b.second.lastUse; }));
    }
    std::vector<Dispatch> dispatches;
    m_lowering.beginPass();
    for (std::size_t i = 0; i < m_plan.ops.size(); ++i)
        TRY(m_lowering.lower(m_plan.ops[i], m_opWeights[i], key.shape, dispatches));
    std::vector<BufferCopy> copies;
    if (key.top > 0) {
        TRY(m_lowering.lowerTop(key.shape, key.top, m_candidates.view(), dispatches));
    } else if (key.shape.logitRows > 0 && m_logits.bytes() > 0) {
        const BufferSpec& spec = m_plan.buffers[m_plan.logits];
        const std::uint64_t bytes = std::uint64_t{spec.width} * key.shape.logitRows * 4;
        copies.push_back({m_arena.view(spec.offset, bytes), m_logits.view(0, bytes)});
    }
    TRY(CommandPlan commands,
        CommandPlan::record(*m_device, dispatches, copies, m_tuning.segmentOperations));
    CachedPlan& cached = m_commands[key];
    cached = {std::move(commands), ++m_uses};
    return &cached.commands;
}

void VulkanExecutor::writeParameters(std::span<const TokenId> tokens, std::uint32_t position) {
    auto* words = reinterpret_cast<std::uint32_t*>(m_parameters.mapped());
    words[0] = position;
    words[1] = static_cast<std::uint32_t>(tokens.size());
    for (std::size_t t = 0; t < tokens.size(); ++t) {
        std::uint32_t* block = words + kParameterHeader + t * m_buffers.parameterStride;
        block[0] = static_cast<std::uint32_t>(tokens[t]);
        for (std::size_t i = 0; i < m_plan.ropeTables.size(); ++i) {
            const RopeTable& table = m_plan.ropeTables[i];
            std::uint32_t* rotation = block + m_buffers.ropeOffsets[i];
            for (const float frequency : table.inverseFrequency) {
                // In double: in f32 the angle of a far position would lose its last digits.
                const double angle = static_cast<double>(position + t) * frequency;
                const float pair[2] = {static_cast<float>(std::cos(angle) * table.magnitude),
                                       static_cast<float>(std::sin(angle) * table.magnitude)};
                std::memcpy(rotation, pair, sizeof pair);
                rotation += 2;
            }
        }
    }
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
                    std::size_t{m_lowering.topGroups()} * best.size() * 2},
                   best);
    return {};
}

Result<void> VulkanExecutor::runStep(const ForwardRequest& request, std::uint32_t first,
                                     std::uint32_t count, const PlanKey& key,
                                     const std::stop_token& stop) {
    TRY(const CommandPlan* commands, commandsFor(key));
    writeParameters(request.tokens.subspan(first, count), request.firstPosition + first);
    for (const VkCommandBuffer segment : commands->segments()) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "generation was cancelled"};
        TRY(m_queue.run(segment));
    }
    const std::uint32_t rows = key.shape.logitRows;
    if (rows == 0) return {};
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
    const bool all = request.rows == LogitRows::All;
    const auto total = static_cast<std::uint32_t>(request.tokens.size());
    const std::uint32_t step = all ? m_logitBatch : m_batch;
    for (std::uint32_t first = 0; first < total;) {
        const std::uint32_t count = std::min(step, total - first);
        const bool last = first + count == total;
        PlanKey key;
        key.shape.tokens = count;
        key.shape.logitRows = all ? count : (last && request.rows == LogitRows::Last ? 1u : 0u);
        key.shape.splits =
            OpLowering::splitsFor(m_tuning, count, request.firstPosition + first + count);
        if (!m_tuning.hostCandidates && last && !all && request.logits.empty()
            && request.best.size() <= kDeviceCandidatesMax)
            key.top = static_cast<std::uint32_t>(request.best.size());
        TRY(runStep(request, first, count, key, stop));
        first += count;
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Executor>> createVulkanExecutor(std::shared_ptr<VkDeviceOwner> device,
                                                       const ForwardPlan& plan,
                                                       const ExecutorOptions& options,
                                                       const VulkanOptions& vulkan) {
    std::uint64_t bindingBytesMax = device->limits().maxStorageBufferRange / 256 * 256;
    if (vulkan.bindingBytesMax > 0)
        bindingBytesMax = std::min<std::uint64_t>(bindingBytesMax, vulkan.bindingBytesMax);
    bindingBytesMax = std::min(bindingBytesMax, kBlockBytesMax);
    bindingBytesMax = std::min(bindingBytesMax, device->caps().allocationBytesMax / 4096 * 4096);
    TRY(Queue queue, Queue::create(*device));
    TRY(PipelineCache pipelines, PipelineCache::create(*device));
    auto executor = std::make_unique<VulkanExecutor>(
        std::move(device), plan, vulkan, bindingBytesMax, std::move(queue), std::move(pipelines));
    TRY(executor->prepare(options));
    return std::unique_ptr<Executor>(std::move(executor));
}

} // namespace inference
