// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// map, select and reject, and the attribute paths that they and others take.
#include <algorithm>

#include "inference/jinja/attribute_path.h"
#include "inference/jinja/builtins.h"
#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"

namespace inference::jinja {

Result<AttributePath> AttributePath::parse(const Value& attribute) {
    AttributePath path;
    if (!attribute.isString()) {
        path.m_parts.push_back(attribute);
        return path;
    }
    std::string_view rest = attribute.asString();
    for (;;) {
        const std::size_t dot = rest.find('.');
        const std::string_view part = rest.substr(0, dot);
        const bool digits = !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
            return c >= '0' && c <= '9';
        });
        const auto number = digits ? parseInteger(part) : std::nullopt;
        path.m_parts.push_back(number ? Value::integer(*number) : Value::string(std::string(part)));
        if (dot == std::string_view::npos) return path;
        rest.remove_prefix(dot + 1);
    }
}

Result<std::vector<AttributePath>> AttributePath::parseAll(const Value& attribute) {
    std::vector<AttributePath> paths;
    if (!attribute.isString()) {
        TRY(AttributePath path, parse(attribute));
        paths.push_back(std::move(path));
        return paths;
    }
    std::string_view rest = attribute.asString();
    for (;;) {
        const std::size_t comma = rest.find(',');
        TRY(AttributePath path, parse(Value::string(std::string(rest.substr(0, comma)))));
        paths.push_back(std::move(path));
        if (comma == std::string_view::npos) return paths;
        rest.remove_prefix(comma + 1);
    }
}

Result<Value> AttributePath::get(Evaluator& evaluator, const Value& item) const {
    Value current = item;
    for (const Value& part : m_parts) {
        TRY(evaluator.spend(1));
        TRY(current, evaluator.itemOf(current, part));
        if (m_default && current.isUndefined()) current = *m_default;
    }
    return current;
}

namespace {

Result<Value> mapFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    std::vector<Value> out;
    if (!truthy(input)) return Value::generator({});
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    if (args.positional.empty()) {
        TRY(const Bound bound, Bound::bind("map", args, {"attribute", "default"}, 1));
        TRY(AttributePath path, AttributePath::parse(bound[0]));
        if (bound.given(1)) path.setDefault(bound[1]);
        for (const Value& item : items) {
            TRY(Value value, path.get(evaluator, item));
            out.push_back(std::move(value));
        }
        return Value::generator(std::move(out));
    }
    if (!args.positional[0].isString()) return typeError("map() needs the name of a filter");
    const std::string name(args.positional[0].asString());
    CallArgs rest = args;
    rest.positional.erase(rest.positional.begin());
    for (const Value& item : items) {
        TRY(Value value, evaluator.applyFilter(name, item, rest));
        out.push_back(std::move(value));
    }
    return Value::generator(std::move(out));
}

// Keeps the items for which a test holds (or does not), on themselves or on an attribute.
template <bool keep, bool byAttribute>
Result<Value> selectFilter(Evaluator& evaluator, const Value& input, CallArgs& args) {
    if (!truthy(input)) return Value::generator({});
    CallArgs rest = args;
    std::optional<AttributePath> path;
    if (byAttribute) {
        if (rest.positional.empty()) return typeError("the name of an attribute is missing");
        TRY(path, AttributePath::parse(rest.positional[0]));
        rest.positional.erase(rest.positional.begin());
    }
    std::string test;
    if (!rest.positional.empty()) {
        if (!rest.positional[0].isString()) return typeError("the name of a test is missing");
        test = rest.positional[0].asString();
        rest.positional.erase(rest.positional.begin());
    }
    TRY(const std::vector<Value> items, evaluator.iterate(input));
    std::vector<Value> out;
    for (const Value& item : items) {
        Value subject = item;
        if (path) {
            TRY(subject, path->get(evaluator, item));
        }
        bool holds = truthy(subject);
        if (!test.empty()) {
            TRY(holds, evaluator.applyTest(test, subject, rest));
        }
        TRY(evaluator.spend(1));
        if (holds == keep) out.push_back(item);
    }
    return Value::generator(std::move(out));
}

constexpr FilterRow kRows[] = {
    {"map", mapFilter},
    {"reject", selectFilter<false, false>},
    {"rejectattr", selectFilter<false, true>},
    {"select", selectFilter<true, false>},
    {"selectattr", selectFilter<true, true>},
};

} // namespace

std::span<const FilterRow> selectionFilters() {
    return kRows;
}

} // namespace inference::jinja
