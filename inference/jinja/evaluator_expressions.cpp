// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>

#include "inference/jinja/builtins.h"
#include "inference/jinja/evaluator.h"
#include "inference/jinja/evaluator_guards.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

Result<Value> Evaluator::evaluate(const Expr& expr) {
    const DepthGuard depth(*this);
    auto result = depth.check();
    if (result) result = spend(1);
    if (!result) return locate(expr.position, result.error());
    auto value = evaluateNode(expr);
    if (!value && !m_located) return locate(expr.position, value.error());
    return value;
}

Result<Value> Evaluator::evaluateNode(const Expr& expr) {
    switch (expr.kind) {
    case ExprKind::Constant: return expr.constant;
    case ExprKind::Name: return evaluateName(expr);
    case ExprKind::List:
    case ExprKind::Tuple: return evaluateItems(expr);
    case ExprKind::Dict: return evaluateDict(expr);
    case ExprKind::Attribute: {
        TRY(const Value object, evaluate(*expr.items[0]));
        return attributeOf(object, expr.name);
    }
    case ExprKind::Item: {
        TRY(const Value object, evaluate(*expr.items[0]));
        TRY(const Value key, evaluate(*expr.items[1]));
        return itemOf(object, key);
    }
    case ExprKind::Slice: return evaluateSlice(expr);
    case ExprKind::Call: return evaluateCall(expr);
    case ExprKind::Filter: return evaluateFilter(expr);
    case ExprKind::Test: return evaluateTest(expr);
    case ExprKind::Not:
    case ExprKind::Negate:
    case ExprKind::Plus:
    case ExprKind::Power: return evaluateUnary(expr);
    case ExprKind::Arithmetic: return evaluateArithmetic(expr);
    case ExprKind::Concat: return evaluateConcat(expr);
    case ExprKind::Compare: return evaluateCompare(expr);
    case ExprKind::And:
    case ExprKind::Or: return evaluateLogic(expr);
    case ExprKind::Conditional: return evaluateConditional(expr);
    }
    return Value();
}

Value Evaluator::lookUp(std::string_view name) {
    for (const Scope* scope = m_scope.get(); scope; scope = scope->parent.get()) {
        const auto it = scope->names.find(name);
        if (it != scope->names.end()) return it->second;
    }
    if (const Value* global = m_globals.find(name)) return *global;
    return builtinFunction(name);
}

Result<Value> Evaluator::evaluateName(const Expr& expr) {
    Value value = lookUp(expr.name);
    if (value.isUndefined() && value.identity() == nullptr) {
        return Value::undefined("'" + expr.name + "' is undefined");
    }
    return value;
}

Result<Value> Evaluator::evaluateItems(const Expr& expr) {
    std::vector<Value> items;
    items.reserve(expr.items.size());
    for (const ExprPtr& item : expr.items) {
        TRY(Value value, evaluate(*item));
        items.push_back(std::move(value));
    }
    return expr.kind == ExprKind::List ? Value::list(std::move(items))
                                       : Value::tuple(std::move(items));
}

Result<Value> Evaluator::evaluateDict(const Expr& expr) {
    Value dict = Value::dict();
    for (std::size_t i = 0; i + 1 < expr.items.size(); i += 2) {
        TRY(const Value key, evaluate(*expr.items[i]));
        TRY(Value value, evaluate(*expr.items[i + 1]));
        if (!key.hashable()) {
            return typeError("unhashable type: '" + std::string(typeName(key)) + "'");
        }
        dict.set(key, std::move(value));
    }
    return dict;
}

Result<Value> Evaluator::evaluateSlice(const Expr& expr) {
    TRY(const Value object, evaluate(*expr.items[0]));
    Value bounds[3] = {Value::none(), Value::none(), Value::none()};
    for (std::size_t i = 0; i < 3; ++i) {
        if (!expr.items[i + 1]) continue;
        TRY(bounds[i], evaluate(*expr.items[i + 1]));
    }
    return slice(*this, object, bounds[0], bounds[1], bounds[2]);
}

Result<CallArgs> Evaluator::evaluateArguments(const std::vector<Argument>& arguments) {
    CallArgs args;
    for (const Argument& argument : arguments) {
        TRY(Value value, evaluate(*argument.value));
        switch (argument.form) {
        case Argument::Form::Positional: args.positional.push_back(std::move(value)); break;
        case Argument::Form::Named: args.named.emplace_back(argument.name, std::move(value)); break;
        case Argument::Form::Spread: {
            TRY(std::vector<Value> items, iterate(value));
            std::move(items.begin(), items.end(), std::back_inserter(args.positional));
            break;
        }
        case Argument::Form::NamedSpread:
            if (!value.is(Kind::Dict)) return typeError("argument after ** must be a mapping");
            TRY(spend(value.entries().size()));
            for (const auto& [key, item] : value.entries()) {
                if (!key.isString()) return typeError("keywords must be strings");
                args.named.emplace_back(key.asString(), item);
            }
            break;
        }
    }
    return args;
}

