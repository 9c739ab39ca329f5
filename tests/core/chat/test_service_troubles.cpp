// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include "tests/core/chat/service_fixture.h"

using namespace core;
using namespace testing_support;
using namespace std::chrono_literals;
using Fixture = ServiceFixture;

class TestServiceTroubles : public QObject {
    Q_OBJECT

private slots:
    void aFailingEngineLosesNoText() {
        Fixture f;
        f.behaviour->answerError = Error{ErrorCode::DeviceLost, "the device is gone"};
        f.behaviour->failAfterTokens = 2;
        f.loadModel();
        const Message question = f.send("a b c");
        QVERIFY(f.listener.waitForFinished(1));
        const Message failed = f.listener.lastFinished();
        QVERIFY(failed.status == MessageStatus::Failed);
        QVERIFY(failed.errorCode == ErrorCode::DeviceLost);
        QCOMPARE(failed.content, std::string("You said:"));
        QVERIFY(f.store->message(failed.id).value() == failed);
        // What follows it does not trip over two questions in a row or the failed answer.
        f.behaviour->answerError.reset();
        f.service->continueAnswer(failed.id);
        QVERIFY(f.listener.waitForFinished(2));
        QVERIFY(f.listener.lastFinished().status == MessageStatus::Complete);
        QVERIFY(f.store->message(failed.id).value().error.empty());
        QVERIFY(f.store->message(question.id).ok());
    }

    void anUnusableFileLeavesTheLoadedModelInPlace() {
        Fixture f;
        f.loadModel("/models/good.gguf");
        f.behaviour->loadError = Error{ErrorCode::Corrupt, "not a model"};
        f.service->loadModel({"/models/bad.gguf"});
        QVERIFY(f.listener.waitFor([&] { return !f.listener.model.error.ok(); }));
        const ModelState state = f.service->modelState();
        QVERIFY(state.kind == ModelStateKind::Ready);
        QCOMPARE(state.info.name, std::string("good"));
        QVERIFY(state.error.error().code == ErrorCode::Corrupt);
        QCOMPARE(state.load.path.string(), std::string("/models/bad.gguf"));
        f.send("still there?");
        QVERIFY(f.listener.waitForFinished(1));
        QCOMPARE(f.listener.lastFinished().modelName, std::string("good"));
    }

    void replacingAModelInterruptsAnswersAndNeverHoldsTwo() {
        Fixture f;
        f.behaviour->answer = [](const AnswerRequest&) { return std::string(100000, ' '); };
        f.behaviour->tokenDelay = 1ms;
        f.loadModel("/models/one.gguf");
        f.send("q");
        QVERIFY(f.listener.waitFor([&] { return f.listener.deltas >= 3; }));
        f.service->loadModel({"/models/two.gguf"});
        QVERIFY(f.listener.waitForFinished(1));
        QVERIFY(f.listener.lastFinished().status == MessageStatus::Interrupted);
        QVERIFY(f.listener.lastFinished().canContinue());
        QVERIFY(f.listener.waitFor([&] { return f.listener.model.info.name == "two"; }));
        QCOMPARE(f.behaviour->enginesAliveMax, 1);
        f.service->ejectModel();
        QVERIFY(f.listener.waitForModel(ModelStateKind::None));
        QCOMPARE(f.behaviour->enginesAlive, 0);
    }

    void aFailedLoadLeavesMessagesWaiting() {
        Fixture f;
        f.behaviour->loadError = Error{ErrorCode::OutOfMemory, "too big"};
        f.behaviour->loadDelay = 20ms;
        f.send("anyone?");
        f.service->loadModel({"/models/big.gguf"});
        QVERIFY(f.listener.waitFor([&] { return !f.listener.model.error.ok(); }));
        QVERIFY(f.listener.waitFor([&] { return f.listener.events.back() == "waiting:0"; }));
        f.behaviour->loadError.reset();
        f.loadModel();
        QVERIFY(f.listener.waitForFinished(1));
    }

    void loadingCanBeCancelled() {
        Fixture f;
        f.behaviour->loadDelay = 5s;
        f.service->loadModel({"/models/big.gguf"});
        QVERIFY(f.listener.waitFor([&] { return f.listener.model.fraction > 0; }));
        QVERIFY(f.service->modelState().kind == ModelStateKind::Loading);
        f.service->cancelLoad();
        QVERIFY(f.listener.waitForModel(ModelStateKind::None));
        QVERIFY(f.service->modelState().error.error().code == ErrorCode::Cancelled);
        // A load that replaces another has the last word.
        f.service->loadModel({"/models/one.gguf"});
        f.behaviour->loadDelay = 10ms;
        f.service->loadModel({"/models/two.gguf"});
        QVERIFY(f.listener.waitForModel(ModelStateKind::Ready));
        QCOMPARE(f.service->modelState().info.name, std::string("two"));
    }

