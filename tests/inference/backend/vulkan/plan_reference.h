// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "tests/inference/backend/vulkan/reference_state.h"
#include "tests/support/stored_kv.h"

/// The ops of a plan in the plainest form, in double precision: what an executor is compared with.
class PlanReference : ReferenceState {
public:
    explicit PlanReference(const inference::ForwardPlan& plan) : ReferenceState(plan) {}

    /// Logits of the wanted rows, one after the other.
    std::vector<double> forward(std::span<const inference::TokenId> tokens, std::uint32_t position,
                                inference::LogitRows rows) {
        m_tokens = tokens;
        m_position = position;
        m_logitRows = rows == inference::LogitRows::All    ? tokens.size()
                      : rows == inference::LogitRows::Last ? 1
                                                           : 0;
        for (std::size_t i = 0; i < m_buffers.size(); ++i)
            m_buffers[i].assign(
                rowsOf(static_cast<inference::BufferId>(i)) * m_plan.buffers[i].width, 0.0);
        for (const inference::Op& op : m_plan.ops)
            std::visit([&](const auto& one) { run(one); }, op);
        return m_buffers[m_plan.logits];
    }

private:
    void run(const inference::EmbedRowsOp& op) {
        for (std::size_t t = 0; t < m_tokens.size(); ++t) {
            const Row& row = weights(*op.table, static_cast<std::size_t>(m_tokens[t]), 0);
            for (std::size_t i = 0; i < row.size(); ++i) at(op.out, t)[i] = row[i] * op.scale;
        }
    }
    void run(const inference::NormOp& op) {
        const std::size_t n = m_plan.buffers[op.in].width / op.parts;
        for (std::size_t t = 0; t < rowsOf(op.in); ++t)
            for (std::size_t part = 0; part < op.parts; ++part) {
                const double* x = at(op.in, t) + part * n;
                double* out = at(op.out, t) + part * n;
                const Row y = normalized(x, n, weights(*op.weight, 0, 0), op.eps);
                for (std::size_t i = 0; i < n; ++i)
                    out[i] = op.after * (op.scale * y[i] + (op.accumulate ? out[i] : 0.0));
            }
    }
    void run(const inference::HeadMatmulOp& op) {
        for (std::size_t t = 0; t < rowsOf(op.in); ++t)
            for (std::size_t h = 0; h < op.weight->stack; ++h)
                for (std::size_t r = 0; r < op.weight->rows; ++r)
                    at(op.out, t)[h * op.outStride + r] =
                        product(*op.weight, r, h, at(op.in, t) + h * op.inStride);
    }
    void run(const inference::GatedProductOp& op) {
        for (std::size_t t = 0; t < rowsOf(op.out); ++t)
            for (std::size_t i = 0; i < m_plan.buffers[op.out].width; ++i)
                at(op.out, t)[i] =
                    gated(op.activation, at(op.gate, t)[i], at(op.up, t)[op.upFirst + i]);
    }
    void run(const inference::MatmulOp& op) {
        for (std::size_t t = 0; t < rowsOf(op.in); ++t) {
            const std::size_t n = op.weights[0]->rowLength;
            Row x(at(op.in, t), at(op.in, t) + n);
            if (op.norm != nullptr) x = normalized(x.data(), n, weights(*op.norm, 0, 0), op.eps);
            const auto value = [&](std::size_t w, std::size_t r) {
                double y = product(*op.weights[w], r, 0, x.data());
                if (op.biases[w] != nullptr) y += weights(*op.biases[w], 0, 0)[r];
                return y;
            };
            if (op.epilogue == inference::MatmulEpilogue::Glu) {
                const bool fused = op.count == 1;
                const std::size_t width = op.weights[0]->rows / (fused ? 2 : 1);
                for (std::size_t r = 0; r < width; ++r)
                    at(op.outs[0], t)[r] = gated(op.activation, value(0, r),
                                                 fused ? value(0, width + r) : value(1, r));
                continue;
            }
            for (std::size_t w = 0; w < op.count; ++w) {
                for (std::size_t r = 0; r < op.weights[w]->rows; ++r) {
                    double y = value(w, r);
                    double& out = at(op.outs[w], t)[r];
                    if (op.epilogue == inference::MatmulEpilogue::Residual) {
                        out += op.scale * y;
                        continue;
                    }
                    y *= op.scale;
                    if (op.softcap > 0) y = op.softcap * std::tanh(y / op.softcap);
                    out = y;
                }
            }
        }
    }
    Row rotated(const inference::RopeStoreOp& op, const double* x, std::size_t position,
                const inference::WeightTensor* norm) {
        Row y(x, x + op.keyLength);
        if (op.unitQueriesKeys) y = normalized(x, op.keyLength, Row(op.keyLength, 1.0), op.eps);
        if (norm != nullptr) y = normalized(x, op.keyLength, weights(*norm, 0, 0), op.eps);
        rotate(op.pairing, op.ropeTable, position, y.data());
        return y;
    }
    void rotate(inference::RopePairing pairing, std::uint32_t index, std::size_t position,
                double* y) {
        if (pairing == inference::RopePairing::None) return;
        const inference::RopeTable& table = m_plan.ropeTables[index];
        const std::size_t pairs = table.inverseFrequency.size();
        for (std::size_t i = 0; i < pairs; ++i) {
            const bool adjacent = pairing == inference::RopePairing::Adjacent;
            const std::size_t a = adjacent ? 2 * i : i;
            const std::size_t b = adjacent ? 2 * i + 1 : i + pairs;
            const double angle = static_cast<double>(position) * table.inverseFrequency[i];
            const double c = std::cos(angle) * table.magnitude;
            const double s = std::sin(angle) * table.magnitude;
            const double ya = y[a] * c - y[b] * s;
            const double yb = y[a] * s + y[b] * c;
            y[a] = ya;
            y[b] = yb;
        }
    }
    void run(const inference::RopeStoreOp& op) {
        const inference::KvLayerLayout& layer = m_plan.kv.layers[op.layer];
        for (std::size_t t = 0; t < m_tokens.size(); ++t) {
            const std::size_t position = m_position + t;
            for (std::size_t h = 0; h < op.heads; ++h) {
                double* q = at(op.q, t) + h * op.keyLength;
                Row y = rotated(op, q, position, op.qNorm);
                if (op.queryTemperature)
                    for (double& x : y) x *= m_plan.temperature.at(position);
                std::copy(y.begin(), y.end(), q);
            }
            if (op.k == inference::kNoBuffer) continue;
            const std::size_t cell = position % layer.cells;
            for (std::size_t h = 0; h < op.kvHeads; ++h) {
                const Row y = rotated(op, at(op.k, t) + h * op.keyLength, position, op.kNorm);
                double* key = &m_keys[op.layer][cell * layer.keyWidth + h * op.keyLength];
                std::copy(y.begin(), y.end(), key);
                inference::testing::storeAs(layer.keyType, key, op.keyLength);
                double* value = &m_values[op.layer][cell * layer.valueWidth + h * op.valueLength];
                const double* v = at(op.v, t) + h * op.valueLength;
                Row kept(v, v + op.valueLength);
                if (op.unitValues)
                    kept = normalized(v, op.valueLength, Row(op.valueLength, 1.0), op.eps);
                std::copy(kept.begin(), kept.end(), value);
                inference::testing::storeAs(layer.valueType, value, op.valueLength);
            }
        }
    }
    void run(const inference::LatentStoreOp& op) {
        const inference::KvLayerLayout& layer = m_plan.kv.layers[op.layer];
        const std::size_t head = op.plain + op.rotary, width = op.latent + op.rotary;
        for (std::size_t t = 0; t < m_tokens.size(); ++t) {
            const std::size_t position = m_position + t;
            for (std::size_t h = 0; h < op.heads; ++h) {
                double* query = at(op.query, t) + h * width;
                const double* q = at(op.q, t) + h * head + op.plain;
                std::copy(q, q + op.rotary, query + op.latent);
                rotate(op.pairing, op.ropeTable, position, query + op.latent);
                if (op.queryTemperature)
                    for (std::size_t i = 0; i < width; ++i)
                        query[i] *= m_plan.temperature.at(position);
            }
            Row key = normalized(at(op.kv, t), op.latent, weights(*op.norm, 0, 0), op.eps);
            key.insert(key.end(), at(op.kv, t) + op.latent, at(op.kv, t) + width);
            rotate(op.pairing, op.ropeTable, position, key.data() + op.latent);
            double* cell = &m_keys[op.layer][position % layer.cells * width];
            std::copy(key.begin(), key.end(), cell);
            inference::testing::storeAs(layer.keyType, cell, width);
        }
    }
    void run(const inference::AttentionOp& op) {
        const inference::KvLayerLayout& layer = m_plan.kv.layers[op.layer];
        for (std::size_t t = 0; t < m_tokens.size(); ++t) {
            const std::size_t end = m_position + t + 1;
            std::size_t begin = op.window > 0 && end > op.window ? end - op.window : 0;
            if (op.chunk > 0) begin = (end - 1) - (end - 1) % op.chunk;
            for (std::size_t h = 0; h < op.heads; ++h) {
                const std::size_t kv = h / (op.heads / op.kvHeads);
                const double* q = at(op.q, t) + h * op.keyLength;
                Row p;
                double most = op.sinks != nullptr ? weights(*op.sinks, 0, 0)[h] : -1e300;
                for (std::size_t i = begin; i < end; ++i) {
                    const double* k =
                        &m_keys[op.layer][i % layer.cells * layer.keyWidth + kv * op.keyLength];
                    double s = 0;
                    for (std::size_t d = 0; d < op.keyLength; ++d) s += q[d] * k[d];
                    s *= op.scale;
                    if (op.softcap > 0) s = op.softcap * std::tanh(s / op.softcap);
                    p.push_back(s);
                    most = std::max(most, s);
                }
                double sum =
                    op.sinks != nullptr ? std::exp(weights(*op.sinks, 0, 0)[h] - most) : 0.0;
                for (double& s : p) sum += s = std::exp(s - most);
                double* out = at(op.out, t) + h * op.valueLength;
                std::fill(out, out + op.valueLength, 0.0);
                for (std::size_t i = begin; i < end; ++i) {
                    const std::size_t cell = i % layer.cells;
                    const double* v =
                        layer.valuesInKeys
                            ? &m_keys[op.layer][cell * layer.keyWidth]
                            : &m_values[op.layer][cell * layer.valueWidth + kv * op.valueLength];
                    for (std::size_t d = 0; d < op.valueLength; ++d)
                        out[d] += p[i - begin] / sum * v[d];
                }
            }
        }
    }
    void run(const inference::GatherRowsOp& op) {
        const std::size_t n = m_plan.buffers[op.out].width;
        for (std::size_t j = 0; j < m_logitRows; ++j) {
            const double* from = at(op.in, m_tokens.size() - m_logitRows + j);
            std::copy(from, from + n, at(op.out, j));
        }
    }

    /// Recurrent layers are checked against ReferenceForward instead, on every device.
    template <typename T>
    void run(const T&) {
        qFatal("this reference does not know the op");
    }

    using ReferenceState::run;
};
