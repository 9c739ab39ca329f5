// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/plan/plan_builder.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "inference/arch/rope_scaling.h"
#include "inference/plan/buffer_plan.h"

namespace inference {

namespace {

std::string blockName(std::uint32_t layer) {
    return "blk." + std::to_string(layer) + '.';
}

} // namespace

const WeightTensor& PlanBuilder::require(const std::string& name) const {
    const WeightTensor* weight = find(name);
    ASSERT(weight != nullptr);
    return *weight;
}

BufferId PlanBuilder::buffer(const char* name, std::uint32_t width, RowScope scope) {
    // Layers of one shape share their buffers; offsets come from when each is alive.
    for (std::size_t i = 0; i < m_plan.buffers.size(); ++i) {
        const BufferSpec& known = m_plan.buffers[i];
        if (known.width == width && known.scope == scope && std::strcmp(known.name, name) == 0)
            return static_cast<BufferId>(i);
    }
    m_plan.buffers.push_back({.name = name, .width = width, .scope = scope, .offset = 0});
    return static_cast<BufferId>(m_plan.buffers.size() - 1);
}

void PlanBuilder::layoutCache() {
    const ArchSpec& spec = m_model.spec();
    KvLayout& kv = m_plan.kv;
    kv.keyType = m_options.keyType;
    kv.valueType = m_options.valueType;
    kv.contextLength = m_options.contextLength;
    for (const LayerSpec& layer : spec.layers) {
        std::uint32_t cells = m_options.contextLength;
        if (layer.window > 0)
            cells = static_cast<std::uint32_t>(
                std::min<std::uint64_t>(cells, std::uint64_t{layer.window} + m_plan.batchMax));
        kv.layers.push_back({.keyWidth = layer.kvHeads * spec.keyLength,
                             .valueWidth = layer.kvHeads * spec.valueLength,
                             .cells = cells,
                             .keyType = kvTypeFor(kv.keyType, spec.keyLength),
                             .valueType = kvTypeFor(kv.valueType, spec.valueLength)});
    }
}

/// Queries, keys and values of the layer's input, rotated and stored, and what attention makes of
/// them.
void PlanBuilder::addAttention(std::uint32_t layer, BufferId attention) {
    const ArchSpec& spec = m_model.spec();
    const LayerSpec& shape = spec.layers[layer];
    const std::string block = blockName(layer);
    const BufferId residual = buffer("residual", spec.embedding, RowScope::Tokens);
    const BufferId q = buffer("q", shape.heads * spec.keyLength, RowScope::Tokens);
    const BufferId k = buffer("k", shape.kvHeads * spec.keyLength, RowScope::Tokens);
    const BufferId v = buffer("v", shape.kvHeads * spec.valueLength, RowScope::Tokens);
    m_plan.ops.emplace_back(
        MatmulOp{.in = residual,
                 .norm = &require(block + "attn_norm.weight"),
                 .eps = spec.normEps,
                 .count = 3,
                 .weights = {&require(block + "attn_q.weight"), &require(block + "attn_k.weight"),
                             &require(block + "attn_v.weight")},
                 .biases = {find(block + "attn_q.bias"), find(block + "attn_k.bias"),
                            find(block + "attn_v.bias")},
                 .outs = {q, k, v}});
    m_plan.ops.emplace_back(RopeStoreOp{.layer = layer,
                                        .q = q,
                                        .k = k,
                                        .v = v,
                                        .heads = shape.heads,
                                        .kvHeads = shape.kvHeads,
                                        .keyLength = spec.keyLength,
                                        .valueLength = spec.valueLength,
                                        .qNorm = find(block + "attn_q_norm.weight"),
                                        .kNorm = find(block + "attn_k_norm.weight"),
                                        .eps = spec.normEps,
                                        .pairing = shape.rope ? spec.pairing : RopePairing::None,
                                        .ropeTable = shape.ropeTable});
    m_plan.ops.emplace_back(AttentionOp{.layer = layer,
                                        .q = q,
                                        .out = attention,
                                        .heads = shape.heads,
                                        .kvHeads = shape.kvHeads,
                                        .keyLength = spec.keyLength,
                                        .valueLength = spec.valueLength,
                                        .scale = spec.attentionScale,
                                        .softcap = spec.attentionSoftcap,
                                        .window = shape.window,
                                        .sinks = find(block + "attn_sinks.weight")});
}

/// Adds a matrix's output to the residual stream, through a norm of its own where the family has
/// one.
void PlanBuilder::addProjection(MatmulOp op, const Stream& stream, const WeightTensor* postNorm) {
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
                                   .accumulate = true});
}

