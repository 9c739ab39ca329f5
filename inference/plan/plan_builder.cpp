// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/plan/plan_builder.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "inference/arch/rope_scaling.h"
#include "inference/plan/buffer_plan.h"

namespace inference {

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
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        const LayerSpec& layer = spec.layers[i];
        if (layer.cacheLayer != i) {
            kv.layers.push_back({});
            continue;
        }
        std::uint32_t cells = m_options.contextLength;
        const std::uint64_t reach = layer.window > 0 ? layer.window : layer.chunk;
        if (reach > 0)
            cells =
                static_cast<std::uint32_t>(std::min<std::uint64_t>(cells, reach + m_plan.batchMax));
        const bool latent = spec.latent.latent > 0;
        KvLayerLayout layout{.keyWidth = layer.kvHeads * layer.keyLength,
                             .valueWidth = latent ? 0 : layer.kvHeads * layer.valueLength,
                             .cells = cells,
                             .keyType = kvTypeFor(kv.keyType, layer.keyLength),
                             .valueType = kvTypeFor(kv.valueType, layer.valueLength),
                             .valuesInKeys = latent};
        // A row that serves as key and as value has one type, and no scales in its middle.
        if (latent && isQuantized(layout.keyType)) layout.keyType = KvType::F16;
        if (latent) layout.valueType = layout.keyType;
        kv.layers.push_back(layout);
    }
}

void PlanBuilder::addLayerEmbeddings(Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    const auto layers = static_cast<std::uint32_t>(spec.layers.size());
    const std::uint32_t width = spec.layerEmbedding * layers;
    stream.layerEmbeddings = buffer("layer embeddings", width, RowScope::Tokens);
    const BufferId projected = buffer("projected embeddings", width, RowScope::Tokens);
    // Half of the variance comes from the token, half from its embedding.
    const float half = std::sqrt(0.5f);
    m_plan.ops.emplace_back(
        EmbedRowsOp{.table = &require("per_layer_token_embd.weight"),
                    .out = stream.layerEmbeddings,
                    .scale = half * std::sqrt(static_cast<float>(spec.layerEmbedding)),
                    .onHost = true});
    MatmulOp project{.in = stream.residual,
                     .count = 1,
                     .scale = 1.0f / std::sqrt(static_cast<float>(spec.embedding))};
    project.weights[0] = &require("per_layer_model_proj.weight");
    project.outs[0] = projected;
    m_plan.ops.emplace_back(project);
    m_plan.ops.emplace_back(NormOp{.in = projected,
                                   .out = stream.layerEmbeddings,
                                   .weight = &require("per_layer_proj_norm.weight"),
                                   .eps = spec.normEps,
                                   .accumulate = true,
                                   .parts = layers,
                                   .scale = half});
}

void PlanBuilder::addLogits(const Stream& stream) {
    const ArchSpec& spec = m_model.spec();
    const WeightTensor* output = find("output.weight");
    m_plan.logits = buffer("logits", spec.vocabulary, RowScope::LogitRows);
    MatmulOp op{.in = stream.residual,
                .norm = &require("output_norm.weight"),
                .eps = spec.normEps,
                .count = 1,
                .scale = spec.logitScale,
                .softcap = spec.logitSoftcap};
    op.weights[0] = output != nullptr ? output : &require("token_embd.weight"); // Tied.
    op.biases[0] = find("output.bias");
    op.outs[0] = m_plan.logits;
    m_plan.ops.emplace_back(op);
}

std::uint32_t PlanBuilder::attentionWidth(std::uint32_t layer) const {
    const ArchSpec& spec = m_model.spec();
    const LayerSpec& shape = spec.layers[layer];
    return shape.heads * (spec.latent.latent > 0 ? spec.latent.value : shape.valueLength);
}

PlanBuilder::Stream PlanBuilder::keepWanted(const Stream& stream, BufferId& attention) {
    const auto keep = [&](const char* name, BufferId id) {
        const BufferId wanted = buffer(name, m_plan.buffers[id].width, RowScope::LogitRows);
        m_plan.ops.emplace_back(GatherRowsOp{.in = id, .out = wanted});
        return wanted;
    };
    Stream kept{.scope = RowScope::LogitRows};
    attention = keep("wanted attention", attention);
    kept.residual = keep("wanted residual", stream.residual);
    if (stream.layerEmbeddings != kNoBuffer)
        kept.layerEmbeddings = keep("wanted layer embeddings", stream.layerEmbeddings);
    return kept;
}

Result<ForwardPlan> PlanBuilder::build() {
    const ArchSpec& spec = m_model.spec();
    m_plan.vocabulary = spec.vocabulary;
    m_plan.batchMax = std::clamp(m_options.batchMax, 1u, m_options.contextLength);
    m_plan.logitRowsMax = m_options.allLogits ? m_plan.batchMax : 1;
    m_plan.ropeTables = buildRopeTables(spec, m_options.contextLength);
    m_plan.temperature = spec.temperature;
    layoutCache();

    Stream stream{.residual = buffer("residual", spec.embedding, RowScope::Tokens)};
    m_plan.ops.emplace_back(EmbedRowsOp{.table = &require("token_embd.weight"),
                                        .out = stream.residual,
                                        .scale = spec.embeddingScale});
    if (spec.layerEmbedding > 0) addLayerEmbeddings(stream);
    const auto layers = static_cast<std::uint32_t>(spec.layers.size());
    const auto markLayer = [this] {
        m_plan.layerStarts.push_back(static_cast<std::uint32_t>(m_plan.ops.size()));
    };
    for (std::uint32_t i = 0; i < layers; ++i) {
        markLayer();
        BufferId attention = buffer("attention", attentionWidth(i), RowScope::Tokens);
        addAttention(i, attention);
        if (i + 1 == layers) stream = keepWanted(stream, attention);
        addAttentionOutput(i, attention, stream);
        addFeedForward(i, stream);
        if (spec.layerEmbedding > 0) addLayerEmbedding(i, stream);
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
    if (options.contextLength > (1u << 27))
        return Error{ErrorCode::InvalidArgument, "a context of "
                                                     + std::to_string(options.contextLength)
                                                     + " tokens is beyond any model: ask for less"};
    return PlanBuilder(model, options).build();
}

} // namespace inference
