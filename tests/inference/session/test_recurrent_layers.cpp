// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>
#include <numeric>

#include "inference/backend/registry.h"
#include "inference/plan/forward_plan.h"
#include "tests/support/random_hybrid.h"
#include "tests/support/reference_forward.h"

using namespace inference;
using namespace inference::testing;

Q_DECLARE_METATYPE(RandomHybrid)

namespace {

constexpr std::size_t kTokens = 67; // Longer than a stretch of tokens on a device, and odd.

RandomHybrid delta() {
    RandomHybrid m;
    m.architecture = "qwen35";
    m.qkNorm = true;
    m.rotary = 8;
    return m;
}

RandomHybrid conv() {
    RandomHybrid m;
    m.architecture = "lfm2";
    m.kinds = "RARRA";
    m.taps = 3;
    m.qkNorm = true;
    return m;
}

RandomHybrid mamba() {
    RandomHybrid m;
    m.architecture = "nemotron_h";
    m.kinds = "RFARF";
    return m;
}

template <typename F>
void row(const char* name, RandomHybrid shape, F change) {
    change(shape);
    QTest::newRow(name) << shape;
}

void addDense() {
    row("delta, keys in turn", delta(), [](RandomHybrid&) {});
    row("delta, odd sizes, last layer recurrent", delta(), [](RandomHybrid& m) {
        m.kinds = "ARR";
        m.groups = 3;
        m.recurrentHeads = 9;
        m.stateSize = 17;
        m.headLength = 13;
        m.embedding = 75;
        m.vocabulary = 211;
        m.feedForward = 101;
        m.taps = 2;
    });
    row("delta, real state", delta(), [](RandomHybrid& m) {
        m.kinds = "RA";
        m.stateSize = m.headLength = 128;
        m.recurrentHeads = 2;
        m.groups = 1;
        m.predictions = 1;
    });
    row("convolutions", conv(), [](RandomHybrid&) {});
    row("convolutions over five tokens, odd width", conv(), [](RandomHybrid& m) {
        m.taps = 5;
        m.embedding = 77;
    });
    row("mamba", mamba(), [](RandomHybrid&) {});
    row("mamba, one group, only recurrent", mamba(), [](RandomHybrid& m) {
        m.kinds = "RFR";
        m.groups = 1;
        m.recurrentHeads = 3;
        m.headLength = 7;
        m.stateSize = 40;
    });
    row("mamba, large state", mamba(), [](RandomHybrid& m) {
        m.kinds = "RA";
        m.stateSize = 128;
        m.headLength = 64;
    });
}

void addExperts() {
    row("delta, keys by group, older layout, gated shared expert", delta(), [](RandomHybrid& m) {
        m.architecture = "qwen3next";
        m.olderLayout = true;
        m.groups = 2;
        m.recurrentHeads = 6;
        m.experts = 5;
        m.expertsUsed = 2;
        m.feedForward = 33;
        m.sharedFeedForward = 45;
    });
    row("delta, experts", delta(), [](RandomHybrid& m) {
        m.architecture = "qwen35moe";
        m.experts = 4;
        m.expertsUsed = 3;
        m.feedForward = 32;
        m.sharedFeedForward = 64;
    });
    row("convolutions, experts with a bias", conv(), [](RandomHybrid& m) {
        m.architecture = "lfm2moe";
        m.experts = 6;
        m.expertsUsed = 2;
        m.feedForward = 40;
    });
    row("mamba, experts without a gate", mamba(), [](RandomHybrid& m) {
        m.architecture = "nemotron_h_moe";
        m.experts = 6;
        m.expertsUsed = 2;
        m.feedForward = 35;
        m.sharedFeedForward = 50;
    });
    row("mamba, narrow experts", mamba(), [](RandomHybrid& m) {
        m.architecture = "nemotron_h_moe";
        m.experts = 3;
        m.expertsUsed = 1;
        m.feedForward = 24;
        m.narrow = 40;
        m.sharedFeedForward = 16;
    });
}

std::vector<TokenId> someTokens(std::uint32_t vocabulary) {
    std::vector<TokenId> tokens(kTokens);
    Rng rng(77);
    for (TokenId& token : tokens) token = static_cast<TokenId>(rng.next() % vocabulary);
    return tokens;
}

/// Rows of all tokens, read in batches of these sizes, the last size as often as needed.
std::vector<float> readAll(Executor& executor, std::uint32_t vocabulary,
                           std::span<const TokenId> tokens, std::vector<std::size_t> sizes,
                           std::size_t from = 0) {
    std::vector<float> all;
    std::size_t batch = 0;
    while (from < tokens.size()) {
        const std::size_t count =
            std::min(sizes[std::min(batch++, sizes.size() - 1)], tokens.size() - from);
        std::vector<float> rows(count * vocabulary);
        ForwardRequest request;
        request.tokens = tokens.subspan(from, count);
        request.firstPosition = static_cast<std::uint32_t>(from);
        request.rows = LogitRows::All;
        request.logits = rows;
        const auto done = executor.forward(request, {});
        if (!done.ok()) {
            qWarning("%s", done.error().detail.c_str());
            return {};
        }
        all.insert(all.end(), rows.begin(), rows.end());
        from += count;
    }
    return all;
}

} // namespace

