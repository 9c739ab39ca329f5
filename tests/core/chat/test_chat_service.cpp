// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include "tests/core/chat/service_fixture.h"

using namespace core;
using namespace testing_support;
using namespace std::chrono_literals;
using Fixture = ServiceFixture;

class TestChatService : public QObject {
    Q_OBJECT

private slots:
    void answersAMessageAndRemembersIt() {
        Fixture f;
        f.behaviour->reasoning = "let me see";
        f.loadModel();
        const Message question = f.send("hello there");
        QVERIFY(f.listener.waitForFinished(1));
        const Message answer = f.listener.lastFinished();
        QCOMPARE(answer.content, std::string("You said: hello there"));
        QCOMPARE(answer.reasoning, std::string("let me see"));
        QVERIFY(answer.status == MessageStatus::Complete);
        QCOMPARE(answer.timings.stopReason, std::string("stop"));
        QCOMPARE(answer.timings.generatedTokens, 7u);
        QCOMPARE(answer.modelName, std::string("fake"));
        QCOMPARE(answer.parent, question.id);
        QVERIFY(!f.listener.gaps);
        QCOMPARE(f.listener.texts[answer.id], answer.content);
        QCOMPARE(f.listener.thoughts[answer.id], answer.reasoning);
        QCOMPARE(f.listener.usage.tokens, 2u + 7u);
        QCOMPARE(f.listener.usage.contextLength, 4096u);
        QCOMPARE(f.listener.takeEvents(),
                 (Texts{"chat", "turn:user", "turn:assistant", "chat", "finished"}));
        QCOMPARE(f.listener.chats[question.chat].title, std::string("hello there"));
        QCOMPARE(f.listener.chats[question.chat].modelPath, std::string("/models/fake.gguf"));

        f.close();
        f.open();
        QCOMPARE(f.visible(question.chat), (Texts{"hello there", "You said: hello there"}));
        QVERIFY(f.store->message(answer.id).value() == answer);
        QCOMPARE(f.settings->current().lastModel.string(), std::string("/models/fake.gguf"));
    }

    void givesTheModelTheWholePathAndTheChatsParameters() {
        Fixture f;
        f.settings->update([](Settings& s) { s.defaults.systemPrompt = "Default."; });
        f.loadModel();
        const Message first = f.send("one");
        QVERIFY(f.listener.waitForFinished(1));
        ParameterOverrides overrides;
        overrides.temperature = 0.25f;
        f.service->setOverrides(first.chat, overrides);
        f.send("two", first.chat);
        QVERIFY(f.listener.waitForFinished(2));
        const AnswerRequest request = f.behaviour->requests.back();
        QCOMPARE(request.messages.size(), std::size_t{3});
        QCOMPARE(request.messages[1].content, std::string("You said: one"));
        QVERIFY(request.messages[1].role == Role::Assistant);
        QCOMPARE(request.messages[2].content, std::string("two"));
        QVERIFY(!request.continueLast);
        QCOMPARE(request.parameters.systemPrompt, std::string("Default."));
        QCOMPARE(request.parameters.sampler.temperature, 0.25f);
        QVERIFY(f.listener.lastFinished().parameters == request.parameters);
    }

    void aMessageWithoutAModelIsStoredAndAnsweredLater() {
        Fixture f;
        const Message question = f.send("anyone?");
        QVERIFY(f.service->isBusy(question.chat) || f.listener.waitFor([&] {
            return std::count(f.listener.events.begin(), f.listener.events.end(), "waiting:0") > 0;
        }));
        QCOMPARE(f.visible(question.chat), (Texts{"anyone?"}));
        QVERIFY(f.service->isBusy(question.chat));
        f.behaviour->loadDelay = 50ms;
        f.loadModel();
        QVERIFY(f.listener.waitForFinished(1));
        QCOMPARE(f.listener.takeEvents(), (Texts{"chat", "turn:user", "waiting:0", "waiting:1",
                                                 "turn:assistant", "chat", "finished"}));
        QVERIFY(!f.service->isBusy(question.chat));
        QCOMPARE(f.visible(question.chat).size(), std::size_t{2});
    }

