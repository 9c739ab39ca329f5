// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/base/core_events.h"
#include "app/chat/chat_list_model.h"
#include "app/chat/chat_view_model.h"
#include "app/chat/parameters_view_model.h"
#include "app/models/model_view_model.h"
#include "app/notifications.h"
#include "core/chat/chat_service.h"
#include "core/settings/settings.h"
#include "core/storage/chat_store.h"
#include "core/storage/database.h"
#include "tests/support/fake_engine.h"

using app::MessageListModel;

namespace {

// Everything below the window, on a folder of its own, with an engine that needs no model.
struct Desk {
    explicit Desk(const QString& folder)
        : settings(core::SettingsStore::open((folder + "/settings.json").toStdString())),
          database(std::move(core::Database::open((folder + "/hearth.db").toStdString())).value()),
          store(std::move(core::ChatStore::open(*database)).value()),
          service(std::make_unique<core::ChatService>(
              *store, *settings, std::make_unique<testing_support::FakeEngineFactory>(behaviour),
              events)),
          chats(*service, events, notifications), chat(*service, *settings, events, notifications),
          parameters(*settings, chat), model(*service, *settings, events, notifications) {}
    ~Desk() { service.reset(); }

    void load() {
        model.open("/models/tale.gguf");
        QTRY_COMPARE(model.state(), app::ModelViewModel::State::Ready);
    }
    void ask(const QString& text) {
        const int before = chat.messages()->count();
        chat.send(text);
        QTRY_COMPARE(chat.messages()->count(), before + 2);
        QTRY_VERIFY(!chat.busy());
    }
    QVariant at(int row, int role) { return chat.messages()->index(row).data(role); }

    std::shared_ptr<testing_support::FakeBehaviour> behaviour =
        std::make_shared<testing_support::FakeBehaviour>();
    app::CoreEvents events;
    app::Notifications notifications;
    std::unique_ptr<core::SettingsStore> settings;
    std::unique_ptr<core::Database> database;
    std::unique_ptr<core::ChatStore> store;
    std::unique_ptr<core::ChatService> service;
    app::ChatListModel chats;
    app::ChatViewModel chat;
    app::ParametersViewModel parameters;
    app::ModelViewModel model;
};

} // namespace

class TestChatViewModel : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void answersAMessage();
    void waitsForAModel();
    void stopsAndContinues();
    void regeneratesBesideTheOldAnswer();
    void losesNoTextWhileTheConversationIsRead();
    void asksAgainAfterAnEdit();
    void takesADeletedMessageBack();
    void branchesIntoAnotherChat();
    void listsRenamesAndSearches();
    void takesADeletedChatBack();
    void keepsDraftsPerChat();
    void storesParametersBeforeTheMessage();
    void goesOnAfterARestart();
    void saysWhyAModelFailed();
    void refusesFilesThatAreNoModels();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestChatViewModel::answersAMessage() {
    Desk desk(m_folder->path());
    const QAbstractItemModelTester messages(desk.chat.messages());
    const QAbstractItemModelTester chats(&desk.chats);
    desk.chats.reload();
    desk.load();
    desk.ask("Hello *there*");
    QCOMPARE(desk.at(0, MessageListModel::FromUserRole).toBool(), true);
    QCOMPARE(desk.at(0, MessageListModel::TextRole).toString(), QString("Hello *there*"));
    QCOMPARE(desk.at(1, MessageListModel::TextRole).toString(), QString("You said: Hello *there*"));
    QVERIFY(desk.at(1, MessageListModel::StatisticsRole).toString().contains("tokens"));
    QVERIFY(desk.chat.chatId() > 0);
    QTRY_COMPARE(desk.chat.title(), QString("Hello *there*"));
    QTRY_COMPARE(desk.chats.count(), 1);
    QCOMPARE(desk.chats.index(0).data(app::ChatListModel::GroupRole).toString(), QString("Today"));
    QTRY_VERIFY(desk.chat.contextTokens() > 0);
    QCOMPARE(desk.chat.contextLength(), 4096);
}

void TestChatViewModel::waitsForAModel() {
    Desk desk(m_folder->path());
    desk.chat.send("Early");
    QTRY_VERIFY(!desk.chat.waitText().isEmpty());
    QVERIFY(desk.chat.busy());
    desk.load();
    QTRY_COMPARE(desk.chat.messages()->count(), 2);
    QTRY_VERIFY(!desk.chat.busy());
    QVERIFY(desk.chat.waitText().isEmpty());
}

