// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <deque>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "inference/backend/cpu/cpu_backend.h"
#include "tests/kernels/random_weights.h"

namespace kernels_test {

using namespace inference;

/// A plan made by hand: inputs come from f32 embedding tables (token i = row i), the result is read
/// as logits of all tokens.
class PlanFixture {
public:
    explicit PlanFixture(std::uint32_t batchMax, std::uint32_t context = 4096) {
        m_plan.batchMax = batchMax;
        m_plan.logitRowsMax = batchMax;
        m_plan.kv.contextLength = context;
    }

    ForwardPlan& plan() { return m_plan; }

    const WeightTensor* tensor(DType dtype, std::uint32_t length, std::uint32_t rows,
                               std::vector<std::byte> data, std::uint32_t stack = 1) {
        m_data.push_back(std::move(data));
        WeightTensor& t = m_tensors.emplace_back();
        t.index = static_cast<std::uint32_t>(m_tensors.size() - 1);
        t.name = std::to_string(t.index);
        t.dtype = dtype;
        t.rowLength = length;
        t.rows = rows;
        t.stack = stack;
        t.data = m_data.back();
        return &t;
    }
    const WeightTensor* floats(const std::vector<float>& values, std::uint32_t length,
                               std::uint32_t rows = 1, std::uint32_t stack = 1) {
        std::vector<std::byte> data(values.size() * 4);
        std::memcpy(data.data(), values.data(), data.size());
        return tensor(DType::F32, length, rows, std::move(data), stack);
    }

    BufferId buffer(std::uint32_t width, RowScope scope = RowScope::Tokens) {
        BufferSpec spec;
        spec.width = width;
        spec.scope = scope;
        spec.offset = m_plan.arenaBytes;
        const std::uint64_t bytes = std::uint64_t{width} * 4 * m_plan.batchMax;
        m_plan.arenaBytes += (bytes + 255) / 256 * 256;
        m_plan.buffers.push_back(spec);
        return static_cast<BufferId>(m_plan.buffers.size() - 1);
    }
    /// A buffer filled with rows of `values` for the tokens of a batch.
    BufferId input(const std::vector<float>& values, std::uint32_t width) {
        EmbedRowsOp op;
        op.table = floats(values, width, static_cast<std::uint32_t>(values.size() / width));
        op.out = buffer(width);
        m_plan.ops.push_back(op);
        return op.out;
    }
    void add(const Op& op) { m_plan.ops.push_back(op); }
    void result(BufferId id) {
        GatherRowsOp op;
        op.in = id;
        op.out = buffer(m_plan.buffers[id].width, RowScope::LogitRows);
        m_plan.ops.push_back(op);
        m_plan.logits = op.out;
        m_plan.vocabulary = m_plan.buffers[id].width;
    }

    Result<std::unique_ptr<Executor>> executor(CpuIsa isa = CpuIsa::Auto, bool exact = false,
                                               unsigned threads = 2) {
        ExecutorOptions options;
        options.threads = threads;
        options.exact = exact;
        return createCpuExecutor(m_plan, options, isa);
    }

    /// Rows of the result for tokens first..first+count-1 at these positions.
    std::vector<float> run(Executor& executor, std::size_t first, std::size_t count) const {
        return run(executor, first, count, first);
    }
    /// The same at the positions from `position` on.
    std::vector<float> run(Executor& executor, std::size_t first, std::size_t count,
                           std::size_t position) const {
        std::vector<TokenId> tokens(count);
        std::iota(tokens.begin(), tokens.end(), static_cast<TokenId>(first));
        std::vector<float> out(count * m_plan.vocabulary);
        ForwardRequest request;
        request.tokens = tokens;
        request.firstPosition = static_cast<std::uint32_t>(position);
        request.rows = LogitRows::All;
        request.logits = out;
        const Result<void> done = executor.forward(request, {});
        if (!done) {
            std::fprintf(stderr, "%s\n", done.error().detail.c_str());
            return {};
        }
        return out;
    }

private:
    ForwardPlan m_plan;
    std::deque<WeightTensor> m_tensors;
    std::deque<std::vector<std::byte>> m_data;
};

/// Normalised mean squared error of `got` against `exact`.
template <typename A, typename B>
double nmse(const A& got, const B& exact) {
    if (got.size() != exact.size() || got.size() == 0) return 1e9;
    double wrong = 0, all = 1e-300;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double difference = static_cast<double>(got[i]) - static_cast<double>(exact[i]);
        wrong += difference * difference;
        all += static_cast<double>(exact[i]) * static_cast<double>(exact[i]);
    }
    return wrong / all;
}

} // namespace kernels_test