    void stoppingAWaitingMessageKeepsItUnanswered() {
        Fixture f;
        const Message question = f.send("anyone?");
        f.service->stop(question.chat);
        QVERIFY(f.listener.waitFor([&] { return f.listener.events.back() == "wait ended"; }));
        QVERIFY(!f.service->isBusy(question.chat));
        f.loadModel();
        // Regenerating a question answers it.
        f.service->regenerate(question.id);
        QVERIFY(f.listener.waitForFinished(1));
        QCOMPARE(f.visible(question.chat), (Texts{"anyone?", "You said: anyone?"}));
        QCOMPARE(f.behaviour->requests.size(), std::size_t{1});
    }

    void stopKeepsWhatWasWrittenAndContinueGoesOnFromThere() {
        Fixture f;
        f.behaviour->answer = [](const AnswerRequest& request) {
            return request.continueLast ? std::string(" and the rest") : std::string(5000, ' ');
        };
        f.behaviour->tokenDelay = 1ms;
        f.loadModel();
        const Message question = f.send("q");
        QVERIFY(f.listener.waitFor([&] { return f.listener.deltas >= 5; }));
        f.service->stop(question.chat);
        QVERIFY(f.listener.waitForFinished(1));
        const Message stopped = f.listener.lastFinished();
        QVERIFY(stopped.status == MessageStatus::Complete);
        QCOMPARE(stopped.timings.stopReason, std::string("cancelled"));
        QVERIFY(stopped.content.size() >= 5 && stopped.content.size() < 5000);
        QVERIFY(stopped.canContinue());

        f.service->continueAnswer(stopped.id);
        QVERIFY(f.listener.waitForFinished(2));
        const Message whole = f.listener.lastFinished();
        QCOMPARE(whole.id, stopped.id);
        QCOMPARE(whole.content, stopped.content + " and the rest");
        QCOMPARE(whole.timings.generatedTokens, stopped.timings.generatedTokens + 3u);
        QVERIFY(f.behaviour->requests.back().continueLast);
        QCOMPARE(f.behaviour->requests.back().messages.back().content, stopped.content);
        QVERIFY(!f.listener.gaps);
        QCOMPARE(f.visible(question.chat), (Texts{"q", whole.content}));
        QCOMPARE(f.store->message(whole.id).value().content, whole.content);
    }

    void regenerateAddsAVersionAndSelectVersionGoesBack() {
        Fixture f;
        int count = 0;
        f.behaviour->answer = [&count](const AnswerRequest&) {
            return "v" + std::to_string(++count);
        };
        f.loadModel();
        const Message question = f.send("q");
        QVERIFY(f.listener.waitForFinished(1));
        const Message first = f.listener.lastFinished();
        f.listener.takeEvents();
        f.service->regenerate(first.id);
        QVERIFY(f.listener.waitForFinished(2));
        QCOMPARE(f.listener.takeEvents(), (Texts{"conversation", "chat", "finished"}));
        const Conversation shown = f.conversation(question.chat);
        QCOMPARE(shown.turns.size(), std::size_t{2});
        QCOMPARE(shown.turns[1].message.content, std::string("v2"));
        QCOMPARE(shown.turns[1].previousVersion, first.id);
        f.service->selectVersion(first.id);
        QCOMPARE(f.visible(question.chat), (Texts{"q", "v1"}));
    }

    void editingMakesABranchAndAnswersIt() {
        Fixture f;
        f.loadModel();
        const Message question = f.send("wrong");
        QVERIFY(f.listener.waitForFinished(1));
        f.send("more", question.chat);
        QVERIFY(f.listener.waitForFinished(2));
        const auto edited = Fixture::wait<Message>([&](Done<Message> done) {
            f.service->editAndResend(question.id, "right", std::move(done));
        });
        QVERIFY(edited.ok());
        QVERIFY(f.listener.waitForFinished(3));
        QCOMPARE(f.visible(question.chat), (Texts{"right", "You said: right"}));
        QCOMPARE(f.behaviour->requests.back().messages.size(), std::size_t{1});
        QCOMPARE(f.conversation(question.chat).turns[0].versionCount, 2);
        QVERIFY(!Fixture::wait<Message>([&](Done<Message> done) {
                     f.service->editAndResend(question.id, "  ", std::move(done));
                 }).ok());
    }

