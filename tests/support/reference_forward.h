// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "inference/arch/rope_scaling.h"
#include "inference/model/model.h"

namespace inference::testing {

/// A forward pass in double precision that knows neither plans nor kernels nor a cache: every token
/// looks at all earlier tokens again, every weight is decoded by its definition. Slow and plain, so
/// that it can be believed.
class ReferenceForward {
public:
    using Vector = std::vector<double>;

    ReferenceForward(const Model& model, std::uint32_t contextLength)
        : m_model(model), m_spec(model.spec()),
          m_rope(buildRopeTables(model.spec(), contextLength)) {}

    /// [tokens][vocabulary]
    std::vector<Vector> logits(std::span<const TokenId> tokens) {
        std::vector<Vector> stream;
        for (const TokenId token : tokens) {
            Vector row =
                decodeRow(*m_model.weight("token_embd.weight"), static_cast<std::size_t>(token));
            for (double& value : row) value *= m_spec.embeddingScale;
            stream.push_back(std::move(row));
        }
        for (std::size_t i = 0; i < m_spec.layers.size(); ++i) {
            m_block = "blk." + std::to_string(i) + '.';
            addAttention(m_spec.layers[i], stream);
            for (Vector& row : stream) addFeedForward(m_spec.layers[i], row);
        }
        const WeightTensor* output = m_model.weight("output.weight");
        if (output == nullptr) output = m_model.weight("token_embd.weight");
        std::vector<Vector> result;
        for (const Vector& row : stream) {
            Vector logits = multiply(*output, norm(row, m_model.weight("output_norm.weight")));
            if (m_spec.logitSoftcap > 0)
                for (double& l : logits)
                    l = m_spec.logitSoftcap * std::tanh(l / m_spec.logitSoftcap);
            result.push_back(std::move(logits));
        }
        return result;
    }

private:
    const WeightTensor* weight(const char* name) const { return m_model.weight(m_block + name); }

    static Vector decodeRow(const WeightTensor& w, std::size_t row, std::size_t matrix = 0) {
        std::vector<float> values(w.rowLength);
        const DTypeInfo& info = dtypeInfo(w.dtype);
        info.decode(w.row(row, matrix), values.data(), w.rowLength / info.blockElements);
        return {values.begin(), values.end()};
    }

    static Vector multiply(const WeightTensor& w, const Vector& x,
                           const WeightTensor* bias = nullptr, std::size_t matrix = 0) {
        Vector y(w.rows);
        for (std::size_t r = 0; r < w.rows; ++r) {
            const Vector row = decodeRow(w, r, matrix);
            for (std::size_t i = 0; i < x.size(); ++i) y[r] += row[i] * x[i];
        }
        if (bias != nullptr) {
            const Vector b = decodeRow(*bias, matrix);
            for (std::size_t r = 0; r < y.size(); ++r) y[r] += b[r];
        }
        return y;
    }

    Vector norm(const Vector& x, const WeightTensor* w) const {
        double sum = 0;
        for (const double value : x) sum += value * value;
        const double scale = 1 / std::sqrt(sum / static_cast<double>(x.size()) + m_spec.normEps);
        Vector y = decodeRow(*w, 0);
        for (std::size_t i = 0; i < x.size(); ++i) y[i] *= x[i] * scale;
        return y;
    }

    void rotate(const LayerSpec& layer, Vector& x, std::size_t position,
                const WeightTensor* headNorm) {
        for (std::size_t head = 0; head < x.size(); head += m_spec.keyLength) {
            if (headNorm != nullptr) {
                const auto begin = x.begin() + static_cast<std::ptrdiff_t>(head);
                const Vector normed = norm(Vector(begin, begin + m_spec.keyLength), headNorm);
                std::copy(normed.begin(), normed.end(), begin);
            }
            if (!layer.rope) continue;
            const RopeTable& table = m_rope[layer.ropeTable];
            const std::size_t pairs = table.inverseFrequency.size();
            for (std::size_t i = 0; i < pairs; ++i) {
                const bool halves = m_spec.pairing == RopePairing::Halves;
                double& a = x[head + (halves ? i : 2 * i)];
                double& b = x[head + (halves ? i + pairs : 2 * i + 1)];
                const double angle = static_cast<double>(position) * table.inverseFrequency[i];
                const double cosine = std::cos(angle) * table.magnitude;
                const double sine = std::sin(angle) * table.magnitude;
                const double rotated = a * cosine - b * sine;
                b = a * sine + b * cosine;
                a = rotated;
            }
        }
    }

    Vector attend(const LayerSpec& layer, const Vector& q, std::size_t position,
                  const std::vector<Vector>& keys, const std::vector<Vector>& values) const {
        const WeightTensor* sinks = weight("attn_sinks.weight");
        Vector out(std::size_t{layer.heads} * m_spec.valueLength);
        for (std::size_t h = 0; h < layer.heads; ++h) {
            const std::size_t kv = h / (layer.heads / layer.kvHeads);
            const std::size_t first =
                layer.window > 0 && position >= layer.window ? position - layer.window + 1 : 0;
            Vector scores;
            for (std::size_t p = first; p <= position; ++p) {
                double dot = 0;
                for (std::size_t i = 0; i < m_spec.keyLength; ++i)
                    dot += q[h * m_spec.keyLength + i] * keys[p][kv * m_spec.keyLength + i];
                dot *= m_spec.attentionScale;
                if (m_spec.attentionSoftcap > 0)
                    dot = m_spec.attentionSoftcap * std::tanh(dot / m_spec.attentionSoftcap);
                scores.push_back(dot);
            }
            double total = 0;
            for (const double score : scores) total += std::exp(score);
            if (sinks != nullptr) total += std::exp(decodeRow(*sinks, 0)[h]);
            for (std::size_t p = first; p <= position; ++p)
                for (std::size_t i = 0; i < m_spec.valueLength; ++i)
                    out[h * m_spec.valueLength + i] += std::exp(scores[p - first]) / total
                                                       * values[p][kv * m_spec.valueLength + i];
        }
        return out;
    }

