// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <cstring>
#include <filesystem>
#include <optional>
#include <random>

#include "core/hub/kept_headers.h"
#include "tests/support/gguf_writer.h"

using namespace core;
using inference::testing::GgufWriter;

namespace {

const std::string kCommit = "http://h/a/b/resolve/0123456789012345678901234567890123456789/m.gguf";
const std::string kBranch = "http://h/a/b/resolve/main/m.gguf";

/// One file under every address, and how it is asked for.
struct Server {
    std::string file;
    std::string etag = "one";
    std::optional<ErrorCode> trouble;
    std::size_t requests = 0;
    std::uint64_t bytes = 0;

    RangeFetch fetch() {
        return [this](const std::string&, std::uint64_t first,
                      std::uint64_t end) -> Result<RemotePiece> {
            ++requests;
            if (trouble) return Error{*trouble, "no"};
            RemotePiece piece;
            piece.fileBytes = file.size();
            piece.etag = etag;
            piece.commit = "c0ffee";
            if (first < file.size())
                piece.bytes = file.substr(static_cast<std::size_t>(first),
                                          static_cast<std::size_t>(end - first));
            bytes += piece.bytes.size();
            return piece;
        };
    }
};

std::string model(std::size_t padding) {
    GgufWriter writer;
    writer.string("general.architecture", "llama");
    writer.string("padding", std::string(padding, 'x'));
    writer.tensor("t", {1U << 19U}, std::vector<float>(1U << 19U, 1.0F));
    return writer.bytes();
}

} // namespace

class TestKeptHeaders : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<HubCache> m_cache;
    Server m_server;

    Result<RemoteHeader> read(const std::string& url,
                              KeptHeaders::Use use = KeptHeaders::Use::WhereTrue) {
        m_server.requests = 0;
        m_server.bytes = 0;
        KeptHeaders kept(m_server.fetch(), *m_cache, use);
        RemoteHeaderOptions options;
        options.firstBytes = 5000;
        auto header =
            readRemoteHeader([&](const std::string& part, std::uint64_t first,
                                 std::uint64_t end) { return kept.read(part, first, end); },
                             url, options);
        if (header) kept.keep();
        return header;
    }
    static std::size_t padding(const Result<RemoteHeader>& header) {
        return header ? header->file.metadata().string("padding").value_or("").size() : 0;
    }

private slots:
    void init() {
        const std::filesystem::path file = m_folder.filePath("hub.db").toStdString();
        m_cache.reset();
        std::filesystem::remove(file);
        auto cache = HubCache::open(file);
        QVERIFY(cache.ok());
        m_cache = std::move(cache).value();
        m_server = {};
        m_server.file = model(12000);
    }

    void ofACommitNobodyIsAskedTwice() {
        QVERIFY(read(kCommit).ok());
        QVERIFY(m_server.requests > 1);
        const auto again = read(kCommit);
        QCOMPARE(padding(again), std::size_t{12000});
        QCOMPARE(m_server.requests, std::size_t{0});
        QCOMPARE(again->fetchedBytes, std::uint64_t{0});
        QCOMPARE(again->commit, std::string("c0ffee"));
        QCOMPARE(again->file.fileBytes(), m_server.file.size());
        m_server.trouble = ErrorCode::Offline;
        QCOMPARE(padding(read(kCommit)), std::size_t{12000});
    }

    void ofABranchTheTagIsAskedFor() {
        QVERIFY(read(kBranch).ok());
        QCOMPARE(padding(read(kBranch)), std::size_t{12000});
        QCOMPARE(m_server.requests, std::size_t{1});
        QCOMPARE(m_server.bytes, std::uint64_t{1});
        m_server.file = model(13000);
        m_server.etag = "two";
        QCOMPARE(padding(read(kBranch)), std::size_t{13000});
        QCOMPARE(padding(read(kBranch)), std::size_t{13000});
        QCOMPARE(m_server.requests, std::size_t{1});
        m_server.trouble = ErrorCode::Network;
        QCOMPARE(padding(read(kBranch)), std::size_t{13000});
        m_server.trouble = ErrorCode::AccessDenied;
        QCOMPARE(read(kBranch).error().code, ErrorCode::AccessDenied);
    }

    void whatIsNotKeptFailsAsBefore() {
        m_server.trouble = ErrorCode::Offline;
        QCOMPARE(read(kCommit).error().code, ErrorCode::Offline);
        m_server.trouble.reset();
        m_server.file = "no model at all, but long enough to be taken for one at first sight";
        QCOMPARE(read(kCommit).error().code, ErrorCode::Corrupt);
        QVERIFY(!m_cache->header(kCommit)->has_value());
    }

    void renewsOnWish() {
        QVERIFY(read(kCommit).ok());
        m_server.file = model(14000);
        QCOMPARE(padding(read(kCommit)), std::size_t{12000});
        QCOMPARE(padding(read(kCommit, KeptHeaders::Use::Renew)), std::size_t{14000});
        QCOMPARE(padding(read(kCommit)), std::size_t{14000});
    }

    void doesNotGrowWithoutEnd() {
        std::mt19937_64 random(1); // Does not compress.
        KeptHeader large;
        large.bytes.resize(std::size_t{30} << 20U);
        for (std::size_t i = 0; i < large.bytes.size(); i += 8) {
            const std::uint64_t word = random();
            std::memcpy(large.bytes.data() + i, &word, 8);
        }
        QVERIFY(m_cache->putHeader("0", large).ok());
        for (int i = 1; i < 9; ++i) {
            QTest::qSleep(2); // The next moment is a later one.
            QVERIFY(m_cache->header("0")->has_value());
            QTest::qSleep(2);
            QVERIFY(m_cache->putHeader(std::to_string(i), large).ok());
        }
        // Eight of them fit; what was used last stays.
        QVERIFY(m_cache->header("0")->has_value());
        QVERIFY(!m_cache->header("1")->has_value());
        QVERIFY(m_cache->header("8")->has_value());
        large.bytes.resize(std::size_t{65} << 20U);
        QVERIFY(m_cache->putHeader("too long", large).ok());
        QVERIFY(!m_cache->header("too long")->has_value());
    }
};

QTEST_GUILESS_MAIN(TestKeptHeaders)
#include "test_kept_headers.moc"
