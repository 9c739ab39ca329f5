// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>

#include "inference/backend/registry.h"
#include "inference/backend/split_executor.h"
#include "inference/model/model.h"
#include "inference/session/engine.h"
#include "tests/support/random_model.h"

using namespace inference;
using namespace inference::testing;

namespace {

using Events = std::vector<std::string>;

ExecutorOptions oneThread(bool reserveOnly = false) {
    ExecutorOptions options;
    options.threads = 1;
    options.reserveOnly = reserveOnly;
    return options;
}

/// An executor that notes when its weights are read.
class NotingExecutor final : public Executor {
public:
    NotingExecutor(std::unique_ptr<Executor> inner, Events& events, std::string name)
        : m_inner(std::move(inner)), m_events(events), m_name(std::move(name)) {}

    Result<void> forward(const ForwardRequest& request, std::stop_token stop) override {
        return m_inner->forward(request, stop);
    }
    MemoryUse memoryUse() const override { return m_inner->memoryUse(); }
    Result<void> readWeights(const ExecutorOptions& options) override {
        m_events.push_back(m_name + " reads");
        return m_inner->readWeights(options);
    }
    float* hostRows(BufferId buffer) override { return m_inner->hostRows(buffer); }

private:
    std::unique_ptr<Executor> m_inner;
    Events& m_events;
    std::string m_name;
};

/// The processor under another name, which may refuse to make an executor.
class NotingBackend final : public Backend {
public:
    NotingBackend(Events& events, std::string name, bool refuses = false)
        : m_inner(createCpuBackend()), m_events(events), m_name(std::move(name)),
          m_refuses(refuses) {}

    const DeviceInfo& device() const override { return m_inner->device(); }
    Result<std::unique_ptr<Executor>> createExecutor(const Model& model, const ForwardPlan& plan,
                                                     const ExecutorOptions& options) override {
        if (m_refuses) return Error{ErrorCode::OutOfMemory, "too small"};
        m_events.push_back(m_name + (options.reserveOnly ? " reserves" : " loads"));
        TRY(auto inner, m_inner->createExecutor(model, plan, options));
        return std::unique_ptr<Executor>(new NotingExecutor(std::move(inner), m_events, m_name));
    }
    Result<MemoryUse> measure(const ForwardPlan& plan,
                              const ExecutorOptions& options) const override {
        return m_inner->measure(plan, options);
    }
    std::uint64_t memoryFree() const override { return m_inner->memoryFree(); }

private:
    std::unique_ptr<Backend> m_inner;
    Events& m_events;
    std::string m_name;
    bool m_refuses;
};

} // namespace

