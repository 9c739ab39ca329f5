// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include "inference/backend/vulkan/vk_backend.h"
#include "tests/inference/backend/vulkan/plan_reference.h"
#include "tests/inference/backend/vulkan/toy_model.h"

using namespace inference;

namespace {

/// Σ(a−b)² / Σb²
double nmse(std::span<const float> a, std::span<const double> b) {
    double error = 0, power = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        error += (a[i] - b[i]) * (a[i] - b[i]);
        power += b[i] * b[i];
    }
    return error / power;
}

constexpr double kExact = 1e-8;
constexpr double kQuantized = 1e-7;
// What lies half-way between two values that can be stored may go either way.
constexpr double kHalfCache = 6e-6;
constexpr double kQuantizedCache = 2e-5;

} // namespace

/// Every op and weight format against the plain reference, on the first Vulkan device.
class TestVkExecutor : public QObject {
    Q_OBJECT

    std::string m_reason;

    /// Runs a prompt in uneven batches and then single tokens; returns the worst NMSE of all
    /// logits.
    double worst(const ToyOptions& toy, const VulkanOptions& vulkan = {}) {
        ToyModel model(toy);
        auto backend = openVulkan(0, {}, vulkan);
        if (!backend) qFatal("%s", backend.error().detail.c_str());
        auto executor = (*backend)->createPlanExecutor(model.plan, {});
        if (!executor) {
            qWarning("%s", executor.error().detail.c_str());
            return 1e9;
        }
        PlanReference reference(model.plan);
        double most = 0;
        std::uint32_t position = toy.firstPosition;
        const auto step = [&](std::size_t count, LogitRows rows) {
            const std::vector<TokenId> tokens = model.tokens(count);
            const auto expected = reference.forward(tokens, position, rows);
            std::vector<float> logits(expected.size());
            ForwardRequest request;
            request.tokens = tokens;
            request.firstPosition = position;
            request.rows = rows;
            request.logits = logits;
            const auto result = (*executor)->forward(request, {});
            if (!result) {
                qWarning("%s", result.error().detail.c_str());
                most = 1e9;
                return;
            }
            if (!expected.empty()) most = std::max(most, nmse(logits, expected));
            if (std::isnan(most)) most = 1e9;
            position += static_cast<std::uint32_t>(count);
        };
        if (position > 0) { // What lies before the first position is gone after two windows.
            step(toy.batch, LogitRows::Last);
            most = 0;
        }
        step(7, LogitRows::All);
        step(1, LogitRows::Last);
        step(toy.batch, LogitRows::Last);
        step(3, LogitRows::None);
        step(2, LogitRows::All);
        for (int i = 0; i < 4; ++i) step(1, LogitRows::Last);
        step(13, LogitRows::Last);
        step(1, LogitRows::Last);
        return most;
    }

    /// As the device is, and as a discrete GPU would be driven.
    void expectBoth(const ToyOptions& toy, double limit, VulkanOptions vulkan = {}) {
        expect(toy, limit, vulkan);
        vulkan.asDiscrete = true;
        expect(toy, limit, vulkan);
    }

    void expect(const ToyOptions& toy, double limit, const VulkanOptions& vulkan = {}) {
        const double error = worst(toy, vulkan);
        QVERIFY2(error <= limit, qPrintable(QString("NMSE %1").arg(error)));
    }

private slots:
    void initTestCase() {
        m_reason = listVulkanDevices().reason;
        if (!m_reason.empty()) QSKIP(m_reason.c_str());
    }