void TestChatViewModel::stopsAndContinues() {
    Desk desk(m_folder->path());
    desk.behaviour->tokenDelay = std::chrono::milliseconds(5);
    desk.behaviour->answer = [](const auto&) {
        std::string words;
        for (int i = 0; i < 400; ++i) words += "word ";
        return words;
    };
    desk.load();
    desk.chat.send("Go");
    QTRY_VERIFY(desk.chat.messages()->count() == 2 && desk.chat.messages()->text(1).size() > 20);
    desk.chat.stop();
    QTRY_VERIFY(!desk.chat.busy());
    QVERIFY(desk.at(1, MessageListModel::CanContinueRole).toBool());
    const QString before = desk.chat.messages()->text(1);
    QVERIFY(before.size() < 1900);
    desk.chat.continueAnswer(1);
    QTRY_VERIFY(desk.chat.messages()->text(1).size() > before.size() + 20);
    QVERIFY(desk.chat.messages()->text(1).startsWith(before));
    desk.chat.stop();
    QTRY_VERIFY(!desk.chat.busy());
}

void TestChatViewModel::regeneratesBesideTheOldAnswer() {
    Desk desk(m_folder->path());
    desk.load();
    desk.ask("One");
    desk.chat.regenerate(1);
    QTRY_COMPARE(desk.at(1, MessageListModel::VersionCountRole).toInt(), 2);
    QTRY_VERIFY(!desk.chat.busy());
    QCOMPARE(desk.chat.messages()->count(), 2);
    QCOMPARE(desk.at(1, MessageListModel::VersionRole).toInt(), 2);
    desk.chat.previousVersion(1);
    QTRY_COMPARE(desk.at(1, MessageListModel::VersionRole).toInt(), 1);
    desk.chat.nextVersion(1);
    QTRY_COMPARE(desk.at(1, MessageListModel::VersionRole).toInt(), 2);
}

void TestChatViewModel::losesNoTextWhileTheConversationIsRead() {
    Desk desk(m_folder->path());
    desk.behaviour->answer = [](const auto&) {
        std::string words;
        for (int i = 0; i < 3000; ++i) words += std::to_string(i) + " ";
        return words;
    };
    desk.load();
    desk.ask("Count");
    const QString whole = desk.chat.messages()->text(1);
    QVERIFY(whole.contains("2999"));
    for (int round = 0; round < 5; ++round) {
        desk.chat.regenerate(1);
        QTRY_COMPARE(desk.at(1, MessageListModel::VersionRole).toInt(), round + 2);
        QTRY_VERIFY(!desk.chat.busy());
        QCOMPARE(desk.chat.messages()->text(1), whole);
    }
}

void TestChatViewModel::asksAgainAfterAnEdit() {
    Desk desk(m_folder->path());
    desk.load();
    desk.ask("One");
    desk.chat.edit(0, "Two");
    QTRY_VERIFY(desk.chat.messages()->count() == 2
                && desk.chat.messages()->text(1) == QString("You said: Two"));
    QTRY_VERIFY(!desk.chat.busy());
    QCOMPARE(desk.at(0, MessageListModel::VersionCountRole).toInt(), 2);
    desk.chat.edit(1, "Mine");
    QTRY_COMPARE(desk.chat.messages()->text(1), QString("Mine"));
    QCOMPARE(desk.at(1, MessageListModel::VersionCountRole).toInt(), 1);
}

void TestChatViewModel::takesADeletedMessageBack() {
    Desk desk(m_folder->path());
    desk.load();
    desk.ask("One");
    QSignalSpy noticed(&desk.notifications, &app::Notifications::noticed);
    desk.chat.remove(1);
    QTRY_COMPARE(desk.chat.messages()->count(), 1);
    QCOMPARE(noticed.last().at(1).toBool(), true);
    desk.notifications.undo();
    QTRY_COMPARE(desk.chat.messages()->count(), 2);
}

void TestChatViewModel::branchesIntoAnotherChat() {
    Desk desk(m_folder->path());
    desk.chats.reload();
    desk.load();
    desk.ask("One");
    const qint64 first = desk.chat.chatId();
    desk.chat.branch(0);
    QTRY_VERIFY(desk.chat.chatId() != first && desk.chat.messages()->count() == 1);
    QTRY_COMPARE(desk.chats.count(), 2);
}

