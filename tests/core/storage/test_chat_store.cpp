// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include "core/storage/chat_store.h"
#include "core/storage/title.h"

using namespace core;

/// A store in a folder of its own.
struct Fixture {
    QTemporaryDir folder;
    std::unique_ptr<Database> database;
    std::unique_ptr<ChatStore> store;

    Fixture() { open(); }
    void open() {
        const std::filesystem::path file = folder.filePath("hearth.db").toStdString();
        auto opened = Database::open(file);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        database = std::move(opened).value();
        auto made = ChatStore::open(*database);
        if (!made) qFatal("%s", made.error().detail.c_str());
        store = std::move(made).value();
    }
    void reopen() {
        store.reset();
        database.reset();
        open();
    }
    Message add(ChatId chat, MessageId parent, Role role, const std::string& text,
                MessageStatus status = MessageStatus::Complete) const {
        Message message;
        message.chat = chat;
        message.parent = parent;
        message.role = role;
        message.content = text;
        message.status = status;
        return store->addMessage(message).value();
    }
    ChatId chat(const char* title = "") const { return store->createChat(title, {}).value().id; }
    std::vector<std::string> visible(ChatId chat) const {
        std::vector<std::string> texts;
        const Conversation shown = store->conversation(chat).value();
        for (const Turn& turn : shown.turns) texts.push_back(turn.message.content);
        return texts;
    }
};
using Texts = std::vector<std::string>;

class TestChatStore : public QObject {
    Q_OBJECT

private slots:
    void keepsEveryFieldOfAMessage() {
        Fixture f;
        const ChatId chat = f.chat();
        Message message;
        message.chat = chat;
        message.role = Role::Assistant;
        message.status = MessageStatus::Failed;
        message.content = std::string("nul \0 inside, 你好, 🙂", 26);
        message.reasoning = "because";
        message.error = "device gone";
        message.errorCode = ErrorCode::DeviceLost;
        message.modelName = "Model";
        message.parameters.sampler.temperature = 0.3f;
        message.parameters.sampler.seed = 42;
        message.parameters.stopStrings = {"\n\n", "END"};
        message.parameters.systemPrompt = "Be brief.";
        message.timings = {7, 3, 11, 2, 0.5, 0.25, 1.75, "failed"};
        const Message stored = f.store->addMessage(message).value();
        message.id = stored.id;
        message.createdMs = stored.createdMs;
        QVERIFY(stored.id != kNoId && stored.createdMs > 0);
        f.reopen();
        QVERIFY(f.store->message(stored.id).value() == message);
    }

    void finishedAnswersReplaceTheirJournal() {
        Fixture f;
        const ChatId chat = f.chat();
        const Message question = f.add(chat, kNoId, Role::User, "q");
        Message answer = f.add(chat, question.id, Role::Assistant, "", MessageStatus::Partial);
        QVERIFY(f.store->appendToJournal(answer.id, "one ", "").ok());
        QVERIFY(f.store->appendToJournal(answer.id, "two", "think").ok());
        QCOMPARE(f.store->message(answer.id).value().content, std::string("one two"));
        answer.content = "one two three";
        answer.status = MessageStatus::Complete;
        QVERIFY(f.store->finishMessage(answer).ok());
        f.reopen();
        const Message read = f.store->message(answer.id).value();
        QCOMPARE(read.content, std::string("one two three"));
        QVERIFY(read.status == MessageStatus::Complete);
    }

    void marksPartialAnswersAsInterruptedAtTheNextStart() {
        Fixture f;
        const ChatId chat = f.chat();
        const Message question = f.add(chat, kNoId, Role::User, "q");
        const Message answer =
            f.add(chat, question.id, Role::Assistant, "", MessageStatus::Partial);
        QVERIFY(f.store->appendToJournal(answer.id, "half an ", "a thought").ok());
        QVERIFY(f.store->appendToJournal(answer.id, "answer", "").ok());
        f.reopen();
        const Message read = f.store->message(answer.id).value();
        QVERIFY(read.status == MessageStatus::Interrupted);
        QCOMPARE(read.content, std::string("half an answer"));
        QCOMPARE(read.reasoning, std::string("a thought"));
        QVERIFY(read.canContinue());
        // Its text is searchable and a second start changes nothing.
        QCOMPARE(f.store->search("half").value().size(), std::size_t{1});
        f.reopen();
        QVERIFY(f.store->message(answer.id).value() == read);
    }

