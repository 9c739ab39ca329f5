// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Hyperparameters of mixtures of experts.
#include <algorithm>

#include "inference/arch/hparams_readers.h"

namespace inference {

namespace {

/// Files of this one model name no way of choosing experts, but it is not the family's.
bool choosesBySigmoid(const MetadataKeys& keys) {
    constexpr std::uint64_t kVocabulary = 154880;
    const auto blocks = keys.metadata().integer(keys.name("block_count")).value_or(0);
    const GgufValue* tokens = keys.metadata().array("tokenizer.ggml.tokens");
    return (blocks == 47 || blocks == 48) && tokens != nullptr && tokens->count == kVocabulary;
}

Result<void> readGating(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    spec.gating = row.gating;
    if (row.latentAttention && choosesBySigmoid(keys)) spec.gating = ExpertGating::Sigmoid;
    switch (keys.metadata().integer(keys.name("expert_gating_func")).value_or(0)) {
    case 0: break;
    case 1: spec.gating = ExpertGating::Softmax; break;
    case 2: spec.gating = ExpertGating::Sigmoid; break;
    case 3: spec.gating = ExpertGating::SoftmaxSelected; break;
    default:
        return Error{ErrorCode::Unsupported, "this way of choosing experts ("
                                                 + keys.name("expert_gating_func")
                                                 + ") is not known here"};
    }
    spec.expertsNormalize =
        keys.flagOr("expert_weights_norm", row.expertsNormalize) || row.expertsNormalize;
    TRY(spec.expertsScale, keys.realOr("expert_weights_scale", 1.0f));
    if (spec.expertsScale == 0) spec.expertsScale = 1.0f;
    return {};
}

Result<void> readGroups(const MetadataKeys& keys, ArchSpec& spec) {
    TRY(const std::uint32_t groups, keys.optionalCount("expert_group_count", spec.experts));
    if (groups <= 1) return {};
    TRY(const std::uint32_t used, keys.countOr("expert_group_used_count", groups, groups));
    if (spec.experts % groups != 0 || spec.experts / groups < 2)
        return Error{ErrorCode::Corrupt, std::to_string(spec.experts) + " experts do not form "
                                             + std::to_string(groups) + " groups"};
    if (std::uint64_t{used} * (spec.experts / groups) < spec.expertsUsed)
        return Error{ErrorCode::Corrupt, keys.name("expert_group_used_count")
                                             + " leaves fewer experts than a token uses"};
    spec.expertGroups = groups;
    spec.expertGroupsUsed = used;
    return {};
}

Result<void> readShared(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    TRY(spec.sharedFeedForward, keys.optionalCount("expert_shared_feed_forward_length", kWidthMax));
    if (spec.sharedFeedForward > 0) return {};
    TRY(std::uint32_t count, keys.optionalCount("expert_shared_count", kExpertsMax));
    if (row.sharedExpert) count = 1;
    std::uint64_t width = 0;
    for (const LayerSpec& layer : spec.layers)
        width = std::max(width, std::uint64_t{count} * layer.expertFeedForward);
    if (width > static_cast<std::uint64_t>(kWidthMax))
        return Error{ErrorCode::Corrupt, keys.name("expert_shared_count") + " is too large"};
    spec.sharedFeedForward = static_cast<std::uint32_t>(width);
    return {};
}

} // namespace

Result<void> readExperts(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    if (keys.metadata().integer(keys.name("expert_count")).value_or(0) == 0) return {};
    TRY(spec.experts, keys.count("expert_count", kExpertsMax));
    TRY(const std::uint32_t denseLayers,
        keys.optionalCount("leading_dense_block_count", kLayersMax));
    TRY(const std::uint32_t step, keys.optionalCount("interleave_moe_layer_step", kLayersMax));
    const bool ownWidth = keys.has("expert_feed_forward_length");
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        LayerSpec& layer = spec.layers[i];
        // A list may hold zeros for the layers without experts.
        TRY(layer.expertsUsed, keys.layerCountOrZero("expert_used_count", i, spec.experts));
        layer.expertFeedForward = layer.feedForward;
        if (ownWidth) {
            TRY(layer.expertFeedForward,
                keys.layerCountOrZero("expert_feed_forward_length", i, kWidthMax));
        }
        layer.experts =
            i >= denseLayers && (step == 0 || (i + 1) % step == 0) && layer.expertsUsed > 0;
        spec.expertsUsed = std::max(spec.expertsUsed, layer.expertsUsed);
    }
    if (spec.expertsUsed == 0)
        return Error{ErrorCode::Corrupt, keys.name("expert_used_count") + " lets no layer use any"};
    TRY(readGating(keys, row, spec));
    TRY(readGroups(keys, spec));
    TRY(readShared(keys, row, spec));
    spec.sharedExpertGate = row.sharedExpertGate;
    spec.weighExpertInput = row.weighExpertInput;
    spec.denseBesideExperts = row.denseBesideExperts;
    return {};
}

} // namespace inference
