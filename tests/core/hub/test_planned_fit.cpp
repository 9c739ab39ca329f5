// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>

#include "core/hub/planned_fit.h"
#include "tests/support/random_model.h"

using namespace core;
using inference::testing::RandomModel;

class TestPlannedFit : public QObject {
    Q_OBJECT

private slots:
    void aLongCacheCountsWhereSizesAloneDoNotSeeIt() {
        RandomModel shape;
        shape.layers = 8;
        shape.kvHeads = 6;
        shape.keyLength = shape.valueLength = 64;
        shape.context = 131072;
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("model.gguf").toStdString();
        QVERIFY(shape.save(path));
        auto file = inference::GgufFile::open(path);
        QVERIFY(file.ok());
        const std::uint64_t bytes = file->fileBytes();
        auto model = inference::Model::describe(std::move(*file));
        QVERIFY(model.ok());

        const std::uint64_t ram = std::uint64_t{1} << 30;
        const MachineBudget machine = imaginedBudget(HardwareInfo(), 0, ram);
        const auto planner = std::make_shared<const MemoryPlanner>(*model, machine);
        const FitEstimator sizes = sizeFit({.ram = ram});
        HubVariant variant;
        variant.bytes = bytes;
        // 8 layers × 6 heads × 128 values × 2 bytes × 131,072 tokens: 1.6 GB of cache.
        const FitEstimator planned = plannedFit(planner, bytes, {.context = 131072}, sizes);
        QCOMPARE(sizes({}, variant), std::optional(Fits::Cpu));
        QCOMPARE(planned({}, variant), std::optional(Fits::No));
        QCOMPARE(plannedFit(planner, bytes, {.context = 4096}, sizes)({}, variant),
                 std::optional(Fits::Cpu));
        variant.bytes = bytes * 1'000'000;
        QCOMPARE(plannedFit(planner, bytes, {.context = 4096}, sizes)({}, variant),
                 std::optional(Fits::No));
        variant.bytes = 0;
        QCOMPARE(planned({}, variant), std::optional<Fits>());
    }
};

QTEST_APPLESS_MAIN(TestPlannedFit)
#include "test_planned_fit.moc"
