// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace cli {

namespace {

Error usage(std::string detail) {
    return {ErrorCode::InvalidArgument, std::move(detail)};
}

std::string quoted(std::string_view text) {
    return '\'' + std::string(text) + '\'';
}

} // namespace

Result<Arguments> Arguments::parse(std::span<const std::string> words,
                                   std::span<const Option> options) {
    Arguments result;
    bool onlyPositional = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (onlyPositional || !word.starts_with("-") || word == "-") {
            result.m_positional.emplace_back(word);
            continue;
        }
        if (word == "--") {
            onlyPositional = true;
            continue;
        }
        const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string_view::npos;
        const std::string_view name = word.substr(0, equals);
        const auto option = std::find_if(options.begin(), options.end(),
                                         [&](const Option& o) { return o.name == name; });
        if (option == options.end()) return usage("unknown option " + quoted(name));
        std::vector<std::string>& values = result.m_values[std::string(name)];
        if (!values.empty() && !option->repeats)
            return usage(std::string(name) + " was given twice");
        if (option->value.empty()) {
            if (equals != std::string_view::npos)
                return usage(std::string(name) + " takes no value");
            values.emplace_back();
        } else if (equals != std::string_view::npos) {
            values.emplace_back(word.substr(equals + 1));
        } else if (++i < words.size()) {
            values.push_back(words[i]);
        } else {
            return usage(std::string(name) + " needs a value (" + std::string(option->value) + ')');
        }
    }
    return result;
}

std::optional<std::string> Arguments::text(std::string_view option) const {
    const auto found = m_values.find(option);
    if (found == m_values.end()) return std::nullopt;
    return found->second.front();
}

std::vector<std::string> Arguments::texts(std::string_view option) const {
    const auto found = m_values.find(option);
    return found == m_values.end() ? std::vector<std::string>() : found->second;
}

Result<std::string> Arguments::required(std::string_view option) const {
    auto value = text(option);
    if (!value) return usage(std::string(option) + " is missing");
    return *std::move(value);
}

Result<std::int64_t> Arguments::integer(std::string_view option, std::int64_t fallback,
                                        std::int64_t min, std::int64_t max) const {
    const auto value = text(option);
    if (!value) return fallback;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    const bool whole = error == std::errc() && end == value->data() + value->size();
    if (!whole || value->empty() || number < min || number > max)
        return usage(std::string(option) + " must be a whole number from " + std::to_string(min)
                     + " to " + std::to_string(max) + ", not " + quoted(*value));
    return number;
}

Result<float> Arguments::real(std::string_view option, float fallback) const {
    const auto value = text(option);
    if (!value) return fallback;
    float number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    const bool whole = error == std::errc() && end == value->data() + value->size();
    if (!whole || value->empty() || !std::isfinite(number))
        return usage(std::string(option) + " must be a number, not " + quoted(*value));
    return number;
}

Result<std::vector<std::int32_t>> parseTokens(std::string_view text) {
    std::vector<std::int32_t> tokens;
    std::size_t at = 0;
    const auto skip = [&](std::string_view characters) {
        while (at < text.size() && characters.find(text[at]) != std::string_view::npos) ++at;
    };
    skip(" \t\r\n[");
    while (at < text.size() && text[at] != ']') {
        std::int32_t token = 0;
        const auto [end, error] =
            std::from_chars(text.data() + at, text.data() + text.size(), token);
        if (error != std::errc() || token < 0)
            return usage("token ids are numbers with commas between them, as in 1,15043,29889");
        tokens.push_back(token);
        at = static_cast<std::size_t>(end - text.data());
        skip(" \t\r\n,");
    }
    return tokens;
}

} // namespace cli
