// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/arch/hparams.h"

#include <cmath>

#include "inference/arch/hparams_readers.h"

namespace inference {

namespace {

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

Result<void> readScales(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    if (row.scaleEmbedding) spec.embeddingScale = std::sqrt(static_cast<float>(spec.embedding));
    if (row.scalars) {
        TRY(spec.embeddingScale, keys.realOr("embedding_scale", 1.0f));
        TRY(spec.residualScale, keys.realOr("residual_scale", 1.0f));
        TRY(const float divisor, keys.realOr("logit_scale", 1.0f));
        // Zero is how some writers say that there is none.
        if (spec.embeddingScale == 0) spec.embeddingScale = 1.0f;
        if (spec.residualScale == 0) spec.residualScale = 1.0f;
        if (divisor != 0) spec.logitScale = 1.0f / divisor;
    }
    TRY(spec.logitSoftcap, keys.realOr("final_logit_softcapping", row.logitSoftcap));
    if (spec.logitSoftcap < 0) return corrupt("a soft cap is negative");
    return {};
}

} // namespace

Result<void> readLayers(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    TRY(const std::uint32_t blocks, keys.count("block_count", kLayersMax));
    TRY(spec.predictionLayers, keys.optionalCount("nextn_predict_layers", kLayersMax));
    if (spec.predictionLayers >= blocks)
        return corrupt(keys.name("nextn_predict_layers") + " leaves no layer of the model itself");
    spec.layers.resize(blocks - spec.predictionLayers);
    const bool rotates = !row.scalars || keys.flagOr("rope.scaling.finetuned", true);
    for (std::uint32_t i = 0; i < spec.layers.size(); ++i) {
        LayerSpec& layer = spec.layers[i];
        layer.cacheLayer = i;
        // A layer without key heads does not attend.
        const bool mayBeNone = row.recurrence != Recurrence::None;
        TRY(layer.heads, keys.layerCountOrZero("attention.head_count", i, kHeadsMax));
        layer.kvHeads = layer.heads;
        if (keys.has("attention.head_count_kv")) {
            TRY(layer.kvHeads, keys.layerCountOrZero("attention.head_count_kv", i, kHeadsMax));
        }
        if ((layer.heads == 0 || layer.kvHeads == 0) && !mayBeNone)
            return corrupt("layer " + std::to_string(i) + " has no heads");
        if (layer.kvHeads > 0 && (layer.heads == 0 || layer.heads % layer.kvHeads != 0))
            return corrupt(std::to_string(layer.heads) + " query heads cannot share "
                           + std::to_string(layer.kvHeads) + " key heads");
        if (keys.has("feed_forward_length") || !keys.has("expert_feed_forward_length")) {
            TRY(layer.feedForward, keys.layerCountOrZero("feed_forward_length", i, kWidthMax));
        }
        layer.rope = rotates && (row.noRopePeriod == 0 || (i + 1) % row.noRopePeriod != 0);
    }
    return {};
}

Result<const ArchRow*> requireArch(const GgufMetadata& metadata) {
    const auto name = metadata.string("general.architecture");
    if (!name) return corrupt("general.architecture is missing: this is not a language model");
    const ArchRow* row = findArch(*name);
    if (row == nullptr)
        return Error{ErrorCode::Unsupported, "architecture \"" + std::string(name->substr(0, 64))
                                                 + "\" is not supported yet"};
    return row;
}

Result<ArchSpec> readArchSpec(const GgufMetadata& metadata) {
    TRY(const ArchRow* row, requireArch(metadata));
    const MetadataKeys keys(metadata);
    ArchSpec spec;
    spec.architecture = row->name;
    TRY(spec.embedding, keys.count("embedding_length", kWidthMax));
    TRY(spec.contextLength, keys.count("context_length", kContextMax));
    spec.activation = row->activation;
    spec.postNorms = row->postNorms;
    spec.feedForwardNorm = row->feedForwardNorm;
    spec.unitValues = row->unitValues;
    spec.attentionGate = row->attentionGate;
    spec.gatedFeedForward = row->gatedFeedForward;
    spec.outputNorm = row->outputNorm;
    TRY(spec.normEps, keys.realOr("attention.layer_norm_rms_epsilon", row->normEpsDefault));
    if (spec.normEps == 0) {
        // Some writers of hybrid families know this name only.
        TRY(spec.normEps, keys.realOr("attention.layer_norm_epsilon", 0.0f));
    }
    if (!(spec.normEps > 0))
        return corrupt(keys.name("attention.layer_norm_rms_epsilon")
                       + " is missing or not positive");
    TRY(readLayers(keys, *row, spec));
    TRY(readWindows(keys, *row, spec));
    TRY(readHeads(keys, *row, spec));
    TRY(readRope(keys, *row, spec));
    TRY(readAttention(keys, *row, spec));
    TRY(readExperts(keys, *row, spec));
    TRY(readRecurrence(keys, *row, spec));
    TRY(readScales(keys, *row, spec));
    TRY(spec.layerEmbedding, keys.optionalCount("embedding_length_per_layer_input", kWidthMax));
    if (std::uint64_t{spec.layerEmbedding} * spec.layers.size() > (1u << 24))
        return corrupt(keys.name("embedding_length_per_layer_input") + " is too large");
    return spec;
}

} // namespace inference
