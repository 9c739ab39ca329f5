// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/model/model.h"

#include "inference/model/model_loader.h"

namespace inference {

Result<std::shared_ptr<const Model>> Model::load(const std::filesystem::path& path) {
    TRY(GgufFile file, GgufFile::open(path));
    return ModelLoader::load(std::move(file));
}

Result<std::shared_ptr<const Model>> Model::describe(GgufFile header) {
    return ModelLoader::load(std::move(header), ModelLoader::Weights::Absent);
}

std::string Model::name() const {
    const auto name = m_file.metadata().string("general.name");
    if (name && !name->empty()) return std::string(*name);
    return m_file.paths().empty() ? std::string() : m_file.paths().front().stem().string();
}

const WeightTensor* Model::weight(std::string_view name) const {
    const auto found = m_weightIndex.find(name);
    return found == m_weightIndex.end() ? nullptr : found->second;
}

std::uint64_t Model::weightBytes() const {
    std::uint64_t total = 0;
    for (const WeightTensor& weight : m_weights) total += weight.bytes();
    return total;
}

std::uint64_t Model::weightBytesPerToken() const {
    const bool tied = weight("output.weight") == nullptr;
    std::uint64_t total = 0;
    for (const WeightTensor& tensor : m_weights) {
        const bool looksUpOneRow = (tensor.name == "token_embd.weight" && !tied)
                                   || tensor.name == "per_layer_token_embd.weight";
        if (looksUpOneRow)
            total += tensor.bytesPerRow();
        else if (tensor.stack > 1 && tensor.name.find("_exps.") != std::string::npos)
            total += tensor.bytes() / tensor.stack * m_spec.expertsUsed;
        else
            total += tensor.bytes();
    }
    return total;
}

} // namespace inference
