// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstring>
#include <deque>
#include <random>
#include <string>
#include <vector>

#include "inference/base/half.h"
#include "inference/model/tensor.h"

/// Makes tensors of any type with random blocks whose scales keep values near a wanted size.
class ToyTensors {
public:
    using T = inference::WeightTensor;

    const T* tensor(inference::DType type, std::uint32_t length, std::uint32_t rows,
                    std::uint32_t stack = 1, float scale = 0) {
        using inference::DType;
        const auto bytes = inference::rowBytes(type, length) * rows * stack;
        std::vector<std::byte>& data = m_data.emplace_back(bytes);
        for (std::byte& b : data) b = static_cast<std::byte>(m_random());
        const float spread = scale > 0 ? scale : 1.5f / std::sqrt(static_cast<float>(length));
        std::normal_distribution<float> normal(0, spread);
        const auto& info = inference::dtypeInfo(type);
        const auto half = [&](std::size_t at, float value) {
            const std::uint16_t bits = inference::floatToHalf(value);
            std::memcpy(&data[at], &bits, 2);
        };
        std::uniform_real_distribution<float> some(0.5f, 1.5f);
        const std::size_t block = info.blockBytes;
        for (std::size_t at = 0; at < bytes; at += block) {
            const float s = spread * some(m_random);
            switch (type) {
            case DType::F32: {
                const float value = normal(m_random);
                std::memcpy(&data[at], &value, 4);
                break;
            }
            case DType::F16: half(at, normal(m_random)); break;
            case DType::BF16: {
                const float value = normal(m_random);
                std::memcpy(&data[at], reinterpret_cast<const std::byte*>(&value) + 2, 2);
                break;
            }
            case DType::Q8_0: half(at, s / 64); break;
            case DType::Q4_0:
            case DType::Q5_0: half(at, s / (type == DType::Q4_0 ? 4 : 8)); break;
            case DType::IQ4_NL: half(at, s / 64); break;
            case DType::Q4_1:
            case DType::Q5_1:
                half(at, s / (type == DType::Q4_1 ? 4 : 8));
                half(at + 2, -2 * s);
                break;
            case DType::Q4_K:
            case DType::Q5_K:
                half(at, s / (type == DType::Q4_K ? 128 : 256));
                half(at + 2, s / 32);
                break;
            case DType::Q6_K: half(at + 208, s / 1024); break;
            case DType::Q2_K:
                half(at + 80, s / 16);
                half(at + 82, s / 8);
                break;
            case DType::Q3_K: half(at + 108, s / 64); break;
            case DType::IQ4_XS: half(at, s / 1024); break;
            case DType::MXFP4: data[at] = static_cast<std::byte>(122 + m_random() % 4); break;
            default: scaleFewBits(type, &data[at], s); break;
            }
        }
        T one;
        one.name = "toy." + std::to_string(m_tensors.size());
        one.index = static_cast<std::uint32_t>(m_tensors.size());
        one.dtype = type;
        one.rowLength = length;
        one.rows = rows;
        one.stack = stack;
        one.data = data;
        return &m_tensors.emplace_back(one);
    }

    std::mt19937& random() { return m_random; }

private:
    static void putHalf(std::byte* target, float value) {
        const std::uint16_t bits = inference::floatToHalf(value);
        std::memcpy(target, &bits, 2);
    }

    /// Scales of the ternary, one and two-bit and codebook types.
    void scaleFewBits(inference::DType type, std::byte* block, float s) {
        using inference::DType;
        switch (type) {
        case DType::NVFP4:
            for (std::size_t i = 0; i < 4; ++i)
                block[i] = static_cast<std::byte>(24 + m_random() % 16);
            break;
        case DType::Q1_0:
        case DType::Q2_0: putHalf(block, s); break;
        case DType::TQ1_0: putHalf(block + 52, s); break;
        case DType::TQ2_0: putHalf(block + 64, s); break;
        case DType::IQ1_S: putHalf(block, s / 6); break;
        case DType::IQ1_M: putSpreadHalf(block + 48, s / 6); break;
        case DType::IQ2_XXS:
        case DType::IQ2_XS:
        case DType::IQ2_S: putHalf(block, s / 50); break;
        case DType::IQ3_XXS:
        case DType::IQ3_S: putHalf(block, s / 128); break;
        default: break;
        }
    }

    /// Four bits at the top of each of four words.
    static void putSpreadHalf(std::byte* words, float value) {
        const unsigned bits = inference::floatToHalf(value);
        for (unsigned i = 0; i < 4; ++i) {
            std::byte& top = words[2 * i + 1];
            top = (top & std::byte{15}) | static_cast<std::byte>((bits >> (4 * i) & 15u) << 4);
        }
    }

    std::mt19937 m_random{12345};
    std::deque<std::vector<std::byte>> m_data;
    std::deque<T> m_tensors;
};
