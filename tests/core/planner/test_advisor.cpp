// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include "core/planner/advisor.h"
#include "core/planner/speed_estimate.h"

using namespace core;

namespace {

constexpr std::uint64_t kGib = std::uint64_t{1} << 30;

const ModelFigures& model(const char* name, const char* file) {
    for (const ModelFigures& figures : MachineTable::shipped().models)
        if (figures.name == name && figures.file == file) return figures;
    qFatal("no such model");
}

} // namespace

class TestAdvisor : public QObject {
    Q_OBJECT

private slots:
    void theShippedTableIsWhole() {
        const MachineTable& table = MachineTable::shipped();
        QVERIFY(!table.date.empty());
        QCOMPARE(table.builds.size(), std::size_t{5});
        QVERIFY(table.gpus.size() > 20);
        QCOMPARE(table.models.size(), std::size_t{4});
        for (const Build& build : table.builds) QCOMPARE(build.guide.size(), build.gpus.size());
    }

    void aDriversNameFindsTheLongestMatch() {
        const MachineTable& table = MachineTable::shipped();
        const GpuModel* gpu = table.findGpu("AMD Radeon RX 7900 XTX (RADV NAVI31)");
        QVERIFY(gpu != nullptr);
        QCOMPARE(gpu->name, std::string("Radeon RX 7900 XTX"));
        gpu = table.findGpu("NVIDIA GeForce RTX 5070 Ti");
        QVERIFY(gpu != nullptr);
        QCOMPARE(gpu->memoryBytes, 16 * kGib);
        QVERIFY(table.findGpu("llvmpipe (LLVM 15.0.6, 256 bits)") == nullptr);
    }

    void aCardWithRoomRunsGptOssWhole() {
        const MachineFigures machine{
            .gpuMemory = 24 * kGib, .gpuBandwidth = 960e9, .ram = 64 * kGib, .ramBandwidth = 96e9};
        const Advice advice = advise(model("gpt-oss-20b", "MXFP4"), machine);
        QCOMPARE(advice.fits, Fits::Gpu);
        QCOMPARE(advice.contextMax, 131072u);
        QVERIFY2(std::abs(advice.speedLimit - 373.5) < 1,
                 qPrintable(QString::number(advice.speedLimit)));
    }

    void whatDoesNotFitKeepsExpertsInRam() {
        const MachineFigures machine{
            .gpuMemory = 24 * kGib, .gpuBandwidth = 960e9, .ram = 64 * kGib, .ramBandwidth = 96e9};
        const Advice advice = advise(model("gpt-oss-120b", "MXFP4"), machine);
        QCOMPARE(advice.fits, Fits::Split);
        QVERIFY(advice.expertLayersOnCpu > 20 && advice.expertLayersOnCpu <= 36);
        QVERIFY(advice.contextMax >= 4096);
        // Bounded by the RAM for what is read there, and slower than the card alone would be.
        QVERIFY(advice.speedLimit > 96e9 / 1.901e9 && advice.speedLimit < 960e9 / 3.59e9);
    }

    void theLaptopHoldsTheSmallModelInSharedMemory() {
        const MachineFigures machine{
            .gpuBandwidth = 120e9, .integrated = true, .ram = 32 * kGib, .ramBandwidth = 120e9};
        const Advice small = advise(model("gpt-oss-20b", "MXFP4"), machine);
        QCOMPARE(small.fits, Fits::Gpu);
        QVERIFY(std::abs(small.speedLimit - 46.7) < 0.2);
        QCOMPARE(advise(model("gpt-oss-120b", "MXFP4"), machine).fits, Fits::No);
    }

    void withoutACardTheRamDecides() {
        const MachineFigures machine{.ram = 16 * kGib, .ramBandwidth = 51e9};
        QCOMPARE(advise(model("gpt-oss-20b", "MXFP4"), machine).fits, Fits::Cpu);
        const MachineFigures small{.ram = 8 * kGib, .ramBandwidth = 51e9};
        const Advice none = advise(model("gpt-oss-20b", "MXFP4"), small);
        QCOMPARE(none.fits, Fits::No);
        QCOMPARE(none.speedLimit, 0.0);
    }

    void everyBuildIsToldAboutEveryModel() {
        const auto rows = adviseBuilds(MachineTable::shipped());
        QCOMPARE(rows.size(), std::size_t{7}); // Two builds have a second card.
        for (const BuildAdvice& row : rows) {
            QVERIFY(row.build != nullptr && row.gpu != nullptr);
            QCOMPARE(row.advice.size(), std::size_t{4});
            QVERIFY(row.guideHigh > 0);
            // The guide's own estimate is far below what bandwidth allows.
            QVERIFY(row.advice.front().speedLimit > 5 * row.guideHigh);
        }
    }

    void anEditedTableTakesTheShippedOnesPlace() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        auto table = MachineTable::open(path);
        QVERIFY(table.ok());
        QCOMPARE(table->date, MachineTable::shipped().date);
        write(folder.filePath("machines.json"), R"({"date":"2030-01-01","gpus":[]})");
        table = MachineTable::open(path);
        QVERIFY(table.ok());
        QCOMPARE(table->date, std::string("2030-01-01"));
        write(folder.filePath("machines.json"), R"({"gpus":[{"name":"A","memory_gb":"many"}]})");
        table = MachineTable::open(path);
        QVERIFY(!table.ok());
        QVERIFY2(table.error().detail.find("gpus[0]: memory_gb") != std::string::npos,
                 table.error().detail.c_str());
        write(folder.filePath("machines.json"), "not json");
        QVERIFY(!MachineTable::open(path).ok());
    }

    void timeIsTheSumOverDevices() {
        const TokenTraffic card{.bytes = 1000, .bandwidth = 1e6, .graphics = true};
        const TokenTraffic ram{.bytes = 1000, .bandwidth = 1e5};
        const SpeedBand alone = estimateSpeed(std::array{card}, false);
        QCOMPARE(alone.low, 500.0);
        QCOMPARE(alone.high, 800.0);
        QVERIFY(!alone.measured);
        const SpeedBand both = estimateSpeed(std::array{card, ram}, false);
        QVERIFY(both.high < 100 && both.high > 70 && both.low < both.high);
        const TokenTraffic unknown{.bytes = 1};
        QVERIFY(!estimateSpeed(std::array{card, unknown}, false).known());
    }

    void aFullContextReadsItsCacheToo() {
        const TokenTraffic card{
            .bytes = 1000, .cacheBytes = 3000, .bandwidth = 1e6, .graphics = true};
        const SpeedBand band = estimateSpeed(std::array{card}, false);
        QCOMPARE(band.high, 800.0); // Just begun.
        QCOMPARE(band.low, 125.0);  // Full.
    }

private:
    static void write(const QString& path, const char* text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
};

QTEST_APPLESS_MAIN(TestAdvisor)
#include "test_advisor.moc"
