// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "inference/grammar/gbnf.h"
#include "inference/grammar/matcher.h"
#include "inference/grammar/schema_compiler.h"

using namespace inference;
using grammar::matches;
using grammar::parseGbnf;

namespace {

grammar::GrammarPointer made(std::string_view text) {
    auto grammar = parseGbnf(text);
    if (!grammar) qWarning("%s", grammar.error().detail.c_str());
    return grammar ? *grammar : nullptr;
}

std::string problemOf(std::string_view text) {
    const auto grammar = parseGbnf(text);
    return grammar ? std::string() : grammar.error().detail;
}

} // namespace

#define FAILS(text, expected) QCOMPARE(QString::fromStdString(problemOf(text)), QString(expected))

class TestGbnf : public QObject {
    Q_OBJECT
private slots:
    void readsLiteralsClassesAndRepetitions() {
        const auto g = made("# greetings\n"
                            "root ::= (\"Hello\" | \"Hi\") \", \" name [!?]{1,2} end?\n"
                            "name ::= [A-Z] [a-z]* | \"\\\"\" [^\"\\n]+ \"\\\"\"\n"
                            "end ::= \"\\u00e9\" | \".\" . \n");
        QVERIFY(g);
        QVERIFY(matches(g, "Hello, Bob!"));
        QVERIFY(matches(g, "Hi, \"x y\"??"));
        QVERIFY(matches(g, "Hi, A!\xc3\xa9"));
        QVERIFY(matches(g, "Hi, A!.\xe2\x82\xac"));
        QVERIFY(!matches(g, "Hi, bob!"));
        QVERIFY(!matches(g, "Hi, Bob!!!"));
        QVERIFY(!matches(g, "Hi, Bob"));
        QVERIFY(!matches(g, "Hi, A!.\xe2\x82"));
    }

    void readsRepetitionsOfRepetitionsInOneWay() {
        // What a fuzzer wrote: with 50 levels of repetitions each letter would multiply the ways.
        for (const std::string& marks : {std::string(50, '+'), std::string("?+*+??+*++")}) {
            const auto g = made("root ::= [a-z]" + marks);
            QVERIFY(g);
            grammar::Matcher matcher(g, 8);
            grammar::Matcher::StateId state = matcher.start();
            QCOMPARE(matcher.complete(state), marks.front() == '?');
            for (int i = 0; i < 200; ++i) state = matcher.next(state, 'x');
            QVERIFY(matcher.complete(state));
            QVERIFY(matcher.nodes(state).size() <= 3);
        }
        QVERIFY(matches(made("root ::= \"a\"{2}{2}?"), "aaaa"));
        QVERIFY(!matches(made("root ::= \"a\"{2}{2}?"), "aa"));
    }

    void followsRecursionAndAmbiguity() {
        const auto lists = made("root ::= \"[\" (root (\",\" root)*)? \"]\"");
        QVERIFY(lists);
        QVERIFY(matches(lists, "[[],[[]],[[],[]]]"));
        QVERIFY(!matches(lists, "[[],[[]],[[],[]]"));
        const auto twice = made("root ::= a a\na ::= \"x\"*");
        QVERIFY(twice);
        QVERIFY(matches(twice, ""));
        QVERIFY(matches(twice, std::string(500, 'x')));
        const auto empties = made("root ::= (\"a\"? \"b\"*)* \"c\"");
        QVERIFY(empties);
        QVERIFY(matches(empties, "abbac"));
        QVERIFY(!matches(empties, "abba"));
    }

    void countsRepetitions() {
        const auto g = made("root ::= \"a\"{3} [b-d]{2,4} (\"ef\"){1,} \"g\"{0,2}");
        QVERIFY(g);
        QVERIFY(matches(g, "aaabcef"));
        QVERIFY(matches(g, "aaabcdbefefgg"));
        QVERIFY(!matches(g, "aabcef"));
        QVERIFY(!matches(g, "aaabef"));
        QVERIFY(!matches(g, "aaabcdbcef"));
        QVERIFY(!matches(g, "aaabcefggg"));
    }

    void letsAlternativesGoOnInTheNextLine() {
        const auto g = made("root ::=\n  \"a\" |\n  \"b\"\n  | \"c\" (\n \"d\"\n)\r\n\n");
        QVERIFY(g);
        QVERIFY(matches(g, "a"));
        QVERIFY(matches(g, "cd"));
    }

    void saysWhereAGrammarIsWrong() {
        FAILS("", "1:1: the grammar has no rule \"root\"");
        FAILS("root ::= \"a\" [b", "1:14: this class is not closed");
        FAILS("root ::= \"a", "1:10: this literal is not closed");
        FAILS("root ::= (\"a\"", "1:10: this group is not closed");
        FAILS("root ::= a\n\nb ::= \"x\"", "1:10: rule \"a\" is used but not defined");
        FAILS("root ::= \"a\"\nroot ::= \"b\"", "2:1: rule \"root\" is defined twice");
        FAILS("root = \"a\"", "1:6: \"::=\" should follow the name of a rule");
        FAILS("root ::= * \"a\"", "1:10: there is nothing for '*' to repeat");
        FAILS("root ::= [z-a]", "1:14: this range of characters is the wrong way round");
        FAILS("root ::= \"a\"{3,2}", "1:18: a repetition's maximum is smaller than its minimum");
        FAILS("root ::= \"\\q\"", "1:11: unknown escape \\q");
        FAILS("root ::= \"a\" )", "1:14: ')' is not expected here");
    }

    void refusesLeftRecursionByName() {
        const std::string problem =
            problemOf("root ::= expr\n\n  expr ::= expr \"+\" [0-9] | [0-9]");
        QVERIFY2(problem.starts_with("3:3: rule \"expr\" begins with itself"), problem.c_str());
        const std::string hidden =
            problemOf("root ::= a\na ::= b? c \"x\"\nb ::= \"y\"\nc ::= a \"z\" | \"w\"");
        QVERIFY2(hidden.find("begins with itself") != std::string::npos, hidden.c_str());
    }

    void refusesWhatNeverEnds() {
        QVERIFY(problemOf("root ::= \"a\" root").find("no text can ever match")
                != std::string::npos);
        const auto g = made("root ::= \"a\" | \"b\" endless\nendless ::= \"c\" endless");
        QVERIFY(g);
        QVERIFY(matches(g, "a"));
    }

    void survivesHostileSizes() {
        QVERIFY(!parseGbnf("root ::= \"ab\"{100000} (\"cd\"{100000}){100000} \"e\"{9999999}"));
        QVERIFY(!parseGbnf("root ::= " + std::string(100'000, '(')));
        QVERIFY(parseGbnf("root ::= ((((\"ab\"{100}){100}){100}){100}){100}"));
        std::string words = "root ::= \"w0\"";
        for (int i = 1; i < 20'000; ++i) words += " | \"w" + std::to_string(i) + '"';
        const auto g = made(words);
        QVERIFY(g);
        QVERIFY(matches(g, "w19999"));
        QVERIFY(!matches(g, "w20000"));
    }
};

QTEST_GUILESS_MAIN(TestGbnf)
#include "test_gbnf.moc"
