// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/cpu/cpu_executor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <string>

#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/cpu/dispatch.h"

namespace inference {
namespace {

/// Better candidates first: higher logit, then lower id. A NaN counts as the lowest.
bool better(const Candidate& a, const Candidate& b) {
    return a.logit > b.logit || (a.logit == b.logit && a.id < b.id);
}

void selectBest(const float* logits, std::size_t count, std::span<Candidate> best) {
    // A heap with the worst of the best on top: nearly every logit fails one comparison.
    std::size_t filled = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const float value =
            std::isnan(logits[i]) ? -std::numeric_limits<float>::infinity() : logits[i];
        const Candidate candidate{static_cast<TokenId>(i), value};
        const auto begin = best.begin();
        if (filled < best.size()) {
            best[filled++] = candidate;
            std::push_heap(begin, begin + static_cast<std::ptrdiff_t>(filled), better);
        } else if (value > best[0].logit) { // Ties go to the lower id, which came first.
            std::pop_heap(begin, best.end(), better);
            best.back() = candidate;
            std::push_heap(begin, best.end(), better);
        }
    }
    std::sort_heap(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(filled), better);
    for (; filled < best.size(); ++filled) best[filled] = Candidate{};
}

} // namespace

CpuExecutor::CpuExecutor(const ForwardPlan& plan, const ExecutorOptions& options,
                         const KernelTable& kernels)
    : m_plan(plan), m_kernels(kernels), m_exact(options.exact), m_pool(options.threads),
      m_threads(m_pool.threadCount()), m_log(options.log) {}

Result<void> CpuExecutor::checkRequest(const ForwardRequest& request) const {
    const std::size_t count = request.tokens.size();
    if (count == 0 || count > m_plan.batchMax)
        return Error{ErrorCode::InvalidArgument, "a batch holds 1 to "
                                                     + std::to_string(m_plan.batchMax)
                                                     + " tokens, not " + std::to_string(count)};
    if (request.firstPosition + count > m_plan.kv.contextLength)
        return Error{ErrorCode::LimitExceeded,
                     "position " + std::to_string(request.firstPosition + count)
                         + " is beyond the context of " + std::to_string(m_plan.kv.contextLength)};
    const std::size_t rows = request.rows == LogitRows::All    ? count
                             : request.rows == LogitRows::Last ? 1
                                                               : 0;
    if (rows > m_plan.logitRowsMax)
        return Error{ErrorCode::InvalidArgument, "the plan has no room for that many logits"};
    if (!request.logits.empty() && request.logits.size() != rows * m_plan.vocabulary)
        return Error{ErrorCode::InvalidArgument, "the space for logits has the wrong size"};
    for (const TokenId token : request.tokens)
        if (token < 0)
            return Error{ErrorCode::InvalidArgument,
                         "token " + std::to_string(token) + " is not in the vocabulary"};
    for (const Op& op : m_plan.ops) {
        const auto* embed = std::get_if<EmbedRowsOp>(&op);
        if (embed == nullptr) continue;
        for (const TokenId token : request.tokens)
            if (static_cast<std::uint32_t>(token) >= embed->table->rows)
                return Error{ErrorCode::InvalidArgument,
                             "token " + std::to_string(token) + " is not in the vocabulary"};
    }
    return {};
}

Result<void> CpuExecutor::forward(const ForwardRequest& request, std::stop_token stop) {
    TRY(checkRequest(request));
    if (request.segment == 0) TRY(beginState(request.firstPosition));
    const std::size_t count = request.tokens.size();
    m_pass.tokens = request.tokens;
    m_pass.position = request.firstPosition;
    m_pass.logitFirst = request.rows == LogitRows::All ? 0 : count - 1;
    m_pass.logitCount = request.rows == LogitRows::None ? 0 : count - m_pass.logitFirst;
    m_pass.cancelled = false;
    m_pass.ops = m_plan.ops;
    if (!m_plan.segments.empty()) {
        const PlanSegment& segment = m_plan.segments[request.segment];
        m_pass.ops = m_pass.ops.subspan(segment.begin, segment.end - segment.begin);
    }
    exchange(request.in, /*into=*/true);
    m_teamState.reset();
    m_pool.run([&](unsigned thread, unsigned threads) {
        Team team(m_pool, m_teamState, thread, threads);
        runThread(team, stop);
    });
    m_rotatedFrom = m_pass.position;
    m_rotatedCount = count;
    if (m_pass.cancelled) return Error{ErrorCode::Cancelled, "the forward pass was stopped"};
    if (m_stateMemory.size() > 0 && isLastSegment(request))
        m_statePosition = request.firstPosition + static_cast<std::uint32_t>(count);
    exchange(request.out, /*into=*/false);
    answer(request);
    return {};
}

