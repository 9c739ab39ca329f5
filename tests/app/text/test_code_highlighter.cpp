// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "app/text/code_highlighter.h"

using app::CodeScanner;
using app::CodeSpan;

namespace {

// The words of one line with a letter for each hue: "K:def N:f".
QString scan(const char* language, const QString& line, int* state = nullptr) {
    int local = CodeScanner::kStart;
    const CodeScanner scanner(app::findCodeLanguage(language));
    QStringList words;
    for (const CodeSpan& span : scanner.scan(line, state != nullptr ? *state : local)) {
        words +=
            QString("KNLC"[static_cast<int>(span.hue)]) + ':' + line.mid(span.begin, span.length);
    }
    return words.join(' ');
}

} // namespace

class TestCodeHighlighter : public QObject {
    Q_OBJECT

private slots:
    void coloursWords_data();
    void coloursWords();
    void carriesCommentsOverLines();
    void carriesTripleQuotesOverLines();
    void knowsAliases();
    void leavesUnknownLanguagesPlain();
    void staysWithinTheLine();
};

void TestCodeHighlighter::coloursWords_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("hues");
    QTest::newRow("python") << "python"
                            << "def push(x): return 'a' # b"
                            << "K:def N:push K:return L:'a' C:# b";
    QTest::newRow("c++") << "cpp"
                         << "#include <x> // y"
                         << "K:#include C:// y";
    QTest::newRow("c++ call") << "c++"
                              << "int n = f(0x1F);"
                              << "K:int N:f L:0x1F";
    QTest::newRow("escape") << "js"
                            << "let s = \"a\\\"b\";"
                            << "K:let L:\"a\\\"b\"";
    QTest::newRow("sql case") << "sql"
                              << "select 1 FROM t -- all"
                              << "K:select L:1 K:FROM C:-- all";
    QTest::newRow("rust") << "rust"
                          << "struct Point { x: f32 }"
                          << "K:struct N:Point K:f32";
    QTest::newRow("html") << "html"
                          << "<a href=\"x\">t</a>"
                          << "K:a N:href L:\"x\" K:a";
    QTest::newRow("bash") << "sh"
                          << "echo $x # say"
                          << "K:echo C:# say";
    QTest::newRow("json") << "json"
                          << "{\"a\": true, \"b\": 1.5}"
                          << "L:\"a\" K:true L:\"b\" L:1.5";
}

void TestCodeHighlighter::coloursWords() {
    QFETCH(QString, language);
    QFETCH(QString, line);
    QFETCH(QString, hues);
    QCOMPARE(scan(language.toLatin1(), line), hues);
}

void TestCodeHighlighter::carriesCommentsOverLines() {
    int state = CodeScanner::kStart;
    QCOMPARE(scan("c", "a /* b", &state), QString("C:/* b"));
    QCOMPARE(scan("c", "c", &state), QString("C:c"));
    QCOMPARE(scan("c", "d */ return", &state), QString("C:d */ K:return"));
    QCOMPARE(state, CodeScanner::kStart);
}

void TestCodeHighlighter::carriesTripleQuotesOverLines() {
    int state = CodeScanner::kStart;
    QCOMPARE(scan("py", "s = '''a", &state), QString("L:'''a"));
    QCOMPARE(scan("py", "\"\"\" if", &state), QString("L:\"\"\" if"));
    QCOMPARE(scan("py", "b''' if", &state), QString("L:b''' K:if"));
}

void TestCodeHighlighter::knowsAliases() {
    QCOMPARE(app::findCodeLanguage("py"), app::findCodeLanguage("python"));
    QVERIFY(app::findCodeLanguage("py") != nullptr);
    QVERIFY(app::findCodeLanguage("c#") != app::findCodeLanguage("c"));
}

void TestCodeHighlighter::leavesUnknownLanguagesPlain() {
    QCOMPARE(app::findCodeLanguage("brainfog"), nullptr);
    QCOMPARE(app::findCodeLanguage(""), nullptr);
    QCOMPARE(scan("brainfog", "if return"), QString());
}

void TestCodeHighlighter::staysWithinTheLine() {
    const QStringList lines = {
        "\"", "'''", "/*", "\\", "\"\\", "\u00E4\U0001F525(", QString(100'000, '"')};
    for (const app::CodeLanguage& language : app::codeLanguages()) {
        const CodeScanner scanner(&language);
        int state = CodeScanner::kStart;
        for (const QString& line : lines) {
            for (const CodeSpan& span : scanner.scan(line, state)) {
                QVERIFY(span.begin >= 0 && span.length > 0);
                QVERIFY(span.begin + span.length <= line.size());
            }
        }
    }
}

QTEST_MAIN(TestCodeHighlighter)
#include "test_code_highlighter.moc"
