// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/net/http_types.h"

#include <charconv>

namespace core {
namespace {

/// Takes a number from the front of the text.
bool takeNumber(std::string_view& text, std::uint64_t& number) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return true;
}

bool takeMark(std::string_view& text, char mark) {
    if (!text.starts_with(mark)) return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

bool HttpResponse::isRedirect() const {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string_view HttpResponse::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return {};
}

std::optional<ContentRange> ContentRange::parse(std::string_view text) {
    if (!text.starts_with("bytes ")) return std::nullopt;
    text.remove_prefix(6);
    ContentRange range;
    std::uint64_t last = 0;
    if (!takeNumber(text, range.first) || !takeMark(text, '-') || !takeNumber(text, last)
        || !takeMark(text, '/') || last < range.first || last == UINT64_MAX)
        return std::nullopt;
    range.end = last + 1;
    if (text == "*") return range;
    std::uint64_t total = 0;
    if (!takeNumber(text, total) || !text.empty() || total < range.end) return std::nullopt;
    range.total = total;
    return range;
}

} // namespace core
