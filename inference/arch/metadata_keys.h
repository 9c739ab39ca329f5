// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "inference/base/result.h"
#include "inference/gguf/gguf_metadata.h"

namespace inference {

/// Reads hyperparameters below the architecture's prefix, as the file spells it. Every number is
/// checked against a stated limit, and an error names the key.
class MetadataKeys {
public:
    explicit MetadataKeys(const GgufMetadata& metadata);

    std::string name(std::string_view key) const { return m_prefix + std::string(key); }
    bool has(std::string_view key) const { return m_metadata.find(name(key)) != nullptr; }
    const GgufMetadata& metadata() const { return m_metadata; }

    /// 1..max; an error where it is missing.
    Result<std::uint32_t> count(std::string_view key, std::int64_t max) const;
    Result<std::uint32_t> countOr(std::string_view key, std::uint32_t fallback,
                                  std::int64_t max) const;
    /// 0..max, 0 where it is missing: a feature that 0 switches off.
    Result<std::uint32_t> optionalCount(std::string_view key, std::int64_t max) const;
    /// 0..max. A value that writers give once or per layer.
    Result<std::uint32_t> layerCountOrZero(std::string_view key, std::size_t layer,
                                           std::int64_t max) const;
    Result<float> realOr(std::string_view key, float fallback) const;
    Result<float> positiveOr(std::string_view key, float fallback) const;
    bool flagOr(std::string_view key, bool fallback) const {
        return m_metadata.boolean(name(key)).value_or(fallback);
    }

private:
    Result<std::int64_t> layerValue(std::string_view key, std::size_t layer) const;
    Result<std::uint32_t> checked(std::string_view key, std::int64_t value, std::int64_t min,
                                  std::int64_t max) const;

    const GgufMetadata& m_metadata;
    std::string m_prefix;
};

} // namespace inference
