// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <span>

namespace core {

/// resources/catalog/starter_catalog.json.zst as the build put it into the program.
std::span<const std::uint8_t> starterCatalogBytes();

} // namespace core
