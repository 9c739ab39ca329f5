// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/gguf/gguf_reader.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "inference/gguf/gguf_parser.h"
#include "inference/gguf/gguf_split.h"

namespace inference {

namespace {

/// File names have room for five digits.
constexpr std::int64_t kPartsMax = 99999;

/// Where the whole file is at hand its own size is the bound; a header alone is bounded by what the
/// caller knows of the file, or by nothing but the range of an offset.
std::uint64_t boundFor(std::span<const std::byte> bytes, bool headerOnly, std::uint64_t fileBytes) {
    if (!headerOnly) return bytes.size();
    if (fileBytes == 0) return std::numeric_limits<std::int64_t>::max();
    return fileBytes < bytes.size() ? bytes.size() : fileBytes;
}

Error inFile(Error error, const std::filesystem::path& path) {
    error.detail = path.filename().string() + ": " + error.detail;
    return error;
}

} // namespace

Result<GgufFile> GgufFile::parse(std::span<const std::byte> bytes, bool headerOnly,
                                 std::uint64_t fileBytes) {
    GgufParser parser(bytes, boundFor(bytes, headerOnly, fileBytes));
    TRY(auto part, parser.parse());
    GgufFile file;
    file.m_version = part.version;
    file.m_metadata = std::move(part.metadata);
    TRY(file.addTensors(std::move(part.tensors), 0));
    file.m_partBytes.push_back(bytes);
    file.m_fileBytes = headerOnly ? fileBytes : bytes.size();
    return file;
}

Result<void> GgufFile::addTensors(std::vector<GgufTensor> tensors, std::uint32_t part) {
    m_tensors.reserve(m_tensors.size() + tensors.size());
    m_tensorIndex.reserve(m_tensors.size() + tensors.size());
    for (GgufTensor& tensor : tensors) {
        tensor.part = part;
        if (!m_tensorIndex.emplace(tensor.name, m_tensors.size()).second)
            return Error{ErrorCode::Corrupt,
                         "tensor " + std::string(tensor.name) + " is listed twice"};
        m_tensors.push_back(tensor);
    }
    return {};
}

Result<void> GgufFile::addParsed(std::span<const std::byte> bytes, std::uint64_t fileBytes,
                                 const std::filesystem::path& path) {
    auto parsed = GgufParser(bytes, fileBytes).parse();
    if (!parsed) return inFile(std::move(parsed).error(), path);
    GgufPart part = std::move(parsed).value();

    const auto index = static_cast<std::uint32_t>(m_partBytes.size());
    if (index == 0) {
        m_version = part.version;
        m_metadata = std::move(part.metadata);
    } else if (part.metadata.integer("split.no") != index
               || part.metadata.integer("split.count") != m_metadata.integer("split.count")) {
        return inFile({ErrorCode::Corrupt, "is not part " + std::to_string(index + 1)
                                               + " of this model: download the parts again"},
                      path);
    }
    if (auto added = addTensors(std::move(part.tensors), index); !added)
        return inFile(std::move(added).error(), path);
    m_fileBytes += fileBytes;
    m_partBytes.push_back(bytes);
    m_paths.push_back(path);
    return {};
}

Result<void> GgufFile::addPart(const std::filesystem::path& path) {
    auto mapped = MappedFile::open(path);
    if (!mapped) return std::move(mapped).error();
    const std::span<const std::byte> bytes = mapped->bytes();
    TRY(addParsed(bytes, bytes.size(), path));
    m_parts.push_back(std::move(mapped).value());
    return {};
}

Result<void> GgufFile::checkTotal() const {
    const auto total = m_metadata.integer("split.tensors.count");
    if (total && static_cast<std::uint64_t>(*total) != m_tensors.size())
        return Error{ErrorCode::Corrupt, "the parts hold " + std::to_string(m_tensors.size())
                                             + " tensors instead of " + std::to_string(*total)};
    return {};
}

Result<void> GgufFile::checkHeader(const GgufHeader& header) {
    const auto parsed = GgufParser(header.bytes, header.fileBytes).parse();
    if (!parsed) return inFile(parsed.error(), header.name);
    return {};
}

Result<std::uint32_t> GgufFile::partCount(const GgufHeader& header) {
    const auto parsed = GgufParser(header.bytes, header.fileBytes).parse();
    if (!parsed) return inFile(parsed.error(), header.name);
    const std::int64_t count = parsed->metadata.integer("split.count").value_or(1);
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(count, 1, kPartsMax));
}