Result<Value> Evaluator::evaluateCall(const Expr& expr) {
    TRY(const Value callee, evaluate(*expr.items[0]));
    TRY(CallArgs args, evaluateArguments(expr.arguments));
    return call(callee, args);
}

Result<Value> Evaluator::evaluateFilter(const Expr& expr) {
    Value input;
    if (expr.items[0]) {
        TRY(input, evaluate(*expr.items[0]));
    } else {
        ASSERT(m_blockInput);
        input = *m_blockInput;
    }
    TRY(CallArgs args, evaluateArguments(expr.arguments));
    return applyFilter(expr.name, input, args);
}

Result<Value> Evaluator::evaluateTest(const Expr& expr) {
    TRY(const Value input, evaluate(*expr.items[0]));
    TRY(CallArgs args, evaluateArguments(expr.arguments));
    TRY(const bool holds, applyTest(expr.name, input, args));
    return Value::boolean(holds);
}

Result<Value> Evaluator::evaluateUnary(const Expr& expr) {
    TRY(const Value operand, evaluate(*expr.items[0]));
    switch (expr.kind) {
    case ExprKind::Not: return Value::boolean(!truthy(operand));
    case ExprKind::Negate: return negate(operand);
    case ExprKind::Plus: return plus(operand);
    default: break;
    }
    TRY(const Value exponent, evaluate(*expr.items[1]));
    return power(operand, exponent);
}

Result<Value> Evaluator::evaluateArithmetic(const Expr& expr) {
    TRY(Value result, evaluate(*expr.items[0]));
    for (std::size_t i = 0; i < expr.operators.size(); ++i) {
        TRY(const Value operand, evaluate(*expr.items[i + 1]));
        TRY(result, arithmetic(*this, expr.operators[i], result, operand));
    }
    return result;
}

Result<Value> Evaluator::evaluateConcat(const Expr& expr) {
    Text out;
    for (const ExprPtr& item : expr.items) {
        TRY(const Value value, evaluate(*item));
        if (value.isString())
            out.append(value.asText());
        else
            out.append(textOf(value));
        if (out.bytes.size() > m_options.limits.outputBytesMax) break;
    }
    return makeString(std::move(out));
}

// a < b < c compares a with b, then b with c, and stops at the first that fails.
Result<Value> Evaluator::evaluateCompare(const Expr& expr) {
    TRY(Value left, evaluate(*expr.items[0]));
    for (std::size_t i = 0; i < expr.operators.size(); ++i) {
        TRY(Value right, evaluate(*expr.items[i + 1]));
        TRY(const bool holds, compare(*this, expr.operators[i], left, right));
        if (!holds) return Value::boolean(false);
        left = std::move(right);
    }
    return Value::boolean(true);
}

Result<Value> Evaluator::evaluateLogic(const Expr& expr) {
    const bool stopAt = expr.kind == ExprKind::Or;
    Value value;
    for (const ExprPtr& item : expr.items) {
        TRY(value, evaluate(*item));
        if (truthy(value) == stopAt) break;
    }
    return value;
}

Result<Value> Evaluator::evaluateConditional(const Expr& expr) {
    TRY(const Value condition, evaluate(*expr.items[1]));
    if (truthy(condition)) return evaluate(*expr.items[0]);
    if (expr.items[2]) return evaluate(*expr.items[2]);
    return Value::undefined("the inline if-expression was false and has no else");
}

// --- What values can do

Result<std::vector<Value>> Evaluator::iterate(const Value& value) {
    switch (value.kind()) {
    case Kind::Undefined: return std::vector<Value>{};
    case Kind::List:
    case Kind::Tuple: TRY(spend(value.items().size())); return value.items();
    case Kind::Generator: {
        Value source = value;
        return std::exchange(source.mutableItems(), {});
    }
    case Kind::Dict: {
        TRY(spend(value.entries().size()));
        std::vector<Value> keys;
        for (const auto& [key, item] : value.entries()) keys.push_back(key);
        return keys;
    }
    case Kind::String: {
        const Text& text = value.asText();
        TRY(spend(text.bytes.size()));
        std::vector<Value> characters;
        for (std::size_t i = 0; i < text.bytes.size();) {
            const std::size_t length = codePointAt(text.bytes, i).length;
            characters.push_back(Value::text(subText(text, i, i + length)));
            i += length;
        }
        return characters;
    }
    default: return typeError("'" + std::string(typeName(value)) + "' object is not iterable");
    }
}

