// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string_view>

#include "inference/base/result.h"
#include "inference/grammar/expression.h"

namespace inference::grammar {

/// A regular expression as what stands between the quotes of a JSON string, and how many code
/// points it can take (kUnlimited: any number).
struct Pattern {
    Expression expression;
    std::uint32_t lengthMin = 0;
    std::uint32_t lengthMax = 0;
};

/// Reads ECMA-262 notation as JSON Schema uses it: a search, unless ^ and $ tie it to the ends.
/// Fails with Unsupported for what is not regular or rarely met (look-around, back references,
/// \b, \p), with InvalidArgument for mistakes; both name the offset.
Result<Pattern> parsePattern(std::string_view pattern);

} // namespace inference::grammar
