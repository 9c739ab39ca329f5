// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "inference/backend/backend.h"
#include "inference/base/half.h"
#include "inference/plan/forward_plan.h"

/// What the ops of PlanReference share: buffers, cache and decoded weights in double precision, and
/// the ops of expert layers.
class ReferenceState {
protected:
    explicit ReferenceState(const inference::ForwardPlan& plan) : m_plan(plan) {
        for (const inference::KvLayerLayout& layer : plan.kv.layers) {
            m_keys.emplace_back(std::size_t{layer.cells} * layer.keyWidth);
            m_values.emplace_back(std::size_t{layer.cells} * layer.valueWidth);
        }
        m_buffers.resize(plan.buffers.size());
    }

    using Row = std::vector<double>;

    std::size_t rowsOf(inference::BufferId id) const {
        return m_plan.buffers[id].scope == inference::RowScope::Tokens ? m_tokens.size()
                                                                       : m_logitRows;
    }
    double* at(inference::BufferId id, std::size_t row) {
        return m_buffers[id].data() + row * m_plan.buffers[id].width;
    }

    static Row decode(const inference::WeightTensor& tensor, std::size_t row, std::size_t matrix) {
        const inference::DTypeInfo& info = inference::dtypeInfo(tensor.dtype);
        std::vector<float> values(tensor.rowLength);
        info.decode(tensor.row(row, matrix), values.data(), tensor.rowLength / info.blockElements);
        return {values.begin(), values.end()};
    }
    const Row& weights(const inference::WeightTensor& tensor, std::size_t row, std::size_t matrix) {
        auto& rows = m_decoded[&tensor];
        if (rows.empty()) rows.resize(std::size_t{tensor.rows} * tensor.stack);
        Row& found = rows[matrix * tensor.rows + row];
        if (found.empty()) found = decode(tensor, row, matrix);
        return found;
    }
    double product(const inference::WeightTensor& tensor, std::size_t row, std::size_t matrix,
                   const double* x) {
        const Row& w = weights(tensor, row, matrix);
        double sum = 0;
        for (std::size_t i = 0; i < w.size(); ++i) sum += w[i] * x[i];
        return sum;
    }
    static Row normalized(const double* x, std::size_t n, const Row& weight, double eps) {
        double squares = 0;
        for (std::size_t i = 0; i < n; ++i) squares += x[i] * x[i];
        const double factor = 1.0 / std::sqrt(squares / static_cast<double>(n) + eps);
        Row result(n);
        for (std::size_t i = 0; i < n; ++i) result[i] = x[i] * factor * weight[i];
        return result;
    }
    static double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }
    static double gated(inference::Activation kind, double g, double u) {
        switch (kind) {
        case inference::Activation::Silu: return g * sigmoid(g) * u;
        case inference::Activation::GeluTanh:
            return 0.5 * g * (1 + std::tanh(0.79788456 * (g + 0.044715 * g * g * g))) * u;
        case inference::Activation::SwigluOai: {
            const double gate = std::min(g, 7.0);
            return gate * sigmoid(1.702 * gate) * (std::clamp(u, -7.0, 7.0) + 1);
        }
        case inference::Activation::SquaredRelu: return std::max(g, 0.0) * std::max(g, 0.0) * u;
        }
        return 0;
    }

    static void dropGroups(const inference::RouteOp& op, Row& rank) {
        const std::size_t size = op.experts / op.groups;
        std::vector<std::pair<double, std::size_t>> scores; // Negated, so that the best is first.
        for (std::size_t g = 0; op.groups > 1 && g < op.groups; ++g) {
            Row own(rank.begin() + static_cast<std::ptrdiff_t>(g * size),
                    rank.begin() + static_cast<std::ptrdiff_t>((g + 1) * size));
            std::sort(own.begin(), own.end(), std::greater<>());
            scores.emplace_back(-(own[0] + own[1]), g);
        }
        std::sort(scores.begin(), scores.end());
        for (std::size_t i = op.groupsUsed; i < scores.size(); ++i)
            for (std::size_t e = 0; e < size; ++e) rank[scores[i].second * size + e] = -1e300;
    }
    void run(const inference::RouteOp& op) {
        for (std::size_t t = 0; t < rowsOf(op.choice); ++t) {
            Row p(at(op.logits, t), at(op.logits, t) + op.experts);
            for (double& x : p)
                if (std::isnan(x)) x = -3e38;
            const double most = *std::max_element(p.begin(), p.end());
            double sum = 0;
            if (op.gating == inference::ExpertGating::Softmax) {
                for (double& x : p) sum += x = std::exp(x - most);
                for (double& x : p) x /= sum;
            } else if (op.gating == inference::ExpertGating::Sigmoid) {
                for (double& x : p) x = sigmoid(x);
            }
            Row rank = p;
            if (op.selectionBias != nullptr)
                for (std::size_t e = 0; e < op.experts; ++e)
                    rank[e] += weights(*op.selectionBias, 0, 0)[e];
            dropGroups(op, rank);
            Row chosen;
            for (std::size_t s = 0; s < op.used; ++s) {
                const auto best = std::max_element(rank.begin(), rank.end()) - rank.begin();
                at(op.choice, t)[s] = static_cast<double>(best);
                chosen.push_back(p[static_cast<std::size_t>(best)]);
                rank[static_cast<std::size_t>(best)] = -1e300;
            }
            if (op.gating == inference::ExpertGating::SoftmaxSelected) {
                const double top = *std::max_element(chosen.begin(), chosen.end());
                double total = 0;
                for (double& x : chosen) total += x = std::exp(x - top);
                for (double& x : chosen) x /= total;
            }
            double total = 0;
            for (const double x : chosen) total += x;
            for (std::size_t s = 0; s < op.used; ++s)
                at(op.weight, t)[s] =
                    chosen[s] / (op.normalize ? std::max(total, 6.1e-5) : 1.0) * op.scale
                    * (op.expertScale == nullptr
                           ? 1.0
                           : weights(*op.expertScale, 0,
                                     0)[static_cast<std::size_t>(at(op.choice, t)[s])]);
        }
    }
    void run(const inference::ExpertsGluOp& op) {
        const bool fused = op.up == nullptr;
        const std::size_t width = op.gate->rows / (fused ? 2 : 1);
        for (std::size_t t = 0; t < rowsOf(op.choice); ++t) {
            for (std::size_t s = 0; s < op.used; ++s) {
                const double w = op.weight == inference::kNoBuffer ? 1.0 : at(op.weight, t)[s];
                const auto e = static_cast<std::size_t>(at(op.choice, t)[s]);
                for (std::size_t r = 0; r < width; ++r) {
                    const std::size_t upRow = fused ? width + r : r;
                    double g = w * product(*op.gate, r, e, at(op.in, t));
                    double u = w * product(fused ? *op.gate : *op.up, upRow, e, at(op.in, t));
                    if (op.gateBias != nullptr) g += weights(*op.gateBias, e, 0)[r];
                    if (fused && op.gateBias != nullptr) u += weights(*op.gateBias, e, 0)[upRow];
                    if (op.upBias != nullptr) u += weights(*op.upBias, e, 0)[r];
                    at(op.out, t)[s * width + r] = gated(op.activation, g, u);
                }
            }
        }
    }
    void run(const inference::ExpertsDownOp& op) {
        for (std::size_t t = 0; t < rowsOf(op.choice); ++t) {
            if (!op.accumulate) std::fill_n(at(op.out, t), op.down->rows, 0.0);
            for (std::size_t s = 0; s < op.used; ++s) {
                const double w = op.weight == inference::kNoBuffer ? op.scale : at(op.weight, t)[s];
                const auto e = static_cast<std::size_t>(at(op.choice, t)[s]);
                const double* x = at(op.in, t) + s * op.down->rowLength;
                for (std::size_t r = 0; r < op.down->rows; ++r) {
                    double y = product(*op.down, r, e, x);
                    if (op.bias != nullptr) y += weights(*op.bias, e, 0)[r];
                    at(op.out, t)[r] += w * y;
                }
            }
        }
    }

    const inference::ForwardPlan& m_plan;
    std::vector<Row> m_buffers;
    std::vector<Row> m_keys, m_values;
    std::map<const inference::WeightTensor*, std::vector<Row>> m_decoded;
    std::span<const inference::TokenId> m_tokens;
    std::size_t m_position = 0;
    std::size_t m_logitRows = 0;
};
