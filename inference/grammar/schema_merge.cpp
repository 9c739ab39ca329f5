// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>

#include "inference/grammar/schema_document.h"

namespace inference::grammar {

namespace {

constexpr int kDepthMax = 32;
constexpr std::size_t kBranchesMax = 256;

const Json* member(const Json& object, std::string_view key) {
    const auto found = object.find(std::string(key));
    return found == object.end() ? nullptr : &*found;
}

Error cannotMerge(std::string_view keyword, const std::string& pointer) {
    return {ErrorCode::Unsupported, "two different values of the keyword \"" + std::string(keyword)
                                        + "\" meet at " + memberPointer(pointer, keyword)
                                        + ", which is not supported: say it once"};
}

Json typesOf(const Json& value) {
    return value.is_array() ? value : Json::array({value});
}

bool includes(const Json& types, std::string_view type) {
    return std::any_of(types.begin(), types.end(), [&](const Json& t) { return t == type; });
}

Json commonTypes(const Json& a, const Json& b) {
    const Json first = typesOf(a);
    const Json second = typesOf(b);
    Json common = Json::array();
    for (const Json& type : first) {
        const bool meetAtIntegers = (type == "number" && includes(second, "integer"))
                                    || (type == "integer" && includes(second, "number"));
        if (includes(second, type.is_string() ? type.get<std::string>() : ""))
            common.push_back(type);
        else if (meetAtIntegers)
            common.push_back("integer");
    }
    return common;
}

/// Merges two schemas, member by member, into a copy of the first.
class Merger {
public:
    Merger(const SchemaDocument& document, const Json& a, const Json& b, const std::string& pointer,
           int depth)
        : m_document(document), m_a(a), m_b(b), m_pointer(pointer), m_depth(depth) {}

    Result<Json> run() {
        m_out = m_a;
        for (const auto& [keyword, value] : m_b.items()) {
            const Json* own = member(m_a, keyword);
            if (keyword == "properties" || keyword == "additionalProperties"
                || keyword == "prefixItems" || keyword == "items")
                continue; // Together, below.
            if (keyword == "allOf" && own != nullptr) {
                m_out["allOf"].insert(m_out["allOf"].end(), value.begin(), value.end());
            } else if (own == nullptr) {
                m_out[keyword] = value;
            } else {
                TRY(mergeMember(keyword, *own, value));
            }
        }
        TRY(mergeProperties());
        TRY(mergeItems());
        if (m_nothing) return Json(false);
        return std::move(m_out);
    }

private:
    Result<Json> merged(const Json& a, const Json& b, std::string_view below) const {
        return mergeSchemas(m_document, a, b, memberPointer(m_pointer, below), m_depth + 1);
    }

    Result<void> mergeMember(const std::string& keyword, const Json& a, const Json& b) {
        Json& target = m_out[keyword];
        const auto larger = [&] { return a.get<double>() < b.get<double>() ? b : a; };
        const auto smaller = [&] { return b.get<double>() < a.get<double>() ? b : a; };
        if (keyword == "type") {
            target = commonTypes(a, b);
            if (target.empty()) m_nothing = true;
        } else if (keyword.starts_with("min") || keyword == "exclusiveMinimum") {
            target = larger();
        } else if (keyword.starts_with("max") || keyword == "exclusiveMaximum") {
            target = smaller();
        } else if (keyword == "required") {
            for (const Json& name : b)
                if (std::find(a.begin(), a.end(), name) == a.end()) target.push_back(name);
        } else if (keyword == "enum") {
            target = Json::array();
            for (const Json& value : a)
                if (std::any_of(b.begin(), b.end(),
                                [&](const Json& other) { return sameValue(value, other); }))
                    target.push_back(value);
        } else if (keyword == "anyOf" || keyword == "oneOf") {
            return mergeBranches(keyword, a, b);
        } else if (keyword == "nullable") {
            target = a.get<bool>() && b.get<bool>();
        } else if (keyword == "const" || keyword == "pattern" || keyword == "format"
                   || keyword == "multipleOf" || keyword == "additionalItems") {
            if (!sameValue(a, b)) return cannotMerge(keyword, m_pointer);
        }
        return {}; // Annotations: one will do.
    }

    Result<void> mergeBranches(const std::string& keyword, const Json& a, const Json& b) {
        if (a.size() * b.size() > kBranchesMax)
            return Error{ErrorCode::LimitExceeded,
                         "too many combinations of \"" + keyword + "\" at " + m_pointer};
        Json branches = Json::array();
        for (const Json& one : a) {
            for (const Json& other : b) {
                TRY(Json both, merged(one, other, keyword));
                branches.push_back(std::move(both));
            }
        }
        m_out[keyword] = std::move(branches);
        return {};
    }

