// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include "inference/backend/registry.h"
#include "inference/session/engine.h"
#include "tests/support/random_model.h"
#include "tests/support/reference_forward.h"

using namespace inference;
using namespace inference::testing;

Q_DECLARE_METATYPE(RandomModel)

namespace {

template <typename F>
void row(const char* name, F change) {
    RandomModel shape;
    change(shape);
    QTest::newRow(name) << shape;
}

void addWidths() {
    row("plain", [](RandomModel&) {});
    row("prime vocabulary, odd width", [](RandomModel& m) {
        m.vocabulary = 1009;
        m.embedding = 75;
        m.feedForward = 101;
    });
    row("seven query heads, one key head", [](RandomModel& m) {
        m.heads = 7;
        m.kvHeads = 1;
        m.keyLength = m.valueLength = 10;
        m.rotary = 6;
    });
    row("three key heads of five", [](RandomModel& m) {
        m.heads = 15;
        m.kvHeads = 3;
        m.keyLength = m.valueLength = m.rotary = 18;
    });
    row("values shorter than keys", [](RandomModel& m) {
        m.keyLength = m.rotary = 24;
        m.valueLength = 10;
    });
    row("wide heads", [](RandomModel& m) {
        m.heads = 2;
        m.kvHeads = 2;
        m.keyLength = m.valueLength = m.rotary = 256;
    });
    row("biases, tied, factors", [](RandomModel& m) {
        m.biases = true;
        m.tied = true;
        m.ropeFactors = true;
    });
    row("fused q, k and v", [](RandomModel& m) { m.fusedQkv = true; });
}

void addFamilies() {
    row("head norms, halves", [](RandomModel& m) {
        m.architecture = "qwen3";
        m.qkNorm = true;
        m.rotary = 12;
    });
    row("post norms, windows, caps", [](RandomModel& m) {
        m.architecture = "gemma2";
        m.postNorms = true;
        m.tied = true;
        m.window = 9;
        m.layers = 3;
    });
    row("five experts, three used", [](RandomModel& m) {
        m.experts = 5;
        m.expertsUsed = 3;
        m.feedForward = 33;
    });
    row("experts with one tensor for gate and up", [](RandomModel& m) {
        m.experts = 4;
        m.expertsUsed = 1;
        m.fusedGateUp = true;
    });
}

void addNewerFamilies() {
    row("latent cache, groups, shared experts", [](RandomModel& m) {
        m.architecture = "deepseek2";
        m.heads = 5;
        m.latent = 26;
        m.queryRank = 33;
        m.keyLength = 22; // 14 of them plain.
        m.rotary = 8;
        m.valueLength = 11;
        m.experts = 8;
        m.expertsUsed = 3;
        m.expertGroups = 4;
        m.gating = 2;
        m.sharedExperts = 2;
        m.denseLayers = 1;
        m.feedForward = 29;
    });
    row("latent cache in Q8_0", [](RandomModel& m) {
        m.architecture = "mistral4";
        m.dtype = DType::Q8_0;
        m.heads = 3;
        m.latent = 64;
        m.keyLength = 48;
        m.valueLength = 32;
        m.temperature = 0.3f;
    });
    row("queries grow with their position", [](RandomModel& m) {
        m.architecture = "mistral3";
        m.temperature = 0.4f;
        m.heads = 7;
        m.kvHeads = 1;
        m.keyLength = m.valueLength = m.rotary = 18;
    });
    row("factors of everything", [](RandomModel& m) {
        m.architecture = "granitemoe";
        m.scalars = true;
        m.vocabulary = 997;
        m.experts = 7;
        m.expertsUsed = 3;
        m.sharedExperts = 1;
        m.feedForward = 37;
    });
    row("chunks, layers without rotation, weighed inputs", [](RandomModel& m) {
        m.architecture = "llama4";
        m.layers = 4;
        m.experts = 3;
        m.expertsUsed = 1;
        m.sharedExperts = 1;
        m.feedForward = 41;
        m.ropeFactors = true;
    });
    row("shared caches, second embeddings, two head sizes", [](RandomModel& m) {
        m.architecture = "gemma4";
        m.layers = 4;
        m.qkNorm = m.postNorms = m.tied = true;
        m.heads = 6;
        m.kvHeads = 3;
        m.keyLength = m.valueLength = m.rotary = 20;
        m.window = 9;
        m.layerEmbedding = 13;
        m.vocabulary = 211;
    });
}

void addTypes() {
    for (const DType dtype :
         {DType::F16, DType::BF16, DType::Q8_0, DType::Q4_0, DType::Q4_1, DType::Q5_0, DType::Q5_1})
        row(std::string(dtypeInfo(dtype).name).c_str(), [&](RandomModel& m) {
            m.dtype = dtype;
            m.vocabulary = 211;
            m.feedForward = 224;
        });
    for (const DType dtype : {DType::Q4_K, DType::Q6_K})
        row(std::string(dtypeInfo(dtype).name).c_str(), [&](RandomModel& m) {
            m.dtype = dtype;
            m.vocabulary = 211;
            m.embedding = 256;
            m.heads = 8;
            m.keyLength = m.valueLength = 32;
            m.feedForward = 512;
        });
    row("Q8_0 experts", [](RandomModel& m) {
        m.dtype = DType::Q8_0;
        m.experts = 3;
        m.expertsUsed = 2;
        m.feedForward = 64;
    });
}

} // namespace

