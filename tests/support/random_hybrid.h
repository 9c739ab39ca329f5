// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <vector>

#include "tests/support/random_model.h"

namespace inference::testing {

/// A model of random numbers whose layers are recurrent (R), attention (A) or, in families whose
/// layers are one thing each, a feed-forward (F). The architecture says which kind of recurrence.
struct RandomHybrid : RandomModel {
    std::string kinds = "RRA";
    std::uint32_t taps = 4;
    std::uint32_t stateSize = 12;
    std::uint32_t recurrentHeads = 4;
    std::uint32_t headLength = 10;
    std::uint32_t groups = 2;
    std::uint32_t sharedFeedForward = 0;
    std::uint32_t narrow = 0;      ///< Width that experts work in; 0 = the model's.
    bool olderLayout = false;      ///< Rows of each key head together, in one matrix.
    std::uint32_t predictions = 0; ///< Blocks after the trunk, filled with anything.

    bool saveHybrid(const std::filesystem::path& path) {
        layers = static_cast<std::uint32_t>(kinds.size()) + predictions;
        addHybridMetadata();
        return save(path);
    }

protected:
    bool isDelta() const { return architecture.starts_with("qwen3"); }
    bool isConv() const { return architecture.starts_with("lfm2"); }
    bool isSingle() const { return architecture.starts_with("nemotron"); }
    bool inTrunk(std::uint32_t i) const { return i < kinds.size(); }
    std::uint32_t innerSize() const { return recurrentHeads * headLength; }
    std::uint32_t channels() const { return innerSize() + 2 * groups * stateSize; }

    void addHybridMetadata() {
        std::vector<std::int32_t> keys, forward;
        std::vector<bool> recurrent;
        for (std::uint32_t i = 0; i < layers; ++i) {
            const char kind = inTrunk(i) ? kinds[i] : 'A';
            keys.push_back(kind == 'A' ? static_cast<std::int32_t>(kvHeads) : 0);
            forward.push_back(kind == 'F' ? static_cast<std::int32_t>(feedForward) : 0);
            recurrent.push_back(kind == 'R');
        }
        if (isDelta())
            writer.bools(key("attention.recurrent_layers"), recurrent);
        else
            writer.ints(key("attention.head_count_kv"), keys);
        if (isSingle()) writer.ints(key("feed_forward_length"), forward);
        if (predictions > 0) writer.u32(key("nextn_predict_layers"), predictions);
        if (isConv()) {
            writer.u32(key("shortconv.l_cache"), taps);
        } else {
            writer.u32(key("ssm.conv_kernel"), taps);
            writer.u32(key("ssm.inner_size"), innerSize());
            writer.u32(key("ssm.state_size"), stateSize);
            writer.u32(key("ssm.time_step_rank"), recurrentHeads);
            writer.u32(key("ssm.group_count"), groups);
        }
        if (experts > 0) {
            writer.u32(key("expert_feed_forward_length"), feedForward);
            writer.u32(key("expert_shared_feed_forward_length"), sharedFeedForward);
        }
        if (isConv()) outputNorm = "token_embd_norm.weight";
        writesKeyHeads = isDelta();
        writesFeedForward = !isSingle();
    }

    void exact(const std::string& name, std::uint64_t rowLength, std::uint64_t rows) {
        const DType wanted = std::exchange(dtype, DType::F32);
        matrix(name, rowLength, rows);
        dtype = wanted;
    }

    void addState(const std::string& block) {
        exact(block + "ssm_conv1d.weight", taps, channels());
        vector(block + "ssm_dt.bias", recurrentHeads, 0, 1);
        if (isDelta()) {
            vector(block + "ssm_a", recurrentHeads, -0.4f, 0.35f);
            vector(block + "ssm_norm.weight", headLength, 1, 0.3f);
        } else {
            vector(block + "ssm_conv1d.bias", channels(), 0, 0.3f);
            exact(block + "ssm_d", 1, recurrentHeads);
            std::vector<float> decay(recurrentHeads);
            for (float& value : decay) value = -0.4f + 0.35f * uniform();
            writer.tensor(block + "ssm_a", {1, recurrentHeads}, decay);
            std::vector<float> norm(innerSize());
            for (float& value : norm) value = 1 + 0.3f * uniform();
            writer.tensor(block + "ssm_norm.weight", {innerSize() / groups, groups}, norm);
        }
        matrix(block + "ssm_out.weight", innerSize(), embedding);
    }

