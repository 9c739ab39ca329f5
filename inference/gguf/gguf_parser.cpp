// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/gguf/gguf_parser.h"

#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>

#include "inference/gguf/gguf_format.h"

namespace inference {

namespace {

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

/// Size of one element of a numeric type, 0 for everything else.
std::uint64_t elementBytes(std::uint32_t type) {
    switch (static_cast<GgufType>(type)) {
    case GgufType::U8:
    case GgufType::I8:
    case GgufType::Bool: return 1;
    case GgufType::U16:
    case GgufType::I16: return 2;
    case GgufType::U32:
    case GgufType::I32:
    case GgufType::F32: return 4;
    case GgufType::U64:
    case GgufType::I64:
    case GgufType::F64: return 8;
    default: return 0;
    }
}

/// A name that can be looked up and shown: UTF-8 (RFC 3629) without a NUL.
bool isName(std::string_view text) {
    const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned lead = byteAt(i);
        if (lead == 0) return false;
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || length > text.size() - i) return false;
        unsigned low = 0x80, high = 0xbf;
        if (lead == 0xe0) low = 0xa0;
        if (lead == 0xed) high = 0x9f;
        if (lead == 0xf0) low = 0x90;
        if (lead == 0xf4) high = 0x8f;
        if (byteAt(i + 1) < low || byteAt(i + 1) > high) return false;
        for (std::size_t k = 2; k < length; ++k)
            if ((byteAt(i + k) & 0xc0u) != 0x80) return false;
        i += length;
    }
    return true;
}

bool multiply(std::uint64_t a, std::uint64_t b, std::uint64_t& product) {
    return !__builtin_mul_overflow(a, b, &product);
}

} // namespace

Result<GgufPart> GgufParser::parse() {
    TRY(readHeader());
    for (std::uint64_t i = 0; i < m_entryCount; ++i) TRY(readEntry());
    TRY(readAlignment());
    // What is at hand bounds the reservation, whatever the count says.
    m_part.tensors.reserve(static_cast<std::size_t>(
        std::min(m_tensorCount, m_cursor.remainingAtHand() / gguf::kTensorBytesMin)));
    for (std::uint64_t i = 0; i < m_tensorCount; ++i) {
        TRY(auto tensor, readTensor());
        m_part.tensors.push_back(tensor);
    }
    TRY(placeTensors());
    return std::move(m_part);
}

Result<void> GgufParser::readHeader() {
    TRY(const auto magic, m_cursor.number<std::uint32_t>());
    if (magic != gguf::kMagic) return corrupt("not a GGUF file: it does not begin with \"GGUF\"");
    TRY(m_part.version, m_cursor.number<std::uint32_t>());
    if ((m_part.version & 0xffffu) == 0)
        return Error{ErrorCode::Unsupported, "GGUF file for big-endian machines"};
    if (m_part.version != 2 && m_part.version != 3)
        return Error{ErrorCode::Unsupported, "GGUF version " + std::to_string(m_part.version)
                                                 + "; versions 2 and 3 can be read"};
    TRY(m_tensorCount, m_cursor.number<std::uint64_t>());
    TRY(m_entryCount, m_cursor.number<std::uint64_t>());
    const std::uint64_t remaining = m_cursor.remainingInFile();
    if (m_entryCount > gguf::kEntriesMax || m_entryCount > remaining / gguf::kEntryBytesMin)
        return corrupt("header claims " + std::to_string(m_entryCount) + " metadata entries");
    if (m_tensorCount > gguf::kTensorsMax || m_tensorCount > remaining / gguf::kTensorBytesMin)
        return corrupt("header claims " + std::to_string(m_tensorCount) + " tensors");
    return {};
}

