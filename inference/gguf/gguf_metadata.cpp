// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/gguf/gguf_metadata.h"

#include <cstring>
#include <limits>

#include "inference/base/result.h"

namespace inference {

namespace {

template <typename T>
T elementAt(std::span<const std::byte> raw, std::uint64_t index) {
    T value;
    std::memcpy(&value, raw.data() + index * sizeof(T), sizeof(T));
    return value;
}

} // namespace

bool GgufValue::isInteger() const {
    switch (type) {
    case GgufType::F32:
    case GgufType::F64:
    case GgufType::Bool:
    case GgufType::String:
    case GgufType::Array: return false;
    default: return true;
    }
}

double GgufValue::arrayNumber(std::uint64_t index) const {
    ASSERT(type == GgufType::Array && index < count);
    switch (elementType) {
    case GgufType::F32: return static_cast<double>(elementAt<float>(raw, index));
    case GgufType::F64: return elementAt<double>(raw, index);
    default: return static_cast<double>(arrayInteger(index));
    }
}

std::int64_t GgufValue::arrayInteger(std::uint64_t index) const {
    ASSERT(type == GgufType::Array && index < count);
    constexpr std::uint64_t kMax = std::numeric_limits<std::int64_t>::max();
    switch (elementType) {
    case GgufType::U8: return elementAt<std::uint8_t>(raw, index);
    case GgufType::Bool: return elementAt<std::uint8_t>(raw, index) != 0 ? 1 : 0;
    case GgufType::I8: return elementAt<std::int8_t>(raw, index);
    case GgufType::U16: return elementAt<std::uint16_t>(raw, index);
    case GgufType::I16: return elementAt<std::int16_t>(raw, index);
    case GgufType::U32: return elementAt<std::uint32_t>(raw, index);
    case GgufType::I32: return elementAt<std::int32_t>(raw, index);
    case GgufType::I64: return elementAt<std::int64_t>(raw, index);
    case GgufType::U64: {
        const auto value = elementAt<std::uint64_t>(raw, index);
        return static_cast<std::int64_t>(value < kMax ? value : kMax);
    }
    default: return 0;
    }
}

const GgufValue* GgufMetadata::find(std::string_view key) const {
    const auto found = m_index.find(key);
    return found == m_index.end() ? nullptr : &m_entries[found->second].value;
}

std::optional<std::string_view> GgufMetadata::string(std::string_view key) const {
    const GgufValue* value = find(key);
    if (!value || value->type != GgufType::String) return std::nullopt;
    return value->string;
}

std::optional<std::int64_t> GgufMetadata::integer(std::string_view key) const {
    const GgufValue* value = find(key);
    if (!value || !value->isInteger()) return std::nullopt;
    if (value->type == GgufType::U64 && value->integer < 0) return std::nullopt;
    return value->integer;
}

std::optional<double> GgufMetadata::real(std::string_view key) const {
    const GgufValue* value = find(key);
    if (!value) return std::nullopt;
    if (value->isReal()) return value->real;
    const auto number = integer(key);
    if (!number) return std::nullopt;
    return static_cast<double>(*number);
}

std::optional<bool> GgufMetadata::boolean(std::string_view key) const {
    const GgufValue* value = find(key);
    if (!value || !(value->type == GgufType::Bool || value->isInteger())) return std::nullopt;
    if (value->integer != 0 && value->integer != 1) return std::nullopt;
    return value->integer == 1;
}

const GgufValue* GgufMetadata::array(std::string_view key) const {
    const GgufValue* value = find(key);
    return value && value->type == GgufType::Array ? value : nullptr;
}

bool GgufMetadata::add(std::string_view key, GgufValue value) {
    if (!m_index.emplace(key, m_entries.size()).second) return false;
    m_entries.push_back({key, std::move(value)});
    return true;
}

} // namespace inference
