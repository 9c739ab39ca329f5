// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Filters over whole sequences and mappings.
#include <algorithm>

#include "inference/jinja/attribute_path.h"
#include "inference/jinja/builtins.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"
#include "inference/jinja/unicode_text.h"

namespace inference::jinja {

namespace {

Result<Value> lengthFilter(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    TRY(Bound::bind("length", args, {}));
    std::size_t length = 0;
    if (input.isString())
        length = codePointCount(input.asString());
    else if (input.isSequence())
        length = input.items().size();
    else if (input.is(Kind::Dict))
        length = input.entries().size();
    else if (!input.isUndefined()) {
        return typeError("object of type '" + std::string(typeName(input)) + "' has no len()");
    }
    return Value::integer(static_cast<std::int64_t>(length));
}

Result<Value> firstFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("first", args, {}));
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    if (items.empty()) return Value::undefined("No first item, sequence was empty.");
    return items.front();
}

Result<Value> lastFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("last", args, {}));
    if (input.is(Kind::Generator)) return typeError("'generator' object is not reversible");
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    if (items.empty()) return Value::undefined("No last item, sequence was empty.");
    return items.back();
}

Result<Value> joinFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("join", args, {"d", "attribute"}));
    TRY(std::vector<Value> items, evaluator.iterate(input));
    if (bound.given(1)) {
        TRY(const AttributePath path, AttributePath::parse(bound[1]));
        for (Value& item : items) {
            TRY(item, path.get(evaluator, item));
        }
    }
    const Text separator = bound.has(0) ? evaluator.textOf(bound[0]) : Text{};
    return joinTexts(evaluator, separator, items);
}

Result<Value> listFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("list", args, {}));
    TRY(std::vector<Value> items, evaluator.iterate(input));
    return Value::list(std::move(items));
}

Result<Value> reverseFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(Bound::bind("reverse", args, {}));
    TRY(std::vector<Value> items, evaluator.iterate(input));
    std::reverse(items.begin(), items.end());
    if (!input.isString()) return Value::generator(std::move(items));
    Text out;
    for (const Value& character : items) out.append(character.asText());
    return evaluator.makeString(std::move(out));
}

Result<Value> sortFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("sort", args, {"reverse", "case_sensitive", "attribute"}));
    TRY(std::vector<Value> items, evaluator.iterate(input));
    const bool caseSensitive = bound.flag(1, false);
    std::vector<AttributePath> paths;
    if (bound.given(2)) {
        TRY(paths, AttributePath::parseAll(bound[2]));
    }
    // As tuples even where there is one part: equal parts then need not have an order.
    std::vector<Value> keys;
    for (const Value& item : items) {
        std::vector<Value> key;
        for (const AttributePath& path : paths) {
            TRY(Value part, path.get(evaluator, item));
            key.push_back(caseSensitive ? part : ignoreCase(part));
        }
        if (paths.empty()) key.push_back(caseSensitive ? item : ignoreCase(item));
        keys.push_back(Value::tuple(std::move(key)));
    }
    TRY(sortValues(evaluator, items, keys, bound.flag(0, false)));
    return Value::list(std::move(items));
}

Result<Value> uniqueFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("unique", args, {"case_sensitive", "attribute"}));
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    std::optional<AttributePath> path;
    if (bound.given(1)) {
        TRY(path, AttributePath::parse(bound[1]));
    }
    Value seen = Value::dict();
    std::vector<Value> out;
    for (const Value& item : items) {
        Value key = item;
        if (path) {
            TRY(key, path->get(evaluator, item));
        }
        if (!bound.flag(0, false)) key = ignoreCase(key);
        if (!key.hashable()) {
            return typeError("unhashable type: '" + std::string(typeName(key)) + "'");
        }
        TRY(evaluator.spend(1));
        if (seen.find(key)) continue;
        seen.set(key, Value::none());
        out.push_back(item);
    }
    return Value::generator(std::move(out));
}

template <bool largest>
Result<Value> extremeFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("min", args, {"case_sensitive", "attribute"}));
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    if (items.empty()) return Value::undefined("No aggregated item, sequence was empty.");
    std::optional<AttributePath> path;
    if (bound.given(1)) {
        TRY(path, AttributePath::parse(bound[1]));
    }
    std::size_t best = 0;
    Value bestKey;
    for (std::size_t i = 0; i < items.size(); ++i) {
        Value key = items[i];
        if (path) {
            TRY(key, path->get(evaluator, items[i]));
        }
        if (!bound.flag(0, false)) key = ignoreCase(key);
        bool better = i == 0;
        if (!better) {
            TRY(const int c, order(evaluator, key, bestKey));
            better = largest ? c > 0 : c < 0;
        }
        if (!better) continue;
        best = i;
        bestKey = std::move(key);
    }
    return items[best];
}

Result<Value> sumFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("sum", args, {"attribute", "start"}));
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    std::optional<AttributePath> path;
    if (bound.given(0)) {
        TRY(path, AttributePath::parse(bound[0]));
    }
    Value total = bound.has(1) ? bound[1] : Value::integer(0);
    for (const Value& item : items) {
        Value part = item;
        if (path) {
            TRY(part, path->get(evaluator, item));
        }
        TRY(total, arithmetic(evaluator, Operator::Add, total, part));
    }
    return total;
}

