// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <mutex>

#include <fcntl.h>
#include <unistd.h>

#include "core/download/hash_cursor.h"

using namespace core;
namespace fs = std::filesystem;

class TestHashCursor : public QObject {
    Q_OBJECT

    static constexpr std::uint32_t kBlock = 1U << 20U;
    static constexpr std::size_t kBytes = 3 * kBlock + 777;

    QTemporaryDir m_folder;
    std::string m_bytes;

    fs::path target() const { return m_folder.filePath("model.gguf").toStdString(); }
    Result<PartialFile> open() const {
        ContentIdentity content;
        content.bytes = kBytes;
        return PartialFile::open(target(), content, kBlock);
    }
    static void fill(PartialFile& file, std::size_t block, std::uint32_t bytes) {
        file.map().at(block).filled = bytes;
    }
    static std::string whole(const std::string& bytes) {
        return QCryptographicHash::hash(QByteArray::fromStdString(bytes),
                                        QCryptographicHash::Sha256)
            .toHex()
            .toStdString();
    }

private slots:
    void init() {
        fs::remove(PartialFile::partPath(target()));
        fs::remove(PartialFile::mapPath(target()));
        m_bytes.resize(kBytes);
        for (std::size_t i = 0; i < kBytes; ++i) m_bytes[i] = static_cast<char>(i * 7 + i / 1000);
    }

    void followsWhatIsWritten() {
        auto file = open();
        QVERIFY(file.ok());
        std::mutex mutex;
        HashCursor cursor(*file, mutex);
        QCOMPARE(*cursor.step(), HashCursor::Step::Waiting);
        for (std::size_t block = 0; block < file->map().count(); ++block) {
            const std::size_t begin = block * kBlock;
            const std::size_t size = file->map().size(block);
            // In two pieces: what comes later is seen by a window that is open already.
            for (const std::size_t end : {size / 2, size}) {
                const std::size_t from = end == size ? size / 2 : 0;
                QVERIFY(file->write(begin + from,
                                    std::string_view(m_bytes).substr(begin + from, end - from))
                            .ok());
                fill(*file, block, static_cast<std::uint32_t>(end));
                while (cursor.offset() < begin + end) QVERIFY(cursor.step().ok());
            }
            QCOMPARE(file->map()[block].fingerprint,
                     fingerprintOf(std::string_view(m_bytes).substr(begin, size)));
        }
        QCOMPARE(*cursor.step(), HashCursor::Step::AtEnd);
        QCOMPARE(cursor.hex(), whole(m_bytes));
        cursor.rewind(kBlock);
        QCOMPARE(cursor.offset(), std::uint64_t{0}); // The last checkpoint before it.
    }

    void aFileThatLosesBytesIsAnErrorNotACrash() {
        auto file = open();
        QVERIFY(file.ok());
        QVERIFY(file->write(0, m_bytes).ok());
        for (std::size_t i = 0; i < file->map().count(); ++i) fill(*file, i, file->map().size(i));
        std::mutex mutex;
        HashCursor cursor(*file, mutex);
        QVERIFY(cursor.step().ok());
        QCOMPARE(::truncate(PartialFile::partPath(target()).c_str(), kBlock + 5000), 0);
        Result<HashCursor::Step> last = HashCursor::Step::Waiting;
        while ((last = cursor.step()) && *last == HashCursor::Step::Hashed) {}
        QVERIFY(!last);
        QCOMPARE(last.error().code, ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TestHashCursor)
#include "test_hash_cursor.moc"