    void addRecurrent(const std::string& block) {
        vector(block + "attn_norm.weight", embedding, 1, 0.3f);
        if (isConv()) {
            matrix(block + "shortconv.in_proj.weight", embedding, 3 * std::uint64_t{embedding});
            exact(block + "shortconv.conv.weight", taps, embedding);
            matrix(block + "shortconv.out_proj.weight", embedding, embedding);
            return;
        }
        if (!isDelta()) {
            matrix(block + "ssm_in.weight", embedding,
                   std::uint64_t{innerSize()} + channels() + recurrentHeads);
        } else if (olderLayout) {
            matrix(block + "ssm_in.weight", embedding, std::uint64_t{innerSize()} + channels());
            matrix(block + "ssm_ba.weight", embedding, 2 * std::uint64_t{recurrentHeads});
        } else {
            matrix(block + "attn_qkv.weight", embedding, channels());
            matrix(block + "attn_gate.weight", embedding, innerSize());
            matrix(block + "ssm_beta.weight", embedding, recurrentHeads);
            matrix(block + "ssm_alpha.weight", embedding, recurrentHeads);
        }
        addState(block);
    }

    void addForward(const std::string& block) {
        if (!isSingle())
            vector(block + (isDelta() ? "post_attention_norm.weight" : "ffn_norm.weight"),
                   embedding, 1, 0.3f);
        else
            vector(block + "attn_norm.weight", embedding, 1, 0.3f);
        if (experts == 0) {
            if (!isSingle()) matrix(block + "ffn_gate.weight", embedding, feedForward);
            matrix(block + "ffn_up.weight", embedding, feedForward);
            matrix(block + "ffn_down.weight", feedForward, embedding);
            return;
        }
        const std::uint64_t width = narrow > 0 ? narrow : embedding;
        exact(block + "ffn_gate_inp.weight", embedding, experts);
        if (!isDelta()) vector(block + "exp_probs_b.bias", experts, 0, 0.3f);
        if (narrow > 0) {
            matrix(block + "ffn_latent_down.weight", embedding, narrow);
            matrix(block + "ffn_latent_up.weight", narrow, embedding);
        }
        if (!isSingle()) matrix(block + "ffn_gate_exps.weight", width, feedForward, experts);
        matrix(block + "ffn_up_exps.weight", width, feedForward, experts);
        matrix(block + "ffn_down_exps.weight", feedForward, width, experts);
        if (sharedFeedForward == 0) return;
        if (isDelta()) vector(block + "ffn_gate_inp_shexp.weight", embedding, 0, 0.3f);
        if (!isSingle()) matrix(block + "ffn_gate_shexp.weight", embedding, sharedFeedForward);
        matrix(block + "ffn_up_shexp.weight", embedding, sharedFeedForward);
        matrix(block + "ffn_down_shexp.weight", sharedFeedForward, embedding);
    }

    void addBlock(std::uint32_t layer, const std::string& block) override {
        const char kind = inTrunk(layer) ? kinds[layer] : 'A';
        if (!inTrunk(layer))
            matrix(block + "nextn.eh_proj.weight", 2 * std::uint64_t{embedding}, embedding);
        if (kind == 'R') addRecurrent(block);
        if (kind == 'A') {
            queryParts = isDelta() ? 2 : 1; // A gate for each query.
            addAttention(block, layer);
        }
        if (kind == 'F' || !isSingle()) addForward(block);
    }
};

} // namespace inference::testing
