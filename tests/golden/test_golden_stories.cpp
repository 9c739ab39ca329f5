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

/// Largest difference to the recorded top-10 logits of the greedy steps, and Σ(a − b)² / Σb² of
/// them.
struct Agreement {
    double largest = 0;
    double error = 0;
};

Agreement compareSteps(const std::vector<float>& logits, std::size_t vocabulary,
                       const QJsonArray& steps, std::size_t firstRow) {
    Agreement result;
    double power = 0;
    for (int step = 0; step < steps.size(); ++step) {
        const std::size_t row = (firstRow + static_cast<std::size_t>(step)) * vocabulary;
        for (const QJsonValue entry : steps[step].toObject()["top10"].toArray()) {
            const auto id = static_cast<std::size_t>(entry.toObject()["id"].toInt());
            const double truth = entry.toObject()["logit"].toDouble();
            const double difference = static_cast<double>(logits[row + id]) - truth;
            result.largest = std::max(result.largest, std::abs(difference));
            result.error += difference * difference;
            power += truth * truth;
        }
    }
    result.error = power > 0 ? result.error / power : 1;
    return result;
}

} // namespace

/// Two small trained models in ten formats each.
class TestGoldenStories : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        REQUIRE_VECTORS("models-real");
        for (const DeviceInfo& device : listDevices().devices)
            m_devices << QString::fromStdString(device.id);
    }

    void answersAreTheRecordedOnes_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("ref");
        QTest::addColumn<QString>("device");
        QTest::addColumn<bool>("exact");
        const QDir folder(vectorPath("models-real"));
        for (const QString& file : folder.entryList({"*.gguf"}, QDir::Files, QDir::Name)) {
            const QString model = file.chopped(5);
            for (const QString& device : m_devices)
                for (const bool exact : {true, false})
                    for (int prompt = 0; prompt < 3; ++prompt) {
                        const bool f32 = model.endsWith("-F32");
                        // Devices differ by format, not by prompt.
                        if (device != "cpu" && prompt > 0 && !f32) continue;
                        const QString ref =
                            model + (f32 ? ".p" : ".exact.p") + QString::number(prompt);
                        QTest::newRow(qPrintable(ref + ' ' + device + (exact ? " exact" : "")))
                            << model << ref << device << exact;
                    }
        }
    }
    void answersAreTheRecordedOnes() {
        QFETCH(QString, model);
        QFETCH(QString, ref);
        QFETCH(QString, device);
        QFETCH(bool, exact);
        const QJsonObject truth = readJson(vectorPath("models-real/refs/" + ref + ".json"));
        const auto prompt = numbers<TokenId>(truth["prompt_tokens"]);
        const auto greedy = numbers<TokenId>(truth["greedy_tokens"]);
        const auto margins = numbers<double>(truth["greedy_margin_top1_top2"]);
        const QJsonArray steps = truth["greedy_steps"].toArray();
        QVERIFY(!prompt.empty() && greedy.size() == margins.size() && !steps.isEmpty());

        EngineOptions options;
        options.device = device.toStdString();
        options.threads = 2;
        options.exact = exact;
        options.allLogits = true;
        auto engine =
            Engine::load(vectorPath("models-real/" + model + ".gguf").toStdString(), options);
        QVERIFY2(engine.ok(), engine.ok() ? "" : engine.error().detail.c_str());
        if (exact || model.endsWith("-F32") || model.endsWith("-F16"))
            QCOMPARE(
                (*engine)->model().tokenizer().encode(truth["prompt"].toString().toStdString()),
                prompt);

        // The recorded continuation read as one text gives the logits that chose each of its
        // tokens.
        std::vector<TokenId> sequence = prompt;
        sequence.insert(sequence.end(), greedy.begin(), greedy.end() - 1);
        const auto logits = (*engine)->logits(sequence, false);
        QVERIFY2(logits.ok(), logits.ok() ? "" : logits.error().detail.c_str());
        const std::size_t vocabulary = (*engine)->model().spec().vocabulary;
        const Agreement agreement = compareSteps(*logits, vocabulary, steps, prompt.size() - 1);
        qInfo("top-10 NMSE %.2e, largest difference %.2e", agreement.error, agreement.largest);
        const bool wide = model.endsWith("-F32") || model.endsWith("-F16");
        const double limit = exact ? (wide ? 1e-8 : 1e-7) : (wide ? 6e-6 : 5e-3);
        QVERIFY(agreement.error <= limit);

        GenerationRequest request;
        request.prompt = prompt;
        request.sampler.temperature = 0;
        request.maxTokens = static_cast<std::int32_t>(greedy.size());
        request.ignoreEndOfGeneration = true;
        const GenerationResult result = (*engine)->generate(request);
        QCOMPARE(result.reason, StopReason::MaxTokens);
        for (std::size_t i = 0; i < greedy.size(); ++i) {
            if (result.tokens[i] == greedy[i]) continue;
            // From a step on that is closer than our error, another continuation is as right.
            QVERIFY2(margins[i] <= 2 * agreement.largest && !(exact && wide),
                     qPrintable(QString("step %1, margin %2").arg(i).arg(margins[i])));
            break;
        }
    }

    void allPromptLogitsAgree_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("device");
        for (const char* model : {"stories260K-F32", "TinyStories-656K-F32"})
            for (const QString& device : m_devices)
                QTest::newRow(qPrintable(QString(model) + ' ' + device)) << model << device;
    }
    void allPromptLogitsAgree() {
        QFETCH(QString, model);
        QFETCH(QString, device);
        for (int p = 0; p < 3; ++p) {
            const QString ref = vectorPath("models-real/refs/" + model + ".p" + QString::number(p));
            const auto prompt = numbers<TokenId>(readJson(ref + ".json")["prompt_tokens"]);
            const auto truth = readFloats(ref + ".logits.f32");
            EngineOptions options;
            options.device = device.toStdString();
            options.exact = true;
            options.allLogits = true;
            auto engine =
                Engine::load(vectorPath("models-real/" + model + ".gguf").toStdString(), options);
            QVERIFY(engine.ok());
            const auto logits = (*engine)->logits(prompt, false);
            QVERIFY(logits.ok());
            QCOMPARE(logits->size(), truth.size());
            QVERIFY(normalizedError(*logits, truth) <= 1e-8);
        }
    }

private:
    QStringList m_devices;
};

QTEST_GUILESS_MAIN(TestGoldenStories)
#include "test_golden_stories.moc"
