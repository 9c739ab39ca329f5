// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>

#include "inference/base/result.h"
#include "inference/grammar/grammar.h"

namespace inference::grammar {

/// Turns a JSON Schema (draft 2020-12) into a grammar of JSON texts that it accepts. Supported are
/// type, enum, const; properties, required, additionalProperties, minProperties, maxProperties;
/// items, prefixItems, minItems, maxItems; anyOf, oneOf, allOf (merged); $ref inside the document,
/// $defs; minLength, maxLength, pattern, the common formats; the bounds of numbers, multipleOf of
/// powers of ten; annotations. Properties come in the order in which the schema names them, and
/// only those, unless it says what others look like. oneOf is exact where no value fits two of its
/// branches, as when they differ in type or in a required member that is constant, and where the
/// branches list values; else it means anyOf.
///
/// Anything else fails with Unsupported, a mistake with InvalidArgument, a hostile size with
/// LimitExceeded; the detail names the keyword and its place as a JSON pointer ("#/properties/a").
Result<GrammarPointer> parseJsonSchema(std::string_view schema);

} // namespace inference::grammar
