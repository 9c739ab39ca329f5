// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include "inference/session/stop_matcher.h"

using inference::StopMatcher;

class TestStopMatcher : public QObject {
    Q_OBJECT

private slots:
    void passesTextThroughWithoutStops() {
        StopMatcher matcher({});
        QCOMPARE(matcher.add("hello"), std::string("hello"));
        QCOMPARE(matcher.finish(), std::string());
    }

    void neverShowsPartOfAStopThatCrossesTokens() {
        StopMatcher matcher({"</end>"});
        QCOMPARE(matcher.add("text</"), std::string("text"));
        QCOMPARE(matcher.add("en"), std::string());
        QCOMPARE(matcher.add("d> more"), std::string());
        QVERIFY(matcher.matched());
        QCOMPARE(matcher.add("never"), std::string());
    }

    void releasesWhatTurnedOutToBeText() {
        StopMatcher matcher({"</end>"});
        QCOMPARE(matcher.add("a</en"), std::string("a"));
        QCOMPARE(matcher.add("try"), std::string("</entry"));
        QCOMPARE(matcher.add("<"), std::string());
        QCOMPARE(matcher.finish(), std::string("<"));
        QVERIFY(!matcher.matched());
    }

    void stopsAtTheFirstOfSeveral() {
        StopMatcher matcher({"bb", "ab", ""});
        QCOMPARE(matcher.add("xxabb"), std::string("xx"));
        QVERIFY(matcher.matched());
    }

    void findsAStopAfterAFalseStart() {
        StopMatcher matcher({"aab"});
        QCOMPARE(matcher.add("aa"), std::string());
        QCOMPARE(matcher.add("a"), std::string("a"));
        QCOMPARE(matcher.add("b"), std::string());
        QVERIFY(matcher.matched());
    }
};

QTEST_GUILESS_MAIN(TestStopMatcher)
#include "test_stop_matcher.moc"
