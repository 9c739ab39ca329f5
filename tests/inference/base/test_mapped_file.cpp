// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

#include "inference/base/mapped_file.h"
#include "inference/session/engine.h"
#include "tests/support/random_model.h"

using namespace inference;
using namespace inference::testing;

namespace {

std::size_t ones(std::span<const std::byte> bytes) {
    return static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), std::byte{1}));
}

} // namespace

/// A mapped file, and what becomes of it when somebody else shortens it.
class TestMappedFile : public QObject {
    Q_OBJECT

private slots:
    void holdsTheBytesOfTheFile() {
        const auto path = write("whole", 10000);
        const auto file = MappedFile::open(path);
        QVERIFY(file.ok());
        QCOMPARE(file->bytes().size(), std::size_t{10000});
        QCOMPARE(ones(file->bytes()), std::size_t{10000});
        QVERIFY(file->isWhole());
        QVERIFY(std::filesystem::remove(path)); // Its bytes stay for as long as it is open.
        QCOMPARE(ones(file->bytes()), std::size_t{10000});
        QVERIFY(file->isWhole());
    }

    void lostPagesReadAsZeros() {
        const auto path = write("lost", 100000);
        const auto file = MappedFile::open(path);
        QVERIFY(file.ok());
        std::filesystem::resize_file(path, 5000);
        QVERIFY(!file->isWhole());
        QCOMPARE(ones(file->bytes()), std::size_t{5000});
        std::filesystem::resize_file(path, 0);
        QVERIFY(ones(file->bytes()) <= 8192);       // A page that was read may be there still.
        std::filesystem::resize_file(path, 100000); // Another file by now.
        QVERIFY(!file->isWhole());
    }

    void severalThreadsMayRunIntoIt() {
        const auto path = write("threads", 1 << 22);
        auto file = MappedFile::open(path);
        QVERIFY(file.ok());
        std::filesystem::resize_file(path, 0);
        constexpr std::size_t kReaders = 4;
        std::vector<std::jthread> readers;
        readers.reserve(kReaders);
        std::atomic<std::size_t> found = 0;
        for (std::size_t i = 0; i < kReaders; ++i)
            readers.emplace_back([&] { found += ones(file->bytes()); });
        readers.clear();
        QCOMPARE(found.load(), std::size_t{0});
        const auto other = MappedFile::open(write("other", 5000));
        QVERIFY(other.ok() && other->isWhole()); // That is no matter of another map.
        const MappedFile moved = std::move(*file);
        QVERIFY(!moved.isWhole());
    }

    void anAnswerFailsWhenItsModelShrinks() {
        RandomModel shape;
        const auto path = std::filesystem::path(m_folder.filePath("model.gguf").toStdString());
        QVERIFY(shape.save(path));
        EngineOptions options;
        options.device = "cpu";
        options.threads = 2;
        const auto engine = Engine::load(path, options);
        QVERIFY(engine.ok());
        GenerationRequest request;
        request.prompt = {5, 6, 7};
        request.maxTokens = 4;
        request.ignoreEndOfGeneration = true;
        QCOMPARE((*engine)->generate(request).reason, StopReason::MaxTokens);
        std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
        const auto failed = (*engine)->generate(request);
        QCOMPARE(failed.reason, StopReason::Failed);
        QCOMPARE(failed.error.code, ErrorCode::Io);
        QVERIFY(failed.error.detail.find("model.gguf lost bytes") != std::string::npos);
        QVERIFY(!(*engine)->logits(request.prompt, true).ok());
    }

private:
    std::filesystem::path write(const char* name, std::size_t size) const {
        std::filesystem::path path = m_folder.filePath(name).toStdString();
        std::ofstream out(path, std::ios::binary);
        out << std::string(size, '\1');
        return path;
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestMappedFile)
#include "test_mapped_file.moc"
