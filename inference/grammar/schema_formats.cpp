// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/schema_formats.h"

#include <algorithm>

namespace inference::grammar {

namespace {

struct FormatRow {
    std::string_view name;
    std::string_view pattern;
};

// RFC 3339 without leap days and leap seconds: whether there is one depends on the year.
constexpr FormatRow kParts[] = {
    {"<date>",
     "[1-9]\\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|(0[469]|11)-(0[1-9]|[12]\\d|30)|"
     "02-(0[1-9]|1\\d|2[0-8]))"},
    {"<time>", "([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?(Z|([+]([01]\\d|2[0-3])|-(0[1-9]|"
               "1\\d|2[0-3])):[0-5]\\d)"},
    {"<label>", "[a-z]([a-z0-9-]{0,20}[a-z0-9])?"},
    {"<byte>", "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"},
};

constexpr FormatRow kFormats[] = {
    {"date", "^<date>$"},
    {"time", "^<time>$"},
    {"date-time", "^<date>T<time>$"},
    {"duration", "^P(\\d{1,4}W|\\d{1,4}D(T\\d{1,3}H)?|\\d{1,3}Y(\\d{1,2}M(\\d{1,3}D)?)?|"
                 "T(\\d{1,4}H(\\d{1,2}M(\\d{1,2}S)?)?|\\d{1,4}M(\\d{1,2}S)?|\\d{1,4}S))$"},
    {"uuid", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"},
    {"email", "^[A-Za-z0-9_+-]{1,32}(\\.[A-Za-z0-9_+-]{1,16}){0,3}@<label>(\\.<label>){1,3}$"},
    {"hostname", "^<label>(\\.<label>){0,4}$"},
    {"ipv4", "^<byte>(\\.<byte>){3}$"},
    {"ipv6", "^[0-9a-f]{1,4}(:[0-9a-f]{1,4}){7}$"},
    {"uri", "^[a-z][a-z0-9+.-]{1,10}://<label>(\\.<label>){0,4}(:[1-9]\\d{0,3})?(/"
            "[A-Za-z0-9._~-]{1,64}){0,16}/?(\\?[A-Za-z0-9._~=&-]{1,256})?$"},
    {"uri-reference", "^(/[A-Za-z0-9._~-]{1,64}){1,16}(\\?[A-Za-z0-9._~=&-]{1,256})?$"},
    {"json-pointer", "^(/[A-Za-z0-9._-]{1,64}){0,16}$"},
    // Of other vocabularies; they describe a use and not a text.
    {"binary", ""},
    {"byte", ""},
    {"password", ""},
    {"int32", ""},
    {"int64", ""},
    {"float", ""},
    {"double", ""},
    {"text", ""},
    {"regex", "^[A-Za-z0-9 _-]{0,256}$"},
};

} // namespace

std::optional<std::string> patternOfFormat(std::string_view format) {
    const auto* row = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const FormatRow& r) { return r.name == format; });
    if (row == std::end(kFormats)) return std::nullopt;
    std::string pattern(row->pattern);
    for (const FormatRow& part : kParts) {
        for (std::size_t at = pattern.find(part.name); at != std::string::npos;
             at = pattern.find(part.name, at + part.pattern.size()))
            pattern.replace(at, part.name.size(), part.pattern);
    }
    return pattern;
}

} // namespace inference::grammar
