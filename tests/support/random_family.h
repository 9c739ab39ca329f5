// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <string_view>

#include "tests/support/random_hybrid.h"

namespace inference::testing {

/// What single families add to RandomModel.
struct RandomVariant : RandomModel {
    bool sinks = false;       ///< With a bias of every matrix of the experts.
    bool fusedUp = false;     ///< Rows of gate, then of up, in one matrix.
    bool sharedGate = false;  ///< A learned score of the shared expert.
    bool besideDense = false; ///< A dense feed-forward with norms of its own.
    bool longFactors = false; ///< Two sets of factors.
    bool queryBiases = false; ///< Of q, k and v alone.

protected:
    void rowsOf(const std::string& name, std::uint64_t length, std::uint64_t rows) {
        const DType wanted = std::exchange(dtype, DType::F32);
        matrix(name, length, rows);
        dtype = wanted;
    }
    void addBlock(std::uint32_t layer, const std::string& block) override {
        addAttention(block, layer);
        if (sinks) vector(block + "attn_sinks.weight", heads, 0.5f, 1.5f);
        if (queryBiases) {
            vector(block + "attn_q.bias", std::uint64_t{heads} * keyLength, 0, 0.3f);
            vector(block + "attn_k.bias", std::uint64_t{kvHeads} * keyLength, 0, 0.3f);
            vector(block + "attn_v.bias", std::uint64_t{kvHeads} * valueLength, 0, 0.3f);
        }
        if (fusedUp) {
            vector(block + "ffn_norm.weight", embedding, 1, 0.3f);
            matrix(block + "ffn_up.weight", embedding, 2 * std::uint64_t{feedForward});
            matrix(block + "ffn_down.weight", feedForward, embedding);
        } else {
            addFeedForward(block, layer);
        }
        if (longFactors && layer == 0) {
            vector("rope_factors_long.weight", rotary / 2, 2, 1);
            vector("rope_factors_short.weight", rotary / 2, 1.5f, 0.4f);
        }
        if (experts == 0 || layer < denseLayers) return;
        if (sharedGate) vector(block + "ffn_gate_inp_shexp.weight", embedding, 0, 0.3f);
        if (sinks) {
            vector(block + "ffn_gate_inp.bias", experts, 0, 0.3f);
            rowsOf(block + "ffn_gate_exps.bias", feedForward, experts);
            rowsOf(block + "ffn_up_exps.bias", feedForward, experts);
            rowsOf(block + "ffn_down_exps.bias", embedding, experts);
        }
        if (besideDense) {
            matrix(block + "ffn_gate.weight", embedding, feedForward);
            matrix(block + "ffn_up.weight", embedding, feedForward);
            matrix(block + "ffn_down.weight", feedForward, embedding);
            vector(block + "ffn_gate_inp.scale", embedding, 1, 0.3f);
            for (const char* norm : {"pre_ffw_norm_2", "post_ffw_norm_1", "post_ffw_norm_2"})
                vector(block + norm + ".weight", embedding, 1, 0.3f);
            vector(block + "ffn_down_exps.scale", experts, 1, 0.5f);
        }
    }
};

/// Draws a model of a family with a shape that nobody has released. The same seed, the same file.
class RandomFamily {
public:
    RandomFamily(std::string_view architecture, std::uint64_t seed, DType dtype = DType::F32)
        : m_name(architecture), m_dtype(dtype), m_rng(seed * 7919 + 17) {}

    bool save(const std::filesystem::path& path) {
        const bool hybrid = m_name.starts_with("qwen35") || m_name == "qwen3next"
                            || m_name.starts_with("lfm2") || m_name.starts_with("nemotron")
                            || m_name == "granitehybrid";
        return hybrid ? saveHybrid(path) : savePlain(path);
    }

private:
    std::uint32_t any(std::initializer_list<std::uint32_t> values) {
        return *(values.begin() + m_rng.next() % values.size());
    }
    bool maybe() { return m_rng.next() % 2 == 0; }
    bool is(std::string_view name) const { return m_name == name; }
    std::string key(const char* name) const { return m_name + '.' + name; }
    bool blocks() const { return dtypeInfo(m_dtype).blockElements > 1; }

    void drawShape(RandomModel& m) {
        m.architecture = m_name;
        m.dtype = m_dtype;
        m.seed = m_rng.next();
        m.vocabulary = any({61, 101, 211, 307});
        m.layers = any({2, 3, 4});
        m.kvHeads = any({1, 2, 3});
        m.heads = m.kvHeads * any({1, 2, 3, 5});
        m.context = any({32, 128, 256});
        if (blocks()) {
            m.embedding = any({64, 96, 160});
            m.feedForward = any({64, 96});
            m.keyLength = m.valueLength = any({32, 64});
        } else {
            m.embedding = any({37, 48, 75, 96});
            m.feedForward = any({29, 64, 101});
            m.keyLength = any({6, 10, 16, 18, 32, 40});
            m.valueLength = maybe() ? m.keyLength : any({5, 8, 12, 32});
        }
        m.rotary = maybe() ? m.keyLength : (m.keyLength / 2 + 1) / 2 * 2;
        m.tied = maybe();
    }
    void drawExperts(RandomModel& m) {
        m.experts = any({3, 4, 7, 8});
        m.expertsUsed = 1 + static_cast<std::uint32_t>(m_rng.next() % std::min(m.experts, 4u));
        m.fusedGateUp = maybe();
        if (!blocks()) m.feedForward = any({21, 33, 40});
    }
    void drawScaling(RandomModel& m) {
        switch (m_rng.next() % 3) {
        case 0: return;
        case 1:
            m.writer.string(key("rope.scaling.type"), "linear");
            m.writer.f32(key("rope.scaling.factor"), 2.5f);
            return;
        default:
            m.writer.string(key("rope.scaling.type"), "yarn");
            m.writer.f32(key("rope.scaling.factor"), 4.0f);
            m.writer.u32(key("rope.scaling.original_context_length"), 16);
            if (maybe()) m.writer.f32(key("rope.scaling.yarn_log_multiplier"), 0.1f);
        }
    }

