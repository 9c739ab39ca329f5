// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include "inference/jinja/ast.h"
#include "inference/jinja/evaluator.h"

namespace inference::jinja {

/// +, -, *, /, // and % with Python's rules, strings and lists included.
Result<Value> arithmetic(Evaluator& evaluator, Operator op, const Value& a, const Value& b);
Result<Value> power(const Value& base, const Value& exponent);
Result<Value> negate(const Value& value);
Result<Value> plus(const Value& value);

/// Any comparison, `in` and `not in` included.
Result<bool> compare(Evaluator& evaluator, Operator op, const Value& a, const Value& b);
/// Less than zero, zero or more, as a sort needs it; an error for values that have no order.
Result<int> order(Evaluator& evaluator, const Value& a, const Value& b, int depth = 0);
Result<bool> contains(Evaluator& evaluator, const Value& container, const Value& item);

/// container[start:stop:step]; none stands for a bound that was left out.
Result<Value> slice(Evaluator& evaluator, const Value& container, const Value& start,
                    const Value& stop, const Value& step);

/// Bytes [begin, end) of a text, marks included.
Text subText(const Text& text, std::size_t begin, std::size_t end);

/// "'x' is undefined" and the like as an error.
Error undefinedError(const Value& value);
Error typeError(std::string message);

} // namespace inference::jinja
