// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "inference/base/half.h"
#include "inference/quant/dtype.h"
#include "inference/sample/rng.h"
#include "tests/support/gguf_writer.h"

namespace inference::testing {

/// Tensors of random numbers in any type, of a size that keeps activations around one.
class RandomWeights {
public:
    DType dtype = DType::F32;
    std::uint64_t seed = 1;
    GgufWriter writer;

protected:
    float uniform() { return static_cast<float>(rng().uniform() * 2 - 1); }

    void vector(const std::string& name, std::uint64_t length, float centre, float spread) {
        std::vector<float> values(length);
        for (float& value : values) value = centre + spread * uniform();
        writer.tensor(name, {length}, values);
    }

    /// Random bits of a type, with scales such that a row of n values has a norm of about one.
    std::string packed(std::uint64_t elements, std::uint64_t rowLength) {
        const DTypeInfo& info = dtypeInfo(dtype);
        const float spread = 1.7f / std::sqrt(static_cast<float>(rowLength));
        std::string data(elements / info.blockElements * info.blockBytes, '\0');
        for (std::size_t at = 0; at < data.size(); at += info.blockBytes) {
            char* block = data.data() + at;
            if (info.blockElements == 1) {
                const float value = spread * uniform();
                if (dtype == DType::F32) std::memcpy(block, &value, 4);
                const std::uint16_t half =
                    dtype == DType::F16
                        ? floatToHalf(value)
                        : static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
                if (dtype != DType::F32) std::memcpy(block, &half, 2);
                continue;
            }
            for (std::uint32_t i = 0; i < info.blockBytes; ++i)
                block[i] = static_cast<char>(rng().next());
            const auto put = [&](std::size_t offset, float value) {
                const std::uint16_t half = floatToHalf(value);
                std::memcpy(block + offset, &half, 2);
            };
            // Where the scales lie, and roughly how large the numbers are that they multiply.
            switch (dtype) {
            case DType::Q8_0: put(0, spread / 70); break;
            case DType::Q4_0: put(0, spread / 5); break;
            case DType::Q5_0: put(0, spread / 9); break;
            case DType::Q4_1:
                put(0, spread / 5);
                put(2, -spread * 1.5f);
                break;
            case DType::Q5_1:
                put(0, spread / 10);
                put(2, -spread * 1.5f);
                break;
            case DType::Q4_K:
                put(0, spread / 200);
                put(2, spread / 30);
                break;
            case DType::Q6_K: put(208, spread / 1200); break;
            default: break;
            }
        }
        return data;
    }

    void matrix(const std::string& name, std::uint64_t rowLength, std::uint64_t rows,
                std::uint64_t stack = 1) {
        std::vector<std::uint64_t> shape{rowLength, rows};
        if (stack > 1) shape.push_back(stack);
        writer.tensor(name, shape, dtype, packed(rowLength * rows * stack, rowLength));
    }

    /// The two stacks of a latent cache, of f32, as the one matrix that older files have: per head
    /// rows of keys, transposed, then rows of values.
    void keysAndValues(const std::string& name, std::uint64_t latent, std::uint64_t plain,
                       std::uint64_t values, std::uint64_t heads) {
        const std::string k = packed(plain * latent * heads, plain);
        const std::string v = packed(latent * values * heads, latent);
        std::string rows;
        for (std::uint64_t h = 0; h < heads; ++h) {
            for (std::uint64_t d = 0; d < plain; ++d)
                for (std::uint64_t r = 0; r < latent; ++r)
                    rows += k.substr(((h * latent + r) * plain + d) * 4, 4);
            rows += v.substr(h * values * latent * 4, values * latent * 4);
        }
        writer.tensor(name, {latent, heads * (plain + values)}, DType::F32, rows);
    }

    void addVocabulary(std::uint32_t vocabulary) {
        std::vector<std::string> tokens{"<unk>", "<s>", "</s>"};
        std::vector<std::int32_t> types{2, 3, 3};
        while (tokens.size() < vocabulary) {
            tokens.push_back("t" + std::to_string(tokens.size()));
            types.push_back(1);
        }
        writer.string("tokenizer.ggml.model", "llama");
        writer.strings("tokenizer.ggml.tokens", tokens);
        writer.floats("tokenizer.ggml.scores", std::vector<float>(tokens.size(), 0.0f));
        writer.ints("tokenizer.ggml.token_type", types);
        writer.u32("tokenizer.ggml.bos_token_id", 1);
        writer.u32("tokenizer.ggml.eos_token_id", 2);
        writer.u32("tokenizer.ggml.unknown_token_id", 0);
    }

private:
    Rng& rng() {
        if (!m_rng) m_rng.emplace(seed); // Only now: a test may have set another.
        return *m_rng;
    }
    std::optional<Rng> m_rng;
};

} // namespace inference::testing
