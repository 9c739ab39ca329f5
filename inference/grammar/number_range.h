// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "inference/grammar/expression.h"

namespace inference::grammar {

/// A bound in decimal notation: "12.5", "-3"; no exponent.
struct NumberBound {
    std::string decimal;
    bool exclusive = false;
};

struct NumberShape {
    bool integer = false;
    std::optional<NumberBound> minimum;
    std::optional<NumberBound> maximum;
};

/// JSON numbers between two bounds, at most 18 digits before the point and 16 behind it. Without
/// bounds also with exponents. Nothing, where the bounds leave nothing.
Expression numberBetween(const NumberShape& shape);

/// 0.1 -> "0.1", 1e21 -> "1000000000000000000000".
std::string decimalOf(double value);

} // namespace inference::grammar
