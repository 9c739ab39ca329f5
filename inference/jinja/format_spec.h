// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "inference/jinja/evaluator.h"

namespace inference::jinja {

inline constexpr std::int64_t kWidthMax = 1'000'000;
inline constexpr int kPrecisionMax = 400;

/// Width, precision and flags of one field, in either notation.
struct Spec {
    Text fill;
    char align = '\0'; // '<', '>', '^', '=' or unset
    char sign = '\0';  // '+', ' ' or unset
    bool alternate = false;
    bool grouping = false;
    std::int64_t width = 0;
    int precision = -1;
    char type = '\0';
};

/// Text that nobody but the template or this program wrote.
inline Text trusted(std::string bytes) {
    return Text{std::move(bytes), {}, false};
}

/// Appends one value by one specification.
Result<void> writeField(Evaluator& evaluator, Text& out, const Value& value, const Spec& spec);
/// Reads digits from `at` on; large numbers end at kWidthMax.
std::int64_t takeNumber(std::string_view text, std::size_t& at);
/// [[fill]align][sign][#][0][width][,][.precision][type], as str.format knows it.
Result<Spec> parseSpec(std::string_view text);

} // namespace inference::jinja
