// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <filesystem>

#include "core/planner/hardware_info.h"
#include "core/planner/memory_planner.h"
#include "inference/session/engine.h"
#include "tests/support/random_model.h"
#include "tests/support/vectors.h"

using namespace core;
using inference::testing::RandomModel;

namespace {

std::shared_ptr<const inference::Model> describe(const std::filesystem::path& path) {
    auto file = inference::GgufFile::open(path);
    if (!file) return nullptr;
    auto model = inference::Model::describe(std::move(*file));
    return model ? *model : nullptr;
}

bool has(const FitReport& report, FitReason::Kind kind) {
    return std::any_of(report.reasons.begin(), report.reasons.end(),
                       [&](const FitReason& reason) { return reason.kind == kind; });
}

/// What a reason says; 0 where the report does not give it.
std::uint64_t amountOf(const FitReport& report, FitReason::Kind kind) {
    for (const FitReason& reason : report.reasons)
        if (reason.kind == kind) return reason.amount;
    return 0;
}

/// Within one percent, and a page for what is rounded.
bool close(std::uint64_t planned, std::uint64_t taken) {
    const auto difference =
        static_cast<double>(planned > taken ? planned - taken : taken - planned);
    return difference <= 0.01 * static_cast<double>(taken) + 4096;
}

} // namespace

