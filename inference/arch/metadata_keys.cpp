// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/arch/metadata_keys.h"

#include <cmath>

namespace inference {

namespace {

Error corrupt(std::string detail) {
    return {ErrorCode::Corrupt, std::move(detail)};
}

} // namespace

MetadataKeys::MetadataKeys(const GgufMetadata& metadata)
    : m_metadata(metadata),
      m_prefix(std::string(metadata.string("general.architecture").value_or("")) + '.') {}

Result<std::uint32_t> MetadataKeys::checked(std::string_view key, std::int64_t value,
                                            std::int64_t min, std::int64_t max) const {
    if (value < min || value > max)
        return corrupt(name(key) + " is " + std::to_string(value) + ", outside "
                       + std::to_string(min) + ".." + std::to_string(max));
    return static_cast<std::uint32_t>(value);
}

Result<std::uint32_t> MetadataKeys::count(std::string_view key, std::int64_t max) const {
    const auto value = m_metadata.integer(name(key));
    if (!value) return corrupt(name(key) + " is missing: the file is incomplete");
    return checked(key, *value, 1, max);
}

Result<std::uint32_t> MetadataKeys::countOr(std::string_view key, std::uint32_t fallback,
                                            std::int64_t max) const {
    if (!has(key)) return fallback;
    return count(key, max);
}

Result<std::uint32_t> MetadataKeys::optionalCount(std::string_view key, std::int64_t max) const {
    if (!has(key)) return 0u;
    const auto value = m_metadata.integer(name(key));
    if (!value) return corrupt(name(key) + " is not a whole number");
    return checked(key, *value, 0, max);
}

Result<std::int64_t> MetadataKeys::layerValue(std::string_view key, std::size_t layer) const {
    const std::string full = name(key);
    if (const GgufValue* values = m_metadata.array(full)) {
        if (values->elementType == GgufType::String || layer >= values->count)
            return corrupt(full + " does not cover every layer");
        return values->arrayInteger(layer);
    }
    const auto value = m_metadata.integer(full);
    if (!value) return corrupt(full + " is missing: the file is incomplete");
    return *value;
}

Result<std::uint32_t> MetadataKeys::layerCountOrZero(std::string_view key, std::size_t layer,
                                                     std::int64_t max) const {
    TRY(const std::int64_t value, layerValue(key, layer));
    return checked(key, value, 0, max);
}

Result<float> MetadataKeys::realOr(std::string_view key, float fallback) const {
    if (!has(key)) return fallback;
    const auto value = m_metadata.real(name(key));
    if (!value || !std::isfinite(*value) || std::abs(*value) > 1e30)
        return corrupt(name(key) + " is not a finite number");
    return static_cast<float>(*value);
}

Result<float> MetadataKeys::positiveOr(std::string_view key, float fallback) const {
    TRY(const float value, realOr(key, fallback));
    if (!(value > 0)) return corrupt(name(key) + " must be positive");
    return value;
}

} // namespace inference
