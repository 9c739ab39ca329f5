// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The tensors of a layer: which there must be, which there may be, and their shapes.
#include "inference/model/model_loader.h"

namespace inference {

using Need = TensorBinder::Need;

Result<void> ModelLoader::bindKeysAndValues(const std::string& block, const LayerSpec& layer) {
    const std::uint64_t width = m_spec.embedding;
    const std::uint64_t kWidth = std::uint64_t{layer.kvHeads} * layer.keyLength;
    const std::uint64_t vWidth = std::uint64_t{layer.kvHeads} * layer.valueLength;
    TRY(m_tensors.matrix(block + "attn_k.weight", {width, kWidth}));
    TRY(m_tensors.vector(block + "attn_k.bias", {kWidth}, Need::Optional));
    // Where values are normed they may be the keys before their own norm.
    const bool optional = m_spec.unitValues && kWidth == vWidth;
    TRY(m_tensors.matrix(block + "attn_v.weight", {width, vWidth},
                         optional ? Need::Optional : Need::Required));
    return m_tensors.vector(block + "attn_v.bias", {vWidth}, Need::Optional);
}

Result<void> ModelLoader::bindHeadNorms(const std::string& block, std::uint32_t index) {
    const LayerSpec& layer = m_spec.layers[index];
    if (!m_row.qkNorm && !m_row.qkNormOptional) return {};
    const Need need = m_row.qkNorm ? Need::Required : Need::Optional;
    TRY(m_tensors.vector(block + "attn_q_norm.weight", {layer.keyLength}, need));
    if (layer.cacheLayer != index) return {};
    return m_tensors.vector(block + "attn_k_norm.weight", {layer.keyLength}, need);
}

Result<void> ModelLoader::bindLatentAttention(const std::string& block, const LayerSpec& layer) {
    const LatentSpec& latent = m_spec.latent;
    const std::uint64_t width = m_spec.embedding;
    const std::uint64_t queries =
        std::uint64_t{layer.heads} * (latent.plain + m_spec.rotaryDimensions);
    if (latent.queryRank > 0) {
        TRY(m_tensors.matrix(block + "attn_q_a.weight", {width, latent.queryRank}));
        TRY(m_tensors.vector(block + "attn_q_a_norm.weight", {latent.queryRank}));
        TRY(m_tensors.matrix(block + "attn_q_b.weight", {latent.queryRank, queries}));
    } else {
        TRY(m_tensors.matrix(block + "attn_q.weight", {width, queries}));
    }
    TRY(m_tensors.matrix(block + "attn_kv_a_mqa.weight", {width, layer.keyLength}));
    TRY(m_tensors.vector(block + "attn_kv_a_norm.weight", {latent.latent}));
    const bool split = m_tensors.has(block + "attn_k_b.weight");
    if (split) m_tensors.ignore(block + "attn_kv_b.");
    if (!split && m_tensors.has(block + "attn_kv_b.weight")) // Converters before April 2025.
        return m_tensors.keysAndValues(block + "attn_kv_b.weight", latent.latent,
                                       {layer.heads, latent.plain, latent.value},
                                       block + "attn_k_b.weight", block + "attn_v_b.weight");
    TRY(m_tensors.matrix(block + "attn_k_b.weight", {latent.plain, latent.latent, layer.heads}));
    return m_tensors.matrix(block + "attn_v_b.weight", {latent.latent, latent.value, layer.heads});
}

Result<void> ModelLoader::bindAttention(const std::string& block, std::uint32_t index) {
    const LayerSpec& layer = m_spec.layers[index];
    const std::uint64_t width = m_spec.embedding;
    const std::uint64_t qWidth =
        std::uint64_t{layer.heads} * layer.keyLength * (m_spec.attentionGate ? 2 : 1);
    const std::uint64_t kWidth = std::uint64_t{layer.kvHeads} * layer.keyLength;
    const std::uint64_t vWidth = std::uint64_t{layer.kvHeads} * layer.valueLength;
    std::uint64_t outWidth = std::uint64_t{layer.heads} * layer.valueLength;
    if (m_spec.latent.latent > 0) {
        outWidth = std::uint64_t{layer.heads} * m_spec.latent.value;
        TRY(bindLatentAttention(block, layer));
    } else if (m_tensors.has(block + "attn_qkv.weight")) {
        TRY(m_tensors.slices(block + "attn_qkv.weight", width,
                             {{block + "attn_q.weight", qWidth},
                              {block + "attn_k.weight", kWidth},
                              {block + "attn_v.weight", vWidth}}));
        TRY(m_tensors.vectorSlices(block + "attn_qkv.bias", {{block + "attn_q.bias", qWidth},
                                                             {block + "attn_k.bias", kWidth},
                                                             {block + "attn_v.bias", vWidth}}));
        TRY(bindHeadNorms(block, index));
    } else {
        TRY(m_tensors.matrix(block + "attn_q.weight", {width, qWidth}));
        TRY(m_tensors.vector(block + "attn_q.bias", {qWidth}, Need::Optional));
        TRY(bindHeadNorms(block, index));
        if (layer.cacheLayer == index) {
            TRY(bindKeysAndValues(block, layer));
        } else {
            // Some files still carry what the layer does not use.
            m_tensors.ignore(block + "attn_k.");
            m_tensors.ignore(block + "attn_k_norm.");
            m_tensors.ignore(block + "attn_v.");
        }
    }
    if (m_row.sinks) {
        TRY(m_tensors.vector(block + "attn_sinks.weight", {layer.heads}));
    }
    TRY(m_tensors.matrix(block + "attn_output.weight", {outWidth, width}));
    return m_tensors.vector(block + "attn_output.bias", {width}, Need::Optional);
}

Result<void> ModelLoader::bindFeedForward(const std::string& block, const LayerSpec& layer) {
    const std::uint64_t width = m_spec.embedding;
    const std::uint64_t inner = layer.feedForward;
    if (inner == 0) return Error{ErrorCode::Corrupt, "the width of the feed-forward is missing"};
    const std::string gate = block + "ffn_gate.weight";
    const std::string up = block + "ffn_up.weight";
    if (!m_spec.gatedFeedForward) {
        TRY(m_tensors.matrix(up, {width, inner}));
        TRY(m_tensors.vector(block + "ffn_up.bias", {inner}, Need::Optional));
    } else if (!m_tensors.has(gate) && m_tensors.has(up)) {
        TRY(m_tensors.slices(up, width, {{gate, inner}, {up, inner}}));
        TRY(m_tensors.vectorSlices(block + "ffn_up.bias", {{block + "ffn_gate.bias", inner},
                                                           {block + "ffn_up.bias", inner}}));
    } else {
        TRY(m_tensors.matrix(gate, {width, inner}));
        TRY(m_tensors.matrix(up, {width, inner}));
        TRY(m_tensors.vector(block + "ffn_gate.bias", {inner}, Need::Optional));
        TRY(m_tensors.vector(block + "ffn_up.bias", {inner}, Need::Optional));
    }
    TRY(m_tensors.matrix(block + "ffn_down.weight", {inner, width}));
    return m_tensors.vector(block + "ffn_down.bias", {width}, Need::Optional);
}

Result<void> ModelLoader::bindExperts(const std::string& block, const LayerSpec& layer) {
    const std::uint64_t width = m_spec.expertEmbedding;
    const std::uint64_t inner = layer.expertFeedForward;
    const std::uint64_t experts = m_spec.experts;
    if (inner == 0) return Error{ErrorCode::Corrupt, "the width of an expert is missing"};
    if (m_tensors.has(block + "ffn_gate.0.weight"))
        return Error{ErrorCode::Unsupported,
                     "this file keeps each expert in a tensor of its own, as "
                     "converters did before April 2024: get a newer file"};
    TRY(m_tensors.matrix(block + "ffn_gate_inp.weight", {m_spec.embedding, experts}));
    if (width != m_spec.embedding) {
        TRY(m_tensors.matrix(block + "ffn_latent_down.weight", {m_spec.embedding, width}));
        TRY(m_tensors.matrix(block + "ffn_latent_up.weight", {width, m_spec.embedding}));
    }
    TRY(m_tensors.vector(block + "ffn_gate_inp.bias", {experts}, Need::Optional));
    TRY(m_tensors.vector(block + "exp_probs_b.bias", {experts}, Need::Optional));
    if (!m_spec.gatedFeedForward) {
        TRY(m_tensors.matrix(block + "ffn_up_exps.weight", {width, inner, experts}));
        TRY(m_tensors.vector(block + "ffn_up_exps.bias", {inner, experts}, Need::Optional));
    } else if (m_tensors.has(block + "ffn_gate_up_exps.weight")) {
        TRY(m_tensors.matrix(block + "ffn_gate_up_exps.weight", {width, 2 * inner, experts}));
        TRY(m_tensors.vector(block + "ffn_gate_up_exps.bias", {2 * inner, experts},
                             Need::Optional));
    } else {
        TRY(m_tensors.matrix(block + "ffn_gate_exps.weight", {width, inner, experts}));
        TRY(m_tensors.matrix(block + "ffn_up_exps.weight", {width, inner, experts}));
        TRY(m_tensors.vector(block + "ffn_gate_exps.bias", {inner, experts}, Need::Optional));
        TRY(m_tensors.vector(block + "ffn_up_exps.bias", {inner, experts}, Need::Optional));
    }
    TRY(m_tensors.matrix(block + "ffn_down_exps.weight", {inner, width, experts}));
    TRY(m_tensors.vector(block + "ffn_down_exps.bias", {width, experts}, Need::Optional));
    return m_tensors.vector(block + "ffn_down_exps.scale", {experts}, Need::Optional);
}

Result<void> ModelLoader::bindSharedExpert(const std::string& block) {
    const std::uint64_t width = m_spec.embedding;
    const std::uint64_t inner = m_spec.sharedFeedForward;
    if (m_spec.sharedExpertGate) {
        TRY(m_tensors.matrix(block + "ffn_gate_inp_shexp.weight", {width}));
    }
    if (m_spec.gatedFeedForward) {
        TRY(m_tensors.matrix(block + "ffn_gate_shexp.weight", {width, inner}));
    }
    TRY(m_tensors.matrix(block + "ffn_up_shexp.weight", {width, inner}));
    return m_tensors.matrix(block + "ffn_down_shexp.weight", {inner, width});
}

Result<void> ModelLoader::bindExpertsBesideDense(const std::string& block) {
    const std::uint64_t width = m_spec.embedding;
    TRY(m_tensors.vector(block + "ffn_gate_inp.scale", {width}));
    TRY(m_tensors.vector(block + "pre_ffw_norm_2.weight", {width}));
    TRY(m_tensors.vector(block + "post_ffw_norm_1.weight", {width}));
    return m_tensors.vector(block + "post_ffw_norm_2.weight", {width});
}

Result<void> ModelLoader::bindLayerEmbeddings() {
    const std::uint64_t length = m_spec.layerEmbedding;
    const std::uint64_t all = length * m_spec.layers.size();
    TRY(m_tensors.matrix("per_layer_token_embd.weight", {all, m_spec.vocabulary}));
    TRY(m_tensors.matrix("per_layer_model_proj.weight", {m_spec.embedding, all}));
    return m_tensors.vector("per_layer_proj_norm.weight", {length});
}

Result<void> ModelLoader::bindLayer(std::uint32_t index) {
    const std::string block = "blk." + std::to_string(index) + '.';
    LayerSpec& layer = m_spec.layers[index];
    const std::uint64_t width = m_spec.embedding;
    TRY(bindMixer(block, index));
    if (!layer.feedsForward) return {};
    if (!m_row.oneSublayer) {
        TRY(m_tensors.vector(block + m_spec.feedForwardNorm + ".weight", {width}));
    }
    if (m_spec.postNorms) {
        TRY(m_tensors.vector(block + "post_attention_norm.weight", {width}));
        TRY(m_tensors.vector(block + "post_ffw_norm.weight", {width}));
    }
    if (layer.experts) {
        TRY(bindExperts(block, layer));
        if (m_spec.sharedFeedForward > 0) {
            TRY(bindSharedExpert(block));
        }
        if (m_spec.denseBesideExperts) {
            TRY(bindExpertsBesideDense(block));
        }
    }
    if (!layer.experts || m_spec.denseBesideExperts) {
        TRY(bindFeedForward(block, layer));
    }
    if (m_spec.layerEmbedding > 0) {
        TRY(m_tensors.matrix(block + "inp_gate.weight", {width, m_spec.layerEmbedding}));
        TRY(m_tensors.matrix(block + "proj.weight", {m_spec.layerEmbedding, width}));
        TRY(m_tensors.vector(block + "post_norm.weight", {width}));
    }
    // Norms on outputs end a layer with an op that can scale the stream.
    if (!m_spec.postNorms || !m_tensors.has(block + "layer_output_scale.weight")) return {};
    TRY(const auto scale, m_tensors.factors(block + "layer_output_scale.weight", 1));
    layer.outputScale = scale.front();
    return {};
}

} // namespace inference
