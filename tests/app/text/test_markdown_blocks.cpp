// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>
#include <QTextDocument>

#include <string>

#include "app/text/markdown_blocks.h"
#include "app/text/markdown_document.h"

using app::TextBlock;

namespace {

QVector<TextBlock> convert(const char* markdown) {
    return app::convertMarkdown(markdown, {});
}

QString plain(const TextBlock& block) {
    QTextDocument document;
    document.setHtml(block.html);
    return document.toPlainText();
}

} // namespace

class TestMarkdownBlocks : public QObject {
    Q_OBJECT

private slots:
    void separatesTextCodeQuoteTableAndRule();
    void keepsCodeAsItStands();
    void showsHtmlAsText();
    void neverMakesImages();
    void keepsOnlyOpenableLinks_data();
    void keepsOnlyOpenableLinks();
    void escapesLinkTargets();
    void decodesEntitiesOnce();
    void runsParagraphsTheWayOfTheirFirstLetter();
    void survivesDeepNesting();
    void cutsALineWithoutEnd();
    void growsAsIfConvertedAtOnce();
    void convertsOldPiecesOnlyOnce();
    void keepsAFenceWhole();
};

void TestMarkdownBlocks::separatesTextCodeQuoteTableAndRule() {
    const auto blocks = convert("# Head\n\nText **bold**\n\n```Py\nx = 1\n```\n> said\n\n"
                                "|a|b|\n|---|---|\n|1|2|\n\n---\n\n- item\n");
    QCOMPARE(blocks.size(), 6);
    QCOMPARE(blocks[0].kind, TextBlock::Kind::Text);
    QVERIFY(blocks[0].html.contains("<b>bold</b>"));
    QCOMPARE(blocks[1].kind, TextBlock::Kind::Code);
    QCOMPARE(blocks[1].language, QString("py"));
    QCOMPARE(blocks[2].kind, TextBlock::Kind::Quote);
    QCOMPARE(plain(blocks[2]), QString("said"));
    QCOMPARE(blocks[3].kind, TextBlock::Kind::Table);
    QCOMPARE(blocks[3].columns, 2);
    QCOMPARE(blocks[4].kind, TextBlock::Kind::Rule);
    QCOMPARE(plain(blocks[5]), QString("item"));
}

void TestMarkdownBlocks::keepsCodeAsItStands() {
    const auto blocks = convert("```html\n<b>&amp; \\*\n\n  two\n```");
    QCOMPARE(blocks.size(), 1);
    QCOMPARE(blocks[0].code, QString("<b>&amp; \\*\n\n  two"));
}

void TestMarkdownBlocks::showsHtmlAsText() {
    const auto blocks =
        convert("<script>alert(1)</script>\n\n<div onclick=\"x\">a</div> <b>c</b>\n\n"
                "`<i>` <style>p{background:url(http://x.example/y)}</style>");
    QString text;
    for (const TextBlock& block : blocks) {
        QVERIFY(!block.html.contains("<script", Qt::CaseInsensitive));
        QVERIFY(!block.html.contains("<div", Qt::CaseInsensitive));
        QVERIFY(!block.html.contains("<style>", Qt::CaseInsensitive));
        text += plain(block);
    }
    QVERIFY(text.contains("<script>alert(1)</script>"));
    QVERIFY(text.contains("<div onclick=\"x\">a</div>"));
    QVERIFY(text.contains("<i>"));
}

void TestMarkdownBlocks::neverMakesImages() {
    const auto blocks = convert("![pixel](http://tracker.example/p.png) ![f](file:///etc/passwd) "
                                "[![in](http://a.example/i.png)](https://b.example)");
    QCOMPARE(blocks.size(), 1);
    QVERIFY(!blocks[0].html.contains("<img", Qt::CaseInsensitive));
    QVERIFY(!blocks[0].html.contains("src=", Qt::CaseInsensitive));
    QVERIFY(blocks[0].html.contains("<a href=\"http://tracker.example/p.png\""));
    QVERIFY(!blocks[0].html.contains("file:"));
    QVERIFY(plain(blocks[0]).contains("pixel"));
}

void TestMarkdownBlocks::keepsOnlyOpenableLinks_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<bool>("openable");
    QTest::newRow("https") << "https://example.org/a?b=c#d" << true;
    QTest::newRow("http") << "HTTP://example.org" << true;
    QTest::newRow("mail") << "mailto:a@example.org" << true;
    QTest::newRow("javascript") << "javascript:alert(1)" << false;
    QTest::newRow("javascript, spaced") << " java\tscript:alert(1)" << false;
    QTest::newRow("data") << "data:text/html,<script>" << false;
    QTest::newRow("file") << "file:///etc/passwd" << false;
    QTest::newRow("relative") << "/etc/passwd" << false;
    QTest::newRow("no host") << "http:///x" << false;
    QTest::newRow("own scheme") << "qrc:/x" << false;
    QTest::newRow("endless") << "https://example.org/" + QString(5000, 'a') << false;
}

