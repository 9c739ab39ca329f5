// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <future>

#include "core/chat/chat_service.h"
#include "core/planner/speed_book.h"
#include "tests/core/chat/recording_listener.h"

using namespace core;
using namespace testing_support;

static std::filesystem::path modelFile(const char* name) {
    return std::filesystem::path(HEARTH_VECTORS) / "models-real" / name;
}

/// A service with real engines on the CPU.
struct Fixture {
    QTemporaryDir folder;
    RecordingListener listener;
    std::unique_ptr<Database> database;
    std::unique_ptr<ChatStore> store;
    std::unique_ptr<SettingsStore> settings;
    std::shared_ptr<SpeedBook> speeds;
    std::unique_ptr<ChatService> service;

    Fixture() {
        const std::filesystem::path path = folder.path().toStdString();
        database = Database::open(path / "hearth.db").value();
        store = ChatStore::open(*database).value();
        settings = SettingsStore::open(path / "settings.json");
        settings->update([](Settings& s) {
            s.defaults.sampler.temperature = 0;
            s.defaults.maxTokens = 24;
        });
        speeds = SpeedBook::open(path / "speed.db").value();
        service = std::make_unique<ChatService>(*store, *settings,
                                                createLocalEngineFactory({}, speeds), listener);
    }
    bool load(const std::filesystem::path& file, std::uint32_t context = 0) {
        ModelLoadOptions options;
        options.contextLength = context;
        options.path = file;
        options.device = "cpu";
        service->loadModel(options);
        return listener.waitFor([&] {
            return listener.model.kind != ModelStateKind::Loading
                   && listener.model.load.path == file;
        });
    }
    void send(const std::string& text, ChatId chat = kNoId) {
        SendRequest request;
        request.chat = chat;
        request.text = text;
        service->sendMessage(request);
    }
};

class TestLocalEngine : public QObject {
    Q_OBJECT

private slots:
    void init() {
        if (!std::filesystem::exists(modelFile("stories260K-F32.gguf")))
            QSKIP("needs the reference vectors (HEARTH_VECTORS)");
    }

    void aRealModelAnswersAndContinuesFromTheExactText() {
        Fixture f;
        QVERIFY(f.load(modelFile("stories260K-F32.gguf")));
        const ModelState state = f.service->modelState();
        QVERIFY2(state.error.ok(), state.error ? "" : state.error.error().detail.c_str());
        QVERIFY(state.kind == ModelStateKind::Ready);
        QCOMPARE(state.info.architecture, std::string("llama"));
        QCOMPARE(state.info.deviceId, std::string("cpu"));
        QVERIFY(state.info.contextLength > 0 && state.info.memoryBytes > 0);

        f.send("Once upon a time, there was a little girl named");
        QVERIFY(f.listener.waitForFinished(1));
        const Message first = f.listener.lastFinished();
        QVERIFY2(first.status == MessageStatus::Complete, first.error.c_str());
        QCOMPARE(first.timings.stopReason, std::string("length"));
        // How fast it was is in the book, for plans.
        const std::filesystem::path file = modelFile("stories260K-F32.gguf");
        const ModelRun run{.model = ModelIdentity::of(file, std::filesystem::file_size(file)),
                           .device = state.info.deviceName};
        const auto noted = f.speeds->find(run);
        QVERIFY(noted.ok() && noted->has_value());
        QCOMPARE(**noted, first.timings.generateTokensPerSecond());
        QCOMPARE(first.timings.generatedTokens, 24u);
        QVERIFY(first.timings.promptTokens > 10);
        QVERIFY(first.timings.generateTokensPerSecond() > 0);
        QVERIFY(!first.content.empty());
        QCOMPARE(f.listener.texts[first.id], first.content);
        QVERIFY(first.canContinue());

        f.service->continueAnswer(first.id);
        QVERIFY(f.listener.waitForFinished(2));
        const Message whole = f.listener.lastFinished();
        QVERIFY(whole.content.starts_with(first.content));
        QCOMPARE(whole.timings.generatedTokens, 48u);

        // Greedily, in one go, it says the same.
        f.settings->update([](Settings& s) { s.defaults.maxTokens = 48; });
        f.service->regenerate(first.id);
        QVERIFY(f.listener.waitForFinished(3));
        QCOMPARE(f.listener.lastFinished().content, whole.content);
        QVERIFY(!f.listener.gaps);
    }

    void aSecondTurnReusesTheCache() {
        Fixture f;
        QVERIFY(f.load(modelFile("stories260K-F32.gguf")));
        f.send("Tom had a red ball. He liked to play with it all day long in the sun.");
        QVERIFY(f.listener.waitForFinished(1));
        const Message first = f.listener.lastFinished();
        f.send("Then", first.chat);
        QVERIFY(f.listener.waitForFinished(2));
        const Message second = f.listener.lastFinished();
        QVERIFY(second.timings.promptTokens > first.timings.promptTokens);
        QVERIFY(second.timings.promptTokensReused >= first.timings.promptTokens - 2);
    }

