// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// What CpuExecutor does once: sizes, memory, weights.
#include <algorithm>
#include <array>
#include <string>
#include <type_traits>

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/cpu/cpu_executor.h"
#include "inference/backend/cpu/cpu_limits.h"
#include "inference/base/cpu_features.h"

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace inference {
namespace {

constexpr std::size_t kTouchChunk = std::size_t{64} << 20;

std::size_t aligned(std::size_t bytes) {
    return (bytes + 255) / 256 * 256;
}

/// Every weight and every vector of an op.
struct OpTensors {
    std::array<const WeightTensor*, 3> weights{};
    std::array<const WeightTensor*, 5> vectors{};
};

OpTensors tensorsOf(const Op& op) {
    struct Visitor {
        OpTensors operator()(const EmbedRowsOp& o) const { return {{o.table}, {}}; }
        OpTensors operator()(const NormOp& o) const { return {{}, {o.weight}}; }
        OpTensors operator()(const MatmulOp& o) const {
            return {o.weights, {o.norm, o.biases[0], o.biases[1], o.biases[2]}};
        }
        OpTensors operator()(const HeadMatmulOp& o) const { return {{o.weight}, {}}; }
        OpTensors operator()(const GatedProductOp&) const { return {}; }
        OpTensors operator()(const LatentStoreOp& o) const { return {{}, {o.norm}}; }
        OpTensors operator()(const RopeStoreOp& o) const { return {{}, {o.qNorm, o.kNorm}}; }
        OpTensors operator()(const AttentionOp& o) const { return {{}, {o.sinks}}; }
        OpTensors operator()(const GatherRowsOp&) const { return {}; }
        OpTensors operator()(const RouteOp& o) const {
            return {{}, {o.selectionBias, o.expertScale}};
        }
        OpTensors operator()(const ExpertsGluOp& o) const {
            return {{o.gate, o.up}, {o.gateBias, o.upBias}};
        }
        OpTensors operator()(const ExpertsDownOp& o) const { return {{o.down}, {o.bias}}; }
        OpTensors operator()(const SplitOp&) const { return {}; }
        OpTensors operator()(const SigmoidGateOp&) const { return {}; }
        OpTensors operator()(const GatedNormOp& o) const { return {{}, {o.weight}}; }
        OpTensors operator()(const ShortConvOp& o) const { return {{}, {o.kernel, o.bias}}; }
        OpTensors operator()(const GatedDeltaOp& o) const { return {{}, {o.decay, o.timeBias}}; }
        OpTensors operator()(const SelectiveScanOp& o) const {
            return {{}, {o.decay, o.timeBias, o.skip}};
        }
    };
    return std::visit(Visitor{}, op);
}

/// Maps pages in now. False where the system cannot.
bool populate(const std::byte* data, std::size_t bytes) {
#if defined(__linux__)
    constexpr int kPopulateRead = 22; // MADV_POPULATE_READ, Linux 5.14; absent in older headers.
    static const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto address = reinterpret_cast<std::uintptr_t>(data);
    const std::uintptr_t begin = address / page * page;
    const std::uintptr_t end = (address + bytes + page - 1) / page * page;
    return madvise(reinterpret_cast<void*>(begin), end - begin, kPopulateRead) == 0;
#else
    static_cast<void>(data);
    static_cast<void>(bytes);
    return false;
#endif
}

} // namespace

Result<void> CpuExecutor::prepareWeight(const WeightTensor* tensor) {
    if (tensor == nullptr) return {};
    PreparedWeight& weight = m_weights[tensor->index];
    if (weight.known) return {};
    weight.known = true;
    const DTypeInfo& info = dtypeInfo(tensor->dtype);
    const std::uint64_t wanted =
        std::uint64_t{tensor->stack} * tensor->rows * tensor->bytesPerRow();
    if (info.decode == nullptr)
        return Error{ErrorCode::Unsupported,
                     "tensor " + tensor->name + " has type " + std::string(info.name)};
    if (tensor->data.size() < wanted && !m_measuring)
        return Error{ErrorCode::Corrupt, "tensor " + tensor->name + " is shorter than its shape"};
    weight.data = tensor->data.data();
    weight.rowBytes = tensor->bytesPerRow();
    weight.length = tensor->rowLength;
    weight.rows = tensor->rows;
    weight.stack = tensor->stack;
    weight.decode = info.decode;
    weight.blockElements = info.blockElements;
    weight.isFloat = true;
    switch (tensor->dtype) {
    case DType::F32: weight.format = FloatFormat::F32; break;
    case DType::F16: weight.format = FloatFormat::F16; break;
    case DType::BF16: weight.format = FloatFormat::BF16; break;
    default:
        weight.isFloat = false;
        const FormatKernels& kernels = m_kernels.formats[static_cast<std::size_t>(tensor->dtype)];
        if (!m_exact && kernels.rowDots != nullptr) weight.kernels = &kernels;
    }
    m_sizes.longestRow = std::max(m_sizes.longestRow, weight.length);
    m_sizes.weightBytes += wanted;
    return {};
}

Result<void> CpuExecutor::prepareVector(const WeightTensor* tensor) {
    if (tensor == nullptr) return {};
    TRY(prepareWeight(tensor));
    PreparedWeight& weight = m_weights[tensor->index];
    if (weight.vectorLength > 0) return {};
    weight.vectorLength = std::size_t{tensor->rowLength} * tensor->rows * tensor->stack;
    if (m_measuring) {
        if (tensor->dtype != DType::F32) m_sizes.copiedBytes += weight.vectorLength * sizeof(float);
        return {};
    }
    if (tensor->dtype == DType::F32
        && reinterpret_cast<std::uintptr_t>(weight.data) % alignof(float) == 0) {
        weight.vector = reinterpret_cast<const float*>(weight.data);
        return {};
    }
    std::vector<float>& copy = m_vectors.emplace_back(weight.vectorLength);
    weight.decode(weight.data, copy.data(), weight.vectorLength / weight.blockElements);
    weight.vector = copy.data();
    return {};
}

/// The kernel of a convolution, tap after tap, so that channels are neighbours.
Result<void> CpuExecutor::prepareConvolution(const ShortConvOp& op) {
    PreparedWeight& weight = m_weights[op.kernel->index];
    const std::size_t taps = op.taps, channels = op.channels;
    if (op.taps > kConvTapsMax || weight.vectorLength != taps * channels)
        return Error{ErrorCode::Unsupported,
                     "a convolution over " + std::to_string(taps) + " tokens is not supported"};
    m_sizes.copiedBytes += weight.vectorLength * sizeof(float);
    if (m_measuring) return {};
    std::vector<float>& turned = m_vectors.emplace_back(weight.vectorLength);
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t j = 0; j < taps; ++j)
            turned[j * channels + c] = weight.vector[c * taps + j];
    weight.vector = turned.data();
    return {};
}

