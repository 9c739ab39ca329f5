// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

#include "tests/support/cli_process.h"
#include "tests/support/random_model.h"

using inference::testing::RandomModel;

/// `hearth-cli plan` as scripts call it.
class TestPlan : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        RandomModel shape;
        shape.layers = 6;
        shape.experts = 4;
        shape.expertsUsed = 2;
        shape.context = 65536;
        m_model = m_folder.filePath("model-Q8_0.gguf");
        QVERIFY(shape.save(m_model.toStdString()));
        // Measuring takes a second, and no figure here depends on it.
        QVERIFY(run({"plan", m_model}).status == 0);
    }

    void aPlanHasAllFields() {
        const QJsonObject plan = json(
            {"plan", m_model, "--vram", "8000000000", "--ram", "16000000000", "--context", "4096"});
        QCOMPARE(plan["fits"].toString(), QString("gpu"));
        QCOMPARE(plan["layers_on_gpu"].toInt(), 6);
        QCOMPARE(plan["expert_layers_on_cpu"].toInt(), 0);
        QCOMPARE(plan["max_context"].toInt(), 65536);
        QVERIFY(plan["reasons"].toArray().size() > 0);
        const QJsonObject speed = plan["estimated_tps"].toObject();
        QVERIFY(speed["low"].toDouble() > 0);
        QVERIFY(speed["high"].toDouble() >= speed["low"].toDouble());
        for (const QJsonValue value : plan["devices"].toArray()) {
            const QJsonObject device = value.toObject();
            QCOMPARE(device["total"].toDouble(), device["weights"].toDouble()
                                                     + device["kv_cache"].toDouble()
                                                     + device["compute"].toDouble());
            const bool cpu = device["id"].toString() == "cpu";
            QCOMPARE(device["budget"].toDouble(), cpu ? 16e9 : 8e9);
        }
    }

    void theMachineIsWhatTheOptionsSay() {
        QCOMPARE(fits({"--vram", "0", "--ram", "16000000000"}), QString("cpu"));
        QCOMPARE(fits({"--vram", "0", "--ram", "100000"}), QString("no"));
        QCOMPARE(fits({"--vram", "0", "--ram", "0"}), QString("no"));
        QCOMPARE(fits({"--vram", "8000000000", "--keep-free", "7999999999"}), QString("cpu"));
        const QJsonObject whole = json({"plan", m_model, "--vram", "8000000000"});
        const double needed = whole["devices"].toArray()[0].toObject()["total"].toDouble();
        const auto less = QString::number(qint64(needed + (16 << 20) - 200000));
        const QJsonObject split = json({"plan", m_model, "--vram", less});
        QCOMPARE(split["fits"].toString(), QString("split"));
        QVERIFY(split["layers_on_gpu"].toInt() < 6 || split["expert_layers_on_cpu"].toInt() > 0);
    }

    void aSmallerCacheTakesLess() {
        double last = 1e18;
        for (const char* type : {"f32", "f16", "q8_0", "q4_0"}) {
            const QJsonObject plan =
                json({"plan", m_model, "--vram", "0", "--context", "32768", "--kv", type});
            const double cache = plan["devices"].toArray()[0].toObject()["kv_cache"].toDouble();
            QVERIFY(cache > 0 && cache <= last);
            last = cache;
        }
    }

    void severalModelsGiveATable() {
        const QJsonObject table =
            json({"plan", m_model, m_model, "--vram", "0"})["table"].toObject();
        QCOMPARE(table["contexts"].toArray().size(), 4);
        QCOMPARE(table["rows"].toArray().size(), 2);
        for (const QJsonValue row : table["rows"].toArray())
            QCOMPARE(row.toObject()["cells"].toArray().size(), 4);
        QVERIFY(json({"plan", m_model, "--table"}).contains("table"));
    }

    void onceItHasRunThePlanSaysHowFast() {
        QVERIFY(!json({"plan", m_model, "--device", "cpu"})["estimated_tps"]
                     .toObject()["measured"]
                     .toBool());
        QCOMPARE(run({"generate", m_model, "--device", "cpu", "--tokens", "1,2,3", "--max-tokens",
                      "40", "--ignore-eos"})
                     .status,
                 0);
        const QJsonObject speed =
            json({"plan", m_model, "--device", "cpu"})["estimated_tps"].toObject();
        QVERIFY(speed["measured"].toBool());
        QCOMPARE(speed["low"].toDouble(), speed["high"].toDouble());
    }

    void wrongUsageIsRefused_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::newRow("negative memory") << QStringList{m_model, "--vram", "-1"} << 2;
        QTest::newRow("memory that is no number") << QStringList{m_model, "--ram", "8G"} << 2;
        QTest::newRow("no context") << QStringList{m_model, "--context", "0"} << 2;
        QTest::newRow("absurd context") << QStringList{m_model, "--context", "99999999999"} << 2;
        QTest::newRow("negative layers") << QStringList{m_model, "--gpu-layers", "-3"} << 2;
        QTest::newRow("unknown cache") << QStringList{m_model, "--kv", "q2_k"} << 2;
        QTest::newRow("nothing") << QStringList{} << 2;
        QTest::newRow("missing file") << QStringList{"/nowhere/model.gguf"} << 1;
        QTest::newRow("a folder") << QStringList{"/tmp"} << 1;
        QTest::newRow("no such device") << QStringList{m_model, "--device", "vulkan:77"} << 1;
    }
    void wrongUsageIsRefused() {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        const CliOutcome outcome = run(QStringList{"plan", "--json"} + words);
        QCOMPARE(outcome.status, status);
        QVERIFY2(outcome.err.startsWith("error: "), outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
    }

    void aDamagedFileIsRefused() {
        const QString path = m_folder.filePath("damaged.gguf");
        QVERIFY(QFile::copy(m_model, path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(700));
        file.close();
        const CliOutcome outcome = run({"plan", path});
        QCOMPARE(outcome.status, 1);
        QVERIFY(outcome.err.startsWith("error: "));
    }

private:
    CliOutcome run(const QStringList& words) const {
        return runCli(QStringList{"--data-dir", m_folder.filePath("data"), "--quiet"} + words);
    }
    QJsonObject json(const QStringList& words) const {
        return run(QStringList{"--json"} + words).json();
    }
    QString fits(const QStringList& options) const {
        return json(QStringList{"plan", m_model} + options)["fits"].toString();
    }

    QTemporaryDir m_folder;
    QString m_model;
};

QTEST_GUILESS_MAIN(TestPlan)
#include "test_plan.moc"
