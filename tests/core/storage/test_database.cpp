// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <future>

#include <sys/stat.h>
#include <unistd.h>

#include "core/storage/chat_store.h"
#include "core/storage/database.h"

using namespace core;
namespace fs = std::filesystem;

class TestDatabase : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_file;

    std::unique_ptr<Database> open() const {
        auto opened = Database::open(m_file);
        if (!opened) qFatal("%s", opened.error().detail.c_str());
        return std::move(opened).value();
    }
    static std::int64_t number(Database& database, const char* sql) {
        std::int64_t value = -1;
        const auto read = database.readAndWait([&](Connection& c) -> Result<void> {
            Statement row = c.prepare(sql);
            TRY(const bool found, row.step());
            if (found) value = row.integer(0);
            return {};
        });
        if (!read) qWarning("%s", read.error().detail.c_str());
        return value;
    }
    void fill() const {
        const auto database = open();
        const auto store = ChatStore::open(*database).value();
        const ChatId chat = store->createChat("kept", {}).value().id;
        for (int i = 0; i < 200; ++i) {
            Message message;
            message.chat = chat;
            message.content = std::string(500, static_cast<char>('a' + i % 26));
            QVERIFY(store->addMessage(message).ok());
        }
    }
    static std::string slurp(const fs::path& file) {
        std::ifstream stream(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    static void write(const fs::path& file, const std::string& bytes) {
        std::ofstream(file, std::ios::binary)
            .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = m_folder->filePath("hearth.db").toStdString();
    }

    void opensTwiceWithTheSameContentAndMigratesOnce() {
        QVERIFY(open()->report().created);
        fill();
        const auto database = open();
        QVERIFY(!database->report().created);
        QVERIFY(database->report().movedAside.empty());
        QCOMPARE(number(*database, "SELECT count(*) FROM messages"), 200);
        QCOMPARE(number(*database, "SELECT count(*) FROM migrations"),
                 static_cast<std::int64_t>(migrations().size()));
        QCOMPARE(number(*database, "PRAGMA foreign_keys"), 1);
    }

    void writesAreFullySynchronous() {
        const auto database = open();
        std::int64_t synchronous = 0;
        std::string journal;
        QVERIFY(database
                    ->writeAndWait([&](Connection& c) -> Result<void> {
                        Statement level = c.prepare("PRAGMA synchronous");
                        TRY(level.step());
                        synchronous = level.integer(0);
                        Statement mode = c.prepare("PRAGMA journal_mode");
                        TRY(mode.step());
                        journal = mode.text(0);
                        return {};
                    })
                    .ok());
        QCOMPARE(synchronous, 2);
        QCOMPARE(journal, std::string("wal"));
    }

    void rollsBackAFailedTransactionWhole() {
        const auto database = open();
        const auto outcome = database->writeAndWait([](Connection& c) -> Result<void> {
            TRY(c.execute("INSERT INTO chats(created_ms, updated_ms) VALUES(1, 1)"));
            return c.execute("INSERT INTO no_such_table VALUES(1)");
        });
        QVERIFY(!outcome.ok());
        QVERIFY(outcome.error().detail.find("no_such_table") != std::string::npos);
        QCOMPARE(number(*database, "SELECT count(*) FROM chats"), 0);
        // Foreign keys are checked at the commit, which fails as a whole.
        QVERIFY(!database
                     ->writeAndWait([](Connection& c) {
                         return c.execute("INSERT INTO messages(chat_id, role, status, created_ms, "
                                          "content) VALUES(77, 1, 0, 0, 'x')");
                     })
                     .ok());
        QCOMPARE(number(*database, "SELECT count(*) FROM messages"), 0);
    }

    void readersDoNotWaitForWriters() {
        const auto database = open();
        std::promise<void> writing;
        std::promise<void> release;
        database->write([&](Connection& c) -> Result<void> {
            TRY(c.execute("INSERT INTO chats(created_ms, updated_ms) VALUES(1, 1)"));
            writing.set_value();
            release.get_future().wait();
            return {};
        });
        writing.get_future().wait();
        QCOMPARE(number(*database, "SELECT count(*) FROM chats"), 0);
        release.set_value();
        QVERIFY(database->writeAndWait([](Connection&) { return Result<void>(); }).ok());
        QCOMPARE(number(*database, "SELECT count(*) FROM chats"), 1);
    }

    void refusesASecondProcess() {
        const auto database = open();
        const auto second = Database::open(m_file);
        QVERIFY(!second.ok());
        QVERIFY(second.error().code == ErrorCode::Busy);
        QVERIFY(second.error().detail.find("--data-dir") != std::string::npos);
    }

    void refusesADatabaseOfANewerProgramAndLeavesItAlone() {
        fill();
        {
            const auto database = open();
            QVERIFY(database
                        ->writeAndWait([](Connection& c) {
                            return c.execute("INSERT INTO migrations VALUES(99, 'future', 0)");
                        })
                        .ok());
        }
        const std::string before = slurp(m_file);
        const auto refused = Database::open(m_file);
        QVERIFY(refused.error().code == ErrorCode::Unsupported);
        QVERIFY(refused.error().detail.find("99") != std::string::npos);
        QCOMPARE(slurp(m_file).size(), before.size());
        QVERIFY(slurp(m_file) == before);
    }

    void movesADamagedDatabaseAsideAndBeginsANewOne_data() {
        QTest::addColumn<int>("damage");
        QTest::newRow("no database at all") << 0;
        QTest::newRow("cut in half") << 1;
        QTest::newRow("pages overwritten") << 2;
        QTest::newRow("header overwritten") << 3;
    }
    void movesADamagedDatabaseAsideAndBeginsANewOne() {
        QFETCH(int, damage);
        fill();
        std::string bytes = slurp(m_file);
        QVERIFY(bytes.size() > 100000);
        if (damage == 0) bytes = "this is a text file, not a database, and long enough to be read";
        if (damage == 1) bytes.resize(bytes.size() / 2);
        if (damage == 2)
            for (std::size_t at = 8192; at < 90000; ++at) bytes[at] = static_cast<char>(at * 7);
        if (damage == 3)
            for (std::size_t at = 16; at < 100; ++at) bytes[at] = '\xff';
        write(m_file, bytes);

        const auto database = open();
        const DatabaseReport& report = database->report();
        QVERIFY(!report.movedAside.empty());
        QVERIFY(!report.damage.empty());
        QVERIFY(slurp(report.movedAside) == bytes);
        const auto store = ChatStore::open(*database).value();
        QVERIFY(store->chats().value().empty());
        QVERIFY(store->createChat("fresh", {}).ok());
    }

    void anEmptyFileBecomesADatabase() {
        write(m_file, "");
        const auto database = open();
        QVERIFY(database->report().movedAside.empty());
        QVERIFY(database->report().created);
    }

    void aFolderThatCannotBeWrittenIsAnError() {
        if (geteuid() != 0) {
            QVERIFY(::chmod(m_folder->path().toUtf8(), 0500) == 0);
            QVERIFY(Database::open(m_file).error().code == ErrorCode::Io);
            QVERIFY(::chmod(m_folder->path().toUtf8(), 0700) == 0);
        }
        const auto missing = Database::open("/proc/no/such/folder/hearth.db");
        QVERIFY(!missing.ok());
    }

    void aFullDiskIsAnErrorAndNothingIsLost() {
        fill();
        const auto database = open();
        const auto store = ChatStore::open(*database).value();
        const ChatId chat = store->chats().value().at(0).id;
        QVERIFY(
            database
                ->writeAndWait([](Connection& c) { return c.execute("PRAGMA max_page_count=1"); })
                .ok());
        Message big;
        big.chat = chat;
        big.content = std::string(1 << 20, 'z');
        const auto refused = store->addMessage(big);
        QVERIFY(refused.error().code == ErrorCode::Io);
        QVERIFY(refused.error().detail.find("space") != std::string::npos);
        QCOMPARE(store->allMessages(chat).value().size(), std::size_t{200});
        QVERIFY(database
                    ->writeAndWait(
                        [](Connection& c) { return c.execute("PRAGMA max_page_count=100000"); })
                    .ok());
        QVERIFY(store->addMessage(big).ok());
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "test_database.moc"