class TestMemoryPlanner : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        RandomModel shape;
        shape.layers = 6;
        shape.keyLength = shape.valueLength = 32; // Else the cache cannot be q8_0.
        shape.experts = 4;
        shape.expertsUsed = 2;
        shape.context = 65536;
        m_path = m_folder.filePath("model.gguf").toStdString();
        QVERIFY(shape.save(m_path));
        m_model = describe(m_path);
        QVERIFY(m_model != nullptr);
        m_hardware = readHardware(MachineTable::shipped(), m_path.parent_path() / "none.json");
        m_hardware.ramBandwidth = 50e9;
    }

    void aLargeCardHoldsAllOfIt() {
        const FitReport report = plan(std::uint64_t{8} << 30, std::uint64_t{8} << 30);
        QCOMPARE(report.fits, Fits::Gpu);
        QCOMPARE(report.layersOnGpu, 6u);
        QCOMPARE(report.contextMax, 65536u);
        QVERIFY(report.speed.known() && report.speed.low < report.speed.high);
        QVERIFY(has(report, FitReason::Kind::WholeOnGpu));
    }

    void aFullLongContextIsSlower() {
        MemoryPlanner planner(m_model, imaginedBudget(m_hardware, 0, std::uint64_t{8} << 30));
        constexpr std::array<std::uint32_t, 2> contexts{4096, 65536};
        const auto reports = planner.planEach({}, contexts);
        QVERIFY(reports.ok());
        QCOMPARE(reports->back().speed.high, reports->front().speed.high);
        QVERIFY(reports->back().speed.low < reports->front().speed.low / 2);
    }

    void withoutACardItRunsInRam() {
        const FitReport report = plan(0, std::uint64_t{8} << 30);
        QCOMPARE(report.fits, Fits::Cpu);
        QCOMPARE(report.layersOnGpu, 0u);
        QCOMPARE(report.devices.size(), std::size_t{1});
        QCOMPARE(report.devices.front().id, std::string("cpu"));
        QVERIFY(report.devices.front().weights >= m_model->weightBytes());
        QVERIFY(has(report, FitReason::Kind::NoGraphicsDevice));
    }

    void aSmallCardSharesTheWork() {
        // What the whole takes, less a little: the first thing to go is experts.
        const FitReport whole = plan(std::uint64_t{8} << 30, std::uint64_t{8} << 30);
        const std::uint64_t needed = whole.devices.front().total() + inference::kDriverBytes;
        const FitReport report =
            plan(needed - whole.devices.front().weights / 3, std::uint64_t{8} << 30);
        QCOMPARE(report.fits, Fits::Split);
        QVERIFY(report.expertLayersOnCpu > 0 || report.layersOnGpu < 6);
        QVERIFY(has(report, FitReason::Kind::GpuTooSmall));
        QVERIFY(report.devices.front().total() <= report.devices.front().budget);
        QCOMPARE(report.devices.size(), std::size_t{2});
    }

    void tooLittleMemorySaysHowMuchIsMissing() {
        const FitReport report = plan(0, 4096);
        QCOMPARE(report.fits, Fits::No);
        QVERIFY(has(report, FitReason::Kind::RamTooSmall));
        QCOMPARE(amountOf(report, FitReason::Kind::MoreRam), report.devices.back().total());
        QVERIFY(!has(report, FitReason::Kind::FreeRam)); // There are only 4096 bytes.
        QVERIFY(!report.speed.known());
        QCOMPARE(report.contextMax, 0u);
    }

    void theLargestContextFitsAndTheNextDoesNot() {
        MachineBudget machine = imaginedBudget(m_hardware, 0, std::uint64_t{8} << 30);
        const MemoryPlanner roomy(m_model, machine);
        FitRequest request{.context = 16384};
        const auto wanted = roomy.plan(request);
        QVERIFY(wanted.ok());
        machine.ramFree = wanted->devices.back().total();
        const MemoryPlanner tight(m_model, machine);
        const auto report = tight.plan(request);
        QVERIFY(report.ok());
        QCOMPARE(report->fits, Fits::Cpu);
        QCOMPARE(report->contextMax, 16384u);
        request.context += 256;
        const auto more = tight.plan(request);
        QVERIFY(more.ok());
        QCOMPARE(more->fits, Fits::No);
        QVERIFY(has(*more, FitReason::Kind::SmallerCache));
        QVERIFY(has(*more, FitReason::Kind::ShorterContext));
    }

    void whatIsKeptFreeIsNotPlannedWith() {
        MachineBudget machine =
            imaginedBudget(m_hardware, std::uint64_t{8} << 30, std::uint64_t{8} << 30);
        machine.graphics->keepFree = machine.graphics->free;
        const auto report = MemoryPlanner(m_model, machine).plan({});
        QVERIFY(report.ok());
        QCOMPARE(report->fits, Fits::Cpu);
    }

    void aWishThatDoesNotFitSaysWhatWould() {
        const FitReport whole = plan(std::uint64_t{8} << 30, std::uint64_t{8} << 30);
        const std::uint64_t room = whole.devices.front().total() - 1;
        const MemoryPlanner planner(m_model,
                                    imaginedBudget(m_hardware, room, std::uint64_t{8} << 30));
        FitRequest request{.context = 8192};
        request.wish.deviceLayers = 6;
        const auto report = planner.plan(request);
        QVERIFY(report.ok());
        QCOMPARE(report->fits, Fits::No);
        QCOMPARE(report->gpuMissing, 1 + inference::kDriverBytes);
        QVERIFY(has(*report, FitReason::Kind::GpuTooSmall));
        QCOMPARE(amountOf(*report, FitReason::Kind::LargerGpu),
                 whole.devices.front().total() + inference::kDriverBytes);
    }

    void freeingMemoryHelpsAsFarAsThereIsAny() {
        MachineBudget machine = imaginedBudget(m_hardware, 4096, 4096);
        machine.graphics->total = machine.ramTotal = std::uint64_t{8} << 30;
        const auto report = MemoryPlanner(m_model, machine).plan({.context = 8192});
        QVERIFY(report.ok());
        QCOMPARE(report->fits, Fits::No);
        QVERIFY(amountOf(*report, FitReason::Kind::FreeGpuMemory) > 0);
        QVERIFY(amountOf(*report, FitReason::Kind::FreeRam) > 0);
        QVERIFY(!has(*report, FitReason::Kind::LargerGpu));
        QVERIFY(!has(*report, FitReason::Kind::MoreRam));
    }

    void sharedMemoryIsCountedOnce() {
        MachineBudget machine =
            imaginedBudget(m_hardware, std::uint64_t{8} << 30, std::uint64_t{8} << 30);
        machine.graphics->shared = true;
        FitRequest request{.context = 8192};
        const auto roomy = MemoryPlanner(m_model, machine).plan(request);
        QVERIFY(roomy.ok());
        QCOMPARE(roomy->fits, Fits::Gpu);
        // The device says that it has 8 GB, but they are the RAM's, of which little is left.
        machine.ramFree = roomy->devices.front().total() / 2;
        request.wish.deviceLayers = 6;
        const auto tight = MemoryPlanner(m_model, machine).plan(request);
        QVERIFY(tight.ok());
        QCOMPARE(tight->fits, Fits::No);
        QVERIFY(has(*tight, FitReason::Kind::RamTooSmall));
    }

    void whatIsLetGoOfCountsAsFree() {
        MachineBudget machine = imaginedBudget(m_hardware, 1000, 2000);
        inference::DeviceMemory device{.id = machine.graphics->id,
                                       .name = "",
                                       .kind = inference::DeviceKind::Discrete,
                                       .use = {.weightBytes = 5000}};
        inference::DeviceMemory host{
            .id = "cpu", .name = "", .use = {.mappedBytes = 70000, .kvBytes = 300}};
        countAsFree(machine, std::array{device, host});
        QCOMPARE(machine.graphics->free, 1000 + 5000 + inference::kDriverBytes);
        QCOMPARE(machine.ramFree, std::uint64_t{2300});
    }

    void aMachineWithoutMemoryFitsNothing() {
        const FitReport report = plan(0, 0);
        QCOMPARE(report.fits, Fits::No);
        QCOMPARE(report.contextMax, 0u);
        QVERIFY(has(report, FitReason::Kind::RamTooSmall));
        QVERIFY(!has(report, FitReason::Kind::SmallerFile));
    }

    void anAbsurdContextIsRefused() {
        const MemoryPlanner planner(m_model, imaginedBudget(m_hardware, 0, 1 << 30));
        QVERIFY(!planner.plan({.context = ~0u}).ok());
        const auto endless = planner.plan({.context = 1u << 27});
        QVERIFY(endless.ok());
        QCOMPARE(endless->fits, Fits::No);
        QVERIFY(has(*endless, FitReason::Kind::BeyondTrained));
    }

    void aPersonsAmountsGoByTheDevicesNames() {
        MachineBudget machine = imaginedBudget(m_hardware, 1 << 30, 1 << 30);
        keepFree(machine, {{machine.graphics->name, 500}, {"cpu", 700}, {"another card", 900}});
        QCOMPARE(machine.graphics->keepFree, std::uint64_t{500});
        QCOMPARE(machine.ramKeepFree, std::uint64_t{700});
        keepFree(machine, {});
        QCOMPARE(machine.graphics->keepFree, std::uint64_t{0});
        QCOMPARE(machine.ramKeepFree, std::uint64_t{0});
    }

    void tablesAndScalesAgreeWithThePlan() {
        const MachineBudget machine =
            imaginedBudget(m_hardware, std::uint64_t{1} << 30, std::uint64_t{8} << 30);
        const MemoryPlanner planner(m_model, machine);
        const std::array<std::uint32_t, 3> contexts{4096, 16384, 65536};
        const auto rows = planner.planEach({}, contexts);
        QVERIFY(rows.ok());
        for (std::size_t i = 0; i < contexts.size(); ++i) {
            const auto scaled = planner.fitsScaled({.context = contexts[i]}, 1.0);
            QVERIFY(scaled.ok());
            QCOMPARE(*scaled, (*rows)[i].fits);
        }
        const auto huge = planner.fitsScaled({.context = 4096}, 1e7);
        QVERIFY(huge.ok());
        QCOMPARE(*huge, Fits::No);
    }

    void thePlanIsWhatTheEngineTakes_data() {
        QTest::addColumn<QString>("path");
        QTest::newRow("random") << QString::fromStdString(m_path.string());
        for (const char* file :
             {"set-a/models/gpt-oss-F32.gguf", "set-a/models/gemma3-F32.gguf",
              "set-a2/models/gemma4-ple-F32.gguf", "set-a2/models/deepseek2-F32.gguf",
              "set-a2/models/qwen35moe-F32.gguf"})
            if (const QString path = inference::testing::vectorPath(file); QFileInfo::exists(path))
                QTest::newRow(file) << path;
    }

    void thePlanIsWhatTheEngineTakes() {
        QFETCH(QString, path);
        const auto model = describe(path.toStdString());
        QVERIFY(model != nullptr);
        for (const HardwareDevice& device : m_hardware.graphics) {
            const auto layers = static_cast<std::uint32_t>(model->spec().layers.size());
            for (const std::uint32_t onDevice : {layers, layers / 2})
                compare(path, model, device.info.id, onDevice);
        }
        compare(path, model, "cpu", 0);
    }

