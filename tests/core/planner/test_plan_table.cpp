// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <filesystem>

#include "core/planner/plan_table.h"
#include "tests/support/random_model.h"

using namespace core;
using inference::testing::RandomModel;

class TestPlanTable : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        RandomModel shape;
        shape.layers = 4;
        shape.context = 32768;
        const std::filesystem::path path = m_folder.filePath("model.gguf").toStdString();
        QVERIFY(shape.save(path));
        auto file = inference::GgufFile::open(path);
        QVERIFY(file.ok());
        auto model = inference::Model::describe(std::move(*file));
        QVERIFY(model.ok());
        m_model = *model;
        m_bytes = std::filesystem::file_size(path);
        m_hardware.ramBandwidth = 50e9;
    }

    void everyFileHasACellForEveryContext() {
        const std::array candidates{PlanCandidate{"Q8_0", m_bytes, m_model},
                                    PlanCandidate{"Q4_0", m_bytes / 2, nullptr}};
        const auto rows = planTable(candidates, machine(0, std::uint64_t{8} << 30), {});
        QVERIFY(rows.ok());
        QCOMPARE(rows->size(), std::size_t{2});
        for (const PlanRow& row : *rows) {
            QCOMPARE(row.cells.size(), kTableContexts.size());
            for (std::size_t i = 0; i < row.cells.size(); ++i) {
                QCOMPARE(row.cells[i].context, kTableContexts[i]);
                QCOMPARE(row.cells[i].fits, Fits::Cpu);
                QCOMPARE(row.cells[i].beyondTrained, kTableContexts[i] > 32768);
            }
        }
        QVERIFY(!rows->front().estimated);
        QCOMPARE(rows->front().contextMax, 32768u);
        QVERIFY(rows->back().estimated);
        // Half the bytes are read in half the time.
        const double once = rows->front().cells.front().speed.high;
        const double twice = rows->back().cells.front().speed.high;
        QVERIFY(once > 0 && qAbs(twice / once - 2) < 0.01);
    }

    void aRowSaysWhatThePlanSays() {
        const MachineBudget small = machine(0, std::uint64_t{24} << 20);
        const std::array candidates{PlanCandidate{"F32", m_bytes, m_model}};
        const std::array<std::uint32_t, 3> contexts{512, 8192, 32768};
        const auto rows = planTable(candidates, small, {}, contexts);
        QVERIFY(rows.ok());
        const MemoryPlanner planner(m_model, small);
        for (const PlanCell& cell : rows->front().cells) {
            const auto report = planner.plan({.context = cell.context});
            QVERIFY(report.ok());
            QCOMPARE(cell.fits, report->fits);
        }
    }

    void anEstimateOfTheSameSizeAgrees() {
        for (const std::uint64_t vram : {std::uint64_t{0}, std::uint64_t{1} << 30}) {
            const std::array candidates{PlanCandidate{"A", m_bytes, m_model},
                                        PlanCandidate{"B", m_bytes, nullptr}};
            const auto rows = planTable(candidates, machine(vram, std::uint64_t{8} << 30), {});
            QVERIFY(rows.ok());
            for (std::size_t i = 0; i < kTableContexts.size(); ++i)
                QCOMPARE(rows->at(1).cells[i].fits, rows->at(0).cells[i].fits);
        }
    }

    void withoutAnyHeaderThereIsNoTable() {
        const std::array candidates{PlanCandidate{"Q8_0", m_bytes, nullptr}};
        QVERIFY(!planTable(candidates, machine(0, 1 << 30), {}).ok());
        const std::array known{PlanCandidate{"Q8_0", m_bytes, m_model}};
        const std::array<std::uint32_t, 1> zero{0};
        QVERIFY(!planTable(known, machine(0, 1 << 30), {}, zero).ok());
    }

private:
    MachineBudget machine(std::uint64_t vram, std::uint64_t ram) const {
        return imaginedBudget(m_hardware, vram, ram);
    }

    QTemporaryDir m_folder;
    std::shared_ptr<const inference::Model> m_model;
    std::uint64_t m_bytes = 0;
    HardwareInfo m_hardware;
};

QTEST_APPLESS_MAIN(TestPlanTable)
#include "test_plan_table.moc"
