// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/quant/blocks.h"
#include "inference/quant/decode.h"

namespace inference::decode {

void mxfp4(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockMXFP4*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block, target += 32) {
        const float scale = e8m0Half(block->exponent);
        for (unsigned j = 0; j < 16; ++j) {
            target[j] = scale * static_cast<float>(kE2M1Doubled[block->q[j] & 15]);
            target[j + 16] = scale * static_cast<float>(kE2M1Doubled[block->q[j] >> 4]);
        }
    }
}

void nvfp4(const std::byte* source, float* target, std::size_t blocks) {
    const auto* block = reinterpret_cast<const BlockNVFP4*>(source);
    for (std::size_t i = 0; i < blocks; ++i, ++block, target += 64) {
        for (unsigned sub = 0; sub < 4; ++sub) {
            const float scale = ue4m3Half(block->scales[sub]);
            const std::uint8_t* q = block->q + 8 * sub;
            for (unsigned j = 0; j < 8; ++j) {
                target[16 * sub + j] = scale * static_cast<float>(kE2M1Doubled[q[j] & 15]);
                target[16 * sub + 8 + j] = scale * static_cast<float>(kE2M1Doubled[q[j] >> 4]);
            }
        }
    }
}

} // namespace inference::decode