void TestMarkdownBlocks::keepsOnlyOpenableLinks() {
    QFETCH(QString, target);
    QFETCH(bool, openable);
    QCOMPARE(app::isOpenableLink(target), openable);
    const auto blocks = app::convertMarkdown(("[text](<" + target + ">)").toStdString(), {});
    QCOMPARE(blocks.size(), 1);
    QCOMPARE(blocks[0].html.contains("<a href"), openable);
    QVERIFY(plain(blocks[0]).contains("text"));
}

void TestMarkdownBlocks::escapesLinkTargets() {
    const auto blocks = convert("[a](<https://x.example/\"onmouseover=\"b>)");
    QVERIFY(!blocks[0].html.contains("\"onmouseover"));
}

void TestMarkdownBlocks::decodesEntitiesOnce() {
    const auto blocks = convert("&lt;b&gt; &#x48; &amp;lt; &unknown; &#0; &#xD800;");
    QCOMPARE(plain(blocks[0]), QString::fromUtf8("<b> H &lt; &unknown; \uFFFD \uFFFD"));
}

void TestMarkdownBlocks::runsParagraphsTheWayOfTheirFirstLetter() {
    const auto blocks = convert("123 \u0645\u0631\u062D\u0628\u0627\n\nLatin \u0645\u0631");
    QCOMPARE(blocks[0].html.count("dir=\"rtl\""), 1);
    QVERIFY(blocks[0].html.indexOf("dir=\"rtl\"") < blocks[0].html.indexOf("123"));
}

void TestMarkdownBlocks::survivesDeepNesting() {
    const std::string quotes(20'000, '>');
    QVERIFY(!app::convertMarkdown(quotes + " deep", {}).isEmpty());
    std::string list;
    for (int depth = 0; depth < 200; ++depth) list += std::string(depth * 2u, ' ') + "- x\n";
    const auto blocks = app::convertMarkdown(list, {});
    QVERIFY(!blocks.isEmpty());
    QVERIFY(blocks[0].html.count("<ul") <= 12);
    QCOMPARE(blocks[0].html.count("<ul"), blocks[0].html.count("</ul"));
    const std::string brackets(50'000, '[');
    QVERIFY(!app::convertMarkdown(brackets, {}).isEmpty());
}

void TestMarkdownBlocks::cutsALineWithoutEnd() {
    std::string line;
    while (line.size() < (1u << 20)) line += "wort\u00E4"; // no space to cut at
    app::MarkdownDocument document;
    document.setText(QByteArray::fromStdString(line));
    QVERIFY(document.blocks().size() > 50);
    for (const TextBlock& block : document.blocks()) {
        QVERIFY(block.html.size() < 20'000);
        QVERIFY(!block.html.contains(QChar::ReplacementCharacter));
    }
}

void TestMarkdownBlocks::growsAsIfConvertedAtOnce() {
    std::string text;
    for (int i = 0; i < 40; ++i) {
        text +=
            "Paragraph " + std::to_string(i) + " with **words** enough to fill a line or two.\n\n";
        if (i % 7 == 0) text += "```cpp\nint x;\n\nint y;\n```\n\n1. one\n\n2. two\n\n";
    }
    app::MarkdownDocument whole;
    whole.setText(QByteArray::fromStdString(text));
    app::MarkdownDocument grown;
    for (std::size_t at = 0; at < text.size(); at += 7)
        grown.append(std::string_view(text).substr(at, 7));
    QCOMPARE(grown.text(), whole.text());
    QVERIFY(grown.blocks() == whole.blocks());
}

void TestMarkdownBlocks::convertsOldPiecesOnlyOnce() {
    app::MarkdownDocument document;
    for (int i = 0; i < 200; ++i) document.append("A paragraph of some length that ends here.\n\n");
    const auto before = document.blocks();
    QVERIFY(before.size() > 3);
    document.append("more");
    for (qsizetype i = 0; i + 1 < before.size(); ++i) QVERIFY(document.blocks()[i] == before[i]);
}

void TestMarkdownBlocks::keepsAFenceWhole() {
    std::string text = "```\n";
    for (int i = 0; i < 2000; ++i) text += "line\n\n";
    app::MarkdownDocument document;
    document.setText(QByteArray::fromStdString(text));
    QCOMPARE(document.blocks().size(), 1);
    QCOMPARE(document.blocks()[0].kind, TextBlock::Kind::Code);
}

QTEST_MAIN(TestMarkdownBlocks)
#include "test_markdown_blocks.moc"
