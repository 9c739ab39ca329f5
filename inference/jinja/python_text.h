// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "inference/jinja/value.h"
#include "inference/jinja/work.h"

namespace inference::jinja {

/// How Python writes a float: the shortest digits that read back as the same number.
std::string floatText(double value);
/// Decimal places or digits fixed by `precision`, as C's %f, %e and %g; independent of the locale.
std::string floatText(double value, char conversion, int precision);

/// What `{{ value }}` prints: Python's str().
Text toText(const Value& value, Work& work);
/// Python's repr(): strings in quotes.
Text toRepr(const Value& value, Work& work);

/// Python's name for the type of a value ("str", "NoneType", "dict").
std::string_view typeName(const Value& value);

/// Reads a number as Python's int() and float() do: surrounding white space and single underscores
/// between digits are fine, anything else is not.
std::optional<std::int64_t> parseInteger(std::string_view text, int base = 10);
std::optional<double> parseFloat(std::string_view text);

/// toJsonText() within a budget.
Result<Text> toJsonText(const Value& value, const JsonStyle& style, Work& work);
/// deepCopy() within a budget.
Result<Value> deepCopy(const Value& value, bool markStrings, Work& work, int depth = 0);

} // namespace inference::jinja
