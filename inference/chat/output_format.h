// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <span>
#include <string_view>

namespace inference {

/// How one family marks its thoughts; rows of output_format_tables.cpp.
struct ReasoningTagsRow {
    std::string_view open;
    std::string_view close;
};

/// In the order in which they are looked for: the special before the common.
std::span<const ReasoningTagsRow> reasoningTagsRows();

} // namespace inference
