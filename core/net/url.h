// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace core {

/// An absolute http or https address, taken apart. Others, and addresses with a user name in them,
/// are refused with InvalidArgument.
struct Url {
    std::string scheme; ///< "http" or "https".
    std::string host;   ///< Lower case; IPv6 in brackets.
    std::uint16_t port = 0;
    std::string text; ///< The whole, normalised.

    static Result<Url> parse(std::string_view text);
    /// What a Location or Link header of an answer from here points to.
    Result<Url> resolve(std::string_view reference) const;

    /// "https://host:port", the unit of trust: a token belongs to one origin.
    std::string origin() const;
    bool sameOrigin(const Url& other) const { return origin() == other.origin(); }
    /// 127.0.0.0/8, ::1 or localhost.
    bool isLoopback() const;
};

/// Everything but unreserved characters as %XX; `/` stays when it separates segments.
enum class Slashes : std::uint8_t { Encode, Keep };
std::string percentEncode(std::string_view text, Slashes slashes = Slashes::Encode);

} // namespace core
