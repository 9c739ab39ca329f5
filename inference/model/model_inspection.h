// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/gguf/gguf_reader.h"

namespace inference {

/// What a file says about itself, whether or not this engine can run it.
struct ModelInspection {
    std::string architecture; ///< Empty if the file names none.
    std::string name;
    std::string quantization; ///< As in file names, e.g. "Q4_K_M"; "" for a file without weights.
    std::string chatTemplate; ///< Empty if there is none.
    std::uint64_t parameters = 0;
    std::uint64_t fileBytes = 0;
    std::uint64_t contextLength = 0; ///< Trained; 0 where it is not said.
    std::uint64_t layers = 0;
    std::map<std::string, std::uint64_t> tensorTypes; ///< Number of tensors of each type.
    bool supported = false;
    std::vector<std::string> unsupportedReasons;
};

/// Looks at metadata and tensor headers only; works on a header without weights too.
ModelInspection inspectModel(const GgufFile& file);

/// Opens and inspects. Fails only if the file cannot be read as GGUF at all.
Result<ModelInspection> inspectModel(const std::filesystem::path& path);

/// Name of a `general.file_type` value, or "".
std::string_view fileTypeName(std::int64_t fileType);

} // namespace inference
