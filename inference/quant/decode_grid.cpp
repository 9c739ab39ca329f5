// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The types whose weights are entries of a codebook: an index names the magnitudes of four or eight
// neighbours, a byte their signs.
#include <bit>

#include "inference/quant/blocks.h"
#include "inference/quant/decode.h"
#include "inference/quant/iq_grids.h"

namespace inference::decode {

namespace {

/// `count` weights: bytes of an entry, negative where a bit of `signs` is set.
void emit(float scale, std::uint64_t entry, unsigned signs, unsigned count, float* target) {
    for (unsigned j = 0; j < count; ++j) {
        const float value = scale * static_cast<float>(entry >> (8 * j) & 255u);
        target[j] = (signs >> j & 1u) != 0 ? -value : value;
    }
}

/// Eight signs of which seven are stored: an even number of them is negative.
unsigned evenSigns(unsigned seven) {
    seven &= 127u;
    return seven | (static_cast<unsigned>(std::popcount(seven)) & 1u) << 7;
}

float nibbleScale(float d, std::uint8_t scales, unsigned index) {
    return d * (0.5f + static_cast<float>(scales >> (4 * index) & 15)) * 0.25f;
}

} // namespace

void iq2_xxs(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockIQ2XXS*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block) {
        const float d = inference::f16(block->d);
        for (const auto& group : block->groups) {
            const std::uint32_t signs =
                group[4] | group[5] << 8 | group[6] << 16 | std::uint32_t{group[7]} << 24;
            const float scale = d * (0.5f + static_cast<float>(signs >> 28)) * 0.25f;
            for (unsigned l = 0; l < 4; ++l, target += 8)
                emit(scale, kGridIQ2XXS.entries[group[l]], evenSigns(signs >> (7 * l)), 8, target);
        }
    }
}

void iq2_xs(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockIQ2XS*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block) {
        const float d = inference::f16(block->d);
        for (unsigned l = 0; l < 32; ++l, target += 8) {
            const unsigned q = u16(block->q[l]);
            const float scale = nibbleScale(d, block->scales[l / 4], l / 2 % 2);
            emit(scale, kGridIQ2XS.entries[q & 511u], evenSigns(q >> 9), 8, target);
        }
    }
}

void iq2_s(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockIQ2S*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block) {
        const float d = inference::f16(block->d);
        for (unsigned l = 0; l < 32; ++l, target += 8) {
            const unsigned high = block->high[l / 4] >> (2 * (l % 4)) & 3u;
            const float scale = nibbleScale(d, block->scales[l / 4], l / 2 % 2);
            emit(scale, kGridIQ2S.entries[block->q[l] | high << 8], block->signs[l], 8, target);
        }
    }
}

void iq3_xxs(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockIQ3XXS*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block) {
        const float d = inference::f16(block->d);
        for (unsigned l = 0; l < 32; ++l, target += 8) {
            const std::uint32_t group = u32(block->groups[l / 4]);
            const float scale = d * (0.5f + static_cast<float>(group >> 28)) * 0.5f;
            const unsigned signs = evenSigns(group >> (7 * (l % 4)));
            emit(scale, kGridIQ3XXS.entries[block->q[2 * l]], signs, 4, target);
            emit(scale, kGridIQ3XXS.entries[block->q[2 * l + 1]], signs >> 4, 4, target + 4);
        }
    }
}

void iq3_s(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockIQ3S*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block) {
        const float d = inference::f16(block->d);
        for (unsigned l = 0; l < 32; ++l, target += 8) {
            const int nibble = block->scales[l / 8] >> (4 * (l / 4 % 2)) & 15;
            const float scale = d * static_cast<float>(1 + 2 * nibble);
            const unsigned high = block->high[l / 4] >> (2 * (l % 4));
            const unsigned first = block->q[2 * l] | (high & 1u) << 8;
            const unsigned second = block->q[2 * l + 1] | (high & 2u) << 7;
            emit(scale, kGridIQ3S.entries[first], block->signs[l], 4, target);
            emit(scale, kGridIQ3S.entries[second], block->signs[l] >> 4u, 4, target + 4);
        }
    }
}

namespace {

/// Weights −1, 0, 1 of an entry, moved by an eighth.
void emitTernary(float scale, std::uint64_t entry, bool down, float* target) {
    const float offset = down ? -0.125f : 0.125f;
    for (unsigned j = 0; j < 8; ++j) {
        const float value = static_cast<float>(entry >> (8 * j) & 255u) * 0.125f - 2.0f;
        target[j] = scale * (value + offset);
    }
}

} // namespace

void iq1_s(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockIQ1S*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block) {
        const float d = inference::f16(block->d);
        for (unsigned l = 0; l < 32; ++l, target += 8) {
            const unsigned group = u16(block->groups[l / 4]);
            const float scale = d * static_cast<float>(2 * (group >> 12 & 7u) + 1);
            const unsigned index = block->q[l] | (group >> (3 * (l % 4)) & 7u) << 8;
            emitTernary(scale, kGridIQ1.entries[index], (group & 0x8000u) != 0, target);
        }
    }
}

void iq1_m(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockIQ1M*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block) {
        const float d = scaleIQ1M(*block);
        for (unsigned l = 0; l < 32; ++l, target += 8) {
            const unsigned packed = u16(block->scales[l / 8]) >> (3 * (l / 2 % 4)) & 7u;
            const float scale = d * static_cast<float>(2 * packed + 1);
            const unsigned high = block->high[l / 2] >> (4 * (l % 2));
            const unsigned index = block->q[l] | (high & 7u) << 8;
            emitTernary(scale, kGridIQ1.entries[index], (high & 8u) != 0, target);
        }
    }
}

} // namespace inference::decode