void CpuExecutor::exchange(std::span<const BorderRows> borders, bool into) const {
    for (const BorderRows& border : borders) {
        float* own = row(border.buffer, 0);
        if (own == border.rows) continue;
        const std::size_t bytes = rowsOf(border.buffer) * m_buffers[border.buffer].width * 4;
        std::memcpy(into ? own : border.rows, into ? border.rows : own, bytes);
    }
}

void CpuExecutor::runThread(Team& team, const std::stop_token& stop) {
    computeRotations(team);
    team.sync();
    for (const Op& op : m_pass.ops) {
        std::visit([&](const auto& each) { run(each, team); }, op);
        const bool wanted = team.thread == 0 && stop.stop_requested();
        if (team.syncAndAsk(wanted)) {
            if (team.thread == 0) m_pass.cancelled = true;
            return;
        }
    }
}

void CpuExecutor::answer(const ForwardRequest& request) const {
    if (m_pass.logitCount == 0 || m_plan.logits == kNoBuffer) return;
    const std::size_t width = m_plan.vocabulary;
    if (!request.logits.empty())
        for (std::size_t i = 0; i < m_pass.logitCount; ++i)
            std::memcpy(request.logits.data() + i * width, row(m_plan.logits, i), width * 4);
    if (!request.best.empty())
        selectBest(row(m_plan.logits, m_pass.logitCount - 1), width, request.best);
}

Result<void> CpuExecutor::readCells(const CellRange& range, std::span<std::byte> keys,
                                    std::span<std::byte> values) {
    const LayerCache& cache = m_caches[range.layer];
    const KvLayerLayout& layout = m_plan.kv.layers[range.layer];
    ASSERT(range.first + range.count <= layout.cells);
    const std::byte* key = cache.keys + range.first * kvCellBytes(layout.keyType, layout.keyWidth);
    const std::byte* value =
        cache.values + range.first * kvCellBytes(layout.valueType, layout.valueWidth);
    if (!keys.empty()) std::memcpy(keys.data(), key, keys.size());
    if (!values.empty()) std::memcpy(values.data(), value, values.size());
    return {};
}

Result<void> CpuExecutor::writeCells(const CellRange& range, std::span<const std::byte> keys,
                                     std::span<const std::byte> values) {
    const LayerCache& cache = m_caches[range.layer];
    const KvLayerLayout& layout = m_plan.kv.layers[range.layer];
    ASSERT(range.first + range.count <= layout.cells);
    std::byte* key = cache.keys + range.first * kvCellBytes(layout.keyType, layout.keyWidth);
    std::byte* value =
        cache.values + range.first * kvCellBytes(layout.valueType, layout.valueWidth);
    if (!keys.empty()) std::memcpy(key, keys.data(), keys.size());
    if (!values.empty()) std::memcpy(value, values.data(), values.size());
    return {};
}

MemoryUse CpuExecutor::memoryUse() const {
    MemoryUse use;
    for (const auto& vector : m_vectors) use.weightBytes += vector.size() * sizeof(float);
    use.kvBytes = m_kv.size() + m_stateMemory.size();
    use.mappedBytes = m_sizes.weightBytes;
    use.computeBytes = m_arena.size() + m_scratchMemory.size();
    return use;
}

Result<MemoryUse> measureCpu(const ForwardPlan& plan, const ExecutorOptions& options) {
    ExecutorOptions alone = options;
    alone.threads = 1;
    const unsigned threads = options.threads == 0 ? ThreadPool::physicalCores() : options.threads;
    return CpuExecutor(plan, alone, selectKernels(CpuIsa::Auto)).measureFor(threads);
}

Result<std::unique_ptr<Executor>> createCpuExecutor(const ForwardPlan& plan,
                                                    const ExecutorOptions& options, CpuIsa isa) {
    try {
        auto executor = std::make_unique<CpuExecutor>(plan, options, selectKernels(isa));
        TRY(executor->prepare(options));
        return std::unique_ptr<Executor>(std::move(executor));
    } catch (const std::bad_alloc&) {
        return Error{ErrorCode::OutOfMemory, "not enough memory for the executor's tables"};
    }
}

} // namespace inference
