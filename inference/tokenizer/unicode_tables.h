// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstddef>
#include <cstdint>

/// Raw data behind unicode.h and normalize.h, written by make_unicode_tables.py.
namespace inference::unicode {

/// First code point of each run of one class, shifted left by 8, and the class below it.
extern const std::uint32_t kClassRuns[];
extern const std::size_t kClassRunsCount;

/// One step of canonical decomposition; `second` is 0 for a single replacement.
struct Decomposition {
    std::uint32_t code, first, second;
    std::uint32_t composes; ///< The pair comes together again in normal form C.
};
extern const Decomposition kDecompositions[]; ///< By rising code point.
extern const std::size_t kDecompositionsCount;

/// Code points with a combining class other than 0, as in kClassRuns.
extern const std::uint32_t kCombiningClasses[];
extern const std::size_t kCombiningClassesCount;

struct LowerCase {
    std::uint32_t upper, lower;
};
extern const LowerCase kLowerCase[]; ///< By rising upper-case letter.
extern const std::size_t kLowerCaseCount;

} // namespace inference::unicode