/// Recurrent layers of odd shapes against a forward pass in double precision, on every device, and
/// what becomes of their state.
class TestRecurrentLayers : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        for (const DeviceInfo& device : listDevices().devices) m_devices.push_back(device.id);
        if (m_devices.size() == 1) qInfo("no Vulkan device: the CPU alone is tested");
    }

    void everyDeviceAgreesWithTheDefinition_data() {
        QTest::addColumn<RandomHybrid>("shape");
        addDense();
        addExperts();
        row("delta in Q8_0", delta(), [](RandomHybrid& m) {
            m.dtype = DType::Q8_0;
            m.headLength = 16;
            m.recurrentHeads = 4;
        });
    }
    void everyDeviceAgreesWithTheDefinition() {
        QFETCH(RandomHybrid, shape);
        QVERIFY(load(shape));
        const auto tokens = someTokens(shape.vocabulary);
        std::vector<double> truth;
        for (const auto& position : ReferenceForward(*m_model, shape.context).logits(tokens))
            truth.insert(truth.end(), position.begin(), position.end());
        for (const std::string& device : m_devices)
            for (const bool exact : {true, false}) {
                const auto executor = start(device, exact);
                QVERIFY(executor != nullptr);
                const bool quantized = dtypeInfo(shape.dtype).blockElements > 1;
                const double limit = exact ? 1e-8 : quantized ? 5e-3 : 6e-6;
                // In one go, token by token, and cut anywhere: the state is carried over.
                for (const std::vector<std::size_t>& sizes :
                     {std::vector<std::size_t>{kTokens}, {1}, {3, 1, 33, 2, 7}}) {
                    const auto logits = readAll(*executor, shape.vocabulary, tokens, sizes);
                    QCOMPARE(logits.size(), truth.size());
                    const double error = normalizedError(logits, truth);
                    qInfo("%s%s, %d at once: NMSE %.2e", device.c_str(), exact ? " exact" : "",
                          static_cast<int>(sizes[0]), error);
                    QVERIFY(error <= limit);
                }
            }
    }

    void snapshotGoesOnWhereItWasTaken_data() {
        QTest::addColumn<RandomHybrid>("shape");
        addDense();
    }
    void snapshotGoesOnWhereItWasTaken() {
        QFETCH(RandomHybrid, shape);
        QVERIFY(load(shape));
        const auto tokens = someTokens(shape.vocabulary);
        for (const std::string& device : m_devices) {
            const auto executor = start(device, true);
            QVERIFY(executor != nullptr);
            QVERIFY(!executor->statePosition());
            const std::span<const TokenId> all(tokens);
            QVERIFY(!readAll(*executor, shape.vocabulary, all.first(21), {9}).empty());
            QCOMPARE(executor->statePosition().value_or(0), 21u);
            std::vector<std::byte> snapshot(executor->stateBytes());
            QVERIFY(!snapshot.empty());
            QVERIFY(executor->saveState(snapshot).ok());
            const auto first = readAll(*executor, shape.vocabulary, tokens, {10}, 21);
            QVERIFY(executor->loadState(snapshot, 21).ok());
            const auto second = readAll(*executor, shape.vocabulary, tokens, {10}, 21);
            QVERIFY(!first.empty());
            QVERIFY(first == second);
        }
    }

    void snapshotMovesBetweenDevices() {
        RandomHybrid shape = mamba();
        shape.kinds = "RFR"; // Without attention, so that the state is all there is.
        QVERIFY(load(shape));
        const auto tokens = someTokens(shape.vocabulary);
        const auto source = start("cpu", true);
        const std::span<const TokenId> all(tokens);
        QVERIFY(!readAll(*source, shape.vocabulary, all.first(30), {30}).empty());
        std::vector<std::byte> snapshot(source->stateBytes());
        QVERIFY(source->saveState(snapshot).ok());
        const auto wanted = readAll(*source, shape.vocabulary, tokens, {8}, 30);
        for (const std::string& device : m_devices) {
            const auto target = start(device, true);
            QVERIFY(target->loadState(snapshot, 30).ok());
            const auto found = readAll(*target, shape.vocabulary, tokens, {8}, 30);
            QCOMPARE(found.size(), wanted.size());
            QVERIFY(normalizedError(found, wanted) < 1e-10);
        }
    }

    void positionWithoutItsStateIsRefused() {
        RandomHybrid shape = delta();
        QVERIFY(load(shape));
        const auto tokens = someTokens(shape.vocabulary);
        for (const std::string& device : m_devices) {
            const auto executor = start(device, true);
            std::vector<float> logits(shape.vocabulary);
            const auto runFrom = [&](std::uint32_t position) {
                ForwardRequest request;
                request.tokens = std::span(tokens).first(5);
                request.firstPosition = position;
                request.logits = logits;
                return executor->forward(request, {});
            };
            QVERIFY(!runFrom(5).ok());
            QVERIFY(runFrom(0).ok());
            QVERIFY(!runFrom(3).ok());
            QVERIFY(runFrom(5).ok());
            std::vector<std::byte> wrong(executor->stateBytes() - 4);
            QVERIFY(!executor->saveState(wrong).ok());
            QVERIFY(!executor->loadState(wrong, 5).ok());
            QVERIFY(runFrom(0).ok()); // A new sequence needs no snapshot.
        }
    }

