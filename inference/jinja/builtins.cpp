// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/jinja/builtins.h"

#include <unordered_map>

#include "inference/jinja/operators.h"
#include "inference/jinja/python_text.h"

namespace inference::jinja {

namespace {

template <typename Row>
using Index = std::unordered_map<std::string_view, const Row*>;

template <typename Row>
Index<Row> makeIndex(std::initializer_list<std::span<const Row>> groups) {
    Index<Row> index;
    for (const auto& rows : groups) {
        for (const Row& row : rows) index.emplace(row.name, &row);
    }
    return index;
}

template <typename Row>
const Row* lookUp(const Index<Row>& index, std::string_view name) {
    const auto it = index.find(name);
    return it == index.end() ? nullptr : it->second;
}

} // namespace

const FilterRow* findFilter(std::string_view name) {
    static const auto index =
        makeIndex<FilterRow>({textFilters(), sequenceFilters(), selectionFilters(), pageFilters()});
    return lookUp(index, name);
}

const MethodRow* findMethod(Kind kind, std::string_view name) {
    static const auto text = makeIndex<MethodRow>({textMethods(), textPredicates()});
    static const auto list = makeIndex<MethodRow>({listMethods()});
    static const auto tuple = makeIndex<MethodRow>({tupleMethods()});
    static const auto dict = makeIndex<MethodRow>({dictMethods()});
    switch (kind) {
    case Kind::String: return lookUp(text, name);
    case Kind::List: return lookUp(list, name);
    case Kind::Tuple: return lookUp(tuple, name);
    case Kind::Dict: return lookUp(dict, name);
    default: return nullptr;
    }
}

std::size_t workOf(const Value& value) {
    switch (value.kind()) {
    case Kind::String: return value.asString().size() / 16;
    case Kind::List:
    case Kind::Tuple:
    case Kind::Generator: return value.items().size();
    case Kind::Dict:
    case Kind::Namespace: return value.entries().size();
    default: return 0;
    }
}

Result<Bound> Bound::bind(std::string_view function, const CallArgs& args,
                          std::initializer_list<std::string_view> names, std::size_t required) {
    ASSERT(names.size() <= kMax);
    Bound bound;
    bound.m_function = function;
    const std::string label = std::string(function) + "()";
    if (args.positional.size() > names.size()) {
        return typeError(label + " takes at most " + std::to_string(names.size()) + " argument(s), "
                         + std::to_string(args.positional.size()) + " given");
    }
    for (std::size_t i = 0; i < args.positional.size(); ++i) {
        bound.m_values[i] = &args.positional[i];
    }
    for (const auto& [name, value] : args.named) {
        std::size_t i = 0;
        for (const std::string_view candidate : names) {
            if (candidate == name) break;
            ++i;
        }
        if (i == names.size()) {
            return typeError(label + " got an unexpected keyword argument '" + name + "'");
        }
        if (bound.m_values[i]) {
            return typeError(label + " got multiple values for argument '" + name + "'");
        }
        bound.m_values[i] = &value;
    }
    for (std::size_t i = 0; i < required; ++i) {
        if (!bound.m_values[i]) {
            return typeError(label + " misses the argument '" + std::string(names.begin()[i])
                             + "'");
        }
    }
    return bound;
}

bool Bound::flag(std::size_t i, bool fallback) const {
    return has(i) ? truthy(*m_values[i]) : fallback;
}

Result<std::int64_t> Bound::integer(std::size_t i, std::int64_t fallback) const {
    if (!given(i)) return fallback;
    const Value& value = *m_values[i];
    if (value.isUndefined()) return undefinedError(value);
    if (!value.is(Kind::Int) && !value.is(Kind::Bool)) {
        return typeError(std::string(m_function) + "() needs an integer, not "
                         + std::string(typeName(value)));
    }
    return value.asInt();
}

Result<const Text*> Bound::text(std::size_t i) const {
    const Value& value = *m_values[i];
    if (value.isUndefined()) return undefinedError(value);
    if (!value.isString()) {
        return typeError(std::string(m_function) + "() needs a string, not "
                         + std::string(typeName(value)));
    }
    return &value.asText();
}

} // namespace inference::jinja
