// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include <string>

#include "inference/jinja/template.h"

using inference::ErrorCode;
using inference::Result;
using inference::jinja::ByteRange;
using inference::jinja::ParseOptions;
using inference::jinja::RenderOptions;
using inference::jinja::Template;
using inference::jinja::Text;
using inference::jinja::Value;

namespace {

Result<std::string> render(const std::string& source, const Value& globals = Value::dict(),
                           const RenderOptions& options = {}) {
    TRY(const Template compiled, Template::parse(source));
    return compiled.render(globals, options);
}

std::string text(const std::string& source, const Value& globals = Value::dict()) {
    auto result = render(source, globals);
    return result ? *result : "ERROR " + result.error().detail;
}

std::string failure(const std::string& source, const Value& globals = Value::dict()) {
    auto result = render(source, globals);
    return result ? "RENDERED " + *result : result.error().detail;
}

Value userText(std::string content) {
    Value globals = Value::dict();
    globals.set("x", Value::untrusted(std::move(content)));
    return globals;
}

// The output with every untrusted stretch in guillemets.
std::string marked(const std::string& source, const std::string& content = "user") {
    auto compiled = Template::parse(source);
    if (!compiled) return compiled.error().detail;
    auto out = compiled->renderMarked(userText(content));
    if (!out) return out.error().detail;
    std::string shown;
    std::size_t at = 0;
    for (const ByteRange& range : out->untrusted) {
        shown += out->bytes.substr(at, range.begin - at) + "«"
                 + out->bytes.substr(range.begin, range.end - range.begin) + "»";
        at = range.end;
    }
    return shown + out->bytes.substr(at);
}

} // namespace

#define RENDERS(source, expected)                                                                  \
    QCOMPARE(QString::fromStdString(text(source)), QString::fromUtf8(expected))
#define FAILS(source, expected)                                                                    \
    QCOMPARE(QString::fromStdString(failure(source)), QString::fromUtf8(expected))
#define MARKS(source, expected)                                                                    \
    QCOMPARE(QString::fromStdString(marked(source)), QString::fromUtf8(expected))

class TestJinjaLanguage : public QObject {
    Q_OBJECT
private slots:
    void trimsAroundBlocks() {
        RENDERS("a\n  {% if true %}\nb\n  {% endif %}\nc\n", "a\nb\nc");
        RENDERS("a  {%- if true -%}  b  {%- endif -%}  c", "abc");
        RENDERS("a\n  {%+ if true %}b{% endif +%}\nc", "a\n  b\nc");
        RENDERS("  {# gone #}\nx  {#- gone -#}  y", "xy");
        RENDERS("{{ 'a' }}\n  {{- 'b' -}}\n {{ 'c' }}", "abc");
        RENDERS("a\r\nb\rc\r\n", "a\nb\nc");
        RENDERS("{% raw %}{{ x }}{% if %}{% endraw %}", "{{ x }}{% if %}");
        RENDERS("a {%- raw -%} {{ x }} {%- endraw -%} b", "a{{ x }}b");
    }

    void keepsNamesWhereTheyAreSet() {
        RENDERS("{% set x = 1 %}{% if true %}{% set x = 2 %}{% endif %}{{ x }}", "2");
        RENDERS("{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}", "21");
        RENDERS("{% set x = 0 %}{% for i in [1, 2] %}{{ x }}{% set x = 5 %}{% endfor %}", "00");
        RENDERS("{% set ns = namespace(x=0) %}{% for i in [1, 2] %}{% set ns.x = ns.x + i %}"
                "{% endfor %}{{ ns.x }}",
                "3");
        RENDERS("{% macro m() %}{{ y }}{% endmacro %}{% for y in [1] %}[{{ m() }}]{% endfor %}",
                "[]");
        RENDERS("{% set y = 1 %}{% macro m() %}{{ y }}{% endmacro %}{% set y = 2 %}{{ m() }}", "2");
        RENDERS("{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a is defined }}", "3False");
        RENDERS("{% set x %}{% set y = 1 %}in{% endset %}{{ x }}{{ y is defined }}", "inFalse");
        RENDERS("{% generation %}{% set z = 1 %}g{% endgeneration %}{{ z is defined }}", "gFalse");
    }

    void tellsUndefinedFromNone() {
        RENDERS("{{ x is defined }}{{ x is none }}{{ none is defined }}[{{ x }}][{{ none }}]",
                "FalseFalseTrue[][None]");
        RENDERS("{{ {}.a is undefined }}{{ [][3] is undefined }}{{ none.a is undefined }}",
                "TrueTrueTrue");
        FAILS("{{ x.y }}", "line 1, column 5: 'x' is undefined");
        FAILS("{{ {}.a.b }}", "line 1, column 8: 'dict object' has no attribute 'a'");
        FAILS("{{ none.a.b }}", "line 1, column 10: 'None' has no attribute 'a'");
        FAILS("{{ 'a' + x }}", "line 1, column 8: 'x' is undefined");
        FAILS("{{ x() }}", "line 1, column 5: 'x' is undefined");
    }