private:
    bool load(RandomHybrid& shape) {
        const auto path = m_folder.filePath("model.gguf").toStdString();
        if (!shape.saveHybrid(path)) return false;
        auto model = Model::load(path);
        if (!model.ok()) {
            qWarning("%s", model.error().detail.c_str());
            return false;
        }
        m_model = std::move(model).value();
        return true;
    }

    std::unique_ptr<Executor> start(const std::string& device, bool exact) {
        const KvType type = exact ? KvType::F32 : KvType::F16;
        auto plan = ForwardPlan::build(*m_model, {.contextLength = 128,
                                                  .batchMax = 70,
                                                  .keyType = type,
                                                  .valueType = type,
                                                  .allLogits = true});
        if (!plan.ok()) return nullptr;
        // Executors borrow their plans, and several are alive at once.
        m_plans.push_back(std::make_unique<ForwardPlan>(std::move(plan).value()));
        auto backend = openDevice(device);
        if (!backend.ok()) return nullptr;
        m_backends.push_back(std::move(backend).value());
        ExecutorOptions options;
        options.threads = 2;
        options.exact = exact;
        auto executor = m_backends.back()->createExecutor(*m_model, *m_plans.back(), options);
        if (executor.ok()) return std::move(executor).value();
        qWarning("%s", executor.error().detail.c_str());
        return nullptr;
    }

    QTemporaryDir m_folder;
    std::vector<std::string> m_devices;
    std::shared_ptr<const Model> m_model;
    std::vector<std::unique_ptr<ForwardPlan>> m_plans;
    std::vector<std::unique_ptr<Backend>> m_backends;
};

QTEST_GUILESS_MAIN(TestRecurrentLayers)
#include "test_recurrent_layers.moc"
