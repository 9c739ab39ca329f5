// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <utility>

#include "inference/grammar/json_text.h"
#include "inference/grammar/number_range.h"
#include "inference/grammar/schema_compiler.h"
#include "inference/grammar/schema_formats.h"

namespace inference::grammar {

namespace {

constexpr std::uint32_t kCountMax = 100'000;

Error unsupported(std::string_view keyword, const std::string& pointer, const std::string& why) {
    return {ErrorCode::Unsupported, "the keyword \"" + std::string(keyword) + "\" at "
                                        + memberPointer(pointer, keyword) + " is not supported "
                                        + why};
}

const Json* member(const Json& schema, const char* keyword) {
    const auto found = schema.find(keyword);
    return found == schema.end() ? nullptr : &*found;
}

/// A count that the schema gives, or `otherwise`.
Result<std::uint32_t> count(const Json& schema, const char* keyword, std::uint32_t otherwise,
                            const std::string& pointer) {
    const Json* value = member(schema, keyword);
    if (value == nullptr) return otherwise;
    if (value->get<double>() <= kCountMax) return static_cast<std::uint32_t>(value->get<double>());
    // As a maximum so much is no bound at all.
    if (otherwise == kUnlimited) return kUnlimited;
    return Error{ErrorCode::LimitExceeded, "the keyword \"" + std::string(keyword) + "\" at "
                                               + memberPointer(pointer, keyword)
                                               + " is larger than " + std::to_string(kCountMax)};
}

Expression quoted(Expression inner) {
    return sequence({literal("\""), std::move(inner), literal("\"")});
}

/// k where the value is 10^k, or nothing.
std::optional<int> powerOfTen(const Json& value) {
    const std::string decimal = decimalOf(value.get<double>());
    const std::size_t point = decimal.find('.');
    if (point == std::string::npos) {
        if (decimal[0] != '1' || decimal.find_first_not_of('0', 1) != std::string::npos)
            return std::nullopt;
        return static_cast<int>(decimal.size()) - 1;
    }
    if (decimal.back() != '1' || decimal.find_first_not_of("0.") != decimal.size() - 1)
        return std::nullopt;
    return -static_cast<int>(decimal.size() - point - 1);
}

std::string decimalText(const Json& value) {
    if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
    if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
    return decimalOf(value.get<double>());
}

} // namespace

Result<Expression> SchemaCompiler::text(const Json& schema, const std::string& pointer) {
    TRY(const std::uint32_t min, count(schema, "minLength", 0, pointer));
    TRY(const std::uint32_t max, count(schema, "maxLength", kUnlimited, pointer));
    if (max < min) return nothing();
    const Json* pattern = member(schema, "pattern");
    const Json* format = member(schema, "format");
    std::string source;
    const char* keyword = "pattern";
    if (pattern != nullptr) source = pattern->get<std::string>();
    if (format != nullptr) {
        const auto known = patternOfFormat(format->get<std::string>());
        if (!known)
            return unsupported("format", pointer,
                               "with the value " + format->dump() + ": use a pattern");
        if (!known->empty() && pattern != nullptr)
            return unsupported("format", pointer, "together with \"pattern\": use one of them");
        if (!known->empty()) keyword = "format";
        if (!known->empty()) source = *known;
    }
    if (source.empty()) {
        if (min == 0 && max == kUnlimited) return string();
        return quoted(repeat(jsonCharacter(), min, max));
    }
    auto parsed = parsePattern(source);
    if (!parsed)
        return Error{parsed.error().code, "the keyword \"" + std::string(keyword) + "\" at "
                                              + memberPointer(pointer, keyword) + ": "
                                              + parsed.error().detail};
    Expression& inner = parsed->expression;
    if (min > parsed->lengthMin || max < parsed->lengthMax) {
        // One repeated character can be counted; two conditions on anything else cannot be met at
        // once by a grammar of reasonable size.
        Expression* run = &inner;
        while (run->kind == Expression::Kind::Sequence && run->parts.size() == 1)
            run = &run->parts.front();
        const bool counts = run->kind == Expression::Kind::Repeat
                            && run->parts.front().kind == Expression::Kind::Item;
        if (!counts)
            return unsupported(min > parsed->lengthMin ? "minLength" : "maxLength", pointer,
                               "together with this \"" + std::string(keyword)
                                   + "\": put the length into the pattern");
        run->min = std::max(run->min, min);
        run->max = std::min(run->max, max);
        if (run->max < run->min) return nothing();
    }
    return quoted(std::move(inner));
}

Result<Expression> SchemaCompiler::number(const Json& schema, bool integer,
                                          const std::string& pointer) {
    NumberShape shape;
    shape.integer = integer;
    const auto bound = [&](const char* inclusive, const char* exclusive, int sign) {
        std::optional<NumberBound> out;
        const Json* a = member(schema, inclusive);
        const Json* b = member(schema, exclusive);
        if (a) out = NumberBound{decimalText(*a), false};
        const bool tighter = a && b && sign * (b->get<double>() - a->get<double>()) >= 0;
        if (b && (!a || tighter)) out = NumberBound{decimalText(*b), true};
        return out;
    };
    shape.minimum = bound("minimum", "exclusiveMinimum", 1);
    shape.maximum = bound("maximum", "exclusiveMaximum", -1);
    const Json* step = member(schema, "multipleOf");
    if (step == nullptr) return numberBetween(shape);
    const std::optional<int> power = powerOfTen(*step);
    if (!power || *power > 15 || *power < -15)
        return unsupported("multipleOf", pointer,
                           "with the value " + step->dump() + ": use 1, 10, 0.1 and the like");
    if (*power == 0 || (integer && *power < 0)) {
        shape.integer = true;
        return numberBetween(shape);
    }
    if (shape.minimum || shape.maximum)
        return unsupported("multipleOf", pointer, "together with bounds: leave one of them out");
    NumberShape whole;
    whole.integer = true;
    const Expression digits = characters(CodePoints::range('0', '9'));
    if (*power < 0)
        return sequence(
            {numberBetween(whole),
             optional(sequence(
                 {literal("."), repeat(digits, 1, static_cast<std::uint32_t>(-*power))}))});
    return choice(
        {literal("0"), sequence({optional(literal("-")), characters(CodePoints::range('1', '9')),
                                 repeat(digits, 0, 12),
                                 literal(std::string(static_cast<std::size_t>(*power), '0'))})});
}

Result<std::optional<Expression>> SchemaCompiler::furtherMembers(const Json& schema,
                                                                 const std::string& pointer) {
    const Json* properties = member(schema, "properties");
    const Json* rest = member(schema, "additionalProperties");
    // Said nothing, others are allowed; but whoever names some means those.
    if (rest == nullptr && properties != nullptr) return std::optional<Expression>();
    if (rest != nullptr && *rest == false) return std::optional<Expression>();
    std::vector<std::string> names;
    if (properties != nullptr)
        for (const auto& [name, unused] : properties->items()) names.push_back(name);
    const Json anything = true;
    TRY(Expression part,
        value(rest ? *rest : anything, memberPointer(pointer, "additionalProperties")));
    Expression name = names.empty() ? string() : quoted(jsonTextOtherThan(names));
    return std::optional(reference(m_builder.add(
        sequence({std::move(name), literal(":"), optional(literal(" ")), std::move(part)}))));
}

Result<Expression> SchemaCompiler::object(const Json& schema, const std::string& pointer) {
    Keys required;
    if (const Json* list = member(schema, "required")) {
        for (const Json& name : *list) {
            if (!name.is_string())
                return Error{ErrorCode::InvalidArgument, "the keyword \"required\" at "
                                                             + memberPointer(pointer, "required")
                                                             + " should hold names"};
            required.push_back(name.get<std::string>());
        }
    }
    TRY(Expression inner, members(schema, required, pointer));
    return inBraces('{', std::move(inner), '}');
}

/// Properties in their order. Two rules for each: as the first one written, and after others.
Result<Expression> SchemaCompiler::members(const Json& schema, const Keys& required,
                                           const std::string& pointer) {
    Json properties = member(schema, "properties") ? schema["properties"] : Json::object();
    TRY(const std::optional<Expression> further, furtherMembers(schema, pointer));
    const Json* rest = member(schema, "additionalProperties");
    for (const std::string& name : required) // Named here only: what others look like.
        if (!properties.contains(name)) properties[name] = rest ? *rest : Json(true);
    TRY(const std::uint32_t min, count(schema, "minProperties", 0, pointer));
    TRY(const std::uint32_t max, count(schema, "maxProperties", kUnlimited, pointer));

    const auto isRequired = [&](const std::string& name) {
        return std::find(required.begin(), required.end(), name) != required.end();
    };
    std::uint32_t needed = 0;
    for (const auto& [name, unused] : properties.items()) needed += isRequired(name) ? 1 : 0;
    if (properties.size() > needed || (needed > 0 && further)) {
        // Counting them while each may be left out would take a rule for every count.
        if (min > needed)
            return unsupported("minProperties", pointer, "here: require them by name");
        if (max != kUnlimited && (further || max < properties.size()))
            return unsupported("maxProperties", pointer, "beside optional properties");
    }
    if (max < needed || (!further && min > properties.size())) return nothing();

    Expression first;
    Expression after;
    if (further) {
        const std::uint32_t low = properties.empty() && min > 0 ? min - 1 : 0;
        const std::uint32_t high = max == kUnlimited || max == 0 ? max : max - 1;
        Expression again = repeat(sequence({separator(), *further}), low, high);
        first = sequence({*further, again});
        if (max == 0) first = {};
        if (!properties.empty() || min == 0) first = optional(std::move(first));
        after = std::move(again);
    }
    const std::string below = memberPointer(pointer, "properties");
    std::vector<std::pair<std::string, Expression>> parts;
    for (const auto& [name, part] : properties.items()) {
        TRY(Expression one, value(part, memberPointer(below, name)));
        parts.emplace_back(name, sequence({literal('"' + jsonEscaped(name) + "\":"),
                                           optional(literal(" ")), std::move(one)}));
    }
    for (std::size_t i = parts.size(); i-- > 0;) {
        const Expression part = reference(m_builder.add(parts[i].second));
        const Expression next = reference(m_builder.add(after));
        std::vector<Expression> begins{sequence({part, next})};
        std::vector<Expression> continues{sequence({separator(), part, next})};
        if (!isRequired(parts[i].first)) {
            begins.push_back(reference(m_builder.add(first)));
            continues.push_back(next);
        }
        first = choice(std::move(begins));
        after = choice(std::move(continues));
    }
    return first;
}

Result<Expression> SchemaCompiler::array(const Json& schema, const std::string& pointer) {
    const Json* prefix = member(schema, "prefixItems");
    const Json* rest = member(schema, "items");
    if (rest != nullptr && rest->is_array()) { // As before draft 2020-12.
        prefix = rest;
        rest = member(schema, "additionalItems");
    }
    TRY(const std::uint32_t min, count(schema, "minItems", 0, pointer));
    TRY(std::uint32_t max, count(schema, "maxItems", kUnlimited, pointer));
    const std::size_t prefixSize = prefix ? prefix->size() : 0;
    const Json anything = true;
    if (rest != nullptr && *rest == false)
        max = std::min(max, static_cast<std::uint32_t>(prefixSize));
    if (max < min) return nothing();
    Expression tail;
    if (max > prefixSize) {
        TRY(Expression one, value(rest ? *rest : anything, memberPointer(pointer, "items")));
        const Expression part = reference(m_builder.add(one));
        const auto left = [&](std::uint32_t bound) {
            if (bound == kUnlimited) return kUnlimited;
            return static_cast<std::uint32_t>(bound - std::min<std::size_t>(bound, prefixSize));
        };
        const Expression more = sequence({separator(), part});
        if (prefixSize > 0) {
            tail = repeat(more, left(min), left(max));
        } else {
            tail = sequence(
                {part, repeat(more, min > 0 ? min - 1 : 0, max == kUnlimited ? max : max - 1)});
            if (min == 0) tail = optional(std::move(tail));
        }
    }
    for (std::size_t i = std::min<std::size_t>(prefixSize, max); i-- > 0;) {
        TRY(Expression one, value((*prefix)[i], memberPointer(memberPointer(pointer, "prefixItems"),
                                                              std::to_string(i))));
        tail = sequence(
            {i > 0 ? separator() : Expression(), std::move(one), reference(m_builder.add(tail))});
        if (i >= min) tail = optional(std::move(tail));
    }
    return inBraces('[', std::move(tail), ']');
}

} // namespace inference::grammar
