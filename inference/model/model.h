// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inference/arch/arch_spec.h"
#include "inference/base/result.h"
#include "inference/gguf/gguf_reader.h"
#include "inference/model/tensor.h"
#include "inference/tokenizer/tokenizer.h"

namespace inference {

/// A model as its file describes it: behaviours, weights (in the mapped file) and vocabulary.
/// Immutable and shared; any thread may read it. Loading reads headers only, never all the weights.
class Model {
public:
    /// Fails with Io, Corrupt (shapes that contradict the metadata) or Unsupported (architecture,
    /// tensor type or tokenizer, by name).
    static Result<std::shared_ptr<const Model>> load(const std::filesystem::path& path);
    /// A model without weights, out of a header alone: enough to plan with and to count bytes, not
    /// to run. The bytes that the header was parsed from must stay where they are. Fails as load().
    static Result<std::shared_ptr<const Model>> describe(GgufFile header);

    const ArchSpec& spec() const { return m_spec; }
    const Tokenizer& tokenizer() const { return *m_tokenizer; }
    const GgufFile& file() const { return m_file; }
    std::string name() const; ///< general.name, else the file's stem.
    /// Every tensor the forward pass uses; WeightTensor::index counts through it.
    const std::deque<WeightTensor>& weights() const { return m_weights; }
    /// By GGUF name, or null. Where the file fuses q, k and v or gate and up into one tensor, the
    /// parts are here under the names they have in other files.
    const WeightTensor* weight(std::string_view name) const;
    std::uint64_t weightBytes() const;
    /// Bytes of weights that one decoded token must read: everything dense, its share of the
    /// experts, one row of the embedding where that is not the output matrix too.
    std::uint64_t weightBytesPerToken() const;

private:
    friend class ModelLoader;
    GgufFile m_file;
    ArchSpec m_spec;
    std::unique_ptr<Tokenizer> m_tokenizer;
    std::deque<WeightTensor> m_weights; // A deque keeps addresses stable.
    std::deque<std::vector<float>>
        m_vectors; // Vectors that the file holds in another type than F32.
    std::unordered_map<std::string_view, const WeightTensor*> m_weightIndex;
};

} // namespace inference
