// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "inference/backend/placement_memory.h"
#include "inference/backend/registry.h"
#include "inference/backend/split_executor.h"
#include "inference/backend/vulkan/vk_backend.h"
#include "inference/model/model.h"
#include "tests/support/random_model.h"
#include "tests/support/reference_forward.h"

using namespace inference;
using namespace inference::testing;

namespace {

constexpr std::uint32_t kBatch = 16;

std::vector<TokenId> someTokens(std::size_t count) {
    std::vector<TokenId> tokens;
    Rng rng(5);
    while (tokens.size() < count) tokens.push_back(static_cast<TokenId>(rng.next() % 101));
    return tokens;
}

/// Logits of a sequence in chunks of which the last ones are single tokens, as a chat reads and
/// writes.
Result<std::vector<float>> run(Executor& executor, const ForwardPlan& plan,
                               std::span<const TokenId> tokens) {
    std::vector<float> logits(tokens.size() * plan.vocabulary);
    for (std::size_t at = 0; at < tokens.size();) {
        const std::size_t left = tokens.size() - at;
        const std::size_t count = left > 20 ? kBatch : left > 3 ? 3 : 1;
        const auto rows =
            std::span<float>(logits).subspan(at * plan.vocabulary, count * plan.vocabulary);
        TRY(executor.forward({.tokens = tokens.subspan(at, count),
                              .firstPosition = static_cast<std::uint32_t>(at),
                              .rows = LogitRows::All,
                              .logits = rows,
                              .best = {}},
                             {}));
        at += count;
    }
    return logits;
}

} // namespace

/// A plan divided between the CPU and a Vulkan device gives what the CPU alone gives.
class TestSplitExecutor : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const VulkanDevices found = listVulkanDevices();
        if (found.devices.empty()) QSKIP(found.reason.c_str());
        m_host = createCpuBackend();
    }

    void anySplitGivesTheSameLogits_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<bool>("discrete");
        for (const char* family : {"dense", "experts", "windows"})
            for (const bool discrete : {false, true})
                QTest::addRow("%s%s", family, discrete ? ", own memory" : "") << family << discrete;
    }
    void anySplitGivesTheSameLogits() {
        QFETCH(QString, family);
        QFETCH(bool, discrete);
        const auto model = load(family);
        QVERIFY(model != nullptr);
        const auto plan = ForwardPlan::build(*model, options());
        QVERIFY(plan.ok());
        const auto tokens = someTokens(40);
        const auto alone = m_host->createExecutor(*model, *plan, exact());
        QVERIFY(alone.ok());
        const auto expected = run(**alone, *plan, tokens);
        QVERIFY(expected.ok());

        VulkanOptions kind;
        kind.asDiscrete = discrete;
        const auto device = openVulkan(0, {}, kind);
        QVERIFY(device.ok());
        for (const auto& [layers, onHost] : {std::pair{1u, 0u}, {3u, 2u}, {4u, 0u}, {4u, 3u}}) {
            if (onHost > countExpertLayers(*plan)) continue;
            Placement placement = Placement::of(*plan, layers, onHost);
            placement.input = Site::Host;
            check(*model, *plan, placement, **device, *expected);
        }
    }

    void layersMayAlternate() {
        const auto model = load("windows");
        const auto plan = ForwardPlan::build(*model, options());
        QVERIFY(plan.ok());
        const auto alone = m_host->createExecutor(*model, *plan, exact());
        QVERIFY(alone.ok());
        const auto expected = run(**alone, *plan, someTokens(40));
        QVERIFY(expected.ok());
        Placement placement = Placement::of(*plan, 4, 0);
        placement.layers[1] = placement.layers[3] = {Site::Host, Site::Host};
        placement.output = Site::Host;
        const auto device = openVulkan(0, {}, {});
        QVERIFY(device.ok());
        check(*model, *plan, placement, **device, *expected);
    }

    void aSmallBindingLimitOnlyMeansMoreSteps() {
        const auto model = load("dense");
        const auto plan = ForwardPlan::build(*model, options());
        QVERIFY(plan.ok());
        const auto alone = m_host->createExecutor(*model, *plan, exact());
        QVERIFY(alone.ok());
        const auto expected = run(**alone, *plan, someTokens(40));
        QVERIFY(expected.ok());
        // Twelve rows of the widest buffer: a batch of 16 takes two steps on the device.
        VulkanOptions narrow;
        narrow.bindingBytesMax = 8192;
        const auto device = openVulkan(0, {}, narrow);
        QVERIFY(device.ok());
        check(*model, *plan, Placement::of(*plan, 2, 0), **device, *expected);
    }

private:
    void check(const Model& model, const ForwardPlan& plan, const Placement& placement,
               Backend& device, const std::vector<float>& expected) {
        const auto split = SplitExecutor::create(model, plan, placement, *m_host, device, exact());
        QVERIFY2(split.ok(), split.ok() ? "" : split.error().detail.c_str());
        const auto logits = run(**split, plan, someTokens(40));
        QVERIFY2(logits.ok(), logits.ok() ? "" : logits.error().detail.c_str());
        const double error = normalizedError(*logits, expected);
        QVERIFY2(error < 1e-10, qPrintable(QString("%1 layers, %2 experts: %3")
                                               .arg(placement.layersOnDevice())
                                               .arg(placement.expertLayersOnHost())
                                               .arg(error)));
        // What was foreseen is what was taken, on each side.
        const auto measured = measurePlacement(
            plan, placement, [&](const ForwardPlan& part) { return device.measure(part, exact()); },
            exact());
        QVERIFY(measured.ok());
        QVERIFY(close((*split)->hostUse().allocated(), measured->host.allocated()));
        QVERIFY(close((*split)->deviceUse().allocated(), measured->device.allocated()));
        QCOMPARE((*split)->deviceUse().weightBytes, measured->device.weightBytes);
        QCOMPARE((*split)->hostUse().mappedBytes, measured->host.mappedBytes);
        QCOMPARE((*split)->deviceUse().stagingBytes, measured->device.stagingBytes);
    }

    /// Within one hundredth, or the rounding to pages that tiny models cannot hide.
    static bool close(std::uint64_t a, std::uint64_t b) {
        const auto difference = static_cast<double>(a > b ? a - b : b - a);
        return difference <= std::max(0.01 * static_cast<double>(b), 3.0 * 4096);
    }

    static PlanOptions options() {
        return {.contextLength = 64,
                .batchMax = kBatch,
                .keyType = KvType::F32,
                .valueType = KvType::F32,
                .allLogits = true};
    }
    static ExecutorOptions exact() {
        ExecutorOptions options;
        options.threads = 2;
        options.exact = true;
        return options;
    }

    std::shared_ptr<const Model> load(const QString& family) {
        RandomModel shape;
        shape.layers = 4;
        if (family == "experts") {
            shape.experts = 5;
            shape.expertsUsed = 3;
            shape.feedForward = 33;
        }
        if (family == "windows") {
            shape.architecture = "gemma2";
            shape.postNorms = true;
            shape.tied = true;
            shape.window = 9;
        }
        const auto path = m_folder.filePath(family + ".gguf").toStdString();
        if (!shape.save(path)) return nullptr;
        auto model = Model::load(path);
        return model ? *model : nullptr;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Backend> m_host;
};

QTEST_GUILESS_MAIN(TestSplitExecutor)
#include "test_split_executor.moc"
