// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/random_weights.h"

namespace inference::testing {

/// The shape of a model made of random numbers. Fields are public so that a test can bend them into
/// whatever no released model looks like.
struct RandomModel : RandomWeights {
    std::string architecture = "llama";
    std::uint32_t vocabulary = 101;
    std::uint32_t embedding = 96;
    std::uint32_t layers = 2;
    std::uint32_t heads = 6;
    std::uint32_t kvHeads = 2;
    std::uint32_t keyLength = 16;
    std::uint32_t valueLength = 16;
    std::uint32_t rotary = 16;
    std::uint32_t feedForward = 160;
    std::uint32_t context = 256;
    std::uint32_t window = 0;
    std::uint32_t experts = 0;
    std::uint32_t expertsUsed = 0;
    std::vector<std::int32_t> expertCounts; ///< Used in each layer, instead.
    bool tied = false, biases = false, qkNorm = false;
    bool postNorms = false, ropeFactors = false;
    bool fusedGateUp = false; ///< One tensor for gate and up of the experts.
    bool fusedQkv = false;
    std::uint32_t denseLayers = 0; ///< Leading layers without experts.
    std::uint32_t sharedExperts = 0;
    std::uint32_t expertGroups = 0; ///< Half of them are used.
    std::uint32_t gating = 0;       ///< expert_gating_func; with 2 there is a selection bias.
    std::uint32_t latent = 0;       ///< A latent cache: keyLength is plain + rotary then.
    bool oneKeyMatrix = false;      ///< As files before April 2025 have it.
    std::uint32_t queryRank = 0;
    float temperature = 0; ///< Of queries, from position 8 on.
    bool scalars = false;  ///< Factors of embedding, residual, attention and logits.
    /// Windows on every other layer, with heads of half the size; the last two layers read the
    /// caches of those before them; each layer adds a part of the token's second embedding.
    std::uint32_t layerEmbedding = 0;

    virtual ~RandomModel() = default;
    RandomModel() = default;
    RandomModel(const RandomModel&) = default;
    RandomModel& operator=(const RandomModel&) = default;

    /// The whole file. Further metadata may be added through `writer`.
    std::string bytes() {
        addMetadata();
        addTensors();
        return writer.bytes();
    }
    bool save(const std::filesystem::path& path) {
        addMetadata();
        addTensors();
        return writer.save(path);
    }

protected:
    std::string key(const char* name) const { return architecture + '.' + name; }

    void addMetadata() {
        writer.string("general.architecture", architecture);
        writer.string("general.name", "random");
        writer.u32(key("context_length"), context);
        writer.u32(key("embedding_length"), embedding);
        writer.u32(key("block_count"), layers);
        if (writesFeedForward) writer.u32(key("feed_forward_length"), feedForward);
        writer.u32(key("attention.head_count"), heads);
        if (writesKeyHeads) writer.u32(key("attention.head_count_kv"), latent > 0 ? 1 : kvHeads);
        const bool cell = latent > 0 && !oneKeyMatrix;
        writer.u32(key("attention.key_length"), cell ? latent + rotary : keyLength);
        writer.u32(key("attention.value_length"), cell ? latent : valueLength);
        writer.u32(key("rope.dimension_count"), rotary);
        writer.f32(key("attention.layer_norm_rms_epsilon"), 1e-5f);
        if (window > 0) writer.u32(key("attention.sliding_window"), window);
        if (experts > 0) {
            writer.u32(key("expert_count"), experts);
            if (expertCounts.empty())
                writer.u32(key("expert_used_count"), expertsUsed);
            else
                writer.ints(key("expert_used_count"), expertCounts);
            writer.u32(key("expert_shared_count"), sharedExperts);
            writer.u32(key("leading_dense_block_count"), denseLayers);
            if (gating > 0) writer.u32(key("expert_gating_func"), gating);
            if (expertGroups > 0) {
                writer.u32(key("expert_group_count"), expertGroups);
                writer.u32(key("expert_group_used_count"), expertGroups / 2);
            }
        }
        addFamilyMetadata();
        addVocabulary(vocabulary);
    }

