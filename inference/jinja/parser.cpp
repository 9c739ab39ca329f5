// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/parser.h"

#include <algorithm>
#include <array>

namespace inference::jinja {

Result<Block> Parser::parse() {
    Block out;
    while (current().type != TokenType::End) {
        if (current().type == TokenType::BlockBegin && ahead().type == TokenType::Name) {
            constexpr std::array<std::string_view, 3> kMiddles = {"else", "elif", "endif"};
            const std::string& name = ahead().text;
            if (name.starts_with("end")
                || std::find(kMiddles.begin(), kMiddles.end(), name) != kMiddles.end()) {
                return errorAt(ahead().position, "'" + name + "' without a block it belongs to");
            }
        }
        TRY(parseBlockPart(out));
    }
    return out;
}

// Parses up to one of the end tags and stops at its name.
Result<Block> Parser::parseBlock(std::initializer_list<std::string_view> endTags,
                                 std::string_view opener, Position openerPosition) {
    Block out;
    for (;;) {
        if (current().type == TokenType::End) {
            return errorAt(openerPosition, "this '" + std::string(opener) + "' is never closed by '"
                                               + std::string(*(endTags.end() - 1)) + "'");
        }
        if (current().type == TokenType::BlockBegin && ahead().type == TokenType::Name) {
            const std::string& name = ahead().text;
            if (std::find(endTags.begin(), endTags.end(), name) != endTags.end()) {
                ++m_at;
                return out;
            }
            if (name.starts_with("end") || name == "else" || name == "elif") {
                return errorAt(ahead().position,
                               "'" + name + "' does not belong to '" + std::string(opener) + "'");
            }
        }
        TRY(parseBlockPart(out));
    }
}

Result<void> Parser::parseBlockPart(Block& out) {
    const Token& token = current();
    if (token.type == TokenType::Data) {
        auto stmt = std::make_unique<Stmt>();
        stmt->kind = StmtKind::Text;
        stmt->position = token.position;
        stmt->text = take().text;
        out.push_back(std::move(stmt));
        return {};
    }
    if (token.type == TokenType::PrintBegin) {
        auto stmt = std::make_unique<Stmt>();
        stmt->kind = StmtKind::Print;
        stmt->position = take().position;
        TRY(stmt->expr, parseTuple(true));
        if (current().type != TokenType::PrintEnd) return unexpected("'}}'");
        ++m_at;
        out.push_back(std::move(stmt));
        return {};
    }
    ASSERT(token.type == TokenType::BlockBegin);
    ++m_at;
    TRY(auto stmt, parseStatement());
    if (current().type != TokenType::BlockEnd) return unexpected("'%}'");
    ++m_at;
    out.push_back(std::move(stmt));
    return {};
}

// Starts behind '{%' and stops before '%}'.
Result<std::unique_ptr<Stmt>> Parser::parseStatement() {
    const Level level(*this);
    TRY(level.check());
    if (current().type != TokenType::Name) return unexpected("the name of a tag");
    auto stmt = std::make_unique<Stmt>();
    stmt->position = current().position;
    const std::string name = take().text;
    if (name == "if") {
        TRY(parseIf(*stmt));
    } else if (name == "for") {
        TRY(parseFor(*stmt));
    } else if (name == "set") {
        TRY(parseSet(*stmt));
    } else if (name == "macro") {
        TRY(parseMacro(*stmt));
    } else if (name == "call") {
        TRY(parseCallBlock(*stmt));
    } else if (name == "filter") {
        TRY(parseFilterBlock(*stmt));
    } else if (name == "with") {
        TRY(parseWith(*stmt));
    } else if (name == "generation") {
        stmt->kind = StmtKind::Scope;
        TRY(endTag(name));
        TRY(stmt->body, parseBlock({"endgeneration"}, name, stmt->position));
        ++m_at;
    } else if (name == "break" || name == "continue") {
        if (m_loops == 0) return errorAt(stmt->position, "'" + name + "' outside of a loop");
        stmt->kind = name == "break" ? StmtKind::Break : StmtKind::Continue;
    } else {
        return errorAt(stmt->position, "unknown tag '" + name + "'");
    }
    return stmt;
}

Result<void> Parser::endTag(std::string_view name) {
    if (current().type != TokenType::BlockEnd) {
        return unexpected("'%}' after '" + std::string(name) + "'");
    }
    ++m_at;
    return {};
}

Result<void> Parser::parseIf(Stmt& out) {
    out.kind = StmtKind::If;
    bool first = true;
    for (;;) {
        Branch branch;
        TRY(branch.condition, parseTuple(false));
        TRY(endTag(first ? "if" : "elif"));
        first = false;
        TRY(branch.body, parseBlock({"elif", "else", "endif"}, "if", out.position));
        out.branches.push_back(std::move(branch));
        const Token tag = take();
        if (tag.text == "elif") continue;
        if (tag.text == "endif") return {};
        TRY(endTag("else"));
        Branch otherwise;
        TRY(otherwise.body, parseBlock({"endif"}, "if", out.position));
        out.branches.push_back(std::move(otherwise));
        ++m_at;
        return {};
    }
}

Result<void> Parser::parseFor(Stmt& out) {
    out.kind = StmtKind::For;
    TRY(out.target, parseTarget(true, false));
    if (!takeName("in")) return unexpected("'in'");
    TRY(out.expr, parseTuple(false));
    if (takeName("if")) {
        TRY(out.condition, parseExpression());
    }
    out.recursive = takeName("recursive");
    TRY(endTag("for"));
    ++m_loops;
    TRY(out.body, parseBlock({"else", "endfor"}, "for", out.position));
    --m_loops;
    if (take().text == "endfor") return {};
    TRY(endTag("else"));
    TRY(out.otherwise, parseBlock({"endfor"}, "for", out.position));
    ++m_at;
    return {};
}

Result<void> Parser::parseSet(Stmt& out) {
    TRY(out.target, parseTarget(true, true));
    if (takeOperator("=")) {
        out.kind = StmtKind::Set;
        TRY(out.expr, parseTuple(true));
        return {};
    }
    out.kind = StmtKind::SetBlock;
    if (current().isOperator("|")) {
        TRY(out.expr, parseFiltersAndTests(nullptr));
    }
    TRY(endTag("set"));
    TRY(out.body, parseBlock({"endset"}, "set", out.position));
    ++m_at;
    return {};
}

Result<Target> Parser::parseSingleTarget(bool allowAttribute) {
    if (current().type != TokenType::Name) return unexpected("a name to assign to");
    Target target;
    target.position = current().position;
    target.name = take().text;
    for (const std::string_view reserved : {"true", "false", "none", "True", "False", "None"}) {
        if (target.name == reserved) {
            return errorAt(target.position, "'" + target.name + "' cannot be assigned to");
        }
    }
    if (allowAttribute && takeOperator(".")) {
        if (current().type != TokenType::Name) return unexpected("the name of an attribute");
        target.attribute = take().text;
    }
    return target;
}

Result<Target> Parser::parseTarget(bool allowTuple, bool allowAttribute) {
    const Level level(*this);
    TRY(level.check());
    const auto part = [&]() -> Result<Target> {
        if (!takeOperator("(")) return parseSingleTarget(allowAttribute);
        TRY(Target inner, parseTarget(true, false));
        TRY(expectOperator(")"));
        return inner;
    };
    TRY(Target first, part());
    if (!allowTuple || !current().isOperator(",")) return first;
    Target out;
    out.position = first.position;
    out.parts.push_back(std::move(first));
    while (takeOperator(",")) {
        if (current().type != TokenType::Name && !current().isOperator("(")) break;
        if (current().isName("in")) break;
        TRY(Target next, part());
        out.parts.push_back(std::move(next));
    }
    return out;
}

Result<void> Parser::parseSignature(Macro& out) {
    TRY(expectOperator("("));
    while (!current().isOperator(")")) {
        if (!out.parameters.empty()) TRY(expectOperator(","));
        if (current().isOperator(")")) break;
        Parameter parameter;
        const Position position = current().position;
        TRY(const Target target, parseSingleTarget(false));
        parameter.name = target.name;
        if (takeOperator("=")) {
            TRY(parameter.fallback, parseExpression());
        } else if (!out.parameters.empty() && out.parameters.back().fallback) {
            return errorAt(position, "a parameter without a default follows one with a default");
        }
        out.parameters.push_back(std::move(parameter));
    }
    return expectOperator(")");
}

Result<void> Parser::parseMacroBody(Macro& out, std::string_view endName, std::string_view opener,
                                    Position position) {
    m_macros.push_back(&out);
    const int loops = std::exchange(m_loops, 0);
    TRY(endTag(opener));
    TRY(out.body, parseBlock({endName}, opener, position));
    ++m_at;
    m_loops = loops;
    m_macros.pop_back();
    return {};
}

Result<void> Parser::parseMacro(Stmt& out) {
    out.kind = StmtKind::Macro;
    out.macro = std::make_unique<Macro>();
    TRY(const Target target, parseSingleTarget(false));
    out.macro->name = target.name;
    TRY(parseSignature(*out.macro));
    return parseMacroBody(*out.macro, "endmacro", "macro", out.position);
}

Result<void> Parser::parseCallBlock(Stmt& out) {
    out.kind = StmtKind::Call;
    out.macro = std::make_unique<Macro>();
    out.macro->name = "caller";
    if (current().isOperator("(")) TRY(parseSignature(*out.macro));
    const Position position = current().position;
    TRY(out.expr, parseExpression());
    if (out.expr->kind != ExprKind::Call) return errorAt(position, "expected a call");
    return parseMacroBody(*out.macro, "endcall", "call", out.position);
}

Result<void> Parser::parseFilterBlock(Stmt& out) {
    out.kind = StmtKind::Filter;
    TRY(out.expr, parseFilter(nullptr));
    if (current().isOperator("|")) {
        TRY(out.expr, parseFiltersAndTests(std::move(out.expr)));
    }
    TRY(endTag("filter"));
    TRY(out.body, parseBlock({"endfilter"}, "filter", out.position));
    ++m_at;
    return {};
}

Result<void> Parser::parseWith(Stmt& out) {
    out.kind = StmtKind::With;
    while (current().type != TokenType::BlockEnd) {
        if (!out.assignments.empty()) TRY(expectOperator(","));
        Assignment assignment;
        TRY(assignment.target, parseTarget(false, false));
        TRY(expectOperator("="));
        TRY(assignment.value, parseExpression());
        out.assignments.push_back(std::move(assignment));
    }
    TRY(endTag("with"));
    TRY(out.body, parseBlock({"endwith"}, "with", out.position));
    ++m_at;
    return {};
}

// --- Tokens

Token Parser::take() {
    Token token = std::move(m_tokens[m_at]);
    // The text of the last token stays: it is looked at again and again.
    if (token.type == TokenType::End)
        m_tokens[m_at] = token;
    else
        ++m_at;
    return token;
}

bool Parser::takeOperator(std::string_view symbol) {
    if (!current().isOperator(symbol)) return false;
    ++m_at;
    return true;
}

bool Parser::takeName(std::string_view name) {
    if (!current().isName(name)) return false;
    ++m_at;
    return true;
}

Result<void> Parser::expectOperator(std::string_view symbol) {
    if (!takeOperator(symbol)) return unexpected("'" + std::string(symbol) + "'");
    return {};
}

std::string Parser::describeCurrent() const {
    switch (current().type) {
    case TokenType::PrintEnd: return "'}}'";
    case TokenType::BlockEnd: return "'%}'";
    case TokenType::End: return "the end of the template";
    case TokenType::String: return "a string";
    default: return "'" + current().text + "'";
    }
}

Error Parser::unexpected(std::string_view expected) const {
    return errorAt(current().position,
                   "expected " + std::string(expected) + ", found " + describeCurrent());
}

Result<void> Parser::Level::check() const {
    if (m_parser.m_depth <= m_parser.m_depthMax) return {};
    return errorAt(m_parser.current().position,
                   "nested deeper than " + std::to_string(m_parser.m_depthMax) + " levels",
                   ErrorCode::LimitExceeded);
}

} // namespace inference::jinja
