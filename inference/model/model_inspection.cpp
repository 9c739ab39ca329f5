// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/model/model_inspection.h"

#include <array>
#include <utility>

#include "inference/model/model_loader.h"

namespace inference {

namespace {

constexpr std::array<std::pair<std::int64_t, std::string_view>, 36> kFileTypes{{
    {0, "F32"},      {1, "F16"},      {2, "Q4_0"},    {3, "Q4_1"},    {7, "Q8_0"},
    {8, "Q5_0"},     {9, "Q5_1"},     {10, "Q2_K"},   {11, "Q3_K_S"}, {12, "Q3_K_M"},
    {13, "Q3_K_L"},  {14, "Q4_K_S"},  {15, "Q4_K_M"}, {16, "Q5_K_S"}, {17, "Q5_K_M"},
    {18, "Q6_K"},    {19, "IQ2_XXS"}, {20, "IQ2_XS"}, {21, "Q2_K_S"}, {22, "IQ3_XS"},
    {23, "IQ3_XXS"}, {24, "IQ1_S"},   {25, "IQ4_NL"}, {26, "IQ3_S"},  {27, "IQ3_M"},
    {28, "IQ2_S"},   {29, "IQ2_M"},   {30, "IQ4_XS"}, {31, "IQ1_M"},  {32, "BF16"},
    {36, "TQ1_0"},   {37, "TQ2_0"},   {38, "MXFP4"},  {39, "NVFP4"},  {40, "Q1_0"},
    {41, "Q2_0"},
}};

/// The type that holds most of the bytes of matrices.
std::string dominantType(const GgufFile& file) {
    std::map<DType, std::uint64_t> bytes;
    for (const GgufTensor& tensor : file.tensors())
        if (tensor.dimensions > 1) bytes[tensor.dtype] += tensor.bytes;
    std::string name;
    std::uint64_t most = 0;
    for (const auto& [dtype, total] : bytes) {
        if (total <= most) continue;
        most = total;
        name = dtypeInfo(dtype).name;
    }
    return name;
}

/// The label that the file gives itself, unless no tensor bears it out: labels are only labels.
std::string quantizationLabel(const GgufFile& file, const ModelInspection& info) {
    const auto declared = file.metadata().integer("general.file_type");
    std::string dominant = dominantType(file);
    if (!declared || dominant.empty()) return dominant;
    std::string label(fileTypeName(*declared));
    if (label.empty()) return dominant;
    for (const auto& [type, count] : info.tensorTypes)
        if (label.starts_with(type)) return label;
    // Labels such as IQ3_M and Q3_K_S on small files name a mix in which their own type is absent.
    const bool plain = label.find("_K") == std::string::npos && !label.starts_with("IQ");
    return plain ? dominant : label;
}

} // namespace

std::string_view fileTypeName(std::int64_t fileType) {
    for (const auto& [id, name] : kFileTypes)
        if (id == fileType) return name;
    return {};
}

ModelInspection inspectModel(const GgufFile& file) {
    const GgufMetadata& metadata = file.metadata();
    ModelInspection info;
    info.architecture = metadata.string("general.architecture").value_or("");
    info.name = metadata.string("general.name").value_or("");
    if (info.name.empty() && !file.paths().empty())
        info.name = file.paths().front().stem().string();
    info.chatTemplate = metadata.string("tokenizer.chat_template").value_or("");
    info.fileBytes = file.fileBytes();
    for (const GgufTensor& tensor : file.tensors()) {
        info.parameters += tensor.elements();
        ++info.tensorTypes[std::string(dtypeInfo(tensor.dtype).name)];
    }
    info.quantization = quantizationLabel(file, info);
    const auto count = [&](std::string_view key) {
        const auto value = metadata.integer(info.architecture + std::string(key));
        return value && *value > 0 ? static_cast<std::uint64_t>(*value) : 0u;
    };
    info.contextLength = count(".context_length");
    info.layers = count(".block_count");
    for (const Error& obstacle : ModelLoader::findObstacles(file))
        info.unsupportedReasons.push_back(obstacle.detail);
    info.supported = info.unsupportedReasons.empty();
    return info;
}

Result<ModelInspection> inspectModel(const std::filesystem::path& path) {
    TRY(const GgufFile file, GgufFile::open(path));
    return inspectModel(file);
}

} // namespace inference
