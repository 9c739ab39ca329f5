// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "inference/grammar/json_schema.h"
#include "inference/grammar/schema_compiler.h"

using namespace inference;
using grammar::matches;
using grammar::parseJsonSchema;

namespace {

std::string problemOf(std::string_view schema) {
    const auto grammar = parseJsonSchema(schema);
    return grammar ? std::string() : grammar.error().detail;
}

/// The first text that is judged wrongly, or nothing.
QString misjudged(std::string_view schema, const std::vector<std::string>& good,
                  const std::vector<std::string>& bad) {
    const auto grammar = parseJsonSchema(schema);
    if (!grammar) return QString::fromStdString(grammar.error().detail);
    for (const std::string& text : good)
        if (!matches(*grammar, text)) return QString::fromStdString("refused: " + text);
    for (const std::string& text : bad)
        if (matches(*grammar, text)) return QString::fromStdString("accepted: " + text);
    return {};
}

} // namespace

#define JUDGES(schema, ...) QCOMPARE(misjudged(schema, __VA_ARGS__), QString())
#define NAMES(schema, keyword, pointer)                                                            \
    do {                                                                                           \
        const std::string problem = problemOf(schema);                                             \
        QVERIFY2(problem.find("\"" keyword "\"") != std::string::npos, problem.c_str());           \
        QVERIFY2(problem.find(pointer) != std::string::npos, problem.c_str());                     \
    } while (false)

class TestJsonSchema : public QObject {
    Q_OBJECT
private slots:
    void acceptsAnyJsonWithoutConditions() {
        JUDGES("{}", {"1", "-0.5e+3", "\"a\\u00e9\\n\"", "[1, {\"a\":null}]", "{\n  \"a\": []\n}"},
               {"", "01", "{a:1}", "[1,]", "nul", "\"\\ud800\"", "\"\n\"", "1 "});
        JUDGES("true", {"false"}, {"False"});
    }

    void keepsPropertiesInOrderAndRequiredOnesPresent() {
        JUDGES("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":"
               "\"boolean\"}, \"c\":{\"type\":\"null\"}},\"required\":[\"b\"]}",
               {"{\"a\": 1, \"b\": true}", "{\"b\":true,\"c\":null}", "{\"b\":false}"},
               {"{}", "{\"a\":1}", "{\"b\":true,\"a\":1}", "{\"b\":true,\"d\":1}",
                "{\"a\":1 \"b\":true}", "{\"a\":1.5,\"b\":true}", "{\"b\":true,}"});
        JUDGES("{\"type\":\"object\",\"properties\":{\"a\":{}, \"ab\":{}},\"required\":[\"z\"], "
               "\"additionalProperties\":{\"type\":\"integer\"}}",
               {"{\"z\":1}", "{\"a\":[],\"z\":1,\"b\":2,\"abc\":3}"},
               {"{\"a\":1}", "{\"z\":true}", "{\"z\":1,\"ab\":2}"});
        JUDGES("{\"type\":\"object\",\"additionalProperties\":{\"type\":\"null\"},"
               "\"minProperties\":2, \"maxProperties\":3}",
               {"{\"a\":null,\"b\":null}", "{\"a\":null,\"b\":null,\"c\":null}"},
               {"{}", "{\"a\":null}", "{\"a\":null,\"b\":null,\"c\":null,\"d\":null}"});
    }

    void countsItems() {
        JUDGES(
            "{\"type\":\"array\",\"items\":{\"type\":\"boolean\"},\"minItems\":1,\"maxItems\":2}",
            {"[true]", "[true, false]", "[ true,false ]"}, {"[]", "[true,true,true]", "[1]"});
        JUDGES("{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}],\"items\":{"
               "\"type\":\"null\"}, \"minItems\":1}",
               {"[1]", "[1,\"a\"]", "[1,\"a\",null,null]"}, {"[]", "[\"a\"]", "[1,null]"});
        JUDGES("{\"type\":\"array\",\"items\":false}", {"[]"}, {"[1]"});
    }

    void boundsWholeNumbers() {
        for (int low = -120; low <= 120; low += 17) {
            for (int high = low; high <= 220; high += 23) {
                const std::string schema =
                    "{\"type\":\"integer\",\"minimum\":" + std::to_string(low)
                    + ",\"maximum\":" + std::to_string(high) + "}";
                const auto grammar = parseJsonSchema(schema);
                QVERIFY2(grammar.ok(), schema.c_str());
                for (int n = -300; n <= 300; ++n)
                    QVERIFY2(matches(*grammar, std::to_string(n)) == (n >= low && n <= high),
                             (schema + ' ' + std::to_string(n)).c_str());
            }
        }
        JUDGES("{\"type\":\"integer\",\"exclusiveMinimum\":9,\"exclusiveMaximum\":101}",
               {"10", "99", "100"}, {"9", "101", "010", "10.0"});
        JUDGES("{\"type\":\"integer\",\"multipleOf\":100}", {"0", "-300"}, {"10", "101"});
    }

