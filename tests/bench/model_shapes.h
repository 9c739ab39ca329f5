// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inference/quant/dtype.h"
#include "tests/bench/gguf_writer.h"

namespace bench {

/// What a model is made of. `experts` > 0 makes it a mixture in the manner of gpt-oss.
struct Shape {
    std::uint64_t dim = 2048, layers = 16, heads = 32, kvHeads = 8, keyLength = 64, ffn = 8192;
    std::uint64_t vocab = 128256, context = 8192, seed = 1;
    std::uint64_t experts = 0, used = 4, window = 128;
};

/// A shape by the name of what it imitates; false for other names.
bool shapeNamed(std::string_view name, Shape& shape);

struct Tensor {
    std::string name;
    std::vector<std::uint64_t> dims; // fastest first
    inference::DType dtype;
    std::uint64_t bytes() const;
};

/// What a file of one type holds: `Q4_K_M` mixes two types as published files do, the output matrix
/// of files under six bits is Q6_K, and a mixture has all but its experts in Q8_0.
struct Types {
    inference::DType matrices, rich, output;
};

/// The types of a file named so; false for names that cannot be written.
bool typesNamed(std::string_view name, Types& types);

Metadata describe(const Shape& shape, std::string_view type);
std::vector<Tensor> tensors(const Shape& shape, const Types& types);

} // namespace bench
