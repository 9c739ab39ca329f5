// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace inference {

/// The pieces of a split model's file name: `<prefix>-00002-of-00003.gguf`.
struct GgufSplitName {
    std::string prefix;
    std::uint32_t number = 0; ///< From 1.
    std::uint32_t count = 0;

    /// Name of another part, `number` from 1.
    std::string partName(std::uint32_t part) const;
};

/// Nothing if the file name does not have that form or its numbers make no sense.
std::optional<GgufSplitName> parseGgufSplitName(std::string_view fileName);

} // namespace inference