    void boundsFractions() {
        JUDGES("{\"type\":\"number\",\"minimum\":0.25,\"maximum\":1.5}",
               {"0.25", "0.3", "1", "1.0", "1.49999", "1.50", "0.2500001"},
               {"0", "0.2", "0.24999", "1.500001", "1.6", "2", "-1"});
        JUDGES("{\"type\":\"number\",\"exclusiveMinimum\":-2.5,\"exclusiveMaximum\":-0.125}",
               {"-2.4999", "-1", "-0.126", "-0.2"},
               {"-2.5", "-2.50", "-0.125", "-0.12", "0", "-3"});
        JUDGES("{\"type\":\"number\",\"exclusiveMinimum\":5}", {"5.1", "5.01", "6", "10"},
               {"5", "5.0", "4.9"});
        JUDGES("{\"type\":\"number\",\"multipleOf\":0.01}", {"3", "-3.1", "3.14"}, {"3.141"});
    }

    void boundsStrings() {
        JUDGES("{\"type\":\"string\",\"minLength\":2,\"maxLength\":3}",
               {"\"ab\"", "\"\xc3\xa9\xf0\x9f\x98\x80x\"", "\"\\n\\u0041\""},
               {"\"a\"", "\"abcd\"", "\"\\n\\n\\n\\n\""});
        JUDGES("{\"pattern\":\"^[a-c]{2}\\\\.(x|yz)+$\"}", {"\"ab.x\"", "\"cc.xyzx\""},
               {"\"ab.\"", "\"ad.x\"", "\"abzx\"", "\"ab.xq\""});
        JUDGES("{\"pattern\":\"b+|^\\\\d$\"}", {"\"abba\"", "\"7\""}, {"\"77\"", "\"a\""});
        JUDGES("{\"pattern\":\"^\\\"\\\\\\\\\\\\t$\"}", {"\"\\\"\\\\\\t\""}, {"\"\"\\t\""});
        JUDGES("{\"pattern\":\"^[a-z]*$\",\"minLength\":2,\"maxLength\":4}", {"\"ab\"", "\"abcd\""},
               {"\"a\"", "\"abcde\""});
        JUDGES("{\"format\":\"date\"}", {"\"2024-02-28\"", "\"1999-12-31\""},
               {"\"2024-02-30\"", "\"2024-13-01\"", "\"24-01-01\""});
    }

    void listsValues() {
        JUDGES("{\"enum\":[\"red\",\"green\",1,null,{\"a\":[1,2]}]}",
               {"\"red\"", "1", "null", "{\"a\": [1, 2]}"}, {"\"blue\"", "2", "{\"a\":[1]}"});
        JUDGES("{\"type\":\"string\",\"enum\":[\"a\",1],\"const\":\"a\"}", {"\"a\""}, {"1"});
        JUDGES("{\"enum\":[1,5,9],\"minimum\":4}", {"5", "9"}, {"1"});
        JUDGES("{\"type\":[\"integer\",\"null\"]}", {"1", "null"}, {"\"\"", "true"});
    }

    void keepsOneOfExactWhereItsBranchesAreToldApart() {
        // By listed values, by type, by a constant member.
        JUDGES("{\"oneOf\":[{\"enum\":[1,2,\"a\"]},{\"enum\":[2,3]},{\"const\":\"a\"}]}",
               {"1", "3"}, {"2", "\"a\""});
        JUDGES("{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}", {"\"x\"", "4"},
               {"null"});
        JUDGES(
            "{\"oneOf\":[{\"properties\":{\"kind\":{\"const\":\"a\"},\"n\":{\"type\":\"integer\"}},"
            "\"required\":[\"kind\",\"n\"]},{\"properties\":{\"kind\":{\"const\":\"b\"}},"
            "\"required\":[\"kind\"]}]}",
            {"{\"kind\": \"a\", \"n\": 1}", "{\"kind\": \"b\"}"}, {"{\"kind\": \"a\"}"});
    }

