// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>

namespace inference::jinja {

/// Decodes one escape of a string literal as Python does: appends what it stands for. `i` is the
/// character after the backslash; gives the offset behind the escape.
std::size_t unescape(std::string_view source, std::size_t i, std::string& out);

} // namespace inference::jinja