void PlanBuilder::addAttentionOutput(std::uint32_t layer, BufferId attention,
                                     const Stream& stream) {
    const std::string block = blockName(layer);
    MatmulOp op{.in = attention, .count = 1};
    op.weights[0] = &require(block + "attn_output.weight");
    op.biases[0] = find(block + "attn_output.bias");
    const bool postNorm = m_model.spec().postNorms;
    addProjection(op, stream, postNorm ? &require(block + "post_attention_norm.weight") : nullptr);
}

void PlanBuilder::addExperts(std::uint32_t layer, const Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    const std::string block = blockName(layer);
    const BufferId normed = buffer("normed", spec.embedding, stream.scope);
    const BufferId router = buffer("router", spec.experts, stream.scope);
    const BufferId choice = buffer("choice", spec.expertsUsed, stream.scope);
    const BufferId weight = buffer("expert weight", spec.expertsUsed, stream.scope);
    const BufferId inner =
        buffer("expert inner", spec.expertsUsed * spec.expertFeedForward, stream.scope);
    m_plan.ops.emplace_back(NormOp{.in = stream.residual,
                                   .out = normed,
                                   .weight = &require(block + spec.feedForwardNorm + ".weight"),
                                   .eps = spec.normEps});
    MatmulOp route{.in = normed, .count = 1};
    route.weights[0] = &require(block + "ffn_gate_inp.weight");
    route.biases[0] = find(block + "ffn_gate_inp.bias");
    route.outs[0] = router;
    m_plan.ops.emplace_back(route);
    m_plan.ops.emplace_back(RouteOp{.logits = router,
                                    .choice = choice,
                                    .weight = weight,
                                    .experts = spec.experts,
                                    .used = spec.expertsUsed,
                                    .gating = spec.gating,
                                    .selectionBias = find(block + "exp_probs_b.bias"),
                                    .normalize = spec.expertsNormalize,
                                    .scale = spec.expertsScale * spec.residualScale});
    const WeightTensor* fused = find(block + "ffn_gate_up_exps.weight");
    const std::string gate = fused != nullptr ? "ffn_gate_up_exps" : "ffn_gate_exps";
    m_plan.ops.emplace_back(ExpertsGluOp{.in = normed,
                                         .choice = choice,
                                         .out = inner,
                                         .gate = &require(block + gate + ".weight"),
                                         .up = find(block + "ffn_up_exps.weight"),
                                         .gateBias = find(block + gate + ".bias"),
                                         .upBias = find(block + "ffn_up_exps.bias"),
                                         .used = spec.expertsUsed,
                                         .activation = spec.activation});
    m_plan.ops.emplace_back(ExpertsDownOp{.in = inner,
                                          .choice = choice,
                                          .weight = weight,
                                          .out = stream.residual,
                                          .down = &require(block + "ffn_down_exps.weight"),
                                          .bias = find(block + "ffn_down_exps.bias"),
                                          .used = spec.expertsUsed});
}