    void combinesSchemas() {
        JUDGES("{\"anyOf\":[{\"type\":\"integer\",\"minimum\":5},{\"const\":\"x\"}],\"type\":["
               "\"integer\",\"string\"]}",
               {"7", "\"x\""}, {"4", "\"y\""});
        JUDGES("{\"allOf\":[{\"properties\":{\"a\":{\"type\":\"integer\",\"minimum\":3}},"
               "\"required\":[\"a\"]}, "
               "{\"properties\":{\"a\":{\"maximum\":7},\"b\":{\"type\":\"boolean\"}},\"required\":["
               "\"b\"]}]}",
               {"{\"a\":5,\"b\":true}"}, {"{\"a\":8,\"b\":true}", "{\"a\":5}"});
        JUDGES("{\"$ref\":\"#/$defs/"
               "a\",\"minimum\":5,\"$defs\":{\"a\":{\"type\":\"integer\",\"maximum\":9}}}",
               {"5", "9"}, {"4", "10"});
    }

    void followsReferencesThatRecur() {
        JUDGES("{\"$defs\":{\"tree\":{\"type\":\"object\",\"properties\":{\"v\":{\"type\":"
               "\"integer\"}, "
               "\"kids\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/"
               "tree\"}}},\"required\":[\"v\"]}}, \"$ref\":\"#/$defs/tree\"}",
               {"{\"v\":1}", "{\"v\":1,\"kids\":[{\"v\":2,\"kids\":[{\"v\":3}]},{\"v\":4}]}"},
               {"{\"v\":1,\"kids\":[{}]}"});
        JUDGES("{\"properties\":{\"a~b/c\":{\"type\":\"null\"},\"x\":{\"$ref\":\"#/properties/"
               "a~0b~1c\"}}, \"required\":[\"x\"]}",
               {"{\"x\":null}"}, {"{\"x\":1}"});
    }

    void namesWhatItDoesNotSupport() {
        NAMES("{\"properties\":{\"a\":{\"not\":{}}}}", "not", "#/properties/a/not");
        NAMES("{\"anyOf\":[{},{\"if\":{}}]}", "if", "#/anyOf/1/if");
        NAMES("{\"items\":{\"uniqueItems\":true}}", "uniqueItems", "#/items/uniqueItems");
        NAMES("{\"$defs\":{\"x\":{\"patternProperties\":{}}},\"$ref\":\"#/$defs/x\"}",
              "patternProperties", "#/$defs/x/patternProperties");
        NAMES("{\"$ref\":\"other.json\"}", "$ref", "#/$ref");
        NAMES("{\"properties\":{\"d\":{\"format\":\"iri\"}}}", "format", "#/properties/d/format");
        NAMES("{\"pattern\":\"(?=a)b\"}", "pattern", "#/pattern");
        NAMES("{\"type\":\"number\",\"multipleOf\":3}", "multipleOf", "#/multipleOf");
    }

    void namesMistakes() {
        NAMES("{\"type\":\"text\"}", "type", "#/type");
        NAMES("{\"minLength\":-1}", "minLength", "#/minLength");
        NAMES("{\"$ref\":\"#/$defs/none\"}", "$ref", "#/$ref");
        QVERIFY(problemOf("{\n \"type\": x}").find("2:10") != std::string::npos);
        QVERIFY(problemOf("{\"type\":\"integer\",\"minimum\":3,\"maximum\":2}")
                    .find("no JSON can satisfy")
                != std::string::npos);
        QVERIFY(problemOf("{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}")
                    .find("no JSON can satisfy")
                != std::string::npos);
        QVERIFY(problemOf("[]").find("a schema should stand at #") != std::string::npos);
    }

    void survivesHostileSchemas() {
        QVERIFY(!parseJsonSchema(std::string(100'000, '[')));
        QVERIFY(!parseJsonSchema("{\"$ref\":\"#\"}"));
        QVERIFY(!parseJsonSchema("{\"allOf\":[{\"$ref\":\"#\"}]}"));
        QVERIFY(!parseJsonSchema("{\"pattern\":\"((((a{9999}){9999}){9999}){9999}){99999}\"}"));
        QVERIFY(!parseJsonSchema("{\"type\":\"array\",\"minItems\":99999999}"));
        QVERIFY(parseJsonSchema("{\"type\":\"string\",\"maxLength\":4000000000}"));
        std::string many = "{\"enum\":[0";
        for (int i = 1; i < 5000; ++i) many += ",\"value" + std::to_string(i) + '"';
        QVERIFY(parseJsonSchema(many + "]}"));
    }
};

QTEST_GUILESS_MAIN(TestJsonSchema)
#include "test_json_schema.moc"
