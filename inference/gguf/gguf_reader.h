// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "inference/base/mapped_file.h"
#include "inference/base/result.h"
#include "inference/gguf/gguf_metadata.h"
#include "inference/quant/dtype.h"

namespace inference {

/// One tensor of the file. `shape[0]` is the row length (fastest-varying); missing dims are 1.
struct GgufTensor {
    std::string_view name;
    DType dtype = DType::F32;
    std::uint32_t dimensions = 1;
    std::array<std::uint64_t, 4> shape{1, 1, 1, 1};
    std::uint64_t bytes = 0;  ///< Exact size of the data, without padding.
    std::uint64_t offset = 0; ///< From the start of its part's file, checked against the file size.
    std::uint32_t part = 0;   ///< Index of the split part that holds it.

    std::uint64_t elements() const { return shape[0] * shape[1] * shape[2] * shape[3]; }
};

/// The beginning of one file, which may not be on this machine.
struct GgufHeader {
    std::filesystem::path name;   ///< The file's own; parts of a split model by their names.
    std::vector<std::byte> bytes; ///< Its first bytes, at least to the end of the header.
    std::uint64_t fileBytes = 0;  ///< Size of the whole file.
};

/// A GGUF v2 or v3 model file, memory-mapped; split files are followed from any part's name.
///
/// Every count, length, offset and shape is checked against the bytes that are there and against
/// stated limits before it is used, and nothing is allocated on a number's word alone: a hostile
/// file yields one Error (Corrupt, Unsupported, Io). Immutable once opened; safe to read from any
/// thread. Format: ggml documentation, gguf.md.
class GgufFile {
public:
    /// Maps and checks the file. For `name-00002-of-00003.gguf` all three parts are opened.
    static Result<GgufFile> open(const std::filesystem::path& path);

    /// Reads a header from bytes that the caller keeps alive. With `headerOnly` the tensor data may
    /// be missing (a header fetched over the network): `fileBytes` then bounds the offsets, and
    /// LimitExceeded says that the header is longer than the bytes given: fetch more.
    static Result<GgufFile> parse(std::span<const std::byte> bytes, bool headerOnly = false,
                                  std::uint64_t fileBytes = 0);

    /// A model of which only the headers are here, all parts in order; data() is empty for every
    /// tensor. LimitExceeded names the part whose header is longer than its bytes: fetch more.
    static Result<GgufFile> fromHeaders(std::vector<GgufHeader> parts);
    /// Whether one header is whole: LimitExceeded if more of it is needed, or what is wrong.
    static Result<void> checkHeader(const GgufHeader& header);
    /// Parts that a file says its model has; 1 where it says nothing. For a whole header.
    static Result<std::uint32_t> partCount(const GgufHeader& header);

    std::uint32_t version() const { return m_version; }
    const GgufMetadata& metadata() const { return m_metadata; }
    const std::vector<GgufTensor>& tensors() const { return m_tensors; }
    const GgufTensor* findTensor(std::string_view name) const;
    /// Empty where the tensor has no elements, or only the header is there.
    std::span<const std::byte> data(const GgufTensor& tensor) const;
    /// Sum of all parts; 0 if a header was parsed without knowing its file.
    std::uint64_t fileBytes() const { return m_fileBytes; }
    /// Fails with Io when a part has lost bytes since it was mapped: what was read of it may have
    /// been zeros. Cheap; for whoever has just computed with the weights.
    Result<void> checkWhole() const;
    const std::vector<std::filesystem::path>& paths() const { return m_paths; }
    const std::vector<MappedFile>& parts() const { return m_parts; }

private:
    Result<void> addPart(const std::filesystem::path& path);
    Result<void> addParsed(std::span<const std::byte> bytes, std::uint64_t fileBytes,
                           const std::filesystem::path& path);
    Result<void> checkTotal() const;
    Result<void> addTensors(std::vector<GgufTensor> tensors, std::uint32_t part);

    std::uint32_t m_version = 0;
    GgufMetadata m_metadata;
    std::vector<GgufTensor> m_tensors;
    std::unordered_map<std::string_view, std::size_t> m_tensorIndex;
    std::vector<MappedFile> m_parts;
    std::vector<GgufHeader> m_headers; // Instead of m_parts where only headers are here.
    std::vector<std::span<const std::byte>> m_partBytes;
    std::vector<std::filesystem::path> m_paths;
    std::uint64_t m_fileBytes = 0;
};

} // namespace inference