    void prefersMethodsToKeys() {
        RENDERS(
            "{% set d = {'items': 1, 'a': 2} %}{{ d['items'] }}{{ d.items() | length }}{{ d.a }}",
            "122");
        RENDERS("{{ {'a': 1}['get']('a') }}", "1");
    }

    void runsLoops() {
        RENDERS("{% for x in [3, 4, 5] %}{{ loop.index }}{{ loop.revindex0 }}{{ loop.first }}"
                "{{ loop.previtem }}{{ loop.nextitem }};{% endfor %}",
                "12True4;21False35;30False4;");
        RENDERS("{% for x in [] %}a{% else %}b{% endfor %}", "b");
        RENDERS("{% for x in range(9) if x is odd %}{{ x }}{% if x == 5 %}{% break %}{% endif %}"
                "{% endfor %}",
                "135");
        RENDERS("{% for k, (a, b) in [(1, (2, 3))] %}{{ k }}{{ a }}{{ b }}{% endfor %}", "123");
        RENDERS("{% for n in [{'v': 1, 'c': [{'v': 2, 'c': []}]}] recursive %}{{ n.v }}"
                "{{ loop.depth }}({{ loop(n.c) }}){% endfor %}",
                "11(22())");
        RENDERS("{% for x in [1, 1, 2] %}{{ loop.changed(x) }}{{ loop.cycle('a', 'b') }}"
                "{% endfor %}",
                "TrueaFalsebTruea");
        FAILS("{% for a, b in [(1, 2, 3)] %}{% endfor %}",
              "line 1, column 8: cannot unpack 3 values into 2");
    }

    void callsMacros() {
        RENDERS("{% macro m(a, b=a) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}"
                "{{ m(b=3, a=4) }}",
                "111243");
        RENDERS("{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, k=2) }}",
                "(1,){'k': 2}");
        RENDERS("{% macro m(x) %}<{{ caller(x) }}>{% endmacro %}{% call(y) m(7) %}{{ y }}"
                "{% endcall %}",
                "<7>");
        RENDERS("{% macro f(n) %}{{ n }}{% if n > 0 %}{{ f(n - 1) }}{% endif %}{% endmacro %}"
                "{{ f(3) }}",
                "3210");
        FAILS("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}",
              "line 1, column 35: macro 'm' takes not more than 1 argument(s)");
        FAILS("{% macro m(a) %}{% endmacro %}{{ m(b=2) }}",
              "line 1, column 35: macro 'm' takes no keyword argument 'b'");
    }

    void calculatesLikePython() {
        RENDERS("{{ 7 // 2 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 7 / 2 }} {{ 2 ** 10 }} {{ 2 ** -1 }}",
                "3 -4 2 3.5 1024 0.5");
        RENDERS("{{ 1e16 }} {{ 1e-5 }} {{ 123456.0 }} {{ 0.1 + 0.2 }} {{ 1.5e300 * 1e10 }}",
                "1e+16 1e-05 123456.0 0.30000000000000004 inf");
        RENDERS("{{ 1 < 2 < 3 }}{{ 1 < 3 < 2 }}{{ 'a' < 'b' }}{{ [1, 2] < [1, 3] }}",
                "TrueFalseTrueTrue");
        RENDERS("{{ 1 == 1.0 }}{{ true == 1 }}{{ '1' == 1 }}{{ (1,) == [1] }}",
                "TrueTrueFalseFalse");
        FAILS("{{ 9223372036854775807 + 1 }}",
              "line 1, column 24: an integer does not fit into 64 bits");
        FAILS("{{ 1 // 0 }}", "line 1, column 6: division by zero");
        FAILS("{{ 'a' + 1 }}", "line 1, column 8: can only concatenate str (not \"int\") to str");
        FAILS("{{ 1 < 'a' }}",
              "line 1, column 6: '<' not supported between instances of 'int' and 'str'");
    }

    void countsCodePoints() {
        RENDERS("{{ 'åäö🙂' | length }}{{ 'åäö🙂'[3] }}{{ 'åäö🙂'[::-1] }}{{ "
                "'åäö🙂'[1:-1] "
                "}}",
                "4🙂🙂öäåäö");
        RENDERS("{{ 'straße'.upper() }} {{ 'ÅÄÖ'.lower() }} {{ 'ΟΔΟΣ'.lower() }} {{ 'ǆ' | title }}",
                "STRASSE åäö οδος Ǆ");
        RENDERS("{{ '\\u00e9\\x41\\n\\ud83d\\ude42\\q' }}", "éA\n🙂\\q");
        RENDERS("{{ ['é', '\\x07', 'a\\'b', '\\\\'] }}", "['é', '\\x07', \"a'b\", '\\\\']");
    }

