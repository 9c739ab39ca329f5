// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/arch/hparams.h"

#include <cmath>
#include <limits>

namespace inference {

namespace {

// No released model comes near these; beyond them products of two may overflow 32 bits.
constexpr std::int64_t kLayersMax = 1024;
constexpr std::int64_t kWidthMax = 1 << 18;
constexpr std::int64_t kHeadsMax = 4096;
constexpr std::int64_t kHeadLengthMax = 1024;
constexpr std::int64_t kExpertsMax = 1024;
constexpr std::int64_t kContextMax = std::numeric_limits<std::int32_t>::max();

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

/// Reads keys below the architecture's prefix, as the file spells it.
class Keys {
public:
    explicit Keys(const GgufMetadata& metadata)
        : m_metadata(metadata),
          m_prefix(std::string(metadata.string("general.architecture").value_or("")) + '.') {}

    std::string name(std::string_view key) const { return m_prefix + std::string(key); }
    bool has(std::string_view key) const { return m_metadata.find(name(key)) != nullptr; }

    Result<std::uint32_t> count(std::string_view key, std::int64_t max) const {
        const auto value = m_metadata.integer(name(key));
        if (!value) return corrupt(name(key) + " is missing: the file is incomplete");
        return checked(key, *value, max);
    }
    Result<std::uint32_t> countOr(std::string_view key, std::uint32_t fallback,
                                  std::int64_t max) const {
        if (!has(key)) return fallback;
        return count(key, max);
    }
    /// A value that writers give once or per layer.
    Result<std::uint32_t> layerCount(std::string_view key, std::size_t layer,
                                     std::int64_t max) const {
        const std::string full = name(key);
        if (const GgufValue* values = m_metadata.array(full)) {
            if (values->elementType == GgufType::String || layer >= values->count)
                return corrupt(full + " does not cover every layer");
            return checked(key, values->arrayInteger(layer), max);
        }
        return count(key, max);
    }
    Result<float> realOr(std::string_view key, float fallback) const {
        if (!has(key)) return fallback;
        const auto value = m_metadata.real(name(key));
        if (!value || !std::isfinite(*value) || std::abs(*value) > 1e30)
            return corrupt(name(key) + " is not a finite number");
        return static_cast<float>(*value);
    }
    Result<float> positiveOr(std::string_view key, float fallback) const {
        TRY(const float value, realOr(key, fallback));
        if (!(value > 0)) return corrupt(name(key) + " must be positive");
        return value;
    }
    const GgufMetadata& metadata() const { return m_metadata; }

private:
    Result<std::uint32_t> checked(std::string_view key, std::int64_t value,
                                  std::int64_t max) const {
        if (value < 1 || value > max)
            return corrupt(name(key) + " is " + std::to_string(value) + ", outside 1.."
                           + std::to_string(max));
        return static_cast<std::uint32_t>(value);
    }