    void quittingWritesDownWhatWasBeingWritten() {
        Fixture f;
        f.behaviour->answer = [](const AnswerRequest&) { return std::string(100000, ' '); };
        f.behaviour->tokenDelay = 1ms;
        f.loadModel();
        const Message question = f.send("q");
        QVERIFY(f.listener.waitFor([&] { return f.listener.deltas >= 10; }));
        // Sent at the last moment: stored all the same.
        SendRequest late;
        late.text = "last words";
        f.service->sendMessage(late);
        f.close();
        const std::size_t told = f.listener.texts[f.listener.finished.back().id].size();
        f.open();
        const Conversation shown = f.conversation(question.chat);
        QVERIFY(shown.turns[1].message.status == MessageStatus::Interrupted);
        QCOMPARE(shown.turns[1].message.content.size(), told);
        QCOMPARE(f.store->search("last words").value().size(), std::size_t{2}); // Title and text.
    }

    void snapshotsOfARunningAnswerHaveNoGapsAndNothingTwice() {
        Fixture f;
        f.behaviour->answer = [](const AnswerRequest&) {
            std::string text;
            for (int i = 0; i < 400; ++i) text += " w" + std::to_string(i);
            return text;
        };
        f.behaviour->tokenDelay = 1ms;
        f.loadModel();
        const Message question = f.send("q");
        int partial = 0;
        while (!f.listener.waitFor([&] { return true; }) || f.listener.finished.empty()) {
            std::size_t told = 0;
            std::string text;
            f.wait<bool>([&](const Done<bool>& done) {
                 f.service->conversation(question.chat, [&, done](Result<Conversation> read) {
                     // Within the callback nothing else is told: both must agree exactly.
                     const std::lock_guard lock(f.listener.mutex);
                     const Turn& last = read.value().turns.back();
                     text = last.message.role == Role::Assistant ? last.message.content : "";
                     told = f.listener.texts[last.message.id].size();
                     if (last.message.role != Role::Assistant) told = 0;
                     if (last.message.status == MessageStatus::Partial) ++partial;
                     done(true);
                 });
             }).value();
            QCOMPARE(text.size(), told);
            std::this_thread::sleep_for(10ms);
            const std::lock_guard lock(f.listener.mutex);
            if (!f.listener.finished.empty()) break;
        }
        QVERIFY(partial > 3);
    }

    void deletingAChatStopsItsAnswerAndCanBeUndone() {
        Fixture f;
        f.behaviour->answer = [](const AnswerRequest&) { return std::string(100000, ' '); };
        f.behaviour->tokenDelay = 1ms;
        f.loadModel();
        const Message question = f.send("q");
        QVERIFY(f.listener.waitFor([&] { return f.listener.deltas >= 3; }));
        QVERIFY(Fixture::wait<void>([&](Done<void> done) {
                    f.service->deleteChat(question.chat, std::move(done));
                }).ok());
        QVERIFY(!f.service->isBusy(question.chat));
        QVERIFY(f.store->chats().value().empty());
        f.service->restoreChat(question.chat);
        QCOMPARE(f.visible(question.chat).size(), std::size_t{2});
    }

    void aFullDiskLosesNothingThatIsInMemory() {
        Fixture f;
        const auto limitPages = [&f](const char* sql) {
            const auto outcome =
                f.database->writeAndWait([sql](Connection& c) { return c.execute(sql); });
            if (!outcome) qFatal("%s", outcome.error().detail.c_str());
        };
        f.behaviour->answer = [](const AnswerRequest&) { return std::string(300000, 'x'); };
        f.loadModel();
        const Message question = f.send("q");
        QVERIFY(f.listener.waitForFinished(1));
        limitPages("PRAGMA max_page_count=1"); // SQLite raises it to the present size.
        f.service->regenerate(f.listener.lastFinished().id);
        QVERIFY(f.listener.waitFor([&] { return !f.listener.storageErrors.empty(); }));
        QVERIFY(f.listener.storageErrors[0].code == ErrorCode::Io);
        const auto refused = Fixture::wait<Message>([&](Done<Message> done) {
            f.service->sendMessage({question.chat, kNoId, std::string(100000, 'y'), {}},
                                   std::move(done));
        });
        QVERIFY(!refused.ok() && refused.error().code == ErrorCode::Io);
        limitPages("PRAGMA max_page_count=1000000");
        // Room again: what was kept in memory is written without being asked.
        if (f.listener.waitForFinished(2)) {
            const MessageId answer = f.listener.lastFinished().id;
            QTRY_COMPARE_WITH_TIMEOUT(f.store->message(answer).value().content.size(),
                                      std::size_t{300000}, 5000);
        }
    }
};

QTEST_GUILESS_MAIN(TestServiceTroubles)
#include "test_service_troubles.moc"
