// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/backend/vulkan/vk_weight_layout.h"

#include <cstring>

#include "inference/backend/vulkan/vk_low_packers.h"
#include "inference/backend/vulkan/vk_plane_writer.h"
#include "inference/quant/iq_grids.h"

namespace inference {

using namespace planes;

namespace {

/// 16 bytes whose low nibbles are values 0..15 and high nibbles values 16..31.
void putNibbleBlock(const std::byte* quants, u32* target) {
    const u64 first = load<u64>(quants);
    const u64 second = load<u64>(quants + 8);
    target[0] = gatherNibbles(first);
    target[1] = gatherNibbles(second);
    target[2] = gatherNibbles(first >> 4);
    target[3] = gatherNibbles(second >> 4);
}

void packPlain(const std::byte* source, u32* target, std::size_t bytes) {
    const std::size_t whole = bytes / 4;
    std::memcpy(target, source, whole * 4);
    if (bytes % 4 != 0) {
        u32 last = 0;
        std::memcpy(&last, source + whole * 4, bytes % 4);
        target[whole] = last;
    }
    // The rest of the last chunk is zero, so that it adds nothing.
    const std::size_t words = (bytes + 3) / 4;
    const std::size_t unit = 8;
    for (std::size_t i = words; i < (words + unit - 1) / unit * unit; ++i) target[i] = 0;
}

void packF32(const std::byte* source, u32* target, u32 rowLength) {
    packPlain(source, target, std::size_t{rowLength} * 4);
}

void packHalf(const std::byte* source, u32* target, u32 rowLength) {
    const std::size_t whole = rowLength / 2;
    std::memcpy(target, source, whole * 4);
    std::size_t i = whole;
    if (rowLength % 2 != 0) target[i++] = load<u16>(source + whole * 4);
    const std::size_t end = std::size_t{WeightLayout::chunks(rowLength)} * 4;
    for (; i < end; ++i) target[i] = 0;
}

void packQ8_0(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 32;
    PlaneWriter<16> scales(target + std::size_t{blocks} * 8);
    for (u32 b = 0; b < blocks; ++b, source += 34) {
        scales.put(load<u16>(source));
        std::memcpy(target + std::size_t{b} * 8, source + 2, 32);
    }
    scales.finish();
}

// Q4_0 and IQ4_NL differ in meaning only.
void packQ4_0(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 32;
    PlaneWriter<16> scales(target + std::size_t{blocks} * 4);
    for (u32 b = 0; b < blocks; ++b, source += 18) {
        scales.put(load<u16>(source));
        putNibbleBlock(source + 2, target + std::size_t{b} * 4);
    }
    scales.finish();
}

void packQ4_1(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 32;
    u32* scales = target + std::size_t{blocks} * 4;
    for (u32 b = 0; b < blocks; ++b, source += 20) {
        scales[b] = load<u32>(source);
        putNibbleBlock(source + 4, target + std::size_t{b} * 4);
    }
}

void packQ5_0(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 32;
    u32* fifth = target + std::size_t{blocks} * 4;
    PlaneWriter<16> scales(fifth + blocks);
    for (u32 b = 0; b < blocks; ++b, source += 22) {
        scales.put(load<u16>(source));
        fifth[b] = load<u32>(source + 2);
        putNibbleBlock(source + 6, target + std::size_t{b} * 4);
    }
    scales.finish();
}

void packQ5_1(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 32;
    u32* fifth = target + std::size_t{blocks} * 4;
    u32* scales = fifth + blocks;
    for (u32 b = 0; b < blocks; ++b, source += 24) {
        scales[b] = load<u32>(source);
        fifth[b] = load<u32>(source + 4);
        putNibbleBlock(source + 8, target + std::size_t{b} * 4);
    }
}

void packMxfp4(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 32;
    PlaneWriter<8> exponents(target + std::size_t{blocks} * 4);
    for (u32 b = 0; b < blocks; ++b, source += 17) {
        exponents.put(byteOf(source));
        putNibbleBlock(source + 1, target + std::size_t{b} * 4);
    }
    exponents.finish();
}

/// 64 bytes of two-bit values: of each 32 bytes, bits 0-1 are 32 values, bits 2-3 the next, and so
/// on.
void putBitPairs(const std::byte* quants, PlaneWriter<16>& target) {
    for (u32 half = 0; half < 2; ++half)
        for (u32 shift = 0; shift < 8; shift += 2)
            for (u32 i = 0; i < 4; ++i)
                target.put(gatherPairs(load<u64>(quants + half * 32 + i * 8) >> shift));
}

/// 6-bit scale and minimum of sub-block `b` from the twelve bytes of Q4_K and Q5_K, as two bytes.
u32 scaleAndMin(const std::byte* scales, u32 b) {
    if (b < 4) return (byteOf(scales + b) & 63u) | (byteOf(scales + b + 4) & 63u) << 8;
    const u32 low = byteOf(scales + b + 4);
    const u32 scale = (low & 15u) | (byteOf(scales + b - 4) >> 6) << 4;
    const u32 minimum = (low >> 4) | (byteOf(scales + b) >> 6) << 4;
    return scale | minimum << 8;
}

/// 128 bytes: of each 32 the low nibbles are one sub-block, the high nibbles the next.
void putSuperNibbles(const std::byte* quants, u32* target) {
    for (u32 pair = 0; pair < 4; ++pair) {
        for (u32 i = 0; i < 4; ++i) {
            const u64 eight = load<u64>(quants + pair * 32 + i * 8);
            target[pair * 8 + i] = gatherNibbles(eight);
            target[pair * 8 + 4 + i] = gatherNibbles(eight >> 4);
        }
    }
}

void packQ4_K(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 256;
    PlaneWriter<16> scales(target + std::size_t{blocks} * 32);
    u32* factors = target + std::size_t{blocks} * 36;
    for (u32 b = 0; b < blocks; ++b, source += 144) {
        factors[b] = load<u32>(source);
        for (u32 i = 0; i < 8; ++i) scales.put(scaleAndMin(source + 4, i));
        putSuperNibbles(source + 16, target + std::size_t{b} * 32);
    }
}

void packQ5_K(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 256;
    PlaneWriter<8> fifth(target + std::size_t{blocks} * 32);
    PlaneWriter<16> scales(target + std::size_t{blocks} * 40);
    u32* factors = target + std::size_t{blocks} * 44;
    for (u32 b = 0; b < blocks; ++b, source += 176) {
        factors[b] = load<u32>(source);
        for (u32 i = 0; i < 8; ++i) scales.put(scaleAndMin(source + 4, i));
        for (u32 sub = 0; sub < 8; ++sub)
            for (u32 i = 0; i < 4; ++i)
                fifth.put(gatherBits(load<u64>(source + 16 + i * 8) >> sub));
        putSuperNibbles(source + 48, target + std::size_t{b} * 32);
    }
}

void packQ6_K(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 256;
    PlaneWriter<16> upper(target + std::size_t{blocks} * 32);
    u32* scales = target + std::size_t{blocks} * 48;
    PlaneWriter<16> factors(target + std::size_t{blocks} * 52);
    for (u32 b = 0; b < blocks; ++b, source += 210) {
        u32* nibbles = target + std::size_t{b} * 32;
        for (u32 half = 0; half < 2; ++half) {
            const std::byte* low = source + half * 64;
            const std::byte* high = source + 128 + half * 32;
            for (u32 quarter = 0; quarter < 4; ++quarter) {
                for (u32 i = 0; i < 4; ++i) {
                    const u64 eight = load<u64>(low + (quarter % 2) * 32 + i * 8);
                    *nibbles++ = gatherNibbles(eight >> (quarter / 2 * 4));
                    upper.put(gatherPairs(load<u64>(high + i * 8) >> (2 * quarter)));
                }
            }
        }
        std::memcpy(scales + std::size_t{b} * 4, source + 192, 16);
        factors.put(load<u16>(source + 208));
    }
    factors.finish();
}

void packQ2_K(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 256;
    PlaneWriter<16> quants(target);
    u32* scales = target + std::size_t{blocks} * 16;
    u32* factors = target + std::size_t{blocks} * 20;
    for (u32 b = 0; b < blocks; ++b, source += 84) {
        std::memcpy(scales + std::size_t{b} * 4, source, 16);
        putBitPairs(source + 16, quants);
        factors[b] = load<u32>(source + 80);
    }
}

/// 6-bit scale of sub-block `b` from the twelve bytes of Q3_K, less 32, as a byte.
u32 signedScale(const std::byte* scales, u32 b) {
    const u32 low = b < 8 ? byteOf(scales + b) & 15u : byteOf(scales + b - 8) >> 4;
    const u32 high = byteOf(scales + 8 + b % 4) >> (2 * (b / 4)) & 3u;
    return ((low | high << 4) - 32u) & 255u;
}

void packQ3_K(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 256;
    PlaneWriter<16> quants(target);
    PlaneWriter<8> third(target + std::size_t{blocks} * 16);
    PlaneWriter<8> scales(target + std::size_t{blocks} * 24);
    PlaneWriter<16> factors(target + std::size_t{blocks} * 28);
    for (u32 b = 0; b < blocks; ++b, source += 110) {
        for (u32 bit = 0; bit < 8; ++bit)
            for (u32 i = 0; i < 4; ++i) third.put(gatherBits(load<u64>(source + i * 8) >> bit));
        putBitPairs(source + 32, quants);
        for (u32 i = 0; i < 16; ++i) scales.put(signedScale(source + 96, i));
        factors.put(load<u16>(source + 108));
    }
    factors.finish();
}

void packIQ4_XS(const std::byte* source, u32* target, u32 rowLength) {
    const u32 blocks = rowLength / 256;
    PlaneWriter<8> scales(target + std::size_t{blocks} * 32);
    PlaneWriter<16> factors(target + std::size_t{blocks} * 34);
    for (u32 b = 0; b < blocks; ++b, source += 136) {
        factors.put(load<u16>(source));
        const u32 high = load<u16>(source + 2);
        for (u32 i = 0; i < 8; ++i) {
            const u32 low = byteOf(source + 4 + i / 2) >> (4 * (i % 2)) & 15u;
            scales.put(((low | (high >> (2 * i) & 3u) << 4) - 32u) & 255u);
            putNibbleBlock(source + 8 + i * 16, target + std::size_t{b} * 32 + i * 4);
        }
    }
    factors.finish();
}

const WeightLayout kLayouts[] = {
    {DType::F32, "f32", [](u32 c) { return 8 * c; }, packF32},
    {DType::F16, "f16", [](u32 c) { return 4 * c; }, packHalf},
    {DType::BF16, "bf16", [](u32 c) { return 4 * c; }, packHalf},
    {DType::Q8_0, "q8_0", [](u32 c) { return 2 * c + (c / 4 + 1) / 2; }, packQ8_0},
    {DType::Q4_0, "q4_0", [](u32 c) { return c + (c / 4 + 1) / 2; }, packQ4_0},
    {DType::Q4_1, "q4_1", [](u32 c) { return c + c / 4; }, packQ4_1},
    {DType::Q5_0, "q5_0", [](u32 c) { return c + c / 4 + (c / 4 + 1) / 2; }, packQ5_0},
    {DType::Q5_1, "q5_1", [](u32 c) { return c + c / 4 + c / 4; }, packQ5_1},
    {DType::Q2_K, "q2_k", [](u32 c) { return c / 2 + c / 8 + c / 32; }, packQ2_K},
    {DType::Q3_K, "q3_k", [](u32 c) { return c / 2 + c / 4 + c / 8 + (c / 32 + 1) / 2; }, packQ3_K},
    {DType::Q4_K, "q4_k", [](u32 c) { return c + c / 8 + c / 32; }, packQ4_K},
    {DType::Q5_K, "q5_k", [](u32 c) { return c + c / 4 + c / 8 + c / 32; }, packQ5_K},
    {DType::Q6_K, "q6_k", [](u32 c) { return c + c / 2 + c / 8 + (c / 32 + 1) / 2; }, packQ6_K},
    {DType::IQ4_NL, "iq4_nl", [](u32 c) { return c + (c / 4 + 1) / 2; }, packQ4_0},
    {DType::IQ4_XS, "iq4_xs", [](u32 c) { return c + c / 16 + (c / 32 + 1) / 2; }, packIQ4_XS},
    {DType::MXFP4, "mxfp4", [](u32 c) { return c + (c / 4 + 3) / 4; }, packMxfp4},
    {DType::NVFP4, "nvfp4", [](u32 c) { return c + c / 8; }, packNvfp4},
    {DType::Q1_0, "q1_0", [](u32 c) { return c / 4 + (c / 16 + 1) / 2; }, packQ1_0},
    {DType::Q2_0, "q2_0", [](u32 c) { return c / 2 + (c / 8 + 1) / 2; }, packQ2_0},
    // Ternary weights take two bits either way: five to a byte would not fall into chunks.
    {DType::TQ1_0, "tq2_0", [](u32 c) { return c / 2 + (c / 32 + 1) / 2; }, packTQ1_0},
    {DType::TQ2_0, "tq2_0", [](u32 c) { return c / 2 + (c / 32 + 1) / 2; }, packTQ2_0},
    {DType::IQ1_S, "iq1_s", [](u32 c) { return c / 4 + c / 8 + (c / 32 + 1) / 2; }, packIQ1_S,
     kPackedIQ1},
    {DType::IQ1_M, "iq1_m", [](u32 c) { return c / 4 + c / 8 + c / 16 + (c / 32 + 1) / 2; },
     packIQ1_M, kPackedIQ1},
    {DType::IQ2_XXS, "iq2_xxs", [](u32 c) { return c / 2 + c / 32 + (c / 32 + 1) / 2; },
     packIQ2_XXS, kPackedIQ2XXS},
    {DType::IQ2_XS, "iq2_xs", [](u32 c) { return c / 2 + c / 16 + (c / 32 + 1) / 2; }, packIQ2_XS,
     kPackedIQ2XS},
    {DType::IQ2_S, "iq2_s", [](u32 c) { return c / 2 + c / 8 + (c / 32 + 1) / 2; }, packIQ2_S,
     kPackedIQ2S},
    {DType::IQ3_XXS, "iq3_xxs", [](u32 c) { return c / 2 + c / 4 + c / 32 + (c / 32 + 1) / 2; },
     packIQ3_XXS, kPackedIQ3XXS},
    {DType::IQ3_S, "iq3_s",
     [](u32 c) { return c / 2 + c / 4 + c / 16 + c / 32 + (c / 32 + 1) / 2; }, packIQ3_S,
     kPackedIQ3S},
};

} // namespace

const WeightLayout* findWeightLayout(DType dtype) {
    for (const WeightLayout& layout : kLayouts)
        if (layout.dtype == dtype) return &layout;
    return nullptr;
}

} // namespace inference
