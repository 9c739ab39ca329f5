// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/operators.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "inference/jinja/builtins.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/unicode_text.h"
#include "inference/jinja/value_bodies.h"

namespace inference::jinja {

namespace {

Error overflow() {
    return Error{ErrorCode::TemplateError, "an integer does not fit into 64 bits"};
}

std::string_view symbolOf(Operator op) {
    constexpr std::string_view kSymbols[] = {
        "+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "in", "not in"};
    return kSymbols[static_cast<std::size_t>(op)];
}

bool bothInts(const Value& a, const Value& b) {
    return !a.is(Kind::Float) && !b.is(Kind::Float);
}

double floorModulo(double a, double b) {
    const double m = std::fmod(a, b);
    return m != 0 && (m < 0) != (b < 0) ? m + b : m;
}

Result<Value> divideInts(Operator op, std::int64_t a, std::int64_t b) {
    if (a == std::numeric_limits<std::int64_t>::min() && b == -1) {
        if (op == Operator::Modulo) return Value::integer(0);
        return overflow();
    }
    std::int64_t quotient = a / b;
    std::int64_t rest = a % b;
    if (rest != 0 && (rest < 0) != (b < 0)) {
        --quotient;
        rest += b;
    }
    return Value::integer(op == Operator::Modulo ? rest : quotient);
}

Result<Value> numbers(Operator op, const Value& a, const Value& b) {
    if (op == Operator::Divide || op == Operator::FloorDivide || op == Operator::Modulo) {
        if (b.asNumber() == 0) return Error{ErrorCode::TemplateError, "division by zero"};
        if (op == Operator::Divide) return Value::number(a.asNumber() / b.asNumber());
        if (bothInts(a, b)) return divideInts(op, a.asInt(), b.asInt());
        const double rest = floorModulo(a.asNumber(), b.asNumber());
        if (op == Operator::Modulo) return Value::number(rest);
        return Value::number(std::round((a.asNumber() - rest) / b.asNumber()));
    }
    if (bothInts(a, b)) {
        std::int64_t out = 0;
        const bool failed = op == Operator::Add ? __builtin_add_overflow(a.asInt(), b.asInt(), &out)
                            : op == Operator::Subtract
                                ? __builtin_sub_overflow(a.asInt(), b.asInt(), &out)
                                : __builtin_mul_overflow(a.asInt(), b.asInt(), &out);
        if (failed) return overflow();
        return Value::integer(out);
    }
    const double x = a.asNumber(), y = b.asNumber();
    return Value::number(op == Operator::Add ? x + y : op == Operator::Subtract ? x - y : x * y);
}

Text escapedUnlessMarkup(const Text& text) {
    if (text.markup) return text;
    Text out;
    for (std::size_t i = 0; i < text.bytes.size(); ++i) {
        const char c = text.bytes[i];
        const bool mark = text.isUntrusted(i);
        switch (c) {
        case '&': out.appendMarked("&amp;", mark); break;
        case '<': out.appendMarked("&lt;", mark); break;
        case '>': out.appendMarked("&gt;", mark); break;
        case '\'': out.appendMarked("&#39;", mark); break;
        case '"': out.appendMarked("&#34;", mark); break;
        default: out.append(text, i, i + 1); break;
        }
    }
    return out;
}

Result<Value> addTexts(Evaluator& evaluator, const Text& a, const Text& b) {
    TRY(evaluator.spend((a.bytes.size() + b.bytes.size()) / 16));
    // "Safe" text stays safe: what is added to it is escaped, unless it is safe as well.
    if (a.markup || b.markup) {
        Text out = escapedUnlessMarkup(a);
        out.append(escapedUnlessMarkup(b));
        out.markup = true;
        return evaluator.makeString(std::move(out));
    }
    Text out = a;
    out.append(b);
    return evaluator.makeString(std::move(out));
}

Result<Value> addSequences(Evaluator& evaluator, const Value& a, const Value& b) {
    TRY(evaluator.spend(a.items().size() + b.items().size()));
    std::vector<Value> items = a.items();
    items.insert(items.end(), b.items().begin(), b.items().end());
    return a.is(Kind::List) ? Value::list(std::move(items)) : Value::tuple(std::move(items));
}

Result<Value> repeat(Evaluator& evaluator, const Value& value, std::int64_t count) {
    const auto times = static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
    const std::uint64_t size = value.isString() ? value.asString().size() : value.items().size();
    const std::uint64_t max =
        value.isString() ? evaluator.options().limits.outputBytesMax : std::uint64_t{1'000'000};
    if (size > 0 && times > max / size) {
        return Error{ErrorCode::LimitExceeded, "a repetition is longer than " + std::to_string(max)
                                                   + (value.isString() ? " bytes" : " items")};
    }
    TRY(evaluator.spend(value.isString() ? size * times / 16 + times / 4 : size * times));
    if (value.isString()) {
        Text out;
        out.markup = value.asText().markup;
        for (std::uint64_t i = 0; size > 0 && i < times; ++i) out.append(value.asText());
        return evaluator.makeString(std::move(out));
    }
    std::vector<Value> items;
    for (std::uint64_t i = 0; size > 0 && i < times; ++i) {
        items.insert(items.end(), value.items().begin(), value.items().end());
    }
    return value.is(Kind::List) ? Value::list(std::move(items)) : Value::tuple(std::move(items));
}

Error unsupported(Operator op, const Value& a, const Value& b) {
    if (op == Operator::Add && (a.isString() || a.isSequence())) {
        const std::string type(typeName(a));
        return typeError("can only concatenate " + type + " (not \"" + std::string(typeName(b))
                         + "\") to " + type);
    }
    return typeError("unsupported operand type(s) for " + std::string(symbolOf(op)) + ": '"
                     + std::string(typeName(a)) + "' and '" + std::string(typeName(b)) + "'");
}

// Python's clamping of a slice bound.
Result<std::int64_t> sliceBound(const Value& bound, std::int64_t size, std::int64_t fallback,
                                bool backwards) {
    if (bound.isNone()) return fallback;
    if (bound.isUndefined()) return undefinedError(bound);
    if (!bound.is(Kind::Int) && !bound.is(Kind::Bool)) {
        return typeError("slice indices must be integers or None");
    }
    std::int64_t i = bound.asInt();
    if (i < 0) i = std::max<std::int64_t>(i + size, backwards ? -1 : 0);
    return std::min(i, backwards ? size - 1 : size);
}

Result<bool> isLess(Evaluator& evaluator, Operator op, const Value& a, const Value& b) {
    if (a.isUndefined()) return undefinedError(a);
    if (b.isUndefined()) return undefinedError(b);
    if (a.isNumber() && b.isNumber() && (a.is(Kind::Float) || b.is(Kind::Float))) {
        const double x = a.asNumber(), y = b.asNumber(); // NaN is in no order
        switch (op) {
        case Operator::Less: return x < y;
        case Operator::LessEqual: return x <= y;
        case Operator::Greater: return x > y;
        default: return x >= y;
        }
    }
    auto result = order(evaluator, a, b);
    if (!result) {
        if (result.error().code != ErrorCode::TemplateError) return std::move(result).error();
        return typeError("'" + std::string(symbolOf(op)) + "' not supported between instances of '"
                         + std::string(typeName(a)) + "' and '" + std::string(typeName(b)) + "'");
    }
    switch (op) {
    case Operator::Less: return *result < 0;
    case Operator::LessEqual: return *result <= 0;
    case Operator::Greater: return *result > 0;
    default: return *result >= 0;
    }
}

} // namespace

Error typeError(std::string message) {
    return Error{ErrorCode::TemplateError, std::move(message)};
}

Error undefinedError(const Value& value) {
    return typeError(std::string(value.undefinedHint()));
}

Text subText(const Text& text, std::size_t begin, std::size_t end) {
    Text out;
    out.markup = text.markup;
    out.append(text, begin, end);
    return out;
}

Result<Value> arithmetic(Evaluator& evaluator, Operator op, const Value& a, const Value& b) {
    if (a.isNumber() && b.isNumber()) return numbers(op, a, b);
    if (a.isString() && op == Operator::Modulo) return formatPercent(evaluator, a.asText(), b);
    if (a.isUndefined()) return undefinedError(a);
    if (b.isUndefined()) return undefinedError(b);
    if (op == Operator::Add) {
        if (a.isString() && b.isString()) return addTexts(evaluator, a.asText(), b.asText());
        if (a.isSequence() && a.kind() == b.kind()) return addSequences(evaluator, a, b);
    }
    if (op == Operator::Multiply) {
        const bool left = a.isString() || a.isSequence();
        const Value& repeated = left ? a : b;
        const Value& count = left ? b : a;
        if ((repeated.isString() || repeated.isSequence())
            && (count.is(Kind::Int) || count.is(Kind::Bool))) {
            return repeat(evaluator, repeated, count.asInt());
        }
    }
    return unsupported(op, a, b);
}

Result<Value> power(const Value& base, const Value& exponent) {
    if (base.isUndefined()) return undefinedError(base);
    if (exponent.isUndefined()) return undefinedError(exponent);
    if (!base.isNumber() || !exponent.isNumber()) {
        return typeError("unsupported operand type(s) for **: '" + std::string(typeName(base))
                         + "' and '" + std::string(typeName(exponent)) + "'");
    }
    if (!bothInts(base, exponent) || exponent.asInt() < 0) {
        if (base.asNumber() == 0 && exponent.asNumber() < 0) {
            return Error{ErrorCode::TemplateError, "zero cannot be raised to a negative power"};
        }
        return Value::number(std::pow(base.asNumber(), exponent.asNumber()));
    }
    const std::int64_t b = base.asInt();
    if (b == 0 || b == 1 || b == -1) {
        const bool odd = exponent.asInt() % 2 != 0;
        return Value::integer(exponent.asInt() == 0 ? 1 : odd ? b : b * b);
    }
    std::int64_t out = 1;
    for (std::int64_t i = 0; i < exponent.asInt(); ++i) {
        if (__builtin_mul_overflow(out, b, &out)) return overflow();
    }
    return Value::integer(out);
}

Result<Value> negate(const Value& value) {
    if (value.isUndefined()) return undefinedError(value);
    if (value.is(Kind::Float)) return Value::number(-value.asNumber());
    if (!value.isNumber()) {
        return typeError("bad operand type for unary -: '" + std::string(typeName(value)) + "'");
    }
    if (value.asInt() == std::numeric_limits<std::int64_t>::min()) return overflow();
    return Value::integer(-value.asInt());
}

Result<Value> plus(const Value& value) {
    if (value.isUndefined()) return undefinedError(value);
    if (value.is(Kind::Float)) return value;
    if (!value.isNumber()) {
        return typeError("bad operand type for unary +: '" + std::string(typeName(value)) + "'");
    }
    return Value::integer(value.asInt());
}

Result<int> order(Evaluator& evaluator, const Value& a, const Value& b, int depth) {
    TRY(evaluator.spend(1));
    if (depth > kValueDepthMax) {
        return Error{ErrorCode::LimitExceeded, "values are nested too deeply to be compared"};
    }
    if (a.isNumber() && b.isNumber()) {
        if (bothInts(a, b)) return a.asInt() < b.asInt() ? -1 : a.asInt() > b.asInt();
        return a.asNumber() < b.asNumber() ? -1 : a.asNumber() > b.asNumber();
    }
    if (a.isString() && b.isString()) {
        // UTF-8 sorts as its code points do.
        TRY(evaluator.spend(std::min(a.asString().size(), b.asString().size()) / 16));
        const int c = a.asString().compare(b.asString());
        return c < 0 ? -1 : c > 0;
    }
    if (a.isSequence() && a.kind() == b.kind()) {
        const std::size_t n = std::min(a.items().size(), b.items().size());
        for (std::size_t i = 0; i < n; ++i) {
            if (equal(a.items()[i], b.items()[i], evaluator.work())) continue;
            return order(evaluator, a.items()[i], b.items()[i], depth + 1);
        }
        return a.items().size() < b.items().size() ? -1 : a.items().size() > b.items().size();
    }
    if (a.isUndefined()) return undefinedError(a);
    if (b.isUndefined()) return undefinedError(b);
    return typeError("'<' not supported between instances of '" + std::string(typeName(a))
                     + "' and '" + std::string(typeName(b)) + "'");
}

Result<bool> contains(Evaluator& evaluator, const Value& container, const Value& item) {
    switch (container.kind()) {
    case Kind::String:
        if (!item.isString()) {
            return typeError("'in <string>' requires string as left operand, not "
                             + std::string(typeName(item)));
        }
        TRY(evaluator.spend(container.asString().size() / 16));
        return container.asString().find(item.asString()) != std::string_view::npos;
    case Kind::Dict:
        if (!item.hashable()) {
            return typeError("unhashable type: '" + std::string(typeName(item)) + "'");
        }
        return container.find(item) != nullptr;
    case Kind::Undefined:
    case Kind::List:
    case Kind::Tuple:
    case Kind::Generator: {
        TRY(const std::vector<Value> items, evaluator.iterate(container));
        return std::any_of(items.begin(), items.end(), [&](const Value& candidate) {
            return equal(candidate, item, evaluator.work());
        });
    }
    default:
        return typeError("argument of type '" + std::string(typeName(container))
                         + "' is not iterable");
    }
}

Result<bool> compare(Evaluator& evaluator, Operator op, const Value& a, const Value& b) {
    switch (op) {
    case Operator::Equal:
    case Operator::NotEqual: {
        TRY(evaluator.spend(a.isString() ? a.asString().size() / 64 : 0));
        const bool same = equal(a, b, evaluator.work());
        TRY(evaluator.spend(0));
        return same == (op == Operator::Equal);
    }
    case Operator::In: return contains(evaluator, b, a);
    case Operator::NotIn: {
        TRY(const bool found, contains(evaluator, b, a));
        return !found;
    }
    default: return isLess(evaluator, op, a, b);
    }
}

Result<Value> slice(Evaluator& evaluator, const Value& container, const Value& start,
                    const Value& stop, const Value& step) {
    if (container.isUndefined()) return undefinedError(container);
    if (!container.isString() && !container.isSequence()) {
        return typeError("'" + std::string(typeName(container)) + "' object is not subscriptable");
    }
    TRY(evaluator.spend(workOf(container)));
    std::int64_t by = 1;
    if (step.isUndefined()) return undefinedError(step);
    if (!step.isNone()) {
        if (!step.is(Kind::Int)) return typeError("slice indices must be integers or None");
        by = step.asInt();
    }
    if (by == 0) return Error{ErrorCode::TemplateError, "slice step cannot be zero"};
    const bool backwards = by < 0;
    const bool isString = container.isString();
    const auto size = static_cast<std::int64_t>(isString ? codePointCount(container.asString())
                                                         : container.items().size());
    TRY(std::int64_t from, sliceBound(start, size, backwards ? size - 1 : 0, backwards));
    TRY(const std::int64_t to, sliceBound(stop, size, backwards ? -1 : size, backwards));

    if (isString && by == 1) {
        const Text& text = container.asText();
        if (from >= to) return Value::text(subText(text, 0, 0));
        const std::size_t begin = byteOffset(text.bytes, static_cast<std::size_t>(from));
        const std::string_view rest = std::string_view(text.bytes).substr(begin);
        const std::size_t length = byteOffset(rest, static_cast<std::size_t>(to - from));
        return evaluator.makeString(subText(text, begin, begin + length));
    }
    TRY(const std::vector<Value> all, evaluator.iterate(container));
    std::vector<Value> chosen;
    // Steps beyond the size would overflow and reach nothing.
    by = std::clamp<std::int64_t>(by, -size - 1, size + 1);
    for (; backwards ? from > to : from < to; from += by) {
        chosen.push_back(all[static_cast<std::size_t>(from)]);
    }
    if (container.is(Kind::List)) return Value::list(std::move(chosen));
    if (container.is(Kind::Tuple)) return Value::tuple(std::move(chosen));
    Text out;
    out.markup = container.asText().markup;
    for (const Value& character : chosen) out.append(character.asText());
    return evaluator.makeString(std::move(out));
}

} // namespace inference::jinja
