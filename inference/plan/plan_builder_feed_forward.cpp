// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The second half of a layer.
#include <cmath>

#include "inference/plan/plan_builder.h"

namespace inference {

/// Adds a matrix's output to the residual stream, through a norm of its own where the family has
/// one; only then can the sum be multiplied by `after`.
void PlanBuilder::addProjection(MatmulOp op, const Stream& stream, const WeightTensor* postNorm,
                                float after) {
    const ArchSpec& spec = m_model.spec();
    if (postNorm == nullptr) {
        op.epilogue = MatmulEpilogue::Residual;
        op.outs[0] = stream.residual;
        op.scale = spec.residualScale;
        m_plan.ops.emplace_back(op);
        return;
    }
    const BufferId projected = buffer("projected", spec.embedding, stream.scope);
    op.outs[0] = projected;
    m_plan.ops.emplace_back(op);
    m_plan.ops.emplace_back(NormOp{.in = projected,
                                   .out = stream.residual,
                                   .weight = postNorm,
                                   .eps = spec.normEps,
                                   .accumulate = true,
                                   .after = after});
}

/// The dense feed-forward up to its last matrix, which is returned.
MatmulOp PlanBuilder::denseOutput(std::uint32_t layer, const Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    const std::string block = blockName(layer);
    const BufferId inner = buffer("inner", spec.layers[layer].feedForward, stream.scope);
    MatmulOp glu{.in = stream.residual,
                 .norm = &require(block + spec.feedForwardNorm + ".weight"),
                 .eps = spec.normEps,
                 .count = 1,
                 .epilogue = MatmulEpilogue::Activate,
                 .activation = spec.activation};
    glu.weights[0] = &require(block + "ffn_up.weight");
    glu.biases[0] = find(block + "ffn_up.bias");
    if (spec.gatedFeedForward) {
        glu.count = 2;
        glu.epilogue = MatmulEpilogue::Glu;
        glu.weights = {&require(block + "ffn_gate.weight"), glu.weights[0], nullptr};
        glu.biases = {find(block + "ffn_gate.bias"), glu.biases[0], nullptr};
    }
    glu.outs[0] = inner;
    m_plan.ops.emplace_back(glu);
    MatmulOp down{.in = inner, .count = 1};
    down.weights[0] = &require(block + "ffn_down.weight");
    down.biases[0] = find(block + "ffn_down.bias");
    return down;
}

void PlanBuilder::addFeedForward(std::uint32_t layer, const Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    if (spec.layers[layer].experts)
        return spec.denseBesideExperts ? addExpertsBesideDense(layer, stream)
                                       : addExperts(layer, stream);
    addProjection(denseOutput(layer, stream), stream,
                  spec.postNorms ? &require(blockName(layer) + "post_ffw_norm.weight") : nullptr,
                  lastScale(layer));
}

void PlanBuilder::addExpertMixture(std::uint32_t layer, const Stream& stream, MatmulOp router,
                                   BufferId normed, BufferId out, bool accumulate) {
    const ArchSpec& spec = m_model.spec();
    const std::string block = blockName(layer);
    const std::uint32_t used = spec.layers[layer].expertsUsed;
    const std::uint32_t width = spec.layers[layer].expertFeedForward;
    const BufferId logits = buffer("router", spec.experts, stream.scope);
    const BufferId choice = buffer("choice", used, stream.scope);
    const BufferId weight = buffer("expert weight", used, stream.scope);
    const BufferId inner = buffer("expert inner", used * width, stream.scope);
    router.count = 1;
    router.weights[0] = &require(block + "ffn_gate_inp.weight");
    router.biases[0] = find(block + "ffn_gate_inp.bias");
    router.outs[0] = logits;
    m_plan.ops.emplace_back(router);
    const float residualScale = accumulate ? spec.residualScale : 1.0f;
    m_plan.ops.emplace_back(
        RouteOp{.logits = logits,
                .choice = choice,
                .weight = weight,
                .experts = spec.experts,
                .used = used,
                .gating = spec.gating,
                .selectionBias = find(block + "exp_probs_b.bias"),
                .normalize = spec.expertsNormalize,
                .scale = spec.expertsScale * (spec.weighExpertInput ? 1.0f : residualScale),
                .groups = spec.expertGroups,
                .groupsUsed = spec.expertGroupsUsed,
                .expertScale = find(block + "ffn_down_exps.scale")});
    const WeightTensor* fused = find(block + "ffn_gate_up_exps.weight");
    std::string gate = fused != nullptr ? "ffn_gate_up_exps" : "ffn_gate_exps";
    if (!spec.gatedFeedForward) gate = "ffn_up_exps";
    const auto ofUp = [&](const char* name) {
        return spec.gatedFeedForward ? find(block + name) : nullptr;
    };
    m_plan.ops.emplace_back(ExpertsGluOp{.in = normed,
                                         .choice = choice,
                                         .out = inner,
                                         .weight = spec.weighExpertInput ? weight : kNoBuffer,
                                         .gate = &require(block + gate + ".weight"),
                                         .up = ofUp("ffn_up_exps.weight"),
                                         .gateBias = find(block + gate + ".bias"),
                                         .upBias = ofUp("ffn_up_exps.bias"),
                                         .used = used,
                                         .activation = spec.activation,
                                         .gated = spec.gatedFeedForward});
    m_plan.ops.emplace_back(ExpertsDownOp{.in = inner,
                                          .choice = choice,
                                          .weight = spec.weighExpertInput ? kNoBuffer : weight,
                                          .out = out,
                                          .down = &require(block + "ffn_down_exps.weight"),
                                          .bias = find(block + "ffn_down_exps.bias"),
                                          .used = used,
                                          .accumulate = accumulate,
                                          .scale = residualScale});
}

void PlanBuilder::addSharedExpert(const std::string& block, const Stream& stream, BufferId normed) {
    const ArchSpec& spec = m_model.spec();
    const BufferId inner = buffer("shared inner", spec.sharedFeedForward, stream.scope);
    MatmulOp glu{.in = normed,
                 .count = 1,
                 .epilogue = MatmulEpilogue::Activate,
                 .activation = spec.activation};
    glu.weights[0] = &require(block + "ffn_up_shexp.weight");
    if (spec.gatedFeedForward) {
        glu.count = 2;
        glu.epilogue = MatmulEpilogue::Glu;
        glu.weights = {&require(block + "ffn_gate_shexp.weight"), glu.weights[0], nullptr};
    }
    glu.outs[0] = inner;
    m_plan.ops.emplace_back(glu);
    if (spec.sharedExpertGate) {
        // One gate per token; the matrix after it is linear.
        const BufferId gate = buffer("shared gate", 1, stream.scope);
        MatmulOp score{.in = normed, .count = 1, .precise = true};
        score.weights[0] = &require(block + "ffn_gate_inp_shexp.weight");
        score.outs[0] = gate;
        m_plan.ops.emplace_back(score);
        m_plan.ops.emplace_back(SigmoidGateOp{.values = inner, .gate = gate});
    }
    MatmulOp down{.in = inner, .count = 1};
    down.weights[0] = &require(block + "ffn_down_shexp.weight");
    addProjection(down, stream, nullptr);
}

void PlanBuilder::addExperts(std::uint32_t layer, const Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    const std::string block = blockName(layer);
    const BufferId normed = buffer("normed", spec.embedding, stream.scope);
    m_plan.ops.emplace_back(NormOp{.in = stream.residual,
                                   .out = normed,
                                   .weight = &require(block + spec.feedForwardNorm + ".weight"),
                                   .eps = spec.normEps});
    if (spec.expertEmbedding == spec.embedding) {
        addExpertMixture(layer, stream, MatmulOp{.in = normed}, normed, stream.residual, true);
    } else {
        // These experts work on a narrower vector, made of the normed one and brought back.
        const BufferId narrow = buffer("narrow", spec.expertEmbedding, stream.scope);
        const BufferId sum = buffer("narrow sum", spec.expertEmbedding, stream.scope);
        MatmulOp down{.in = normed, .count = 1};
        down.weights[0] = &require(block + "ffn_latent_down.weight");
        down.outs[0] = narrow;
        m_plan.ops.emplace_back(down);
        addExpertMixture(layer, stream, MatmulOp{.in = normed}, narrow, sum, false);
        MatmulOp up{.in = sum, .count = 1};
        up.weights[0] = &require(block + "ffn_latent_up.weight");
        addProjection(up, stream, nullptr);
    }
    if (spec.sharedFeedForward > 0) addSharedExpert(block, stream, normed);
}

/// Both read the same stream through norms of their own, and so do their results and their sum.
void PlanBuilder::addExpertsBesideDense(std::uint32_t layer, const Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    const std::string block = blockName(layer);
    const BufferId projected = buffer("projected", spec.embedding, stream.scope);
    const BufferId sum = buffer("both", spec.embedding, stream.scope);
    const BufferId normed = buffer("normed", spec.embedding, stream.scope);
    const auto norm = [&](BufferId in, BufferId out, const char* name, bool accumulate) {
        m_plan.ops.emplace_back(NormOp{.in = in,
                                       .out = out,
                                       .weight = &require(block + name),
                                       .eps = spec.normEps,
                                       .accumulate = accumulate});
    };
    MatmulOp down = denseOutput(layer, stream);
    down.outs[0] = projected;
    m_plan.ops.emplace_back(down);
    norm(projected, sum, "post_ffw_norm_1.weight", false);
    norm(stream.residual, normed, "pre_ffw_norm_2.weight", false);
    addExpertMixture(layer, stream,
                     MatmulOp{.in = stream.residual,
                              .norm = &require(block + "ffn_gate_inp.scale"),
                              .eps = spec.normEps,
                              .scale = 1.0f / std::sqrt(static_cast<float>(spec.embedding))},
                     normed, projected, false);
    norm(projected, sum, "post_ffw_norm_2.weight", true);
    m_plan.ops.emplace_back(NormOp{.in = sum,
                                   .out = stream.residual,
                                   .weight = &require(block + "post_ffw_norm.weight"),
                                   .eps = spec.normEps,
                                   .accumulate = true,
                                   .after = lastScale(layer)});
}

void PlanBuilder::addLayerEmbedding(std::uint32_t layer, const Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    const std::string block = blockName(layer);
    const BufferId gate = buffer("layer gate", spec.layerEmbedding, stream.scope);
    const BufferId gated = buffer("layer gated", spec.layerEmbedding, stream.scope);
    MatmulOp in{.in = stream.residual, .count = 1};
    in.weights[0] = &require(block + "inp_gate.weight");
    in.outs[0] = gate;
    m_plan.ops.emplace_back(in);
    m_plan.ops.emplace_back(GatedProductOp{.gate = gate,
                                           .up = stream.layerEmbeddings,
                                           .out = gated,
                                           .upFirst = layer * spec.layerEmbedding,
                                           .activation = spec.activation});
    MatmulOp out{.in = gated, .count = 1};
    out.weights[0] = &require(block + "proj.weight");
    addProjection(out, stream, &require(block + "post_norm.weight"),
                  spec.layers[layer].outputScale);
}

} // namespace inference
