// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

#include "core/chat/prefix_keeper.h"
#include "tests/support/random_family.h"

using namespace core;
using namespace inference::testing;
namespace fs = std::filesystem;

namespace {

using Tokens = std::vector<inference::TokenId>;

Tokens someTokens(std::size_t count, std::uint64_t seed) {
    inference::Rng rng(seed);
    Tokens tokens;
    while (tokens.size() < count)
        tokens.push_back(static_cast<inference::TokenId>(3 + rng.next() % 50));
    return tokens;
}

std::unique_ptr<inference::Engine> start(const fs::path& model) {
    inference::EngineOptions options;
    options.device = "cpu";
    options.threads = 1;
    options.exact = true;
    options.contextLength = 700;
    options.batchMax = 64;
    return inference::Engine::load(model, options).value();
}

inference::GenerationResult answer(inference::Engine& engine, const Tokens& prompt) {
    inference::GenerationRequest request;
    request.prompt = prompt;
    request.sampler.temperature = 0;
    request.maxTokens = 6;
    request.ignoreEndOfGeneration = true;
    return engine.generate(std::move(request));
}

void write(const fs::path& path, std::size_t bytes, int ageHours) {
    std::ofstream(path, std::ios::binary) << std::string(bytes, 'x');
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(ageHours));
}

} // namespace

/// Long conversations outlive the program: what a model made of them comes back from files.
class TestPrefixKeeper : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aReopenedChatIsNotReadAgain_data() {
        QTest::addColumn<QString>("family");
        for (const char* family : {"llama", "gemma2", "gpt-oss", "qwen35", "lfm2", "nemotron_h"})
            QTest::newRow(family) << family;
    }
    void aReopenedChatIsNotReadAgain() {
        QFETCH(QString, family);
        const fs::path model = path("model.gguf");
        QVERIFY(RandomFamily(family.toStdString(), 1).save(model));
        const Tokens first = someTokens(400, 1);
        Tokens next = first; // The template changed what the model had answered.
        for (const auto token : someTokens(60, 2)) next.push_back(token);
        Tokens expected;
        {
            const auto engine = start(model);
            expected = answer(*engine, next).tokens;
            PrefixKeeper keeper(*engine, store(), model, {100, 0});
            keeper.asked();
            QVERIFY(!keeper.idle());
            keeper.answered(7, answer(*engine, first));
            QVERIFY(keeper.idle());
            keeper.keep();
        }
        QCOMPARE(files(), 1);
        const auto engine = start(model);
        PrefixKeeper keeper(*engine, store(), model, {100, 0});
        keeper.fetch(8, next.size()); // Another chat has none.
        keeper.fetch(7, next.size());
        const auto again = answer(*engine, next);
        QVERIFY(again.promptTokensReused >= 360 && again.promptTokensReused <= 400);
        QCOMPARE(again.tokens, expected);
    }

    void whatIsReadSoonerIsNotKept() {
        const fs::path model = path("model.gguf");
        QVERIFY(RandomFamily("llama", 1).save(model));
        const auto engine = start(model);
        for (const auto& [worth, kept] : {std::pair{PrefixKeeper::Worth{100, 1e6}, 0},
                                          {PrefixKeeper::Worth{600, 0}, 0},
                                          {PrefixKeeper::Worth{100, 0}, 1}}) {
            PrefixKeeper keeper(*engine, store(), model, worth);
            keeper.asked();
            keeper.answered(7, answer(*engine, someTokens(300, 3)));
            keeper.keep();
            keeper.keep(); // Once is enough.
            QCOMPARE(files(), kept);
        }
        PrefixStore::Limits small;
        small.fileBytesMax = 100;
        PrefixKeeper keeper(*engine, PrefixStore(path("small"), small), model, {100, 0});
        keeper.asked();
        keeper.answered(7, answer(*engine, someTokens(300, 4)));
        keeper.keep();
        QVERIFY(fs::is_empty(path("small")));
    }

    void anotherModelUnderTheSameNameDoesNotGetIt() {
        const fs::path model = path("model.gguf");
        QVERIFY(RandomFamily("llama", 1).save(model));
        const Tokens prompt = someTokens(300, 1);
        {
            const auto engine = start(model);
            PrefixKeeper keeper(*engine, store(), model, {100, 0});
            keeper.asked();
            keeper.answered(7, answer(*engine, prompt));
            keeper.keep();
        }
        fs::remove(model);
        QVERIFY(RandomFamily("llama", 2).save(model));
        const auto engine = start(model);
        PrefixKeeper keeper(*engine, store(), model, {100, 0});
        keeper.fetch(7, prompt.size());
        QCOMPARE(answer(*engine, prompt).promptTokensReused, 0u);
    }

    void aDamagedFileGoes() {
        const fs::path model = path("model.gguf");
        QVERIFY(RandomFamily("llama", 1).save(model));
        const auto engine = start(model);
        PrefixKeeper keeper(*engine, store(), model, {100, 0});
        keeper.asked();
        keeper.answered(7, answer(*engine, someTokens(300, 1)));
        keeper.keep();
        QCOMPARE(files(), 1);
        for (const auto& entry : fs::directory_iterator(path("kept")))
            fs::resize_file(entry.path(), fs::file_size(entry.path()) / 2);
        PrefixKeeper later(*engine, store(), model, {100, 0});
        later.fetch(7, 300);
        QCOMPARE(files(), 0);
        QVERIFY(answer(*engine, someTokens(300, 1)).promptTokensReused > 0); // The cache stays.
    }

    void theFolderStaysSmall() {
        PrefixStore::Limits limits;
        limits.folderBytesMax = 2500;
        limits.age = std::chrono::hours(100);
        const PrefixStore store(path("kept"), limits);
        write(store.fileOf(1, "a"), 1000, 5);
        write(store.fileOf(2, "a"), 1000, 1);
        write(store.fileOf(2, "b"), 1000, 3);
        write(store.fileOf(12, "b"), 10, 101);            // Too old.
        write(path("kept/chat-9-x.prefix.part"), 400, 2); // Its writer was killed.
        write(path("kept/notes.txt"), 9000, 200);         // Not ours.
        store.tidy();
        QVERIFY(!fs::exists(store.fileOf(1, "a")));
        QVERIFY(fs::exists(store.fileOf(2, "a")) && fs::exists(store.fileOf(2, "b")));
        QVERIFY(!fs::exists(store.fileOf(12, "b")));
        QVERIFY(fs::exists(path("kept/notes.txt")));
        write(store.fileOf(12, "b"), 10, 0);
        store.forget(2);
        QVERIFY(!fs::exists(store.fileOf(2, "a")) && !fs::exists(store.fileOf(2, "b")));
        QVERIFY(fs::exists(store.fileOf(12, "b")));
    }

private:
    fs::path path(const char* name) const { return m_folder->filePath(name).toStdString(); }
    PrefixStore store() const { return PrefixStore(path("kept")); }
    int files() const {
        const fs::directory_iterator all(path("kept"));
        return static_cast<int>(std::distance(fs::begin(all), fs::end(all)));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestPrefixKeeper)
#include "test_prefix_keeper.moc"