void TestChatViewModel::listsRenamesAndSearches() {
    Desk desk(m_folder->path());
    desk.chats.reload();
    desk.load();
    desk.ask("About pelicans");
    desk.chat.newChat();
    desk.ask("About herons");
    QTRY_COMPARE(desk.chats.count(), 2);
    QCOMPARE(desk.chats.rowOf(desk.chat.chatId()), 0);
    desk.chats.rename(1, "  Birds\nwith bags ");
    QTRY_COMPARE(desk.chats.index(1).data(app::ChatListModel::TitleRole).toString(),
                 QString("Birds with bags"));
    desk.chats.setPinned(1, true);
    QTRY_COMPARE(desk.chats.index(0).data(app::ChatListModel::GroupRole).toString(),
                 QString("Pinned"));
    desk.chats.setQuery("herons");
    QTRY_COMPARE(desk.chats.count(), 1);
    QVERIFY(
        !desk.chats.index(0).data(app::ChatListModel::SnippetRole).toString().isEmpty()
        || desk.chats.index(0).data(app::ChatListModel::TitleRole).toString().contains("herons"));
    desk.chats.setQuery("");
    QTRY_COMPARE(desk.chats.count(), 2);
}

void TestChatViewModel::takesADeletedChatBack() {
    Desk desk(m_folder->path());
    desk.chats.reload();
    desk.load();
    desk.ask("Keep me");
    QTRY_COMPARE(desk.chats.count(), 1);
    desk.chats.remove(0);
    QTRY_COMPARE(desk.chats.count(), 0);
    desk.notifications.undo();
    QTRY_COMPARE(desk.chats.count(), 1);
}

void TestChatViewModel::keepsDraftsPerChat() {
    Desk desk(m_folder->path());
    desk.load();
    desk.ask("One");
    const qint64 first = desk.chat.chatId();
    desk.chat.setDraft("unfinished");
    desk.chat.newChat();
    QCOMPARE(desk.chat.draft(), QString());
    desk.chat.openChat(first);
    QCOMPARE(desk.chat.draft(), QString("unfinished"));
}

void TestChatViewModel::storesParametersBeforeTheMessage() {
    Desk desk(m_folder->path());
    desk.load();
    desk.parameters.setTemperature(0.25);
    desk.parameters.setSystemPrompt("Be brief");
    QVERIFY(desk.parameters.overridden());
    desk.ask("One");
    {
        const std::lock_guard lock(desk.behaviour->mutex);
        QCOMPARE(desk.behaviour->requests.back().parameters.sampler.temperature, 0.25f);
        QCOMPARE(desk.behaviour->requests.back().parameters.systemPrompt, std::string("Be brief"));
    }
    QCOMPARE(desk.parameters.temperature(), 0.25);
    desk.parameters.setTemperature(1.5);
    desk.ask("Two");
    const std::lock_guard lock(desk.behaviour->mutex);
    QCOMPARE(desk.behaviour->requests.back().parameters.sampler.temperature, 1.5f);
}

void TestChatViewModel::goesOnAfterARestart() {
    qint64 chat = 0;
    {
        Desk desk(m_folder->path());
        desk.load();
        desk.ask("One");
        chat = desk.chat.chatId();
    }
    Desk desk(m_folder->path());
    QCOMPARE(qint64(desk.settings->current().lastChat), chat);
    desk.chat.openChat(chat);
    QTRY_COMPARE(desk.chat.messages()->count(), 2);
    desk.load();
    desk.ask("Two");
    QCOMPARE(desk.chat.messages()->count(), 4);
}

void TestChatViewModel::saysWhyAModelFailed() {
    Desk desk(m_folder->path());
    desk.behaviour->loadError = core::Error{core::ErrorCode::OutOfMemory, "3.2 GB are missing"};
    desk.model.open("/models/big.gguf");
    QTRY_VERIFY(!desk.model.errorTitle().isEmpty());
    QVERIFY(desk.model.errorAdvice().contains("3.2 GB are missing"));
    QCOMPARE(desk.model.state(), app::ModelViewModel::State::None);
    desk.model.dismissError();
    QVERIFY(desk.model.errorTitle().isEmpty());
}

void TestChatViewModel::refusesFilesThatAreNoModels() {
    Desk desk(m_folder->path());
    QVERIFY(app::ModelViewModel::isModelFile(QUrl("file:///a/b.GGUF")));
    QVERIFY(!app::ModelViewModel::isModelFile(QUrl("https://example.org/b.gguf")));
    QSignalSpy noticed(&desk.notifications, &app::Notifications::noticed);
    desk.model.openUrl(QUrl("file:///etc/passwd"));
    QCOMPARE(noticed.size(), 1);
    QCOMPARE(desk.model.state(), app::ModelViewModel::State::None);
}

QTEST_MAIN(TestChatViewModel)
#include "test_chat_view_model.moc"
