// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <cstdio>
#include <thread>

#include <signal.h>

#include "core/chat/chat_service.h"
#include "tests/core/chat/recording_listener.h"
#include "tests/support/fake_engine.h"

using namespace core;
using namespace testing_support;
using namespace std::chrono_literals;

/// What the issue of the first light promises.
static constexpr std::int64_t kLostMsMax = 1000;

static std::int64_t nowMs() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

static void tellParent(const char* what, std::size_t bytes) {
    std::printf("%s %zu %lld\n", what, bytes, static_cast<long long>(nowMs()));
    std::fflush(stdout);
}

/// Tells the parent how far the answer has come.
class TellingListener : public ChatListener {
public:
    void answerGrew(const AnswerDelta& delta) override {
        tellParent("grew", delta.offset + delta.text.size());
    }
};

/// The program that is killed: asks a question and streams an answer that has no end.
static int stream(const char* folder) {
    const std::filesystem::path path = folder;
    auto database = Database::open(path / "hearth.db").value();
    auto store = ChatStore::open(*database).value();
    auto settings = SettingsStore::open(path / "settings.json");
    auto behaviour = std::make_shared<FakeBehaviour>();
    behaviour->tokenDelay = 3ms;
    behaviour->answer = [](const AnswerRequest&) {
        std::string text;
        for (int i = 0; i < 100000; ++i) text += " " + std::to_string(i);
        return text;
    };
    TellingListener listener;
    ChatService service(*store, *settings, std::make_unique<FakeEngineFactory>(behaviour),
                        listener);
    service.loadModel({"/models/fake.gguf"});
    SendRequest request;
    request.text = "the question";
    service.sendMessage(request, [](const Result<Message>& stored) {
        if (stored) tellParent("stored", 0);
    });
    std::this_thread::sleep_for(60s); // The parent ends this.
    return 1;
}

class TestKilledProcess : public QObject {
    Q_OBJECT

private slots:
    void losesAtMostOneSecondOfTheAnswerAndNeverTheQuestion_data() {
        QTest::addColumn<int>("afterMs");
        QTest::newRow("as soon as the question is stored") << 0;
        QTest::newRow("before the first note") << 300;
        QTest::newRow("between notes") << 1330;
        QTest::newRow("later") << 2600;
    }
    void losesAtMostOneSecondOfTheAnswerAndNeverTheQuestion() {
        QFETCH(int, afterMs);
        QTemporaryDir folder;
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--stream", folder.path()});
        QByteArray told;
        while (!told.contains("stored")) {
            QVERIFY(child.waitForReadyRead(10000));
            told += child.readAllStandardOutput();
        }
        // Reads on, lest the pipe fills up and holds the child.
        const std::int64_t until = nowMs() + afterMs;
        while (nowMs() < until) {
            child.waitForReadyRead(10);
            told += child.readAllStandardOutput();
        }
        QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGKILL), 0);
        const std::int64_t killed = nowMs();
        QVERIFY(child.waitForFinished(5000));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        told += child.readAllStandardOutput();

        std::size_t due = 0; // What had come a second before the end.
        std::size_t most = 0;
        for (const QByteArray& line : told.split('\n')) {
            const QList<QByteArray> parts = line.split(' ');
            if (parts.size() != 3 || parts[0] != "grew") continue;
            most = std::max<std::size_t>(most, parts[1].toULongLong());
            if (parts[2].toLongLong() <= killed - kLostMsMax) due = most;
        }
        if (afterMs > 2000) QVERIFY(due > 500);
        recovers(folder.path().toStdString(), due, most);
    }

private:
    static void recovers(const std::filesystem::path& folder, std::size_t due, std::size_t most) {
        auto database = Database::open(folder / "hearth.db").value();
        QVERIFY(database->report().movedAside.empty());
        auto store = ChatStore::open(*database).value();
        const auto chats = store->chats().value();
        QCOMPARE(chats.size(), std::size_t{1});
        QCOMPARE(chats[0].title, std::string("the question"));
        const Conversation shown = store->conversation(chats[0].id).value();
        QVERIFY(!shown.turns.empty());
        QCOMPARE(shown.turns[0].message.content, std::string("the question"));
        if (most == 0) return;
        QCOMPARE(shown.turns.size(), std::size_t{2});
        const Message answer = shown.turns[1].message;
        QVERIFY(answer.status == MessageStatus::Interrupted);
        QVERIFY2(answer.content.size() >= due && answer.content.size() <= most,
                 qPrintable(
                     QStringLiteral("%1 of %2..%3").arg(answer.content.size()).arg(due).arg(most)));
        goesOn(*store, folder, answer);
    }

    static void goesOn(ChatStore& store, const std::filesystem::path& folder,
                       const Message& answer) {
        RecordingListener listener;
        auto settings = SettingsStore::open(folder / "settings.json");
        auto behaviour = std::make_shared<FakeBehaviour>();
        behaviour->answer = [](const AnswerRequest&) { return std::string(" and the end"); };
        ChatService service(store, *settings, std::make_unique<FakeEngineFactory>(behaviour),
                            listener);
        service.loadModel({"/models/fake.gguf"});
        service.continueAnswer(answer.id);
        QVERIFY(listener.waitForFinished(1));
        QCOMPARE(listener.lastFinished().content, answer.content + " and the end");
    }
};

int main(int argc, char** argv) {
    if (argc == 3 && std::string_view(argv[1]) == "--stream") return stream(argv[2]);
    QCoreApplication application(argc, argv);
    TestKilledProcess test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_killed_process.moc"
