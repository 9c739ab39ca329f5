// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/json_schema.h"

#include "inference/grammar/schema_compiler.h"

namespace inference::grammar {

Result<GrammarPointer> parseJsonSchema(std::string_view schema) {
    TRY(const SchemaDocument document, SchemaDocument::parse(schema));
    return SchemaCompiler(document).compile(document.root(), "#");
}

} // namespace inference::grammar
