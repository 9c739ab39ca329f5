// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace shaders {

struct Shader {
    std::string_view name;
    std::span<const std::uint32_t> words;
};

/// SPIR-V of an embedded shader by its name, `<op>[_<format>]`; empty when there is none.
std::span<const std::uint32_t> find(std::string_view name);

} // namespace shaders
