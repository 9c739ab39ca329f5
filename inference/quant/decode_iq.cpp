// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/quant/blocks.h"
#include "inference/quant/decode.h"

namespace inference::decode {

void iq4_nl(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockIQ4NL*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block, target += 32) {
        const float d = inference::f16(block->d);
        for (unsigned j = 0; j < 16; ++j) {
            target[j] = d * static_cast<float>(kIQ4Values[block->q[j] & 15]);
            target[j + 16] = d * static_cast<float>(kIQ4Values[block->q[j] >> 4]);
        }
    }
}

void iq4_xs(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockIQ4XS*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block, target += 256) {
        const float d = inference::f16(block->d);
        for (unsigned sub = 0; sub < 8; ++sub) {
            const float scale = d * static_cast<float>(scaleIQ4XS(*block, sub));
            const std::uint8_t* q = block->q + 16 * sub;
            for (unsigned j = 0; j < 16; ++j) {
                target[32 * sub + j] = scale * static_cast<float>(kIQ4Values[q[j] & 15]);
                target[32 * sub + 16 + j] = scale * static_cast<float>(kIQ4Values[q[j] >> 4]);
            }
        }
    }
}

namespace {

/// Digit `place` (0 the highest) of five base-3 digits stored as a fraction of 256.
int trit(std::uint8_t byte, unsigned place) {
    constexpr std::uint8_t kPower[5] = {1, 3, 9, 27, 81};
    const auto rest = static_cast<std::uint8_t>(byte * kPower[place]);
    return rest * 3 >> 8;
}

} // namespace

void tq1_0(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockTQ1*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block) {
        const float d = inference::f16(block->d);
        const auto emit = [&](const std::uint8_t* bytes, unsigned count, unsigned places) {
            for (unsigned place = 0; place < places; ++place)
                for (unsigned j = 0; j < count; ++j)
                    *target++ = static_cast<float>(trit(bytes[j], place) - 1) * d;
        };
        emit(block->q, 32, 5);
        emit(block->q + 32, 16, 5);
        emit(block->tail, 4, 4);
    }
}

void tq2_0(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockTQ2*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block) {
        const float d = inference::f16(block->d);
        for (unsigned half = 0; half < 2; ++half)
            for (unsigned place = 0; place < 4; ++place)
                for (unsigned j = 0; j < 32; ++j) {
                    const int value = block->q[32 * half + j] >> (2 * place) & 3;
                    *target++ = static_cast<float>(value - 1) * d;
                }
    }
}

} // namespace inference::decode