Result<GgufFile> GgufFile::fromHeaders(std::vector<GgufHeader> parts) {
    if (parts.empty()) return Error{ErrorCode::InvalidArgument, "no header was given"};
    GgufFile file;
    // The vectors' heap blocks stay where they are when the file is moved.
    file.m_headers = std::move(parts);
    for (const GgufHeader& header : file.m_headers) {
        if (header.bytes.size() > header.fileBytes)
            return inFile({ErrorCode::Corrupt, "more bytes came than the file has"}, header.name);
        TRY(file.addParsed(header.bytes, header.fileBytes, header.name));
    }
    const auto count = file.m_metadata.integer("split.count").value_or(1);
    if (count > 1 && static_cast<std::uint64_t>(count) != file.m_headers.size())
        return Error{ErrorCode::Corrupt,
                     "the model says it has " + std::to_string(count) + " parts, but "
                         + std::to_string(file.m_headers.size()) + " are there"};
    if (count > 1) TRY(file.checkTotal());
    return file;
}

Result<GgufFile> GgufFile::open(const std::filesystem::path& path) {
    // Names of sibling parts come from the file's own name, never from what the file says. A name
    // that looks like a part's does not make one: without the keys the file is whole.
    const auto name = parseGgufSplitName(path.filename().string());
    GgufFile file;
    TRY(file.addPart(path));
    const std::int64_t count = file.m_metadata.integer("split.count").value_or(1);
    if (count <= 1) return file;
    if (!name)
        return Error{ErrorCode::InvalidArgument,
                     path.filename().string()
                         + " is part of a split model but was renamed: give "
                           "all parts their names back (...-00001-of-"
                           "00002.gguf)"};
    const auto first = path.parent_path() / name->partName(1);
    if (name->number != 1) {
        file = GgufFile();
        TRY(file.addPart(first));
    }
    if (file.m_metadata.integer("split.count") != name->count
        || file.m_metadata.integer("split.no") != 0)
        return inFile({ErrorCode::Corrupt, "its name and its contents disagree on the part"},
                      first);
    for (std::uint32_t part = 2; part <= name->count; ++part)
        TRY(file.addPart(path.parent_path() / name->partName(part)));

    TRY(file.checkTotal());
    return file;
}

Result<void> GgufFile::checkWhole() const {
    for (std::size_t i = 0; i < m_parts.size(); ++i)
        if (!m_parts[i].isWhole())
            return Error{ErrorCode::Io, m_paths[i].string()
                                            + " lost bytes while it was in use: put the file back "
                                              "and load the model again"};
    return {};
}

const GgufTensor* GgufFile::findTensor(std::string_view name) const {
    const auto found = m_tensorIndex.find(name);
    return found == m_tensorIndex.end() ? nullptr : &m_tensors[found->second];
}

std::span<const std::byte> GgufFile::data(const GgufTensor& tensor) const {
    // Some data may follow a header, but never all: better none than some.
    if (!m_headers.empty()) return {};
    const std::span<const std::byte> bytes = m_partBytes[tensor.part];
    // Only a header read on its own can name data that is not there.
    if (tensor.offset > bytes.size() || tensor.bytes > bytes.size() - tensor.offset) return {};
    return bytes.subspan(static_cast<std::size_t>(tensor.offset),
                         static_cast<std::size_t>(tensor.bytes));
}

} // namespace inference
