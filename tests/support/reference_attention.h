// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <map>
#include <tuple>
#include <utility>

#include "tests/support/reference_math.h"

namespace inference::testing {

/// The attention of ReferenceForward. Keys and values of a latent cache are expanded here, head by
/// head, as the paper defines them; nothing is multiplied into the query.
class ReferenceAttention : protected ReferenceMath {
protected:
    using ReferenceMath::ReferenceMath;

    /// What attention makes of the stream at every position, before its output matrix.
    std::vector<Vector> attention(std::size_t index, const std::vector<Vector>& stream) {
        const LayerSpec& layer = m_spec.layers[index];
        Heads heads;
        if (m_spec.latent.latent > 0)
            heads = expand(layer, stream);
        else
            heads = project(index, stream);
        std::vector<Vector> mixed;
        for (std::size_t p = 0; p < stream.size(); ++p) {
            mixed.push_back(attend(layer, heads, p));
            for (std::size_t i = 0; i < mixed[p].size() && m_spec.attentionGate; ++i)
                mixed[p][i] *= logistic(heads.gates[p][i]);
        }
        return mixed;
    }

private:
    /// [position][kv head or head][values]
    using Rows = std::vector<std::vector<Vector>>;
    struct Heads {
        Rows queries, keys, values;
        std::vector<Vector> gates; ///< [position][heads · values], of outputs.
        double scale = 0;
    };

    std::vector<Vector> split(const Vector& x, std::size_t length) const {
        std::vector<Vector> heads;
        for (std::size_t at = 0; at < x.size(); at += length) heads.push_back(part(x, at, length));
        return heads;
    }
    Vector prepared(const LayerSpec& layer, Vector x, std::size_t p, const char* name) const {
        const WeightTensor* weights = weight(name);
        if (weights != nullptr) x = norm(x, weights);
        rotate(layer, x, p);
        if (layer.unitQueriesKeys) x = unit(x); // After the rotation here: it keeps lengths.
        return x;
    }
    double temperature(const LayerSpec& layer, std::size_t p) const {
        if (!layer.queryTemperature) return 1;
        const QueryTemperature& t = m_spec.temperature;
        const double turns = std::floor(static_cast<double>(p + t.offset) / t.length);
        return 1 + static_cast<double>(t.scale) * std::log(turns + 1);
    }
    static void scale(Vector& x, double factor) {
        for (double& value : x) value *= factor;
    }

    Heads project(std::size_t index, const std::vector<Vector>& stream) {
        const LayerSpec& layer = m_spec.layers[index];
        Heads heads;
        heads.scale = m_spec.attentionScale != 0
                          ? m_spec.attentionScale
                          : 1 / std::sqrt(static_cast<double>(layer.keyLength));
        for (std::size_t p = 0; p < stream.size(); ++p) {
            const Vector x = norm(stream[p], weight("attn_norm.weight"));
            Vector queries = multiply(*weight("attn_q.weight"), x, weight("attn_q.bias"));
            if (m_spec.attentionGate) heads.gates.push_back(takeGates(queries, layer.keyLength));
            heads.queries.push_back(split(queries, layer.keyLength));
            for (Vector& q : heads.queries.back()) {
                q = prepared(layer, q, p, "attn_q_norm.weight");
                scale(q, temperature(layer, p));
            }
            if (layer.cacheLayer != index) continue;
            const Vector k = multiply(*weight("attn_k.weight"), x, weight("attn_k.bias"));
            const WeightTensor* v = weight("attn_v.weight");
            heads.values.push_back(split(v == nullptr ? k : multiply(*v, x, weight("attn_v.bias")),
                                         layer.valueLength));
            if (m_spec.unitValues)
                for (Vector& value : heads.values.back()) value = unit(value);
            heads.keys.push_back(split(k, layer.keyLength));
            for (Vector& key : heads.keys.back())
                key = prepared(layer, key, p, "attn_k_norm.weight");
        }
        if (layer.cacheLayer == index)
            m_caches[index] = {heads.keys, heads.values};
        else
            std::tie(heads.keys, heads.values) = m_caches.at(layer.cacheLayer);
        return heads;
    }

    Heads expand(const LayerSpec& layer, const std::vector<Vector>& stream) const {
        const LatentSpec& latent = m_spec.latent;
        const std::size_t rotary = m_spec.rotaryDimensions;
        Heads heads;
        heads.scale = m_spec.attentionScale;
        for (std::size_t p = 0; p < stream.size(); ++p) {
            const Vector x = norm(stream[p], weight("attn_norm.weight"));
            const Vector q = latent.queryRank > 0
                                 ? multiply(*weight("attn_q_b.weight"),
                                            norm(multiply(*weight("attn_q_a.weight"), x),
                                                 weight("attn_q_a_norm.weight")))
                                 : multiply(*weight("attn_q.weight"), x);
            heads.queries.push_back(split(q, latent.plain + rotary));
            const Vector kv = multiply(*weight("attn_kv_a_mqa.weight"), x);
            const Vector c = norm(part(kv, 0, latent.latent), weight("attn_kv_a_norm.weight"));
            Vector shared = part(kv, latent.latent, rotary);
            rotate(layer, shared, p);
            heads.keys.emplace_back();
            heads.values.emplace_back();
            for (std::size_t h = 0; h < layer.heads; ++h) {
                Vector& query = heads.queries.back()[h];
                Vector turned = part(query, latent.plain, rotary);
                rotate(layer, turned, p);
                std::copy(turned.begin(), turned.end(),
                          query.begin() + static_cast<std::ptrdiff_t>(latent.plain));
                scale(query, temperature(layer, p));
                Vector key(latent.plain);
                for (std::size_t r = 0; r < latent.latent; ++r)
                    addScaled(key, decodeRow(*weight("attn_k_b.weight"), r, h), c[r]);
                key.insert(key.end(), shared.begin(), shared.end());
                heads.keys.back().push_back(key);
                heads.values.back().push_back(multiply(*weight("attn_v_b.weight"), c, nullptr, h));
            }
        }
        return heads;
    }

    Vector attend(const LayerSpec& layer, const Heads& heads, std::size_t position) const {
        const WeightTensor* sinks = weight("attn_sinks.weight");
        std::size_t first =
            layer.window > 0 && position >= layer.window ? position - layer.window + 1 : 0;
        if (layer.chunk > 0) first = position - position % layer.chunk;
        Vector out;
        for (std::size_t h = 0; h < layer.heads; ++h) {
            const std::size_t kv = h / (layer.heads / heads.keys[0].size());
            Vector scores;
            for (std::size_t p = first; p <= position; ++p) {
                double dot = 0;
                for (std::size_t i = 0; i < heads.keys[p][kv].size(); ++i)
                    dot += heads.queries[position][h][i] * heads.keys[p][kv][i];
                dot *= heads.scale;
                if (m_spec.attentionSoftcap > 0)
                    dot = m_spec.attentionSoftcap * std::tanh(dot / m_spec.attentionSoftcap);
                scores.push_back(dot);
            }
            double total = 0;
            for (const double score : scores) total += std::exp(score);
            if (sinks != nullptr) total += std::exp(decodeRow(*sinks, 0)[h]);
            Vector mixed(heads.values[0][kv].size());
            for (std::size_t p = first; p <= position; ++p)
                addScaled(mixed, heads.values[p][kv], std::exp(scores[p - first]) / total);
            out.insert(out.end(), mixed.begin(), mixed.end());
        }
        return out;
    }

    std::map<std::size_t, std::pair<Rows, Rows>> m_caches;
};

} // namespace inference::testing
