// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_low_packers.h"

#include <bit>

#include "inference/backend/vulkan/vk_plane_writer.h"
#include "inference/quant/blocks.h"
#include "inference/quant/dtype.h"

namespace inference {

using planes::gatherNibbles;
using planes::gatherPairs;
using planes::PlaneWriter;
using planes::u64;
using planes::u8;
using Word = std::uint32_t;

namespace {

template <typename Block>
const Block* blocksOf(const std::byte* source) {
    static_assert(alignof(Block) == 1);
    return reinterpret_cast<const Block*>(source);
}

/// Eight signs of which seven are stored: an even number of them is negative.
Word evenSigns(Word seven) {
    seven &= 127u;
    return seven | (static_cast<Word>(std::popcount(seven)) & 1u) << 7;
}

} // namespace

void packNvfp4(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockNVFP4>(source);
    Word* scales = target + rowLength / 8;
    for (Word b = 0; b < rowLength / 64; ++b, ++block) {
        scales[b] = u32(block->scales);
        for (Word sub = 0; sub < 4; ++sub) {
            u64 eight;
            std::memcpy(&eight, block->q + std::size_t{8} * sub, 8);
            *target++ = gatherNibbles(eight);
            *target++ = gatherNibbles(eight >> 4);
        }
    }
}

void packQ1_0(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockQ1_0>(source);
    PlaneWriter<16> factors(target + rowLength / 32);
    for (Word b = 0; b < rowLength / 128; ++b, ++block) {
        std::memcpy(target + std::size_t{b} * 4, block->q, 16);
        factors.put(u16(block->d));
    }
    factors.finish();
}

void packQ2_0(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockQ2_0>(source);
    PlaneWriter<16> factors(target + rowLength / 16);
    for (Word b = 0; b < rowLength / 64; ++b, ++block) {
        std::memcpy(target + std::size_t{b} * 4, block->q, 16);
        factors.put(u16(block->d));
    }
    factors.finish();
}

void packTQ1_0(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockTQ1>(source);
    PlaneWriter<2> digits(target);
    PlaneWriter<16> factors(target + rowLength / 16);
    for (Word b = 0; b < rowLength / 256; ++b, ++block) {
        const auto put = [&](const u8* bytes, Word count, Word places) {
            Word power = 1;
            for (Word place = 0; place < places; ++place, power *= 3)
                for (Word i = 0; i < count; ++i) digits.put((bytes[i] * power & 255u) * 3 >> 8);
        };
        put(block->q, 32, 5);
        put(block->q + 32, 16, 5);
        put(block->tail, 4, 4);
        factors.put(u16(block->d));
    }
    factors.finish();
}

void packTQ2_0(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockTQ2>(source);
    PlaneWriter<16> digits(target);
    PlaneWriter<16> factors(target + rowLength / 16);
    for (Word b = 0; b < rowLength / 256; ++b, ++block) {
        for (Word half = 0; half < 2; ++half)
            for (Word shift = 0; shift < 8; shift += 2)
                for (Word i = 0; i < 4; ++i) {
                    u64 eight;
                    std::memcpy(&eight, block->q + std::size_t{half} * 32 + std::size_t{i} * 8, 8);
                    digits.put(gatherPairs(eight >> shift));
                }
        factors.put(u16(block->d));
    }
    factors.finish();
}

void packIQ1_S(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockIQ1S>(source);
    const Word blocks = rowLength / 256;
    Word* groups = target + std::size_t{blocks} * 8;
    PlaneWriter<16> factors(groups + std::size_t{blocks} * 4);
    for (Word b = 0; b < blocks; ++b, ++block) {
        std::memcpy(target + std::size_t{b} * 8, block->q, 32);
        std::memcpy(groups + std::size_t{b} * 4, block->groups, 16);
        factors.put(u16(block->d));
    }
    factors.finish();
}

void packIQ1_M(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockIQ1M>(source);
    const Word blocks = rowLength / 256;
    Word* high = target + std::size_t{blocks} * 8;
    Word* scales = high + std::size_t{blocks} * 4;
    PlaneWriter<16> factors(scales + std::size_t{blocks} * 2);
    for (Word b = 0; b < blocks; ++b, ++block) {
        std::memcpy(target + std::size_t{b} * 8, block->q, 32);
        std::memcpy(high + std::size_t{b} * 4, block->high, 16);
        std::memcpy(scales + std::size_t{b} * 2, block->scales, 8);
        Word half = 0;
        for (Word i = 0; i < 4; ++i) half |= (u16(block->scales[i]) >> 12) << (4 * i);
        factors.put(half);
    }
    factors.finish();
}

void packIQ2_XXS(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockIQ2XXS>(source);
    const Word blocks = rowLength / 256;
    PlaneWriter<16> quants(target);
    PlaneWriter<4> scales(target + std::size_t{blocks} * 16);
    PlaneWriter<16> factors(target + std::size_t{blocks} * 17);
    for (Word b = 0; b < blocks; ++b, ++block) {
        for (const auto& group : block->groups) {
            Word signs;
            std::memcpy(&signs, group + 4, 4);
            for (Word l = 0; l < 4; ++l) quants.put(group[l] | evenSigns(signs >> (7 * l)) << 8);
            scales.put(signs >> 28);
        }
        factors.put(u16(block->d));
    }
    factors.finish();
}

void packIQ2_XS(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockIQ2XS>(source);
    const Word blocks = rowLength / 256;
    Word* scales = target + std::size_t{blocks} * 16;
    PlaneWriter<16> factors(scales + std::size_t{blocks} * 2);
    for (Word b = 0; b < blocks; ++b, ++block) {
        std::memcpy(target + std::size_t{b} * 16, block->q, 64);
        std::memcpy(scales + std::size_t{b} * 2, block->scales, 8);
        factors.put(u16(block->d));
    }
    factors.finish();
}

void packIQ2_S(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockIQ2S>(source);
    const Word blocks = rowLength / 256;
    PlaneWriter<16> quants(target);
    Word* high = target + std::size_t{blocks} * 16;
    Word* scales = high + std::size_t{blocks} * 2;
    PlaneWriter<16> factors(scales + std::size_t{blocks} * 2);
    for (Word b = 0; b < blocks; ++b, ++block) {
        for (Word i = 0; i < 32; ++i) quants.put(block->q[i] | Word{block->signs[i]} << 8);
        std::memcpy(high + std::size_t{b} * 2, block->high, 8);
        std::memcpy(scales + std::size_t{b} * 2, block->scales, 8);
        factors.put(u16(block->d));
    }
    factors.finish();
}

void packIQ3_XXS(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockIQ3XXS>(source);
    const Word blocks = rowLength / 256;
    PlaneWriter<8> signs(target + std::size_t{blocks} * 16);
    PlaneWriter<4> scales(target + std::size_t{blocks} * 24);
    PlaneWriter<16> factors(target + std::size_t{blocks} * 25);
    for (Word b = 0; b < blocks; ++b, ++block) {
        std::memcpy(target + std::size_t{b} * 16, block->q, 64);
        for (const auto& group : block->groups) {
            const Word word = u32(group);
            for (Word l = 0; l < 4; ++l) signs.put(evenSigns(word >> (7 * l)));
            scales.put(word >> 28);
        }
        factors.put(u16(block->d));
    }
    factors.finish();
}

void packIQ3_S(const std::byte* source, Word* target, Word rowLength) {
    const auto* block = blocksOf<BlockIQ3S>(source);
    const Word blocks = rowLength / 256;
    Word* signs = target + std::size_t{blocks} * 16;
    Word* high = signs + std::size_t{blocks} * 8;
    Word* scales = high + std::size_t{blocks} * 2;
    PlaneWriter<16> factors(scales + blocks);
    for (Word b = 0; b < blocks; ++b, ++block) {
        std::memcpy(target + std::size_t{b} * 16, block->q, 64);
        std::memcpy(signs + std::size_t{b} * 8, block->signs, 32);
        std::memcpy(high + std::size_t{b} * 2, block->high, 8);
        scales[b] = u32(block->scales);
        factors.put(u16(block->d));
    }
    factors.finish();
}

} // namespace inference