    void addFamilyMetadata() {
        if (latent > 0) {
            writer.u32(key("attention.kv_lora_rank"), latent);
            if (!oneKeyMatrix) {
                writer.u32(key("attention.key_length_mla"), keyLength);
                writer.u32(key("attention.value_length_mla"), valueLength);
            }
            if (queryRank > 0) writer.u32(key("attention.q_lora_rank"), queryRank);
        }
        if (temperature != 0) {
            writer.f32(key("attention.temperature_scale"), temperature);
            writer.u32(key("attention.temperature_length"), 8);
        }
        if (scalars) {
            writer.f32(key("embedding_scale"), 3.0f);
            writer.f32(key("residual_scale"), 0.4f);
            writer.f32(key("attention.scale"), 0.2f);
            writer.f32(key("logit_scale"), 1.7f);
        }
        if (layerEmbedding > 0) {
            writer.u32(key("embedding_length_per_layer_input"), layerEmbedding);
            writer.u32(key("attention.shared_kv_layers"), 2);
            writer.u32(key("attention.key_length_swa"), keyLength / 2);
            writer.u32(key("attention.value_length_swa"), valueLength / 2);
            writer.u32(key("rope.dimension_count_swa"), rotary / 2);
            std::vector<bool> slides;
            for (std::uint32_t i = 0; i < layers; ++i) slides.push_back(i % 2 == 0);
            writer.bools(key("attention.sliding_window_pattern"), slides);
        }
    }

    void addLatent(const std::string& block) {
        const std::uint64_t queries = std::uint64_t{heads} * keyLength;
        if (queryRank > 0) {
            matrix(block + "attn_q_a.weight", embedding, queryRank);
            vector(block + "attn_q_a_norm.weight", queryRank, 1, 0.3f);
            matrix(block + "attn_q_b.weight", queryRank, queries);
        } else {
            matrix(block + "attn_q.weight", embedding, queries);
        }
        matrix(block + "attn_kv_a_mqa.weight", embedding, latent + rotary);
        vector(block + "attn_kv_a_norm.weight", latent, 1, 0.3f);
        if (oneKeyMatrix)
            return keysAndValues(block + "attn_kv_b.weight", latent, keyLength - rotary,
                                 valueLength, heads);
        matrix(block + "attn_k_b.weight", keyLength - rotary, latent, heads);
        matrix(block + "attn_v_b.weight", latent, valueLength, heads);
    }

    void addAttention(const std::string& block, std::uint32_t index) {
        const std::uint32_t half = layerEmbedding > 0 && index % 2 == 0 ? 2 : 1;
        const std::uint64_t q = std::uint64_t{heads} * keyLength / half;
        const std::uint64_t k = std::uint64_t{kvHeads} * keyLength / half;
        const std::uint64_t v = std::uint64_t{kvHeads} * valueLength / half;
        const bool ownCache = layerEmbedding == 0 || index + 2 < layers;
        vector(block + "attn_norm.weight", embedding, 1, 0.3f);
        if (latent > 0) {
            addLatent(block);
        } else if (fusedQkv) {
            matrix(block + "attn_qkv.weight", embedding, q + k + v);
        } else {
            matrix(block + "attn_q.weight", embedding, q * queryParts);
            if (ownCache) matrix(block + "attn_k.weight", embedding, k);
            // Without a matrix of their own, values are the keys.
            if (ownCache && (layerEmbedding == 0 || half == 2))
                matrix(block + "attn_v.weight", embedding, v);
        }
        matrix(block + "attn_output.weight", std::uint64_t{heads} * valueLength / half, embedding);
        if (biases) {
            vector(block + "attn_q.bias", q, 0, 0.3f);
            vector(block + "attn_k.bias", k, 0, 0.3f);
            vector(block + "attn_v.bias", v, 0, 0.3f);
            vector(block + "attn_output.bias", embedding, 0, 0.3f);
        }
        if (qkNorm) {
            vector(block + "attn_q_norm.weight", keyLength / half, 1, 0.3f);
            if (ownCache) vector(block + "attn_k_norm.weight", keyLength / half, 1, 0.3f);
        }
        if (postNorms) {
            vector(block + "post_attention_norm.weight", embedding, 1, 0.3f);
            vector(block + "post_ffw_norm.weight", embedding, 1, 0.3f);
        }
    }