    void keepsWhatIsNotUtf8() {
        Value globals = Value::dict();
        globals.set("x", Value::string("a\xff\xc3z"));
        QCOMPARE(text("{{ x }}{{ x | length }}{{ x[::-1] }}", globals),
                 std::string("a\xff\xc3z4z\xc3\xff"
                             "a"));
        QCOMPARE(text("{{ x.upper() }}{{ x | tojson }}", globals),
                 std::string("A\xff\xc3Z\"a\xff\xc3z\""));
    }

    void writesJsonLikePython() {
        RENDERS("{{ {'b': [1, 1.0, true, none], 'a': 'é\\n\"'} | tojson }}",
                "{\"b\": [1, 1.0, true, null], \"a\": \"é\\n\\\"\"}");
        RENDERS("{{ {'a': [], 'b': {}, 'c': [1]} | tojson(indent=2) }}",
                "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1\n  ]\n}");
        RENDERS("{{ {'é': 1} | tojson(ensure_ascii=true, separators=(',', ':')) }}",
                "{\"\\u00e9\":1}");
        RENDERS("{{ '\x7f' | tojson(ensure_ascii=true) }}", "\"\\u007f\"");
        RENDERS("{{ '{\"a\": [1, 2]}' | from_json }}", "{'a': [1, 2]}");
        FAILS("{{ x | tojson }}",
              "line 1, column 8: Object of type Undefined is not JSON serializable");
    }

    void keepsIntegersOfJsonThatAreWiderThanItsOwn() {
        const auto globals = inference::jinja::parseJson(
            R"({"n": [12345678901234567890, -99999999999999999999999, 1e22]})");
        QCOMPARE(
            render("{{ n|tojson }} {{ n[0] }} {{ n[1]|string }} {{ n }}", globals.value()).value(),
            std::string("[12345678901234567890, -99999999999999999999999, 1e+22] "
                        "12345678901234567890 -99999999999999999999999 "
                        "[12345678901234567890, -99999999999999999999999, 1e+22]"));
    }

    void showsTheTime() {
        RenderOptions options;
        options.nowUnix = 1722007800;
        options.utc = true;
        QCOMPARE(render("{{ strftime_now('%Y-%m-%d %d %b %Y %B %-d %H:%M:%S %A %j %p %%') }}",
                        Value::dict(), options)
                     .value(),
                 std::string("2024-07-26 26 Jul 2024 July 26 15:30:00 Friday 208 PM %"));
        // As in Python, whose times without a zone name none.
        QCOMPARE(render("{{ strftime_now('%C %G-W%V %g %U %W %k %l %P [%Z%z] %q') }}",
                        Value::dict(), options)
                     .value(),
                 std::string("20 2024-W30 24 29 30 15  3 pm [] %q"));
    }

    void changesListsAndDictsInPlace() {
        RENDERS("{% set a = [1] %}{% set b = a %}{% set _ = b.append(2) %}{{ a }}{{ a.pop(0) }}"
                "{{ b }}",
                "[1, 2]1[2]");
        RENDERS("{% set d = {'a': 1} %}{% set _ = d.update({'b': 2}) %}{{ d.pop('a') }}{{ d }}",
                "1{'b': 2}");
        RenderOptions strict;
        strict.strict = true;
        QVERIFY(!render("{% set a = [] %}{% set _ = a.append(1) %}", Value::dict(), strict));
    }

    void leavesTheCallersValuesAlone() {
        Value globals = Value::dict();
        globals.set("l", Value::list({Value::integer(1)}));
        QCOMPARE(text("{% set _ = l.append(2) %}{{ l }}", globals), std::string("[1, 2]"));
        QCOMPARE(text("{{ l }}", globals), std::string("[1]"));
    }

    void passesOnTheMessageOfRaiseException() {
        FAILS("a\n  {{ raise_exception('roles must alternate') }}",
              "line 2, column 21: roles must alternate");
    }

