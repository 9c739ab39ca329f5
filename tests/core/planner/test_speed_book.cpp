// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>
#include <limits>

#include "core/planner/memory_planner.h"
#include "core/planner/speed_book.h"
#include "inference/session/engine.h"
#include "tests/support/random_model.h"

using namespace core;
using inference::testing::RandomModel;

namespace {

ModelRun someRun() {
    return {.model = {.sha256 = {}, .bytes = 1000, .name = "model-Q4_K_M.gguf"},
            .device = "a card",
            .layersOnGpu = 12};
}

} // namespace

class TestSpeedBook : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath("speed.db").toStdString();
        auto book = SpeedBook::open(m_file);
        QVERIFY2(book.ok(), book.ok() ? "" : book.error().detail.c_str());
        m_book = std::move(*book);
    }

    void whatNeverRanIsUnknown() { QCOMPARE(found(someRun()), std::optional<double>()); }

    void theMedianOfTheNewestRunsCounts() {
        for (const double speed : {10.0, 500.0, 12.0})
            QVERIFY(m_book->note(someRun(), speed, 64).ok());
        QCOMPARE(found(someRun()), std::optional(12.0));
        // A new driver makes it faster: what was noted long ago is forgotten.
        for (int i = 0; i < 9; ++i) QVERIFY(m_book->note(someRun(), 30, 64).ok());
        QCOMPARE(found(someRun()), std::optional(30.0));
    }

    void eachWayToRunHasASpeedOfItsOwn() {
        QVERIFY(m_book->note(someRun(), 10, 64).ok());
        const auto differs = [&](auto change) {
            ModelRun other = someRun();
            change(other);
            return !found(other).has_value();
        };
        QVERIFY(differs([](ModelRun& run) { run.device = "another"; }));
        QVERIFY(differs([](ModelRun& run) { run.layersOnGpu = 11; }));
        QVERIFY(differs([](ModelRun& run) { run.expertLayersOnCpu = 1; }));
        QVERIFY(differs([](ModelRun& run) { run.keyType = inference::KvType::Q8_0; }));
        QVERIFY(differs([](ModelRun& run) { run.valueType = inference::KvType::Q4_0; }));
        QVERIFY(differs([](ModelRun& run) { run.threads = 3; }));
        QVERIFY(differs([](ModelRun& run) { run.model.bytes = 1001; }));
        QVERIFY(differs([](ModelRun& run) { run.model.name = "other.gguf"; }));
    }

    void aHashNamesTheFileWhereverItLies() {
        ModelRun run = someRun();
        run.model.sha256 = std::string(64, 'a');
        QVERIFY(m_book->note(run, 10, 64).ok());
        run.model.name = "renamed.gguf";
        QCOMPARE(found(run), std::optional(10.0));
        run.model.sha256.clear();
        QCOMPARE(found(run), std::optional<double>());
    }

    void shortAnswersAndNonsenseAreNotNoted() {
        QVERIFY(m_book->note(someRun(), 10, SpeedBook::kTokensMin - 1).ok());
        QVERIFY(m_book->note(someRun(), 0, 64).ok());
        QVERIFY(m_book->note(someRun(), -3, 64).ok());
        QVERIFY(m_book->note(someRun(), std::numeric_limits<double>::infinity(), 64).ok());
        QVERIFY(m_book->note(someRun(), std::numeric_limits<double>::quiet_NaN(), 64).ok());
        QCOMPARE(found(someRun()), std::optional<double>());
    }

    void itSurvivesARestartAndBeginsAnewWhenDamaged() {
        QVERIFY(m_book->note(someRun(), 10, 64).ok());
        m_book.reset();
        m_book = SpeedBook::open(m_file).value();
        QCOMPARE(found(someRun()), std::optional(10.0));
        m_book.reset();
        std::ofstream(m_file, std::ios::trunc) << std::string(8192, 'x');
        auto anew = SpeedBook::open(m_file);
        QVERIFY(anew.ok());
        m_book = std::move(*anew);
        QCOMPARE(found(someRun()), std::optional<double>());
    }

    void aPlanGivesWhatWasMeasuredInsteadOfAnEstimate() {
        RandomModel shape;
        const std::filesystem::path path = m_folder->filePath("model.gguf").toStdString();
        QVERIFY(shape.save(path));
        inference::EngineOptions options;
        options.device = "cpu";
        options.contextLength = 128;
        const auto engine = inference::Engine::load(path, options);
        QVERIFY(engine.ok());
        const ModelRun run = ModelRun::of(**engine, 0);
        QCOMPARE(run.model.bytes, std::filesystem::file_size(path));
        QCOMPARE(run.model.name, std::string("model.gguf"));
        QVERIFY(m_book->note(run, 123, 64).ok());

        HardwareInfo hardware = readHardware(MachineTable::shipped(), {});
        hardware.ramBandwidth = 50e9;
        auto file = inference::GgufFile::open(path);
        QVERIFY(file.ok());
        auto model = inference::Model::describe(std::move(*file));
        QVERIFY(model.ok());
        MemoryPlanner planner(*model, budgetOf(hardware, "cpu").value());
        const auto estimate = planner.plan({.context = 128});
        QVERIFY(estimate.ok() && estimate->speed.known() && !estimate->speed.measured);
        planner.useSpeeds(*m_book, ModelIdentity::of(path, std::filesystem::file_size(path)));
        const auto measured = planner.plan({.context = 128});
        QVERIFY(measured.ok() && measured->speed.measured);
        QCOMPARE(measured->speed.low, 123.0);
        QCOMPARE(measured->speed.high, 123.0);
        // Another cache is another speed.
        const auto other = planner.plan({.context = 128, .keyType = inference::KvType::F32});
        QVERIFY(other.ok() && !other->speed.measured);
    }

private:
    std::optional<double> found(const ModelRun& run) const {
        const auto speed = m_book->find(run);
        return speed ? *speed : std::optional(-1.0);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
    std::unique_ptr<SpeedBook> m_book;
};

QTEST_APPLESS_MAIN(TestSpeedBook)
#include "test_speed_book.moc"
