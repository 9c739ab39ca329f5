// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "inference/jinja/lexer.h"
#include "inference/jinja/value.h"

namespace inference::jinja {

struct Expr;
struct Stmt;
using ExprPtr = std::unique_ptr<Expr>;
using Block = std::vector<std::unique_ptr<Stmt>>;

enum class ExprKind : std::uint8_t {
    Constant,    ///< `constant`
    Name,        ///< `name`
    List,        ///< `items`
    Tuple,       ///< `items`
    Dict,        ///< `items`: key, value, key, value ...
    Attribute,   ///< items[0].name
    Item,        ///< items[0][items[1]]
    Slice,       ///< items[0][items[1]:items[2]:items[3]], the last three may be null
    Call,        ///< items[0](arguments)
    Filter,      ///< items[0]|name(arguments); items[0] is null inside a filter block
    Test,        ///< items[0] is name(arguments)
    Not,         ///< items[0]
    Negate,      ///< items[0]
    Plus,        ///< items[0]
    Power,       ///< items[0] ** items[1]
    Arithmetic,  ///< items[0] op[0] items[1] op[1] ..., from left to right
    Concat,      ///< items[0] ~ items[1] ~ ...
    Compare,     ///< items[0] op[0] items[1] and items[1] op[1] items[2] ...
    And,         ///< items
    Or,          ///< items
    Conditional, ///< items[0] if items[1] else items[2]; the last may be null
};

enum class Operator : std::uint8_t {
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
};

struct Argument {
    enum class Form : std::uint8_t { Positional, Named, Spread, NamedSpread };
    Form form = Form::Positional;
    std::string name;
    ExprPtr value;
};

struct Expr {
    ExprKind kind = ExprKind::Constant;
    Position position;
    int height = 1; ///< Of the tree below; bounded by the parser, so walking it may recurse.
    std::string name;
    Value constant;
    std::vector<ExprPtr> items;
    std::vector<Operator> operators;
    std::vector<Argument> arguments;
};

/// What an assignment writes to: a name, `namespace.attribute`, or a tuple of targets.
struct Target {
    Position position;
    std::string name;
    std::string attribute;
    std::vector<Target> parts; ///< Not empty: a tuple, and the name is unused.
};

struct Parameter {
    std::string name;
    ExprPtr fallback; ///< May be null.
};

struct Macro {
    std::string name;
    std::vector<Parameter> parameters;
    Block body;
    bool usesCaller = false;
    bool usesVarargs = false;
    bool usesKwargs = false;
};

enum class StmtKind : std::uint8_t {
    Text,     ///< `text`
    Print,    ///< `expr`
    If,       ///< `branches`
    For,      ///< target in expr, `condition`, `body`, `otherwise`, `recursive`
    Set,      ///< target = expr
    SetBlock, ///< target = body, through filter `expr` if not null
    Macro,    ///< `macro`
    Call,     ///< call expr with `macro` as its caller
    Filter,   ///< body through filter `expr`
    With,     ///< `assignments`, `body`
    Scope,    ///< body (generation)
    Break,
    Continue,
};

struct Branch {
    ExprPtr condition; ///< Null: else.
    Block body;
};

struct Assignment {
    Target target;
    ExprPtr value;
};

struct Stmt {
    StmtKind kind = StmtKind::Text;
    Position position;
    std::string text;
    ExprPtr expr;
    ExprPtr condition;
    Target target;
    std::vector<Branch> branches;
    std::vector<Assignment> assignments;
    Block body;
    Block otherwise;
    std::unique_ptr<Macro> macro;
    bool recursive = false;
};

} // namespace inference::jinja