    void computesEveryFormat_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<bool>("asDiscrete");
        for (const DType type :
             {DType::F32,   DType::F16,     DType::BF16,   DType::Q8_0,    DType::Q4_0,
              DType::Q4_1,  DType::Q5_0,    DType::Q5_1,   DType::Q4_K,    DType::Q5_K,
              DType::Q6_K,  DType::IQ4_NL,  DType::IQ4_XS, DType::MXFP4,   DType::Q2_K,
              DType::Q3_K,  DType::NVFP4,   DType::Q1_0,   DType::Q2_0,    DType::TQ1_0,
              DType::TQ2_0, DType::IQ1_S,   DType::IQ1_M,  DType::IQ2_XXS, DType::IQ2_XS,
              DType::IQ2_S, DType::IQ3_XXS, DType::IQ3_S})
            for (const bool asDiscrete : {false, true}) {
                // Decoding is the same code on both ways: a few formats suffice for the second.
                if (asDiscrete && type != DType::F32 && type != DType::Q6_K && type != DType::IQ1_S)
                    continue;
                QTest::newRow(
                    (std::string(dtypeInfo(type).name) + (asDiscrete ? " discrete" : "")).c_str())
                    << static_cast<int>(type) << asDiscrete;
            }
    }
    void computesEveryFormat() {
        QFETCH(int, type);
        QFETCH(bool, asDiscrete);
        VulkanOptions vulkan;
        vulkan.asDiscrete = asDiscrete;
        ToyOptions toy;
        toy.type = static_cast<DType>(type);
        if (toy.type != DType::F32) toy.layers = 1;
        expect(toy, toy.type == DType::F32 ? kExact : kQuantized, vulkan);
    }

    void computesExpertsInEveryFormat_data() { computesEveryFormat_data(); }
    void computesExpertsInEveryFormat() {
        QFETCH(int, type);
        QFETCH(bool, asDiscrete);
        VulkanOptions vulkan;
        vulkan.asDiscrete = asDiscrete;
        ToyOptions toy;
        toy.type = static_cast<DType>(type);
        toy.layers = 1;
        toy.experts = 5;
        toy.biases = true;
        expect(toy, toy.type == DType::F32 ? kExact : kQuantized, vulkan);
    }

    void keepsTheCacheInHalfPrecision() {
        ToyOptions toy;
        toy.cache = KvType::F16;
        expectBoth(toy, kHalfCache);
    }

    void keepsAQuantizedCache_data() {
        QTest::addColumn<int>("keys");
        QTest::addColumn<int>("values");
        using enum KvType;
        for (const auto& [keys, values] :
             {std::pair(Q8_0, Q8_0), {Q4_0, Q4_0}, {Q8_0, F16}, {F32, Q4_0}})
            QTest::newRow(
                (std::string(kvTypeName(keys)) + ' ' + std::string(kvTypeName(values))).c_str())
                << static_cast<int>(keys) << static_cast<int>(values);
    }
    void keepsAQuantizedCache() {
        QFETCH(int, keys);
        QFETCH(int, values);
        ToyOptions toy;
        toy.cache = static_cast<KvType>(keys);
        toy.valueCache = static_cast<KvType>(values);
        toy.keyLength = 64;
        toy.kvHeads = 1; // An odd number of blocks in a value cell.
        toy.valueLength = 96;
        toy.window = 9;
        toy.qkNorm = true;
        expect(toy, kQuantizedCache);
    }

    void cutsACacheThatExceedsOneBinding() {
        ToyOptions toy;
        toy.window = 20;
        toy.sinks = true;
        VulkanOptions vulkan;
        vulkan.bindingBytesMax = 16 << 10; // 32 of 96 cells.
        expectBoth(toy, kExact, vulkan);
        vulkan.attentionSplits = 4;
        expectBoth(toy, kExact, vulkan);
        toy.cache = KvType::Q8_0;
        expectBoth(toy, kQuantizedCache, vulkan);
    }

    void reachesFarPositions() {
        ToyOptions toy;
        toy.context = 262144;
        toy.window = 9;
        toy.windowEverywhere = true;
        toy.firstPosition = 262144 - 100;
        expectBoth(toy, kExact);
    }

    void sharesKeysBetweenTheQueriesOfABatch() {
        ToyOptions toy;
        toy.heads = 6;
        toy.kvHeads = 2; // Tiles of eight rows begin and end within a token's group of three.
        toy.batch = 29;
        toy.window = 5;
        toy.attentionSoftcap = 7;
        toy.sinks = true;
        toy.keyLength = 36;
        toy.valueLength = 44;
        expectBoth(toy, kExact);
        toy.cache = KvType::F16;
        toy.kvHeads = 6;
        expectBoth(toy, kHalfCache);
    }

    void mixesFormatsInOneProduct() {
        ToyOptions toy;
        toy.type = DType::Q4_K;
        toy.valueType = DType::Q6_K;
        toy.biases = true;
        expectBoth(toy, kQuantized);
    }

    void takesWidthsThatNoVectorDivides() {
        ToyOptions toy;
        toy.width = 60;
        toy.heads = 6;
        toy.kvHeads = 2;
        toy.keyLength = 10;
        toy.valueLength = 6;
        toy.rotary = 6;
        toy.feedForward = 43;
        toy.vocabulary = 131;
        expectBoth(toy, kExact);
        toy.type = DType::F16;
        toy.feedForward = 172;
        toy.qkNorm = true;
        expectBoth(toy, kQuantized);
    }

    void rotatesInHalvesWithNorms() {
        ToyOptions toy;
        toy.pairing = RopePairing::Halves;
        toy.qkNorm = true;
        toy.rotary = 24;
        expectBoth(toy, kExact);
        toy.pairing = RopePairing::None;
        expectBoth(toy, kExact);
        toy.qkNorm = false;
        expectBoth(toy, kExact);
    }

    void slidesTheWindowOverItsRing() {
        ToyOptions toy;
        toy.window = 9;
        toy.attentionSoftcap = 5;
        toy.logitSoftcap = 3;
        toy.postNorm = true;
        toy.activation = Activation::GeluTanh;
        expectBoth(toy, kExact);
    }

    void drainsAttentionIntoSinks() {
        ToyOptions toy;
        toy.sinks = true;
        toy.biases = true;
        toy.activation = Activation::SwigluOai;
        toy.fusedGlu = true;
        toy.residualScale = 0.7f;
        expectBoth(toy, kExact);
        VulkanOptions vulkan;
        vulkan.attentionSplits = 8;
        expectBoth(toy, kExact, vulkan);
    }

    void cutsLongContextsIntoParts() {
        ToyOptions toy;
        toy.window = 20;
        VulkanOptions vulkan;
        vulkan.attentionSplits = 4;
        expectBoth(toy, kExact, vulkan);
    }

    void routesBySigmoidAndBySelection() {
        ToyOptions toy;
        toy.experts = 19;
        toy.used = 4;
        toy.fusedGlu = true;
        toy.gating = ExpertGating::Sigmoid;
        toy.selectionBias = true;
        expectBoth(toy, kExact);
        toy.gating = ExpertGating::SoftmaxSelected;
        toy.selectionBias = false;
        toy.normalize = false;
        expectBoth(toy, kExact);
    }

    void splitsTensorsThatExceedOneBinding() {
        ToyOptions toy;
        toy.type = DType::Q8_0;
        toy.vocabulary = 601;
        toy.context = 64;
        VulkanOptions vulkan;
        vulkan.bindingBytesMax = 32 << 10;
        expectBoth(toy, kQuantized, vulkan);
        toy.experts = 6;
        toy.feedForward = 64;
        vulkan.bindingBytesMax = 96 << 10;
        expectBoth(toy, kQuantized, vulkan);
    }

    void multipliesBatchesInTiles() {
        VulkanOptions vulkan;
        vulkan.matmulTokensMin = 2;
        ToyOptions toy;
        toy.biases = true;
        toy.residualScale = 0.5f;
        toy.logitSoftcap = 4;
        toy.batch = 70;
        toy.context = 128;
        expectBoth(toy, kExact, vulkan);
        toy.type = DType::Q4_K;
        toy.valueType = DType::Q6_K;
        expectBoth(toy, kQuantized, vulkan);
        toy.type = toy.valueType = DType::IQ3_S;
        expectBoth(toy, kQuantized, vulkan);
        toy.type = toy.valueType = DType::F16;
        toy.width = 60;
        toy.feedForward = 43;
        expectBoth(toy, kQuantized, vulkan);
    }
};

QTEST_GUILESS_MAIN(TestVkExecutor)
#include "test_vk_executor.moc"
