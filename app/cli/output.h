// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "app/cli/command.h"

namespace cli {

using Json = nlohmann::ordered_json;

/// Prints one object as one line on stdout. Bytes that are no UTF-8 become U+FFFD.
void printJson(const Json& json);

/// Writes to stdout at once, as a stream of text should.
void printText(std::string_view text);

/// A remark on stderr, unless the user asked for quiet.
void printRemark(const Context& context, std::string_view text);

/// "error: WHAT: WHAT TO DO" on stderr.
void printError(const Error& error);

/// Without control characters, which could drive a terminal: names out of files are not ours.
std::string printable(std::string_view text);

/// "12.3 MB" as people read it.
std::string humanBytes(std::uint64_t bytes);

/// "20.9B" as people speak of parameters; "656K".
std::string humanCount(std::uint64_t count);

Result<std::string> readFile(const std::string& path);
Result<std::string> readStandardInput();
Result<Json> parseJson(std::string_view text, const std::string& what);

} // namespace cli
