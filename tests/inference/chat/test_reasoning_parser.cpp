// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "inference/chat/reasoning_parser.h"

using inference::detectReasoningTags;
using inference::promptEndsInsideThought;
using inference::ReasoningParser;
using inference::ReasoningTags;

namespace {

const ReasoningTags kThink{"<think>", "</think>"};

struct Split {
    QString reasoning;
    QString content;
    bool open = false;
    bool operator==(const Split&) const = default;
};

// Feeds `text` in pieces of `size` bytes.
Split split(const std::string& text, std::size_t size, bool inside = false,
            std::optional<ReasoningTags> tags = kThink) {
    ReasoningParser parser(std::move(tags), inside);
    std::string reasoning, content;
    const auto take = [&](const ReasoningParser::Delta& delta) {
        reasoning += delta.reasoning;
        content += delta.content;
    };
    for (std::size_t i = 0; i < text.size(); i += size) take(parser.add(text.substr(i, size)));
    take(parser.finish());
    return {QString::fromStdString(reasoning), QString::fromStdString(content), parser.open()};
}

} // namespace

#define SPLITS(text, inside, expectedReasoning, expectedContent, expectedOpen)                     \
    for (std::size_t size = 1; size <= std::string(text).size(); ++size) {                         \
        const Split got = split(text, size, inside);                                               \
        QCOMPARE(got.reasoning, QString(expectedReasoning));                                       \
        QCOMPARE(got.content, QString(expectedContent));                                           \
        QCOMPARE(got.open, expectedOpen);                                                          \
    }

class TestReasoningParser : public QObject {
    Q_OBJECT
private slots:
    void splitsAThoughtFromItsAnswer() {
        SPLITS("<think>\nwhy\n</think>\n\nbecause", false, "why\n", "because", false);
        SPLITS(" \n<think>why</think>because", false, "why", "because", false);
    }
    void startsInsideWhenThePromptOpenedTheThought() {
        SPLITS("\nwhy</think>because", true, "why", "because", false);
    }
    void leavesAnAnswerWithoutThoughtAlone() {
        SPLITS("because <think> is a tag", false, "", "because <think> is a tag", false);
        SPLITS("\n a", false, "", "\n a", false);
        SPLITS("<thin", false, "", "<thin", false);
    }
    void honoursOnlyTheFirstClosingTag() {
        SPLITS("<think>a</think>b</think>c", false, "a", "b</think>c", false);
    }
    void keepsAThoughtThatNeverEnds() {
        SPLITS("<think>so </thin", false, "so </thin", "", true);
        SPLITS("so", true, "so", "", true);
    }
    void losesNoPartialTag() {
        SPLITS("<think>a</thinker></th</think>b", false, "a</thinker></th", "b", false);
    }
    void passesEverythingWithoutTags() {
        const Split got = split("<think>a</think>b", 3, false, std::nullopt);
        QCOMPARE(got.content, QString("<think>a</think>b"));
    }
    void releasesTextAsSoonAsItIsSure() {
        ReasoningParser parser(kThink);
        QVERIFY(parser.add("<th").empty());
        QCOMPARE(parser.add("ink>ab<").reasoning, std::string("ab"));
        QVERIFY(parser.inside());
        QCOMPARE(parser.add("c").reasoning, std::string("<c"));
        QVERIFY(parser.add("</think>").empty());
        QVERIFY(!parser.inside());
        QCOMPARE(parser.add("\nd").content, std::string("d"));
    }
    void findsTheTagsOfATemplate() {
        QVERIFY(*detectReasoningTags("x.split('</think>')[-1]") == kThink);
        QVERIFY(detectReasoningTags("{{ '[THINK]' }}")->close == "[/THINK]");
        QVERIFY(detectReasoningTags("<|channel>thought\n<channel|>")->close == "<channel|>");
        QVERIFY(!detectReasoningTags("<|im_start|>"));
    }
    void knowsWhetherAPromptEndsInsideAThought() {
        QVERIFY(promptEndsInsideThought("<|im_start|>assistant\n<think>\n", kThink));
        QVERIFY(!promptEndsInsideThought("<think>\n\n</think>\n\n", kThink));
        QVERIFY(!promptEndsInsideThought("what is <think> for?", kThink));
    }
};

QTEST_GUILESS_MAIN(TestReasoningParser)
#include "test_reasoning_parser.moc"
