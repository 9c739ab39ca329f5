// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <cstring>

#include "inference/quant/blocks.h"
#include "inference/quant/decode.h"

namespace inference::decode {

namespace {

template <typename Block>
const Block& blockAt(const std::byte* source, std::size_t index) {
    static_assert(alignof(Block) == 1);
    return reinterpret_cast<const Block*>(source)[index];
}

std::uint16_t halfAt(const std::byte* source, std::size_t index) {
    std::uint16_t value;
    std::memcpy(&value, source + 2 * index, 2);
    return value;
}

/// Bit `index` of a field, as the fifth bit of a value.
int fifthBit(std::uint32_t field, unsigned index) {
    return static_cast<int>((field >> index & 1u) << 4);
}

} // namespace

void f32(const std::byte* source, float* target, std::size_t blocks) {
    std::memcpy(target, source, blocks * sizeof(float));
}

void f16(const std::byte* source, float* target, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i) target[i] = halfToFloat(halfAt(source, i));
}

void bf16(const std::byte* source, float* target, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i) target[i] = bf16ToFloat(halfAt(source, i));
}

void q4_0(const std::byte* source, float* target, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i, target += 32) {
        const auto& block = blockAt<BlockQ4_0>(source, i);
        const float d = inference::f16(block.d);
        for (unsigned j = 0; j < 16; ++j) {
            target[j] = d * static_cast<float>((block.q[j] & 15) - 8);
            target[j + 16] = d * static_cast<float>((block.q[j] >> 4) - 8);
        }
    }
}

void q4_1(const std::byte* source, float* target, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i, target += 32) {
        const auto& block = blockAt<BlockQ4_1>(source, i);
        const float d = inference::f16(block.d), m = inference::f16(block.m);
        for (unsigned j = 0; j < 16; ++j) {
            target[j] = d * static_cast<float>(block.q[j] & 15) + m;
            target[j + 16] = d * static_cast<float>(block.q[j] >> 4) + m;
        }
    }
}

void q5_0(const std::byte* source, float* target, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i, target += 32) {
        const auto& block = blockAt<BlockQ5_0>(source, i);
        const float d = inference::f16(block.d);
        const std::uint32_t high = u32(block.high);
        for (unsigned j = 0; j < 16; ++j) {
            target[j] = d * static_cast<float>(((block.q[j] & 15) | fifthBit(high, j)) - 16);
            target[j + 16] =
                d * static_cast<float>(((block.q[j] >> 4) | fifthBit(high, j + 16)) - 16);
        }
    }
}

void q5_1(const std::byte* source, float* target, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i, target += 32) {
        const auto& block = blockAt<BlockQ5_1>(source, i);
        const float d = inference::f16(block.d), m = inference::f16(block.m);
        const std::uint32_t high = u32(block.high);
        for (unsigned j = 0; j < 16; ++j) {
            target[j] = d * static_cast<float>((block.q[j] & 15) | fifthBit(high, j)) + m;
            target[j + 16] = d * static_cast<float>((block.q[j] >> 4) | fifthBit(high, j + 16)) + m;
        }
    }
}

void q8_0(const std::byte* source, float* target, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i, target += 32) {
        const auto& block = blockAt<BlockQ8_0>(source, i);
        const float d = inference::f16(block.d);
        for (unsigned j = 0; j < 32; ++j) target[j] = d * static_cast<float>(block.q[j]);
    }
}

void q1_0(const std::byte* source, float* target, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i, target += 128) {
        const auto& block = blockAt<BlockQ1_0>(source, i);
        const float d = inference::f16(block.d);
        for (unsigned j = 0; j < 128; ++j) target[j] = block.q[j / 8] >> (j % 8) & 1 ? d : -d;
    }
}

void q2_0(const std::byte* source, float* target, std::size_t blocks) {
    for (std::size_t i = 0; i < blocks; ++i, target += 64) {
        const auto& block = blockAt<BlockQ2_0>(source, i);
        const float d = inference::f16(block.d);
        for (unsigned j = 0; j < 64; ++j)
            target[j] = static_cast<float>((block.q[j / 4] >> (2 * (j % 4)) & 3) - 1) * d;
    }
}

} // namespace inference::decode