Result<Value> itemsFilter(Evaluator& /*evaluator*/, const Value& input, CallArgs& args) {
    TRY(Bound::bind("items", args, {}));
    std::vector<Value> out;
    if (input.isUndefined()) return Value::generator({});
    if (!input.is(Kind::Dict)) return typeError("Can only get item pairs from a mapping.");
    for (const auto& [key, value] : input.entries()) out.push_back(Value::tuple({key, value}));
    return Value::generator(std::move(out));
}

Result<Value> dictSortFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("dictsort", args, {"case_sensitive", "by", "reverse"}));
    if (input.isUndefined()) return undefinedError(input);
    if (!input.is(Kind::Dict)) {
        return typeError("'" + std::string(typeName(input)) + " object' has no attribute 'items'");
    }
    std::string_view by = "key";
    if (bound.has(1)) {
        TRY(const Text* given, bound.text(1));
        by = given->bytes;
    }
    if (by != "key" && by != "value") {
        return typeError("You can only sort by either \"key\" or \"value\"");
    }
    std::vector<Value> items, keys;
    for (const auto& [key, value] : input.entries()) {
        items.push_back(Value::tuple({key, value}));
        const Value& sortBy = by == "key" ? key : value;
        keys.push_back(bound.flag(0, false) ? sortBy : ignoreCase(sortBy));
    }
    TRY(sortValues(evaluator, items, keys, bound.flag(2, false)));
    return Value::list(std::move(items));
}

Result<Value> batchFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("batch", args, {"linecount", "fill_with"}, 1));
    TRY(const std::int64_t size, bound.integer(0, 1));
    if (size < 1 || size > 100'000) return typeError("batch() needs a size of 1 to 100000");
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    std::vector<Value> rows;
    for (std::size_t i = 0; i < items.size(); i += static_cast<std::size_t>(size)) {
        const std::size_t end = std::min(i + static_cast<std::size_t>(size), items.size());
        std::vector<Value> row(items.begin() + static_cast<std::ptrdiff_t>(i),
                               items.begin() + static_cast<std::ptrdiff_t>(end));
        if (bound.given(1)) row.resize(static_cast<std::size_t>(size), bound[1]);
        rows.push_back(Value::list(std::move(row)));
    }
    return Value::generator(std::move(rows));
}

Result<Value> sliceFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound, Bound::bind("slice", args, {"slices", "fill_with"}, 1));
    TRY(const std::int64_t count, bound.integer(0, 1));
    if (count < 1 || count > 100'000) return typeError("slice() needs a count of 1 to 100000");
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    TRY(evaluator.spend(static_cast<std::uint64_t>(count)));
    const auto slices = static_cast<std::size_t>(count);
    const std::size_t each = items.size() / slices;
    const std::size_t longer = items.size() % slices;
    std::vector<Value> columns;
    std::size_t at = 0;
    for (std::size_t i = 0; i < slices; ++i) {
        const std::size_t end = at + each + static_cast<std::size_t>(i < longer);
        std::vector<Value> column(items.begin() + static_cast<std::ptrdiff_t>(at),
                                  items.begin() + static_cast<std::ptrdiff_t>(end));
        if (bound.given(1) && i >= longer) column.push_back(bound[1]);
        columns.push_back(Value::list(std::move(column)));
        at = end;
    }
    return Value::generator(std::move(columns));
}

Result<Value> groupByFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    TRY(const Bound bound,
        Bound::bind("groupby", args, {"attribute", "default", "case_sensitive"}, 1));
    TRY(AttributePath path, AttributePath::parse(bound[0]));
    if (bound.has(1)) path.setDefault(bound[1]);
    TRY(std::vector<Value> items, evaluator.iterate(input));
    std::vector<Value> pairs, keys;
    for (const Value& item : items) {
        TRY(Value label, path.get(evaluator, item));
        keys.push_back(bound.flag(2, false) ? label : ignoreCase(label));
        pairs.push_back(Value::tuple({keys.back(), label, item}));
    }
    TRY(sortValues(evaluator, pairs, keys, false));
    std::vector<Value> groups;
    const Value* last = nullptr;
    for (const Value& pair : pairs) {
        const auto& parts = pair.items();
        if (!last || !equal(*last, parts[0])) {
            groups.push_back(Value::tuple({parts[1], Value::list()}));
            last = &parts[0];
        }
        Value group = groups.back().items()[1];
        group.append(parts[2]);
    }
    return evaluator.makeList(std::move(groups));
}

constexpr FilterRow kRows[] = {
    {"batch", batchFilter},     {"count", lengthFilter},      {"dictsort", dictSortFilter},
    {"first", firstFilter},     {"groupby", groupByFilter},   {"items", itemsFilter},
    {"join", joinFilter},       {"last", lastFilter},         {"length", lengthFilter},
    {"list", listFilter},       {"max", extremeFilter<true>}, {"min", extremeFilter<false>},
    {"reverse", reverseFilter}, {"slice", sliceFilter},       {"sort", sortFilter},
    {"sum", sumFilter},         {"unique", uniqueFilter},
};

} // namespace

std::span<const FilterRow> sequenceFilters() {
    return kRows;
}

} // namespace inference::jinja
