// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QElapsedTimer>
#include <QTest>

#include "inference/tokenizer/pretokenizer.h"

using namespace inference;

class TestPreTokenizer : public QObject {
    Q_OBJECT

private slots:
    void cutsAsTheExpressionsSay_data();
    void cutsAsTheExpressionsSay();
    void losesNoByte();
    void takesTimeInProportionToTheText_data();
    void takesTimeInProportionToTheText();
    void refusesUnknownNames();
};

namespace {

constexpr const char* kNames[] = {
    "default",        "llama3",      "qwen2",  "qwen35", "gpt-4o",   "tekken",    "kimi-k2",
    "tiny_aya",       "youtu",       "gpt-2",  "falcon", "afmoe",    "starcoder", "deepseek-llm",
    "deepseek-coder", "deepseek-v3", "bloom",  "viking", "superbpe", "chameleon", "jais-2",
    "seed-coder",     "exaone-moe",  "laguna", "gemma4", "minicpm5", "spark2_5",  "whitespace"};

QStringList words(const char* name, const QByteArray& text) {
    const PreTokenizer preTokenizer(*pretokenizer::findRule(name)->rule);
    QStringList list;
    const std::string utf8 = text.toStdString();
    preTokenizer.split(utf8, [&](std::string_view word) {
        list.append(QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size())));
    });
    return list;
}

} // namespace

void TestPreTokenizer::cutsAsTheExpressionsSay_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("cut"); // words joined by |
    const auto row = [](const char* name, const char* text, const char* cut) {
        QTest::addRow("%s: %s", name, text)
            << QByteArray(name) << QByteArray(text) << QString::fromUtf8(cut);
    };
    row("llama3", "Hello  world's 12345!\n\n x", "Hello| | world|'s| |123|45|!\n\n| x");
    row("llama3", "I'VE we'll", "I|'VE| we|'ll");
    row("llama3", "  \n \n  a", "  \n \n| | a");
    row("llama3", "a   ", "a|   ");
    row("llama3", "$word (x)", "$word| (|x|)");
    row("qwen2", "123", "1|2|3");
    row("qwen35", "\xe0\xa4\xb9\xe0\xa4\xbf x", "\xe0\xa4\xb9\xe0\xa4\xbf| x");
    row("qwen2", "\xe0\xa4\xb9\xe0\xa4\xbf x", "\xe0\xa4\xb9|\xe0\xa4\xbf| x");
    row("gpt-4o", "camelCaseWORDs HTTPServer's", "camel|Case|WORDs| HTTPServer's");
    row("gpt-4o", "a//b/\n", "a|//|b|/\n");
    row("gpt-4o",
        "\xe4\xb8\xad\xe6\x96\x87"
        "Ab",
        "\xe4\xb8\xad\xe6\x96\x87"
        "Ab");
    row("gpt-4o",
        "A\xe4\xb8\xad"
        "B",
        "A\xe4\xb8\xad|B");
    row("tekken", "it's 12", "it|'s| |1|2");
    row("kimi-k2",
        "\xe4\xb8\xad\xe6\x96\x87"
        "ab",
        "\xe4\xb8\xad\xe6\x96\x87|ab");
    row("gpt-2", "it's IT'S 123  a", "it|'s| IT|'|S| 123| | a");
    row("starcoder", "a 12", "a| |1|2");
    row("falcon", "a+b 12345", "a|+|b| |123|45");
    row("default", "x=1234", "x|=|123|4");
    row("deepseek-llm", "Hi, 1234\n  ", "Hi|,| |1234|\n|  ");
    row("deepseek-llm", "a  b", "a| | b");
    row("deepseek-coder", "ab12", "ab|1|2");
    row("deepseek-v3", "#include 1234", "#include| |123|4");
    row("afmoe", "1234567", "1|234|567");
    row("superbpe", "ab 1234567", "ab |1|234|567");
    row("tiny_aya", "12345 12345x", "12|345| |123|45|x");
    row("bloom", "a, b", "a|,| b");
    row("seed-coder", "a!\n", "a|!|\n");
    row("exaone-moe", "a b  c", "a b| | c");
    row("laguna", "a\n\nb", "a|\n\n|b");
    row("jais-2", "a     b", "a|    | b");
    row("gemma4", "a b\n\nc", "a b|\n\n|c");
    row("chameleon", "a1.  ", "a|1|.|  ");
    row("youtu",
        "\xea\xb0\x80"
        "a1",
        "\xea\xb0\x80|a|1");
}

void TestPreTokenizer::cutsAsTheExpressionsSay() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, text);
    QFETCH(QString, cut);
    QCOMPARE(words(name.constData(), text).join(u'|'), cut);
}

void TestPreTokenizer::losesNoByte() {
    const std::string text =
        "Mixed \xff text\t\r\n 1234567890 \xe4\xb8\xad\xe6\x96\x87 don't\xe0\xa4"
        " \xf0\x9f\xa6\x99\xcc\x81  ...//\n\n   \xc2\x85 END  ";
    for (const char* name : kNames) {
        const PreTokenizer preTokenizer(*pretokenizer::findRule(name)->rule);
        std::string joined;
        preTokenizer.split(text, [&](std::string_view word) {
            QVERIFY(!word.empty());
            joined += word;
        });
        QCOMPARE(joined, text);
    }
}

void TestPreTokenizer::takesTimeInProportionToTheText_data() {
    QTest::addColumn<QByteArray>("unit");
    for (const char* unit : {" ", "\n", "a", "A", "1", ".", "'", "Aa", " x", "\xff", "中A",
                             "\xcc\x81", "\xe4\xb8\xad", " \n", "  x", "1a"})
        QTest::newRow(QByteArray(unit).toPercentEncoding().constData()) << QByteArray(unit);
}

void TestPreTokenizer::takesTimeInProportionToTheText() {
    QFETCH(QByteArray, unit);
    std::string text;
    while (text.size() < 200'000) text += unit.toStdString();
    text += 'x'; // So that white space does not reach the end.
    for (const char* name : kNames) {
        const PreTokenizer preTokenizer(*pretokenizer::findRule(name)->rule);
        QElapsedTimer timer;
        timer.start();
        std::size_t count = 0;
        preTokenizer.split(text, [&](std::string_view) { ++count; });
        QVERIFY(count > 0);
        // A quadratic matcher needs minutes; a slow machine with sanitizers less than a second.
        QVERIFY2(timer.elapsed() < 2000, name);
    }
}

void TestPreTokenizer::refusesUnknownNames() {
    QVERIFY(!pretokenizer::findRule("no-such-rule"));
    QVERIFY(pretokenizer::findRule(""));
}

QTEST_GUILESS_MAIN(TestPreTokenizer)
#include "test_pretokenizer.moc"
