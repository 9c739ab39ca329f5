// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <initializer_list>
#include <vector>

#include "inference/jinja/ast.h"

namespace inference::jinja {

/// Turns tokens into a tree, by recursive descent. Nesting, of blocks and of expressions alike, is
/// limited, so neither parsing nor walking nor destroying the tree can exhaust the stack.
class Parser {
public:
    Parser(std::vector<Token> tokens, int depthMax)
        : m_tokens(std::move(tokens)), m_depthMax(depthMax) {}

    Result<Block> parse();

private:
    // parser.cpp: statements
    Result<Block> parseBlock(std::initializer_list<std::string_view> endTags,
                             std::string_view opener, Position openerPosition);
    Result<void> parseBlockPart(Block& out);
    Result<std::unique_ptr<Stmt>> parseStatement();
    Result<void> parseIf(Stmt& out);
    Result<void> parseFor(Stmt& out);
    Result<void> parseSet(Stmt& out);
    Result<void> parseMacro(Stmt& out);
    Result<void> parseCallBlock(Stmt& out);
    Result<void> parseFilterBlock(Stmt& out);
    Result<void> parseWith(Stmt& out);
    Result<void> parseSignature(Macro& out);
    Result<void> parseMacroBody(Macro& out, std::string_view endTag, std::string_view opener,
                                Position position);
    Result<Target> parseTarget(bool allowTuple, bool allowAttribute);
    Result<Target> parseSingleTarget(bool allowAttribute);
    Result<void> endTag(std::string_view name);

    // parser_expressions.cpp
    Result<ExprPtr> parseTuple(bool conditional, bool parenthesized = false);
    Result<ExprPtr> parseExpression();
    Result<ExprPtr> parseOr();
    Result<ExprPtr> parseAnd();
    Result<ExprPtr> parseNot();
    Result<ExprPtr> parseCompare();
    Result<ExprPtr> parseSum();
    Result<ExprPtr> parseConcat();
    Result<ExprPtr> parseProduct();
    Result<ExprPtr> parsePower();
    Result<ExprPtr> parseUnary(bool withFilters);
    Result<ExprPtr> parsePrimary();
    Result<ExprPtr> parsePostfix(ExprPtr expr);
    Result<ExprPtr> parseFiltersAndTests(ExprPtr expr);
    Result<ExprPtr> parseFilter(ExprPtr input);
    Result<ExprPtr> parseTest(ExprPtr input);
    Result<ExprPtr> parseAttribute(ExprPtr object);
    Result<ExprPtr> parseSubscript(ExprPtr object);
    Result<ExprPtr> parseCall(ExprPtr callee);
    Result<void> parseArguments(std::vector<Argument>& out);
    Result<ExprPtr> parseListItems();
    Result<ExprPtr> parseDictItems();
    Result<ExprPtr> parseNumber();
    Result<std::string> parseDottedName(std::string_view what);
    std::optional<Operator> takeComparison();

    // Tokens.
    const Token& current() const { return m_tokens[m_at]; }
    const Token& ahead() const { return m_tokens[std::min(m_at + 1, m_tokens.size() - 1)]; }
    Token take();
    bool takeOperator(std::string_view symbol);
    bool takeName(std::string_view name);
    Result<void> expectOperator(std::string_view symbol);
    bool atTupleEnd() const;
    std::string describeCurrent() const;
    Error unexpected(std::string_view expected) const;

    // Tree nodes; a node taller than the limit is an error.
    ExprPtr make(ExprKind kind, Position position) const;
    Result<ExprPtr> checked(ExprPtr expr) const;
    /// Counts one level of recursion for as long as it lives.
    class Level {
    public:
        explicit Level(Parser& parser) : m_parser(parser) { ++m_parser.m_depth; }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;
        ~Level() { --m_parser.m_depth; }
        Result<void> check() const;

    private:
        Parser& m_parser;
    };

    std::vector<Token> m_tokens;
    int m_depthMax;
    std::size_t m_at = 0;
    int m_depth = 0;
    int m_loops = 0;              ///< How many loops of the current macro are open.
    std::vector<Macro*> m_macros; ///< Macros being parsed, innermost last.
};

} // namespace inference::jinja