    void showsTheVersionThatWasSelected() {
        Fixture f;
        const ChatId chat = f.chat();
        const Message q = f.add(chat, kNoId, Role::User, "q");
        const Message a1 = f.add(chat, q.id, Role::Assistant, "a1");
        const Message q2 = f.add(chat, a1.id, Role::User, "q2");
        f.add(chat, q2.id, Role::Assistant, "b1");
        const Message a2 = f.add(chat, q.id, Role::Assistant, "a2");
        QCOMPARE(f.visible(chat), (Texts{"q", "a2"}));
        const Conversation shown = f.store->conversation(chat).value();
        QCOMPARE(shown.turns[1].version, 2);
        QCOMPARE(shown.turns[1].versionCount, 2);
        QCOMPARE(shown.turns[1].previousVersion, a1.id);
        QCOMPARE(shown.turns[1].nextVersion, kNoId);
        QVERIFY(f.store->selectVersion(a1.id).ok());
        QCOMPARE(f.visible(chat), (Texts{"q", "a1", "q2", "b1"}));
        QCOMPARE(f.store->conversation(chat).value().turns[1].nextVersion, a2.id);
        // Another first turn is a version, too.
        f.add(chat, kNoId, Role::User, "other");
        QCOMPARE(f.visible(chat), (Texts{"other"}));
        QVERIFY(f.store->selectVersion(q.id).ok());
        QCOMPARE(f.visible(chat), (Texts{"q", "a1", "q2", "b1"}));
        QCOMPARE(f.store->pathTo(a2.id).value().size(), std::size_t{2});
    }

    void hidesDeletedMessagesWithAllBelowAndBringsThemBack() {
        Fixture f;
        const ChatId chat = f.chat();
        const Message q = f.add(chat, kNoId, Role::User, "q");
        const Message a1 = f.add(chat, q.id, Role::Assistant, "a1");
        const Message a2 = f.add(chat, q.id, Role::Assistant, "a2");
        f.add(chat, a2.id, Role::User, "zebra");
        QVERIFY(f.store->deleteMessage(a2.id).ok());
        QCOMPARE(f.visible(chat), (Texts{"q", "a1"}));
        QCOMPARE(f.store->allMessages(chat).value().size(), std::size_t{2});
        QVERIFY(f.store->search("zebra").value().empty());
        QVERIFY(f.store->restoreMessage(a2.id).ok());
        QCOMPARE(f.visible(chat), (Texts{"q", "a2", "zebra"}));
        QCOMPARE(f.store->search("zebra").value().size(), std::size_t{1});
        QVERIFY(f.store->deleteMessage(a1.id).ok());
        QVERIFY(f.store->deleteMessage(q.id).ok());
        QVERIFY(f.visible(chat).empty());
    }

    void keepsTrashedChatsUntilTheyArePurged() {
        Fixture f;
        const ChatId first = f.chat();
        const ChatId second = f.chat();
        f.add(first, kNoId, Role::User, "walrus");
        f.add(second, kNoId, Role::User, "other");
        QVERIFY(f.store->moveToTrash(first).ok());
        QCOMPARE(f.store->chats().value().size(), std::size_t{1});
        QCOMPARE(f.store->chats(ChatListKind::Trash).value().at(0).id, first);
        QVERIFY(f.store->search("walrus").value().empty());
        QVERIFY(f.store->restoreFromTrash(first).ok());
        QCOMPARE(f.visible(first), (Texts{"walrus"}));
        QVERIFY(f.store->moveToTrash(first).ok());
        QVERIFY(f.store->purgeTrashedBefore(1000).value().empty());
        QCOMPARE(f.store->purgeTrashedBefore(unixMsNow() + 1).value(), std::vector<ChatId>{first});
        QVERIFY(f.store->conversation(first).error().code == ErrorCode::NotFound);
        QVERIFY(f.store->purge(first).error().code == ErrorCode::NotFound);
    }

