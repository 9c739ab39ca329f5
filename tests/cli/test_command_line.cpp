// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "tests/support/cli_process.h"
#include "tests/support/vectors.h"

#include <QTemporaryDir>

#include <csignal>

using inference::testing::vectorPath;

/// What scripts rely on: names of commands and fields, exit statuses, where which text goes.
class TestCommandLine : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static QString model() { return vectorPath("models-real/stories260K-Q8_0.gguf"); }
    static bool isOneErrorLine(const QByteArray& text) {
        return text.startsWith("error: ") && text.count('\n') == 1 && text.endsWith('\n');
    }

private slots:
    void helpSaysTheSameInEveryForm() {
        const CliOutcome option = runCli({"--help"});
        QCOMPARE(option.status, 0);
        QCOMPARE(runCli({"help"}).out, option.out);
        QCOMPARE(runCli({"help", "pull"}).out, runCli({"pull", "--help"}).out);
        for (const char* name :
             {"devices", "inspect", "tokenize", "detokenize", "template", "logits", "generate",
              "chat", "bench", "search", "show", "pull", "list", "verify", "remove"}) {
            QVERIFY2(option.out.contains("\n  " + QByteArray(name)), name);
            const CliOutcome own = runCli({name, "--help"});
            QCOMPARE(own.status, 0);
            QVERIFY(own.out.startsWith("usage: hearth-cli " + QByteArray(name)));
        }
    }

    void wrongUsageEndsWithTwo_data() {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("nothing") << QStringList();
        QTest::newRow("unknown command") << QStringList{"sing"};
        QTest::newRow("unknown option") << QStringList{"devices", "--loudly"};
        QTest::newRow("missing argument") << QStringList{"inspect"};
        QTest::newRow("one argument too many") << QStringList{"inspect", "a", "b"};
        QTest::newRow("value missing") << QStringList{"devices", "--data-dir"};
        QTest::newRow("not a number") << QStringList{"generate", "x.gguf", "--max-tokens", "many"};
    }

    void wrongUsageEndsWithTwo() {
        QFETCH(const QStringList, words);
        const CliOutcome outcome = runCli(words);
        QCOMPARE(outcome.status, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(isOneErrorLine(outcome.err), outcome.err.constData());
    }

    void aMissingModelIsOneLineThatSaysWhatToDo() {
        const CliOutcome outcome =
            runCli({"generate", "/nonexistent/x.gguf", "--prompt", "hi", "--json"});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(isOneErrorLine(outcome.err), outcome.err.constData());
        QVERIFY(outcome.err.contains("/nonexistent/x.gguf"));
    }

    void everyPromisedFieldIsThere_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QStringList>("fields");
        const QString messages = m_folder.filePath("messages.json");
        QFile file(messages);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"([{"role":"user","content":"hi"}])");
        QTest::newRow("devices") << QStringList{"devices"} << QStringList{"devices"};
        QTest::newRow("inspect")
            << QStringList{"inspect", model()}
            << QStringList{"architecture",   "name",      "parameters",          "file_bytes",
                           "context_length", "layers",    "quantization",        "tensor_types",
                           "metadata",       "supported", "unsupported_reasons", "chat_template"};
        QTest::newRow("inspect with tensors")
            << QStringList{"inspect", model(), "--tensors"} << QStringList{"tensors"};
        QTest::newRow("tokenize") << QStringList{"tokenize", model(), "--text", "Once"}
                                  << QStringList{"ids"};
        QTest::newRow("detokenize")
            << QStringList{"detokenize", model(), "--tokens", "403,407"} << QStringList{"text"};
        QTest::newRow("logits") << QStringList{
            "logits",   model(), "--tokens", "1,2,3", "--out", m_folder.filePath("logits"),
            "--device", "cpu"} << QStringList{"n_tokens", "n_vocab"};
        QTest::newRow("generate")
            << QStringList{"generate",     model(), "--prompt", "Once",
                           "--max-tokens", "4",     "--device", "cpu"}
            << QStringList{
                   "ids",        "text",         "stop_reason", "prompt_tokens", "generated_tokens",
                   "prompt_tps", "generate_tps", "load_s",      "first_token_s"};
        QTest::newRow("chat") << QStringList{"chat",         model(), "--messages", messages,
                                             "--max-tokens", "4",     "--device",   "cpu"}
                              << QStringList{"content", "reasoning", "tool_calls", "stop_reason",
                                             "usage"};
        QTest::newRow("bench") << QStringList{"bench",         model(), "--device",   "cpu",
                                              "--prompt",      "8",     "--generate", "2",
                                              "--repetitions", "1"}
                               << QStringList{"prompt_tps",
                                              "generate_tps",
                                              "load_s",
                                              "weight_bytes_per_token",
                                              "memory_bandwidth_bytes_s",
                                              "bandwidth_fraction",
                                              "resident_bytes",
                                              "device_bytes"};
    }

    void everyPromisedFieldIsThere() {
        REQUIRE_VECTORS("models-real/stories260K-Q8_0.gguf");
        QFETCH(const QStringList, words);
        QFETCH(const QStringList, fields);
        const CliOutcome outcome = runCli(words + QStringList{"--json"});
        QVERIFY2(outcome.status == 0, outcome.err.constData());
        QCOMPARE(outcome.out.trimmed().count('\n'), 0);
        const QJsonObject object = outcome.json();
        for (const QString& field : fields) QVERIFY2(object.contains(field), qPrintable(field));
    }

    void logitsAreWrittenAsFloatsRowByRow() {
        REQUIRE_VECTORS("models-real/stories260K-Q8_0.gguf");
        const QString all = m_folder.filePath("all");
        const QString last = m_folder.filePath("last");
        const QStringList words{"logits", model(), "--tokens", "1,2,3", "--device", "cpu"};
        QCOMPARE(runCli(words + QStringList{"--out", all}).status, 0);
        QCOMPARE(runCli(words + QStringList{"--out", last, "--last"}).status, 0);
        const auto rows = inference::testing::readFloats(all);
        QCOMPARE(rows.size(), std::size_t{3 * 512});
        QCOMPARE(inference::testing::readFloats(last),
                 std::vector<float>(rows.end() - 512, rows.end()));
    }

    void aBatchOfTextsIsTokenizedInOneRun() {
        REQUIRE_VECTORS("models-real/stories260K-Q8_0.gguf");
        const CliOutcome batch =
            runCli({"tokenize", model(), "--batch", "--json"}, R"(["Once upon", "", "a \n b"])");
        QVERIFY2(batch.status == 0, batch.err.constData());
        const QJsonArray lists = batch.json()["ids"].toArray();
        QCOMPARE(lists.size(), 3);
        const CliOutcome single = runCli({"tokenize", model(), "--json"}, "Once upon");
        QCOMPARE(lists[0], single.json()["ids"]);
    }

    void anInterruptedRunSaysSoAndEndsWith130() {
        REQUIRE_VECTORS("models-real/stories260K-Q8_0.gguf");
        QProcess process;
        process.setProcessEnvironment(cliEnvironment());
        process.start(HEARTH_CLI, {"chat", model(), "--device", "cpu"});
        QVERIFY(process.waitForStarted());
        process.write("Once upon a time\n");
        QVERIFY(process.waitForReadyRead(30000)); // The answer has begun.
        ::kill(static_cast<pid_t>(process.processId()),
               SIGTERM); // Not Ctrl+C: that stops the answer.
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "test_command_line.moc"
