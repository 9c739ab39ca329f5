// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace core {

// For sources only: nlohmann's header is slow to compile, so no public header includes this one.

using Json = nlohmann::json;

/// One line; bytes that are no UTF-8 become U+FFFD.
inline std::string dumpJson(const Json& json, int indent = -1) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

/// Corrupt unless the text is one JSON object.
inline Result<Json> parseJsonObject(std::string_view text) {
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) return Error{ErrorCode::Corrupt, "not a JSON object"};
    return json;
}

// Getters for members that may be missing or of a wrong type, which counts as missing.

inline const Json* jsonMember(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

inline std::optional<double> jsonNumber(const Json& object, const char* name) {
    const Json* value = jsonMember(object, name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    return value->get<double>();
}

template <typename Integer>
std::optional<Integer> jsonInteger(const Json& object, const char* name) {
    const Json* value = jsonMember(object, name);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    if (value->is_number_unsigned()) {
        const auto number = value->get<std::uint64_t>();
        if (!std::in_range<Integer>(number)) return std::nullopt;
        return static_cast<Integer>(number);
    }
    if (value->is_number_integer()) {
        const auto number = value->get<std::int64_t>();
        if (!std::in_range<Integer>(number)) return std::nullopt;
        return static_cast<Integer>(number);
    }
    const double number = std::trunc(value->get<double>()); // A person may have written 40.0.
    if (!(std::abs(number) < 9e15) || !std::in_range<Integer>(static_cast<std::int64_t>(number)))
        return std::nullopt;
    return static_cast<Integer>(number);
}

inline std::optional<bool> jsonBool(const Json& object, const char* name) {
    const Json* value = jsonMember(object, name);
    if (value == nullptr || !value->is_boolean()) return std::nullopt;
    return value->get<bool>();
}

inline std::optional<std::string> jsonText(const Json& object, const char* name) {
    const Json* value = jsonMember(object, name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return value->get<std::string>();
}

inline std::optional<std::vector<std::string>> jsonTexts(const Json& object, const char* name) {
    const Json* value = jsonMember(object, name);
    if (value == nullptr || !value->is_array()) return std::nullopt;
    std::vector<std::string> texts;
    for (const Json& entry : *value)
        if (entry.is_string()) texts.push_back(entry.get<std::string>());
    return texts;
}

} // namespace core