Result<void> CpuExecutor::measure() {
    for (const Op& op : m_plan.ops) {
        const OpTensors tensors = tensorsOf(op);
        for (const WeightTensor* t : tensors.weights)
            if (t != nullptr)
                m_sizes.weightsEnd = std::max<std::size_t>(m_sizes.weightsEnd, t->index + 1);
        for (const WeightTensor* t : tensors.vectors)
            if (t != nullptr)
                m_sizes.weightsEnd = std::max<std::size_t>(m_sizes.weightsEnd, t->index + 1);
    }
    m_weights.resize(m_sizes.weightsEnd);
    for (const Op& op : m_plan.ops) {
        const OpTensors tensors = tensorsOf(op);
        for (const WeightTensor* t : tensors.weights) TRY(prepareWeight(t));
        for (const WeightTensor* t : tensors.vectors) TRY(prepareVector(t));

        std::size_t rows = 0, length = 0;
        if (const auto* matmul = std::get_if<MatmulOp>(&op)) {
            rows = std::max(m_plan.batchMax, m_plan.logitRowsMax);
            length = matmul->weights[0]->rowLength;
            for (std::size_t i = 0; i < matmul->count && matmul->precise; ++i)
                m_weights[matmul->weights[i]->index].kernels = nullptr;
        } else if (const auto* glu = std::get_if<ExpertsGluOp>(&op)) {
            rows = m_plan.batchMax;
            length = glu->gate->rowLength;
            m_sizes.used = std::max<std::size_t>(m_sizes.used, glu->used);
            m_sizes.experts = std::max<std::size_t>(m_sizes.experts, glu->gate->stack);
        } else if (const auto* down = std::get_if<ExpertsDownOp>(&op)) {
            rows = std::size_t{m_plan.batchMax} * down->used;
            length = down->down->rowLength;
            m_sizes.used = std::max<std::size_t>(m_sizes.used, down->used);
            m_sizes.experts = std::max<std::size_t>(m_sizes.experts, down->down->stack);
        } else if (const auto* heads = std::get_if<HeadMatmulOp>(&op)) {
            rows = std::size_t{m_plan.batchMax} * heads->weight->stack;
            length = heads->weight->rowLength;
        } else if (const auto* attention = std::get_if<AttentionOp>(&op)) {
            const AttentionShape shape(*attention);
            m_sizes.attentionFloats = std::max(m_sizes.attentionFloats, shape.scratchFloats());
            m_sizes.partialFloats = std::max(m_sizes.partialFloats, shape.partialFloats());
        } else if (const auto* conv = std::get_if<ShortConvOp>(&op)) {
            TRY(prepareConvolution(*conv));
        } else if (const auto* scan = std::get_if<SelectiveScanOp>(&op)) {
            m_sizes.decays = std::max<std::size_t>(m_sizes.decays, scan->heads);
        }
        m_sizes.inputRows = std::max(m_sizes.inputRows, rows);
        m_sizes.recordBytes = std::max(m_sizes.recordBytes, rows * QuantLayout(length).bytes);
        m_sizes.normRows = std::max(m_sizes.normRows, rows * length);
    }
    return {};
}

