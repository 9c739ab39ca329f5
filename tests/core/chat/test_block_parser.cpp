// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QElapsedTimer>
#include <QtTest>

#include <random>

#include "core/chat/block_parser.h"

using namespace core;

static const char* kindName(BlockKind kind) {
    switch (kind) {
    case BlockKind::Text: return "text";
    case BlockKind::Heading: return "heading";
    case BlockKind::Table: return "table";
    case BlockKind::Code: return "code";
    case BlockKind::Rule: return "rule";
    }
    return "?";
}

/// Blocks in one readable line each: kind(language)[text].
static std::string shown(const std::vector<Block>& blocks) {
    std::string result;
    for (const Block& block : blocks) {
        if (!result.empty()) result += " ";
        result += kindName(block.kind);
        if (!block.language.empty()) result += "(" + block.language + ")";
        result += block.open ? "<" : "[";
        result += block.text;
        result += block.open ? ">" : "]";
    }
    return result;
}

static const char* const kDocument =
    "Intro with *stars* and `code`,\nsecond line.\n\n# Title #\ntext\r\nmore\r\n\r\n"
    "1. one\n   ```Python title=x\n   def f():\n       return 1\n\n   ```\n2. two\n\n   still two\n"
    "- [ ] task\n-\n* * *\nHead\n====\nSub\n--\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n| `x|y` | 3\n\n"
    "> quote\n> more\nlazy\n\n~~~~\n~~~\n```\n~~~~\nafter\n---\n    indented\n+ x\n12) y\n"
    "```\nunclosed ``` fence\n``\n  ```\nlast `";

