// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Matrix products of CpuExecutor. A piece of work is a few rows of one weight; its results lie in a
// small tile of the thread until the epilogue puts them where they belong.
#include <algorithm>
#include <cmath>
#include <cstring>

#include "inference/backend/cpu/cpu_executor.h"
#include "inference/backend/cpu/cpu_limits.h"

namespace inference {

CpuExecutor::InputNeeds CpuExecutor::needsOf(const WeightTensor* weight) const {
    if (weight == nullptr) return {};
    const bool integer = prepared(weight).kernels != nullptr;
    return {integer, !integer};
}

void CpuExecutor::prepareInput(const float* x, std::size_t length, const float* norm, float eps,
                               std::size_t index, InputNeeds needs, bool copy) {
    if (norm != nullptr || copy) {
        float* normed = m_normed + index * length;
        float factor = 1;
        if (norm != nullptr) {
            const double mean = m_kernels.sumOfSquares(x, length) / static_cast<double>(length);
            factor = static_cast<float>(1.0 / std::sqrt(mean + static_cast<double>(eps)));
        }
        m_kernels.scaleRow(x, norm, factor, length, normed, false);
        x = normed;
    }
    m_rowPointers[index] = x;
    if (!needs.records) return;
    std::byte* record = m_records + index * QuantLayout(length).bytes;
    m_kernels.quantizeRow(x, length, record);
    m_recordPointers[index] = record;
}

std::size_t CpuExecutor::chunkRows(std::size_t tokens) const {
    return tokens <= kDecodeTokens ? kChunkRows : m_kernels.panelRows;
}

void CpuExecutor::multiplyRows(const PreparedWeight& weight, const std::byte* data,
                               std::size_t count, const MatmulInputs& inputs, float* c,
                               std::size_t stride, Scratch& scratch) const {
    if (weight.kernels == nullptr && !weight.isFloat) {
        for (std::size_t r = 0; r < count; ++r) {
            weight.decode(data + r * weight.rowBytes, scratch.decoded,
                          weight.length / weight.blockElements);
            for (std::size_t t = 0; t < inputs.count; ++t)
                m_kernels.floatRowDots(reinterpret_cast<const std::byte*>(scratch.decoded),
                                       FloatFormat::F32, 0, 1, weight.length, inputs.rows[t],
                                       c + t * stride + r);
        }
        return;
    }
    for (std::size_t t = 0; t < inputs.count; ++t) {
        if (weight.kernels != nullptr)
            weight.kernels->rowDots(data, weight.rowBytes, count, weight.length, inputs.records[t],
                                    c + t * stride);
        else
            m_kernels.floatRowDots(data, weight.format, weight.rowBytes, count, weight.length,
                                   inputs.rows[t], c + t * stride);
    }
}

void CpuExecutor::multiplyPanels(const PreparedWeight& weight, const std::byte* data,
                                 std::size_t count, const MatmulInputs& inputs, float* c,
                                 Scratch& scratch) const {
    if (weight.kernels != nullptr) {
        const QuantLayout layout(weight.length);
        for (std::size_t k = 0; k < weight.length; k += kPanelDepth) {
            const std::size_t depth = std::min(kPanelDepth, weight.length - k);
            weight.kernels->unpack(data, weight.rowBytes, count, k, depth, *scratch.int8Panel);
            weight.kernels->multiply(*scratch.int8Panel, inputs.records, layout, k, depth,
                                     inputs.count, c, k > 0);
        }
        return;
    }
    for (std::size_t k = 0; k < weight.length; k += kFloatDepth) {
        const std::size_t depth = std::min(kFloatDepth, weight.length - k);
        const std::size_t offset =
            k / weight.blockElements * (weight.rowBytes * weight.blockElements / weight.length);
        for (std::size_t r = 0; r < count; ++r) {
            const std::byte* source = data + r * weight.rowBytes + offset;
            float* target = scratch.decoded + r * kFloatDepth;
            if (weight.isFloat)
                m_kernels.toFloat(source, weight.format, depth, target);
            else
                weight.decode(source, target, depth / weight.blockElements);
        }
        m_kernels.packFloats(scratch.decoded, kFloatDepth, count, depth,
                             scratch.floatPanel->values);
        m_kernels.multiplyFloats(scratch.floatPanel->values, m_kernels.panelRows, inputs.rows, k,
                                 depth, inputs.count, c, kPanelRowsMax, k > 0);
    }
}

void CpuExecutor::multiply(const PreparedWeight& weight, std::size_t matrix, std::size_t firstRow,
                           std::size_t count, const MatmulInputs& inputs, float* c,
                           std::size_t stride, Scratch& scratch) const {
    const std::byte* data = weight.row(firstRow, matrix);
    if (inputs.count <= kDecodeTokens)
        multiplyRows(weight, data, count, inputs, c, stride, scratch);
    else
        multiplyPanels(weight, data, count, inputs, c, scratch);
}

GluKind CpuExecutor::gluKind(Activation activation) {
    switch (activation) {
    case Activation::Silu: return GluKind::Silu;
    case Activation::GeluTanh: return GluKind::GeluTanh;
    case Activation::SwigluOai: return GluKind::SwigluOai;
    case Activation::SquaredRelu: return GluKind::SquaredRelu;
    }
    return GluKind::Silu;
}

void CpuExecutor::glu(const GluTile& tile, const float* gateBias, const float* upBias,
                      Activation activation, float* out) const {
    float* gate = tile.gate;
    float* up = tile.up;
    if (gateBias != nullptr) m_kernels.addRow(gate, gateBias, tile.count, gate);
    if (up != nullptr && upBias != nullptr) m_kernels.addRow(up, upBias, tile.count, up);
    m_kernels.gluRow(gate, up, tile.count, gluKind(activation), out);
}

void CpuExecutor::finishTile(const MatmulOp& op, std::size_t index, std::size_t firstRow,
                             std::size_t count, std::size_t firstToken, std::size_t tokens,
                             float* tile, float* second, std::size_t stride) const {
    const float* bias = vectorOf(op.biases[index]);
    for (std::size_t t = 0; t < tokens; ++t) {
        float* y = tile + t * stride;
        float* out = row(op.outs[index], firstToken + t) + firstRow;
        if (op.epilogue == MatmulEpilogue::Glu) {
            const bool fused = op.weights[1] == nullptr;
            const std::size_t width = m_buffers[op.outs[0]].width;
            const float* upBias = fused ? (bias == nullptr ? nullptr : bias + width + firstRow)
                                        : vectorOf(op.biases[1]);
            if (!fused && upBias != nullptr) upBias += firstRow;
            glu({y, second + t * stride, count}, bias == nullptr ? nullptr : bias + firstRow,
                upBias, op.activation, out);
            continue;
        }
        if (bias != nullptr) m_kernels.addRow(y, bias + firstRow, count, y);
        if (op.epilogue == MatmulEpilogue::Activate) {
            m_kernels.gluRow(y, nullptr, count, gluKind(op.activation), out);
        } else if (op.epilogue == MatmulEpilogue::Residual) {
            m_kernels.scaleRow(y, nullptr, op.scale, count, out, true);
        } else {
            if (op.scale != 1.0f) m_kernels.scaleRow(y, nullptr, op.scale, count, y, false);
            if (op.softcap != 0) m_kernels.softcapRow(y, count, op.softcap);
            std::memcpy(out, y, count * sizeof(float));
        }
    }
}

void CpuExecutor::run(const MatmulOp& op, Team& team) {
    const std::size_t tokens = rowsOf(op.outs[0]);
    const std::size_t length = op.weights[0]->rowLength;
    const float* norm = vectorOf(op.norm);
    InputNeeds needs;
    bool aliased = false;
    for (std::size_t i = 0; i < op.count; ++i) {
        const InputNeeds own = needsOf(op.weights[i]);
        needs.records |= own.records;
        needs.rows |= own.rows;
        aliased |= op.outs[i] == op.in;
    }
    const auto [begin, end] = team.share(tokens);
    for (std::size_t t = begin; t < end; ++t)
        prepareInput(row(op.in, t), length, norm, op.eps, t, needs, aliased && needs.rows);
    team.sync();
    if (tokens == 0) return;

    const bool isGlu = op.epilogue == MatmulEpilogue::Glu;
    const bool fused = isGlu && op.weights[1] == nullptr;
    const std::size_t matrices = isGlu ? 1 : op.count;
    const std::size_t chunk = chunkRows(tokens);
    const std::size_t stride = tokens <= kDecodeTokens ? kChunkRows : kPanelRowsMax;
    std::array<std::size_t, 4> start{}; // First piece of each matrix.
    for (std::size_t i = 0; i < matrices; ++i) {
        const std::size_t rows = fused ? op.weights[i]->rows / 2 : std::size_t{op.weights[i]->rows};
        start[i + 1] = start[i] + (rows + chunk - 1) / chunk;
    }
    Scratch& scratch = m_scratch[team.thread];
    for (std::size_t item = team.claim(); item < start[matrices]; item = team.claim()) {
        std::size_t index = 0;
        while (item >= start[index + 1]) ++index;
        const PreparedWeight& weight = prepared(op.weights[index]);
        const std::size_t rows = fused ? weight.rows / 2 : weight.rows;
        const std::size_t firstRow = (item - start[index]) * chunk;
        const std::size_t count = std::min(chunk, rows - firstRow);
        for (std::size_t first = 0; first < tokens; first += kTokenBlock) {
            const MatmulInputs inputs{m_recordPointers + first, m_rowPointers + first,
                                      std::min(kTokenBlock, tokens - first)};
            float* second = scratch.tile + inputs.count * stride;
            multiply(weight, 0, firstRow, count, inputs, scratch.tile, stride, scratch);
            if (isGlu) {
                const PreparedWeight& up = fused ? weight : prepared(op.weights[1]);
                multiply(up, 0, fused ? rows + firstRow : firstRow, count, inputs, second, stride,
                         scratch);
            }
            finishTile(op, index, firstRow, count, first, inputs.count, scratch.tile, second,
                       stride);
        }
    }
}

void CpuExecutor::run(const HeadMatmulOp& op, Team& team) {
    const std::size_t tokens = rowsOf(op.out);
    const PreparedWeight& weight = prepared(op.weight);
    const InputNeeds needs = needsOf(op.weight);
    // By head, so that the rows of one matrix follow each other.
    const auto [begin, end] = team.share(tokens * weight.stack);
    for (std::size_t item = begin; item < end; ++item)
        prepareInput(row(op.in, item % tokens) + item / tokens * op.inStride, weight.length,
                     nullptr, 0, item, needs, false);
    team.sync();
    if (tokens == 0) return;

    const std::size_t chunk = chunkRows(tokens);
    const std::size_t stride = tokens <= kDecodeTokens ? kChunkRows : kPanelRowsMax;
    const std::size_t perHead = (weight.rows + chunk - 1) / chunk;
    Scratch& scratch = m_scratch[team.thread];
    for (std::size_t item = team.claim(); item < perHead * weight.stack; item = team.claim()) {
        const std::size_t head = item / perHead, firstRow = item % perHead * chunk;
        const std::size_t count = std::min(chunk, weight.rows - firstRow);
        for (std::size_t first = 0; first < tokens; first += kTokenBlock) {
            const std::size_t at = head * tokens + first;
            const MatmulInputs inputs{m_recordPointers + at, m_rowPointers + at,
                                      std::min(kTokenBlock, tokens - first)};
            multiply(weight, head, firstRow, count, inputs, scratch.tile, stride, scratch);
            for (std::size_t t = 0; t < inputs.count; ++t)
                std::memcpy(row(op.out, first + t) + head * op.outStride + firstRow,
                            scratch.tile + t * stride, count * sizeof(float));
        }
    }
}

} // namespace inference
