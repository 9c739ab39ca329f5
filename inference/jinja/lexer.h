// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/result.h"
#include "inference/jinja/template.h"

namespace inference::jinja {

/// Where something stands in a template; both count from 1, columns in code points.
struct Position {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// "line L, column C: message" as an error value.
Error errorAt(Position position, std::string_view message,
              ErrorCode code = ErrorCode::TemplateError);

enum class TokenType : std::uint8_t {
    Data,       ///< Text outside of tags, trimmed already.
    PrintBegin, ///< {{
    PrintEnd,   ///< }}
    BlockBegin, ///< {%
    BlockEnd,   ///< %}
    Name,
    String, ///< `text` is the unescaped value.
    Integer,
    Float,
    Operator,
    End,
};

struct Token {
    TokenType type = TokenType::End;
    std::string text;
    Position position;

    bool isOperator(std::string_view symbol) const {
        return type == TokenType::Operator && text == symbol;
    }
    bool isName(std::string_view name) const { return type == TokenType::Name && text == name; }
};

/// Splits a template into tokens: white space control, comments and raw blocks are dealt with here.
/// The last token is End.
Result<std::vector<Token>> tokenize(std::string_view source, const ParseOptions& options);

} // namespace inference::jinja
