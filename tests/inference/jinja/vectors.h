// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "inference/jinja/template.h"
#include "inference/jinja/value.h"

/// Reading the reference vectors; tests that use these are skipped where the vectors are absent.
namespace vectors {

inline std::optional<std::string> readText(const std::string& path) {
    std::ifstream file(std::string(HEARTH_VECTORS) + "/" + path, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

/// The `cases` of a JSON file, or nothing if it is not there.
inline std::optional<inference::jinja::Value> readCases(const std::string& path) {
    const auto text = readText(path);
    if (!text) return std::nullopt;
    auto json = inference::jinja::parseJson(*text);
    if (!json || !json->find("cases")) return std::nullopt;
    return *json->find("cases");
}

inline std::string text(const inference::jinja::Value& object, std::string_view key) {
    const auto* value = object.find(key);
    return value && value->isString() ? std::string(value->asString()) : std::string();
}

inline bool flag(const inference::jinja::Value& object, std::string_view key) {
    const auto* value = object.find(key);
    return value && inference::jinja::truthy(*value);
}

inline inference::Result<std::string> render(const std::string& source,
                                             const inference::jinja::Value& globals,
                                             const inference::jinja::ParseOptions& parse,
                                             const inference::jinja::RenderOptions& options) {
    TRY(const auto compiled, inference::jinja::Template::parse(source, parse));
    return compiled.render(globals, options);
}

} // namespace vectors
