// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/model/model_loader.h"

#include <utility>

#include "inference/arch/hparams.h"

namespace inference {

namespace {

using Need = TensorBinder::Need;

Result<std::uint32_t> countVocabulary(const GgufMetadata& metadata) {
    const GgufValue* tokens = metadata.array("tokenizer.ggml.tokens");
    if (tokens == nullptr || tokens->elementType != GgufType::String || tokens->count == 0)
        return Error{ErrorCode::Unsupported, "the file has no vocabulary"};
    if (tokens->count > (1u << 24))
        return Error{ErrorCode::Corrupt,
                     "a vocabulary of " + std::to_string(tokens->count) + " tokens is too large"};
    return static_cast<std::uint32_t>(tokens->count);
}

} // namespace

Result<void> ModelLoader::bindFactors() {
    const std::uint64_t pairs = m_spec.rotaryDimensions / 2;
    if (m_tensors.has("rope_factors_long.weight")) {
        // Some writers leave out the scaling type where these tensors say it.
        m_spec.scaling = RopeScaling::LongRope;
        TRY(m_spec.ropeFactorsLong, m_tensors.factors("rope_factors_long.weight", pairs));
        TRY(m_spec.ropeFactors, m_tensors.factors("rope_factors_short.weight", pairs));
        if (m_spec.ropeFactors.empty())
            return Error{ErrorCode::Corrupt, "tensor rope_factors_short.weight is missing"};
        return {};
    }
    if (m_spec.scaling == RopeScaling::LongRope)
        return Error{ErrorCode::Corrupt, "tensor rope_factors_long.weight is missing"};
    TRY(m_spec.ropeFactors, m_tensors.factors("rope_freqs.weight", pairs));
    return {};
}

Result<void> ModelLoader::bindAttention(const std::string& block, const LayerSpec& layer) {
    const std::uint64_t width = m_spec.embedding;
    const std::uint64_t qWidth = std::uint64_t{layer.heads} * m_spec.keyLength;
    const std::uint64_t kWidth = std::uint64_t{layer.kvHeads} * m_spec.keyLength;
    const std::uint64_t vWidth = std::uint64_t{layer.kvHeads} * m_spec.valueLength;
    TRY(m_tensors.vector(block + "attn_norm.weight", {width}));
    if (m_tensors.has(block + "attn_qkv.weight")) {
        TRY(m_tensors.slices(block + "attn_qkv.weight", width,
                             {{block + "attn_q.weight", qWidth},
                              {block + "attn_k.weight", kWidth},
                              {block + "attn_v.weight", vWidth}}));
        TRY(m_tensors.vectorSlices(block + "attn_qkv.bias", {{block + "attn_q.bias", qWidth},
                                                             {block + "attn_k.bias", kWidth},
                                                             {block + "attn_v.bias", vWidth}}));
    } else {
        TRY(m_tensors.matrix(block + "attn_q.weight", {width, qWidth}));
        TRY(m_tensors.matrix(block + "attn_k.weight", {width, kWidth}));
        TRY(m_tensors.matrix(block + "attn_v.weight", {width, vWidth}));
        TRY(m_tensors.vector(block + "attn_q.bias", {qWidth}, Need::Optional));
        TRY(m_tensors.vector(block + "attn_k.bias", {kWidth}, Need::Optional));
        TRY(m_tensors.vector(block + "attn_v.bias", {vWidth}, Need::Optional));
    }
    if (m_row.qkNorm) {
        TRY(m_tensors.vector(block + "attn_q_norm.weight", {m_spec.keyLength}));
        TRY(m_tensors.vector(block + "attn_k_norm.weight", {m_spec.keyLength}));
    }
    if (m_row.sinks) {
        TRY(m_tensors.vector(block + "attn_sinks.weight", {layer.heads}));
    }
    TRY(m_tensors.matrix(block + "attn_output.weight",
                         {std::uint64_t{layer.heads} * m_spec.valueLength, width}));
    TRY(m_tensors.vector(block + "attn_output.bias", {width}, Need::Optional));
    if (m_spec.postNorms) {
        TRY(m_tensors.vector(block + "post_attention_norm.weight", {width}));
        TRY(m_tensors.vector(block + "post_ffw_norm.weight", {width}));
    }
    return {};
}

Result<void> ModelLoader::bindFeedForward(const std::string& block, const LayerSpec& layer) {
    const std::uint64_t width = m_spec.embedding;
    const std::uint64_t inner = layer.feedForward;
    if (inner == 0) return Error{ErrorCode::Corrupt, "the width of the feed-forward is missing"};
    const std::string gate = block + "ffn_gate.weight";
    const std::string up = block + "ffn_up.weight";
    if (!m_tensors.has(gate) && m_tensors.has(up)) {
        TRY(m_tensors.slices(up, width, {{gate, inner}, {up, inner}}));
    } else {
        TRY(m_tensors.matrix(gate, {width, inner}));
        TRY(m_tensors.matrix(up, {width, inner}));
        TRY(m_tensors.vector(block + "ffn_gate.bias", {inner}, Need::Optional));
        TRY(m_tensors.vector(block + "ffn_up.bias", {inner}, Need::Optional));
    }
    TRY(m_tensors.matrix(block + "ffn_down.weight", {inner, width}));
    TRY(m_tensors.vector(block + "ffn_down.bias", {width}, Need::Optional));
    return {};
}

Result<void> ModelLoader::bindExperts(const std::string& block) {
    const std::uint64_t width = m_spec.embedding;
    const std::uint64_t inner = m_spec.expertFeedForward;
    const std::uint64_t experts = m_spec.experts;
    if (m_tensors.has(block + "ffn_gate.0.weight"))
        return Error{ErrorCode::Unsupported,
                     "this file keeps each expert in a tensor of its own, as "
                     "converters did before April 2024: get a newer file"};
    TRY(m_tensors.matrix(block + "ffn_gate_inp.weight", {width, experts}));
    TRY(m_tensors.vector(block + "ffn_gate_inp.bias", {experts}, Need::Optional));
    TRY(m_tensors.vector(block + "exp_probs_b.bias", {experts}, Need::Optional));
    if (m_tensors.has(block + "ffn_gate_up_exps.weight")) {
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
    return {};
}

Result<void> ModelLoader::bindAll() {
    const std::uint64_t width = m_spec.embedding;
    TRY(m_tensors.matrix("token_embd.weight", {width, m_spec.vocabulary}));
    TRY(m_tensors.vector("output_norm.weight", {width}));
    TRY(m_tensors.matrix("output.weight", {width, m_spec.vocabulary}, Need::Optional));
    TRY(m_tensors.vector("output.bias", {m_spec.vocabulary}, Need::Optional));
    TRY(bindFactors());
    // Some writers name this one norm after the feed-forward it precedes.
    if (!m_spec.postNorms
        && !m_tensors.has("blk.0." + std::string(m_spec.feedForwardNorm) + ".weight"))
        m_spec.feedForwardNorm = "ffn_norm";
    for (std::size_t i = 0; i < m_spec.layers.size(); ++i) {
        const std::string block = "blk." + std::to_string(i) + '.';
        const LayerSpec& layer = m_spec.layers[i];
        TRY(bindAttention(block, layer));
        TRY(m_tensors.vector(block + m_spec.feedForwardNorm + ".weight", {width}));
        if (layer.experts) {
            TRY(bindExperts(block));
        } else {
            TRY(bindFeedForward(block, layer));
        }
    }
    return m_tensors.finish();
}

Result<std::shared_ptr<const Model>> ModelLoader::load(GgufFile file, Weights weights) {
    TRY(const ArchRow* row, requireArch(file.metadata()));
    if (file.tensors().empty())
        return Error{ErrorCode::Unsupported, "the file holds a vocabulary but no weights"};
    auto model = std::make_shared<Model>();
    model->m_file = std::move(file);
    TRY(model->m_spec, readArchSpec(model->m_file.metadata()));
    TRY(model->m_spec.vocabulary, countVocabulary(model->m_file.metadata()));
    TRY(Tokenizer tokenizer, Tokenizer::create(model->m_file.metadata()));
    model->m_tokenizer = std::make_unique<Tokenizer>(std::move(tokenizer));
    if (model->m_tokenizer->size() != model->m_spec.vocabulary)
        return Error{ErrorCode::Corrupt, "the vocabulary has two sizes"};

    TensorBinder tensors(model->m_file);
    TRY(ModelLoader(*row, model->m_spec, tensors).bindAll());
    model->m_weights = tensors.takeWeights();
    model->m_vectors = tensors.takeVectors();
    for (const WeightTensor& weight : model->m_weights) {
        if (weight.data.empty() && weights == Weights::Required)
            return Error{ErrorCode::Corrupt, "the weights are missing: this is only a header"};
        model->m_weightIndex.emplace(weight.name, &weight);
    }
    return std::shared_ptr<const Model>(std::move(model));
}

std::vector<Error> ModelLoader::findObstacles(const GgufFile& file) {
    std::vector<Error> obstacles;
    const auto row = requireArch(file.metadata());
    if (!row) return {row.error()};
    if (file.tensors().empty())
        return {{ErrorCode::Unsupported, "the file holds a vocabulary but no weights"}};
    auto spec = readArchSpec(file.metadata());
    if (!spec) obstacles.push_back(spec.error());
    const auto vocabulary = countVocabulary(file.metadata());
    if (!vocabulary) obstacles.push_back(vocabulary.error());
    const auto tokenizer = Tokenizer::create(file.metadata());
    if (vocabulary && !tokenizer) obstacles.push_back(tokenizer.error());
    if (!spec || !vocabulary) return obstacles;

    spec->vocabulary = *vocabulary;
    TensorBinder tensors(file);
    if (const auto bound = ModelLoader(**row, *spec, tensors).bindAll(); !bound)
        obstacles.push_back(bound.error());
    return obstacles;
}

} // namespace inference
