// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>
#include <map>
#include <set>

#include "inference/backend/placement_memory.h"
#include "inference/model/model.h"
#include "inference/plan/buffer_plan.h"
#include "tests/support/random_model.h"

using namespace inference;
using namespace inference::testing;

/// Where layers go, how a plan is cut there, and what fits.
class TestPlacement : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        RandomModel shape;
        shape.layers = 6;
        shape.experts = 8;
        shape.expertsUsed = 2;
        const auto path = m_folder.filePath("model.gguf").toStdString();
        QVERIFY(shape.save(path));
        auto model = Model::load(path);
        QVERIFY(model.ok());
        m_model = *model;
        auto plan = ForwardPlan::build(*m_model, {.contextLength = 128, .batchMax = 16});
        QVERIFY(plan.ok());
        m_plan = std::move(*plan);
        const auto built = measureVulkan(m_plan, {});
        if (!built && built.error().code == ErrorCode::DeviceUnavailable)
            QSKIP(built.error().detail.c_str()); // Built without Vulkan.
        QVERIFY2(built.ok(), built.ok() ? "" : built.error().detail.c_str());
    }

    void lastLayersGoToTheDeviceTogetherWithTheOutput() {
        const Placement placement = Placement::of(m_plan, 2, 0);
        QCOMPARE(placement.input, Site::Host);
        QCOMPARE(placement.output, Site::Device);
        QCOMPARE(placement.layers[3].rest, Site::Host);
        QCOMPARE(placement.layers[4].rest, Site::Device);
        QCOMPARE(placement.layersOnDevice(), 2u);
        QVERIFY(!Placement::of(m_plan, 0, 0).usesDevice());
        QVERIFY(!Placement::of(m_plan, 6, 0).usesHost());
        QVERIFY(!Placement::of(m_plan, 1000, 0).usesHost());
    }

    void expertsOfTheFirstLayersStayOnTheHost() {
        const Placement placement = Placement::of(m_plan, 6, 2);
        QCOMPARE(placement.layers[1].experts, Site::Host);
        QCOMPARE(placement.layers[1].rest, Site::Device);
        QCOMPARE(placement.layers[2].experts, Site::Device);
        QCOMPARE(placement.expertLayersOnHost(), 2u);
        // Those of layers on the host are there anyway.
        QCOMPARE(Placement::of(m_plan, 4, 2).expertLayersOnHost(), 0u);
    }

    void everyOpRunsOnceAndReadsOnlyWhatIsThere() {
        for (const auto& [layers, experts] : {std::pair{3u, 0u}, {6u, 4u}, {4u, 5u}, {1u, 0u}}) {
            const SplitPlan split = splitPlan(m_plan, Placement::of(m_plan, layers, experts));
            std::size_t ops = 0;
            std::map<BufferId, Site> latest;
            std::set<std::pair<BufferId, Site>> present;
            for (std::size_t s = 0; s < split.steps.size(); ++s) {
                const auto [site, index] = split.steps[s];
                if (s > 0) QVERIFY(split.steps[s - 1].site != site);
                const PlanSegment& segment = split.part(site).segments[index];
                for (const BufferId id : segment.in) {
                    const auto& before = split.steps[s - 1];
                    const auto& out = split.part(before.site).segments[before.segment].out;
                    QVERIFY(std::find(out.begin(), out.end(), id) != out.end());
                    QVERIFY(present.contains({id, before.site}));
                    present.insert({id, site});
                }
                for (std::uint32_t i = segment.begin; i < segment.end; ++i, ++ops) {
                    const OpAccess access = opAccess(split.part(site).ops[i]);
                    for (const BufferId id : access.reads) QVERIFY(present.contains({id, site}));
                    for (const BufferId id : access.writes) {
                        present.erase({id, Site::Host});
                        present.erase({id, Site::Device});
                        present.insert({id, site});
                    }
                }
            }
            QCOMPARE(ops, m_plan.ops.size());
            QVERIFY(present.contains({m_plan.logits, Site::Device}));
        }
    }

    void onlyActivationsOfTheExpertsCrossTheBorder() {
        const SplitPlan split = splitPlan(m_plan, Placement::of(m_plan, 6, 1));
        std::set<std::string> out, back;
        for (const PlanSegment& segment : split.host.segments) {
            for (const BufferId id : segment.in) out.insert(m_plan.buffers[id].name);
            for (const BufferId id : segment.out) back.insert(m_plan.buffers[id].name);
        }
        const std::set<std::string> expected{"normed", "choice", "expert weight", "residual"};
        QVERIFY(out == expected);
        QVERIFY(back == std::set<std::string>{"residual"});
        QCOMPARE(split.host.kv.bytes(), std::uint64_t{0});
        QCOMPARE(split.device.kv.bytes(), m_plan.kv.bytes());
    }

    void theFastestPlacementThatFitsIsChosen() {
        const auto measured = measure(Placement::of(m_plan, 6, 0));
        const std::uint64_t whole = measured.device.allocated() + kDriverBytes;
        QCOMPARE(fit(whole).placement.usesHost(), false);
        // One byte less: the token table goes first.
        const PlacementFit tableless = fit(whole - 1);
        QCOMPARE(tableless.placement.input, Site::Host);
        QCOMPARE(tableless.placement.layersOnDevice(), 6u);
        QCOMPARE(tableless.placement.expertLayersOnHost(), 0u);
        std::uint32_t before = 0;
        for (std::uint64_t budget = whole; budget > kDriverBytes; budget -= whole / 400) {
            const PlacementFit found = fit(budget);
            QVERIFY(found.missing.empty());
            QVERIFY(!found.placement.usesDevice()
                    || found.memory.device.allocated() + kDriverBytes <= budget);
            const std::uint32_t moved =
                100 * (6 - found.placement.layersOnDevice()) + found.placement.expertLayersOnHost();
            if (found.placement.layersOnDevice() == 6) QVERIFY(moved >= before);
            before = moved;
        }
        QVERIFY(!fit(kDriverBytes).placement.usesDevice());
    }

    void aWishIsFollowedToTheLetterAndSaysWhatIsMissing() {
        const PlacementMemory measured = measure(Placement::of(m_plan, 3, 0));
        const std::uint64_t needed = measured.device.allocated() + kDriverBytes;
        const auto tight =
            fitPlacement(m_plan, {.deviceLayers = 3, .hostExperts = {}},
                         {.host = 1ull << 40, .device = needed - 7}, deviceMeasure(), twoThreads());
        QVERIFY(tight.ok());
        QCOMPARE(tight->placement.layersOnDevice(), 3u);
        QVERIFY(tight->missing.find(": 7 bytes are missing") != std::string::npos);
        const auto little = fitPlacement(m_plan, {.deviceLayers = 3, .hostExperts = {}},
                                         {.host = measured.host.allocated() - 5, .device = needed},
                                         deviceMeasure(), twoThreads());
        QVERIFY(little.ok());
        QVERIFY(little->missing.find("in RAM") != std::string::npos);
        QVERIFY(little->missing.find(": 5 bytes are missing") != std::string::npos);
    }

    void sharedMemoryIsCountedOnce() {
        const PlacementMemory measured = measure(Placement::of(m_plan, 3, 0));
        const std::uint64_t both =
            measured.device.allocated() + kDriverBytes + measured.host.allocated();
        MemoryBudget budget{.host = both, .device = both, .shared = true};
        QCOMPARE(missingBytes(measured, budget).host, std::uint64_t{0});
        budget.host -= 1;
        QCOMPARE(missingBytes(measured, budget).host, std::uint64_t{1});
        budget.shared = false;
        QCOMPARE(missingBytes(measured, budget).host, std::uint64_t{0});
    }

private:
    static MeasureDevice deviceMeasure() {
        return [](const ForwardPlan& plan) { return measureVulkan(plan, {}); };
    }
    static ExecutorOptions twoThreads() {
        ExecutorOptions options;
        options.threads = 2;
        return options;
    }
    PlacementMemory measure(const Placement& placement) const {
        const auto memory = measurePlacement(m_plan, placement, deviceMeasure(), twoThreads());
        return memory ? *memory : PlacementMemory{};
    }
    PlacementFit fit(std::uint64_t deviceBytes) const {
        const auto found = fitPlacement(m_plan, {}, {.host = 1ull << 40, .device = deviceBytes},
                                        deviceMeasure(), twoThreads());
        return found ? *found : PlacementFit{};
    }

    QTemporaryDir m_folder;
    std::shared_ptr<const Model> m_model;
    ForwardPlan m_plan;
};

QTEST_GUILESS_MAIN(TestPlacement)
#include "test_placement.moc"