    void aConversationThatIsTooLongSaysSo() {
        Fixture f;
        QVERIFY(f.load(modelFile("stories260K-F32.gguf")));
        std::string text;
        for (int i = 0; i < 20000; ++i) text += "ball ";
        f.send(text);
        QVERIFY(f.listener.waitForFinished(1));
        const Message failed = f.listener.lastFinished();
        QVERIFY(failed.status == MessageStatus::Failed);
        QVERIFY(failed.errorCode == ErrorCode::LimitExceeded);
        QVERIFY2(failed.error.find("context") != std::string::npos, failed.error.c_str());
    }

    void aFullContextStopsUntilAPersonChooses() {
        Fixture f;
        QVERIFY(f.load(modelFile("stories260K-F32.gguf"), 160));
        ChatId chat = kNoId;
        int finished = 0;
        for (int turn = 0; turn < 6; ++turn) {
            f.send("Tom had a red ball. He liked to play with it in the sun.", chat);
            QVERIFY(f.listener.waitForFinished(++finished));
            chat = f.listener.lastFinished().chat;
            if (f.listener.lastFinished().stoppedByContext()) break;
        }
        const Message full = f.listener.lastFinished();
        QVERIFY(full.stoppedByContext() && full.canContinue());
        QCOMPARE(full.timings.messagesDropped, 0u); // Nothing in silence.

        f.service->answerWithoutOldest(full.id);
        QVERIFY(f.listener.waitForFinished(++finished));
        const Message whole = f.listener.lastFinished();
        QVERIFY2(whole.status == MessageStatus::Complete, whole.error.c_str());
        QCOMPARE(whole.id, full.id);
        QVERIFY(whole.content.starts_with(full.content));
        QVERIFY(whole.content.size() > full.content.size());
        QVERIFY(whole.timings.messagesDropped >= 2);
        QVERIFY(!whole.stoppedByContext());

        // Once and for all: the next turns just work.
        f.settings->update([](Settings& s) { s.contextFull = ContextFull::DropOldest; });
        for (int turn = 0; turn < 4; ++turn) {
            f.send("Then he went home to his mother.", chat);
            QVERIFY(f.listener.waitForFinished(++finished));
            QVERIFY2(f.listener.lastFinished().status == MessageStatus::Complete,
                     f.listener.lastFinished().error.c_str());
            QVERIFY(!f.listener.lastFinished().stoppedByContext());
        }
        QVERIFY(f.listener.lastFinished().timings.messagesDropped > 0);
    }

    void anAnswerThatFillsTheContextGoesOnWhereThatIsWanted() {
        Fixture f;
        QVERIFY(f.load(modelFile("stories260K-F32.gguf"), 96));
        f.settings->update([](Settings& s) {
            s.contextFull = ContextFull::DropOldest;
            s.defaults.maxTokens = 30;
        });
        f.send("Tom had a red ball and a blue car and a green tree.");
        QVERIFY(f.listener.waitForFinished(1));
        const ChatId chat = f.listener.lastFinished().chat;
        f.settings->update([](Settings& s) { s.defaults.maxTokens = -1; });
        f.send("Then", chat);
        // It fills the context, goes on without the first turn, and ends for good when nothing can
        // be left out any more.
        QVERIFY(f.listener.waitForFinished(3));
        const Message last = f.listener.lastFinished();
        QVERIFY2(last.status == MessageStatus::Complete, last.error.c_str());
        QVERIFY(last.timings.messagesDropped >= 2);
    }

    void filesThatAreNoModelsLeaveTheLoadedOneInPlace() {
        Fixture f;
        QVERIFY(f.load(modelFile("stories260K-F32.gguf")));
        const std::filesystem::path bad = f.folder.filePath("bad.gguf").toStdString();
        QFile file(f.folder.filePath("bad.gguf"));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("GGUF nonsense") > 0);
        file.close();
        QVERIFY(f.load(bad));
        QVERIFY(f.service->modelState().kind == ModelStateKind::Ready);
        QVERIFY(!f.service->modelState().error.ok());
        QVERIFY(f.load("/nowhere/model.gguf"));
        QVERIFY(f.service->modelState().kind == ModelStateKind::Ready);
        f.send("Still there");
        QVERIFY(f.listener.waitForFinished(1));
        QVERIFY(f.listener.lastFinished().status == MessageStatus::Complete);
    }

    void stoppingARealModelIsQuick() {
        Fixture f;
        QVERIFY(f.load(modelFile("stories260K-F32.gguf")));
        f.settings->update([](Settings& s) { s.defaults.maxTokens = -1; });
        f.send("Once");
        QVERIFY(f.listener.waitFor([&] { return f.listener.deltas > 0; }));
        QElapsedTimer timer;
        timer.start();
        f.service->stop(f.listener.turns.back().message.chat);
        QVERIFY(f.listener.waitForFinished(1));
        QVERIFY(timer.elapsed() < 2000);
        f.service->ejectModel();
        QVERIFY(f.listener.waitForModel(ModelStateKind::None));
    }
};

QTEST_GUILESS_MAIN(TestLocalEngine)
#include "test_local_engine.moc"
