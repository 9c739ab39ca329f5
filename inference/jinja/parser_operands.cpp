// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// What expressions are built from: literals, names, brackets, and what may follow them.
#include "inference/jinja/parser.h"
#include "inference/jinja/python_text.h"

namespace inference::jinja {

namespace {

ExprPtr constantAt(Position position, Value value) {
    auto expr = std::make_unique<Expr>();
    expr->kind = ExprKind::Constant;
    expr->position = position;
    expr->constant = std::move(value);
    return expr;
}

} // namespace

Result<ExprPtr> Parser::parseNumber() {
    const Token token = take();
    if (token.type == TokenType::Integer) {
        const auto value = parseInteger(token.text, 0);
        if (!value) {
            return errorAt(token.position, "'" + token.text + "' is not a 64-bit integer");
        }
        return constantAt(token.position, Value::integer(*value));
    }
    const auto value = parseFloat(token.text);
    if (!value) return errorAt(token.position, "'" + token.text + "' is not a number");
    return constantAt(token.position, Value::number(*value));
}

Result<ExprPtr> Parser::parsePrimary() {
    const Position position = current().position;
    switch (current().type) {
    case TokenType::Name: {
        std::string name = take().text;
        if (name == "true" || name == "True") return constantAt(position, Value::boolean(true));
        if (name == "false" || name == "False") return constantAt(position, Value::boolean(false));
        if (name == "none" || name == "None") return constantAt(position, Value::none());
        if (!m_macros.empty()) {
            if (name == "caller") m_macros.back()->usesCaller = true;
            if (name == "varargs") m_macros.back()->usesVarargs = true;
            if (name == "kwargs") m_macros.back()->usesKwargs = true;
        }
        ExprPtr expr = make(ExprKind::Name, position);
        expr->name = std::move(name);
        return expr;
    }
    case TokenType::String: {
        std::string text = take().text;
        while (current().type == TokenType::String) text += take().text;
        return constantAt(position, Value::string(std::move(text)));
    }
    case TokenType::Integer:
    case TokenType::Float: return parseNumber();
    default: break;
    }
    if (takeOperator("(")) {
        TRY(ExprPtr expr, parseTuple(true, true));
        TRY(expectOperator(")"));
        return expr;
    }
    if (takeOperator("[")) return parseListItems();
    if (takeOperator("{")) return parseDictItems();
    return unexpected("an expression");
}

Result<ExprPtr> Parser::parseListItems() {
    ExprPtr list = make(ExprKind::List, current().position);
    while (!current().isOperator("]")) {
        if (!list->items.empty()) TRY(expectOperator(","));
        if (current().isOperator("]")) break;
        TRY(ExprPtr item, parseExpression());
        list->items.push_back(std::move(item));
    }
    ++m_at;
    return checked(std::move(list));
}

Result<ExprPtr> Parser::parseDictItems() {
    ExprPtr dict = make(ExprKind::Dict, current().position);
    while (!current().isOperator("}")) {
        if (!dict->items.empty()) TRY(expectOperator(","));
        if (current().isOperator("}")) break;
        TRY(ExprPtr key, parseExpression());
        TRY(expectOperator(":"));
        TRY(ExprPtr value, parseExpression());
        dict->items.push_back(std::move(key));
        dict->items.push_back(std::move(value));
    }
    ++m_at;
    return checked(std::move(dict));
}

Result<ExprPtr> Parser::parsePostfix(ExprPtr expr) {
    for (;;) {
        if (current().isOperator(".")) {
            TRY(expr, parseAttribute(std::move(expr)));
        } else if (current().isOperator("[")) {
            TRY(expr, parseSubscript(std::move(expr)));
        } else if (current().isOperator("(")) {
            TRY(expr, parseCall(std::move(expr)));
        } else {
            return expr;
        }
    }
}

Result<ExprPtr> Parser::parseFiltersAndTests(ExprPtr expr) {
    for (;;) {
        if (takeOperator("|")) {
            TRY(expr, parseFilter(std::move(expr)));
        } else if (current().isName("is") && expr) {
            TRY(expr, parseTest(std::move(expr)));
        } else if (current().isOperator("(") && expr) {
            TRY(expr, parseCall(std::move(expr)));
        } else {
            return expr;
        }
    }
}

Result<std::string> Parser::parseDottedName(std::string_view what) {
    if (current().type != TokenType::Name) return unexpected(what);
    std::string name = take().text;
    while (current().isOperator(".") && ahead().type == TokenType::Name) {
        ++m_at;
        name += '.' + take().text;
    }
    return name;
}

Result<ExprPtr> Parser::parseFilter(ExprPtr input) {
    ExprPtr node = make(ExprKind::Filter, current().position);
    TRY(node->name, parseDottedName("the name of a filter"));
    node->items.push_back(std::move(input));
    if (takeOperator("(")) TRY(parseArguments(node->arguments));
    return checked(std::move(node));
}

Result<ExprPtr> Parser::parseTest(ExprPtr input) {
    ExprPtr node = make(ExprKind::Test, take().position);
    const bool negated = takeName("not");
    TRY(node->name, parseDottedName("the name of a test"));
    node->items.push_back(std::move(input));
    const Token& next = current();
    const bool isKeyword = next.isName("else") || next.isName("or") || next.isName("and")
                           || next.isName("if") || next.isName("is");
    const bool startsOperand = next.type == TokenType::Name || next.type == TokenType::String
                               || next.type == TokenType::Integer || next.type == TokenType::Float
                               || next.isOperator("[") || next.isOperator("{");
    if (next.isName("is")) return errorAt(next.position, "tests cannot be chained with 'is'");
    if (takeOperator("(")) {
        TRY(parseArguments(node->arguments));
    } else if (startsOperand && !isKeyword) {
        const Level level(*this);
        TRY(level.check());
        Argument argument;
        TRY(argument.value, parsePrimary());
        TRY(argument.value, parsePostfix(std::move(argument.value)));
        node->arguments.push_back(std::move(argument));
    }
    TRY(node, checked(std::move(node)));
    if (!negated) return node;
    ExprPtr inverse = make(ExprKind::Not, node->position);
    inverse->items.push_back(std::move(node));
    return checked(std::move(inverse));
}

Result<ExprPtr> Parser::parseAttribute(ExprPtr object) {
    const Position position = take().position;
    if (current().type == TokenType::Name) {
        ExprPtr node = make(ExprKind::Attribute, position);
        node->name = take().text;
        node->items.push_back(std::move(object));
        return checked(std::move(node));
    }
    if (current().type != TokenType::Integer) return unexpected("a name or number after '.'");
    ExprPtr node = make(ExprKind::Item, position);
    TRY(ExprPtr index, parseNumber());
    node->items.push_back(std::move(object));
    node->items.push_back(std::move(index));
    return checked(std::move(node));
}

Result<ExprPtr> Parser::parseSubscript(ExprPtr object) {
    const Position position = take().position;
    std::vector<ExprPtr> parts;
    ExprPtr slice;
    while (!current().isOperator("]")) {
        if (!parts.empty()) TRY(expectOperator(","));
        ExprPtr first;
        if (!current().isOperator(":")) {
            TRY(first, parseExpression());
        }
        if (!current().isOperator(":")) {
            parts.push_back(std::move(first));
            continue;
        }
        if (!parts.empty()) return errorAt(position, "slices in more than one dimension");
        slice = make(ExprKind::Slice, position);
        slice->items.push_back(std::move(object));
        slice->items.push_back(std::move(first));
        for (int i = 0; i < 2; ++i) {
            ExprPtr bound;
            if (takeOperator(":") && !current().isOperator("]") && !current().isOperator(":")) {
                TRY(bound, parseExpression());
            }
            slice->items.push_back(std::move(bound));
        }
        if (!current().isOperator("]")) return unexpected("']'");
    }
    ++m_at;
    if (slice) return checked(std::move(slice));
    ExprPtr key;
    if (parts.size() == 1) {
        key = std::move(parts.front());
    } else {
        key = make(ExprKind::Tuple, position);
        key->items = std::move(parts);
        TRY(key, checked(std::move(key)));
    }
    ExprPtr node = make(ExprKind::Item, position);
    node->items.push_back(std::move(object));
    node->items.push_back(std::move(key));
    return checked(std::move(node));
}

Result<ExprPtr> Parser::parseCall(ExprPtr callee) {
    ExprPtr node = make(ExprKind::Call, take().position);
    node->items.push_back(std::move(callee));
    TRY(parseArguments(node->arguments));
    return checked(std::move(node));
}

// Starts behind '(' and ends behind ')'.
Result<void> Parser::parseArguments(std::vector<Argument>& out) {
    bool named = false;
    while (!current().isOperator(")")) {
        if (!out.empty()) TRY(expectOperator(","));
        if (current().isOperator(")")) break;
        Argument argument;
        const Position position = current().position;
        if (takeOperator("*")) {
            argument.form = Argument::Form::Spread;
        } else if (takeOperator("**")) {
            argument.form = Argument::Form::NamedSpread;
            named = true;
        } else if (current().type == TokenType::Name && ahead().isOperator("=")) {
            argument.form = Argument::Form::Named;
            argument.name = take().text;
            ++m_at;
            named = true;
        } else if (named) {
            return errorAt(position, "a positional argument follows a named one");
        }
        TRY(argument.value, parseExpression());
        out.push_back(std::move(argument));
    }
    ++m_at;
    return {};
}

} // namespace inference::jinja
