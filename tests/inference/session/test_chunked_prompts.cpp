// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

#include "inference/backend/registry.h"
#include "inference/session/engine.h"
#include "tests/support/random_model.h"
#include "tests/support/reference_forward.h"

using namespace inference;
using namespace inference::testing;

Q_DECLARE_METATYPE(RandomModel)

namespace {

/// What a cache type may cost against the definition, and what may differ between two ways of
/// reading the same tokens: where sums differ in the last digit, a value may be stored as its
/// neighbour.
struct Tolerance {
    KvType keys, values;
    double truth, chunking;
};
constexpr Tolerance kTolerances[] = {
    {KvType::F32, KvType::F32, 1e-8, 1e-9},   {KvType::F16, KvType::F16, 6e-6, 1e-6},
    {KvType::Q8_0, KvType::Q8_0, 5e-4, 1e-4}, {KvType::Q8_0, KvType::Q4_0, 5e-2, 5e-3},
    {KvType::Q4_0, KvType::Q4_0, 1e-1, 1e-2},
};

template <typename F>
void row(const char* name, F change) {
    RandomModel shape;
    shape.embedding = 64;
    shape.heads = 4;
    shape.keyLength = shape.valueLength = shape.rotary = 32;
    shape.feedForward = 64;
    change(shape);
    QTest::newRow(name) << shape;
}

constexpr std::size_t kTokens = 61;

} // namespace

/// The same tokens in one batch, in odd chunks and one by one, for cache types and families.
class TestChunkedPrompts : public QObject {
    Q_OBJECT

private slots:
    void anyChunkingGivesTheSameLogits_data() {
        QTest::addColumn<RandomModel>("shape");
        row("llama", [](RandomModel&) {});
        row("shared keys", [](RandomModel& m) {
            m.heads = 12; // More rows per token than are scored one by one.
            m.kvHeads = 1;
        });
        row("windows shorter than the prompt", [](RandomModel& m) {
            m.architecture = "gemma2";
            m.postNorms = true;
            m.tied = true;
            m.window = 9;
            m.layers = 3;
        });
        row("head norms, values of another size", [](RandomModel& m) {
            m.architecture = "qwen3";
            m.qkNorm = true;
            m.keyLength = m.rotary = 64;
            m.valueLength = 32;
        });
        row("head sizes that stay f16",
            [](RandomModel& m) { m.keyLength = m.valueLength = m.rotary = 20; });
    }
    void anyChunkingGivesTheSameLogits() {
        QFETCH(RandomModel, shape);
        const auto path = m_folder.filePath("model.gguf").toStdString();
        QVERIFY(shape.save(path));
        const auto model = Model::load(path);
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().detail.c_str());
        const auto tokens = randomTokens(shape.vocabulary, kTokens);
        std::vector<double> truth;
        for (const auto& position : ReferenceForward(**model, shape.context).logits(tokens))
            truth.insert(truth.end(), position.begin(), position.end());
        for (const DeviceInfo& device : listDevices().devices) {
            for (const Tolerance& types : kTolerances) {
                std::vector<double> single;
                double worst = 0;
                for (const std::uint32_t batch : {1u, 7u, 32u, 64u}) {
                    const auto logits = read(*model, device.id, types, batch, tokens);
                    QVERIFY(!logits.empty());
                    if (batch == 1) single.assign(logits.begin(), logits.end());
                    QVERIFY(normalizedError(logits, truth) < types.truth);
                    worst = std::max(worst, normalizedError(logits, single));
                }
                qInfo("%s, %s and %s: NMSE %.1e, %.1e between chunkings", device.id.c_str(),
                      kvTypeName(types.keys).data(), kvTypeName(types.values).data(),
                      normalizedError(single, truth), worst);
                QVERIFY(worst < types.chunking);
            }
        }
    }

    void aRewindIntoARingReadsAgainWhatIsGone() {
        RandomModel shape;
        shape.architecture = "gemma2";
        shape.postNorms = true;
        shape.tied = true;
        shape.window = 8;
        const auto path = m_folder.filePath("ring.gguf").toStdString();
        QVERIFY(shape.save(path));
        EngineOptions options;
        options.device = "cpu";
        options.exact = true;
        options.batchMax = 4; // Rings of 12 cells.
        const auto engine = Engine::load(path, options);
        QVERIFY2(engine.ok(), engine.ok() ? "" : engine.error().detail.c_str());
        const auto tokens = randomTokens(shape.vocabulary, 60);
        GenerationRequest request;
        request.sampler.temperature = 0;
        request.ignoreEndOfGeneration = true;
        request.maxTokens = 6;
        const auto answer = [&](std::size_t length) {
            request.prompt.assign(tokens.begin(),
                                  tokens.begin() + static_cast<std::ptrdiff_t>(length));
            return (*engine)->generate(request).tokens;
        };
        std::vector<std::vector<TokenId>> fresh;
        for (const std::size_t length : {60u, 58u, 55u, 40u, 10u, 5u}) {
            QVERIFY((*engine)->logits({tokens.data(), 1}, true).ok()); // Forgets the rest.
            fresh.push_back(answer(length));
        }
        std::size_t at = 0;
        for (const std::size_t length : {60u, 58u, 55u, 40u, 10u, 5u}) {
            answer(60);
            QCOMPARE(answer(length), fresh[at++]);
        }
    }

private:
    static std::vector<TokenId> randomTokens(std::uint32_t vocabulary, std::size_t count) {
        Rng rng(77);
        std::vector<TokenId> tokens(count);
        for (TokenId& token : tokens) token = static_cast<TokenId>(rng.next() % vocabulary);
        return tokens;
    }
    static std::vector<float> read(const std::shared_ptr<const Model>& model,
                                   const std::string& device, const Tolerance& types,
                                   std::uint32_t batch, const std::vector<TokenId>& tokens) {
        EngineOptions options;
        options.device = device;
        options.threads = 2;
        options.exact = types.keys == KvType::F32;
        options.keyType = types.keys;
        options.valueType = types.values;
        options.allLogits = true;
        options.batchMax = batch;
        const auto engine = Engine::load(model, options);
        if (!engine) qWarning("%s", engine.error().detail.c_str());
        if (!engine) return {};
        auto logits = (*engine)->logits(tokens, false);
        if (!logits) qWarning("%s", logits.error().detail.c_str());
        return logits ? *std::move(logits) : std::vector<float>();
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestChunkedPrompts)
#include "test_chunked_prompts.moc"