class TestBlockParser : public QObject {
    Q_OBJECT

private slots:
    void tellsBlocksApart_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("blocks");
        const auto row = [](const char* name, const char* source, const char* blocks) {
            QTest::newRow(name) << QString(source) << QString(blocks);
        };
        row("nothing", "", "");
        row("blank", "\n \n", "");
        row("paragraphs", "a\nb\n\nc", "text[a\nb] text[c]");
        row("heading", "# A\nb\n### C", "heading[# A] text[b] heading[### C]");
        row("no heading", "#tag\n####### x", "text[#tag\n####### x]");
        row("setext", "A\n===\nb\n---\nc", "heading[A\n===] heading[b\n---] text[c]");
        row("rules", "a\n\n---\n***\n_ _ _\nb", "text[a] rule[] rule[] rule[] text[b]");
        row("code", "a\n```cpp\nint x;\n\n  y\n```\nb", "text[a] code(cpp)[int x;\n\n  y] text[b]");
        row("empty code", "```\n```", "code[]");
        row("code of one blank line", "```\n\n```", "code[]");
        row("code of two blank lines", "```\n\n\n```", "code[\n]");
        row("language", "```{.Python title=\"x\"}\n```\n```c++,ignore\n```",
            "code(python)[] code(c++)[]");
        row("unclosed code", "```js\nlet a", "code(js)[let a]");
        row("longer fence", "````md\n```\nx\n```\n````", "code(md)[```\nx\n```]");
        row("tildes", "~~~\n```\n~~~", "code[```]");
        row("backtick in info", "```a`b\nc", "text[```a`b\nc]");
        row("strikethrough", "~~gone~~ x", "text[~~gone~~ x]");
        row("list", "Items:\n- a\n- b\n\n- c\n  more\n\nend",
            "text[Items:] text[- a\n- b\n\n- c\n  more] text[end]");
        row("year is no list", "It was\n1999. Good", "text[It was\n1999. Good]");
        row("code in a list", "1. a\n   ```sh\n   ls\n     -l\n   ```\n2. b",
            "text[1. a] code(sh)[ls\n  -l] text[2. b]");
        row("text behind code in a list", "- a\n\n    ```\n    x\n    ```\n    more\n\nb",
            "text[- a] code[x] text[more] text[b]");
        row("quote", "> a\nlazy\n\n> b", "text[> a\nlazy] text[> b]");
        row("table", "| a | b |\n|---|---|\n| 1 | 2 |\nx",
            "table[| a | b |\n|---|---|\n| 1 | 2 |\nx]");
        row("table below a line", "See:\na | b\n:-- | --:\n1 | 2\n\nend",
            "text[See:] table[a | b\n:-- | --:\n1 | 2] text[end]");
        row("cells differ", "| a | b |\n|---|\n", "text[| a | b |\n|---|]");
        row("bold at the beginning", "**Bold** text\n*x*", "text[**Bold** text\n*x*]");
        row("crlf", "a\r\nb\r\n\r\n```\r\nx\r\n```\r\n", "text[a\nb] code[x]");
        row("indented code", "    x = 1", "text[    x = 1]");
        row("cjk", "你好\n\n```\n世界 🙂\n```", "text[你好] code[世界 🙂]");
    }
    void tellsBlocksApart() {
        QFETCH(QString, source);
        QFETCH(QString, blocks);
        QCOMPARE(QString::fromStdString(shown(BlockParser::parse(source.toStdString()))), blocks);
    }

    void showsOpenCodeAsItGrowsAndHoldsBackWhatIsUndecided() {
        BlockParser parser;
        parser.add("Text\n");
        parser.add("``");
        QCOMPARE(shown(parser.blocks()), std::string("text[Text]"));
        QCOMPARE(parser.firstChanged(), std::size_t{1});
        parser.add("`py\nho");
        QCOMPARE(shown(parser.blocks()), std::string("text[Text] code(py)<ho>"));
        QCOMPARE(parser.firstChanged(), std::size_t{1});
        parser.add("p\n``");
        QCOMPARE(shown(parser.blocks()), std::string("text[Text] code(py)<hop>"));
        parser.add("`\n- ");
        QCOMPARE(shown(parser.blocks()), std::string("text[Text] code(py)[hop]"));
        parser.add("x");
        QCOMPARE(shown(parser.blocks()), std::string("text[Text] code(py)[hop] text[- x]"));
        QCOMPARE(parser.firstChanged(), std::size_t{2});
        parser.finish();
        QCOMPARE(parser.blocks().size(), std::size_t{3});
    }

    void doesNotDependOnHowTheTextIsCut() {
        const std::string text = kDocument;
        const std::vector<Block> whole = BlockParser::parse(text);
        QVERIFY(whole.size() > 12);
        // After each prefix the blocks are the same, whichever way it came.
        BlockParser bytewise;
        for (std::size_t i = 0; i < text.size(); ++i) {
            bytewise.add(std::string_view(text).substr(i, 1));
            BlockParser once;
            once.add(std::string_view(text).substr(0, i + 1));
            QVERIFY2(bytewise.blocks() == once.blocks(),
                     (shown(bytewise.blocks()) + "\n---\n" + shown(once.blocks())).c_str());
        }
        bytewise.finish();
        QCOMPARE(shown(bytewise.blocks()), shown(whole));
    }

    void givesTheSameForRandomTextsAndCuts() {
        std::mt19937 random(7);
        const std::vector<std::string> pieces{
            "`", "```", "~~~",   "\n", "\n\n", "- ", "1. ",  "#", " ",    "|", "--",
            "=", "a",   "word ", "> ", "*",    "\t", "\r\n", ":", "    ", "é", "_"};
        for (int round = 0; round < 3000; ++round) {
            std::string text;
            for (int i = 0; i < 40; ++i) text += pieces[random() % pieces.size()];
            const std::string whole = shown(BlockParser::parse(text));
            BlockParser parser;
            std::vector<Block> before;
            for (std::size_t at = 0; at < text.size();) {
                const std::size_t size = 1 + random() % 7;
                parser.add(std::string_view(text).substr(at, size));
                at += size;
                // What a view that redraws from firstChanged() keeps is what is there.
                const std::size_t kept = std::min(parser.firstChanged(), before.size());
                for (std::size_t i = 0; i < kept; ++i) QVERIFY(before[i] == parser.blocks()[i]);
                QVERIFY(parser.firstChanged() + 1 >= before.size());
                before = parser.blocks();
            }
            parser.finish();
            if (shown(parser.blocks()) != whole) qWarning("%s", text.c_str());
            QCOMPARE(shown(parser.blocks()), whole);
        }
    }

    void boundsTheLengthOfUndecidedLines() {
        for (const char c : {'-', '`', ' ', '#', '=', '|', '1'}) {
            std::string text(100000, c);
            text += "x\n```\nend";
            BlockParser parser;
            for (const char byte : text) parser.add({&byte, 1});
            parser.finish();
            QCOMPARE(shown(parser.blocks()), shown(BlockParser::parse(text)));
        }
    }

    void costsTimeInProportionToTheText_data() {
        QTest::addColumn<QByteArray>("unit");
        QTest::newRow("prose") << QByteArray("Some words of an answer that goes on and on.\n\n");
        QTest::newRow("one paragraph") << QByteArray("words and words\n");
        QTest::newRow("one line") << QByteArray("words and words ");
        QTest::newRow("code") << QByteArray("    int x = 1; // `\n");
        QTest::newRow("list") << QByteArray("- item\n\n");
        QTest::newRow("table") << QByteArray("| a | b |\n");
        QTest::newRow("dashes") << QByteArray("-----------------------------------------------");
    }
    void costsTimeInProportionToTheText() {
        QFETCH(QByteArray, unit);
        std::string text = unit.contains("int") ? "```\n"
                           : unit.contains('|') ? "|a|b|\n|-|-|\n"
                                                : "";
        while (text.size() < 1000000) text += unit.toStdString();
        QElapsedTimer timer;
        timer.start();
        BlockParser parser;
        for (std::size_t at = 0; at < text.size(); at += 4)
            parser.add(std::string_view(text).substr(at, 4));
        parser.finish();
        // A quadratic parser would take minutes; sanitizers make this one some ten times slower.
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(!parser.blocks().empty());
    }
};

QTEST_GUILESS_MAIN(TestBlockParser)
#include "test_block_parser.moc"
