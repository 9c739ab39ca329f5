// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "tests/support/reference_mixers.h"

namespace inference::testing {

/// A forward pass in double precision that knows neither plans nor kernels nor a cache: every token
/// looks at all earlier tokens again, every weight is decoded by its definition. Slow and plain, so
/// that it can be believed.
class ReferenceForward : ReferenceMixers {
public:
    using ReferenceMath::Vector;

    ReferenceForward(const Model& model, std::uint32_t contextLength)
        : ReferenceMixers(model, contextLength) {}

    /// [tokens][vocabulary]
    std::vector<Vector> logits(std::span<const TokenId> tokens) {
        std::vector<Vector> stream, embeddings;
        for (const TokenId token : tokens) {
            Vector row =
                decodeRow(*m_model.weight("token_embd.weight"), static_cast<std::size_t>(token));
            for (double& value : row) value *= m_spec.embeddingScale;
            if (m_spec.layerEmbedding > 0) embeddings.push_back(layerEmbeddings(token, row));
            stream.push_back(std::move(row));
        }
        for (std::size_t i = 0; i < m_spec.layers.size(); ++i) {
            m_block = "blk." + std::to_string(i) + '.';
            const LayerSpec& layer = m_spec.layers[i];
            const bool mixes = layer.mixer != Mixer::None;
            const auto mixed = mixes ? mix(i, stream) : std::vector<Vector>();
            for (std::size_t p = 0; p < stream.size(); ++p) {
                if (mixes)
                    addTo(stream[p], mixed[p],
                          m_spec.postNorms ? weight("post_attention_norm.weight") : nullptr);
                if (layer.feedsForward) addFeedForward(layer, stream[p]);
                if (m_spec.layerEmbedding > 0)
                    addLayerEmbedding(stream[p], part(embeddings[p], i * m_spec.layerEmbedding,
                                                      m_spec.layerEmbedding));
                for (double& value : stream[p]) value *= layer.outputScale;
            }
        }
        m_block.clear();
        const WeightTensor* output = weight("output.weight");
        if (output == nullptr) output = weight("token_embd.weight");
        std::vector<Vector> result;
        for (const Vector& row : stream) {
            Vector logits =
                multiply(*output, norm(row, weight(m_spec.outputNorm + std::string(".weight"))));
            for (double& l : logits) {
                l *= m_spec.logitScale;
                if (m_spec.logitSoftcap > 0)
                    l = m_spec.logitSoftcap * std::tanh(l / m_spec.logitSoftcap);
            }
            result.push_back(std::move(logits));
        }
        return result;
    }

private:
    void addTo(Vector& stream, Vector update, const WeightTensor* postNorm) const {
        if (postNorm != nullptr) update = norm(update, postNorm);
        addScaled(stream, update, m_spec.residualScale);
    }

    Vector layerEmbeddings(TokenId token, const Vector& embedding) const {
        const std::size_t length = m_spec.layerEmbedding;
        Vector own = decodeRow(*m_model.weight("per_layer_token_embd.weight"),
                               static_cast<std::size_t>(token));
        Vector other = multiply(*m_model.weight("per_layer_model_proj.weight"), embedding);
        for (double& value : other) value /= std::sqrt(static_cast<double>(embedding.size()));
        for (std::size_t at = 0; at < own.size(); at += length) {
            const Vector normed =
                norm(part(other, at, length), m_model.weight("per_layer_proj_norm.weight"));
            for (std::size_t i = 0; i < length; ++i)
                own[at + i] = (own[at + i] * std::sqrt(static_cast<double>(length)) + normed[i])
                              / std::sqrt(2.0);
        }
        return own;
    }
    void addLayerEmbedding(Vector& stream, const Vector& embedding) const {
        Vector gate = multiply(*weight("inp_gate.weight"), stream);
        for (std::size_t i = 0; i < gate.size(); ++i) gate[i] = activate(gate[i], embedding[i]);
        addTo(stream, multiply(*weight("proj.weight"), gate), weight("post_norm.weight"));
    }

    /// act(gate·x) ⊙ up·x, or act(up·x) where there is no gate.
    Vector firstHalf(const Vector& x, const std::string& suffix, std::size_t matrix = 0) const {
        Vector up = multiply(*weight("ffn_up" + suffix + ".weight"), x,
                             weight("ffn_up" + suffix + ".bias"), matrix);
        Vector gate = up;
        if (m_spec.gatedFeedForward)
            gate = multiply(*weight("ffn_gate" + suffix + ".weight"), x,
                            weight("ffn_gate" + suffix + ".bias"), matrix);
        for (std::size_t i = 0; i < up.size(); ++i)
            up[i] = activate(gate[i], m_spec.gatedFeedForward ? up[i] : 1);
        return up;
    }
    Vector dense(const Vector& x, const std::string& suffix) const {
        return multiply(*weight("ffn_down" + suffix + ".weight"), firstHalf(x, suffix),
                        weight("ffn_down" + suffix + ".bias"));
    }

