// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QDir>
#include <QtTest>
#include <algorithm>
#include <cmath>

#include "inference/backend/registry.h"
#include "inference/session/engine.h"
#include "tests/support/reference_forward.h"
#include "tests/support/vectors.h"

using namespace inference;
using namespace inference::testing;

namespace {

// Σ(a − b)² / Σb² against logits of the same weights in f32, as the reference data asks.
constexpr double kExactF32 = 1e-8;
constexpr double kExactQuantized = 1e-7;
constexpr double kEightBit = 5e-3;
constexpr double kHalfCache = 6e-6; // What an f16 cache adds.

struct Case {
    QString folder; ///< "set-a"
    QString model;  ///< File without ending.
    QString ref;    ///< Reference without ending.
};

std::vector<Case> findCases() {
    std::vector<Case> cases;
    const QDir refs(vectorPath("set-a/refs"));
    for (const QString& name : refs.entryList({"*.logits.f32"}, QDir::Files, QDir::Name)) {
        const QString ref = name.chopped(static_cast<int>(qstrlen(".logits.f32")));
        Case entry{"set-a", ref, ref};
        if (ref.endsWith(".exact")) entry.model = ref.chopped(static_cast<int>(qstrlen(".exact")));
        // That engine rounded its context of 32 up to 256, so these are the long factors once more;
        // test_forward_plan checks which are chosen.
        if (ref.endsWith(".short-rope")) continue;
        cases.push_back(entry);
    }
    return cases;
}

QString devicesToTest(QStringList& devices) {
    devices << "cpu";
    const DeviceList list = listDevices();
    for (const DeviceInfo& device : list.devices)
        if (device.kind != DeviceKind::Cpu) devices << QString::fromStdString(device.id);
    return QString::fromStdString(list.vulkanReason);
}

double medianError(const std::vector<float>& logits, const std::vector<float>& truth,
                   std::size_t vocabulary) {
    std::vector<double> errors;
    for (std::size_t at = 0; at < truth.size(); at += vocabulary)
        errors.push_back(normalizedError(std::span(logits).subspan(at, vocabulary),
                                         std::span(truth).subspan(at, vocabulary)));
    std::sort(errors.begin(), errors.end());
    return errors[errors.size() / 2];
}

} // namespace

class TestGoldenLogits : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        REQUIRE_VECTORS("set-a");
        const QString reason = devicesToTest(m_devices);
        if (m_devices.size() == 1) qInfo("no Vulkan device: %s", qPrintable(reason));
    }

    void everyPositionAgrees_data() {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("ref");
        QTest::addColumn<QString>("device");
        QTest::addColumn<bool>("exact");
        for (const Case& entry : findCases())
            for (const QString& device : m_devices)
                for (const bool exact : {true, false})
                    QTest::newRow(qPrintable(entry.ref + ' ' + device + (exact ? " exact" : "")))
                        << entry.folder << entry.model << entry.ref << device << exact;
    }
    void everyPositionAgrees() {
        QFETCH(QString, folder);
        QFETCH(QString, model);
        QFETCH(QString, ref);
        QFETCH(QString, device);
        QFETCH(bool, exact);
        const QString refs = vectorPath(folder + "/refs/");
        const auto tokens = numbers<TokenId>(readJson(refs + ref + ".json")["prompt_tokens"]);
        const auto truth = readFloats(refs + ref + ".logits.f32");
        QVERIFY(!tokens.empty() && !truth.empty());

        EngineOptions options;
        options.device = device.toStdString();
        options.threads = 2;
        options.contextLength = 256;
        options.exact = exact;
        options.allLogits = true;
        const QString path = vectorPath(folder + "/models/" + model + ".gguf");
        auto engine = Engine::load(path.toStdString(), options);
        QVERIFY2(engine.ok(), engine.ok() ? "" : engine.error().detail.c_str());
        const auto logits = (*engine)->logits(tokens, false);
        QVERIFY2(logits.ok(), logits.ok() ? "" : logits.error().detail.c_str());
        QCOMPARE(logits->size(), truth.size());

        const double whole = normalizedError(*logits, truth);
        const double median = medianError(*logits, truth, truth.size() / tokens.size());
        qInfo("NMSE %.2e, median of positions %.2e", whole, median);
        const bool f32 = model.endsWith("-F32");
        if (exact)
            QVERIFY(whole <= (f32 ? kExactF32 : kExactQuantized));
        else if (f32)
            QVERIFY(whole <= kHalfCache);
        // An expert choice may flip at a position or two, which says nothing about the others.
        else
            QVERIFY(median <= kEightBit);
    }

    void anyChunkingOfAPromptGivesTheSame_data() {
        QTest::addColumn<QString>("model");
        for (const char* name : {"llama3-F32", "llama3-Q4_K_M", "gemma3-F32", "gpt-oss-F32"})
            QTest::newRow(name) << QString(name);
    }
    void anyChunkingOfAPromptGivesTheSame() {
        QFETCH(QString, model);
        const auto tokens =
            numbers<TokenId>(readJson(vectorPath("set-a/refs/llama3-F32.json"))["prompt_tokens"]);
        for (const QString& device : m_devices) {
            std::vector<float> whole;
            for (const std::uint32_t batch : {48u, 7u, 1u}) {
                EngineOptions options;
                options.device = device.toStdString();
                options.threads = 2;
                options.contextLength = 256;
                options.batchMax = batch;
                options.exact = true;
                options.allLogits = true;
                auto engine = Engine::load(
                    vectorPath("set-a/models/" + model + ".gguf").toStdString(), options);
                QVERIFY(engine.ok());
                const auto logits = (*engine)->logits(tokens, false);
                QVERIFY(logits.ok());
                if (whole.empty()) whole = *logits;
                QVERIFY(normalizedError(*logits, whole) < 1e-9);
            }
        }
    }

private:
    QStringList m_devices;
};

QTEST_GUILESS_MAIN(TestGoldenLogits)
#include "test_golden_logits.moc"