    void answersWithoutTextAreLeftOutOfPrompts() {
        Fixture f;
        f.behaviour->answerError = Error{ErrorCode::OutOfMemory, "no memory"};
        f.loadModel();
        const Message question = f.send("first");
        QVERIFY(f.listener.waitForFinished(1));
        f.behaviour->answerError.reset();
        f.send("second", question.chat);
        QVERIFY(f.listener.waitForFinished(2));
        const auto& messages = f.behaviour->requests.back().messages;
        QCOMPARE(messages.size(), std::size_t{1});
        QCOMPARE(messages[0].content, std::string("first\n\nsecond"));
    }

    void aNewMessageStopsTheRunningAnswerFirst() {
        Fixture f;
        f.behaviour->answer = [](const AnswerRequest& r) {
            return r.messages.size() == 1 ? std::string(100000, ' ') : std::string("short");
        };
        f.behaviour->tokenDelay = 1ms;
        f.loadModel();
        const Message question = f.send("long please");
        QVERIFY(f.listener.waitFor([&] { return f.listener.deltas >= 3; }));
        f.send("never mind", question.chat);
        QVERIFY(f.listener.waitForFinished(2));
        const Conversation shown = f.conversation(question.chat);
        QCOMPARE(shown.turns.size(), std::size_t{4});
        QCOMPARE(shown.turns[1].message.timings.stopReason, std::string("cancelled"));
        QCOMPARE(shown.turns[3].message.content, std::string("short"));
    }

    void answersOfSeveralChatsQueueUp() {
        Fixture f;
        f.behaviour->tokenDelay = 2ms;
        f.loadModel();
        const Message one = f.send("one two three four five");
        const Message two = f.send("other chat");
        QVERIFY(f.listener.waitForFinished(2));
        const Texts events = f.listener.takeEvents();
        QVERIFY(std::find(events.begin(), events.end(), "waiting:2") != events.end());
        QCOMPARE(f.visible(one.chat)[1], std::string("You said: one two three four five"));
        QCOMPARE(f.visible(two.chat)[1], std::string("You said: other chat"));
    }

    void countsTheContextWithTheDraft() {
        Fixture f;
        f.loadModel();
        const Message question = f.send("one two");
        QVERIFY(f.listener.waitForFinished(1));
        const auto usage = Fixture::wait<ContextUsage>([&](Done<ContextUsage> done) {
            f.service->countContext(question.chat, "three four five", std::move(done));
        });
        QCOMPARE(usage.value().tokens, 2u + 4u + 3u);
        QCOMPARE(usage.value().contextLength, 4096u);
        f.service->ejectModel();
        QVERIFY(f.listener.waitForModel(ModelStateKind::None));
        QVERIFY(!Fixture::wait<ContextUsage>([&](Done<ContextUsage> done) {
                     f.service->countContext(question.chat, "", std::move(done));
                 }).ok());
    }

    void exportsBothForms() {
        Fixture f;
        f.loadModel();
        const Message question = f.send("hello");
        QVERIFY(f.listener.waitForFinished(1));
        f.service->regenerate(f.listener.lastFinished().id);
        QVERIFY(f.listener.waitForFinished(2));
        const auto save = [&](ExportFormat format, const QString& name) {
            const std::filesystem::path file = f.folder.filePath(name).toStdString();
            const auto saved = Fixture::wait<void>([&](Done<void> done) {
                f.service->exportChat(question.chat, format, file, std::move(done));
            });
            QFile read(f.folder.filePath(name));
            return saved.ok() && read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
        };
        const QByteArray markdown = save(ExportFormat::Markdown, "chat.md");
        QVERIFY(markdown.startsWith("# hello\n"));
        QVERIFY(markdown.contains("## Assistant (fake)\n\nYou said: hello\n"));
        const QJsonObject json =
            QJsonDocument::fromJson(save(ExportFormat::Json, "chat.json")).object();
        QCOMPARE(json["messages"].toArray().size(), 3);
        QCOMPARE(json["messages"].toArray()[1].toObject()["visible"].toBool(), false);
    }
};

QTEST_GUILESS_MAIN(TestChatService)
#include "test_chat_service.moc"
