// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"

namespace inference::grammar {

// For sources of this folder only: nlohmann's header is slow to compile.
using Json = nlohmann::ordered_json;

/// Below `pointer`, which is a JSON pointer with '#' in front.
std::string memberPointer(const std::string& pointer, std::string_view member);

/// A schema and what it refers to. Immutable.
class SchemaDocument {
public:
    /// Fails when the text is no JSON (with line and column) or nested too deeply.
    static Result<SchemaDocument> parse(std::string_view text);

    const Json& root() const { return m_root; }
    /// What "$ref" means; only places inside this document.
    Result<const Json*> resolve(const std::string& reference, const std::string& pointer) const;
    /// Unless each keyword is one that we know, with a value of the right kind.
    static Result<void> check(const Json& schema, const std::string& pointer);

private:
    Json m_root;
};

/// A schema that accepts what both accept. References at the top of either are followed first.
/// `pointer` is where the result stands, for messages.
Result<Json> mergeSchemas(const SchemaDocument& document, const Json& a, const Json& b,
                          const std::string& pointer, int depth = 0);

/// 1 and 1.0 are one number; all else as it is.
bool sameValue(const Json& a, const Json& b);

} // namespace inference::grammar
