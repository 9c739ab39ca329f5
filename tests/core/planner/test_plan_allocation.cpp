// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QDirIterator>
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <filesystem>
#include <map>

#include "core/planner/memory_planner.h"
#include "inference/backend/registry.h"
#include "inference/backend/split_executor.h"
#include "tests/support/random_hybrid.h"
#include "tests/support/random_model.h"
#include "tests/support/vectors.h"

using namespace core;
using namespace inference::testing;
using inference::KvType;

namespace {

constexpr std::array<std::uint32_t, 4> kContexts{4096, 16384, 32768, 131072};
constexpr std::array kTypes{KvType::F16, KvType::Q8_0, KvType::Q4_0};

/// What an engine of these options takes, device first: it reserves all of it before it reads.
Result<std::vector<inference::MemoryUse>> taken(const inference::Model& model,
                                                const FitRequest& request, inference::Backend& host,
                                                inference::Backend* device) {
    TRY(const auto plan, inference::ForwardPlan::build(model, {.contextLength = request.context,
                                                               .batchMax = request.batchMax,
                                                               .keyType = request.keyType,
                                                               .valueType = request.valueType}));
    const auto placement = inference::Placement::of(plan, request.wish.deviceLayers.value_or(0),
                                                    request.wish.hostExperts.value_or(0));
    inference::ExecutorOptions options;
    options.reserveOnly = true;
    if (device == nullptr || !placement.usesDevice()) {
        TRY(const auto executor, host.createExecutor(model, plan, options));
        return std::vector{executor->memoryUse()};
    }
    if (!placement.usesHost()) {
        TRY(const auto executor, device->createExecutor(model, plan, options));
        return std::vector{executor->memoryUse()};
    }
    TRY(const auto split,
        inference::SplitExecutor::create(model, plan, placement, host, *device, options));
    return std::vector{split->deviceUse(), split->hostUse()};
}

bool withinOnePercent(std::uint64_t planned, std::uint64_t used) {
    const std::uint64_t difference = planned > used ? planned - used : used - planned;
    // The system gives whole pages: a cache of some bytes takes one.
    return difference * 100 <= used || difference <= 4 * 4096;
}

} // namespace

/// The plan, made of the header alone, says what loading then takes.
class TestPlanAllocation : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        m_host = inference::createCpuBackend();
        m_hardware = readHardware(MachineTable::shipped(), {});
        for (const HardwareDevice& device : m_hardware.graphics) {
            auto opened = inference::openDevice(device.info.id);
            QVERIFY(opened.ok());
            m_devices.push_back(std::move(*opened));
        }
        std::vector<std::string> ids{"cpu"};
        for (const auto& device : m_devices) ids.push_back(device->device().id);
        for (const std::string& id : ids) {
            auto budget = budgetOf(m_hardware, id);
            QVERIFY(budget.ok());
            m_budgets.emplace(id, std::move(*budget));
        }
        if (m_devices.empty())
            qWarning("no Vulkan device (%s): only the processor is checked",
                     m_hardware.vulkanReason.c_str());
    }

    void everyModelOfTheVectors_data() {
        QTest::addColumn<QString>("path");
        for (const char* set : {"set-a/models", "set-a2/models"})
            for (QDirIterator it(vectorPath(set), {"*.gguf"}, QDir::Files); it.hasNext();) {
                const QString path = it.next();
                QTest::newRow(qPrintable(QFileInfo(path).fileName())) << path;
            }
        if (!QFileInfo::exists(vectorPath("set-a"))) QTest::newRow("no vectors") << QString();
    }
    void everyModelOfTheVectors() {
        REQUIRE_VECTORS("set-a/models");
        QFETCH(QString, path);
        checkModel(path.toStdString());
    }

    void largerShapes_data() {
        QTest::addColumn<QString>("shape");
        for (const char* shape : {"dense", "experts", "windows", "latent", "hybrid"})
            QTest::newRow(shape) << shape;
    }
    void largerShapes() {
        QFETCH(QString, shape);
        const std::filesystem::path path = m_folder.filePath(shape + ".gguf").toStdString();
        QVERIFY(save(shape, path));
        checkModel(path);
        std::filesystem::remove(path);
    }

