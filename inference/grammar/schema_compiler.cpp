// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/schema_compiler.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "inference/grammar/json_text.h"
#include "inference/grammar/matcher.h"
#include "inference/grammar/number_range.h"

namespace inference::grammar {

namespace {

constexpr int kDepthMax = 64;
constexpr std::string_view kTypes[] = {"object",  "array",   "string", "number",
                                       "integer", "boolean", "null"};

/// Which type a keyword speaks of. A schema without "type" that bounds strings means strings.
struct KeywordType {
    std::string_view keyword;
    std::string_view type;
};
constexpr KeywordType kKeywordTypes[] = {{"properties", "object"},
                                         {"required", "object"},
                                         {"additionalProperties", "object"},
                                         {"minProperties", "object"},
                                         {"maxProperties", "object"},
                                         {"items", "array"},
                                         {"prefixItems", "array"},
                                         {"minItems", "array"},
                                         {"maxItems", "array"},
                                         {"minLength", "string"},
                                         {"maxLength", "string"},
                                         {"pattern", "string"},
                                         {"format", "string"},
                                         {"minimum", "number"},
                                         {"maximum", "number"},
                                         {"exclusiveMinimum", "number"},
                                         {"exclusiveMaximum", "number"},
                                         {"multipleOf", "number"}};

/// Deeper than this a schema is a loop of anyOf and allOf.
class Depth {
public:
    explicit Depth(int& depth) : m_depth(++depth) {}
    ~Depth() { --m_depth; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;

private:
    int& m_depth;
};

bool hasType(const Json& value, const Json& types) {
    return std::any_of(types.begin(), types.end(), [&](const Json& type) {
        if (type == "number") return value.is_number();
        if (type == "integer")
            return value.is_number_integer()
                   || (value.is_number_float()
                       && std::trunc(value.get<double>()) == value.get<double>());
        return type == value.type_name();
    });
}

Json without(Json schema, const std::string& keyword) {
    schema.erase(keyword);
    return schema;
}

/// The listed values of a schema that has nothing else to say of them but their type.
Json listedValues(const Json& schema) {
    Json values = Json::array();
    if (!schema.is_object()) return values;
    for (const auto& [key, part] : schema.items()) {
        if (key == "enum")
            values.insert(values.end(), part.begin(), part.end());
        else if (key == "const")
            values.push_back(part);
        else if (key != "type" && key != "title" && key != "description")
            return Json::array();
    }
    return values;
}

/// Of the listed values of oneOf's branches those in one branch only.
void dropSharedValues(std::vector<Json>& branches) {
    std::vector<Json> values;
    values.reserve(branches.size());
    for (const Json& branch : branches) values.push_back(listedValues(branch));
    for (std::size_t i = 0; i < branches.size(); ++i) {
        Json own = Json::array();
        for (const Json& value : values[i]) {
            bool shared = false;
            for (std::size_t other = 0; other < values.size(); ++other)
                shared |= other != i
                          && std::any_of(values[other].begin(), values[other].end(),
                                         [&](const Json& v) { return sameValue(v, value); });
            if (!shared) own.push_back(value);
        }
        if (own.size() == values[i].size()) continue;
        branches[i].erase("const");
        branches[i]["enum"] = std::move(own);
    }
}

} // namespace

Result<GrammarPointer> SchemaCompiler::compile(const Json& schema, const std::string& pointer) {
    const std::uint32_t root = m_builder.declare("root", pointer);
    TRY(const Expression expression, value(schema, pointer));
    m_builder.define(root, expression);
    while (!m_pending.empty()) {
        const Pending next = m_pending.back();
        m_pending.pop_back();
        TRY(const Expression target, value(*next.schema, next.pointer));
        m_builder.define(next.rule, target);
    }
    auto built = m_builder.build(root);
    if (built || built.error().code != ErrorCode::InvalidArgument) return built;
    return Error{ErrorCode::InvalidArgument,
                 "no JSON can satisfy the schema at " + pointer
                     + ": check for contradictions and for references without an end"};
}

Result<Expression> SchemaCompiler::value(const Json& schema, const std::string& pointer) {
    const Depth depth(m_depth);
    if (m_depth > kDepthMax)
        return Error{ErrorCode::LimitExceeded,
                     "the schema at " + pointer + " is nested too deeply: use $ref and $defs"};
    TRY(SchemaDocument::check(schema, pointer));
    if (schema == false) return nothing();
    if (schema == true || schema.empty()) return any();
    if (schema.contains("$ref")) return referenced(schema, pointer);
    if (schema.contains("allOf")) return allOf(schema, pointer);
    if (schema.value("nullable", false)) {
        TRY(Expression other, value(without(schema, "nullable"), pointer));
        return choice({std::move(other), literal("null")});
    }
    if (schema.contains("anyOf")) return branches(schema, "anyOf", pointer);
    if (schema.contains("oneOf")) return branches(schema, "oneOf", pointer);
    if (schema.contains("enum") || schema.contains("const")) return enumeration(schema, pointer);

    Json types = Json::array();
    if (const auto type = schema.find("type"); type != schema.end()) {
        types = type->is_array() ? *type : Json::array({*type});
    } else {
        for (const KeywordType& row : kKeywordTypes)
            if (schema.contains(std::string(row.keyword))
                && std::find(types.begin(), types.end(), row.type) == types.end())
                types.push_back(row.type);
        if (types.empty()) return any();
    }
    std::vector<Expression> choices;
    for (const Json& type : types) {
        const std::string name = type.is_string() ? type.get<std::string>() : std::string();
        if (std::find(std::begin(kTypes), std::end(kTypes), name) == std::end(kTypes))
            return Error{ErrorCode::InvalidArgument,
                         "the keyword \"type\" at " + memberPointer(pointer, "type")
                             + " names no type of JSON: " + type.dump()};
        TRY(Expression one, typed(schema, name, pointer));
        choices.push_back(std::move(one));
    }
    return choice(std::move(choices));
}

Result<Expression> SchemaCompiler::typed(const Json& schema, const std::string& type,
                                         const std::string& pointer) {
    if (type == "object") return object(schema, pointer);
    if (type == "array") return array(schema, pointer);
    if (type == "string") return text(schema, pointer);
    if (type == "number" || type == "integer") return number(schema, type == "integer", pointer);
    if (type == "boolean") return choice({literal("true"), literal("false")});
    return literal("null");
}

Result<Expression> SchemaCompiler::referenced(const Json& schema, const std::string& pointer) {
    const std::string name = schema["$ref"].get<std::string>();
    TRY(const Json* target, m_document.resolve(name, pointer));
    const Json siblings = without(schema, "$ref");
    // Beside a reference stand mostly descriptions; anything else narrows what it means.
    const bool narrows =
        std::any_of(siblings.items().begin(), siblings.items().end(), [](const auto& entry) {
            const std::string& key = entry.key();
            return key != "$defs" && key != "definitions" && key != "title" && key != "description"
                   && key != "default" && key != "$schema" && key != "$id" && key != "$comment"
                   && key != "examples" && key != "deprecated";
        });
    if (narrows) {
        TRY(const Json both, mergeSchemas(m_document, *target, siblings, pointer));
        return value(both, pointer);
    }
    const auto [found, isNew] = m_references.try_emplace(target, 0);
    if (isNew) {
        found->second = m_builder.declare(name, name);
        m_pending.push_back({target, found->second, name});
    }
    return reference(found->second);
}

Result<Expression> SchemaCompiler::allOf(const Json& schema, const std::string& pointer) {
    Json all = without(schema, "allOf");
    const std::string below = memberPointer(pointer, "allOf");
    std::size_t index = 0;
    for (const Json& part : schema["allOf"]) {
        TRY(SchemaDocument::check(part, memberPointer(below, std::to_string(index++))));
        TRY(all, mergeSchemas(m_document, all, part, pointer));
    }
    return value(all, pointer);
}

Result<Expression> SchemaCompiler::branches(const Json& schema, const std::string& keyword,
                                            const std::string& pointer) {
    const Json base = without(schema, keyword);
    const std::string below = memberPointer(pointer, keyword);
    std::vector<Json> merged;
    for (const Json& branch : schema[keyword]) {
        const std::string at = memberPointer(below, std::to_string(merged.size()));
        TRY(SchemaDocument::check(branch, at));
        TRY(Json both, mergeSchemas(m_document, base, branch, at));
        merged.push_back(std::move(both));
    }
    if (keyword == "oneOf") dropSharedValues(merged);
    std::vector<Expression> choices;
    for (std::size_t i = 0; i < merged.size(); ++i) {
        TRY(Expression one, value(merged[i], memberPointer(below, std::to_string(i))));
        choices.push_back(std::move(one));
    }
    return choice(std::move(choices));
}

/// The listed values that the rest of the schema accepts. Types are looked at; for anything else a
/// grammar made of that rest is asked.
Result<Expression> SchemaCompiler::enumeration(const Json& schema, const std::string& pointer) {
    Json values = schema.contains("enum") ? schema["enum"] : Json::array({schema["const"]});
    if (schema.contains("enum") && schema.contains("const")) {
        const Json& only = schema["const"];
        const bool listed = std::any_of(values.begin(), values.end(),
                                        [&](const Json& v) { return sameValue(v, only); });
        values = listed ? Json::array({only}) : Json::array();
    }
    const Json rest = without(without(schema, "enum"), "const");
    const bool bounded = std::any_of(
        std::begin(kKeywordTypes), std::end(kKeywordTypes),
        [&](const KeywordType& row) { return rest.contains(std::string(row.keyword)); });
    GrammarPointer accepted;
    if (bounded) {
        SchemaCompiler others(m_document);
        others.m_depth = m_depth;
        TRY(accepted, others.compile(rest, pointer));
    }
    Json types = rest.contains("type") ? rest["type"] : Json();
    if (types.is_string()) types = Json::array({types});
    std::vector<std::string> simple;
    std::vector<Expression> choices;
    for (const Json& value : values) {
        const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (types.is_array() && !hasType(value, types)) continue;
        if (accepted && !matches(accepted, text)) continue;
        if (value.is_structured())
            choices.push_back(valueOf(value));
        else
            simple.push_back(text);
    }
    if (!simple.empty()) choices.push_back(anyOf(std::move(simple)));
    return choice(std::move(choices));
}

/// A given value, with room between its parts.
Expression SchemaCompiler::valueOf(const Json& value) {
    if (!value.is_structured())
        return literal(value.dump(-1, ' ', false, Json::error_handler_t::replace));
    std::vector<Expression> parts;
    for (const auto& [key, part] : value.items()) {
        if (!parts.empty()) parts.push_back(separator());
        if (value.is_object()) {
            parts.push_back(literal('"' + jsonEscaped(key) + "\":"));
            parts.push_back(optional(literal(" ")));
        }
        parts.push_back(valueOf(part));
    }
    return value.is_object() ? inBraces('{', sequence(std::move(parts)), '}')
                             : inBraces('[', sequence(std::move(parts)), ']');
}

Expression SchemaCompiler::space() {
    if (!m_space) m_space = m_builder.add(jsonSpace());
    return reference(*m_space);
}

Expression SchemaCompiler::string() {
    if (!m_string)
        m_string = m_builder.add(
            sequence({literal("\""), repeat(jsonCharacter(), 0, kUnlimited), literal("\"")}));
    return reference(*m_string);
}

Expression SchemaCompiler::separator() {
    return sequence({literal(","), space()});
}

Expression SchemaCompiler::inBraces(char open, Expression inner, char close) {
    return sequence({literal(std::string(1, open)), space(), std::move(inner), space(),
                     literal(std::string(1, close))});
}

Expression SchemaCompiler::any() {
    if (m_any) return reference(*m_any);
    m_any = m_builder.declare("any", {});
    Expression self = reference(*m_any);
    const Expression pair = sequence({string(), literal(":"), optional(literal(" ")), self});
    const auto list = [&](const Expression& part) {
        return optional(sequence({part, repeat(sequence({separator(), part}), 0, kUnlimited)}));
    };
    m_builder.define(*m_any, choice({string(), numberBetween({}), inBraces('{', list(pair), '}'),
                                     inBraces('[', list(self), ']'), literal("true"),
                                     literal("false"), literal("null")}));
    return self;
}

bool matches(const GrammarPointer& grammar, std::string_view text) {
    Matcher matcher(grammar, 1);
    Matcher::StateId state = matcher.start();
    for (const char c : text) {
        state = matcher.next(state, static_cast<std::uint8_t>(c));
        if (state == Matcher::kDead) return false;
    }
    return matcher.complete(state);
}

} // namespace inference::grammar
