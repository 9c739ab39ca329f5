// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include <mutex>
#include <optional>

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

} // namespace

/// What callers rely on besides the numbers: candidates, limits, errors, cancelling, validation.
class TestVkBackend : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const std::string reason = listVulkanDevices().reason;
        if (!reason.empty()) QSKIP(reason.c_str());
    }

    void findsTheBestLogitsOnTheDevice() {
        ToyOptions toy;
        toy.vocabulary = 1111;
        ToyModel model(toy);
        for (const bool asDiscrete : {false, true}) {
            VulkanOptions vulkan;
            vulkan.asDiscrete = asDiscrete;
            auto backend = openVulkan(0, {}, vulkan);
            QVERIFY(backend.ok());
            auto executor = (*backend)->createPlanExecutor(model.plan, {});
            QVERIFY(executor.ok());
            const std::vector<TokenId> tokens = model.tokens(5);
            std::vector<float> logits(toy.vocabulary);
            ForwardRequest request;
            request.tokens = tokens;
            request.logits = logits;
            QVERIFY((*executor)->forward(request, {}).ok());
            for (const std::size_t wanted : {1u, 3u, 40u, 64u, 65u}) {
                std::vector<Candidate> best(wanted);
                request.logits = {};
                request.best = best;
                QVERIFY((*executor)->forward(request, {}).ok());
                std::vector<TokenId> order(toy.vocabulary);
                for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<TokenId>(i);
                std::stable_sort(order.begin(), order.end(), [&](TokenId a, TokenId b) {
                    return logits[static_cast<std::size_t>(a)]
                           > logits[static_cast<std::size_t>(b)];
                });
                for (std::size_t i = 0; i < wanted; ++i) {
                    QCOMPARE(best[i].id, order[i]);
                    QCOMPARE(best[i].logit, logits[static_cast<std::size_t>(order[i])]);
                }
            }
        }
    }

    void goesBackToAnEarlierPosition() {
        ToyOptions toy;
        ToyModel model(toy);
        auto backend = openVulkan(0, {}, {});
        QVERIFY(backend.ok());
        auto executor = (*backend)->createPlanExecutor(model.plan, {});
        QVERIFY(executor.ok());
        const std::vector<TokenId> tokens = model.tokens(20);
        std::vector<float> first(toy.vocabulary), second(toy.vocabulary);
        ForwardRequest request;
        request.tokens = tokens;
        request.logits = first;
        QVERIFY((*executor)->forward(request, {}).ok());
        request.tokens = std::span(tokens).subspan(8);
        request.firstPosition = 8;
        request.logits = second;
        QVERIFY((*executor)->forward(request, {}).ok());
        QVERIFY(nmse(second, std::vector<double>(first.begin(), first.end())) < 1e-12);
    }

    void refusesWhatItCannotDo() {
        ToyOptions toy;
        ToyModel model(toy);
        auto backend = openVulkan(0, {}, {});
        QVERIFY(backend.ok());
        auto executor = (*backend)->createPlanExecutor(model.plan, {});
        QVERIFY(executor.ok());
        std::vector<float> logits(toy.vocabulary);
        const auto code = [&](std::vector<TokenId> tokens, std::uint32_t position) {
            ForwardRequest request;
            request.tokens = tokens;
            request.firstPosition = position;
            request.logits = logits;
            const auto result = (*executor)->forward(request, {});
            return result.ok() ? std::optional<ErrorCode>() : result.error().code;
        };
        QVERIFY(code({}, 0) == ErrorCode::InvalidArgument);
        QVERIFY(code({-1}, 0) == ErrorCode::InvalidArgument);
        QVERIFY(code({static_cast<TokenId>(toy.vocabulary)}, 0) == ErrorCode::InvalidArgument);
        QVERIFY(code(model.tokens(toy.batch + 1), 0) == ErrorCode::InvalidArgument);
        QVERIFY(code({1}, toy.context) == ErrorCode::LimitExceeded);
        QVERIFY(!code({1}, toy.context - 1).has_value());
        QVERIFY(openVulkan(999, {}, {}).error().code == ErrorCode::NotFound);
    }

    void refusesATypeWithoutShaderByName() {
        ToyOptions toy;
        toy.type = DType::Q8_K;
        ToyModel model(toy);
        auto backend = openVulkan(0, {}, {});
        QVERIFY(backend.ok());
        auto executor = (*backend)->createPlanExecutor(model.plan, {});
        QVERIFY(!executor.ok());
        QVERIFY(executor.error().code == ErrorCode::Unsupported);
        QVERIFY(executor.error().detail.find("Q8_K") != std::string::npos);
    }

    void saysHowMuchMemoryIsMissing() {
        ToyOptions toy;
        ToyModel model(toy);
        model.plan.arenaBytes = 1ull << 50;
        auto backend = openVulkan(0, {}, {});
        QVERIFY(backend.ok());
        auto executor = (*backend)->createPlanExecutor(model.plan, {});
        QVERIFY(!executor.ok());
        QVERIFY(executor.error().code == ErrorCode::OutOfMemory);
        QVERIFY(executor.error().detail.find("are missing") != std::string::npos);
    }

    void cancelsLoadingAndRunning() {
        ToyOptions toy;
        ToyModel model(toy);
        auto backend = openVulkan(0, {}, {});
        QVERIFY(backend.ok());
        std::stop_source source;
        ExecutorOptions options;
        options.stop = source.get_token();
        options.progress = [&](float fraction) {
            if (fraction > 0.2f) source.request_stop();
        };
        auto cancelled = (*backend)->createPlanExecutor(model.plan, options);
        QVERIFY(!cancelled.ok());
        QVERIFY(cancelled.error().code == ErrorCode::Cancelled);
        auto executor = (*backend)->createPlanExecutor(model.plan, {});
        QVERIFY(executor.ok());
        const std::vector<TokenId> tokens = model.tokens(4);
        ForwardRequest request;
        request.tokens = tokens;
        request.rows = LogitRows::None;
        QVERIFY((*executor)->forward(request, source.get_token()).error().code
                == ErrorCode::Cancelled);
        QVERIFY((*executor)->forward(request, {}).ok());
    }

    void passesTheValidationLayer() {
        std::mutex mutex;
        std::vector<std::string> messages;
        const LogSink log = [&](LogLevel level, std::string_view message) {
            const std::scoped_lock lock(mutex);
            if (level >= LogLevel::Warning) messages.emplace_back(message);
        };
        VulkanOptions vulkan;
        vulkan.validate = true;
        vulkan.asDiscrete = true;
        vulkan.attentionSplits = 2;
        auto backend = openVulkan(0, log, vulkan);
        if (!backend && backend.error().code == ErrorCode::DeviceUnavailable)
            QSKIP(backend.error().detail.c_str()); // The layer is not installed.
        QVERIFY2(backend.ok(), backend.ok() ? "" : backend.error().detail.c_str());
        ToyOptions toy;
        toy.type = DType::Q4_K;
        toy.valueType = DType::Q6_K;
        toy.cache = KvType::F16;
        toy.experts = 4;
        toy.biases = toy.qkNorm = toy.sinks = true;
        ToyModel model(toy);
        auto executor = (*backend)->createPlanExecutor(model.plan, {});
        QVERIFY2(executor.ok(), executor.ok() ? "" : executor.error().detail.c_str());
        std::uint32_t position = 0;
        for (const std::size_t count : {9u, 1u, 1u, 1u}) {
            const std::vector<TokenId> tokens = model.tokens(count);
            std::vector<Candidate> best(3);
            ForwardRequest request;
            request.tokens = tokens;
            request.firstPosition = position;
            request.best = best;
            QVERIFY((*executor)->forward(request, {}).ok());
            position += static_cast<std::uint32_t>(count);
        }
        executor.value().reset();
        for (const std::string& message : messages) qWarning("%s", message.c_str());
        QVERIFY(messages.empty());
    }
};

QTEST_GUILESS_MAIN(TestVkBackend)
#include "test_vk_backend.moc"