    const GgufMetadata& m_metadata;
    std::string m_prefix;
};

Result<void> readScaling(const Keys& keys, ArchSpec& spec) {
    const auto type = keys.metadata().string(keys.name("rope.scaling.type")).value_or("");
    if (type == "linear")
        spec.scaling = RopeScaling::Linear;
    else if (type == "yarn")
        spec.scaling = RopeScaling::Yarn;
    else if (type == "longrope")
        spec.scaling = RopeScaling::LongRope;
    else if (!type.empty() && type != "none")
        return Error{ErrorCode::Unsupported, "unknown RoPE scaling \"" + std::string(type) + "\""};

    TRY(spec.scalingFactor, keys.positiveOr("rope.scaling.factor", 1.0f));
    if (type.empty() && keys.has("rope.scale_linear")) {
        TRY(spec.scalingFactor, keys.positiveOr("rope.scale_linear", 1.0f));
        if (spec.scalingFactor != 1.0f) spec.scaling = RopeScaling::Linear;
    }
    TRY(spec.originalContext,
        keys.countOr("rope.scaling.original_context_length", spec.contextLength, kContextMax));
    TRY(const float attention, keys.positiveOr("rope.scaling.attn_factor", 1.0f));
    TRY(const float yarnAttention, keys.positiveOr("rope.scaling.yarn_attn_factor", 1.0f));
    spec.scalingAttention = attention * yarnAttention;
    TRY(spec.yarnBetaFast, keys.positiveOr("rope.scaling.yarn_beta_fast", 32.0f));
    TRY(spec.yarnBetaSlow, keys.positiveOr("rope.scaling.yarn_beta_slow", 1.0f));
    TRY(spec.yarnLogMultiplier, keys.realOr("rope.scaling.yarn_log_multiplier", 0.0f));
    if (spec.yarnLogMultiplier < 0)
        return corrupt(keys.name("rope.scaling.yarn_log_multiplier") + " is negative");
    return {};
}

Result<void> readRope(const Keys& keys, const ArchRow& row, ArchSpec& spec) {
    spec.pairing = row.pairing;
    TRY(spec.rotaryDimensions,
        keys.countOr("rope.dimension_count", spec.keyLength, kHeadLengthMax));
    if (spec.rotaryDimensions > spec.keyLength || spec.rotaryDimensions % 2 != 0)
        return corrupt(
            keys.name("rope.dimension_count") + " is " + std::to_string(spec.rotaryDimensions)
            + ": it must be even and at most the head size " + std::to_string(spec.keyLength));
    TRY(spec.ropeBase, keys.positiveOr("rope.freq_base", 10000.0f));
    const float windowBase = row.ropeBaseWindow;
    if (keys.has("rope.freq_base_swa") || windowBase > 0) {
        TRY(spec.ropeBaseWindow, keys.positiveOr("rope.freq_base_swa", windowBase));
    }
    TRY(readScaling(keys, spec));

    TRY(const float temperature, keys.realOr("attention.temperature_scale", 0.0f));
    if (temperature != 0) spec.contextSupported = spec.originalContext;
    return {};
}

Result<void> readWindows(const Keys& keys, const ArchRow& row, ArchSpec& spec) {
    if (row.windowPeriod == 0) return {}; // Such files are run with full attention by their makers.
    TRY(const std::uint32_t window,
        keys.countOr("attention.sliding_window", row.windowDefault, kContextMax));
    if (window == 0) return {};
    const std::string patternKey = keys.name("attention.sliding_window_pattern");
    const GgufValue* pattern = keys.metadata().array(patternKey);
    if (pattern != nullptr
        && (pattern->elementType == GgufType::String || pattern->count < spec.layers.size()))
        return corrupt(patternKey + " does not cover every layer");
    std::uint32_t period = row.windowPeriod;
    if (pattern == nullptr) {
        TRY(period, keys.countOr("attention.sliding_window_pattern", period, kLayersMax));
    }
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        const bool slides =
            pattern != nullptr ? pattern->arrayInteger(i) != 0 : i % period < period - 1;
        if (!slides) continue;
        spec.layers[i].window = window;
        if (spec.ropeBaseWindow > 0) spec.layers[i].ropeTable = 1;
    }
    return {};
}

Result<void> readExperts(const Keys& keys, const ArchRow& row, ArchSpec& spec) {
    const auto declared = keys.metadata().integer(keys.name("expert_count")).value_or(0);
    if (declared == 0) return {};
    TRY(spec.experts, keys.count("expert_count", kExpertsMax));
    TRY(spec.expertsUsed, keys.count("expert_used_count", spec.experts));
    TRY(spec.expertFeedForward,
        keys.countOr("expert_feed_forward_length", spec.layers.front().feedForward, kWidthMax));
    spec.gating = row.gating;
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
        keys.metadata().boolean(keys.name("expert_weights_norm")).value_or(row.expertsNormalize)
        || row.expertsNormalize;
    TRY(spec.expertsScale, keys.realOr("expert_weights_scale", 1.0f));
    if (spec.expertsScale == 0) spec.expertsScale = 1.0f;
    if (keys.metadata().integer(keys.name("expert_group_count")).value_or(1) > 1)
        return Error{ErrorCode::Unsupported, "experts chosen by groups are not supported"};
    TRY(const std::uint32_t denseLayers, keys.countOr("leading_dense_block_count", 1, kLayersMax));
    const bool hasDense =
        keys.metadata().integer(keys.name("leading_dense_block_count")).value_or(0) > 0;
    for (std::size_t i = hasDense ? denseLayers : 0; i < spec.layers.size(); ++i)
        spec.layers[i].experts = true;
    return {};
}

Result<void> readLayers(const Keys& keys, const ArchRow& row, ArchSpec& spec) {
    TRY(const std::uint32_t layers, keys.count("block_count", kLayersMax));
    spec.layers.resize(layers);
    for (std::uint32_t i = 0; i < layers; ++i) {
        LayerSpec& layer = spec.layers[i];
        TRY(layer.heads, keys.layerCount("attention.head_count", i, kHeadsMax));
        layer.kvHeads = layer.heads;
        if (keys.has("attention.head_count_kv")) {
            TRY(layer.kvHeads, keys.layerCount("attention.head_count_kv", i, kHeadsMax));
        }
        if (layer.heads % layer.kvHeads != 0)
            return corrupt(std::to_string(layer.heads) + " query heads cannot share "
                           + std::to_string(layer.kvHeads) + " key heads");
        if (keys.has("feed_forward_length") || !keys.has("expert_feed_forward_length")) {
            TRY(layer.feedForward, keys.layerCount("feed_forward_length", i, kWidthMax));
        }
        layer.rope = row.noRopePeriod == 0 || (i + 1) % row.noRopePeriod != 0;
    }
    const std::uint32_t heads = spec.layers.front().heads;
    if (!keys.has("attention.key_length") && spec.embedding % heads != 0)
        return corrupt("embedding width " + std::to_string(spec.embedding)
                       + " is not a multiple of " + std::to_string(heads) + " heads");
    const std::uint32_t headLength = std::max(1u, spec.embedding / heads);
    TRY(spec.keyLength, keys.countOr("attention.key_length", headLength, kHeadLengthMax));
    TRY(spec.valueLength, keys.countOr("attention.value_length", headLength, kHeadLengthMax));
    if (spec.keyLength > kHeadLengthMax || spec.valueLength > kHeadLengthMax)
        return corrupt("heads of " + std::to_string(spec.keyLength) + " values are too large");
    return {};
}

} // namespace

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
    const Keys keys(metadata);
    ArchSpec spec;
    spec.architecture = row->name;
    TRY(spec.embedding, keys.count("embedding_length", kWidthMax));
    TRY(spec.contextLength, keys.count("context_length", kContextMax));
    TRY(readLayers(keys, *row, spec));
    if (row->normEpsDefault == 0 && !keys.has("attention.layer_norm_rms_epsilon"))
        return corrupt(keys.name("attention.layer_norm_rms_epsilon") + " is missing");
    TRY(spec.normEps, keys.positiveOr("attention.layer_norm_rms_epsilon", row->normEpsDefault));
    TRY(readRope(keys, *row, spec));
    TRY(readWindows(keys, *row, spec));
    TRY(readExperts(keys, *row, spec));

    spec.activation = row->activation;
    spec.postNorms = row->postNorms;
    spec.feedForwardNorm = row->feedForwardNorm;
    if (row->scaleEmbedding) spec.embeddingScale = std::sqrt(static_cast<float>(spec.embedding));
    TRY(spec.attentionSoftcap, keys.realOr("attn_logit_softcapping", row->attentionSoftcap));
    TRY(spec.logitSoftcap, keys.realOr("final_logit_softcapping", row->logitSoftcap));
    if (spec.attentionSoftcap < 0 || spec.logitSoftcap < 0)
        return corrupt("a soft cap is negative");
    TRY(spec.attentionScale, keys.realOr("attention.scale", 0.0f));
    if (spec.attentionScale == 0 && row->layersScaledByWidth == spec.layers.size())
        spec.attentionScale = 1.0f
                              / std::sqrt(static_cast<float>(spec.embedding)
                                          / static_cast<float>(spec.layers.front().heads));
    if (spec.attentionScale == 0)
        spec.attentionScale = 1.0f / std::sqrt(static_cast<float>(spec.keyLength));
    return spec;
}

} // namespace inference
