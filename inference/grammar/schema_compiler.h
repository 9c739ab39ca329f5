// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "inference/grammar/grammar_builder.h"
#include "inference/grammar/pattern.h"
#include "inference/grammar/schema_document.h"

namespace inference::grammar {

/// Writes the rules of one schema into a builder. See json_schema.h for what it supports.
class SchemaCompiler {
public:
    explicit SchemaCompiler(const SchemaDocument& document) : m_document(document) {}

    Result<GrammarPointer> compile(const Json& schema, const std::string& pointer);

private:
    using Keys = std::vector<std::string>;

    Result<Expression> value(const Json& schema, const std::string& pointer);
    Result<Expression> referenced(const Json& schema, const std::string& pointer);
    Result<Expression> branches(const Json& schema, const std::string& keyword,
                                const std::string& pointer);
    Result<Expression> allOf(const Json& schema, const std::string& pointer);
    Result<Expression> enumeration(const Json& schema, const std::string& pointer);
    Result<Expression> typed(const Json& schema, const std::string& type,
                             const std::string& pointer);
    Result<Expression> text(const Json& schema, const std::string& pointer);
    Result<Expression> number(const Json& schema, bool integer, const std::string& pointer);
    Result<Expression> object(const Json& schema, const std::string& pointer);
    Result<Expression> members(const Json& schema, const Keys& required,
                               const std::string& pointer);
    Result<Expression> array(const Json& schema, const std::string& pointer);
    Result<std::optional<Expression>> furtherMembers(const Json& schema,
                                                     const std::string& pointer);

    // Building blocks, made when first used.
    Expression space();
    Expression string();
    Expression any();
    Expression inBraces(char open, Expression inner, char close);
    Expression separator();
    Expression valueOf(const Json& value);

    const SchemaDocument& m_document;
    GrammarBuilder m_builder;
    std::optional<std::uint32_t> m_space;
    std::optional<std::uint32_t> m_string;
    std::optional<std::uint32_t> m_any;
    std::map<const Json*, std::uint32_t> m_references; // target -> rule
    struct Pending {
        const Json* schema;
        std::uint32_t rule;
        std::string pointer;
    };
    std::vector<Pending> m_pending; // Targets whose rules are still to be written.
    int m_depth = 0;
};

/// Whether the grammar accepts exactly this text.
bool matches(const GrammarPointer& grammar, std::string_view text);

} // namespace inference::grammar
