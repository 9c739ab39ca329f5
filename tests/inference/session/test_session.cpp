// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include "inference/backend/registry.h"
#include "inference/session/session.h"
#include "tests/support/random_model.h"

using namespace inference;
using namespace inference::testing;

namespace {

std::vector<TokenId> tokensFrom(std::uint64_t seed, std::size_t count) {
    Rng rng(seed);
    std::vector<TokenId> tokens;
    while (tokens.size() < count) tokens.push_back(static_cast<TokenId>(3 + rng.next() % 98));
    return tokens;
}

std::vector<TokenId> joined(std::vector<TokenId> a, const std::vector<TokenId>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

std::vector<float> logitsOf(Session& session, const std::vector<TokenId>& tokens) {
    Session::Outcome outcome;
    if (!session.evaluate(tokens, outcome, {})) return {};
    return {outcome.logits.begin(), outcome.logits.end()};
}

/// Token by token, as an answer is written.
void write(Session& session, std::vector<TokenId>& sequence, const std::vector<TokenId>& answer) {
    for (const TokenId token : answer) {
        sequence.push_back(token);
        QVERIFY(!logitsOf(session, sequence).empty());
    }
}

double difference(const std::vector<float>& a, const std::vector<float>& b) {
    double error = 0, power = 0;
    for (std::size_t i = 0; i < b.size(); ++i) {
        error += (a[i] - b[i]) * (a[i] - b[i]);
        power += b[i] * b[i];
    }
    return a.size() == b.size() && power > 0 ? error / power : 1;
}

} // namespace

/// What a session remembers of sequences that it read, with full attention and sliding windows.
class TestSession : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        RandomModel plain;
        plain.context = 1024;
        QVERIFY(plain.save(file("plain")));
        RandomModel sliding;
        sliding.architecture = "gemma2";
        sliding.postNorms = true;
        sliding.tied = true;
        sliding.layers = 4;
        sliding.window = 12;
        sliding.context = 1024;
        QVERIFY(sliding.save(file("sliding")));
    }

    void anotherAnswerReadsOneTokenOnly_data() { addModels(); }
    void anotherAnswerReadsOneTokenOnly() {
        QFETCH(QString, name);
        auto session = start(name);
        QVERIFY(session != nullptr);
        const auto prompt = tokensFrom(1, 150);
        const auto first = logitsOf(*session, prompt);
        auto sequence = prompt;
        write(*session, sequence, tokensFrom(2, 90)); // Far beyond what the ring holds.
        QCOMPARE(session->reusable(prompt), 149u);
        QVERIFY(difference(logitsOf(*session, prompt), first) < 1e-10);
    }

    void anEditNearTheEndReadsLittle_data() { addModels(); }
    void anEditNearTheEndReadsLittle() {
        QFETCH(QString, name);
        auto session = start(name);
        QVERIFY(session != nullptr);
        auto sequence = tokensFrom(1, 150);
        QVERIFY(!logitsOf(*session, sequence).empty());
        write(*session, sequence, tokensFrom(2, 90));
        auto edited = tokensFrom(1, 140);
        edited.push_back(77);
        edited = joined(edited, tokensFrom(3, 20));
        QVERIFY(session->reusable(edited) >= 150 - 1 - 32);
        const auto warm = logitsOf(*session, edited);
        QVERIFY(difference(warm, logitsOf(*start(name), edited)) < 1e-10);
    }

    void aConversationThatWasLeftIsNotReadAgain_data() { addModels(); }
    void aConversationThatWasLeftIsNotReadAgain() {
        QFETCH(QString, name);
        auto session = start(name, 64 << 20);
        QVERIFY(session != nullptr);
        auto one = tokensFrom(1, 200);
        auto other = tokensFrom(9, 180);
        QVERIFY(!logitsOf(*session, one).empty());
        write(*session, one, tokensFrom(2, 30));
        QVERIFY(!logitsOf(*session, other).empty());
        write(*session, other, tokensFrom(3, 40));
        // Back and forth, each a turn longer.
        one = joined(one, tokensFrom(4, 5));
        QCOMPARE(session->reusable(one), 230u);
        QVERIFY(difference(logitsOf(*session, one), logitsOf(*start(name), one)) < 1e-10);
        other = joined(other, tokensFrom(5, 5));
        QCOMPARE(session->reusable(other), 220u);
        QVERIFY(difference(logitsOf(*session, other), logitsOf(*start(name), other)) < 1e-10);
        // Another answer in a conversation that was left.
        const std::vector<TokenId> prompt(one.begin(), one.begin() + 200);
        QCOMPARE(session->reusable(prompt), 199u);
        QVERIFY(difference(logitsOf(*session, prompt), logitsOf(*start(name), prompt)) < 1e-10);
        session->clear();
        QCOMPARE(session->reusable(other), 0u);
    }

    void withoutRoomNothingIsKept() {
        auto session = start("plain", 1000);
        const auto one = tokensFrom(1, 200);
        QVERIFY(!logitsOf(*session, one).empty());
        QVERIFY(!logitsOf(*session, tokensFrom(9, 180)).empty());
        QCOMPARE(session->reusable(one), 0u);
    }

    void aSavedSequenceGoesOnBitByBit_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("device");
        QStringList devices{"cpu"};
        if (!listVulkanDevices().devices.empty())
            devices << "vulkan:0"
                    << "split";
        for (const QString name : {"plain", "sliding"})
            for (const QString& device : devices)
                QTest::newRow(qPrintable(name + ", " + device)) << name << device;
    }
    void aSavedSequenceGoesOnBitByBit() {
        QFETCH(QString, name);
        QFETCH(QString, device);
        auto session = start(name, 0, device);
        QVERIFY(session != nullptr);
        auto sequence = tokensFrom(1, 100);
        QVERIFY(!logitsOf(*session, sequence).empty());
        const auto saved = session->save();
        QVERIFY2(saved.ok(), saved.ok() ? "" : saved.error().detail.c_str());
        sequence.push_back(50);
        const auto expected = logitsOf(*session, sequence);

        auto fresh = start(name, 0, device);
        QVERIFY(fresh != nullptr);
        QVERIFY(fresh->restore(tokensFrom(1, 100), *saved).ok());
        QCOMPARE(fresh->reusable(sequence), 100u);
        QVERIFY(logitsOf(*fresh, sequence) == expected);
        // A snapshot of another shape is refused.
        KvSnapshot torn = *saved;
        torn.bytes.pop_back();
        QCOMPARE(fresh->restore(tokensFrom(1, 100), torn).error().code, ErrorCode::Corrupt);
        QCOMPARE(fresh->reusable(sequence), 0u);
    }

    void aFileGoesOnBitByBitInAnotherEngine() {
        const auto path = m_folder.filePath("prefix").toStdString();
        auto first = load("plain");
        QVERIFY(first != nullptr);
        QCOMPARE(*first->savePrefix(path), 0u);
        const auto prompt = tokensFrom(1, 120);
        const auto answer = first->generate(greedy(prompt, 12));
        QCOMPARE(answer.tokens.size(), std::size_t{12});
        // The last token drawn was never run.
        QCOMPARE(*first->savePrefix(path), 131u);

        auto second = load("plain");
        const auto loaded = second->loadPrefix(path);
        QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().detail.c_str());
        QCOMPARE(*loaded, 131u);
        auto next = joined(prompt, answer.tokens);
        const auto expected = first->generate(greedy(next, 20));
        const auto went = second->generate(greedy(next, 20));
        QCOMPARE(went.promptTokensReused, 131u);
        QVERIFY(went.tokens == expected.tokens);
    }

    void damagedAndForeignFilesAreRefused() {
        const auto path = m_folder.filePath("prefix-2").toStdString();
        auto engine = load("plain");
        QCOMPARE(engine->generate(greedy(tokensFrom(1, 60), 1)).tokens.size(), std::size_t{1});
        QVERIFY(engine->savePrefix(path).ok());
        QFile good(QString::fromStdString(path));
        QVERIFY(good.open(QIODevice::ReadOnly));
        const QByteArray bytes = good.readAll();
        const auto tryBytes = [&](const QByteArray& changed) {
            const auto other = m_folder.filePath("prefix-3");
            QFile file(other);
            if (!file.open(QIODevice::WriteOnly)) return ErrorCode::Internal;
            file.write(changed);
            file.close();
            const auto result = engine->loadPrefix(other.toStdString());
            return result ? ErrorCode::Internal : result.error().code;
        };
        for (const int at :
             {0, 9, 13, 20, 33, 41, 50, 60, 200, static_cast<int>(bytes.size()) - 1}) {
            QByteArray flipped = bytes;
            flipped[at] = static_cast<char>(flipped[at] ^ 0x40);
            const ErrorCode code = tryBytes(flipped);
            QVERIFY2(code == ErrorCode::Corrupt || code == ErrorCode::Unsupported,
                     qPrintable(QString::number(at)));
        }
        QCOMPARE(tryBytes(bytes.chopped(1)), ErrorCode::Corrupt);
        QCOMPARE(tryBytes(bytes.left(20)), ErrorCode::Corrupt);
        QCOMPARE(tryBytes({}), ErrorCode::Corrupt);
        QCOMPARE(engine->loadPrefix("/nowhere").error().code, ErrorCode::NotFound);
        QCOMPARE(load("sliding")->loadPrefix(path).error().code, ErrorCode::Unsupported);
        QVERIFY(!engine->savePrefix("/nowhere/at/all").ok());
        // What was refused left the cache as it was.
        QCOMPARE(engine->generate(greedy(tokensFrom(1, 60), 1)).promptTokensReused, 59u);
    }