    bool savePlain(const std::filesystem::path& path) {
        RandomVariant m;
        drawShape(m);
        const bool gemma = m_name.starts_with("gemma");
        m.qkNorm = m_name.starts_with("qwen3") || is("gemma3") || is("gemma4")
                   || (is("glm4moe") && maybe());
        m.postNorms = gemma || is("glm4");
        m.tied = m.tied || gemma;
        if (gemma || is("gpt-oss")) m.window = any({3, 5, 9, 16});
        if (m_name.ends_with("moe") || is("gpt-oss") || is("llama4")
            || ((is("llama") || is("mistral4") || is("mistral3")) && maybe()))
            drawExperts(m);
        drawDetails(m);
        if (is("llama") || is("qwen2") || is("mistral3") || is("deepseek2") || is("mistral4"))
            drawScaling(m);
        return m.save(path);
    }

    void drawDetails(RandomVariant& m) {
        if (is("llama")) m.ropeFactors = maybe();
        if (is("llama") || is("qwen2")) m.biases = m.experts == 0 && maybe();
        if (is("qwen2") || is("qwen2moe") || is("glm4") || is("glm4moe")) m.queryBiases = !m.biases;
        if (is("phi3")) {
            m.fusedQkv = m.fusedUp = true;
            m.longFactors = maybe();
            m.writer.f32(key("rope.scaling.attn_factor"), 1.2f);
            m.writer.u32(key("rope.scaling.original_context_length"), any({24, 128}));
        }
        if (is("glm4")) m.fusedUp = true;
        if (is("granite") || is("granitemoe")) m.scalars = true;
        if (is("qwen2moe") || is("glm4moe") || is("granitemoe")) m.sharedExperts = any({1, 2});
        m.sharedGate = is("qwen2moe");
        if (is("glm4moe")) {
            m.gating = 2;
            m.denseLayers = 1;
        }
        if (is("gpt-oss")) {
            m.sinks = true;
            m.fusedGateUp = false;
            m.queryBiases = true;
        }
        if (is("mistral3")) m.temperature = 0.3f;
        if (is("llama4")) {
            m.expertsUsed = m.sharedExperts = 1;
            m.layers = 4;
        }
        if (is("gemma4")) drawGemma4(m);
        if (is("deepseek2") || is("mistral4")) drawLatent(m);
    }
    void drawGemma4(RandomVariant& m) {
        m.layers = 4;
        m.keyLength = m.valueLength = m.rotary = blocks() ? 64 : any({12, 20, 32});
        if (maybe()) {
            m.layerEmbedding = blocks() ? 32 : any({7, 13, 32});
            return;
        }
        drawExperts(m);
        m.besideDense = true;
    }
    void drawLatent(RandomVariant& m) {
        m.rotary = any({4, 8, 16});
        m.keyLength = m.rotary + (blocks() ? 32 : any({5, 14, 32}));
        m.valueLength = blocks() ? 32 : any({6, 11, 32});
        m.latent = blocks() ? 64 : any({13, 26, 64});
        if (maybe()) m.queryRank = blocks() ? 32 : any({19, 33});
        if (is("mistral4")) m.temperature = 0.3f;
        if (is("mistral4") || !maybe()) return;
        drawExperts(m);
        m.experts = 8;
        m.expertsUsed = 3;
        m.expertGroups = maybe() ? 4 : 0;
        m.gating = any({1, 2});
        m.denseLayers = 1;
        m.sharedExperts = any({0, 1, 2});
    }

    bool saveHybrid(const std::filesystem::path& path) {
        RandomHybrid m;
        drawShape(m);
        const bool delta = m_name.starts_with("qwen3");
        m.qkNorm = delta || m_name.starts_with("lfm2");
        m.taps = any({2, 3, 4, 5});
        m.groups = any({1, 2, 3});
        m.recurrentHeads = m.groups * any({1, 2, 3});
        m.stateSize = any({8, 12, 17, 64});
        m.headLength = blocks() ? 32 : any({7, 10, 16, 40});
        m.olderLayout = is("qwen3next") && maybe();
        m.predictions = delta && maybe() ? 1 : 0;
        m.scalars = is("granitehybrid");
        if (m_name.ends_with("moe") || is("qwen3next") || (is("granitehybrid") && maybe())) {
            drawExperts(m);
            m.fusedGateUp = false;
            if (!m_name.starts_with("lfm2")) m.sharedFeedForward = blocks() ? 64 : any({16, 45});
            if (m_name.starts_with("nemotron") && maybe()) m.narrow = blocks() ? 64 : any({24, 40});
        }
        const bool single = m_name.starts_with("nemotron");
        m.kinds = single ? (maybe() ? "RFARF" : "FRAR") : (maybe() ? "RARRA" : "ARR");
        return m.saveHybrid(path);
    }

    std::string m_name;
    DType m_dtype;
    Rng m_rng;
};

} // namespace inference::testing
