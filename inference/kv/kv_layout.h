// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <vector>

namespace inference {

/// Element type of a cache half.
enum class KvType : std::uint8_t { F32, F16 };

/// Cache of one layer: two arrays `[cells][width]`. Position p of the sequence lives in cell
/// `p % cells`: a full layer has as many cells as the context, a sliding-window layer only
/// window + largest batch, which is why the ring never overwrites a key that is still visible.
struct KvLayerLayout {
    std::uint32_t keyWidth = 0;   ///< kv heads · key head size.
    std::uint32_t valueWidth = 0; ///< kv heads · value head size.
    std::uint32_t cells = 0;
};

/// Shape of a session's whole cache; bytes follow from it, so memory is computed and not guessed.
struct KvLayout {
    KvType keyType = KvType::F16;
    KvType valueType = KvType::F16;
    std::uint32_t contextLength = 0;
    std::vector<KvLayerLayout> layers;

    std::uint64_t bytes() const {
        const auto size = [](KvType type) { return type == KvType::F32 ? 4u : 2u; };
        std::uint64_t total = 0;
        for (const KvLayerLayout& layer : layers)
            total += std::uint64_t{layer.cells}
                     * (std::uint64_t{layer.keyWidth} * size(keyType)
                        + std::uint64_t{layer.valueWidth} * size(valueType));
        return total;
    }
};

} // namespace inference
