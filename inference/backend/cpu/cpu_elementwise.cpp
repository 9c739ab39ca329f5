// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The ops of CpuExecutor that are no matrix products.
#include <cmath>
#include <cstring>

#include "inference/backend/cpu/cpu_cache.h"
#include "inference/backend/cpu/cpu_executor.h"

namespace inference {

void CpuExecutor::run(const EmbedRowsOp& op, Team& team) {
    const PreparedWeight& table = prepared(op.table);
    const auto [begin, end] = team.share(m_pass.tokens.size());
    for (std::size_t t = begin; t < end; ++t) {
        float* out = row(op.out, t);
        const auto token = static_cast<std::size_t>(m_pass.tokens[t]);
        table.decode(table.row(token), out, table.length / table.blockElements);
        if (op.scale != 1.0f) m_kernels.scaleRow(out, nullptr, op.scale, table.length, out, false);
    }
}

void CpuExecutor::run(const NormOp& op, Team& team) {
    const float* weight = vectorOf(op.weight);
    const std::size_t width = m_buffers[op.in].width;
    const auto [begin, end] = team.share(rowsOf(op.out));
    for (std::size_t t = begin; t < end; ++t) {
        const float* x = row(op.in, t);
        const double mean = m_kernels.sumOfSquares(x, width) / static_cast<double>(width);
        const auto factor = static_cast<float>(1.0 / std::sqrt(mean + static_cast<double>(op.eps)));
        m_kernels.scaleRow(x, weight, factor, width, row(op.out, t), op.accumulate);
    }
}

void CpuExecutor::run(const GatherRowsOp& op, Team& team) {
    const auto [begin, end] = team.share(m_pass.logitCount);
    for (std::size_t i = begin; i < end; ++i)
        std::memcpy(row(op.out, i), row(op.in, m_pass.logitFirst + i),
                    m_buffers[op.out].width * sizeof(float));
}

void CpuExecutor::computeRotations(Team& team) {
    const std::size_t count = m_pass.tokens.size();
    // The segments of one pass share them.
    if (m_rotatedFrom == m_pass.position && m_rotatedCount == count) return;
    for (std::size_t i = 0; i < m_plan.ropeTables.size(); ++i) {
        const RopeTable& table = m_plan.ropeTables[i];
        const std::size_t half = table.inverseFrequency.size();
        const auto [begin, end] = team.share(count * half);
        for (std::size_t item = begin; item < end; ++item) {
            const std::size_t token = item / half, pair = item % half;
            float* cosines = m_rotations + m_rotationStart[i] + token * 2 * half;
            // In f64: at position 262,144 an f32 angle is off by a hundredth.
            const double angle = static_cast<double>(m_pass.position + token)
                                 * static_cast<double>(table.inverseFrequency[pair]);
            cosines[pair] = static_cast<float>(std::cos(angle)) * table.magnitude;
            cosines[half + pair] = static_cast<float>(std::sin(angle)) * table.magnitude;
        }
    }
}

namespace {

void rotate(float* x, RopePairing pairing, const float* cosines, std::size_t half) {
    const float* sines = cosines + half;
    const std::size_t step = pairing == RopePairing::Adjacent ? 2 : 1;
    const std::size_t apart = pairing == RopePairing::Adjacent ? 1 : half;
    for (std::size_t i = 0; i < half; ++i) {
        float& a = x[i * step];
        float& b = x[i * step + apart];
        const float first = a, second = b;
        a = first * cosines[i] - second * sines[i];
        b = first * sines[i] + second * cosines[i];
    }
}

} // namespace

void CpuExecutor::run(const RopeStoreOp& op, Team& team) {
    const KvLayerLayout& layout = m_plan.kv.layers[op.layer];
    const LayerCache& cache = m_caches[op.layer];
    const float* qNorm = vectorOf(op.qNorm);
    const float* kNorm = vectorOf(op.kNorm);
    const bool rotates = op.pairing != RopePairing::None;
    const std::size_t half = rotates ? m_plan.ropeTables[op.ropeTable].inverseFrequency.size() : 0;
    const CacheHeads keys(cache.keys, layout.keyType, layout.keyWidth, op.keyLength);
    const CacheHeads values(cache.values, layout.valueType, layout.valueWidth, op.valueLength);
    const std::size_t perToken = op.heads + op.kvHeads;
    const auto [begin, end] = team.share(m_pass.tokens.size() * perToken);
    for (std::size_t item = begin; item < end; ++item) {
        const std::size_t token = item / perToken, index = item % perToken;
        const bool isKey = index >= op.heads;
        const std::size_t head = isKey ? index - op.heads : index;
        float* x = row(isKey ? op.k : op.q, token) + head * op.keyLength;
        if (const float* norm = isKey ? kNorm : qNorm; norm != nullptr) {
            const double mean = m_kernels.sumOfSquares(x, op.keyLength) / op.keyLength;
            const auto factor =
                static_cast<float>(1.0 / std::sqrt(mean + static_cast<double>(op.eps)));
            m_kernels.scaleRow(x, norm, factor, op.keyLength, x, false);
        }
        if (rotates)
            rotate(x, op.pairing, m_rotations + m_rotationStart[op.ropeTable] + token * 2 * half,
                   half);
        if (!isKey) continue;
        const std::size_t cell = (m_pass.position + token) % layout.cells;
        keys.store(m_kernels, cell, head, x);
        values.store(m_kernels, cell, head, row(op.v, token) + head * op.valueLength);
    }
}

} // namespace inference
