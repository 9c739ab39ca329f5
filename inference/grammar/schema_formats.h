// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace inference::grammar {

/// The pattern of texts that a "format" of JSON Schema accepts: never more than it does, not always
/// all of it. Empty for formats that say nothing about the text; absent for those not known.
std::optional<std::string> patternOfFormat(std::string_view format);

} // namespace inference::grammar
