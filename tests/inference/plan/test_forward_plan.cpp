// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "inference/arch/rope_scaling.h"
#include "inference/model/model.h"
#include "inference/plan/buffer_plan.h"
#include "tests/support/random_model.h"

using namespace inference;
using namespace inference::testing;

namespace {

ArchSpec rotating(std::uint32_t dimensions) {
    ArchSpec spec;
    spec.rotaryDimensions = spec.rotaryDimensionsWindow = dimensions;
    spec.ropeBase = 10000;
    return spec;
}

} // namespace

class TestForwardPlan : public QObject {
    Q_OBJECT

private slots:
    void buffersInUseNeverOverlap_data() {
        QTest::addColumn<unsigned>("experts");
        QTest::addColumn<bool>("postNorms");
        QTest::addColumn<bool>("allLogits");
        QTest::newRow("dense") << 0u << false << false;
        QTest::newRow("dense, all logits") << 0u << false << true;
        QTest::newRow("experts") << 5u << false << true;
        QTest::newRow("post norms") << 0u << true << false;
    }
    void buffersInUseNeverOverlap() {
        QFETCH(unsigned, experts);
        QFETCH(bool, postNorms);
        QFETCH(bool, allLogits);
        RandomModel shape;
        shape.layers = 3;
        shape.experts = experts;
        shape.expertsUsed = experts > 0 ? 2 : 0;
        shape.postNorms = postNorms;
        shape.architecture = postNorms ? "glm4" : "llama";
        const auto model = load(shape);
        QVERIFY(model != nullptr);
        const auto built = ForwardPlan::build(
            *model, {.contextLength = 64, .batchMax = 16, .allLogits = allLogits});
        QVERIFY(built.ok());
        const ForwardPlan& plan = *built;

        // Stamp each buffer when it is written and look whether the stamp still stands when it is
        // read, byte range by byte range, as an executor would find it.
        std::vector<int> owner(plan.arenaBytes / 4, -1);
        const auto range = [&](BufferId id) {
            const BufferSpec& b = plan.buffers[id];
            return std::pair{b.offset / 4, (b.offset + bufferBytes(plan, b)) / 4};
        };
        const auto check = [&](BufferId id) {
            for (auto [at, end] = range(id); at < end; ++at)
                if (owner[at] != id) return false;
            return true;
        };
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < plan.buffers.size(); ++i) {
            QCOMPARE(plan.buffers[i].offset % 256, 0u);
            QVERIFY(range(static_cast<BufferId>(i)).second * 4 <= plan.arenaBytes);
            sum += bufferBytes(plan, plan.buffers[i]);
        }
        for (const Op& op : plan.ops) {
            const OpAccess access = opAccess(op);
            for (const BufferId id : access.reads) QVERIFY(check(id));
            for (const BufferId id : access.writes)
                for (auto [at, end] = range(id); at < end; ++at) owner[at] = id;
            for (const BufferId id : access.reads)
                QVERIFY(check(id)); // No output lies on an input of its own op.
        }
        QVERIFY(check(plan.logits));
        QVERIFY(plan.arenaBytes < sum + 256 * plan.buffers.size());
    }

    void onlyWantedRowsPassTheLastFeedForward() {
        RandomModel shape;
        const auto model = load(shape);
        QVERIFY(model != nullptr);
        const auto plan = ForwardPlan::build(*model, {.contextLength = 64, .batchMax = 16});
        QVERIFY(plan.ok());
        int wanted = 0;
        for (const Op& op : plan->ops)
            if (const auto* matmul = std::get_if<MatmulOp>(&op))
                wanted += plan->buffers[matmul->in].scope == RowScope::LogitRows;
        QCOMPARE(wanted, 4); // Attention's output, gate and up, down, logits.
        QCOMPARE(plan->logitRowsMax, 1u);
        QCOMPARE(plan->buffers[plan->logits].width, 101u);
    }

    void slidingLayersKeepTheirWindowOnly() {
        RandomModel shape;
        shape.architecture = "gemma2";
        shape.layers = 4;
        shape.postNorms = true;
        shape.tied = true;
        shape.window = 24;
        const auto model = load(shape);
        QVERIFY(model != nullptr);
        const auto plan = ForwardPlan::build(*model, {.contextLength = 200, .batchMax = 16});
        QVERIFY(plan.ok());
        QCOMPARE(plan->kv.layers[0].cells, 40u);
        QCOMPARE(plan->kv.layers[1].cells, 200u);
        QCOMPARE(plan->kv.bytes(), std::uint64_t{2 * (40 + 200) * 2 * (32 + 32)});
    }

    void refusesContextsThatMakeNoSense() {
        RandomModel shape;
        const auto model = load(shape);
        QVERIFY(model != nullptr);
        QCOMPARE(ForwardPlan::build(*model, {.contextLength = 0}).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(ForwardPlan::build(*model, {.contextLength = 0xffffffff}).error().code,
                 ErrorCode::InvalidArgument);
        const auto tiny = ForwardPlan::build(*model, {.contextLength = 3, .batchMax = 512});
        QVERIFY(tiny.ok());
        QCOMPARE(tiny->batchMax, 3u);
    }

    void longRopeChoosesByTheConfiguredContext() {
        ArchSpec spec = rotating(4);
        spec.scaling = RopeScaling::LongRope;
        spec.originalContext = 100;
        spec.scalingAttention = 1.25f;
        spec.ropeFactors = {1, 2};
        spec.ropeFactorsLong = {4, 8};
        const auto shortTable = buildRopeTables(spec, 100).front();
        const auto longTable = buildRopeTables(spec, 101).front();
        QCOMPARE(shortTable.inverseFrequency[0], 1.0);
        QCOMPARE(longTable.inverseFrequency[0], 0.25);
        QCOMPARE(shortTable.inverseFrequency[1], 4 * longTable.inverseFrequency[1]);
        QCOMPARE(longTable.magnitude, 1.25f);
    }

    void yarnMatchesThePublishedExample() {
        // gpt-oss: 64 dimensions, base 150000, factor 32 over 4096: blends pairs 8 to 18, m
        // = 1.34657.
        ArchSpec spec = rotating(64);
        spec.ropeBase = 150000;
        spec.scaling = RopeScaling::Yarn;
        spec.scalingFactor = 32;
        spec.originalContext = 4096;
        const auto yarn = buildRopeTables(spec, 4096).front();
        spec.scaling = RopeScaling::None;
        const auto plain = buildRopeTables(spec, 4096).front();
        QVERIFY(std::abs(yarn.magnitude - 1.34657f) < 1e-5f);
        for (std::size_t i = 0; i < 32; ++i) {
            const double ratio = plain.inverseFrequency[i] / yarn.inverseFrequency[i];
            if (i <= 8) QCOMPARE(ratio, 1.0);
            if (i >= 18) QVERIFY(std::abs(ratio - 32) < 1e-9);
            if (i > 8 && i < 18) QVERIFY(ratio > 1 && ratio < 32);
        }
    }

    void windowLayersMayHaveABaseOfTheirOwn() {
        ArchSpec spec = rotating(8);
        spec.ropeBase = 1e6f;
        spec.ropeBaseWindow = 10000;
        spec.scaling = RopeScaling::Linear;
        spec.scalingFactor = 8;
        const auto tables = buildRopeTables(spec, 1000);
        QCOMPARE(tables.size(), std::size_t{2});
        QCOMPARE(tables[0].inverseFrequency[0], 0.125);
        QCOMPARE(tables[1].inverseFrequency[0], 1.0);
        QVERIFY(std::abs(tables[1].inverseFrequency[1] - 0.1) < 1e-6);
    }

private:
    std::shared_ptr<const Model> load(RandomModel& shape) {
        const auto path = m_folder.filePath("model.gguf").toStdString();
        if (!shape.save(path)) return nullptr;
        auto model = Model::load(path);
        if (!model) qWarning("%s", model.error().detail.c_str());
        return model ? *model : nullptr;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestForwardPlan)
#include "test_forward_plan.moc"
