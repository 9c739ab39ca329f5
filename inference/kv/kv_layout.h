// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "inference/kv/kv_type.h"

namespace inference {

constexpr bool isQuantized(KvType type) {
    return type == KvType::Q8_0 || type == KvType::Q4_0;
}

/// "f16", as command lines and settings write it.
constexpr std::string_view kvTypeName(KvType type) {
    constexpr std::string_view kNames[] = {"f32", "f16", "q8_0", "q4_0"};
    return kNames[static_cast<std::size_t>(type)];
}

/// The type of that name; none where there is no such type.
constexpr std::optional<KvType> parseKvType(std::string_view name) {
    for (const KvType type : {KvType::F32, KvType::F16, KvType::Q8_0, KvType::Q4_0})
        if (kvTypeName(type) == name) return type;
    return std::nullopt;
}

/// What heads of this size are stored as when `wanted` is asked for: blocks must not straddle
/// heads, so a head size that 32 does not divide is kept in F16 instead of a quantized type.
constexpr KvType kvTypeFor(KvType wanted, std::uint32_t headLength) {
    return isQuantized(wanted) && headLength % kKvBlock != 0 ? KvType::F16 : wanted;
}

/// Bytes of `count` values without their scales; count is a multiple of kKvBlock for the quantized
/// types.
constexpr std::uint64_t kvValueBytes(KvType type, std::uint64_t count) {
    switch (type) {
    case KvType::F32: return count * 4;
    case KvType::F16: return count * 2;
    case KvType::Q8_0: return count;
    case KvType::Q4_0: return count / 2;
    }
    return 0;
}

/// Bytes of one cell of `width` values. F32 and F16: the values. Quantized: the q of all blocks
/// (Q4_0: value j of a block in the low bits of byte j, value 16 + j in the high ones), then the
/// scales of all blocks; rounded up to 4 bytes, so that the q of every cell can be read in words.
constexpr std::uint64_t kvCellBytes(KvType type, std::uint32_t width) {
    const std::uint64_t values = kvValueBytes(type, width);
    if (!isQuantized(type)) return values;
    return (values + width / kKvBlock * 2 + 3) / 4 * 4;
}

/// Cache of one layer: two arrays `[cells][width]`. Position p of the sequence lives in cell
/// `p % cells`: a full layer has as many cells as the context, a sliding-window layer only
/// window + largest batch, which is why the ring never overwrites a key that is still visible. A
/// layer that reads another one's cache has no cells.
struct KvLayerLayout {
    std::uint32_t keyWidth = 0;   ///< kv heads · key head size.
    std::uint32_t valueWidth = 0; ///< kv heads · value head size.
    std::uint32_t cells = 0;
    KvType keyType = KvType::F16; ///< Of this layer: see kvTypeFor.
    KvType valueType = KvType::F16;
    /// A value is the beginning of its key, and of the keys' type; valueWidth is 0.
    bool valuesInKeys = false;

    std::uint64_t keyBytes() const { return cells * kvCellBytes(keyType, keyWidth); }
    std::uint64_t valueBytes() const { return cells * kvCellBytes(valueType, valueWidth); }
};

/// What a recurrent layer keeps of all tokens so far, as f32 values whatever the cache's types: the
/// last inputs of its convolution `[taps - 1][channels]`, then a matrix per head
/// `[heads][rows][columns]`. It holds one position only: the one after the last token that was run.
struct RecurrentLayout {
    std::uint32_t convolution = 0; ///< Values.
    std::uint32_t matrices = 0;    ///< Values.

    std::uint64_t values() const { return std::uint64_t{convolution} + matrices; }
};

/// Shape of a session's whole cache; bytes follow from it, so memory is computed and not guessed.
struct KvLayout {
    KvType keyType = KvType::F16; ///< Asked for; a layer may have to differ.
    KvType valueType = KvType::F16;
    std::uint32_t contextLength = 0;
    std::vector<KvLayerLayout> layers; ///< No cells where a layer does not attend.
    std::vector<RecurrentLayout>
        recurrent; ///< By layer, all zero where a layer is not recurrent; empty if none is.

    /// Bytes of the recurrent state, which is also what a snapshot of it takes.
    std::uint64_t recurrentBytes() const {
        std::uint64_t total = 0;
        for (const RecurrentLayout& layer : recurrent) total += layer.values() * sizeof(float);
        return total;
    }
    /// Whether going back to an earlier position needs a snapshot: cells of attention can simply be
    /// overwritten, recurrent state cannot.
    bool hasRecurrentState() const { return recurrentBytes() > 0; }

    std::uint64_t bytes() const {
        std::uint64_t total = recurrentBytes();
        for (const KvLayerLayout& layer : layers) total += layer.keyBytes() + layer.valueBytes();
        return total;
    }
};

} // namespace inference