    void addAttention(const LayerSpec& layer, std::vector<Vector>& stream) {
        std::vector<Vector> queries, keys, values;
        for (std::size_t p = 0; p < stream.size(); ++p) {
            const Vector x = norm(stream[p], weight("attn_norm.weight"));
            queries.push_back(multiply(*weight("attn_q.weight"), x, weight("attn_q.bias")));
            keys.push_back(multiply(*weight("attn_k.weight"), x, weight("attn_k.bias")));
            values.push_back(multiply(*weight("attn_v.weight"), x, weight("attn_v.bias")));
            rotate(layer, queries.back(), p, weight("attn_q_norm.weight"));
            rotate(layer, keys.back(), p, weight("attn_k_norm.weight"));
        }
        for (std::size_t p = 0; p < stream.size(); ++p) {
            const Vector mixed = attend(layer, queries[p], p, keys, values);
            addTo(stream[p],
                  multiply(*weight("attn_output.weight"), mixed, weight("attn_output.bias")),
                  m_spec.postNorms ? weight("post_attention_norm.weight") : nullptr);
        }
    }

    void addTo(Vector& stream, Vector update, const WeightTensor* postNorm) const {
        if (postNorm != nullptr) update = norm(update, postNorm);
        for (std::size_t i = 0; i < stream.size(); ++i) stream[i] += update[i];
    }

    double activate(double gate, double up) const {
        switch (m_spec.activation) {
        case Activation::Silu: return gate / (1 + std::exp(-gate)) * up;
        case Activation::GeluTanh:
            return 0.5 * gate
                   * (1 + std::tanh(0.79788456080286536 * (gate + 0.044715 * gate * gate * gate)))
                   * up;
        case Activation::SwigluOai:
            gate = std::min(gate, 7.0);
            up = std::clamp(up, -7.0, 7.0);
            return gate / (1 + std::exp(-1.702 * gate)) * (up + 1);
        case Activation::SquaredRelu: return std::max(gate, 0.0) * std::max(gate, 0.0) * up;
        }
        return 0;
    }

    void addFeedForward(const LayerSpec& layer, Vector& stream) const {
        const std::string name = std::string(m_spec.feedForwardNorm) + ".weight";
        const Vector x = norm(stream, weight(name.c_str()));
        if (layer.experts) return addExperts(stream, x);
        Vector gate = multiply(*weight("ffn_gate.weight"), x, weight("ffn_gate.bias"));
        const Vector up = multiply(*weight("ffn_up.weight"), x, weight("ffn_up.bias"));
        for (std::size_t i = 0; i < gate.size(); ++i) gate[i] = activate(gate[i], up[i]);
        addTo(stream, multiply(*weight("ffn_down.weight"), gate, weight("ffn_down.bias")),
              m_spec.postNorms ? weight("post_ffw_norm.weight") : nullptr);
    }

    void addExperts(Vector& stream, const Vector& x) const {
        const Vector router =
            multiply(*weight("ffn_gate_inp.weight"), x, weight("ffn_gate_inp.bias"));
        std::vector<std::size_t> order(router.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return router[a] > router[b]; });
        order.resize(m_spec.expertsUsed);
        Vector chosen;
        double all = 0, sum = 0;
        for (const double l : router) all += std::exp(l);
        for (const std::size_t e : order) {
            chosen.push_back(m_spec.gating == ExpertGating::Sigmoid ? 1 / (1 + std::exp(-router[e]))
                                                                    : std::exp(router[e]) / all);
            sum += chosen.back();
        }
        const bool normalize =
            m_spec.expertsNormalize || m_spec.gating == ExpertGating::SoftmaxSelected;
        const WeightTensor* fused = weight("ffn_gate_up_exps.weight");
        for (std::size_t slot = 0; slot < order.size(); ++slot) {
            const std::size_t e = order[slot];
            Vector gate, up;
            if (fused != nullptr) {
                gate = multiply(*fused, x, weight("ffn_gate_up_exps.bias"), e);
                up.assign(gate.begin() + m_spec.expertFeedForward, gate.end());
                gate.resize(m_spec.expertFeedForward);
            } else {
                gate =
                    multiply(*weight("ffn_gate_exps.weight"), x, weight("ffn_gate_exps.bias"), e);
                up = multiply(*weight("ffn_up_exps.weight"), x, weight("ffn_up_exps.bias"), e);
            }
            for (std::size_t i = 0; i < gate.size(); ++i) gate[i] = activate(gate[i], up[i]);
            const Vector y =
                multiply(*weight("ffn_down_exps.weight"), gate, weight("ffn_down_exps.bias"), e);
            const double w = m_spec.expertsScale * (normalize ? chosen[slot] / sum : chosen[slot]);
            for (std::size_t i = 0; i < stream.size(); ++i) stream[i] += w * y[i];
        }
    }

    const Model& m_model;
    const ArchSpec& m_spec;
    std::vector<RopeTable> m_rope;
    std::string m_block;
};

/// Σ(a − b)² / Σb²
template <typename A, typename B>
double normalizedError(const A& a, const B& b) {
    double error = 0, power = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
        error += difference * difference;
        power += static_cast<double>(b[i]) * static_cast<double>(b[i]);
    }
    return power > 0 ? error / power : error;
}

} // namespace inference::testing