std::uint64_t CpuExecutor::scratchBytes() {
    // The same walk that hands out the pointers, over an imaginary block.
    m_scratchMemory = CpuBuffer();
    layOutScratch();
    return m_scratchEnd;
}

void CpuExecutor::layOutScratch() {
    std::byte* const base = m_scratchMemory.data();
    std::size_t end = 0;
    const auto take = [&](auto*& pointer, std::size_t count) {
        using T = std::remove_reference_t<decltype(*pointer)>;
        if (base != nullptr) pointer = reinterpret_cast<T*>(base + end);
        end += aligned(count * sizeof(T));
    };
    const std::size_t threads = m_threads;
    m_scratch.resize(threads);
    const std::size_t block = std::min<std::size_t>(m_plan.batchMax, kTokenBlock);
    for (Scratch& scratch : m_scratch) {
        take(scratch.int8Panel, 1);
        take(scratch.floatPanel, 1);
        take(scratch.decoded, std::max(kPanelRowsMax * kFloatDepth, m_sizes.longestRow));
        take(scratch.tile, 2 * std::max(block * kPanelRowsMax, kDecodeTokens * kChunkRows));
        take(scratch.attention, m_sizes.attentionFloats);
        take(scratch.partial, m_sizes.partialFloats);
        take(scratch.records, block);
        take(scratch.rows, block);
    }
    take(m_records, m_sizes.recordBytes);
    take(m_normed, m_sizes.normRows);
    take(m_recordPointers, m_sizes.inputRows);
    take(m_rowPointers, m_sizes.inputRows);
    take(m_partials, m_sizes.partialFloats * kPartialsPerThread * threads);
    m_rotationStart.clear();
    std::size_t rotations = 0;
    for (const RopeTable& table : m_plan.ropeTables) {
        m_rotationStart.push_back(rotations);
        rotations += std::size_t{m_plan.batchMax} * table.inverseFrequency.size() * 2;
    }
    take(m_rotations, rotations);
    take(m_decays, m_sizes.decays * m_plan.batchMax);
    take(m_expertStart, m_sizes.experts + 1);
    take(m_expertActive, m_sizes.experts);
    take(m_expertEntries, m_sizes.used * m_plan.batchMax);
    m_scratchEnd = end;
}

