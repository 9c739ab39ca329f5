// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Templates come out of files that nobody vouches for: each of these would hang, exhaust memory or
// overflow the stack of an interpreter without limits.
#include <QElapsedTimer>
#include <QTest>

#include <string>

#include "inference/jinja/template.h"

using inference::ErrorCode;
using inference::Result;
using inference::jinja::ParseOptions;
using inference::jinja::RenderOptions;
using inference::jinja::Template;
using inference::jinja::Value;

namespace {

Result<std::string> render(const std::string& source, const RenderOptions& options = {}) {
    TRY(const Template compiled, Template::parse(source));
    return compiled.render(Value::dict(), options);
}

std::string repeated(std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

// Refused because of a limit, with a position, and soon.
#define REFUSES(source)                                                                            \
    do {                                                                                           \
        QElapsedTimer timer;                                                                       \
        timer.start();                                                                             \
        const auto result = render(source);                                                        \
        QVERIFY(!result);                                                                          \
        QVERIFY2(result.error().code == ErrorCode::LimitExceeded, result.error().detail.c_str());  \
        QVERIFY2(timer.elapsed() < 20'000, "took too long");                                       \
    } while (false)

} // namespace

class TestJinjaLimits : public QObject {
    Q_OBJECT
private slots:
    void stopsNestedLoops() {
        REFUSES("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}"
                "{% endfor %}");
        const auto result =
            render("{% for i in range(100000) %}\n{% for j in range(100000) %}{% endfor %}"
                   "{% endfor %}");
        QVERIFY(!result);
        QVERIFY2(result.error().detail.starts_with("line 2, column "),
                 result.error().detail.c_str());
    }

    void refusesLongRanges() {
        REFUSES("{{ range(100001) }}");
        REFUSES("{{ range(-9223372036854775807, 9223372036854775807) }}");
        QVERIFY(render("{{ range(100000) | length }}"));
        QCOMPARE(render("{{ range(9223372036854775807, 0, -9223372036854775807) }}").value(),
                 std::string("[9223372036854775807]"));
    }

    void refusesHugeTexts() {
        REFUSES("{{ 'x' * 1000000000 }}");
        REFUSES("{{ 'xxxxxxxxxxxxxxxx' * 9223372036854775807 }}");
        REFUSES("{% set ns = namespace(s='x') %}{% for i in range(60) %}"
                "{% set ns.s = ns.s ~ ns.s %}{% endfor %}");
        REFUSES("{% set ns = namespace(s='x') %}{% for i in range(60) %}"
                "{% set ns.s = ns.s.replace('x', 'xxxx') %}{% endfor %}");
        REFUSES("{% set a = 'x' * 1000000 %}{% for i in range(1000) %}{{ a }}{% endfor %}");
        REFUSES("{{ '%99999999999d' % 1 ~ 'x'.center(99999999999) }}");
        REFUSES("{{ (['x' * 100000] * 1000) | join }}");
        REFUSES("{{ [0] * 10000000 }}");
    }

    void countsOutputOfBlocksToo() {
        REFUSES("{% set a = 'x' * 1000000 %}{% set b %}{% for i in range(1000) %}{{ a }}"
                "{% endfor %}{% endset %}");
        REFUSES("{% macro m(a) %}{{ a }}{{ a }}{{ m(a ~ a) }}{% endmacro %}{{ m('xxxxxxxx') }}");
    }

    void refusesEndlessRecursion() {
        REFUSES("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}");
        REFUSES("{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}"
                "{{ a() }}");
        REFUSES("{% set ns = namespace() %}{% for i in [1] recursive %}{{ loop([1]) }}"
                "{% endfor %}");
        // Many nodes between one call and the next: the stack counts, not the calls alone.
        REFUSES("{% macro m() %}" + repeated("{% if true %}", 80) + "{{ " + repeated("[", 40)
                + "m()" + repeated("]", 40) + " }}" + repeated("{% endif %}", 80)
                + "{% endmacro %}{{ m() }}");
    }

    void refusesDeepNesting() {
        REFUSES("{{ " + repeated("(", 100'000) + "1" + repeated(")", 100'000) + " }}");
        REFUSES("{{ " + repeated("[", 100'000) + repeated("]", 100'000) + " }}");
        REFUSES("{{ " + repeated("{1:", 100'000) + "1" + repeated("}", 100'000) + " }}");
        REFUSES("{{ " + repeated("-", 100'000) + "1 }}");
        REFUSES("{{ " + repeated("not ", 100'000) + "1 }}");
        REFUSES("{{ x" + repeated(".x", 100'000) + " }}");
        REFUSES("{{ x" + repeated("|d", 100'000) + " }}");
        REFUSES("{{ x" + repeated("()", 100'000) + " }}");
        REFUSES("{{ 2" + repeated("**2", 100'000) + " }}");
        REFUSES("{{ " + repeated("1 if 1 else ", 50'000) + "1 }}");
        REFUSES("{{ " + repeated("x[", 100'000) + repeated("]", 100'000) + " }}");
        REFUSES("{{ 1 is in " + repeated("(", 100'000) + "1" + repeated(")", 100'000) + " }}");
        REFUSES(repeated("{% if 1 %}", 50'000) + repeated("{% endif %}", 50'000));
        REFUSES("{% for " + repeated("(", 40'000) + "a" + repeated(")", 40'000)
                + " in x %}{% endfor %}");
    }

    void acceptsLongFlatExpressions() {
        const std::string sum = "{{ 1" + repeated(" + 1", 50'000) + " }}";
        QCOMPARE(render(sum).value(), std::string("50001"));
        QVERIFY(render("{{ 'a'" + repeated(" ~ 'a'", 50'000) + " }}"));
        QVERIFY(render("{{ 1" + repeated(" and 1", 50'000) + " }}"));
        QVERIFY(render("{{ 1" + repeated(" < 2 or 1", 50'000) + " }}"));
        QVERIFY(render("{% if 0 %}" + repeated("{% elif 0 %}", 50'000) + "{% endif %}"));
    }

    void refusesLargeTemplates() { REFUSES(std::string((std::size_t{1} << 20) + 1, 'x')); }

    void freesDeeplyNestedValues() {
        // A list in a list in a list ...: destroying it must not recurse.
        QVERIFY(render("{% set ns = namespace(x=[]) %}{% for i in range(100000) %}"
                       "{% set ns.x = [ns.x] %}{% endfor %}done"));
        QVERIFY(render("{% set ns = namespace(x={}) %}{% for i in range(100000) %}"
                       "{% set ns.x = {1: (ns.x,)} %}{% endfor %}done"));
        QVERIFY(render("{% set ns = namespace(x=[]) %}{% for i in range(100000) %}"
                       "{% set ns.x = [ns.x.append] %}{% endfor %}done"));
        QVERIFY(render("{% set ns = namespace(x=none) %}{% for i in range(100000) %}"
                       "{% set p = ns.x %}{% macro m() %}{{ p }}{% endmacro %}"
                       "{% set ns.x = m %}{% endfor %}done"));
        QVERIFY(render("{% set ns = namespace(x=[1]) %}{% for i in range(100000) %}"
                       "{% for j in [ns.x] %}{% set ns.x = loop %}{% endfor %}{% endfor %}done"));
        QVERIFY(render("{% set ns = namespace(x=[1]) %}{% for i in range(100000) %}"
                       "{% set ns.x = cycler(ns.x) %}{% endfor %}done"));
    }

    void walksDeeplyNestedValuesWithCare() {
        const std::string nest = "{% set ns = namespace(x=[], y=[]) %}{% for i in range(5000) %}"
                                 "{% set ns.x = [ns.x] %}{% set ns.y = [ns.y] %}{% endfor %}";
        QVERIFY(render(nest + "{{ ns.x == ns.y }}"));
        QVERIFY(render(nest + "{{ ns.x | string | length }}"));
        REFUSES(nest + "{{ ns.x | tojson }}");
        REFUSES(nest + "{{ ns.x < [ns.y] }}");
    }

    void walksSharedValuesWithinTheBudget() {
        // Forty levels of lists that hold the level below twice: 2^40 paths in a small graph.
        const std::string graph = "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(40) %}"
                                  "{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}"
                                  "{% endfor %}";
        REFUSES(graph + "{{ ns.x == ns.y }}");
        REFUSES(graph + "{{ ns.x }}");
        REFUSES(graph + "{{ ns.x | tojson }}");
        REFUSES(graph + "{{ ns.x in [ns.y] }}");
        REFUSES(graph + "{{ ns.x < ns.y }}");
    }

    void survivesValuesThatContainThemselves() {
        QVERIFY(render("{% set l = [] %}{% set _ = l.append(l) %}{{ l | length }}"));
        QVERIFY(render("{% set l = [] %}{% set _ = l.append(l) %}{{ l }}"));
        QVERIFY(render("{% set l = [] %}{% set _ = l.append(l) %}{{ l == [l] }}"));
        REFUSES("{% set l = [] %}{% set _ = l.append(l) %}{{ l | tojson }}");
        QVERIFY(render("{% set ns = namespace() %}{% set ns.ns = ns %}{{ ns.ns.ns is defined }}"));
        QVERIFY(render("{% set d = {} %}{% set _ = d.update(d=d) %}{{ d | length }}"));
        QVERIFY(render("{% set d = {} %}{% set _ = d.setdefault('d', [d]) %}{{ d | length }}"));
        QVERIFY(render("{% set l = [] %}{% set _ = l.append(l.append) %}{{ l | length }}"));
    }

    void keepsToSmallerLimits() {
        RenderOptions options;
        options.limits.stepsMax = 100;
        QVERIFY(!render("{% for i in range(200) %}{{ i }}{% endfor %}", options));
        options = {};
        options.limits.outputBytesMax = 10;
        QVERIFY(!render("{{ 'x' * 11 }}", options));
        QVERIFY(!render("0123456789x", options));
        QVERIFY(render("0123456789", options));
        options = {};
        options.limits.recursionMax = 3;
        const std::string countdown =
            "{% macro m(n) %}{{ n }}{{ m(n - 1) if n > 1 }}{% endmacro %}";
        QCOMPARE(render(countdown + "{{ m(3) }}", options).value(), std::string("321"));
        QVERIFY(!render(countdown + "{{ m(4) }}", options));
    }
};

QTEST_GUILESS_MAIN(TestJinjaLimits)
#include "test_jinja_limits.moc"
