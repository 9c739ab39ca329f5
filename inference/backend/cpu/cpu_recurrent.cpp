// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Recurrent layers of CpuExecutor. Each column of a state matrix depends on no other, so work is
// cut by head and columns, and each piece goes through all tokens of the batch while its part of
// the state stays in the first-level cache. That reads as many numbers from memory as the chunked
// forms do, and computes no more.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "inference/backend/cpu/cpu_executor.h"
#include "inference/backend/cpu/cpu_limits.h"

namespace inference {
namespace {

/// Channels of a convolution, and columns of a state, that one piece of work covers.
constexpr std::size_t kConvChannels = 256;
constexpr std::size_t kStateColumns = 32;

double softplus(double x) {
    return x > 20 ? x : std::log1p(std::exp(x));
}

double logistic(double x) {
    return 1 / (1 + std::exp(-x));
}

} // namespace

void CpuExecutor::run(const SplitOp& op, Team& team) {
    std::size_t group = 0; // Values of one.
    for (std::size_t i = 0; i < op.count; ++i) group += op.lengths[i];
    const auto [begin, end] = team.share(rowsOf(op.in));
    for (std::size_t t = begin; t < end; ++t) {
        const float* from = row(op.in, t);
        for (std::size_t g = 0; g < op.groups; ++g) {
            for (std::size_t i = 0; i < op.count; ++i) {
                const std::size_t length = op.lengths[i];
                std::memcpy(row(op.outs[i], t) + op.starts[i] + g * length, from,
                            length * sizeof(float));
                from += length;
            }
        }
        ASSERT(group * op.groups <= m_buffers[op.in].width);
    }
}

void CpuExecutor::run(const SigmoidGateOp& op, Team& team) {
    const std::size_t width = m_buffers[op.values].width;
    const std::size_t gates = m_buffers[op.gate].width;
    const auto [begin, end] = team.share(rowsOf(op.values));
    for (std::size_t t = begin; t < end; ++t) {
        float* values = row(op.values, t);
        const float* gate = row(op.gate, t);
        if (gates == width) {
            m_kernels.sigmoidGateRow(values, gate, width);
            continue;
        }
        const std::size_t stretch = width / gates;
        for (std::size_t g = 0; g < gates; ++g) {
            const auto factor = static_cast<float>(logistic(static_cast<double>(gate[g])));
            float* part = values + g * stretch;
            m_kernels.scaleRow(part, nullptr, factor, stretch, part, false);
        }
    }
}

void CpuExecutor::run(const GatedNormOp& op, Team& team) {
    const std::size_t length = m_buffers[op.in].width / op.groups;
    const bool shared = prepared(op.weight).vectorLength == length;
    const float* weights = vectorOf(op.weight);
    const auto [begin, end] = team.share(rowsOf(op.out) * op.groups);
    for (std::size_t item = begin; item < end; ++item) {
        const std::size_t token = item / op.groups, at = item % op.groups * length;
        const float* in = row(op.in, token) + at;
        const float* gate = row(op.gate, token) + at;
        const float* weight = shared ? weights : weights + at;
        float* out = row(op.out, token) + at;
        if (op.gateFirst) {
            m_kernels.gluRow(gate, in, length, GluKind::Silu, out);
            in = out;
        }
        const double mean = m_kernels.sumOfSquares(in, length) / static_cast<double>(length);
        const auto factor = static_cast<float>(1.0 / std::sqrt(mean + static_cast<double>(op.eps)));
        m_kernels.scaleRow(in, weight, factor, length, out, false);
        if (!op.gateFirst) m_kernels.gluRow(gate, out, length, GluKind::Silu, out);
    }
}

void CpuExecutor::run(const ShortConvOp& op, Team& team) {
    const std::size_t tokens = m_pass.tokens.size();
    const std::size_t kept = op.taps - 1; // Rows of the state.
    const bool gated = op.form == ConvForm::Gated;
    // Of a gated row [b | c | u] the products b ⊙ u take the place of u.
    const std::size_t inputStart = gated ? 2 * std::size_t{op.channels} : 0;
    float* const state = m_states[op.layer].convolution;
    const float* bias = vectorOf(op.bias);
    for (std::size_t c = team.claim(kConvChannels); c < op.channels;
         c = team.claim(kConvChannels)) {
        const std::size_t count = std::min<std::size_t>(kConvChannels, op.channels - c);
        const auto input = [&](std::size_t t) { return row(op.in, t) + inputStart + c; };
        const auto kept_ = [&](std::size_t r) { return state + r * op.channels + c; };
        if (gated)
            for (std::size_t t = 0; t < tokens; ++t)
                m_kernels.multiplyRow(row(op.in, t) + c, input(t), count, input(t));
        std::array<const float*, kConvTapsMax> rows{};
        ConvRow one;
        one.rows = rows.data();
        one.kernel = vectorOf(op.kernel) + c;
        one.kernelStride = op.channels;
        one.taps = op.taps;
        one.channels = count;
        one.bias = bias == nullptr ? nullptr : bias + c;
        for (std::size_t t = 0; t < tokens; ++t) {
            for (std::size_t j = 0; j < op.taps; ++j)
                rows[j] = t + j < kept ? kept_(t + j) : input(t + j - kept);
            one.gate = gated ? row(op.in, t) + op.channels + c : nullptr;
            one.out = row(op.out, t) + c;
            m_kernels.convolveRow(one);
        }
        // Upwards: a row that is moved lies above its new place.
        for (std::size_t r = 0; r < kept; ++r) {
            const float* from = tokens + r < kept ? kept_(tokens + r) : input(tokens + r - kept);
            std::memmove(kept_(r), from, count * sizeof(float));
        }
    }
}

void CpuExecutor::scanHeads(StateScan scan, float* matrices, std::size_t heads,
                            const HeadShape& shape, void (*kernel)(const StateScan&), Team& team) {
    const std::size_t blocks = (scan.columns + kStateColumns - 1) / kStateColumns;
    const std::size_t columns = scan.columns;
    const StateScan whole = scan;
    for (std::size_t item = team.claim(); item < heads * blocks; item = team.claim()) {
        const std::size_t head = item / blocks, column = item % blocks * kStateColumns;
        const std::size_t key =
            shape.tiledKeys ? head % shape.keyHeads : head / (heads / shape.keyHeads);
        scan.state = matrices + head * scan.rows * columns + column;
        scan.stateStride = columns;
        scan.columns = std::min(kStateColumns, columns - column);
        scan.write = whole.write + key * scan.rows;
        scan.read = whole.read + key * scan.rows;
        scan.input = whole.input + head * columns + column;
        scan.decay = whole.decay + head;
        scan.rate = whole.rate + head;
        scan.out = whole.out + head * columns + column;
        kernel(scan);
    }
}

void CpuExecutor::run(const GatedDeltaOp& op, Team& team) {
    const std::size_t tokens = m_pass.tokens.size();
    const std::size_t keys = std::size_t{op.keyHeads} * op.keyLength;
    const float* decay = vectorOf(op.decay);
    const float* timeBias = vectorOf(op.timeBias);
    const double scale = 1.0 / std::sqrt(static_cast<double>(op.keyLength));
    const auto [begin, end] = team.share(tokens);
    for (std::size_t t = begin; t < end; ++t) {
        // Queries and keys lie one behind the other.
        for (std::size_t head = 0; head < 2 * std::size_t{op.keyHeads}; ++head) {
            float* x = row(op.qkv, t) + head * op.keyLength;
            const double squares = m_kernels.sumOfSquares(x, op.keyLength);
            const double factor = (head < op.keyHeads ? scale : 1.0)
                                  / std::sqrt(squares + static_cast<double>(op.eps));
            m_kernels.scaleRow(x, nullptr, static_cast<float>(factor), op.keyLength, x, false);
        }
        float* alpha = row(op.alpha, t);
        float* beta = row(op.beta, t);
        for (std::size_t h = 0; h < op.valueHeads; ++h) {
            const double step =
                softplus(static_cast<double>(alpha[h]) + static_cast<double>(timeBias[h]));
            alpha[h] = static_cast<float>(std::exp(static_cast<double>(decay[h]) * step));
            beta[h] = static_cast<float>(logistic(static_cast<double>(beta[h])));
        }
    }
    team.sync();
    StateScan scan;
    scan.rows = op.keyLength;
    scan.columns = op.valueLength;
    scan.tokens = tokens;
    scan.read = row(op.qkv, 0);
    scan.write = row(op.qkv, 0) + keys;
    scan.input = row(op.qkv, 0) + 2 * keys;
    scan.readStride = scan.writeStride = scan.inputStride = m_buffers[op.qkv].width;
    scan.decay = row(op.alpha, 0);
    scan.rate = row(op.beta, 0);
    scan.scalarStride = m_buffers[op.alpha].width;
    scan.out = row(op.out, 0);
    scan.outStride = m_buffers[op.out].width;
    scanHeads(scan, m_states[op.layer].matrices, op.valueHeads, {op.keyHeads, op.tiledKeys},
              m_kernels.deltaState, team);
}

void CpuExecutor::run(const SelectiveScanOp& op, Team& team) {
    const std::size_t tokens = m_pass.tokens.size();
    const std::size_t inner = std::size_t{op.heads} * op.headLength;
    const std::size_t groupWidth = std::size_t{op.groups} * op.stateLength;
    const float* decay = vectorOf(op.decay);
    const float* timeBias = vectorOf(op.timeBias);
    const float* skip = vectorOf(op.skip);
    const auto [begin, end] = team.share(tokens);
    for (std::size_t t = begin; t < end; ++t) {
        float* time = row(op.time, t);
        float* kept = m_decays + t * op.heads;
        for (std::size_t h = 0; h < op.heads; ++h) {
            const double step =
                softplus(static_cast<double>(time[h]) + static_cast<double>(timeBias[h]));
            kept[h] = static_cast<float>(std::exp(static_cast<double>(decay[h]) * step));
            time[h] = static_cast<float>(step);
        }
    }
    team.sync();
    StateScan scan;
    scan.rows = op.stateLength;
    scan.columns = op.headLength;
    scan.tokens = tokens;
    scan.input = row(op.xbc, 0);
    scan.write = row(op.xbc, 0) + inner;
    scan.read = row(op.xbc, 0) + inner + groupWidth;
    scan.readStride = scan.writeStride = scan.inputStride = m_buffers[op.xbc].width;
    scan.decay = m_decays;
    scan.rate = row(op.time, 0);
    scan.scalarStride = op.heads;
    scan.out = row(op.out, 0);
    scan.outStride = m_buffers[op.out].width;
    scanHeads(scan, m_states[op.layer].matrices, op.heads, {op.groups, false}, m_kernels.scanState,
              team);
    team.sync();
    const auto [first, last] = team.share(tokens);
    for (std::size_t t = first; t < last; ++t)
        for (std::size_t h = 0; h < op.heads; ++h)
            m_kernels.scaleRow(row(op.xbc, t) + h * op.headLength, nullptr, skip[h], op.headLength,
                               row(op.out, t) + h * op.headLength, true);
}

Result<void> CpuExecutor::beginState(std::size_t position) {
    if (m_stateMemory.size() == 0) return {};
    if (position == 0) {
        std::memset(m_stateMemory.data(), 0, stateBytes());
    } else if (m_statePosition != position) {
        const std::string where =
            m_statePosition ? "at position " + std::to_string(*m_statePosition) : "of no position";
        return Error{ErrorCode::InvalidArgument, "the recurrent state is " + where + ", not at "
                                                     + std::to_string(position)
                                                     + ": load a snapshot or start anew"};
    }
    m_statePosition.reset();
    return {};
}

Result<void> CpuExecutor::saveState(std::span<std::byte> target) {
    if (target.size() != stateBytes() || (!m_statePosition && !target.empty()))
        return Error{ErrorCode::InvalidArgument,
                     "there is no recurrent state of this size to save"};
    if (!target.empty()) std::memcpy(target.data(), m_stateMemory.data(), target.size());
    return {};
}

Result<void> CpuExecutor::loadState(std::span<const std::byte> source, std::uint32_t position) {
    if (source.size() != stateBytes())
        return Error{ErrorCode::InvalidArgument, "a recurrent state of "
                                                     + std::to_string(source.size())
                                                     + " bytes is not this model's"};
    if (source.empty()) return {};
    std::memcpy(m_stateMemory.data(), source.data(), source.size());
    m_statePosition = position;
    return {};
}

} // namespace inference