    void saysWhereATemplateIsBroken() {
        FAILS("a\nb {{ 1 + }}", "line 2, column 10: expected an expression, found '}}'");
        FAILS("{% if x %}", "line 1, column 4: this 'if' is never closed by 'endif'");
        FAILS("{% endif %}", "line 1, column 4: 'endif' without a block it belongs to");
        FAILS("{% for x in y %}{% endif %}", "line 1, column 20: 'endif' does not belong to 'for'");
        FAILS("{% frobnicate %}", "line 1, column 4: unknown tag 'frobnicate'");
        FAILS("{{ 'abc }}", "line 1, column 4: this string has no end");
        FAILS("{{ a", "line 1, column 1: this '{{' has no '}}'");
        FAILS("{# a", "line 1, column 1: this comment has no end");
        FAILS("{{ (1] }}", "line 1, column 6: unexpected ']', expected ')'");
        FAILS("{{ 1 | nope }}", "line 1, column 8: No filter named 'nope' found");
        FAILS("{{ 1 is nope }}", "line 1, column 6: No test named 'nope' found");
        FAILS("{% set true = 1 %}", "line 1, column 8: 'true' cannot be assigned to");
        FAILS("{% include 'x' %}", "line 1, column 4: unknown tag 'include'");
        FAILS("ä\t{{ nope.nope }}", "line 1, column 10: 'nope' is undefined");
    }

    void formatsText() {
        RENDERS("{{ '%s-%05.1f-%x-%r-%%' % ('a', 3.14159, 255, 'q') }}", "a-003.1-ff-'q'-%");
        RENDERS("{{ '%(a)s' % {'a': 1} }}{{ '%-4d|' | format(7) }}", "17   |");
        RENDERS("{{ '{:>5}|{:<5}|{:^5}|{:05d}|{:.2f}|{:,}|{a[0].b}|{!r}'"
                ".format('a', 'b', 'c', -7, 2.5, 1234567, 'x', a=[{'b': 1}]) }}",
                "    a|b    |  c  |-0007|2.50|1,234,567|1|'x'");
    }

    void sortsAndGroups() {
        RENDERS("{{ ['b', 'A', 'c'] | sort }}{{ [3, 1, 2] | sort(reverse=true) }}",
                "['A', 'b', 'c'][3, 2, 1]");
        RENDERS("{% for k, g in [{'t': 1, 'n': 'a'}, {'t': 2, 'n': 'b'}, {'t': 1, 'n': 'c'}]"
                " | groupby('t') %}{{ k }}{{ g | map(attribute='n') | join }};{% endfor %}",
                "1ac;2b;");
        RENDERS("{{ range(7) | batch(3, 0) | list }}{{ range(7) | slice(3) | list }}",
                "[[0, 1, 2], [3, 4, 5], [6, 0, 0]][[0, 1, 2], [3, 4], [5, 6]]");
        RENDERS("{{ ['a', 'B', 'A', 'b'] | unique | list }}{{ [1, 2, 3] | sum }}", "['a', 'B']6");
    }

    void usesAGeneratorOnce() {
        RENDERS("{% set g = [1, 2] | map('string') %}{{ g | join }}|{{ g | join }}", "12|");
        FAILS("{{ [1] | map('string') | length }}",
              "line 1, column 26: object of type 'generator' has no len()");
    }

    void remembersWhichBytesAUserWrote() {
        MARKS("<|{{ x }}|>", "<|«user»|>");
        MARKS("{{ 'a' + x + 'b' }}{{ 'c' ~ x }}", "a«user»bc«user»");
        MARKS("{{ x.upper() }}{{ x[1:3] }}{{ x[::-1] }}{{ x | trim('u') }}", "«USERseresuser»");
        MARKS("{{ x.split('s') | join('|') }}", "«u»|«er»");
        MARKS("{{ x.replace('s', '<s>') }}", "«u»<s>«er»");
        MARKS("{{ 'a-b'.replace('-', x) }}", "a«user»b");
        MARKS("{{ {'k': x} | tojson }}", "{\"k\": \"«user»\"}");
        MARKS("{{ [x, 1] }}", "['«user»', 1]");
        MARKS("{% set y %}({{ x }}){% endset %}{{ y }}", "(«user»)");
        MARKS("{% macro m(a) %}<{{ a }}>{% endmacro %}{{ m(x) }}", "<«user»>");
        MARKS("{{ '%s!' % x }}{{ '{}!'.format(x) }}", "«user»!«user»!");
        MARKS("{{ 'ab' | indent(2, true) }}{{ x | indent(2, true) }}", "  ab  «user»");
        MARKS("{% filter upper %}a{{ x }}b{% endfilter %}", "A«USER»B");
        MARKS("{{ ('<b>' | safe) + x }}{{ x | e }}{{ x | capitalize }}", "<b>«useruserUser»");
        MARKS("{% if x == 'user' %}same{% endif %}{{ x | length }}", "same4");
        MARKS("{% for c in x %}[{{ c }}]{% endfor %}", "[«u»][«s»][«e»][«r»]");
    }
};

QTEST_GUILESS_MAIN(TestJinjaLanguage)
#include "test_jinja_language.moc"