    void addFeedForward(const LayerSpec& layer, Vector& stream) const {
        const std::string name = std::string(m_spec.feedForwardNorm) + ".weight";
        const Vector x = norm(stream, weight(name));
        const WeightTensor* postNorm = m_spec.postNorms ? weight("post_ffw_norm.weight") : nullptr;
        if (!layer.experts) return addTo(stream, dense(x, ""), postNorm);
        if (m_spec.denseBesideExperts) {
            Vector router = norm(stream, weight("ffn_gate_inp.scale"));
            for (double& r : router) r /= std::sqrt(static_cast<double>(router.size()));
            Vector sum = norm(dense(x, ""), weight("post_ffw_norm_1.weight"));
            addScaled(sum,
                      norm(experts(layer, router, norm(stream, weight("pre_ffw_norm_2.weight"))),
                           weight("post_ffw_norm_2.weight")));
            return addTo(stream, sum, postNorm);
        }
        const WeightTensor* narrow = weight("ffn_latent_down.weight");
        Vector update = experts(layer, x, narrow == nullptr ? x : multiply(*narrow, x));
        if (narrow != nullptr) update = multiply(*weight("ffn_latent_up.weight"), update);
        const WeightTensor* gate = weight("ffn_gate_inp_shexp.weight");
        if (m_spec.sharedFeedForward > 0)
            addScaled(update, dense(x, "_shexp"),
                      gate == nullptr ? 1 : logistic(multiply(*gate, x)[0]));
        addTo(stream, update, postNorm);
    }

    double probability(const Vector& router, std::size_t e) const {
        if (m_spec.gating == ExpertGating::Sigmoid) return 1 / (1 + std::exp(-router[e]));
        double all = 0;
        for (const double l : router) all += std::exp(l);
        return std::exp(router[e]) / all;
    }
    /// Experts in the order in which they are chosen, only those of groups that may be.
    std::vector<std::size_t> chosenExperts(const LayerSpec& layer, const Vector& router) const {
        Vector score;
        const WeightTensor* bias = weight("exp_probs_b.bias");
        for (std::size_t e = 0; e < router.size(); ++e)
            score.push_back(probability(router, e)
                            + (bias != nullptr ? decodeRow(*bias, 0)[e] : 0.0));
        const std::size_t size = router.size() / m_spec.expertGroups;
        std::vector<std::pair<double, std::size_t>> groups;
        for (std::size_t g = 0; g < m_spec.expertGroups; ++g) {
            Vector own = part(score, g * size, size);
            std::sort(own.rbegin(), own.rend());
            groups.emplace_back(-(own[0] + (size > 1 ? own[1] : 0.0)), g);
        }
        std::sort(groups.begin(), groups.end());
        groups.resize(m_spec.expertGroupsUsed);
        std::vector<std::size_t> order;
        for (std::size_t e = 0; e < router.size(); ++e)
            for (const auto& [sum, group] : groups)
                if (e / size == group) order.push_back(e);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
        order.resize(layer.expertsUsed);
        return order;
    }

    Vector experts(const LayerSpec& layer, const Vector& routed, const Vector& x) const {
        const Vector router =
            multiply(*weight("ffn_gate_inp.weight"), routed, weight("ffn_gate_inp.bias"));
        const std::vector<std::size_t> order = chosenExperts(layer, router);
        double sum = 0;
        for (const std::size_t e : order) sum += probability(router, e);
        const bool normalize =
            m_spec.expertsNormalize || m_spec.gating == ExpertGating::SoftmaxSelected;
        const WeightTensor* own = weight("ffn_down_exps.scale");
        Vector result(x.size());
        for (const std::size_t e : order) {
            double w = m_spec.expertsScale * probability(router, e) / (normalize ? sum : 1.0);
            if (own != nullptr) w *= decodeRow(*own, 0)[e];
            Vector in = x;
            if (m_spec.weighExpertInput)
                for (double& value : in) value *= w;
            addScaled(result, expert(layer, in, e), m_spec.weighExpertInput ? 1.0 : w);
        }
        return result;
    }

    Vector expert(const LayerSpec& layer, const Vector& x, std::size_t e) const {
        Vector inner;
        if (const WeightTensor* fused = weight("ffn_gate_up_exps.weight")) {
            const Vector both = multiply(*fused, x, weight("ffn_gate_up_exps.bias"), e);
            for (std::size_t i = 0; i < layer.expertFeedForward; ++i)
                inner.push_back(activate(both[i], both[i + layer.expertFeedForward]));
        } else {
            inner = firstHalf(x, "_exps", e);
        }
        return multiply(*weight("ffn_down_exps.weight"), inner, weight("ffn_down_exps.bias"), e);
    }
};

} // namespace inference::testing
