// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace inference {

/// Tensor element types by their GGUF id (GGUF specification, `ggml_type`). Ids that are not listed
/// are holes and must be refused.
enum class DType : std::uint32_t {
    F32 = 0,
    F16 = 1,
    Q4_0 = 2,
    Q4_1 = 3,
    Q5_0 = 6,
    Q5_1 = 7,
    Q8_0 = 8,
    Q8_1 = 9,
    Q2_K = 10,
    Q3_K = 11,
    Q4_K = 12,
    Q5_K = 13,
    Q6_K = 14,
    Q8_K = 15,
    IQ2_XXS = 16,
    IQ2_XS = 17,
    IQ3_XXS = 18,
    IQ1_S = 19,
    IQ4_NL = 20,
    IQ3_S = 21,
    IQ2_S = 22,
    IQ4_XS = 23,
    I8 = 24,
    I16 = 25,
    I32 = 26,
    I64 = 27,
    F64 = 28,
    IQ1_M = 29,
    BF16 = 30,
    TQ1_0 = 34,
    TQ2_0 = 35,
    MXFP4 = 39,
    NVFP4 = 40,
    Q1_0 = 41,
    Q2_0 = 42,
};

/// One row of the type table. A block is the smallest addressable unit of a row.
struct DTypeInfo {
    DType dtype;
    std::string_view name;       ///< As in file names: "Q4_K".
    std::uint32_t blockElements; ///< Values per block; a row length is a multiple of it.
    std::uint32_t blockBytes;    ///< Bytes per block, packed.
    /// The definition of the type: decodes `blocks` blocks at `source` (any alignment) to
    /// `blocks * blockElements` floats. Null where the type exists but cannot be a weight here.
    void (*decode)(const std::byte* source, float* target, std::size_t blocks);
};

/// Row of the table for a type id; null for holes and ids that do not exist.
const DTypeInfo* findDType(std::uint32_t id);

/// Row of the table for a known type.
const DTypeInfo& dtypeInfo(DType dtype);

/// Bytes of a row of `elements` values; `elements` must be a multiple of the block.
inline std::size_t rowBytes(DType dtype, std::size_t elements) {
    const DTypeInfo& info = dtypeInfo(dtype);
    return elements / info.blockElements * info.blockBytes;
}

} // namespace inference
