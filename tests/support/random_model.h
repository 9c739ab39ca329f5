// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "inference/base/half.h"
#include "inference/quant/dtype.h"
#include "inference/sample/rng.h"
#include "tests/support/gguf_writer.h"

namespace inference::testing {

/// The shape of a model made of random numbers. Fields are public so that a test can bend them into
/// whatever no released model looks like.
struct RandomModel {
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
    bool tied = false;
    bool biases = false;
    bool qkNorm = false;
    bool postNorms = false;
    bool ropeFactors = false;
    bool fusedGateUp = false; ///< One tensor for gate and up of the experts.
    bool fusedQkv = false;
    DType dtype = DType::F32;
    std::uint64_t seed = 1;

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

    GgufWriter writer;

private:
    std::string key(const char* name) const { return architecture + '.' + name; }

    void addMetadata() {
        writer.string("general.architecture", architecture);
        writer.string("general.name", "random");
        writer.u32(key("context_length"), context);
        writer.u32(key("embedding_length"), embedding);
        writer.u32(key("block_count"), layers);
        writer.u32(key("feed_forward_length"), feedForward);
        writer.u32(key("attention.head_count"), heads);
        writer.u32(key("attention.head_count_kv"), kvHeads);
        writer.u32(key("attention.key_length"), keyLength);
        writer.u32(key("attention.value_length"), valueLength);
        writer.u32(key("rope.dimension_count"), rotary);
        writer.f32(key("attention.layer_norm_rms_epsilon"), 1e-5f);
        if (window > 0) writer.u32(key("attention.sliding_window"), window);
        if (experts > 0) {
            writer.u32(key("expert_count"), experts);
            writer.u32(key("expert_used_count"), expertsUsed);
        }
        std::vector<std::string> tokens{"<unk>", "<s>", "</s>"};
        std::vector<std::int32_t> types{2, 3, 3};
        while (tokens.size() < vocabulary) {
            tokens.push_back("t" + std::to_string(tokens.size()));
            types.push_back(1);
        }
        writer.string("tokenizer.ggml.model", "llama");
        writer.strings("tokenizer.ggml.tokens", tokens);
        writer.floats("tokenizer.ggml.scores", std::vector<float>(tokens.size(), 0.0f));
        writer.ints("tokenizer.ggml.token_type", types);
        writer.u32("tokenizer.ggml.bos_token_id", 1);
        writer.u32("tokenizer.ggml.eos_token_id", 2);
        writer.u32("tokenizer.ggml.unknown_token_id", 0);
    }

    float uniform() { return static_cast<float>(m_rng.uniform() * 2 - 1); }

    void vector(const std::string& name, std::uint64_t length, float centre, float spread) {
        std::vector<float> values(length);
        for (float& value : values) value = centre + spread * uniform();
        writer.tensor(name, {length}, values);
    }

    /// Random bits of a type, with scales such that a row of n values has a norm of about one.
    std::string packed(std::uint64_t elements, std::uint64_t rowLength) {
        const DTypeInfo& info = dtypeInfo(dtype);
        const float spread = 1.7f / std::sqrt(static_cast<float>(rowLength));
        std::string data(elements / info.blockElements * info.blockBytes, '\0');
        for (std::size_t at = 0; at < data.size(); at += info.blockBytes) {
            char* block = data.data() + at;
            if (info.blockElements == 1) {
                const float value = spread * uniform();
                if (dtype == DType::F32) std::memcpy(block, &value, 4);
                const std::uint16_t half =
                    dtype == DType::F16
                        ? floatToHalf(value)
                        : static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
                if (dtype != DType::F32) std::memcpy(block, &half, 2);
                continue;
            }
            for (std::uint32_t i = 0; i < info.blockBytes; ++i)
                block[i] = static_cast<char>(m_rng.next());
            const auto put = [&](std::size_t offset, float value) {
                const std::uint16_t half = floatToHalf(value);
                std::memcpy(block + offset, &half, 2);
            };
            // Where the scales lie, and roughly how large the numbers are that they multiply.
            switch (dtype) {
            case DType::Q8_0: put(0, spread / 70); break;
            case DType::Q4_0: put(0, spread / 5); break;
            case DType::Q5_0: put(0, spread / 9); break;
            case DType::Q4_1:
                put(0, spread / 5);
                put(2, -spread * 1.5f);
                break;
            case DType::Q5_1:
                put(0, spread / 10);
                put(2, -spread * 1.5f);
                break;
            case DType::Q4_K:
                put(0, spread / 200);
                put(2, spread / 30);
                break;
            case DType::Q6_K: put(208, spread / 1200); break;
            default: break;
            }
        }
        return data;
    }

    void matrix(const std::string& name, std::uint64_t rowLength, std::uint64_t rows,
                std::uint64_t stack = 1) {
        std::vector<std::uint64_t> shape{rowLength, rows};
        if (stack > 1) shape.push_back(stack);
        writer.tensor(name, shape, dtype, packed(rowLength * rows * stack, rowLength));
    }

    void addAttention(const std::string& block) {
        const std::uint64_t q = std::uint64_t{heads} * keyLength;
        const std::uint64_t k = std::uint64_t{kvHeads} * keyLength;
        const std::uint64_t v = std::uint64_t{kvHeads} * valueLength;
        vector(block + "attn_norm.weight", embedding, 1, 0.3f);
        if (fusedQkv) {
            matrix(block + "attn_qkv.weight", embedding, q + k + v);
        } else {
            matrix(block + "attn_q.weight", embedding, q);
            matrix(block + "attn_k.weight", embedding, k);
            matrix(block + "attn_v.weight", embedding, v);
        }
        matrix(block + "attn_output.weight", std::uint64_t{heads} * valueLength, embedding);
        if (biases) {
            vector(block + "attn_q.bias", q, 0, 0.3f);
            vector(block + "attn_k.bias", k, 0, 0.3f);
            vector(block + "attn_v.bias", v, 0, 0.3f);
            vector(block + "attn_output.bias", embedding, 0, 0.3f);
        }
        if (qkNorm) {
            vector(block + "attn_q_norm.weight", keyLength, 1, 0.3f);
            vector(block + "attn_k_norm.weight", keyLength, 1, 0.3f);
        }
        if (postNorms) {
            vector(block + "post_attention_norm.weight", embedding, 1, 0.3f);
            vector(block + "post_ffw_norm.weight", embedding, 1, 0.3f);
        }
    }

    void addFeedForward(const std::string& block) {
        vector(block + "ffn_norm.weight", embedding, 1, 0.3f);
        if (experts == 0) {
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
        vector("output_norm.weight", embedding, 1, 0.3f);
        if (!tied) matrix("output.weight", embedding, vocabulary);
        if (ropeFactors) vector("rope_freqs.weight", rotary / 2, 2, 1);
        for (std::uint32_t i = 0; i < layers; ++i) {
            const std::string block = "blk." + std::to_string(i) + '.';
            addAttention(block);
            addFeedForward(block);
        }
    }

    Rng m_rng{seed};
};

} // namespace inference::testing
