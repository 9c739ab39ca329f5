// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The ops of CpuExecutor that are no matrix products.
#include <cmath>
#include <cstring>

#include "inference/backend/cpu/cpu_cache.h"
#include "inference/backend/cpu/cpu_executor.h"
#include "inference/backend/cpu/cpu_limits.h"

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
    const std::size_t width = m_buffers[op.in].width, length = width / op.parts;
    const auto [begin, end] = team.share(rowsOf(op.out));
    for (std::size_t t = begin; t < end; ++t) {
        float* out = row(op.out, t);
        for (std::size_t part = 0; part < op.parts; ++part) {
            const float* x = row(op.in, t) + part * length;
            const double mean = m_kernels.sumOfSquares(x, length) / static_cast<double>(length);
            const double factor =
                static_cast<double>(op.scale) / std::sqrt(mean + static_cast<double>(op.eps));
            m_kernels.scaleRow(x, weight, static_cast<float>(factor), length, out + part * length,
                               op.accumulate);
        }
        if (op.after != 1.0f) m_kernels.scaleRow(out, nullptr, op.after, width, out, false);
    }
}

void CpuExecutor::run(const GatedProductOp& op, Team& team) {
    const std::size_t width = m_buffers[op.out].width;
    const auto [begin, end] = team.share(rowsOf(op.out));
    for (std::size_t t = begin; t < end; ++t)
        m_kernels.gluRow(row(op.gate, t), row(op.up, t) + op.upFirst, width, gluKind(op.activation),
                         row(op.out, t));
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

void CpuExecutor::normalize(const float* x, std::size_t length, const float* norm, float eps,
                            float* out) const {
    const double mean = m_kernels.sumOfSquares(x, length) / static_cast<double>(length);
    const auto factor = static_cast<float>(1.0 / std::sqrt(mean + static_cast<double>(eps)));
    m_kernels.scaleRow(x, norm, factor, length, out, false);
}

void CpuExecutor::rotateRow(float* x, RopePairing pairing, std::uint32_t table,
                            std::size_t token) const {
    if (pairing == RopePairing::None) return;
    const std::size_t half = m_plan.ropeTables[table].inverseFrequency.size();
    rotate(x, pairing, m_rotations + m_rotationStart[table] + token * 2 * half, half);
}

float CpuExecutor::queryFactor(std::size_t token) const {
    return static_cast<float>(m_plan.temperature.at(m_pass.position + token));
}

void CpuExecutor::storeKeyAndValue(const RopeStoreOp& op, std::size_t token, std::size_t head) {
    const KvLayerLayout& layout = m_plan.kv.layers[op.layer];
    const LayerCache& cache = m_caches[op.layer];
    const std::size_t cell = (m_pass.position + token) % layout.cells;
    // First, since the key at hand may be its value too.
    const float* value = row(op.v, token) + head * op.valueLength;
    float normed[kHeadValuesMax];
    if (op.unitValues) {
        normalize(value, op.valueLength, nullptr, op.eps, normed);
        value = normed;
    }
    CacheHeads(cache.values, layout.valueType, layout.valueWidth, op.valueLength)
        .store(m_kernels, cell, head, value);
    float* key = row(op.k, token) + head * op.keyLength;
    if (op.kNorm != nullptr || op.unitQueriesKeys)
        normalize(key, op.keyLength, vectorOf(op.kNorm), op.eps, key);
    rotateRow(key, op.pairing, op.ropeTable, token);
    CacheHeads(cache.keys, layout.keyType, layout.keyWidth, op.keyLength)
        .store(m_kernels, cell, head, key);
}

void CpuExecutor::run(const RopeStoreOp& op, Team& team) {
    const std::size_t perToken = op.heads + op.kvHeads;
    const auto [begin, end] = team.share(m_pass.tokens.size() * perToken);
    for (std::size_t item = begin; item < end; ++item) {
        const std::size_t token = item / perToken, index = item % perToken;
        if (index >= op.heads) {
            storeKeyAndValue(op, token, index - op.heads);
            continue;
        }
        float* q = row(op.q, token) + index * op.keyLength;
        if (op.qNorm != nullptr || op.unitQueriesKeys)
            normalize(q, op.keyLength, vectorOf(op.qNorm), op.eps, q);
        rotateRow(q, op.pairing, op.ropeTable, token);
        if (op.queryTemperature)
            m_kernels.scaleRow(q, nullptr, queryFactor(token), op.keyLength, q, false);
    }
}

void CpuExecutor::run(const LatentStoreOp& op, Team& team) {
    const KvLayerLayout& layout = m_plan.kv.layers[op.layer];
    const std::size_t head = op.plain + op.rotary, width = op.latent + op.rotary;
    const std::size_t perToken = op.heads + 1;
    const auto [begin, end] = team.share(m_pass.tokens.size() * perToken);
    for (std::size_t item = begin; item < end; ++item) {
        const std::size_t token = item / perToken, index = item % perToken;
        if (index < op.heads) {
            float* query = row(op.query, token) + index * width;
            std::memcpy(query + op.latent, row(op.q, token) + index * head + op.plain,
                        op.rotary * sizeof(float));
            rotateRow(query + op.latent, op.pairing, op.ropeTable, token);
            if (op.queryTemperature)
                m_kernels.scaleRow(query, nullptr, queryFactor(token), width, query, false);
            continue;
        }
        float* kv = row(op.kv, token);
        normalize(kv, op.latent, vectorOf(op.norm), op.eps, kv);
        rotateRow(kv + op.latent, op.pairing, op.ropeTable, token);
        const std::size_t cell = (m_pass.position + token) % layout.cells;
        CacheHeads(m_caches[op.layer].keys, layout.keyType, layout.keyWidth, width)
            .store(m_kernels, cell, 0, kv);
    }
}

} // namespace inference
