// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <functional>
#include <string_view>

namespace inference {

enum class LogLevel { Debug, Info, Warning, Error };

/// Where this library's messages go. The library prints nothing itself. May be empty, may be called
/// from any thread, must not call back into the library.
using LogSink = std::function<void(LogLevel level, std::string_view message)>;

} // namespace inference