Result<std::string_view> GgufParser::readString(std::uint64_t bytesMax, const char* what) {
    TRY(const auto length, m_cursor.number<std::uint64_t>());
    if (length > bytesMax || length > m_cursor.remainingInFile())
        return corrupt(std::string(what) + " claims " + std::to_string(length) + " bytes");
    TRY(const auto bytes, m_cursor.take(length));
    return std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Result<void> GgufParser::readEntry() {
    TRY(const auto key, readString(gguf::kKeyBytesMax, "a metadata key"));
    if (key.empty() || !isName(key)) return corrupt("a metadata key is empty or not text");
    TRY(const auto type, m_cursor.number<std::uint32_t>());
    if (type > static_cast<std::uint32_t>(GgufType::F64))
        return corrupt("metadata " + std::string(key) + " has unknown type "
                       + std::to_string(type));
    GgufValue value;
    value.type = static_cast<GgufType>(type);
    if (value.type == GgufType::Array) {
        TRY(readArray(value));
    } else if (value.type == GgufType::String) {
        TRY(value.string, readString(gguf::kStringBytesMax, "a metadata string"));
    } else {
        TRY(readScalar(value));
    }
    if (!m_part.metadata.add(key, std::move(value)))
        return corrupt("metadata key " + std::string(key) + " occurs twice");
    return {};
}

Result<void> GgufParser::readScalar(GgufValue& value) {
    const auto integer = [&](auto zero) -> Result<void> {
        TRY(const auto number, m_cursor.number<decltype(zero)>());
        value.integer = static_cast<std::int64_t>(number);
        return {};
    };
    const auto real = [&](auto zero) -> Result<void> {
        TRY(const auto number, m_cursor.number<decltype(zero)>());
        value.real = static_cast<double>(number);
        return {};
    };
    switch (value.type) {
    case GgufType::U8: return integer(std::uint8_t{});
    case GgufType::I8: return integer(std::int8_t{});
    case GgufType::U16: return integer(std::uint16_t{});
    case GgufType::I16: return integer(std::int16_t{});
    case GgufType::U32: return integer(std::uint32_t{});
    case GgufType::I32: return integer(std::int32_t{});
    case GgufType::U64: return integer(std::uint64_t{});
    case GgufType::I64: return integer(std::int64_t{});
    case GgufType::F32: return real(float{});
    case GgufType::F64: return real(double{});
    case GgufType::Bool: {
        // Writers exist that store other bytes than 0 and 1 for true.
        TRY(integer(std::uint8_t{}));
        value.integer = value.integer != 0 ? 1 : 0;
        return {};
    }
    case GgufType::String:
    case GgufType::Array: break;
    }
    return Error{ErrorCode::Internal, "not a scalar type"};
}

Result<void> GgufParser::readArray(GgufValue& value) {
    TRY(const auto type, m_cursor.number<std::uint32_t>());
    TRY(value.count, m_cursor.number<std::uint64_t>());
    value.elementType = static_cast<GgufType>(type);
    if (value.elementType == GgufType::String) {
        if (value.count > gguf::kStringArrayMax || value.count > m_cursor.remainingInFile() / 8)
            return corrupt("an array claims " + std::to_string(value.count) + " strings");
        value.strings.reserve(
            static_cast<std::size_t>(std::min(value.count, m_cursor.remainingAtHand() / 8)));
        for (std::uint64_t i = 0; i < value.count; ++i) {
            TRY(const auto string, readString(gguf::kStringBytesMax, "a string of an array"));
            value.strings.push_back(string);
        }
        return {};
    }
    const std::uint64_t size = elementBytes(type);
    // Arrays of arrays end up here too: no model needs them, and nesting is a way to attack.
    if (size == 0) return corrupt("an array has elements of type " + std::to_string(type));
    if (value.count > m_cursor.remainingInFile() / size)
        return corrupt("an array claims " + std::to_string(value.count) + " elements");
    TRY(value.raw, m_cursor.take(value.count * size));
    return {};
}

Result<void> GgufParser::readAlignment() {
    m_alignment = gguf::kAlignmentDefault;
    const GgufValue* value = m_part.metadata.find("general.alignment");
    if (!value) return {};
    if (value->type != GgufType::U32) return corrupt("general.alignment is not a 32-bit number");
    const auto alignment = static_cast<std::uint64_t>(value->integer);
    if (alignment < 1 || alignment > gguf::kAlignmentMax || (alignment & (alignment - 1)) != 0)
        return corrupt("general.alignment is " + std::to_string(alignment)
                       + ", not a power of two up to " + std::to_string(gguf::kAlignmentMax));
    m_alignment = alignment;
    return {};
}

Result<GgufTensor> GgufParser::readTensor() {
    GgufTensor tensor;
    TRY(tensor.name, readString(gguf::kTensorNameBytesMax, "a tensor name"));
    if (tensor.name.empty() || !isName(tensor.name))
        return corrupt("a tensor name is empty or not text");
    const std::string name(tensor.name);
    TRY(tensor.dimensions, m_cursor.number<std::uint32_t>());
    if (tensor.dimensions < 1 || tensor.dimensions > gguf::kDimensionsMax)
        return corrupt("tensor " + name + " has " + std::to_string(tensor.dimensions)
                       + " dimensions");
    std::uint64_t elements = 1;
    for (std::uint32_t i = 0; i < tensor.dimensions; ++i) {
        TRY(tensor.shape[i], m_cursor.number<std::uint64_t>());
        // Zero elements are legal, but a zero must not hide that the other numbers overflow.
        if (!multiply(elements, std::max<std::uint64_t>(tensor.shape[i], 1), elements)
            || elements > static_cast<std::uint64_t>(INT64_MAX))
            return corrupt("tensor " + name + " has an impossible shape");
    }
    TRY(const auto type, m_cursor.number<std::uint32_t>());
    const DTypeInfo* info = findDType(type);
    if (!info)
        return Error{ErrorCode::Unsupported,
                     "tensor " + name + " has unknown type " + std::to_string(type)};
    tensor.dtype = info->dtype;
    if (tensor.shape[0] % info->blockElements != 0)
        return corrupt("rows of tensor " + name + " do not divide into blocks of "
                       + std::string(info->name));
    if (!multiply(tensor.elements() / info->blockElements, info->blockBytes, tensor.bytes))
        return corrupt("tensor " + name + " has an impossible size");
    TRY(tensor.offset, m_cursor.number<std::uint64_t>());
    if (tensor.offset % m_alignment != 0)
        return corrupt("tensor " + name + " is not aligned in the file");
    return tensor;
}

Result<void> GgufParser::placeTensors() {
    if (m_part.tensors.empty()) return {};
    // The position is below the size of a file and the alignment small: no overflow here.
    const std::uint64_t dataStart =
        (m_cursor.position() + m_alignment - 1) / m_alignment * m_alignment;
    const std::uint64_t fileBytes = m_cursor.fileBytes();
    for (GgufTensor& tensor : m_part.tensors) {
        // Writers pad the last tensor as well, so missing padding means a file that was cut off.
        const std::uint64_t padding = (m_alignment - tensor.bytes % m_alignment) % m_alignment;
        if (dataStart > fileBytes || tensor.offset > fileBytes - dataStart
            || tensor.bytes > fileBytes - dataStart - tensor.offset
            || padding > fileBytes - dataStart - tensor.offset - tensor.bytes)
            return corrupt("file ends before the data of tensor " + std::string(tensor.name)
                           + ": download it again");
        tensor.offset += dataStart;
    }

    // Gaps are harmless, but two tensors in one place are a trick or damage.
    std::vector<const GgufTensor*> byOffset;
    byOffset.reserve(m_part.tensors.size());
    for (const GgufTensor& tensor : m_part.tensors)
        if (tensor.bytes > 0) byOffset.push_back(&tensor);
    std::sort(byOffset.begin(), byOffset.end(),
              [](const GgufTensor* a, const GgufTensor* b) { return a->offset < b->offset; });
    for (std::size_t i = 1; i < byOffset.size(); ++i)
        if (byOffset[i]->offset - byOffset[i - 1]->offset < byOffset[i - 1]->bytes)
            return corrupt("tensors " + std::string(byOffset[i - 1]->name) + " and "
                           + std::string(byOffset[i]->name) + " overlap");
    return {};
}

} // namespace inference
