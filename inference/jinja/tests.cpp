// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Tests: what may follow `is`.
#include <array>

#include "inference/jinja/builtins.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"

namespace inference::jinja {

namespace {

template <bool (*predicate)(const Value&)>
Result<bool> simple(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    if (!args.empty()) return typeError("this test takes no arguments");
    return predicate(input);
}

bool isDefined(const Value& v) {
    return !v.isUndefined();
}
bool isUndefined(const Value& v) {
    return v.isUndefined();
}
bool isNone(const Value& v) {
    return v.isNone();
}
bool isBoolean(const Value& v) {
    return v.is(Kind::Bool);
}
bool isTrue(const Value& v) {
    return v.is(Kind::Bool) && v.asBool();
}
bool isFalse(const Value& v) {
    return v.is(Kind::Bool) && !v.asBool();
}
bool isInteger(const Value& v) {
    return v.is(Kind::Int);
}
bool isFloat(const Value& v) {
    return v.is(Kind::Float);
}
bool isNumber(const Value& v) {
    return v.isNumber();
}
bool isString(const Value& v) {
    return v.isString();
}
bool isMapping(const Value& v) {
    return v.is(Kind::Dict);
}
bool isCallable(const Value& v) {
    return v.is(Kind::Callable);
}
bool isEscaped(const Value& v) {
    return v.isString() && v.asText().markup;
}
// An undefined value can be looped over (no times) and has a length (zero).
bool isSequence(const Value& v) {
    return v.isString() || v.isSequence() || v.is(Kind::Dict) || v.isUndefined();
}
bool isIterable(const Value& v) {
    return isSequence(v) || v.is(Kind::Generator);
}

template <bool upper>
Result<bool> caseTest(Evaluator& evaluator, const Value& input, CallArgs& /*args*/) {
    const Value text = Value::text(evaluator.textOf(input));
    const MethodRow* row = findMethod(Kind::String, upper ? "isupper" : "islower");
    CallArgs none;
    TRY(const Value holds, row->body(evaluator, text, none));
    return truthy(holds);
}

template <Operator op>
Result<bool> comparison(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("comparison", args, {"other"}, 1));
    return compare(evaluator, op, input, bound[0]);
}

template <int remainder>
Result<bool> parity(Evaluator& evaluator, const Value& input, CallArgs& args) {
    if (!args.empty()) return typeError("this test takes no arguments");
    if (input.isString()) return typeError("not all arguments converted");
    TRY(const Value rest, arithmetic(evaluator, Operator::Modulo, input, Value::integer(2)));
    return rest.isNumber() && rest.asNumber() == remainder;
}

Result<bool> divisibleBy(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("divisibleby", args, {"num"}, 1));
    if (input.isString()) return typeError("only numbers are divisible");
    TRY(const Value rest, arithmetic(evaluator, Operator::Modulo, input, bound[0]));
    return rest.isNumber() && rest.asNumber() == 0;
}

Result<bool> sameAs(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("sameas", args, {"other"}, 1));
    return input.isSameAs(bound[0]);
}

Result<bool> isFilterName(Evaluator& /*evaluator*/, const Value& input, CallArgs& /*args*/) {
    return input.isString() && findFilter(input.asString()) != nullptr;
}

Result<bool> isTestName(Evaluator& /*evaluator*/, const Value& input, CallArgs& /*args*/) {
    return input.isString() && findTest(input.asString()) != nullptr;
}

constexpr TestRow kRows[] = {
    {"!=", comparison<Operator::NotEqual>},
    {"<", comparison<Operator::Less>},
    {"<=", comparison<Operator::LessEqual>},
    {"==", comparison<Operator::Equal>},
    {">", comparison<Operator::Greater>},
    {">=", comparison<Operator::GreaterEqual>},
    {"boolean", simple<isBoolean>},
    {"callable", simple<isCallable>},
    {"defined", simple<isDefined>},
    {"divisibleby", divisibleBy},
    {"eq", comparison<Operator::Equal>},
    {"equalto", comparison<Operator::Equal>},
    {"escaped", simple<isEscaped>},
    {"even", parity<0>},
    {"false", simple<isFalse>},
    {"filter", isFilterName},
    {"float", simple<isFloat>},
    {"ge", comparison<Operator::GreaterEqual>},
    {"greaterthan", comparison<Operator::Greater>},
    {"gt", comparison<Operator::Greater>},
    {"in", comparison<Operator::In>},
    {"integer", simple<isInteger>},
    {"iterable", simple<isIterable>},
    {"le", comparison<Operator::LessEqual>},
    {"lessthan", comparison<Operator::Less>},
    {"lower", caseTest<false>},
    {"lt", comparison<Operator::Less>},
    {"mapping", simple<isMapping>},
    {"ne", comparison<Operator::NotEqual>},
    {"none", simple<isNone>},
    {"number", simple<isNumber>},
    {"odd", parity<1>},
    {"sameas", sameAs},
    {"sequence", simple<isSequence>},
    {"string", simple<isString>},
    {"test", isTestName},
    {"true", simple<isTrue>},
    {"undefined", simple<isUndefined>},
    {"upper", caseTest<true>},
};

} // namespace

const TestRow* findTest(std::string_view name) {
    for (const TestRow& row : kRows) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

} // namespace inference::jinja
