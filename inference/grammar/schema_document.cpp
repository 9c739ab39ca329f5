// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/grammar/schema_document.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace inference::grammar {

namespace {

constexpr std::size_t kTextBytesMax = std::size_t{16} << 20;
constexpr std::size_t kDepthMax = 100;

enum class Holds : std::uint8_t { Anything, Text, Count, Number, Flag, List, Object, Schema };
struct KeywordRow {
    std::string_view name;
    Holds holds;
};

// What we act on.
constexpr KeywordRow kKeywords[] = {{"type", Holds::Anything},
                                    {"enum", Holds::List},
                                    {"const", Holds::Anything},
                                    {"properties", Holds::Object},
                                    {"required", Holds::List},
                                    {"additionalProperties", Holds::Schema},
                                    {"minProperties", Holds::Count},
                                    {"maxProperties", Holds::Count},
                                    {"items", Holds::Anything},
                                    {"prefixItems", Holds::List},
                                    {"additionalItems", Holds::Schema},
                                    {"minItems", Holds::Count},
                                    {"maxItems", Holds::Count},
                                    {"anyOf", Holds::List},
                                    {"oneOf", Holds::List},
                                    {"allOf", Holds::List},
                                    {"$ref", Holds::Text},
                                    {"$defs", Holds::Object},
                                    {"definitions", Holds::Object},
                                    {"minLength", Holds::Count},
                                    {"maxLength", Holds::Count},
                                    {"pattern", Holds::Text},
                                    {"format", Holds::Text},
                                    {"minimum", Holds::Number},
                                    {"maximum", Holds::Number},
                                    {"exclusiveMinimum", Holds::Number},
                                    {"exclusiveMaximum", Holds::Number},
                                    {"multipleOf", Holds::Number},
                                    {"nullable", Holds::Flag},
                                    {"uniqueItems", Holds::Flag}};

// What says nothing about the text.
constexpr std::string_view kAnnotations[] = {"title",
                                             "description",
                                             "default",
                                             "examples",
                                             "example",
                                             "deprecated",
                                             "readOnly",
                                             "writeOnly",
                                             "$schema",
                                             "$id",
                                             "id",
                                             "$comment",
                                             "$anchor",
                                             "name",
                                             "strict",
                                             "contentEncoding",
                                             "contentMediaType",
                                             "discriminator",
                                             "externalDocs",
                                             "xml",
                                             "propertyOrdering",
                                             "$vocabulary"};

bool isCount(const Json& value) {
    if (value.is_number_unsigned()) return true;
    if (value.is_number_integer()) return value.get<std::int64_t>() >= 0;
    return value.is_number_float() && value.get<double>() >= 0 && value.get<double>() < 1e15
           && value.get<double>()
                  == static_cast<double>(static_cast<std::int64_t>(value.get<double>()));
}

std::string_view mismatch(const Json& value, Holds holds) {
    switch (holds) {
    case Holds::Anything: return {};
    case Holds::Text: return value.is_string() ? "" : "a string";
    case Holds::Count: return isCount(value) ? "" : "a whole number that is not negative";
    case Holds::Number: return value.is_number() ? "" : "a number";
    case Holds::Flag: return value.is_boolean() ? "" : "true or false";
    case Holds::List: return value.is_array() ? "" : "an array";
    case Holds::Object: return value.is_object() ? "" : "an object";
    case Holds::Schema: return value.is_object() || value.is_boolean() ? "" : "a schema";
    }
    return {};
}

std::string place(std::string_view text, std::size_t at) {
    const std::string_view before = text.substr(0, std::min(at, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t newline = before.rfind('\n');
    const std::size_t column =
        before.size() - (newline == std::string_view::npos ? 0 : newline + 1) + 1;
    return std::to_string(line) + ':' + std::to_string(column);
}

/// Where brackets are nested too deeply; text.size() where they are not. Before parsing, as many
/// things that one can do with a deep value are recursive.
std::size_t tooDeepAt(std::string_view text) {
    std::size_t depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') ++i;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > kDepthMax) return i;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return text.size();
}

/// "a~1b%20c" as a pointer in a URI writes it.
std::string unescaped(std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        unsigned value = 0;
        if (token[i] == '%' && i + 2 < token.size()
            && std::from_chars(token.data() + i + 1, token.data() + i + 3, value, 16).ptr
                   == token.data() + i + 3) {
            out += static_cast<char>(value);
            i += 2;
        } else if (token[i] == '~' && i + 1 < token.size()) {
            out += token[++i] == '1' ? '/' : '~';
        } else {
            out += token[i];
        }
    }
    return out;
}

const Json* step(const Json& value, const std::string& token) {
    if (value.is_object()) {
        const auto found = value.find(token);
        return found == value.end() ? nullptr : &*found;
    }
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    const bool whole = error == std::errc() && end == token.data() + token.size();
    return value.is_array() && whole && index < value.size() ? &value[index] : nullptr;
}

} // namespace

std::string memberPointer(const std::string& pointer, std::string_view member) {
    std::string out = pointer + '/';
    for (const char c : member) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

Result<SchemaDocument> SchemaDocument::parse(std::string_view text) {
    if (text.size() > kTextBytesMax)
        return Error{ErrorCode::LimitExceeded, "the schema is larger than 16 MB"};
    if (const std::size_t at = tooDeepAt(text); at < text.size())
        return Error{ErrorCode::LimitExceeded, "the schema is nested more than "
                                                   + std::to_string(kDepthMax) + " deep at "
                                                   + place(text, at)};
    SchemaDocument document;
    try {
        document.m_root = Json::parse(text.begin(), text.end());
    } catch (const Json::parse_error& error) {
        return Error{ErrorCode::InvalidArgument, "the schema is not valid JSON at "
                                                     + place(text, error.byte - 1)
                                                     + ": correct it there"};
    } catch (const Json::exception&) {
        return Error{ErrorCode::InvalidArgument, "the schema holds a number that is out of range"};
    }
    return document;
}

Result<const Json*> SchemaDocument::resolve(const std::string& reference,
                                            const std::string& pointer) const {
    const std::string at = memberPointer(pointer, "$ref");
    if (!reference.starts_with('#'))
        return Error{ErrorCode::Unsupported, "the keyword \"$ref\" at " + at + " refers to \""
                                                 + reference
                                                 + "\": only places inside the schema (#/...) are "
                                                   "supported"};
    const Json* value = &m_root;
    const auto missing = [&] {
        return Error{ErrorCode::InvalidArgument, "the keyword \"$ref\" at " + at + " refers to \""
                                                     + reference + "\", which does not exist"};
    };
    if (reference.size() == 1) return value;
    if (reference[1] != '/') return missing();
    for (std::size_t begin = 2; begin <= reference.size();) {
        const std::size_t end = std::min(reference.find('/', begin), reference.size());
        value = step(*value, unescaped(std::string_view(reference).substr(begin, end - begin)));
        if (value == nullptr) return missing();
        begin = end + 1;
    }
    return value;
}

Result<void> SchemaDocument::check(const Json& schema, const std::string& pointer) {
    if (schema.is_boolean()) return {};
    if (!schema.is_object())
        return Error{ErrorCode::InvalidArgument,
                     "a schema should stand at " + pointer + ": an object, true or false"};
    for (const auto& [name, value] : schema.items()) {
        const std::string& keyword = name;
        const auto row = std::find_if(std::begin(kKeywords), std::end(kKeywords),
                                      [&](const KeywordRow& r) { return r.name == keyword; });
        const std::string at =
            "the keyword \"" + keyword + "\" at " + memberPointer(pointer, keyword);
        if (row == std::end(kKeywords)) {
            const bool silent = std::find(std::begin(kAnnotations), std::end(kAnnotations), keyword)
                                    != std::end(kAnnotations)
                                || keyword.starts_with("x-");
            if (silent) continue;
            return Error{ErrorCode::Unsupported,
                         at + " is not supported: leave it out or say it in another way"};
        }
        if (const std::string_view wanted = mismatch(value, row->holds); !wanted.empty())
            return Error{ErrorCode::InvalidArgument, at + " should be " + std::string(wanted)};
        if (keyword == "uniqueItems" && value.get<bool>())
            return Error{ErrorCode::Unsupported,
                         at + " is not supported: leave it out or say it in another way"};
    }
    return {};
}

} // namespace inference::grammar
