// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/gguf/gguf_cursor.h"
#include "inference/gguf/gguf_metadata.h"
#include "inference/gguf/gguf_reader.h"

namespace inference {

/// What one file holds, before parts are put together.
struct GgufPart {
    std::uint32_t version = 0;
    GgufMetadata metadata;
    std::vector<GgufTensor> tensors;
};

/// Reads one file's header. Every number is compared with the bytes that are left, and with the
/// limits in gguf_format.h, before anything is done with it. One use per object.
class GgufParser {
public:
    /// `fileBytes` is the size of the whole file, of which `bytes` may be only the beginning.
    GgufParser(std::span<const std::byte> bytes, std::uint64_t fileBytes)
        : m_cursor(bytes, fileBytes) {}

    Result<GgufPart> parse();

private:
    Result<void> readHeader();
    Result<std::string_view> readString(std::uint64_t bytesMax, const char* what);
    Result<void> readEntry();
    Result<void> readScalar(GgufValue& value);
    Result<void> readArray(GgufValue& value);
    Result<void> readAlignment();
    Result<GgufTensor> readTensor();
    Result<void> placeTensors();

    gguf::Cursor m_cursor;
    GgufPart m_part;
    std::uint64_t m_tensorCount = 0;
    std::uint64_t m_entryCount = 0;
    std::uint64_t m_alignment = 0;
};

} // namespace inference
