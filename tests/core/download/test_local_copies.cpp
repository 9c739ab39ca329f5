// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "tests/support/hub_fixture.h"

#include <QCryptographicHash>

#include "core/download/file_download.h"
#include "core/download/local_copies.h"

using namespace core;
namespace fs = std::filesystem;

/// Repairs of whole files are tested by the commands, in tests/cli/test_pull.cpp.
class TestLocalCopies : public QObject {
    Q_OBJECT

    static constexpr qsizetype kBytes = 3 * 1024 * 1024 + 12345;
    static constexpr std::uint32_t kBlock = 256 * 1024;

    HubFixture m_hub;
    QTemporaryDir m_folder;
    QByteArray m_bytes;

    fs::path put(const char* name, const QByteArray& bytes) const {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) return {};
        return file.fileName().toStdString();
    }

private slots:
    void initTestCase() {
        m_bytes = m_hub.addFile("acme/tiny/model.gguf", kBytes);
        QVERIFY(m_hub.start());
    }

    void aTwinIsAskedBeforeTheServer() {
        m_hub.control(R"({"faults":[{"where":"cdn","kind":"corrupt","after":70000,"count":2}]})");
        NetworkOptions network;
        network.proxy = "";
        network.hubEndpoint = m_hub.hub();
        NetworkGate gate(network);
        FileRequest request;
        request.file.url = m_hub.hub() + "/acme/tiny/resolve/main/model.gguf";
        request.file.bytes = static_cast<std::uint64_t>(kBytes);
        request.file.sha256 =
            QCryptographicHash::hash(m_bytes, QCryptographicHash::Sha256).toHex().toStdString();
        request.target = m_folder.filePath("model.gguf").toStdString();
        request.name = "model.gguf";
        FetchOptions options;
        options.blockBytes = kBlock;
        const fs::path stranger = put("stranger.gguf", QByteArray(kBytes, 'x'));
        const fs::path twin = put("twin.gguf", m_bytes);
        options.copiesOfSize = [&](std::uint64_t bytes) {
            return std::vector<fs::path>{m_folder.filePath("nothing").toStdString(), stranger,
                                         bytes == kBytes ? twin : fs::path()};
        };
        const auto result = fetchFile(gate, request, options, {});
        QVERIFY2(result.ok(), result ? "" : result.error().detail.c_str());
        QFile file(m_folder.filePath("model.gguf"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll() == m_bytes);
        QVERIFY(result->verified);
        QCOMPARE(result->sha256, request.file.sha256);
        QCOMPARE(result->repairedBlocks, std::size_t{2});
        QCOMPARE(result->fetchedBytes, static_cast<std::uint64_t>(kBytes));
    }

    void onlyRightBlocksOfACopyCount() {
        FileRecord record;
        record.bytes = static_cast<std::uint64_t>(kBytes);
        record.blockBytes = kBlock;
        for (qsizetype at = 0; at < kBytes; at += kBlock)
            record.fingerprints.push_back(fingerprintOf(m_bytes.mid(at, kBlock).toStdString()));
        QByteArray damaged = m_bytes;
        damaged[kBlock + 5] = static_cast<char>(damaged[kBlock + 5] ^ 1);
        const fs::path bad = put("bad.gguf", damaged);
        const fs::path cut = put("cut.gguf", m_bytes.left(2 * kBlock));
        const std::size_t last = record.fingerprints.size() - 1;
        auto found = findBlocks({0, 1, last}, record, {cut, bad}, {});
        QCOMPARE(found.size(), std::size_t{3});
        QCOMPARE(found[1].file, cut);
        QCOMPARE(found[2].block, last);
        QCOMPARE(found[2].file, bad);
        found = findBlocks({1}, record, {bad}, {});
        QVERIFY(found.empty());
    }
};

QTEST_GUILESS_MAIN(TestLocalCopies)
#include "test_local_copies.moc"
