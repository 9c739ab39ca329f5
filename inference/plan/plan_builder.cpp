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

RecurrentLayout stateOf(const ArchSpec& spec, Mixer mixer) {
    const RecurrentSpec& sizes = spec.recurrent;
    switch (mixer) {
    case Mixer::ShortConv: return {(sizes.taps - 1) * spec.embedding, 0};
    case Mixer::GatedDelta:
    case Mixer::Mamba2:
        return {(sizes.taps - 1) * sizes.channels(), sizes.innerSize * sizes.stateSize};
    case Mixer::Attention:
    case Mixer::None: break;
    }
    return {};
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
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        const LayerSpec& layer = spec.layers[i];
        kv.recurrent.push_back(stateOf(spec, layer.mixer));
        if (layer.cacheLayer != i || layer.mixer != Mixer::Attention) {
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
    if (!kv.hasRecurrentState()) kv.recurrent.clear();
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
                .norm = &require(spec.outputNorm + std::string(".weight")),
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

PlanBuilder::Stream PlanBuilder::keepWanted(const Stream& stream, BufferId& mixed) {
    const auto keep = [&](const char* name, BufferId id) {
        const BufferId wanted = buffer(name, m_plan.buffers[id].width, RowScope::LogitRows);
        m_plan.ops.emplace_back(GatherRowsOp{.in = id, .out = wanted});
        return wanted;
    };
    Stream kept{.scope = RowScope::LogitRows};
    mixed = keep("wanted values", mixed);
    kept.residual = keep("wanted residual", stream.residual);
    if (stream.layerEmbeddings != kNoBuffer)
        kept.layerEmbeddings = keep("wanted layer embeddings", stream.layerEmbeddings);
    return kept;
}

MatmulOp PlanBuilder::fromStream(const std::string& block) {
    const ArchSpec& spec = m_model.spec();
    return {.in = buffer("residual", spec.embedding, RowScope::Tokens),
            .norm = &require(block + "attn_norm.weight"),
            .eps = spec.normEps};
}

MatmulOp PlanBuilder::addMixer(std::uint32_t layer) {
    switch (m_model.spec().layers[layer].mixer) {
    case Mixer::ShortConv: return addShortConv(layer);
    case Mixer::GatedDelta: return addGatedDelta(layer);
    case Mixer::Mamba2: return addMamba(layer);
    case Mixer::Attention:
    case Mixer::None: break;
    }
    const BufferId attention = buffer("attention", attentionWidth(layer), RowScope::Tokens);
    addAttention(layer, attention);
    MatmulOp output{.in = attention, .count = 1};
    output.weights[0] = &require(blockName(layer) + "attn_output.weight");
    output.biases[0] = find(blockName(layer) + "attn_output.bias");
    return output;
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
    std::uint32_t lastMixer = 0;
    for (std::uint32_t i = 0; i < layers; ++i)
        if (spec.layers[i].mixer != Mixer::None) lastMixer = i;
    for (std::uint32_t i = 0; i < layers; ++i) {
        markLayer();
        if (spec.layers[i].mixer != Mixer::None) {
            MatmulOp output = addMixer(i);
            if (i == lastMixer) stream = keepWanted(stream, output.in);
            addMixerOutput(i, output, stream);
        }
        if (spec.layers[i].feedsForward) addFeedForward(i, stream);
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