    void purgesDeletedMessagesWithAllBelow() {
        Fixture f;
        const ChatId chat = f.chat();
        const Message q = f.add(chat, kNoId, Role::User, "q");
        const Message a1 = f.add(chat, q.id, Role::Assistant, "a1");
        const Message below = f.add(chat, a1.id, Role::User, "below");
        f.add(chat, q.id, Role::Assistant, "a2");
        QVERIFY(f.store->deleteMessage(a1.id).ok());
        QVERIFY(f.store->purgeTrashedBefore(1000).ok());
        QVERIFY(f.store->message(a1.id).ok());
        QVERIFY(f.store->purgeTrashedBefore(unixMsNow() + 1).ok());
        QVERIFY(!f.store->message(a1.id).ok());
        QVERIFY(!f.store->message(below.id).ok());
        QCOMPARE(f.visible(chat), (Texts{"q", "a2"}));
    }

    void purgedTextIsNoLongerInTheFile() {
        Fixture f;
        const ChatId kept = f.chat("Kept");
        const ChatId chat = f.chat("Zyzzyva");
        f.add(kept, kNoId, Role::User, "stays");
        f.add(chat, kNoId, Role::User, "Xylophonist " + std::string(20000, 'x'));
        const auto bytes = [&f] {
            f.reopen(); // Checkpoints the log.
            QFile file(f.folder.filePath("hearth.db"));
            return file.open(QIODevice::ReadOnly) ? file.readAll().toLower() : QByteArray();
        };
        QVERIFY(bytes().contains("xylophonist"));
        QVERIFY(f.store->purge(chat).ok());
        QVERIFY(f.store->compactIndex([] { return true; }).ok());
        const QByteArray after = bytes();
        QVERIFY(!after.contains("xylophonist"));
        QVERIFY(!after.contains("zyzzyva"));
        QCOMPARE(f.store->search("stays").value().size(), std::size_t{1});
    }

    void listsPinnedChatsFirstAndThenByDate() {
        Fixture f;
        const ChatId a = f.chat();
        const ChatId b = f.chat();
        const ChatId c = f.chat();
        QTest::qWait(3);
        f.add(a, kNoId, Role::User, "newest");
        QVERIFY(f.store->setPinned(b, true).ok());
        std::vector<ChatId> order;
        const auto chats = f.store->chats().value();
        order.reserve(chats.size());
        for (const ChatSummary& chat : chats) order.push_back(chat.id);
        QCOMPARE(order, (std::vector<ChatId>{b, a, c}));
    }

    void branchesIntoAChatOfItsOwn() {
        Fixture f;
        const ChatId chat = f.chat();
        const Message q = f.add(chat, kNoId, Role::User, "the question");
        const Message a = f.add(chat, q.id, Role::Assistant, "answer");
        f.add(chat, a.id, Role::User, "more");
        ParameterOverrides overrides;
        overrides.topK = 7;
        QVERIFY(f.store->setOverrides(chat, overrides).ok());
        const ChatSummary copy = f.store->branch(a.id).value();
        QCOMPARE(f.visible(copy.id), (Texts{"the question", "answer"}));
        QCOMPARE(copy.title, std::string("the question"));
        QVERIFY(f.store->conversation(copy.id).value().overrides == overrides);
        QCOMPARE(f.visible(chat).size(), std::size_t{3});
    }

    void refusesParentsOfOtherChats() {
        Fixture f;
        const ChatId one = f.chat();
        const ChatId two = f.chat();
        const Message q = f.add(one, kNoId, Role::User, "q");
        Message stray;
        stray.chat = two;
        stray.parent = q.id;
        QVERIFY(f.store->addMessage(stray).error().code == ErrorCode::NotFound);
        stray.chat = 999;
        stray.parent = kNoId;
        QVERIFY(f.store->addMessage(stray).error().code == ErrorCode::NotFound);
        QVERIFY(f.visible(two).empty());
    }

    void handlesVeryLongChains() {
        Fixture f;
        const ChatId chat = f.chat();
        // Deeper than SQLite lets triggers and cascades nest.
        const auto grown = f.database->writeAndWait([chat](Connection& c) -> Result<void> {
            for (std::int64_t i = 1; i <= 5000; ++i) {
                TRY(c.prepare("INSERT INTO messages(id, chat_id, parent_id, role, status, "
                              "created_ms, content) VALUES(?1, ?2, ?3, ?4, 0, 0, 'text')")
                        .bind(1, i)
                        .bind(2, chat)
                        .bindId(3, i - 1)
                        .bind(4, i % 2 == 1 ? std::int64_t{1} : std::int64_t{2})
                        .run());
            }
            return {};
        });
        QVERIFY(grown.ok());
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(f.visible(chat).size(), std::size_t{5000});
        f.add(chat, 5000, Role::User, "last");
        QCOMPARE(f.visible(chat).back(), std::string("last"));
        QVERIFY(f.store->purge(chat).ok());
        QVERIFY2(timer.elapsed() < 5000, "grows faster than the number of turns");
    }