/// Shapes that no released model has, against a forward pass in double precision, on every device.
class TestRandomShapes : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const DeviceList list = listDevices();
        for (const DeviceInfo& device : list.devices)
            m_devices << QString::fromStdString(device.id);
        if (m_devices.size() == 1) qInfo("no Vulkan device: %s", list.vulkanReason.c_str());
    }

    void everyDeviceAgreesWithTheDefinition_data() {
        QTest::addColumn<RandomModel>("shape");
        addWidths();
        addFamilies();
        addNewerFamilies();
        addTypes();
    }
    void everyDeviceAgreesWithTheDefinition() {
        QFETCH(RandomModel, shape);
        const auto path = m_folder.filePath("model.gguf").toStdString();
        QVERIFY(shape.save(path));
        const auto model = Model::load(path);
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().detail.c_str());
        std::vector<TokenId> tokens;
        tokens.reserve(37);
        Rng rng(77);
        for (int i = 0; i < 37; ++i)
            tokens.push_back(static_cast<TokenId>(rng.next() % shape.vocabulary));
        const auto truth = ReferenceForward(**model, shape.context).logits(tokens);

        for (const QString& device : m_devices)
            for (const bool exact : {true, false}) {
                EngineOptions options;
                options.device = device.toStdString();
                options.threads = 2;
                options.exact = exact;
                options.allLogits = true;
                options.batchMax = 16; // Three chunks.
                const auto engine = Engine::load(*model, options);
                QVERIFY2(engine.ok(), engine.ok() ? "" : engine.error().detail.c_str());
                const auto logits = (*engine)->logits(tokens, false);
                QVERIFY2(logits.ok(), logits.ok() ? "" : logits.error().detail.c_str());
                std::vector<double> flat;
                for (const auto& position : truth)
                    flat.insert(flat.end(), position.begin(), position.end());
                QCOMPARE(logits->size(), flat.size());
                const double error = normalizedError(*logits, flat);
                const bool quantized = dtypeInfo(shape.dtype).blockElements > 1;
                const double limit = exact ? 1e-8 : quantized ? 5e-3 : 6e-6;
                qInfo("%s%s: NMSE %.2e", qPrintable(device), exact ? " exact" : "", error);
                QVERIFY(error <= limit);
            }
    }

private:
    QTemporaryDir m_folder;
    QStringList m_devices;
};

QTEST_GUILESS_MAIN(TestRandomShapes)
#include "test_random_shapes.moc"
