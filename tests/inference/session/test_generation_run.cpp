// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>
#include <limits>

#include "inference/session/generation_run.h"
#include "tests/support/random_model.h"

using namespace inference;
using namespace inference::testing;

namespace {

/// Runs on the CPU until something happens to it.
class FragileExecutor : public Executor {
public:
    enum class Fate { Lost, OutOfMemory, NotNumbers };

    FragileExecutor(std::unique_ptr<Executor> inner, int passes, Fate fate)
        : m_inner(std::move(inner)), m_passes(passes), m_fate(fate) {}

    Result<void> forward(const ForwardRequest& request, std::stop_token stop) override {
        const bool broken = m_passes-- <= 0;
        if (broken && m_fate == Fate::Lost) return Error{ErrorCode::DeviceLost, "gone"};
        if (broken && m_fate == Fate::OutOfMemory) return Error{ErrorCode::OutOfMemory, "full"};
        TRY(m_inner->forward(request, std::move(stop)));
        const float nan = std::numeric_limits<float>::quiet_NaN();
        if (broken)
            for (Candidate& candidate : request.best) candidate.logit = nan;
        return {};
    }
    MemoryUse memoryUse() const override { return m_inner->memoryUse(); }

private:
    std::unique_ptr<Executor> m_inner;
    int m_passes;
    Fate m_fate;
};

} // namespace

/// What happens to an answer when its device does not do what it should.
class TestGenerationRun : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        RandomModel shape;
        const auto path = m_folder.filePath("model.gguf").toStdString();
        QVERIFY(shape.save(path));
        auto model = Model::load(path);
        QVERIFY(model.ok());
        m_model = *model;
        m_options.device = "cpu";
        m_options.threads = 1;
        m_options.batchMax = 4;
    }

    void anAnswerSurvivesALostDevice_data() {
        QTest::addColumn<int>("passes");
        QTest::newRow("at once") << 0;
        QTest::newRow("in the prompt") << 2;
        QTest::newRow("at the first token") << 3;
        QTest::newRow("in the answer") << 9;
    }
    void anAnswerSurvivesALostDevice() {
        QFETCH(int, passes);
        auto sound = session();
        const auto expected = answer(*sound, {});
        QCOMPARE(expected.reason, StopReason::MaxTokens);

        auto fragile = session(passes, FragileExecutor::Fate::Lost);
        auto rescuer = session();
        int rescues = 0;
        const auto result = answer(*fragile, [&]() -> Result<Session*> {
            ++rescues;
            return rescuer.get();
        });
        QCOMPARE(rescues, 1);
        QCOMPARE(result.reason, StopReason::MaxTokens);
        QCOMPARE(result.tokens, expected.tokens);
        QCOMPARE(result.text, expected.text);
    }

    void withoutRescueTheErrorIsTheAnswer() {
        auto fragile = session(6, FragileExecutor::Fate::Lost);
        const auto result = answer(*fragile, [&]() -> Result<Session*> {
            return Error{ErrorCode::OutOfMemory, "the CPU has no room either"};
        });
        QCOMPARE(result.reason, StopReason::Failed);
        QCOMPARE(result.error.code, ErrorCode::OutOfMemory);
        QVERIFY(!result.tokens.empty()); // What was said stays.
        QVERIFY(!result.text.empty());
    }

    void otherErrorsAreNotRetried() {
        auto fragile = session(6, FragileExecutor::Fate::OutOfMemory);
        bool asked = false;
        const auto result = answer(*fragile, [&]() -> Result<Session*> {
            asked = true;
            return fragile.get();
        });
        QCOMPARE(result.reason, StopReason::Failed);
        QCOMPARE(result.error.code, ErrorCode::OutOfMemory);
        QVERIFY(!asked);
    }

    void whatIsNoNumberIsNoToken() {
        auto fragile = session(5, FragileExecutor::Fate::NotNumbers);
        const auto result = answer(*fragile, {});
        QCOMPARE(result.reason, StopReason::Failed);
        QCOMPARE(result.error.code, ErrorCode::Internal);
        QVERIFY(result.error.detail.find("not a number") != std::string::npos);
    }

private:
    std::unique_ptr<Session> session() const {
        auto running = startModel(*m_model, m_options);
        return std::make_unique<Session>(std::move(running).value());
    }
    std::unique_ptr<Session> session(int passes, FragileExecutor::Fate fate) const {
        auto running = startModel(*m_model, m_options);
        running->executor =
            std::make_unique<FragileExecutor>(std::move(running->executor), passes, fate);
        return std::make_unique<Session>(std::move(running).value());
    }
    GenerationResult answer(Session& target, GenerationRun::Rescue rescue) const {
        GenerationRequest request;
        request.prompt = {1, 20, 30, 40, 50, 60, 70, 80, 90, 15};
        request.sampler.temperature = 0;
        request.maxTokens = 12;
        request.ignoreEndOfGeneration = true;
        return GenerationRun(*m_model, target, request, {}, GenerationRun::Clock::now(),
                             std::move(rescue))
            .run({});
    }

    QTemporaryDir m_folder;
    std::shared_ptr<const Model> m_model;
    EngineOptions m_options;
};

QTEST_GUILESS_MAIN(TestGenerationRun)
#include "test_generation_run.moc"
