// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>
#include <atomic>
#include <future>
#include <thread>

#include "inference/session/engine.h"
#include "tests/support/random_model.h"

using namespace inference;
using namespace inference::testing;

namespace {

GenerationRequest greedy(std::vector<TokenId> prompt, std::int32_t maxTokens) {
    GenerationRequest request;
    request.prompt = std::move(prompt);
    request.sampler.temperature = 0;
    request.maxTokens = maxTokens;
    request.ignoreEndOfGeneration = true;
    return request;
}

std::vector<TokenId> tokensFrom(std::uint64_t seed, std::size_t count) {
    Rng rng(seed);
    std::vector<TokenId> tokens{1};
    while (tokens.size() < count) tokens.push_back(static_cast<TokenId>(3 + rng.next() % 98));
    return tokens;
}

} // namespace

/// The engine on the CPU with small random models.
class TestEngine : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        RandomModel plain;
        QVERIFY(plain.save(file("plain")));
        // Sliding windows make taking tokens back harder: their ring forgets.
        RandomModel sliding;
        sliding.architecture = "gemma2";
        sliding.postNorms = true;
        sliding.tied = true;
        sliding.layers = 4;
        sliding.window = 12;
        QVERIFY(sliding.save(file("sliding")));
    }

    void answersDoNotDependOnWhatWasCached_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("full attention") << "plain";
        QTest::newRow("sliding windows") << "sliding";
    }
    void answersDoNotDependOnWhatWasCached() {
        QFETCH(QString, name);
        const auto warm = load(name, 8);
        QVERIFY(warm != nullptr);
        std::vector<TokenId> chat = tokensFrom(1, 40);
        std::vector<std::vector<TokenId>> prompts{chat};
        auto grown = chat;
        grown.insert(grown.end(), {7, 8, 9});
        prompts.push_back(grown);                               // The next turn.
        prompts.push_back(grown);                               // Once more.
        prompts.emplace_back(grown.begin(), grown.end() - 2);   // A little back.
        prompts.emplace_back(grown.begin(), grown.begin() + 5); // Far back.
        prompts.push_back(tokensFrom(2, 30));                   // Another chat.
        auto edited = grown;
        edited[20] = 50;
        prompts.push_back(grown);
        prompts.push_back(edited); // An edit.
        for (const auto& prompt : prompts) {
            const auto cold = load(name, 8);
            QVERIFY(cold != nullptr);
            const auto expected = cold->generate(greedy(prompt, 10));
            const auto result = warm->generate(greedy(prompt, 10));
            QCOMPARE(result.reason, StopReason::MaxTokens);
            QCOMPARE(result.tokens, expected.tokens);
            QCOMPARE(result.text, expected.text);
        }
    }

    void theNextTurnReadsOnlyWhatIsNew() {
        const auto engine = load("plain");
        auto prompt = tokensFrom(3, 20);
        const auto first = engine->generate(greedy(prompt, 6));
        QCOMPARE(first.promptTokensReused, 0u);
        prompt.insert(prompt.end(), first.tokens.begin(), first.tokens.end());
        prompt.push_back(9);
        const auto second = engine->generate(greedy(prompt, 2));
        // The last token of an answer was drawn, not read.
        QCOMPARE(second.promptTokensReused, 25u);
        QCOMPARE(second.promptTokens, 27u);
        const auto again = engine->generate(greedy(prompt, 2));
        QCOMPARE(again.promptTokensReused, 26u);
    }

    void promptChunksDoNotMatter() {
        const auto prompt = tokensFrom(4, 48);
        std::vector<TokenId> expected;
        for (const std::uint32_t batch : {48u, 7u, 1u}) {
            const auto engine = load("sliding", batch);
            const auto result = engine->generate(greedy(prompt, 12));
            if (expected.empty()) expected = result.tokens;
            QCOMPARE(result.tokens, expected);
        }
    }

    void aSeedRepeatsAndCandidatesEqualAllLogits() {
        const auto engine = load("plain");
        GenerationRequest request = greedy(tokensFrom(5, 8), 40);
        request.sampler.temperature = 1.2f;
        request.sampler.topK = 30;
        request.sampler.seed = 11;
        const auto first = engine->generate(request);
        QCOMPARE(engine->generate(request).tokens, first.tokens);
        request.sampler.seed = 12;
        QVERIFY(engine->generate(request).tokens != first.tokens);
    }

    void cancellingEndsBetweenTokens() {
        const auto engine = load("plain");
        std::stop_source source;
        GenerationCallbacks callbacks;
        callbacks.onText = [&](std::string_view, std::uint32_t tokens) {
            if (tokens >= 5) source.request_stop();
        };
        const auto result =
            engine->generate(greedy(tokensFrom(6, 5), 200), callbacks, source.get_token());
        QCOMPARE(result.reason, StopReason::Cancelled);
        QVERIFY(result.tokens.size() >= 5 && result.tokens.size() <= 7);
        QVERIFY(!result.text.empty());
        // The engine is as good as new.
        const auto after = engine->generate(greedy(tokensFrom(7, 9), 5));
        QCOMPARE(after.tokens, load("plain")->generate(greedy(tokensFrom(7, 9), 5)).tokens);
    }

    void cancellingAPromptKeepsWhatWasRead() {
        const auto engine = load("plain", 4);
        std::stop_source source;
        GenerationCallbacks callbacks;
        callbacks.onPrompt = [&](std::uint32_t done, std::uint32_t total) {
            if (total == 60 && done >= 20) source.request_stop();
        };
        const auto prompt = tokensFrom(8, 60);
        const auto stopped = engine->generate(greedy(prompt, 5), callbacks, source.get_token());
        QCOMPARE(stopped.reason, StopReason::Cancelled);
        QVERIFY(stopped.tokens.empty());
        const auto result = engine->generate(greedy(prompt, 5));
        QVERIFY(result.promptTokensReused >= 20 && result.promptTokensReused < 30);
        QCOMPARE(result.tokens, load("plain")->generate(greedy(prompt, 5)).tokens);
    }

    void stopStringsAreCutAcrossTokens() {
        const auto engine = load("plain");
        const auto prompt = tokensFrom(9, 6);
        const auto whole = engine->generate(greedy(prompt, 20));
        QVERIFY(whole.text.size() > 20);
        GenerationRequest request = greedy(prompt, 20);
        // Random tokens are "t17" and the like, so this crosses at least one border.
        request.stopStrings = {whole.text.substr(11, 6)};
        std::string streamed;
        GenerationCallbacks callbacks;
        callbacks.onText = [&](std::string_view text, std::uint32_t) { streamed += text; };
        const auto result = engine->generate(request, callbacks);
        QCOMPARE(result.reason, StopReason::StopString);
        QCOMPARE(result.text, whole.text.substr(0, whole.text.find(request.stopStrings[0])));
        QCOMPARE(streamed, result.text);
    }

    void aFullContextStopsAndCutsNothing() {
        const auto engine = load("plain", 16, 32);
        QCOMPARE(engine->contextLength(), 32u);
        const auto result = engine->generate(greedy(tokensFrom(10, 20), -1));
        QCOMPARE(result.reason, StopReason::ContextFull);
        // The last token needs no place of its own.
        QCOMPARE(result.tokens.size(), std::size_t{13});
        const auto tooLong = engine->generate(greedy(tokensFrom(10, 33), 5));
        QCOMPARE(tooLong.reason, StopReason::ContextFull);
        QVERIFY(tooLong.tokens.empty());
        QCOMPARE(tooLong.promptTokens, 33u);
    }

    void readingOnlyIsPossible() {
        const auto engine = load("plain");
        const auto result = engine->generate(greedy(tokensFrom(11, 20), 0));
        QCOMPARE(result.reason, StopReason::MaxTokens);
        QVERIFY(result.tokens.empty());
    }

    void refusesWhatNoModelCanRead() {
        const auto engine = load("plain");
        for (const std::vector<TokenId>& prompt :
             {std::vector<TokenId>{}, std::vector<TokenId>{1, 101}, std::vector<TokenId>{-1}}) {
            const auto result = engine->generate(greedy(prompt, 3));
            QCOMPARE(result.reason, StopReason::Failed);
            QCOMPARE(result.error.code, ErrorCode::InvalidArgument);
            QVERIFY(!engine->logits(prompt, true).ok());
        }
    }

    void logitsAgreeWithAndWithoutRoomForAll() {
        const auto prompt = tokensFrom(12, 20);
        EngineOptions options;
        options.device = "cpu";
        options.allLogits = true;
        auto roomy = Engine::load(file("sliding"), options);
        QVERIFY(roomy.ok());
        const auto all = (*roomy)->logits(prompt, false);
        const auto last = load("sliding")->logits(prompt, true);
        const auto single = load("sliding")->logits(prompt, false);
        QVERIFY(all.ok() && last.ok() && single.ok());
        QCOMPARE(all->size(), std::size_t{20 * 101});
        QCOMPARE(single->size(), all->size());
        for (std::size_t i = 0; i < 101; ++i) {
            QVERIFY(std::abs((*last)[i] - (*all)[19 * 101 + i]) < 1e-3f);
            QVERIFY(std::abs((*single)[19 * 101 + i] - (*all)[19 * 101 + i]) < 1e-3f);
        }
    }

    void requestsWaitInLineAndEachIsAnsweredOnce() {
        const auto engine = load("plain");
        std::atomic<int> answers{0};
        std::promise<void> all;
        for (int i = 0; i < 20; ++i) {
            GenerationCallbacks callbacks;
            callbacks.onDone = [&](const GenerationResult&) {
                if (++answers == 20) all.set_value();
            };
            engine->submit(greedy(tokensFrom(13, 10), 3), callbacks, {});
        }
        QCOMPARE(all.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
        QCOMPARE(answers.load(), 20);
    }

    void destroyingAnEngineCancelsEverything() {
        std::atomic<int> cancelled{0};
        auto engine = load("plain", 16, 100000);
        for (int i = 0; i < 5; ++i) {
            GenerationCallbacks callbacks;
            callbacks.onDone = [&](const GenerationResult& result) {
                cancelled += result.reason == StopReason::Cancelled;
            };
            engine->submit(greedy(tokensFrom(14, 10), 90000), callbacks, {});
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
        engine.reset();
        QCOMPARE(cancelled.load(), 5);
    }

    void loadingCanBeCancelledAndFailsByName() {
        EngineOptions options;
        options.device = "cpu";
        std::stop_source source;
        source.request_stop();
        options.stop = source.get_token();
        QCOMPARE(Engine::load(file("plain"), options).error().code, ErrorCode::Cancelled);
        options.stop = {};
        QVERIFY(!Engine::load(file("absent"), options).ok());
        options.device = "abacus";
        QCOMPARE(Engine::load(file("plain"), options).error().code, ErrorCode::InvalidArgument);
    }

    void theDefaultContextIsWhatWasTrained() {
        const auto engine = load("plain");
        QCOMPARE(engine->contextLength(), 256u);
        QCOMPARE(engine->device().id, std::string("cpu"));
        QVERIFY(engine->fallbackReason().empty());
        QVERIFY(engine->loadSeconds() > 0);
        QVERIFY(engine->memoryUse().kvBytes > 0);
    }

private:
    std::filesystem::path file(const QString& name) const {
        return m_folder.filePath(name + ".gguf").toStdString();
    }
    std::unique_ptr<Engine> load(const QString& name, std::uint32_t batch = 512,
                                 std::uint32_t context = 0) const {
        EngineOptions options;
        options.device = "cpu";
        options.threads = 2;
        options.batchMax = batch;
        options.contextLength = context;
        auto engine = Engine::load(file(name), options);
        if (!engine) qWarning("%s", engine.error().detail.c_str());
        return engine ? std::move(*engine) : nullptr;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestEngine)
#include "test_engine.moc"
