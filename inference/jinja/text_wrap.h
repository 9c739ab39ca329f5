// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <vector>

#include "inference/jinja/value.h"

namespace inference::jinja {

struct WrapStyle {
    std::size_t width = 79; ///< Code points of a line; at least 1.
    bool breakLongWords = true;
    bool breakOnHyphens = true;
};

/// Cuts one line into lines as Python's textwrap.wrap() does without expanding tabs or replacing
/// white space: between words, after hyphens inside words, and within words that are too long.
/// Blanks at breaks go.
std::vector<Text> wrapLine(const Text& line, const WrapStyle& style);

} // namespace inference::jinja