Result<void> CpuExecutor::checkMemory(const MemoryUse& use) {
    const SystemMemory memory = systemMemory();
    if (memory.total == 0) return {};
    const std::uint64_t needed = use.allocated();
    std::uint64_t missing = needed > memory.available ? needed - memory.available : 0;
    // Weights are page cache and may be dropped and read again, but all of them are wanted for
    // every token: a model larger than the memory would run at the speed of the disk.
    if (needed + use.mappedBytes > memory.total)
        missing = std::max(missing, needed + use.mappedBytes - memory.total);
    if (missing == 0) return {};
    return Error{ErrorCode::OutOfMemory,
                 "the model needs " + std::to_string(needed + use.mappedBytes)
                     + " bytes of memory, " + std::to_string(missing)
                     + " more than there are: choose a smaller model or a shorter context"};
}

Result<void> CpuExecutor::readWeights(const ExecutorOptions& options) {
    std::uint64_t done = 0;
    bool works = systemMemory().available > m_sizes.weightBytes;
    for (const PreparedWeight& weight : m_weights) {
        if (weight.data == nullptr) continue;
        const std::size_t bytes = weight.rowBytes * weight.rows * weight.stack;
        for (std::size_t at = 0; works && at < bytes; at += kTouchChunk) {
            if (options.stop.stop_requested())
                return Error{ErrorCode::Cancelled, "loading was stopped"};
            const std::size_t size = std::min(kTouchChunk, bytes - at);
            works = populate(weight.data + at, size);
            done += size;
            if (options.progress)
                options.progress(static_cast<float>(static_cast<double>(done)
                                                    / static_cast<double>(m_sizes.weightBytes)));
        }
    }
    if (options.progress) options.progress(1);
    return {};
}

Result<void> CpuExecutor::allocateState() {
    if (!m_plan.kv.hasRecurrentState()) return {};
    TRY(m_stateMemory, CpuBuffer::allocate(m_plan.kv.recurrentBytes()));
    auto* next = reinterpret_cast<float*>(m_stateMemory.data());
    for (const RecurrentLayout& layer : m_plan.kv.recurrent) {
        m_states.push_back({next, next + layer.convolution});
        next += layer.values();
    }
    return {};
}

std::uint64_t CpuExecutor::cacheBytes() const {
    std::uint64_t total = 0;
    for (const KvLayerLayout& layer : m_plan.kv.layers)
        total += aligned(layer.keyBytes()) + aligned(layer.valueBytes());
    return total;
}

Result<MemoryUse> CpuExecutor::measureFor(unsigned threads) {
    m_measuring = true;
    m_threads = threads;
    TRY(measure());
    MemoryUse use;
    use.weightBytes = m_sizes.copiedBytes;
    use.mappedBytes = m_sizes.weightBytes;
    use.kvBytes = cacheBytes() + m_plan.kv.recurrentBytes();
    use.computeBytes = m_plan.arenaBytes + scratchBytes();
    return use;
}

Result<void> CpuExecutor::prepare(const ExecutorOptions& options) {
    if (options.stop.stop_requested()) return Error{ErrorCode::Cancelled, "loading was stopped"};
    // By sizes alone, before even a vector is copied.
    TRY(const MemoryUse needed, measureCpu(m_plan, options));
    TRY(checkMemory(needed));
    TRY(measure());
    const std::uint64_t scratch = scratchBytes();
    TRY(m_arena, CpuBuffer::allocate(m_plan.arenaBytes));
    TRY(m_scratchMemory, CpuBuffer::allocate(scratch));
    layOutScratch();
    for (const BufferSpec& spec : m_plan.buffers)
        m_buffers.push_back(
            {reinterpret_cast<float*>(m_arena.data() + spec.offset), spec.width, spec.scope});
    TRY(m_kv, CpuBuffer::allocate(cacheBytes()));
    std::byte* next = m_kv.data();
    for (const KvLayerLayout& layer : m_plan.kv.layers) {
        LayerCache cache;
        cache.keys = next;
        next += aligned(layer.keyBytes());
        cache.values = next;
        next += aligned(layer.valueBytes());
        m_caches.push_back(cache);
    }
    TRY(allocateState());
    return options.reserveOnly ? Result<void>() : readWeights(options);
}

} // namespace inference
