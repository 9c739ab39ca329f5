// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Hyperparameters of recurrent layers.
#include <algorithm>

#include "inference/arch/hparams_readers.h"

namespace inference {

namespace {

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

constexpr std::int64_t kTapsMax = 16;
constexpr std::int64_t kStateRowsMax = 1024;
constexpr std::uint64_t kStateValuesMax = 1ull << 30;

Result<void> markByInterval(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    const std::string listKey = keys.name("attention.recurrent_layers");
    const GgufValue* list = keys.metadata().array(listKey);
    if (list != nullptr
        && (list->elementType == GgufType::String || list->count < spec.layers.size()))
        return corrupt(listKey + " does not cover every layer");
    std::uint32_t interval = 4;
    if (list == nullptr) {
        TRY(interval, keys.countOr("full_attention_interval", interval, kLayersMax));
    }
    for (std::size_t i = 0; i < spec.layers.size(); ++i) {
        const bool recurrent =
            list != nullptr ? list->arrayInteger(i) != 0 : (i + 1) % interval != 0;
        if (recurrent) spec.layers[i].mixer = row.mixer;
    }
    return {};
}

Result<void> markByKeys(const ArchRow& row, ArchSpec& spec) {
    for (LayerSpec& layer : spec.layers) {
        if (layer.kvHeads == 0) layer.mixer = row.mixer;
        if (!row.oneSublayer) continue;
        if (layer.feedForward > 0)
            layer.mixer = Mixer::None;
        else
            layer.feedsForward = false;
        if (!layer.feedsForward) layer.experts = false;
    }
    return {};
}

Result<void> readSizes(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    RecurrentSpec& sizes = spec.recurrent;
    sizes.tiledKeys = row.tiledKeys;
    if (row.mixer == Mixer::ShortConv) {
        TRY(sizes.taps, keys.count("shortconv.l_cache", kTapsMax));
        return {};
    }
    TRY(sizes.taps, keys.count("ssm.conv_kernel", kTapsMax));
    TRY(sizes.innerSize, keys.count("ssm.inner_size", kWidthMax));
    TRY(sizes.stateSize, keys.count("ssm.state_size", kStateRowsMax));
    TRY(sizes.heads, keys.count("ssm.time_step_rank", kHeadsMax));
    TRY(sizes.groups, keys.count("ssm.group_count", kHeadsMax));
    if (sizes.innerSize % sizes.heads != 0)
        return corrupt(keys.name("ssm.inner_size") + " is " + std::to_string(sizes.innerSize)
                       + ", no multiple of " + std::to_string(sizes.heads) + " heads");
    if (sizes.heads % sizes.groups != 0)
        return corrupt(std::to_string(sizes.heads) + " recurrent heads cannot share "
                       + std::to_string(sizes.groups) + " groups of keys");
    const std::uint64_t perLayer = std::uint64_t{sizes.innerSize} * sizes.stateSize;
    if (std::uint64_t{sizes.groups} * sizes.stateSize > kWidthMax || perLayer > kStateValuesMax)
        return corrupt("the recurrent state of a layer is absurdly large");
    return {};
}

} // namespace

Result<void> readRecurrence(const MetadataKeys& keys, const ArchRow& row, ArchSpec& spec) {
    if (row.recurrence == Recurrence::None) return {};
    if (row.recurrence == Recurrence::Interval) {
        TRY(markByInterval(keys, row, spec));
    } else {
        TRY(markByKeys(row, spec));
    }
    const auto has = [&](Mixer mixer) {
        return std::any_of(spec.layers.begin(), spec.layers.end(),
                           [&](const LayerSpec& layer) { return layer.mixer == mixer; });
    };
    if (has(row.mixer)) TRY(readSizes(keys, row, spec));
    for (const LayerSpec& layer : spec.layers)
        if (layer.mixer == Mixer::Attention && layer.kvHeads == 0)
            return corrupt(keys.name("attention.head_count_kv")
                           + " gives an attention layer no heads");
    const bool mixes =
        std::any_of(spec.layers.begin(), spec.layers.end(),
                    [](const LayerSpec& layer) { return layer.mixer != Mixer::None; });
    if (!mixes) return corrupt("no layer of the file lets tokens see each other");
    return {};
}

} // namespace inference
