// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <vector>

#include "inference/model/model.h"
#include "inference/plan/forward_plan.h"

namespace inference {

/// Writes down the ops of a model, layer by layer. Only behaviours decide; which tensors are there
/// was checked when the model was loaded.
class PlanBuilder {
public:
    PlanBuilder(const Model& model, const PlanOptions& options)
        : m_model(model), m_options(options) {}

    Result<ForwardPlan> build();

private:
    /// What a layer's second half works on; in the last layer it has rows for wanted logits only.
    struct Stream {
        BufferId residual = kNoBuffer;
        BufferId layerEmbeddings = kNoBuffer; ///< Of all layers side by side.
        RowScope scope = RowScope::Tokens;
    };

    static std::string blockName(std::uint32_t layer) {
        return "blk." + std::to_string(layer) + '.';
    }
    const WeightTensor* find(const std::string& name) const { return m_model.weight(name); }
    const WeightTensor& require(const std::string& name) const;
    BufferId buffer(const char* name, std::uint32_t width, RowScope scope);
    void layoutCache();
    void addLayerEmbeddings(Stream& stream);
    void addLogits(const Stream& stream);
    /// Width of what attention makes of one token.
    std::uint32_t attentionWidth(std::uint32_t layer) const;
    /// Keeps the rows whose logits are wanted: after the last mixer only they matter to anyone.
    Stream keepWanted(const Stream& stream, BufferId& mixed);

    /// A product of the layer's normed input; weights and outputs are left to the caller.
    MatmulOp fromStream(const std::string& block);
    /// What lets tokens see each other, up to its last matrix, which is returned.
    MatmulOp addMixer(std::uint32_t layer);

    // plan_builder_recurrent.cpp
    MatmulOp addShortConv(std::uint32_t layer);
    MatmulOp addGatedDelta(std::uint32_t layer);
    MatmulOp addMamba(std::uint32_t layer);
    void splitKeyHeads(const std::string& block, BufferId convolved, BufferId gate);
    void addTimeInputs(const std::string& block, BufferId alpha, BufferId beta);

    // plan_builder_attention.cpp
    void addAttention(std::uint32_t layer, BufferId attention);
    void addQueriesKeysValues(std::uint32_t layer, BufferId q, BufferId k, BufferId v);
    void addLatentAttention(std::uint32_t layer, BufferId attention);
    AttentionOp attentionOp(std::uint32_t layer, BufferId q, BufferId out) const;
    void addMixerOutput(std::uint32_t layer, MatmulOp op, const Stream& stream);

    // plan_builder_feed_forward.cpp
    void addFeedForward(std::uint32_t layer, const Stream& stream);
    MatmulOp denseOutput(std::uint32_t layer, const Stream& stream);
    void addExperts(std::uint32_t layer, const Stream& stream);
    void addExpertsBesideDense(std::uint32_t layer, const Stream& stream);
    /// Chooses experts of `stream` and adds what they make of `normed` to `out`, or puts it there.
    void addExpertMixture(std::uint32_t layer, const Stream& stream, MatmulOp router,
                          BufferId normed, BufferId out, bool accumulate);
    void addSharedExpert(const std::string& block, const Stream& stream, BufferId normed);
    void addLayerEmbedding(std::uint32_t layer, const Stream& stream);
    void addProjection(MatmulOp op, const Stream& stream, const WeightTensor* postNorm,
                       float after = 1.0f);
    /// What the residual stream is multiplied by in the layer's last op.
    float lastScale(std::uint32_t layer) const {
        const ArchSpec& spec = m_model.spec();
        return spec.layerEmbedding > 0 ? 1.0f : spec.layers[layer].outputScale;
    }

    const Model& m_model;
    const PlanOptions& m_options;
    ForwardPlan m_plan;
};

} // namespace inference
