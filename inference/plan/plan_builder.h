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
    /// Buffers that one feed-forward works in; the last layer's has rows for wanted logits only.
    struct Stream {
        BufferId residual = kNoBuffer;
        RowScope scope = RowScope::Tokens;
        const char* suffix = "";
    };

    const WeightTensor* find(const std::string& name) const { return m_model.weight(name); }
    const WeightTensor& require(const std::string& name) const;
    BufferId buffer(const char* name, std::uint32_t width, RowScope scope);
    void layoutCache();
    void addAttention(std::uint32_t layer, BufferId attention);
    void addAttentionOutput(std::uint32_t layer, BufferId attention, const Stream& stream);
    void addFeedForward(std::uint32_t layer, const Stream& stream);
    void addExperts(std::uint32_t layer, const Stream& stream);
    void addProjection(MatmulOp op, const Stream& stream, const WeightTensor* postNorm);
    void addLogits(const Stream& stream);

    const Model& m_model;
    const PlanOptions& m_options;
    ForwardPlan m_plan;
};

} // namespace inference
