// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The first half of a layer.
#include <cmath>

#include "inference/plan/plan_builder.h"

namespace inference {

AttentionOp PlanBuilder::attentionOp(std::uint32_t layer, BufferId q, BufferId out) const {
    const ArchSpec& spec = m_model.spec();
    const LayerSpec& shape = spec.layers[layer];
    const float scale = spec.attentionScale != 0
                            ? spec.attentionScale
                            : 1.0f / std::sqrt(static_cast<float>(shape.keyLength));
    return {.layer = shape.cacheLayer,
            .q = q,
            .out = out,
            .heads = shape.heads,
            .kvHeads = shape.kvHeads,
            .keyLength = shape.keyLength,
            .valueLength = shape.valueLength,
            .scale = scale,
            .softcap = spec.attentionSoftcap,
            .window = shape.window,
            .chunk = shape.chunk,
            .sinks = find(blockName(layer) + "attn_sinks.weight")};
}

void PlanBuilder::addQueriesKeysValues(std::uint32_t layer, BufferId q, BufferId k, BufferId v) {
    const std::string block = blockName(layer);
    MatmulOp op = fromStream(block);
    const auto add = [&](const char* name, BufferId out) {
        op.weights[op.count] = &require(block + name + ".weight");
        op.biases[op.count] = find(block + name + ".bias");
        op.outs[op.count++] = out;
    };
    add("attn_q", q);
    if (k != kNoBuffer) add("attn_k", k);
    if (v != k) add("attn_v", v);
    m_plan.ops.emplace_back(op);
}

/// Queries, keys and values of the layer's input, rotated and stored, and what attention makes of
/// them.
void PlanBuilder::addAttention(std::uint32_t layer, BufferId attention) {
    const ArchSpec& spec = m_model.spec();
    if (spec.latent.latent > 0) return addLatentAttention(layer, attention);
    const LayerSpec& shape = spec.layers[layer];
    const std::string block = blockName(layer);
    const BufferId q = buffer("q", shape.heads * shape.keyLength, RowScope::Tokens);
    BufferId k = kNoBuffer, v = kNoBuffer;
    if (shape.cacheLayer == layer) {
        k = buffer("k", shape.kvHeads * shape.keyLength, RowScope::Tokens);
        v = find(block + "attn_v.weight") == nullptr
                ? k
                : buffer("v", shape.kvHeads * shape.valueLength, RowScope::Tokens);
    }
    BufferId gate = kNoBuffer;
    if (spec.attentionGate) {
        // A head's query and its gate lie next to each other.
        const std::uint32_t width = m_plan.buffers[q].width;
        const BufferId both = buffer("q and gate", 2 * width, RowScope::Tokens);
        gate = buffer("attention gate", width, RowScope::Tokens);
        addQueriesKeysValues(layer, both, k, v);
        m_plan.ops.emplace_back(SplitOp{.in = both,
                                        .groups = shape.heads,
                                        .count = 2,
                                        .outs = {q, gate, kNoBuffer, kNoBuffer},
                                        .lengths = {shape.keyLength, shape.keyLength}});
    } else {
        addQueriesKeysValues(layer, q, k, v);
    }
    m_plan.ops.emplace_back(RopeStoreOp{.layer = layer,
                                        .q = q,
                                        .k = k,
                                        .v = v,
                                        .heads = shape.heads,
                                        .kvHeads = k == kNoBuffer ? 0 : shape.kvHeads,
                                        .keyLength = shape.keyLength,
                                        .valueLength = shape.valueLength,
                                        .qNorm = find(block + "attn_q_norm.weight"),
                                        .kNorm = find(block + "attn_k_norm.weight"),
                                        .unitQueriesKeys = shape.unitQueriesKeys,
                                        .unitValues = spec.unitValues,
                                        .eps = spec.normEps,
                                        .pairing = shape.rope ? spec.pairing : RopePairing::None,
                                        .ropeTable = shape.ropeTable,
                                        .queryTemperature = shape.queryTemperature});
    m_plan.ops.emplace_back(attentionOp(layer, q, attention));
    if (spec.attentionGate)
        m_plan.ops.emplace_back(SigmoidGateOp{.values = attention, .gate = gate});
}

void PlanBuilder::addLatentAttention(std::uint32_t layer, BufferId attention) {
    const ArchSpec& spec = m_model.spec();
    const LatentSpec& latent = spec.latent;
    const LayerSpec& shape = spec.layers[layer];
    const std::string block = blockName(layer);
    const std::uint32_t head = latent.plain + spec.rotaryDimensions;
    const BufferId q = buffer("q", shape.heads * head, RowScope::Tokens);
    const BufferId kv = buffer("latent", shape.keyLength, RowScope::Tokens);
    const BufferId query = buffer("latent query", shape.heads * shape.keyLength, RowScope::Tokens);
    const BufferId mixed = buffer("latent mix", shape.heads * shape.valueLength, RowScope::Tokens);
    MatmulOp input{.in = buffer("residual", spec.embedding, RowScope::Tokens),
                   .norm = &require(block + "attn_norm.weight"),
                   .eps = spec.normEps,
                   .count = 2};
    input.weights[1] = &require(block + "attn_kv_a_mqa.weight");
    input.outs[1] = kv;
    if (latent.queryRank > 0) {
        const BufferId rank = buffer("query rank", latent.queryRank, RowScope::Tokens);
        input.weights[0] = &require(block + "attn_q_a.weight");
        input.outs[0] = rank;
        m_plan.ops.emplace_back(input);
        MatmulOp queries{.in = rank,
                         .norm = &require(block + "attn_q_a_norm.weight"),
                         .eps = spec.normEps,
                         .count = 1};
        queries.weights[0] = &require(block + "attn_q_b.weight");
        queries.outs[0] = q;
        m_plan.ops.emplace_back(queries);
    } else {
        input.weights[0] = &require(block + "attn_q.weight");
        input.outs[0] = q;
        m_plan.ops.emplace_back(input);
    }
    m_plan.ops.emplace_back(HeadMatmulOp{.in = q,
                                         .out = query,
                                         .weight = &require(block + "attn_k_b.weight"),
                                         .inStride = head,
                                         .outStride = shape.keyLength});
    m_plan.ops.emplace_back(LatentStoreOp{.layer = layer,
                                          .q = q,
                                          .query = query,
                                          .kv = kv,
                                          .heads = shape.heads,
                                          .plain = latent.plain,
                                          .latent = latent.latent,
                                          .rotary = spec.rotaryDimensions,
                                          .norm = &require(block + "attn_kv_a_norm.weight"),
                                          .eps = spec.normEps,
                                          .pairing = spec.pairing,
                                          .ropeTable = shape.ropeTable,
                                          .queryTemperature = shape.queryTemperature});
    m_plan.ops.emplace_back(attentionOp(layer, query, mixed));
    m_plan.ops.emplace_back(HeadMatmulOp{.in = mixed,
                                         .out = attention,
                                         .weight = &require(block + "attn_v_b.weight"),
                                         .inStride = shape.valueLength,
                                         .outStride = latent.value});
}

void PlanBuilder::addMixerOutput(std::uint32_t layer, MatmulOp op, const Stream& stream) {
    const bool postNorm = m_model.spec().postNorms;
    addProjection(op, stream,
                  postNorm ? &require(blockName(layer) + "post_attention_norm.weight") : nullptr);
}

} // namespace inference
