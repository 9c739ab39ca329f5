// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"

namespace cli {

using inference::Error;
using inference::ErrorCode;
using inference::Result;

/// One option of a command, as the help shows it.
struct Option {
    std::string_view name;  ///< With its dashes.
    std::string_view value; ///< What stands for the value in the help; empty = a flag.
    std::string_view help;
    bool repeats = false;
};

/// What was typed after a command's name, checked against its options. Wrong usage is an
/// InvalidArgument error that names the option.
class Arguments {
public:
    static Result<Arguments> parse(std::span<const std::string> words,
                                   std::span<const Option> options);

    const std::vector<std::string>& positional() const { return m_positional; }
    bool has(std::string_view option) const { return m_values.contains(option); }
    std::optional<std::string> text(std::string_view option) const;
    std::vector<std::string> texts(std::string_view option) const;
    Result<std::string> required(std::string_view option) const;
    Result<std::int64_t> integer(std::string_view option, std::int64_t fallback, std::int64_t min,
                                 std::int64_t max) const;
    Result<float> real(std::string_view option, float fallback) const;

private:
    std::vector<std::string> m_positional;
    std::map<std::string, std::vector<std::string>, std::less<>> m_values;
};

/// "1,2,3" (spaces allowed) as numbers.
Result<std::vector<std::int32_t>> parseTokens(std::string_view text);

} // namespace cli
