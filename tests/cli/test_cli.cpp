// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>

#include "tests/support/cli_process.h"
#include "tests/support/random_model.h"
#include "tests/support/vectors.h"

using namespace inference::testing;

namespace {

QList<int> ids(const QJsonValue& value) {
    QList<int> list;
    for (const QJsonValue id : value.toArray()) list << id.toInt();
    return list;
}

} // namespace

/// The command line as scripts see it, on a small random model of our own and on recorded data.
class TestCli : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        RandomModel model;
        model.writer.string("tokenizer.chat_template",
                            "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
                            "{% if add_generation_prompt %}assistant:{% endif %}");
        model.writer.f32("general.extra", 0.5f);
        m_model = m_folder.filePath("random.gguf");
        QVERIFY(model.save(m_model.toStdString()));
    }

    void helpNamesEveryCommand() {
        const CliOutcome outcome = runCli({"--help"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(runCli({"help"}).out, outcome.out);
        for (const char* command :
             {"devices", "inspect", "tokenize", "detokenize", "template", "logits", "generate",
              "chat", "bench", "plan", "search", "show", "pull", "list", "verify", "remove"}) {
            QVERIFY2(outcome.out.contains("\n  " + QByteArray(command)), command);
            const CliOutcome own = runCli({command, "--help"});
            QCOMPARE(own.status, 0);
            QVERIFY(own.out.startsWith("usage: hearth-cli " + QByteArray(command)));
            QCOMPARE(runCli({"help", command}).out, own.out);
        }
    }

    void wrongUsageIsTwo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("unknown command") << QStringList{"sing", "x"};
        QTest::newRow("unknown option") << QStringList{"devices", "--nonsense"};
        QTest::newRow("missing model") << QStringList{"inspect"};
        QTest::newRow("one too many") << QStringList{"inspect", "a", "b"};
        QTest::newRow("no value") << QStringList{"generate", m_model, "--prompt"};
        QTest::newRow("no number")
            << QStringList{"generate", m_model, "--prompt", "x", "--seed", "y"};
        QTest::newRow("neither prompt nor tokens") << QStringList{"generate", m_model};
        QTest::newRow("device") << QStringList{"generate", m_model,    "--prompt",
                                               "x",        "--device", "tpu"};
        QTest::newRow("layers on no GPU") << QStringList{"generate", m_model, "--prompt",     "x",
                                                         "--device", "cpu",   "--gpu-layers", "3"};
        QTest::newRow("no count of layers")
            << QStringList{"generate", m_model, "--prompt", "x", "--gpu-layers", "many"};
    }
    void wrongUsageIsTwo() {
        QFETCH(QStringList, arguments);
        const CliOutcome outcome = runCli(arguments);
        QCOMPARE(outcome.status, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(outcome.err.startsWith("error: "));
        QCOMPARE(outcome.err.count('\n'), 1);
    }

    void failureIsOneLineThatSaysWhatToDo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no file") << QStringList{"inspect", "/nowhere/model.gguf", "--json"};
        QTest::newRow("folder") << QStringList{"inspect", m_folder.path(), "--json"};
        QTest::newRow("no GGUF") << QStringList{"--json", "inspect", __FILE__};
        QTest::newRow("device") << QStringList{"generate", m_model, "--device", "vulkan:99",
                                               "--prompt", "x",     "--json"};
    }
    void failureIsOneLineThatSaysWhatToDo() {
        QFETCH(QStringList, arguments);
        const CliOutcome outcome = runCli(arguments);
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(outcome.err.startsWith("error: "));
        QCOMPARE(outcome.err.count('\n'), 1);
        QVERIFY(outcome.err.count(": ") >= 2);
    }

    void listsTheProcessorFirst() {
        const QJsonArray devices = runCli({"devices", "--json"}).json()["devices"].toArray();
        QVERIFY(!devices.isEmpty());
        const QJsonObject cpu = devices[0].toObject();
        QCOMPARE(cpu["id"].toString(), "cpu");
        QCOMPARE(cpu["kind"].toString(), "cpu");
        QVERIFY(cpu["memory_total"].toDouble() >= cpu["memory_free"].toDouble());
        QVERIFY(cpu["features"].isArray() && !cpu["name"].toString().isEmpty());
    }

    void inspectShowsAndCuts() {
        const QJsonObject json = runCli({"inspect", m_model, "--json", "--tensors"}).json();
        QCOMPARE(json["architecture"].toString(), "llama");
        QCOMPARE(json["layers"].toInt(), 2);
        QCOMPARE(json["context_length"].toInt(), 256);
        QCOMPARE(json["file_bytes"].toInteger(), QFileInfo(m_model).size());
        QCOMPARE(json["supported"].toBool(), true);
        QVERIFY(json["unsupported_reasons"].toArray().isEmpty());
        QVERIFY(json["chat_template"].toString().contains("messages"));
        QCOMPARE(json["tensor_types"].toObject()["F32"].toInt(), json["tensors"].toArray().size());
        const QJsonObject metadata = json["metadata"].toObject();
        QCOMPARE(metadata["tokenizer.ggml.tokens"].toArray().size(), 16);
        QCOMPARE(metadata["tokenizer.ggml.tokens_count"].toInt(), 101);
        QCOMPARE(metadata["general.extra"].toDouble(), 0.5);
        double parameters = 0;
        for (const QJsonValue tensor : json["tensors"].toArray()) {
            double elements = 1;
            for (const QJsonValue size : tensor.toObject()["shape"].toArray())
                elements *= size.toDouble();
            parameters += elements;
        }
        QCOMPARE(json["parameters"].toDouble(), parameters);
        // People read it as they speak of it.
        QVERIFY(parameters > 1e5 && parameters < 999'000);
        const QByteArray text = runCli({"inspect", m_model}).out;
        QVERIFY2(text.contains(QByteArray::number(parameters / 1000, 'f', 0) + "K\n"),
                 text.constData());
    }

    void inspectExplainsWhatDoesNotRun() {
        RandomModel model;
        model.architecture = "novel9";
        const QString path = m_folder.filePath("novel.gguf");
        QVERIFY(model.save(path.toStdString()));
        const CliOutcome outcome = runCli({"inspect", path, "--json"});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.json()["supported"].toBool(), false);
        QVERIFY(outcome.json()["unsupported_reasons"][0].toString().contains("novel9"));
        const CliOutcome refused = runCli({"generate", path, "--prompt", "t5"});
        QCOMPARE(refused.status, 1);
        QVERIFY(refused.err.contains("novel9"));
    }

    void greedyAnswersRepeatAndSpeakJson() {
        const QStringList arguments{"generate", m_model,       "--tokens", "1,5,9",  "--temp",
                                    "0",        "--device",    "cpu",      "--json", "--max-tokens",
                                    "7",        "--ignore-eos"};
        const QJsonObject first = runCli(arguments).json();
        QCOMPARE(ids(first["ids"]).size(), 7);
        QCOMPARE(first["stop_reason"].toString(), "length");
        QCOMPARE(first["prompt_tokens"].toInt(), 3);
        QCOMPARE(first["generated_tokens"].toInt(), 7);
        for (const char* key : {"prompt_tps", "generate_tps", "load_s", "first_token_s"})
            QVERIFY2(first[key].toDouble() > 0, key);
        QCOMPARE(runCli(arguments).json()["ids"], first["ids"]);
        QCOMPARE(runCli(arguments).json()["text"], first["text"]);
    }

    void logitsFilesHaveTheirShape() {
        const QString out = m_folder.filePath("logits.f32");
        const QJsonObject json =
            runCli({"logits", m_model, "--tokens", "1,2,3,4", "--out", out, "--json", "--exact"})
                .json();
        QCOMPARE(json["n_tokens"].toInt(), 4);
        QCOMPARE(json["n_vocab"].toInt(), 101);
        const auto all = readFloats(out);
        QCOMPARE(all.size(), std::size_t{4 * 101});
        QCOMPARE(runCli({"logits", m_model, "--tokens", "1,2,3,4", "--out", out, "--last",
                         "--exact", "--device", "cpu"})
                     .status,
                 0);
        const auto last = readFloats(out);
        QCOMPARE(last.size(), std::size_t{101});
        for (std::size_t i = 0; i < last.size(); ++i)
            QVERIFY(std::abs(last[i] - all[3 * 101 + i]) < 1e-3f);
    }

    void chatAnswersAFileAndAPipe() {
        QFile file(m_folder.filePath("messages.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"([{"role":"user","content":"t5"}])");
        file.close();
        const QJsonObject json = runCli({"chat", m_model, "--messages", file.fileName(), "--json",
                                         "--max-tokens", "5", "--seed", "3", "--device", "cpu"})
                                     .json();
        QVERIFY(json["content"].isString() && json["reasoning"].isString());
        QVERIFY(json["tool_calls"].isArray());
        const QJsonObject usage = json["usage"].toObject();
        QCOMPARE(usage["total_tokens"].toInt(),
                 usage["prompt_tokens"].toInt() + usage["completion_tokens"].toInt());
        const CliOutcome piped = runCli({"chat", m_model, "--max-tokens", "4"}, "t7\n/new\nt8\n");
        QCOMPARE(piped.status, 0);
        QVERIFY(piped.out.count('\n') >= 2);
        const CliOutcome prompt = runCli({"template", m_model, "--messages", file.fileName()});
        QCOMPARE(prompt.out, QByteArray("user: t5\nassistant:"));
    }

    void keepsTheCacheInTheTypesAskedFor() {
        RandomModel model;
        model.keyLength = model.valueLength = model.rotary = 32;
        const QString path = m_folder.filePath("blocks.gguf");
        QVERIFY(model.save(path.toStdString()));
        const QStringList command = {"generate",     path,  "--tokens", "5,6,7,8",
                                     "--device",     "cpu", "--temp",   "0",
                                     "--max-tokens", "4",   "--json",   "--ignore-eos"};
        for (const char* types : {"f32", "q8_0", "q4_0", "q8_0,q4_0", "f16,q8_0"}) {
            const CliOutcome outcome = runCli(command + QStringList{"--kv", types});
            QVERIFY2(outcome.status == 0, outcome.err.constData());
            QCOMPARE(ids(outcome.json()["ids"]).size(), 4);
            QVERIFY(outcome.err.isEmpty());
        }
        for (const char* wrong : {"q5_0", "f16,", ",f16", "f16,f16,f16", ""})
            QVERIFY(runCli(command + QStringList{"--kv", wrong}).status != 0);
        QVERIFY(runCli({"generate", "--help"}).out.contains("--kv"));
        // Heads of 16 values cannot be cut into blocks of 32.
        const CliOutcome narrow = runCli({"generate", m_model, "--tokens", "5", "--max-tokens", "2",
                                          "--kv", "q8_0", "--device", "cpu"});
        QCOMPARE(narrow.status, 0);
        QVERIFY2(narrow.err.contains("keep f16"), narrow.err.constData());
    }

    void benchReportsEveryFigure() {
        const QJsonObject json =
            runCli({"bench", m_model, "--json", "--prompt", "16", "--generate", "8", "--depth", "9",
                    "--repetitions", "2", "--device", "cpu"})
                .json();
        for (const char* key : {"prompt_tps", "generate_tps"}) {
            const QJsonObject spread = json[key].toObject();
            QVERIFY(spread["min"].toDouble() > 0);
            QVERIFY(spread["min"].toDouble() <= spread["median"].toDouble());
            QVERIFY(spread["median"].toDouble() <= spread["max"].toDouble());
        }
        for (const char* key : {"load_s", "weight_bytes_per_token", "memory_bandwidth_bytes_s",
                                "bandwidth_fraction", "resident_bytes"})
            QVERIFY2(json[key].toDouble() > 0, key);
        QCOMPARE(json["device_bytes"].toDouble(), 0.0);
    }

    void outputThatCannotBeWrittenIsAnError() {
        if (!QFileInfo::exists("/dev/full")) QSKIP("there is no /dev/full here");
        QProcess process;
        process.setStandardOutputFile("/dev/full");
        process.start(HEARTH_CLI, {"inspect", m_model, "--json"});
        QVERIFY(process.waitForFinished(20000));
        QCOMPARE(process.exitCode(), 1);
    }

    void ctrlCEndsWith130() {
        QProcess process;
        process.start(HEARTH_CLI, {"bench", m_model, "--device", "cpu", "--context", "200000",
                                   "--generate", "100000"});
        QVERIFY(process.waitForStarted());
        QTest::qWait(600);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(20000));
        QCOMPARE(process.exitCode(), 130);
    }

    void aRequestToEndEndsAConversation() {
        QProcess process;
        process.start(HEARTH_CLI, {"chat", m_model, "--device", "cpu", "--max-tokens", "200"});
        QVERIFY(process.waitForStarted());
        process.write("t5\n");
        QVERIFY(process.waitForReadyRead(30000)); // The answer has begun.
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        QVERIFY(process.waitForFinished(30000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
    }

    void tokenizesBatchesAndVocabularyFiles() {
        REQUIRE_VECTORS("vocab");
        const QString model = vectorPath("vocab/ggml-vocab-llama-spm.gguf");
        const CliOutcome batch = runCli({"tokenize", model, "--batch", "--no-bos", "--json"},
                                        R"(["Hello", "", "x </s>"])");
        QCOMPARE(batch.status, 0);
        const QJsonArray all = batch.json()["ids"].toArray();
        QCOMPARE(all.size(), 3);
        QCOMPARE(ids(all[0]), (QList<int>{15043}));
        QVERIFY(ids(all[1]).isEmpty());
        QCOMPARE(ids(all[2]).last(), 2);
        const QJsonObject plain =
            runCli({"tokenize", model, "--text", "x </s>", "--no-special", "--json"}).json();
        QCOMPARE(ids(plain["ids"]).first(), 1);
        QVERIFY(ids(plain["ids"]).last() != 2);
        const QByteArray text = "Zwölf  Boxkämpfer 😀 </s>";
        const CliOutcome encoded = runCli({"tokenize", model}, text);
        const CliOutcome decoded = runCli({"detokenize", model, "--tokens", encoded.out.trimmed()});
        QCOMPARE(decoded.out, text);
        QVERIFY(!runCli({"inspect", model, "--json"}).json()["supported"].toBool());
    }

private:
    QTemporaryDir m_folder;
    QString m_model;
};

QTEST_GUILESS_MAIN(TestCli)
#include "test_cli.moc"
