// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "tests/bench/model_shapes.h"

#include <cstdio>
#include <utility>

namespace bench {

using inference::DType;

namespace {

constexpr std::string_view kSpace = "\xe2\x96\x81";
constexpr std::string_view kChatTemplate =
    "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + '\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}";

/// A SentencePiece vocabulary that covers every text: bytes, then all letter strings in order of
/// length, each with and without a leading space, until the wanted size is reached.
void addVocabulary(Metadata& metadata, std::uint64_t size) {
    std::vector<std::string> tokens = {"<unk>", "<s>", "</s>"};
    std::vector<std::int32_t> types = {2, 3, 3};
    for (int byte = 0; byte < 256; ++byte) {
        char name[8];
        std::snprintf(name, sizeof name, "<0x%02X>", static_cast<unsigned>(byte));
        tokens.emplace_back(name);
        types.push_back(6);
    }
    tokens.emplace_back(kSpace);
    for (char c = 33; c < 127; ++c) {
        if (c < 'a' || c > 'z') {
            tokens.emplace_back(1, c);
        }
    }
    std::string piece = "a";
    while (tokens.size() < size) {
        tokens.push_back(piece);
        tokens.push_back(std::string(kSpace) + piece);
        std::size_t i = piece.size();
        while (i > 0 && piece[i - 1] == 'z') {
            piece[--i] = 'a';
        }
        if (i == 0) {
            piece.insert(piece.begin(), 'a');
        } else {
            ++piece[i - 1];
        }
    }
    tokens.resize(size);
    types.resize(size, 1);
    std::vector<float> scores(size);
    for (std::size_t i = 0; i < size; ++i) {
        scores[i] = -static_cast<float>(i);
    }
    metadata.add("tokenizer.ggml.model", std::string_view("llama"));
    metadata.add("tokenizer.ggml.pre", std::string_view("default"));
    metadata.addArray("tokenizer.ggml.tokens", ValueType::String, std::move(tokens));
    metadata.addArray("tokenizer.ggml.scores", ValueType::F32, std::move(scores));
    metadata.addArray("tokenizer.ggml.token_type", ValueType::I32, std::move(types));
    metadata.add("tokenizer.ggml.unknown_token_id", std::uint64_t{0});
    metadata.add("tokenizer.ggml.bos_token_id", std::uint64_t{1});
    metadata.add("tokenizer.ggml.eos_token_id", std::uint64_t{2});
    metadata.add("tokenizer.chat_template", kChatTemplate);
}

void describeMixture(Metadata& metadata, const std::string& prefix, const Shape& shape) {
    metadata.add(prefix + "expert_feed_forward_length", shape.ffn);
    metadata.add(prefix + "expert_count", shape.experts);
    metadata.add(prefix + "expert_used_count", shape.used);
    metadata.add(prefix + "attention.sliding_window", shape.window);
    metadata.add(prefix + "rope.scaling.type", std::string_view("yarn"));
    metadata.add(prefix + "rope.scaling.factor", 32.0F);
    metadata.add(prefix + "rope.scaling.original_context_length", std::uint64_t{4096});
}

void addDenseLayer(const Shape& shape, const Types& types, DType rich, const std::string& prefix,
                   std::vector<Tensor>& all) {
    const std::uint64_t kvDim = shape.keyLength * shape.kvHeads;
    const std::uint64_t qDim = shape.keyLength * shape.heads;
    const auto add = [&](const char* name, std::vector<std::uint64_t> dims, DType dtype) {
        all.push_back({prefix + name + ".weight", std::move(dims), dtype});
    };
    add("attn_norm", {shape.dim}, DType::F32);
    add("attn_q", {shape.dim, qDim}, types.matrices);
    add("attn_k", {shape.dim, kvDim}, types.matrices);
    add("attn_v", {shape.dim, kvDim}, rich);
    add("attn_output", {qDim, shape.dim}, types.matrices);
    add("ffn_norm", {shape.dim}, DType::F32);
    add("ffn_gate", {shape.dim, shape.ffn}, types.matrices);
    add("ffn_up", {shape.dim, shape.ffn}, types.matrices);
    add("ffn_down", {shape.ffn, shape.dim}, rich);
}

void addMixtureLayer(const Shape& shape, const Types& types, const std::string& prefix,
                     std::vector<Tensor>& all) {
    const std::uint64_t kvDim = shape.keyLength * shape.kvHeads;
    const std::uint64_t qDim = shape.keyLength * shape.heads;
    const auto add = [&](const char* name, std::vector<std::uint64_t> dims, DType dtype) {
        all.push_back({prefix + name, std::move(dims), dtype});
    };
    const auto withBias = [&](const std::string& name, const std::vector<std::uint64_t>& dims,
                              DType dtype) {
        add((name + ".weight").c_str(), dims, dtype);
        add((name + ".bias").c_str(), {dims.begin() + 1, dims.end()}, DType::F32);
    };
    add("attn_norm.weight", {shape.dim}, DType::F32);
    withBias("attn_q", {shape.dim, qDim}, types.rich);
    withBias("attn_k", {shape.dim, kvDim}, types.rich);
    withBias("attn_v", {shape.dim, kvDim}, types.rich);
    withBias("attn_output", {qDim, shape.dim}, types.rich);
    add("attn_sinks.weight", {shape.heads}, DType::F32);
    add("post_attention_norm.weight", {shape.dim}, DType::F32);
    withBias("ffn_gate_inp", {shape.dim, shape.experts}, DType::F32);
    withBias("ffn_gate_exps", {shape.dim, shape.ffn, shape.experts}, types.matrices);
    withBias("ffn_up_exps", {shape.dim, shape.ffn, shape.experts}, types.matrices);
    withBias("ffn_down_exps", {shape.ffn, shape.dim, shape.experts}, types.matrices);
}

} // namespace

bool shapeNamed(std::string_view name, Shape& shape) {
    const std::pair<std::string_view, Shape> known[] = {
        {"1b", {}},
        {"0.5b", {1024, 24, 16, 4, 64, 4096, 32768, 8192, 1}},
        {"gpt-oss-small", {1024, 12, 16, 4, 64, 1024, 32768, 8192, 1, 32, 4, 128}},
        {"gpt-oss-20b", {2880, 24, 64, 8, 64, 2880, 201088, 131072, 1, 32, 4, 128}},
    };
    for (const auto& [key, value] : known) {
        if (key != name) continue;
        shape = value;
        return true;
    }
    return false;
}

std::uint64_t Tensor::bytes() const {
    std::uint64_t rows = 1;
    for (std::size_t i = 1; i < dims.size(); ++i) rows *= dims[i];
    return rows * inference::rowBytes(dtype, dims[0]);
}

bool typesNamed(std::string_view name, Types& types) {
    if (name == "Q4_K_M") {
        types = {DType::Q4_K, DType::Q6_K, DType::Q6_K};
        return true;
    }
    for (std::uint32_t id = 0; id < 64; ++id) {
        const inference::DTypeInfo* info = inference::findDType(id);
        if (info == nullptr || info->decode == nullptr || info->name != name) continue;
        const bool small = info->blockBytes * 8 < 6 * info->blockElements;
        types = {info->dtype, info->dtype, small ? DType::Q6_K : info->dtype};
        return true;
    }
    return false;
}

Metadata describe(const Shape& shape, std::string_view type) {
    const std::string_view family = shape.experts > 0 ? "gpt-oss" : "llama";
    const std::string prefix = std::string(family) + ".";
    Metadata metadata;
    metadata.add("general.architecture", family);
    metadata.add("general.name", "Random " + std::string(type));
    metadata.add("general.alignment", kAlignment);
    metadata.add(prefix + "context_length", shape.context);
    metadata.add(prefix + "embedding_length", shape.dim);
    metadata.add(prefix + "block_count", shape.layers);
    metadata.add(prefix + "feed_forward_length", shape.ffn);
    metadata.add(prefix + "attention.head_count", shape.heads);
    metadata.add(prefix + "attention.head_count_kv", shape.kvHeads);
    metadata.add(prefix + "attention.key_length", shape.keyLength);
    metadata.add(prefix + "attention.value_length", shape.keyLength);
    metadata.add(prefix + "attention.layer_norm_rms_epsilon", 1e-5F);
    metadata.add(prefix + "rope.dimension_count", shape.keyLength);
    metadata.add(prefix + "rope.freq_base", shape.experts > 0 ? 150000.0F : 500000.0F);
    metadata.add(prefix + "vocab_size", shape.vocab);
    if (shape.experts > 0) describeMixture(metadata, prefix, shape);
    addVocabulary(metadata, shape.vocab);
    return metadata;
}

std::vector<Tensor> tensors(const Shape& shape, const Types& types) {
    const bool mixture = shape.experts > 0;
    const Types own = mixture ? Types{types.matrices, DType::Q8_0, DType::Q8_0} : types;
    std::vector<Tensor> all;
    all.push_back(
        {"token_embd.weight", {shape.dim, shape.vocab}, mixture ? own.rich : own.matrices});
    for (std::uint64_t layer = 0; layer < shape.layers; ++layer) {
        // The first and last eighth, and every third layer between, keep more bits.
        const std::uint64_t eighth = shape.layers / 8;
        const bool more =
            layer < eighth || layer >= 7 * shape.layers / 8 || (layer - eighth) % 3 == 2;
        const std::string prefix = "blk." + std::to_string(layer) + ".";
        if (mixture)
            addMixtureLayer(shape, own, prefix, all);
        else
            addDenseLayer(shape, own, more ? own.rich : own.matrices, prefix, all);
    }
    all.push_back({"output_norm.weight", {shape.dim}, DType::F32});
    all.push_back({"output.weight", {shape.dim, shape.vocab}, own.output});
    return all;
}

} // namespace bench
