// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Hyperparameters of attention: windows, head sizes, rotation, scales.
#include <algorithm>
#include <cmath>

#include "inference/arch/hparams_readers.h"

namespace inference {

namespace {

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

Result<void> readScaling(const MetadataKeys& keys, ArchSpec& spec) {
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

Result<void> checkRotary(const MetadataKeys& keys, const char* key, std::uint32_t dimensions,
                         std::uint32_t most) {
    if (dimensions <= most && dimensions % 2 == 0) return {};
    return corrupt(keys.name(key) + " is " + std::to_string(dimensions)
                   + ": it must be even and at most the head size " + std::to_string(most));
}

/// Key and value sizes of a latent cache; see LatentSpec.
Result<void> readLatent(const MetadataKeys& keys, ArchSpec& spec) {
    LatentSpec& latent = spec.latent;
    TRY(latent.latent, keys.count("attention.kv_lora_rank", kHeadLengthMax));
    TRY(latent.queryRank, keys.optionalCount("attention.q_lora_rank", kWidthMax));
    TRY(const std::uint32_t rotary, keys.count("rope.dimension_count", kHeadLengthMax));
    // Files from before April 2025 describe expanded heads under the ordinary names.
    const bool older = !keys.has("attention.key_length_mla");
    TRY(const std::uint32_t key,
        keys.count(older ? "attention.key_length" : "attention.key_length_mla", kHeadLengthMax));
    TRY(latent.value, keys.count(older ? "attention.value_length" : "attention.value_length_mla",
                                 kHeadLengthMax));
    if (rotary >= key)
        return corrupt(keys.name("rope.dimension_count") + " leaves nothing of a head of "
                       + std::to_string(key) + " values");
    latent.plain = key - rotary;
    if (latent.latent + rotary > kHeadLengthMax)
        return corrupt("a cached row of " + std::to_string(latent.latent + rotary)
                       + " values is too large");
    for (LayerSpec& layer : spec.layers) {
        layer.kvHeads = 1;
        layer.keyLength = latent.latent + rotary;
        layer.valueLength = latent.latent;
    }
    return {};
}

/// Layers from some layer on read the cache of the last layer before it of their own kind.
Result<void> shareCaches(const MetadataKeys& keys, ArchSpec& spec) {
    TRY(const std::uint32_t shared, keys.optionalCount("attention.shared_kv_layers", kLayersMax));
    if (shared == 0) return {};
    if (shared >= spec.layers.size())
        return corrupt(keys.name("attention.shared_kv_layers") + " leaves no layer with a cache");
    const std::size_t own = spec.layers.size() - shared;
    for (std::size_t i = own; i < spec.layers.size(); ++i) {
        LayerSpec& layer = spec.layers[i];
        std::size_t source = own;
        while (source > 0 && spec.layers[source - 1].window != layer.window) --source;
        if (source == 0 || spec.layers[source - 1].kvHeads != layer.kvHeads)
            return corrupt("layer " + std::to_string(i) + " finds no cache that it could share");
        layer.cacheLayer = static_cast<std::uint32_t>(source - 1);
    }
    return {};
}

Result<void> readTemperature(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    spec.temperature = row.temperature;
    const bool everywhere = keys.has("attention.temperature_scale");
    if (everywhere) {
        TRY(spec.temperature.scale, keys.realOr("attention.temperature_scale", 0.0f));
        TRY(spec.temperature.length,
            keys.countOr("attention.temperature_length", spec.originalContext, kContextMax));
        spec.temperature.offset = 0;
    }
    if (spec.temperature.scale == 0) return {};
    for (LayerSpec& layer : spec.layers) layer.queryTemperature = everywhere || !layer.rope;
    return {};
}

/// The scale of scores over a latent cache: YaRN's magnitude goes here and not into the rotation.
void scaleLatent(ArchSpec& spec) {
    double magnitude =
        spec.scaling == RopeScaling::Yarn ? static_cast<double>(spec.scalingAttention) : 1.0;
    if (spec.scaling == RopeScaling::Yarn && spec.scalingFactor > 1) {
        const double log = std::log(static_cast<double>(spec.scalingFactor));
        const double c = static_cast<double>(spec.yarnLogMultiplier);
        if (!spec.yarnUnitMagnitude) magnitude *= (1 + 0.1 * log) / (1 + 0.1 * c * log);
        magnitude *= 1 + 0.1 * c * log;
    }
    spec.attentionScale = static_cast<float>(
        magnitude * magnitude / std::sqrt(spec.latent.plain + spec.rotaryDimensions));
}

/// Where a position has several axes (of an image), pairs are dealt out among them in turn, and all
/// axes are equal for text.
Result<void> readSections(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    if (!row.axesInTurn) return {};
    const std::string name = keys.name("rope.dimension_sections");
    const GgufValue* sections = keys.metadata().array(name);
    if (sections == nullptr) return {};
    if (sections->elementType == GgufType::String || sections->count > spec.ropeSections.size())
        return corrupt(name + " is no list of up to four numbers");
    for (std::uint64_t i = 0; i < sections->count; ++i) {
        const std::int64_t value = sections->arrayInteger(i);
        if (value < 0 || value > kHeadLengthMax)
            return corrupt(name + " holds " + std::to_string(value));
        spec.ropeSections[i] = static_cast<std::uint32_t>(value);
    }
    return {};
}

} // namespace

Result<void> readWindows(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    if (row.windowPeriod == 0) return {}; // Such files are run with full attention by their makers.
    TRY(std::uint32_t window, keys.optionalCount("attention.sliding_window", kContextMax));
    if (!keys.has("attention.sliding_window")) window = std::max(row.windowDefault, row.chunk);
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
        (row.chunk > 0 ? spec.layers[i].chunk : spec.layers[i].window) =
            row.chunk > 0 ? row.chunk : window;
        if (row.ropeBaseWindow > 0 || keys.has("rope.freq_base_swa")) spec.layers[i].ropeTable = 1;
    }
    return {};
}

Result<void> readHeads(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    if (row.latentAttention) return readLatent(keys, spec);
    std::uint32_t heads = 0; // Of the first layer that attends.
    for (const LayerSpec& layer : spec.layers)
        if (heads == 0 && layer.kvHeads > 0) heads = layer.heads;
    heads = std::max(heads, 1u);
    if (!keys.has("attention.key_length") && spec.embedding % heads != 0)
        return corrupt("embedding width " + std::to_string(spec.embedding)
                       + " is not a multiple of " + std::to_string(heads) + " heads");
    const std::uint32_t fallback = std::max(1u, spec.embedding / heads);
    TRY(const std::uint32_t key, keys.countOr("attention.key_length", fallback, kHeadLengthMax));
    TRY(const std::uint32_t value,
        keys.countOr("attention.value_length", fallback, kHeadLengthMax));
    TRY(const std::uint32_t keyWindow,
        keys.countOr("attention.key_length_swa", key, kHeadLengthMax));
    TRY(const std::uint32_t valueWindow,
        keys.countOr("attention.value_length_swa", value, kHeadLengthMax));
    if (key > kHeadLengthMax || value > kHeadLengthMax)
        return corrupt("heads of " + std::to_string(key) + " values are too large");
    for (LayerSpec& layer : spec.layers) {
        const bool slides = layer.window > 0;
        layer.keyLength = slides ? keyWindow : key;
        layer.valueLength = slides ? valueWindow : value;
    }
    return shareCaches(keys, spec);
}

Result<void> readRope(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    spec.pairing = row.pairing;
    const GgufValue* axes = keys.metadata().array(keys.name("rope.dimension_sections"));
    const bool several = axes != nullptr && axes->elementType != GgufType::String && axes->count > 1
                         && axes->arrayInteger(0) > 0 && axes->arrayInteger(1) > 0;
    if (row.halvesWithAxes && several) spec.pairing = RopePairing::Halves;
    const bool latent = spec.latent.latent > 0;
    std::uint32_t full = latent ? spec.layers.front().keyLength - spec.latent.latent : 0;
    std::uint32_t slides = 0;
    for (const LayerSpec& layer : spec.layers)
        if (!latent) (layer.window > 0 ? slides : full) = layer.keyLength;
    if (full == 0) full = slides;
    if (slides == 0) slides = full;
    TRY(spec.rotaryDimensions, keys.countOr("rope.dimension_count", full, kHeadLengthMax));
    TRY(checkRotary(keys, "rope.dimension_count", spec.rotaryDimensions, full));
    TRY(spec.rotaryDimensionsWindow,
        keys.countOr("rope.dimension_count_swa", std::min(spec.rotaryDimensions, slides),
                     kHeadLengthMax));
    TRY(checkRotary(keys, "rope.dimension_count_swa", spec.rotaryDimensionsWindow, slides));
    TRY(spec.ropeBase, keys.positiveOr("rope.freq_base", 10000.0f));
    if (keys.has("rope.freq_base_swa") || row.ropeBaseWindow > 0) {
        TRY(spec.ropeBaseWindow, keys.positiveOr("rope.freq_base_swa", row.ropeBaseWindow));
    }
    // A layer rotates by its own table only where the model has two.
    for (const LayerSpec& layer : spec.layers)
        if (layer.ropeTable == 0 && spec.rotaryDimensions > layer.keyLength)
            return corrupt(keys.name("rope.dimension_count") + " exceeds a head of "
                           + std::to_string(layer.keyLength) + " values");
    TRY(readSections(keys, row, spec));
    TRY(readScaling(keys, spec));
    spec.yarnUnitMagnitude = row.yarnUnitMagnitude;
    // Latent families store a tenth of it.
    if (latent) spec.yarnLogMultiplier *= 10.0f;
    return {};
}

Result<void> readAttention(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    TRY(readTemperature(keys, row, spec));
    const auto experts = keys.metadata().integer(keys.name("expert_count")).value_or(0);
    if (row.unitQueriesKeys && experts != std::int64_t{row.expertsWithoutUnit})
        for (LayerSpec& layer : spec.layers) layer.unitQueriesKeys = layer.rope;
    TRY(spec.attentionSoftcap, keys.realOr("attn_logit_softcapping", row.attentionSoftcap));
    if (spec.attentionSoftcap < 0) return corrupt("a soft cap is negative");
    TRY(spec.attentionScale, keys.realOr("attention.scale", row.attentionScale));
    if (spec.attentionScale != 0) return {};
    if (row.layersScaledByWidth > 0 && row.layersScaledByWidth == spec.layers.size())
        spec.attentionScale = 1.0f
                              / std::sqrt(static_cast<float>(spec.embedding)
                                          / static_cast<float>(spec.layers.front().heads));
    if (spec.latent.latent > 0) scaleLatent(spec);
    return {};
}

} // namespace inference