private:
    static bool save(const QString& shape, const std::filesystem::path& path) {
        if (shape == QLatin1String("hybrid")) {
            RandomHybrid model;
            model.architecture = "qwen35";
            model.qkNorm = true;
            model.kinds = "RRRARRRA";
            model.stateSize = model.headLength = 128;
            model.recurrentHeads = 4;
            model.embedding = 512;
            model.context = 131072;
            return model.saveHybrid(path);
        }
        RandomModel model;
        model.vocabulary = 4000;
        model.embedding = 512;
        model.layers = 10;
        model.heads = 8;
        model.kvHeads = 2;
        model.keyLength = model.valueLength = model.rotary = 64;
        model.feedForward = 768;
        model.context = 131072;
        if (shape == QLatin1String("experts")) {
            model.experts = 8;
            model.expertsUsed = 2;
            model.denseLayers = 1;
            model.feedForward = 256;
        } else if (shape == QLatin1String("windows")) {
            model.architecture = "gemma3";
            model.window = 512;
            model.tied = model.qkNorm = model.postNorms = true;
        } else if (shape == QLatin1String("latent")) {
            model.architecture = "deepseek2";
            model.latent = 256;
            model.queryRank = 192;
            model.keyLength = 96;
            model.rotary = 32;
            model.denseLayers = model.layers;
        }
        return model.save(path);
    }

    void checkModel(const std::filesystem::path& path) {
        auto file = inference::GgufFile::open(path);
        QVERIFY2(file.ok(), file.ok() ? "" : file.error().detail.c_str());
        const auto described = inference::Model::describe(std::move(*file));
        QVERIFY2(described.ok(), described.ok() ? "" : described.error().detail.c_str());
        const auto loaded = inference::Model::load(path);
        QVERIFY(loaded.ok());
        const Subject subject{**loaded, *described};
        for (const KvType type : kTypes)
            for (const std::uint32_t context : kContexts)
                compare(subject, {.context = context, .keyType = type, .valueType = type}, nullptr);
        const auto layers = static_cast<std::uint32_t>((*loaded)->spec().layers.size());
        for (const auto& device : m_devices) {
            for (const KvType type : kTypes) {
                FitRequest whole{.context = type == KvType::F16 ? 4096u : 16384u,
                                 .keyType = type,
                                 .valueType = type};
                whole.wish = {.deviceLayers = layers, .hostExperts = 0};
                compare(subject, whole, device.get());
            }
            FitRequest half{.context = 4096};
            half.wish = {.deviceLayers = (layers + 1) / 2, .hostExperts = 0};
            compare(subject, half, device.get());
            if ((*loaded)->spec().expertsUsed == 0) continue;
            FitRequest apart{.context = 4096};
            apart.wish = {.deviceLayers = layers, .hostExperts = (layers + 1) / 2};
            compare(subject, apart, device.get());
        }
    }

    struct Subject {
        const inference::Model& loaded;
        std::shared_ptr<const inference::Model> described;
    };

    void compare(const Subject& subject, const FitRequest& request, inference::Backend* device) {
        const std::string id = device == nullptr ? "cpu" : device->device().id;
        // One cell of a table: the same figures as plan() without its advice.
        const auto reports = MemoryPlanner(subject.described, m_budgets.at(id))
                                 .planEach(request, std::array{request.context});
        QVERIFY2(reports.ok(), reports.ok() ? "" : reports.error().detail.c_str());
        const FitReport& report = reports->front();
        const auto used = taken(subject.loaded, request, *m_host, device);
        QVERIFY2(used.ok(), used.ok() ? "" : used.error().detail.c_str());
        // A device that holds everything leaves a host that holds nothing.
        QVERIFY(report.devices.size() >= used->size());
        for (std::size_t i = 0; i < report.devices.size(); ++i) {
            const DeviceUse& planned = report.devices[i];
            const inference::MemoryUse use = i < used->size() ? (*used)[i] : inference::MemoryUse();
            const std::uint64_t whole = use.allocated() + use.mappedBytes;
            const auto difference =
                QStringLiteral("%1, context %2: planned %3, taken %4 (weights %5 and %6, cache %7 "
                               "and %8)")
                    .arg(QString::fromStdString(planned.id))
                    .arg(request.context)
                    .arg(planned.total())
                    .arg(whole)
                    .arg(planned.weights)
                    .arg(use.weightBytes + use.mappedBytes)
                    .arg(planned.kvCache)
                    .arg(use.kvBytes);
            QVERIFY2(withinOnePercent(planned.total(), whole), qPrintable(difference));
            QVERIFY2(withinOnePercent(planned.kvCache, use.kvBytes), qPrintable(difference));
        }
    }

    QTemporaryDir m_folder;
    HardwareInfo m_hardware;
    std::map<std::string, MachineBudget> m_budgets;
    std::unique_ptr<inference::Backend> m_host;
    std::vector<std::unique_ptr<inference::Backend>> m_devices;
};

QTEST_APPLESS_MAIN(TestPlanAllocation)
#include "test_plan_allocation.moc"