private:
    FitReport plan(std::uint64_t vram, std::uint64_t ram) const {
        const auto report =
            MemoryPlanner(m_model, imaginedBudget(m_hardware, vram, ram)).plan({.context = 8192});
        return report ? *report : FitReport();
    }

    void compare(const QString& path, const std::shared_ptr<const inference::Model>& model,
                 const std::string& device, std::uint32_t layers) const {
        auto machine = budgetOf(m_hardware, device);
        QVERIFY(machine.ok());
        FitRequest request{.context = 2048};
        request.wish.deviceLayers = layers;
        request.wish.hostExperts = 0;
        const auto report = MemoryPlanner(model, std::move(*machine)).plan(request);
        QVERIFY2(report.ok(), report.ok() ? "" : report.error().detail.c_str());
        inference::EngineOptions options;
        options.device = device;
        options.contextLength = 2048;
        options.placement = request.wish;
        auto engine = inference::Engine::load(path.toStdString(), options);
        QVERIFY2(engine.ok(), engine.ok() ? "" : engine.error().detail.c_str());
        for (const inference::DeviceMemory& taken : (*engine)->memoryByDevice()) {
            const DeviceUse* planned = nullptr;
            for (const DeviceUse& use : report->devices)
                if (use.id == taken.id) planned = &use;
            QVERIFY(planned != nullptr);
            const std::uint64_t whole = taken.use.allocated() + taken.use.mappedBytes;
            QVERIFY2(close(planned->total(), whole),
                     qPrintable(QStringLiteral("%1 on %2: planned %3, taken %4")
                                    .arg(layers)
                                    .arg(QString::fromStdString(taken.id))
                                    .arg(planned->total())
                                    .arg(whole)));
            QVERIFY(close(planned->kvCache, taken.use.kvBytes));
        }
    }

    QTemporaryDir m_folder;
    std::filesystem::path m_path;
    std::shared_ptr<const inference::Model> m_model;
    HardwareInfo m_hardware;
};

QTEST_APPLESS_MAIN(TestMemoryPlanner)
#include "test_memory_planner.moc"
