// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/gguf/gguf_reader.h"
#include "inference/model/tensor.h"

namespace inference {

/// Turns tensors of a file into weights, checking each against the exact shape that the
/// hyperparameters ask for and a type that has a decoder: kernels index by these numbers alone.
/// Data that is not there (a header read on its own) leaves weights empty, so that a header can be
/// judged without its weights.
class TensorBinder {
public:
    enum class Need { Required, Optional };
    struct Shape {
        std::uint64_t rowLength = 0;
        std::uint64_t rows = 1;
        std::uint64_t stack = 1;
    };
    struct Slice {
        std::string name;
        std::uint64_t rows = 0;
    };

    explicit TensorBinder(const GgufFile& file) : m_file(file), m_used(file.tensors().size()) {}

    const GgufMetadata& metadata() const { return m_file.metadata(); }
    bool has(std::string_view name) const { return find(name) != nullptr; }
    const GgufTensor* find(std::string_view name) const;

    /// Binds a matrix or a stack of matrices in the file's own type.
    Result<void> matrix(const std::string& name, Shape shape, Need need = Need::Required);
    /// Binds a vector, or one vector per expert, as aligned F32 values.
    Result<void> vector(const std::string& name, Shape shape, Need need = Need::Required);
    /// Binds consecutive rows of one tensor as tensors of their own.
    Result<void> slices(const std::string& name, std::uint64_t rowLength,
                        std::initializer_list<Slice> parts);
    /// The same for a vector whose parts follow each other; nothing if the file has none.
    Result<void> vectorSlices(const std::string& name, std::initializer_list<Slice> parts);
    /// Takes a matrix apart whose rows are, head after head, those of keys and those of values:
    /// into a stack of transposed key matrices, in F32, and a stack of value matrices.
    struct HeadRows {
        std::uint64_t heads = 0, keys = 0, values = 0;
    };
    Result<void> keysAndValues(const std::string& name, std::uint64_t rowLength, HeadRows rows,
                               const std::string& keyName, const std::string& valueName);
    /// Numbers that are read once, at load: finite and not zero.
    Result<std::vector<float>> factors(const std::string& name, std::uint64_t length);

    /// Tensors whose names begin so are known and not needed.
    void ignore(std::string_view prefix);

    /// Fails with Unsupported if the file holds a tensor that nothing asked for: running without it
    /// would compute something else than the model.
    Result<void> finish() const;

    std::deque<WeightTensor> takeWeights() { return std::move(m_weights); }
    std::deque<std::vector<float>> takeVectors() { return std::move(m_vectors); }

private:
    Result<const GgufTensor*> take(const std::string& name, Shape shape);
    Result<std::vector<float>> decode(const GgufTensor& tensor) const;
    void add(std::string name, DType dtype, Shape shape, std::span<const std::byte> data);

    const GgufFile& m_file;
    std::vector<bool> m_used;
    std::deque<WeightTensor> m_weights;
    std::deque<std::vector<float>> m_vectors;
};

} // namespace inference