private:
    static GenerationRequest greedy(std::vector<TokenId> prompt, std::int32_t maxTokens) {
        GenerationRequest request;
        request.prompt = std::move(prompt);
        request.sampler.temperature = 0;
        request.maxTokens = maxTokens;
        request.ignoreEndOfGeneration = true;
        return request;
    }
    std::unique_ptr<Engine> load(const QString& name) const {
        EngineOptions options;
        options.device = "cpu";
        options.threads = 2;
        auto engine = Engine::load(file(name), options);
        return engine ? std::move(*engine) : nullptr;
    }
    static void addModels() {
        QTest::addColumn<QString>("name");
        QTest::newRow("full attention") << "plain";
        QTest::newRow("sliding windows") << "sliding";
    }
    std::filesystem::path file(const QString& name) const {
        return m_folder.filePath(name + ".gguf").toStdString();
    }
    std::unique_ptr<Session> start(const QString& name, std::uint64_t parked = 0,
                                   const QString& device = "cpu") {
        auto model = Model::load(file(name));
        if (!model) return nullptr;
        m_models.push_back(*model); // Executors borrow it.
        EngineOptions options;
        options.device = device == "split" ? "vulkan:0" : device.toStdString();
        if (device == "split") options.placement.deviceLayers = 1;
        options.threads = 2;
        options.batchMax = 16;
        options.contextLength = 512;
        options.exact = true;
        auto running = startModel(**model, options);
        if (!running) return nullptr;
        return std::make_unique<Session>(std::move(*running), parked);
    }

    QTemporaryDir m_folder;
    std::vector<std::shared_ptr<const Model>> m_models;
};

QTEST_GUILESS_MAIN(TestSession)
#include "test_session.moc"
