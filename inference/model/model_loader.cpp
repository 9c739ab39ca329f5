// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/model/model_loader.h"

#include <utility>

#include "inference/arch/hparams.h"
#include "inference/arch/metadata_keys.h"

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

/// Experts may work on a narrower vector than the rest of the model.
Result<void> ModelLoader::findExpertWidth() {
    m_spec.expertEmbedding = m_spec.embedding;
    for (std::size_t i = 0; i < m_spec.layers.size(); ++i) {
        if (!m_spec.layers[i].experts) continue;
        const GgufTensor* narrow =
            m_tensors.find("blk." + std::to_string(i) + ".ffn_latent_down.weight");
        if (narrow == nullptr) continue;
        if (narrow->shape[1] == 0 || narrow->shape[1] > (1u << 18))
            return Error{ErrorCode::Corrupt, "the experts' width is absurd"};
        m_spec.expertEmbedding = static_cast<std::uint32_t>(narrow->shape[1]);
        break;
    }
    return {};
}

/// Older files say the width of the experts by their tensors alone.
Result<void> ModelLoader::findExpertRows() {
    constexpr std::uint64_t kRowsMax = 1u << 20;
    const bool known = MetadataKeys(m_tensors.metadata()).has("expert_feed_forward_length");
    const bool shared = m_spec.sharedFeedForward > 0;
    for (std::size_t i = 0; i < m_spec.layers.size(); ++i) {
        LayerSpec& layer = m_spec.layers[i];
        if (!layer.experts) continue;
        const std::string block = "blk." + std::to_string(i) + '.';
        const GgufTensor* down = m_tensors.find(block + "ffn_down_exps.weight");
        const GgufTensor* up = m_tensors.find(block + "ffn_up_shexp.weight");
        if ((down != nullptr && down->shape[0] > kRowsMax)
            || (up != nullptr && up->shape[1] > kRowsMax))
            return Error{ErrorCode::Corrupt, "the experts' width is absurd"};
        if (down != nullptr && !known)
            layer.expertFeedForward = static_cast<std::uint32_t>(down->shape[0]);
        if (up != nullptr && !shared)
            m_spec.sharedFeedForward = static_cast<std::uint32_t>(up->shape[1]);
    }
    return {};
}

Result<void> ModelLoader::bindAll() {
    const std::uint64_t width = m_spec.embedding;
    TRY(m_tensors.matrix("token_embd.weight", {width, m_spec.vocabulary}));
    if (m_tensors.has("output_norm.weight")) m_spec.outputNorm = "output_norm";
    TRY(m_tensors.vector(m_spec.outputNorm + std::string(".weight"), {width}));
    TRY(m_tensors.matrix("output.weight", {width, m_spec.vocabulary}, Need::Optional));
    TRY(m_tensors.vector("output.bias", {m_spec.vocabulary}, Need::Optional));
    TRY(bindFactors());
    // Some writers name this one norm after the feed-forward it precedes.
    if (!m_spec.postNorms
        && !m_tensors.has("blk.0." + std::string(m_spec.feedForwardNorm) + ".weight"))
        m_spec.feedForwardNorm = "ffn_norm";
    if (m_spec.layerEmbedding > 0) {
        TRY(bindLayerEmbeddings());
    }
    TRY(findExpertWidth());
    TRY(findExpertRows());
    const auto layers = static_cast<std::uint32_t>(m_spec.layers.size());
    for (std::uint32_t i = 0; i < layers; ++i) TRY(bindLayer(i));
    for (std::uint32_t i = 0; i < m_spec.predictionLayers; ++i)
        m_tensors.ignore("blk." + std::to_string(layers + i) + '.');
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
    TRY(model->m_file.checkWhole());
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
