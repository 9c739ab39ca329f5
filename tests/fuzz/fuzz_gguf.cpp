// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Any bytes as a model file: it opens or it does not, and what it hands out lies inside the bytes.
#include <cstdint>
#include <cstdlib>

#include "inference/gguf/gguf_reader.h"

using namespace inference;

namespace {

std::uint64_t g_sum = 0; // Keeps reads from being optimised away.

void readMetadata(const GgufMetadata& metadata) {
    for (const auto& [key, value] : metadata.entries()) {
        if (metadata.find(key) != &value) std::abort();
        g_sum += static_cast<std::uint64_t>(metadata.integer(key).value_or(0));
        g_sum += metadata.boolean(key).value_or(false) ? 1 : 0;
        g_sum += metadata.string(key).value_or("").size();
        if (metadata.real(key).value_or(0) > 1) ++g_sum;
        const GgufValue* array = metadata.array(key);
        if (!array) continue;
        for (const std::string_view text : array->strings)
            for (const char c : text) g_sum += static_cast<unsigned char>(c);
        if (array->elementType == GgufType::String) continue;
        for (std::uint64_t i = 0; i < array->count; ++i) {
            g_sum += static_cast<std::uint64_t>(array->arrayInteger(i));
            if (array->arrayNumber(i) > 1) ++g_sum;
        }
    }
}

void readTensors(const GgufFile& file) {
    for (const GgufTensor& tensor : file.tensors()) {
        if (file.findTensor(tensor.name) != &tensor) std::abort();
        const auto data = file.data(tensor);
        if (data.size() != tensor.bytes) std::abort();
        for (const std::byte byte : data) g_sum += static_cast<std::uint64_t>(byte);
        const DTypeInfo& info = dtypeInfo(tensor.dtype);
        if (!info.decode || tensor.bytes == 0 || tensor.elements() > 4096) continue;
        float values[4096];
        info.decode(data.data(), values, tensor.bytes / info.blockBytes);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto bytes = std::as_bytes(std::span(data, size));
    if (const auto file = GgufFile::parse(bytes)) {
        readMetadata(file->metadata());
        readTensors(*file);
    }
    if (const auto header = GgufFile::parse(bytes, true, std::uint64_t{1} << 40))
        readMetadata(header->metadata());
    return 0;
}