Result<Value> Evaluator::call(const Value& callee, CallArgs& args) {
    if (callee.isUndefined()) return undefinedError(callee);
    if (!callee.is(Kind::Callable)) {
        return typeError("'" + std::string(typeName(callee)) + "' object is not callable");
    }
    std::uint64_t cost = 1;
    for (const Value& argument : args.positional) cost += workOf(argument);
    TRY(spend(cost));
    const auto held = callee.weakBody().lock(); // the call may drop the last other reference
    return callee.asCallable().call(*this, args);
}

Result<Value> Evaluator::applyFilter(std::string_view name, const Value& input, CallArgs& args) {
    const FilterRow* row = findFilter(name);
    if (!row || (m_options.strict && name == "from_json")) {
        return Error{ErrorCode::TemplateError, "No filter named '" + std::string(name) + "' found"};
    }
    std::uint64_t cost = 1 + workOf(input);
    for (const Value& argument : args.positional) cost += workOf(argument);
    TRY(spend(cost));
    return row->body(*this, input, args);
}

Result<bool> Evaluator::applyTest(std::string_view name, const Value& input, CallArgs& args) {
    const TestRow* row = findTest(name);
    if (!row) {
        return Error{ErrorCode::TemplateError, "No test named '" + std::string(name) + "' found"};
    }
    TRY(spend(1));
    return row->body(*this, input, args);
}

namespace {

std::string ownerName(const Value& object) {
    if (object.isNone()) return "'None'";
    return "'" + std::string(typeName(object)) + " object'";
}

Value missingAttribute(const Value& object, std::string_view name) {
    return Value::undefined(ownerName(object) + " has no attribute '" + std::string(name) + "'");
}

// The place of a number in a sequence; negative ones count from the end.
std::optional<std::size_t> indexOf(const Value& key, std::size_t size) {
    if (!key.is(Kind::Int) && !key.is(Kind::Bool)) return std::nullopt;
    const std::int64_t count = static_cast<std::int64_t>(size);
    const std::int64_t index = key.asInt() < 0 ? key.asInt() + count : key.asInt();
    if (index < 0 || index >= count) return std::nullopt;
    return static_cast<std::size_t>(index);
}

} // namespace

Result<Value> Evaluator::attributeOf(const Value& object, std::string_view name) {
    if (object.isUndefined()) return undefinedError(object);
    if (object.is(Kind::Callable)) {
        Value value = object.asCallable().attribute(name);
        return value.isUndefined() && !value.identity() ? missingAttribute(object, name) : value;
    }
    if (const MethodRow* method = findMethod(object.kind(), name)) {
        if (m_options.strict && method->refusedWhenStrict) {
            return Value::undefined("access to attribute '" + std::string(name) + "' of '"
                                    + std::string(typeName(object)) + "' object is unsafe");
        }
        return Value::callable(std::make_shared<BoundMethod>(method->name, method->body, object));
    }
    if (object.isMapping()) {
        if (const Value* item = object.find(name)) return *item;
    }
    return missingAttribute(object, name);
}

Result<Value> Evaluator::itemOf(const Value& object, const Value& key) {
    if (object.isUndefined()) return undefinedError(object);
    if (object.is(Kind::Dict) && key.hashable()) {
        if (const Value* item = object.find(key)) return *item;
    } else if (object.isSequence()) {
        if (const auto i = indexOf(key, object.items().size())) return object.items()[*i];
    } else if (object.isString() && !key.isString()) {
        const Text& text = object.asText();
        TRY(spend(text.bytes.size() / 16));
        if (const auto i = indexOf(key, codePointCount(text.bytes))) {
            const std::size_t at = byteOffset(text.bytes, *i);
            return Value::text(subText(text, at, at + codePointAt(text.bytes, at).length));
        }
    }
    // jinja2 tries attributes when there is no such item.
    if (key.isString()) return attributeOf(object, key.asString());
    const std::string owner = object.isNone() ? "None" : std::string(typeName(object)) + " object";
    return Value::undefined(owner + " has no element " + toRepr(key, m_work).bytes);
}

} // namespace inference::jinja