    void addFeedForward(const std::string& block, std::uint32_t index) {
        vector(block + "ffn_norm.weight", embedding, 1, 0.3f);
        if (experts == 0 || index < denseLayers) {
            matrix(block + "ffn_gate.weight", embedding, feedForward);
            matrix(block + "ffn_up.weight", embedding, feedForward);
            matrix(block + "ffn_down.weight", feedForward, embedding);
            if (biases) {
                vector(block + "ffn_gate.bias", feedForward, 0, 0.3f);
                vector(block + "ffn_up.bias", feedForward, 0, 0.3f);
                vector(block + "ffn_down.bias", embedding, 0, 0.3f);
            }
            return;
        }
        const DType quantized = std::exchange(dtype, DType::F32);
        matrix(block + "ffn_gate_inp.weight", embedding, experts);
        dtype = quantized;
        if (gating == 2) vector(block + "exp_probs_b.bias", experts, 0, 0.2f);
        if (sharedExperts > 0) {
            const std::uint64_t width = std::uint64_t{feedForward} * sharedExperts;
            matrix(block + "ffn_gate_shexp.weight", embedding, width);
            matrix(block + "ffn_up_shexp.weight", embedding, width);
            matrix(block + "ffn_down_shexp.weight", width, embedding);
        }
        if (fusedGateUp) {
            matrix(block + "ffn_gate_up_exps.weight", embedding, 2 * feedForward, experts);
        } else {
            matrix(block + "ffn_gate_exps.weight", embedding, feedForward, experts);
            matrix(block + "ffn_up_exps.weight", embedding, feedForward, experts);
        }
        matrix(block + "ffn_down_exps.weight", feedForward, embedding, experts);
    }

    void addTensors() {
        matrix("token_embd.weight", embedding, vocabulary);
        vector(outputNorm, embedding, 1, 0.3f);
        if (!tied) matrix("output.weight", embedding, vocabulary);
        if (ropeFactors) vector("rope_freqs.weight", rotary / 2, 2, 1);
        if (layerEmbedding > 0) {
            matrix("per_layer_token_embd.weight", std::uint64_t{layerEmbedding} * layers,
                   vocabulary);
            matrix("per_layer_model_proj.weight", embedding,
                   std::uint64_t{layerEmbedding} * layers);
            vector("per_layer_proj_norm.weight", layerEmbedding, 1, 0.3f);
        }
        for (std::uint32_t i = 0; i < layers; ++i) {
            const std::string block = "blk." + std::to_string(i) + '.';
            addBlock(i, block);
            if (layerEmbedding == 0) continue;
            matrix(block + "inp_gate.weight", embedding, layerEmbedding);
            matrix(block + "proj.weight", layerEmbedding, embedding);
            vector(block + "post_norm.weight", embedding, 1, 0.3f);
            vector(block + "layer_output_scale.weight", 1, 0.8f, 0.1f);
        }
    }
    virtual void addBlock(std::uint32_t layer, const std::string& block) {
        addAttention(block, layer);
        addFeedForward(block, layer);
    }

    bool writesKeyHeads = true, writesFeedForward = true; ///< Or another does, layer by layer.
    std::uint32_t queryParts = 1;
    std::string outputNorm = "output_norm.weight";
};

} // namespace inference::testing
