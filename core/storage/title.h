// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string>
#include <string_view>

namespace core {

/// A chat's title from its first message: the first line that says anything, without Markdown at
/// its beginning, at most about 40 characters, cut between words. Empty if the message says
/// nothing.
std::string titleFrom(std::string_view message);

} // namespace core
