// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/quant/blocks.h"
#include "inference/quant/decode.h"

namespace inference::decode {

void q2_K(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockQ2K*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block, target += 256) {
        const float d = inference::f16(block->d), dmin = inference::f16(block->dmin);
        // 16 sub-blocks of 16; two of them share 32 bytes at one of four shifts.
        for (unsigned sub = 0; sub < 16; ++sub) {
            const float scale = d * static_cast<float>(block->scales[sub] & 15);
            const float min = dmin * static_cast<float>(block->scales[sub] >> 4);
            const std::uint8_t* q = block->q + 32 * (sub / 8) + 16 * (sub % 2);
            const unsigned shift = 2 * (sub / 2 % 4);
            for (unsigned j = 0; j < 16; ++j)
                target[16 * sub + j] = scale * static_cast<float>(q[j] >> shift & 3) - min;
        }
    }
}

void q3_K(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockQ3K*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block, target += 256) {
        const float d = inference::f16(block->d);
        for (unsigned sub = 0; sub < 16; ++sub) {
            const float scale = d * static_cast<float>(scaleQ3K(block->scales, sub));
            const unsigned lane = 16 * (sub % 2);
            const std::uint8_t* q = block->q + 32 * (sub / 8) + lane;
            const unsigned shift = 2 * (sub / 2 % 4);
            const unsigned bit = sub / 2;
            for (unsigned j = 0; j < 16; ++j) {
                const int high = block->high[lane + j] >> bit & 1;
                const int value = (q[j] >> shift & 3) - (high != 0 ? 0 : 4);
                target[16 * sub + j] = scale * static_cast<float>(value);
            }
        }
    }
}

void q4_K(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockQ4K*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block, target += 256) {
        const float d = inference::f16(block->d), dmin = inference::f16(block->dmin);
        for (unsigned sub = 0; sub < 8; ++sub) {
            const ScaleMin packed = scaleMinK(block->scales, sub);
            const float scale = d * static_cast<float>(packed.scale);
            const float min = dmin * static_cast<float>(packed.min);
            const std::uint8_t* q = block->q + 32 * (sub / 2);
            const unsigned shift = 4 * (sub % 2);
            for (unsigned j = 0; j < 32; ++j)
                target[32 * sub + j] = scale * static_cast<float>(q[j] >> shift & 15) - min;
        }
    }
}

void q5_K(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockQ5K*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block, target += 256) {
        const float d = inference::f16(block->d), dmin = inference::f16(block->dmin);
        for (unsigned sub = 0; sub < 8; ++sub) {
            const ScaleMin packed = scaleMinK(block->scales, sub);
            const float scale = d * static_cast<float>(packed.scale);
            const float min = dmin * static_cast<float>(packed.min);
            const std::uint8_t* q = block->q + 32 * (sub / 2);
            const unsigned shift = 4 * (sub % 2);
            for (unsigned j = 0; j < 32; ++j) {
                const int value = (q[j] >> shift & 15) | (block->high[j] >> sub & 1) << 4;
                target[32 * sub + j] = scale * static_cast<float>(value) - min;
            }
        }
    }
}

void q6_K(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockQ6K*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block, target += 256) {
        const float d = inference::f16(block->d);
        // Runs of 32: two runs share 32 bytes of low nibbles, four share 32 bytes of high bits.
        for (unsigned run = 0; run < 8; ++run) {
            const unsigned half = run / 4, quarter = run % 4;
            const std::uint8_t* low = block->low + 64 * half + 32 * (quarter % 2);
            const std::uint8_t* high = block->high + 32 * half;
            for (unsigned j = 0; j < 32; ++j) {
                const int value =
                    ((low[j] >> (4 * (quarter / 2)) & 15) | (high[j] >> (2 * quarter) & 3) << 4)
                    - 32;
                const int packed = block->scales[2 * run + j / 16];
                const float scale = d * static_cast<float>(packed);
                target[32 * run + j] = scale * static_cast<float>(value);
            }
        }
    }
}

} // namespace inference::decode