void PlanBuilder::addFeedForward(std::uint32_t layer, const Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    if (spec.layers[layer].experts) return addExperts(layer, stream);
    const std::string block = blockName(layer);
    const BufferId inner = buffer("inner", spec.layers[layer].feedForward, stream.scope);
    MatmulOp glu{.in = stream.residual,
                 .norm = &require(block + spec.feedForwardNorm + ".weight"),
                 .eps = spec.normEps,
                 .count = 2,
                 .epilogue = MatmulEpilogue::Glu,
                 .activation = spec.activation};
    glu.weights = {&require(block + "ffn_gate.weight"), &require(block + "ffn_up.weight"), nullptr};
    glu.biases = {find(block + "ffn_gate.bias"), find(block + "ffn_up.bias"), nullptr};
    glu.outs[0] = inner;
    m_plan.ops.emplace_back(glu);
    MatmulOp down{.in = inner, .count = 1};
    down.weights[0] = &require(block + "ffn_down.weight");
    down.biases[0] = find(block + "ffn_down.bias");
    addProjection(down, stream,
                  spec.postNorms ? &require(block + "post_ffw_norm.weight") : nullptr);
}

void PlanBuilder::addLogits(const Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    const WeightTensor* output = find("output.weight");
    m_plan.logits = buffer("logits", spec.vocabulary, RowScope::LogitRows);
    MatmulOp op{.in = stream.residual,
                .norm = &require("output_norm.weight"),
                .eps = spec.normEps,
                .count = 1,
                .softcap = spec.logitSoftcap};
    op.weights[0] = output != nullptr ? output : &require("token_embd.weight"); // Tied.
    op.biases[0] = find("output.bias");
    op.outs[0] = m_plan.logits;
    m_plan.ops.emplace_back(op);
}

Result<ForwardPlan> PlanBuilder::build() {
    const ArchSpec& spec = m_model.spec();
    m_plan.vocabulary = spec.vocabulary;
    m_plan.batchMax = std::clamp(m_options.batchMax, 1u, m_options.contextLength);
    m_plan.logitRowsMax = m_options.allLogits ? m_plan.batchMax : 1;
    m_plan.ropeTables = buildRopeTables(spec, m_options.contextLength);
    layoutCache();

    Stream stream{.residual = buffer("residual", spec.embedding, RowScope::Tokens)};
    m_plan.ops.emplace_back(EmbedRowsOp{.table = &require("token_embd.weight"),
                                        .out = stream.residual,
                                        .scale = spec.embeddingScale});
    const auto layers = static_cast<std::uint32_t>(spec.layers.size());
    const auto markLayer = [this] {
        m_plan.layerStarts.push_back(static_cast<std::uint32_t>(m_plan.ops.size()));
    };
    for (std::uint32_t i = 0; i < layers; ++i) {
        markLayer();
        const std::uint32_t width = spec.layers[i].heads * spec.valueLength;
        BufferId attention = buffer("attention", width, RowScope::Tokens);
        addAttention(i, attention);
        if (i + 1 == layers) {
            // After the last attention only rows whose logits are wanted still matter to anyone.
            const BufferId wanted = buffer("wanted attention", width, RowScope::LogitRows);
            const BufferId rest = buffer("wanted residual", spec.embedding, RowScope::LogitRows);
            m_plan.ops.emplace_back(GatherRowsOp{.in = attention, .out = wanted});
            m_plan.ops.emplace_back(GatherRowsOp{.in = stream.residual, .out = rest});
            attention = wanted;
            stream = {.residual = rest, .scope = RowScope::LogitRows};
        }
        addAttentionOutput(i, attention, stream);
        addFeedForward(i, stream);
    }
    markLayer();
    addLogits(stream);
    m_plan.arenaBytes = placeBuffers(m_plan);
    return std::move(m_plan);
}

Result<ForwardPlan> ForwardPlan::build(const Model& model, const PlanOptions& options) {
    if (options.contextLength == 0)
        return Error{ErrorCode::InvalidArgument,
                     "a context of 0 tokens holds nothing: ask for more"};
    const ArchSpec& spec = model.spec();
    if (options.contextLength > (1u << 27))
        return Error{ErrorCode::InvalidArgument, "a context of "
                                                     + std::to_string(options.contextLength)
                                                     + " tokens is beyond any model: ask for less"};
    if (spec.contextSupported > 0 && options.contextLength > spec.contextSupported)
        return Error{ErrorCode::Unsupported,
                     "contexts over " + std::to_string(spec.contextSupported)
                         + " tokens are not supported for this model yet: ask for less"};
    return PlanBuilder(model, options).build();
}

} // namespace inference