    /// A property that only one side names must still please what the other says of all others.
    Result<void> mergeProperties() {
        const Json* first = member(m_a, "properties");
        const Json* second = member(m_b, "properties");
        const Json* firstRest = member(m_a, "additionalProperties");
        const Json* secondRest = member(m_b, "additionalProperties");
        const Json empty = Json::object();
        Json properties = Json::object();
        const auto join = [&](const std::string& name, const Json* one,
                              const Json* other) -> Result<void> {
            const Json anything = true;
            TRY(properties[name],
                merged(one ? *one : anything, other ? *other : anything, "properties/" + name));
            return {};
        };
        for (const auto& [name, schema] : (first ? *first : empty).items()) {
            const Json* other = second ? member(*second, name) : nullptr;
            TRY(join(name, &schema, other ? other : secondRest));
        }
        for (const auto& [name, schema] : (second ? *second : empty).items())
            if (!properties.contains(name)) {
                TRY(join(name, firstRest, &schema));
            }
        if (first || second) m_out["properties"] = std::move(properties);
        if (firstRest && secondRest) {
            TRY(m_out["additionalProperties"],
                merged(*firstRest, *secondRest, "additionalProperties"));
        } else if (secondRest) {
            m_out["additionalProperties"] = *secondRest;
        }
        return {};
    }

    Result<void> mergeItems() {
        const Json none = Json::array();
        const Json anything = true;
        const auto part = [&](const Json& schema, std::size_t i) -> const Json& {
            const Json* prefix = member(schema, "prefixItems");
            if (prefix && i < prefix->size()) return (*prefix)[i];
            const Json* rest = member(schema, "items");
            return rest ? *rest : anything;
        };
        const Json* first = member(m_a, "prefixItems");
        const Json* second = member(m_b, "prefixItems");
        const std::size_t count = std::max(first ? first->size() : 0, second ? second->size() : 0);
        Json prefix = Json::array();
        for (std::size_t i = 0; i < count; ++i) {
            TRY(Json both, merged(part(m_a, i), part(m_b, i), "prefixItems"));
            prefix.push_back(std::move(both));
        }
        if (count > 0) m_out["prefixItems"] = std::move(prefix);
        const Json* one = member(m_a, "items");
        const Json* other = member(m_b, "items");
        if (one && other) {
            TRY(m_out["items"], merged(*one, *other, "items"));
        } else if (other) {
            m_out["items"] = *other;
        }
        return {};
    }

    const SchemaDocument& m_document;
    const Json& m_a;
    const Json& m_b;
    const std::string& m_pointer;
    int m_depth;
    Json m_out;
    bool m_nothing = false; ///< The two have no value in common.
};

bool acceptsAll(const Json& schema) {
    return schema == true || (schema.is_object() && schema.empty());
}

/// Follows references and writes const as an enum of one, so that members can be compared.
Result<Json> prepared(const SchemaDocument& document, const Json& schema,
                      const std::string& pointer, int depth) {
    TRY(SchemaDocument::check(schema, pointer));
    if (!schema.is_object()) return schema;
    Json out = schema;
    if (const auto value = out.find("const"); value != out.end()) {
        Json only = Json::array({*value});
        out.erase("const");
        if (const Json* list = member(out, "enum")) {
            const bool listed = std::any_of(list->begin(), list->end(),
                                            [&](const Json& v) { return sameValue(v, only[0]); });
            if (!listed) only = Json::array();
        }
        out["enum"] = std::move(only);
    }
    const Json* reference = member(out, "$ref");
    if (reference == nullptr) return out;
    TRY(const Json* target, document.resolve(reference->get<std::string>(), pointer));
    out.erase("$ref");
    return mergeSchemas(document, *target, out, pointer, depth + 1);
}

} // namespace

bool sameValue(const Json& a, const Json& b) {
    return a == b; // nlohmann compares numbers by value whatever their kind.
}

Result<Json> mergeSchemas(const SchemaDocument& document, const Json& a, const Json& b,
                          const std::string& pointer, int depth) {
    if (depth > kDepthMax)
        return Error{ErrorCode::LimitExceeded,
                     "references and allOf at " + pointer
                         + " are nested too deeply: let the schema refer to itself only inside of "
                           "properties or items"};
    if (acceptsAll(a)) return b;
    if (acceptsAll(b)) return a;
    TRY(const Json first, prepared(document, a, pointer, depth));
    TRY(const Json second, prepared(document, b, pointer, depth));
    if (first == false || second == false) return Json(false);
    if (acceptsAll(first)) return second;
    if (acceptsAll(second)) return first;
    return Merger(document, first, second, pointer, depth).run();
}

} // namespace inference::grammar