/// Loading takes all memory before it reads a weight.
class TestLoadOrder : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        RandomModel shape;
        shape.layers = 4;
        shape.kvHeads = 6;
        shape.keyLength = shape.valueLength = 128;
        m_path = m_folder.filePath("model.gguf").toStdString();
        QVERIFY(shape.save(m_path));
        auto model = Model::load(m_path);
        QVERIFY(model.ok());
        m_model = *model;
    }

    void bothSidesReserveBeforeEitherReads() {
        Events events;
        NotingBackend host(events, "host");
        NotingBackend device(events, "device");
        auto plan = ForwardPlan::build(*m_model, {.contextLength = 64, .batchMax = 8});
        QVERIFY(plan.ok());
        auto split = SplitExecutor::create(*m_model, *plan, Placement::of(*plan, 2, 0), host,
                                           device, oneThread());
        QVERIFY(split.ok());
        QCOMPARE(events,
                 (Events{"device reserves", "host reserves", "device reads", "host reads"}));
    }

    void aSideThatIsTooSmallEndsTheLoadBeforeTheOtherReads() {
        Events events;
        NotingBackend host(events, "host", /*refuses=*/true);
        NotingBackend device(events, "device");
        auto plan = ForwardPlan::build(*m_model, {.contextLength = 64, .batchMax = 8});
        QVERIFY(plan.ok());
        auto split = SplitExecutor::create(*m_model, *plan, Placement::of(*plan, 2, 0), host,
                                           device, oneThread());
        QVERIFY(!split.ok());
        QCOMPARE(split.error().code, ErrorCode::OutOfMemory);
        QCOMPARE(events, Events{"device reserves"});
    }

    void aReservedExecutorComputesAfterReading_data() { addDevices(); }
    void aReservedExecutorComputesAfterReading() {
        QFETCH(QString, device);
        auto backend = openDevice(device.toStdString());
        QVERIFY(backend.ok());
        auto plan = ForwardPlan::build(*m_model, {.contextLength = 64, .batchMax = 8});
        QVERIFY(plan.ok());
        auto atOnce = (*backend)->createExecutor(*m_model, *plan, oneThread());
        auto later = (*backend)->createExecutor(*m_model, *plan, oneThread(/*reserveOnly=*/true));
        QVERIFY(atOnce.ok() && later.ok());
        QCOMPARE((*later)->memoryUse().allocated(), (*atOnce)->memoryUse().allocated());
        QVERIFY((*later)->readWeights(oneThread()).ok());
        const std::vector<TokenId> tokens{1, 5, 9};
        std::vector<float> first(plan->vocabulary);
        std::vector<float> second(plan->vocabulary);
        QVERIFY((*atOnce)->forward({.tokens = tokens, .logits = first, .best = {}}, {}).ok());
        QVERIFY((*later)->forward({.tokens = tokens, .logits = second, .best = {}}, {}).ok());
        QCOMPARE(second, first);
    }

    void aLimitTooSmallIsAnErrorBeforeAnyWeightIsRead_data() { addDevices(); }
    void aLimitTooSmallIsAnErrorBeforeAnyWeightIsRead() {
        QFETCH(QString, device);
        // A header has no weights: whoever touched them would not get as far as this error.
        auto file = GgufFile::open(m_path);
        QVERIFY(file.ok());
        auto header = Model::describe(std::move(*file));
        QVERIFY(header.ok());
        EngineOptions options;
        options.device = device.toStdString();
        float progress = -1;
        options.progress = [&](float done) { progress = done; };
        if (device == QLatin1String("cpu")) {
            options.contextLength = 1u << 27; // Terabytes of cache.
            options.keyType = options.valueType = KvType::F32;
        } else {
            options.deviceBytesMax = 4096;
            options.placement.deviceLayers = 4;
        }
        const auto engine = Engine::load(*header, options);
        QVERIFY(!engine.ok());
        QCOMPARE(engine.error().code, ErrorCode::OutOfMemory);
        QVERIFY2(engine.error().detail.find("bytes") != std::string::npos,
                 engine.error().detail.c_str());
        QCOMPARE(progress, -1.0f);
    }

    void whatIsKeptFreeIsNotTaken_data() { addDevices(); }
    void whatIsKeptFreeIsNotTaken() {
        QFETCH(QString, device);
        EngineOptions options;
        options.device = device.toStdString();
        options.contextLength = 64;
        options.fallBackToCpu = false;
        QVERIFY(Engine::load(m_model, options).ok());
        options.keepFree[options.device] = std::uint64_t{1} << 60;
        const auto engine = Engine::load(m_model, options);
        QVERIFY(!engine.ok());
        QCOMPARE(engine.error().code, ErrorCode::OutOfMemory);
        options.keepFree = {{"another device", std::uint64_t{1} << 60}};
        QVERIFY(Engine::load(m_model, options).ok());
    }

private:
    static void addDevices() {
        QTest::addColumn<QString>("device");
        QTest::newRow("cpu") << "cpu";
        for (const DeviceInfo& info : listVulkanDevices().devices)
            QTest::newRow(info.id.c_str()) << QString::fromStdString(info.id);
    }

    QTemporaryDir m_folder;
    std::filesystem::path m_path;
    std::shared_ptr<const Model> m_model;
};

QTEST_APPLESS_MAIN(TestLoadOrder)
#include "test_load_order.moc"