    void findsWordsPrefixesAndTextWithoutGaps() {
        Fixture f;
        const ChatId chat = f.chat();
        const Message q =
            f.add(chat, kNoId, Role::User, "How do crème brûlée recipes\ncaramelise?");
        f.add(chat, q.id, Role::Assistant, "用火枪烧糖，直到糖变成焦糖。 100% \"quoted\" NEAR it");
        QVERIFY(f.store->renameChat(chat, "Desserts").ok());

        const auto prefix = f.store->search("creme brul").value();
        QCOMPARE(prefix.size(), std::size_t{1});
        QCOMPARE(prefix[0].message, q.id);
        QVERIFY(prefix[0].snippet.find('\n') == std::string::npos);
        QCOMPARE(prefix[0].marks.size(), std::size_t{2});
        const auto [begin, end] = prefix[0].marks[1];
        QCOMPARE(prefix[0].snippet.substr(begin, end - begin), std::string("brûlée"));

        const auto scanned = f.store->search("焦糖").value();
        QCOMPARE(scanned.size(), std::size_t{1});
        const auto [first, last] = scanned[0].marks.at(0);
        QCOMPARE(scanned[0].snippet.substr(first, last - first), std::string("焦糖"));

        QCOMPARE(f.store->search("dess").value().at(0).message, kNoId);
        QVERIFY(f.store->search("brul creme nothing").value().empty());
    }

    void searchTakesNothingForSyntax() {
        Fixture f;
        const ChatId chat = f.chat("Title");
        f.add(chat, kNoId, Role::User, "a \"quoted\" word NEAR the (end) OR 100%_ done");
        for (const char* query : {"\"quoted\"", "NEAR", "(end)", "OR", "quoted\" OR", "100%_",
                                  "word - done", "the * end"}) {
            const auto hits = f.store->search(query);
            QVERIFY2(hits.ok(), query);
            QVERIFY2(hits->size() == 1, query);
        }
        for (const char* query : {"", "   ", "\"", "*", "^", "content:word", "糖%", "\xff\xfe"})
            QVERIFY2(f.store->search(query).ok(), query);
        QVERIFY(f.store->search("").value().empty());
    }

    void searchFollowsEdits() {
        Fixture f;
        const ChatId chat = f.chat("Title");
        Message q = f.add(chat, kNoId, Role::User, "giraffe");
        q.content = "okapi";
        QVERIFY(f.store->finishMessage(q).ok());
        QVERIFY(f.store->search("giraffe").value().empty());
        QCOMPARE(f.store->search("okapi").value().size(), std::size_t{1});
    }

    void titlesAreTheBeginningOfTheFirstMessage_data() {
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("title");
        QTest::newRow("short") << "Hello there"
                               << "Hello there";
        QTest::newRow("first line") << "\n\n  One  \t line \nand another"
                                    << "One line";
        QTest::newRow("markdown") << "## Plan\n- x"
                                  << "Plan";
        QTest::newRow("words") << "Please explain to me how the tides of the sea come about"
                               << "Please explain to me how the tides of…";
        QTest::newRow("exactly 40") << QString(40, 'x') << QString(40, 'x');
        QTest::newRow("one long word") << QString(60, 'x') << QString(40, 'x') + "…";
        QTest::newRow("cjk") << QString(50, QChar(0x7cd6)) << QString(40, QChar(0x7cd6)) + "…";
        QTest::newRow("nothing") << " \n ## \n"
                                 << "";
    }
    void titlesAreTheBeginningOfTheFirstMessage() {
        QFETCH(QString, message);
        QFETCH(QString, title);
        QCOMPARE(QString::fromStdString(titleFrom(message.toStdString())), title);
    }

    void titlesDoNotCutCharactersApart() {
        std::string family;
        for (int i = 0; i < 60; ++i) family += "👩‍💻";
        const std::string title = titleFrom(family);
        QCOMPARE(title.size(), std::string("👩‍💻").size() * 40 + std::string("…").size());
    }
};

QTEST_GUILESS_MAIN(TestChatStore)
#include "test_chat_store.moc"
