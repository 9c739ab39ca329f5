// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Expressions, by the grammar of jinja2: filters and tests bind tighter than arithmetic, `~`
// tighter than `+`, a unary sign applies before filters.
#include "inference/jinja/parser.h"

#include <algorithm>

namespace inference::jinja {

ExprPtr Parser::make(ExprKind kind, Position position) const {
    auto expr = std::make_unique<Expr>();
    expr->kind = kind;
    expr->position = position;
    return expr;
}

Result<ExprPtr> Parser::checked(ExprPtr expr) const {
    int height = 0;
    for (const ExprPtr& item : expr->items) {
        if (item) height = std::max(height, item->height);
    }
    for (const Argument& argument : expr->arguments) {
        height = std::max(height, argument.value->height);
    }
    expr->height = height + 1;
    if (expr->height > m_depthMax) {
        return errorAt(expr->position,
                       "an expression is nested deeper than " + std::to_string(m_depthMax)
                           + " levels",
                       ErrorCode::LimitExceeded);
    }
    return expr;
}

bool Parser::atTupleEnd() const {
    const Token& token = current();
    return token.type == TokenType::PrintEnd || token.type == TokenType::BlockEnd
           || token.isOperator(")");
}

Result<ExprPtr> Parser::parseTuple(bool conditional, bool parenthesized) {
    const Position position = current().position;
    std::vector<ExprPtr> items;
    bool isTuple = false;
    for (;;) {
        if (atTupleEnd() || (!items.empty() && current().isName("recursive"))) break;
        TRY(ExprPtr item, conditional ? parseExpression() : parseOr());
        items.push_back(std::move(item));
        if (!takeOperator(",")) break;
        isTuple = true;
    }
    if (!isTuple) {
        if (!items.empty()) return std::move(items.front());
        if (!parenthesized) return unexpected("an expression");
    }
    ExprPtr tuple = make(ExprKind::Tuple, position);
    tuple->items = std::move(items);
    return checked(std::move(tuple));
}

Result<ExprPtr> Parser::parseExpression() {
    const Level level(*this);
    TRY(level.check());
    TRY(ExprPtr expr, parseOr());
    while (current().isName("if")) {
        ExprPtr node = make(ExprKind::Conditional, take().position);
        TRY(ExprPtr condition, parseOr());
        ExprPtr otherwise;
        if (takeName("else")) {
            TRY(otherwise, parseExpression());
        }
        node->items.push_back(std::move(expr));
        node->items.push_back(std::move(condition));
        node->items.push_back(std::move(otherwise));
        TRY(expr, checked(std::move(node)));
    }
    return expr;
}

Result<ExprPtr> Parser::parseOr() {
    TRY(ExprPtr first, parseAnd());
    if (!current().isName("or")) return first;
    ExprPtr node = make(ExprKind::Or, current().position);
    node->items.push_back(std::move(first));
    while (takeName("or")) {
        TRY(ExprPtr next, parseAnd());
        node->items.push_back(std::move(next));
    }
    return checked(std::move(node));
}

Result<ExprPtr> Parser::parseAnd() {
    TRY(ExprPtr first, parseNot());
    if (!current().isName("and")) return first;
    ExprPtr node = make(ExprKind::And, current().position);
    node->items.push_back(std::move(first));
    while (takeName("and")) {
        TRY(ExprPtr next, parseNot());
        node->items.push_back(std::move(next));
    }
    return checked(std::move(node));
}

Result<ExprPtr> Parser::parseNot() {
    if (!current().isName("not")) return parseCompare();
    const Level level(*this);
    TRY(level.check());
    ExprPtr node = make(ExprKind::Not, take().position);
    TRY(ExprPtr operand, parseNot());
    node->items.push_back(std::move(operand));
    return checked(std::move(node));
}

std::optional<Operator> Parser::takeComparison() {
    struct Row {
        std::string_view symbol;
        Operator op;
    };
    constexpr Row kRows[] = {
        {"==", Operator::Equal}, {"!=", Operator::NotEqual},     {"<=", Operator::LessEqual},
        {"<", Operator::Less},   {">=", Operator::GreaterEqual}, {">", Operator::Greater},
    };
    for (const Row& row : kRows) {
        if (takeOperator(row.symbol)) return row.op;
    }
    if (takeName("in")) return Operator::In;
    if (current().isName("not") && ahead().isName("in")) {
        m_at += 2;
        return Operator::NotIn;
    }
    return std::nullopt;
}

Result<ExprPtr> Parser::parseCompare() {
    TRY(ExprPtr first, parseSum());
    ExprPtr node;
    for (;;) {
        const Position position = current().position;
        const auto op = takeComparison();
        if (!op) break;
        if (!node) {
            node = make(ExprKind::Compare, position);
            node->items.push_back(std::move(first));
        }
        node->operators.push_back(*op);
        TRY(ExprPtr next, parseSum());
        node->items.push_back(std::move(next));
    }
    if (!node) return first;
    return checked(std::move(node));
}

Result<ExprPtr> Parser::parseSum() {
    TRY(ExprPtr first, parseConcat());
    if (!current().isOperator("+") && !current().isOperator("-")) return first;
    ExprPtr node = make(ExprKind::Arithmetic, current().position);
    node->items.push_back(std::move(first));
    while (current().isOperator("+") || current().isOperator("-")) {
        node->operators.push_back(take().text == "+" ? Operator::Add : Operator::Subtract);
        TRY(ExprPtr next, parseConcat());
        node->items.push_back(std::move(next));
    }
    return checked(std::move(node));
}

Result<ExprPtr> Parser::parseConcat() {
    TRY(ExprPtr first, parseProduct());
    if (!current().isOperator("~")) return first;
    ExprPtr node = make(ExprKind::Concat, current().position);
    node->items.push_back(std::move(first));
    while (takeOperator("~")) {
        TRY(ExprPtr next, parseProduct());
        node->items.push_back(std::move(next));
    }
    return checked(std::move(node));
}

Result<ExprPtr> Parser::parseProduct() {
    const auto op = [this]() -> std::optional<Operator> {
        if (current().isOperator("*")) return Operator::Multiply;
        if (current().isOperator("/")) return Operator::Divide;
        if (current().isOperator("//")) return Operator::FloorDivide;
        if (current().isOperator("%")) return Operator::Modulo;
        return std::nullopt;
    };
    TRY(ExprPtr first, parsePower());
    if (!op()) return first;
    ExprPtr node = make(ExprKind::Arithmetic, current().position);
    node->items.push_back(std::move(first));
    while (const auto next = op()) {
        ++m_at;
        node->operators.push_back(*next);
        TRY(ExprPtr operand, parsePower());
        node->items.push_back(std::move(operand));
    }
    return checked(std::move(node));
}

Result<ExprPtr> Parser::parsePower() {
    TRY(ExprPtr expr, parseUnary(true));
    while (current().isOperator("**")) {
        ExprPtr node = make(ExprKind::Power, take().position);
        TRY(ExprPtr exponent, parseUnary(true));
        node->items.push_back(std::move(expr));
        node->items.push_back(std::move(exponent));
        TRY(expr, checked(std::move(node)));
    }
    return expr;
}

Result<ExprPtr> Parser::parseUnary(bool withFilters) {
    const Level level(*this);
    TRY(level.check());
    ExprPtr expr;
    if (current().isOperator("-") || current().isOperator("+")) {
        const bool minus = current().isOperator("-");
        expr = make(minus ? ExprKind::Negate : ExprKind::Plus, take().position);
        TRY(ExprPtr operand, parseUnary(false));
        expr->items.push_back(std::move(operand));
        TRY(expr, checked(std::move(expr)));
    } else {
        TRY(expr, parsePrimary());
    }
    TRY(expr, parsePostfix(std::move(expr)));
    if (!withFilters) return expr;
    return parseFiltersAndTests(std::move(expr));
}

} // namespace inference::jinja
