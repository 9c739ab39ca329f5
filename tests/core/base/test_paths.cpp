// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>

#include <sys/stat.h>

#include "core/base/file_io.h"
#include "core/base/paths.h"

using namespace core;
namespace fs = std::filesystem;

class TestPaths : public QObject {
    Q_OBJECT

    static unsigned modeOf(const fs::path& path) {
        struct stat status {};
        return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777u : 0;
    }

private slots:
    void followsTheXdgVariables() {
        QTemporaryDir home;
        qputenv("HOME", home.path().toUtf8());
        qputenv("XDG_DATA_HOME", home.filePath("data").toUtf8());
        qputenv("XDG_CONFIG_HOME", "relative/is/ignored");
        qunsetenv("XDG_CACHE_HOME");
        const Paths paths = Paths::create().value();
        QCOMPARE(paths.data.string(), home.filePath("data/hearth").toStdString());
        QCOMPARE(paths.config.string(), home.filePath(".config/hearth").toStdString());
        QCOMPARE(paths.cache.string(), home.filePath(".cache/hearth").toStdString());
        for (const fs::path& path : {paths.data, paths.config, paths.cache, paths.models})
            QCOMPARE(modeOf(path), 0700u);
    }

    void keepsEverythingBelowAGivenFolder() {
        QTemporaryDir folder;
        const fs::path root = folder.filePath("mine").toStdString();
        const Paths paths = Paths::create(root).value();
        QCOMPARE(paths.database().string(), (root / "hearth.db").string());
        QCOMPARE(paths.settings().string(), (root / "settings.json").string());
        QCOMPARE(modeOf(root), 0700u);
        QVERIFY(fs::is_directory(paths.models));
    }

    void namesTheFolderThatCannotBeMade() {
        const auto failed = Paths::create("/proc/nothing/here");
        QVERIFY(failed.error().code == ErrorCode::Io);
        QVERIFY(failed.error().detail.find("/proc/nothing/here") != std::string::npos);
    }

    void replacesFilesWhole() {
        QTemporaryDir folder;
        const fs::path file = folder.filePath("f").toStdString();
        QVERIFY(readFile(file, 100).error().code == ErrorCode::NotFound);
        QVERIFY(replaceFile(file, "one").ok());
        QVERIFY(replaceFile(file, std::string(70000, 'x')).ok());
        QCOMPARE(readFile(file, 70000).value().size(), std::size_t{70000});
        QVERIFY(readFile(file, 69999).error().code == ErrorCode::LimitExceeded);
        QCOMPARE(modeOf(file), 0600u);
        QVERIFY(!replaceFile("/proc/nothing/f", "x").ok());
        const fs::path aside = moveAside(file).value();
        QVERIFY(replaceFile(file, "two").ok());
        QVERIFY(moveAside(file).value() != aside);
        QCOMPARE(std::distance(fs::directory_iterator(folder.path().toStdString()), {}), 2);
    }

    void aLockIsHeldOnceAndKnowsWhenItWasAbandoned() {
        QTemporaryDir folder;
        const fs::path file = folder.filePath("lock").toStdString();
        {
            const auto lock = FileLock::acquire(file);
            QVERIFY(lock.ok() && !lock->wasAbandoned());
            QVERIFY(FileLock::acquire(file).error().code == ErrorCode::Busy);
        }
        QVERIFY(!FileLock::acquire(file).value().wasAbandoned());
        std::ofstream(file) << "12345\n"; // As a killed process leaves it.
        QVERIFY(FileLock::acquire(file).value().wasAbandoned());
        QVERIFY(!FileLock::acquire(file).value().wasAbandoned());
    }
};

QTEST_GUILESS_MAIN(TestPaths)
#include "test_paths.moc"
