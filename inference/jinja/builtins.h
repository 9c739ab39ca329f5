// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <array>
#include <initializer_list>
#include <span>
#include <string_view>

#include "inference/jinja/callable.h"
#include "inference/jinja/evaluator.h"

namespace inference::jinja {

using FilterBody = Result<Value> (*)(Evaluator& evaluator, const Value& input, CallArgs& args);
using TestBody = Result<bool> (*)(Evaluator& evaluator, const Value& input, CallArgs& args);

struct FilterRow {
    std::string_view name;
    FilterBody body;
};
struct TestRow {
    std::string_view name;
    TestBody body;
};
struct MethodRow {
    std::string_view name;
    BoundMethod::Body body;
    bool refusedWhenStrict = false; ///< Changes its object in a way the reference forbids.
};

/// Null when there is none of that name.
const FilterRow* findFilter(std::string_view name);
const TestRow* findTest(std::string_view name);
const MethodRow* findMethod(Kind kind, std::string_view name);
/// Functions every template sees (range, namespace, raise_exception ...); undefined if not one.
Value builtinFunction(std::string_view name);

// The rows, by file.
std::span<const FilterRow> textFilters();
std::span<const FilterRow> pageFilters();
std::span<const FilterRow> sequenceFilters();
std::span<const FilterRow> selectionFilters();
std::span<const MethodRow> textMethods();
std::span<const MethodRow> textPredicates();
std::span<const MethodRow> listMethods();
std::span<const MethodRow> tupleMethods();
std::span<const MethodRow> dictMethods();

/// The arguments of a call, matched to parameter names as Python does it.
class Bound {
public:
    static constexpr std::size_t kMax = 6;

    /// `required` is how many of the first parameters must be given.
    static Result<Bound> bind(std::string_view function, const CallArgs& args,
                              std::initializer_list<std::string_view> names,
                              std::size_t required = 0);

    bool has(std::size_t i) const { return m_values[i] != nullptr; }
    /// Given, and not none.
    bool given(std::size_t i) const { return has(i) && !m_values[i]->isNone(); }
    const Value& operator[](std::size_t i) const { return *m_values[i]; }
    bool flag(std::size_t i, bool fallback) const;
    Result<std::int64_t> integer(std::size_t i, std::int64_t fallback) const;
    Result<const Text*> text(std::size_t i) const;

private:
    std::string_view m_function;
    std::array<const Value*, kMax> m_values{};
};

// Shared by filters and methods.
std::size_t workOf(const Value& value); ///< Steps that walking over a string or list costs.
enum class CaseStyle { Upper, Lower, Title, Capitalize, Swap };
Text mapCase(const Text& text, CaseStyle style);
Text stripText(const Text& text, const Text* chars, bool left, bool right);
Result<Text> replaceText(Evaluator& evaluator, const Text& text, const Text& from, const Text& to,
                         std::int64_t countMax);
std::vector<Text> splitLines(const Text& text, bool keepEnds);
Result<Value> joinTexts(Evaluator& evaluator, const Text& separator,
                        const std::vector<Value>& items);
/// printf-style `text % arguments`.
Result<Value> formatPercent(Evaluator& evaluator, const Text& pattern, const Value& arguments);
/// str.format
Result<Value> formatBraces(Evaluator& evaluator, const Text& pattern, const CallArgs& args);
/// strftime with English names; `unixSeconds` in UTC or local time.
std::string formatTime(std::string_view format, std::int64_t unixSeconds, bool utc);
/// Sorts stably; `key` gives what is compared.
Result<void> sortValues(Evaluator& evaluator, std::vector<Value>& items,
                        const std::vector<Value>& keys, bool reverse);
/// Lower case for strings, anything else as it is: what case-insensitive filters compare.
Value ignoreCase(const Value& value);

} // namespace inference::jinja
