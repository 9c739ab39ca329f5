// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "tests/support/hub_fixture.h"

#include <QCryptographicHash>

#include <fstream>
#include <thread>

#include <netinet/in.h>
#include <sys/fsuid.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/download/file_download.h"
#include "core/download/partial_file.h"

using namespace core;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

class TestFileDownload : public QObject {
    Q_OBJECT

    static constexpr qsizetype kBytes = 6 * 1024 * 1024 + 12345;
    static constexpr std::uint32_t kBlock = 256 * 1024;

    std::unique_ptr<HubFixture> m_hub;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<NetworkGate> m_gate;
    QByteArray m_bytes;

    static std::string sha256(const QByteArray& bytes) {
        return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
    }
    fs::path target() const { return m_folder->filePath("a b/grüße/model.gguf").toStdString(); }
    FileRequest request() const {
        FileRequest request;
        request.file.url = m_hub->hub() + "/acme/tiny/resolve/main/model.gguf";
        request.file.bytes = static_cast<std::uint64_t>(kBytes);
        request.file.sha256 = sha256(m_bytes);
        request.target = target();
        request.name = "model.gguf";
        return request;
    }
    static FetchOptions options() {
        FetchOptions options;
        options.blockBytes = kBlock;
        options.stallTimeout = 1000ms;
        options.firstPause = 20ms;
        options.longestPause = 200ms;
        options.patience = 8s;
        return options;
    }
    QByteArray content() const {
        QFile file(QString::fromStdString(target().string()));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static std::string why(const Result<FetchedFile>& result) {
        return result ? std::string() : result.error().detail;
    }
    /// Fetches until about that many bytes are there, then stops.
    void fetchPart(std::uint64_t bytes) {
        std::stop_source stop;
        FetchOptions some = options();
        some.onProgress = [&](const FileProgress& now) {
            if (now.bytes >= bytes) stop.request_stop();
        };
        m_gate->setRateMax(5000000);
        const auto result = fetchFile(*m_gate, request(), some, stop.get_token());
        m_gate->setRateMax(0);
        QVERIFY(!result && result.error().code == ErrorCode::Cancelled);
        QVERIFY(fs::exists(PartialFile::partPath(target())));
        QVERIFY(!fs::exists(target()));
    }
    /// A port that nobody listened on a moment ago.
    static int freePort() {
        const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* plain = reinterpret_cast<sockaddr*>(&address);
        const bool bound =
            ::bind(descriptor, plain, size) == 0 && ::getsockname(descriptor, plain, &size) == 0;
        ::close(descriptor);
        return bound ? ntohs(address.sin_port) : 0;
    }
    static void patch(const fs::path& file, std::streamoff at, const std::string& bytes) {
        std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
        stream.seekp(at);
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

private slots:
    void initTestCase() {
        m_hub = std::make_unique<HubFixture>();
        m_bytes = m_hub->addFile("acme/tiny/model.gguf", kBytes);
        QVERIFY(m_hub->start());
    }
    void init() {
        m_hub->reset();
        m_hub->addFile("acme/tiny/model.gguf", kBytes);
        m_folder = std::make_unique<QTemporaryDir>();
        NetworkOptions network;
        network.proxy = "";
        network.hubEndpoint = m_hub->hub();
        m_gate = std::make_unique<NetworkGate>(network);
    }
    void cleanupTestCase() { m_hub.reset(); }

    void arrivesWholeAndChecked_data() {
        QTest::addColumn<unsigned>("connections");
        QTest::newRow("one connection") << 1U;
        QTest::newRow("eight connections") << 8U;
    }
    void arrivesWholeAndChecked() {
        QFETCH(const unsigned, connections);
        FetchOptions own = options();
        own.connectionsMax = connections;
        const auto result = fetchFile(*m_gate, request(), own, {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
        QVERIFY(result->verified);
        QCOMPARE(result->sha256, sha256(m_bytes));
        QCOMPARE(result->fetchedBytes, static_cast<std::uint64_t>(kBytes));
        QCOMPARE(result->fingerprints.size(),
                 static_cast<std::size_t>((kBytes + kBlock - 1) / kBlock));
        QVERIFY(!fs::exists(PartialFile::partPath(target())));
        QVERIFY(!fs::exists(PartialFile::mapPath(target())));
    }

    void survives_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("drops") << QByteArray(R"("kind":"drop","after":300000,"count":10)");
        QTest::newRow("stalls") << QByteArray(
            R"("kind":"stall","after":100000,"seconds":3,"count":3)");
        QTest::newRow("slowness") << QByteArray(
            R"("kind":"slow","after":1000,"rate":10000,"count":2)");
        QTest::newRow("416") << QByteArray(R"("kind":"status","status":416,"count":3)");
        QTest::newRow("429") << QByteArray(
            R"("kind":"status","status":429,"retry_after":1,"count":2)");
        QTest::newRow("500") << QByteArray(R"("kind":"status","status":500,"count":5)");
        QTest::newRow("503") << QByteArray(R"("kind":"status","status":503,"count":5)");
        QTest::newRow("403") << QByteArray(R"("kind":"status","status":403,"count":3)");
        QTest::newRow("410") << QByteArray(R"("kind":"status","status":410,"count":3)");
        QTest::newRow("short bodies") << QByteArray(R"("kind":"short","after":200000,"count":6)");
        QTest::newRow("lengths that lie") << QByteArray(R"("kind":"long","count":4)");
        QTest::newRow("wrong ranges") << QByteArray(R"("kind":"wrong_range","count":4)");
        QTest::newRow("ignored ranges") << QByteArray(R"("kind":"ignore_range","count":2)");
        QTest::newRow("changed ETags") << QByteArray(R"("kind":"etag","count":2)");
    }
    void survives() {
        QFETCH(const QByteArray, fault);
        m_hub->control(R"({"faults":[{"where":"cdn",)" + fault + "}]}");
        FileRequest asked = request();
        asked.refresh = [&]() -> Result<ListedFile> { return request().file; };
        const auto result = fetchFile(*m_gate, asked, options(), {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
        // Whole blocks are never lost; only what an answer of another kind brought along.
        QVERIFY2(result->fetchedBytes < static_cast<std::uint64_t>(kBytes) * 102 / 100,
                 qPrintable(QString::number(result->fetchedBytes)));
        QVERIFY(m_hub->stats()["faults"].toInt() > 0);
    }

    void worksWithoutRanges() {
        m_hub->control(R"({"faults":[{"where":"cdn","kind":"ignore_range","count":1000}]})");
        const auto result = fetchFile(*m_gate, request(), options(), {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
    }

    void arrivesOverHttp2() {
        const QString nghttpx = QStandardPaths::findExecutable(
            "nghttpx", {"/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"});
        if (nghttpx.isEmpty() || QStandardPaths::findExecutable("openssl").isEmpty())
            QSKIP("nghttpx and openssl are not both here");
        const QTemporaryDir keys;
        HubFixture certificates; // Only for its authority.
        QVERIFY(certificates.start({"--tls", keys.path()}));
        m_hub->control(R"({"hub_serves_files":true})");
        const int port = freePort();
        QProcess front; // HTTP/2 and TLS before the test's own server.
        const QString own = QString::fromStdString(m_hub->hub()).mid(7).replace(':', ',');
        front.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        front.start(nghttpx,
                    {"--conf=/dev/null", "--frontend=127.0.0.1," + QString::number(port),
                     "--backend=" + own, "--workers=1", "--log-level=ERROR",
                     "--accesslog-file=" + keys.filePath("requests"), "--accesslog-format=$request",
                     keys.filePath("server.key"), keys.filePath("server.pem")});
        const auto stop = qScopeGuard([&] {
            front.terminate();
            front.waitForFinished(3000);
        });
        NetworkOptions network;
        network.proxy = "";
        network.certificateAuthorities = certificates.authority();
        NetworkGate gate(network);
        FileRequest asked = request();
        asked.file.url =
            "https://127.0.0.1:" + std::to_string(port) + "/acme/tiny/resolve/main/model.gguf";
        m_hub->control(
            R"({"faults":[{"where":"resolve","kind":"status","status":503,"count":2}]})");
        const auto result = fetchFile(gate, asked, options(), {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
        QFile log(keys.filePath("requests"));
        QTRY_VERIFY(QFileInfo(log).size() > 0);
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray lines = log.readAll();
        QVERIFY2(lines.contains("HTTP/2") && !lines.contains("HTTP/1"), lines);
    }

    void asksForANewLinkWhenTheOldOneExpires() {
        m_hub->control(R"({"link_uses":3})");
        FetchOptions own = options();
        own.connectionsMax = 4;
        const auto result = fetchFile(*m_gate, request(), own, {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
        QCOMPARE(result->fetchedBytes, static_cast<std::uint64_t>(kBytes));
    }

    void survivesARestartOfTheServer() {
        m_hub->control(
            R"({"faults":[{"where":"cdn","kind":"drop","after":100000,"count":4}],"down":2})");
        const auto result = fetchFile(*m_gate, request(), options(), {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
    }

    void findsCorruptBlocksAndReplacesThem() {
        m_hub->control(R"({"faults":[{"where":"cdn","kind":"corrupt","after":70000,"count":2}]})");
        const auto result = fetchFile(*m_gate, request(), options(), {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
        QCOMPARE(result->repairedBlocks, std::size_t{2});
    }

    void looksFirstWhereTheDamageLikelyIs_data() {
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("an answer of wrong bytes") << QByteArray(R"("kind":"shifted","count":2)");
        QTest::newRow("a wrong byte before a drop")
            << QByteArray(R"("kind":"corrupt_drop","after":700000,"count":1)");
    }
    void looksFirstWhereTheDamageLikelyIs() {
        QFETCH(const QByteArray, fault);
        m_hub->control(R"({"faults":[{"where":"cdn",)" + fault + "}]}");
        FetchOptions own = options();
        own.connectionsMax = 2; // The first answers are a quarter of the file each.
        own.blockBytes = 32 * 1024;
        const auto result = fetchFile(*m_gate, request(), own, {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
        QVERIFY(result->repairedBlocks >= 1);
        const std::uint64_t again = result->fetchedBytes - static_cast<std::uint64_t>(kBytes);
        // The damage, one block of each other answer, what was asked ahead.
        const std::uint64_t most = (result->repairedBlocks + 30) * own.blockBytes;
        QVERIFY2(again <= most, qPrintable(QString::number(again / own.blockBytes)));
    }

    void damageOnTheWayToARepairIsRepairedToo() {
        FetchOptions own = options();
        own.connectionsMax = 1; // One answer before the repair; the others are its own.
        m_hub->control(R"({"faults":[{"kind":"corrupt","after":1000000,"count":1},
                                     {"kind":"corrupt","after":70000,"count":6}]})");
        const auto result = fetchFile(*m_gate, request(), own, {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
    }

    void saysSoWhenTheServersOwnCopyIsWrong() {
        FileRequest wrong = request();
        wrong.file.sha256 = std::string(64, 'a');
        wrong.refresh = [&]() -> Result<ListedFile> { return wrong.file; };
        const auto result = fetchFile(*m_gate, wrong, options(), {});
        QVERIFY(!result && result.error().code == ErrorCode::Corrupt);
        QVERIFY(!fs::exists(target()));
    }

    void goesOnWhereItStopped() {
        fetchPart(4000000);
        const auto result = fetchFile(*m_gate, request(), options(), {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
        QVERIFY(result->fetchedBytes < static_cast<std::uint64_t>(kBytes) - 3900000);
    }

    void fetchesAgainWhatTheDiskDamaged() {
        fetchPart(4000000);
        patch(PartialFile::partPath(target()), 100000, "damage");
        const auto result = fetchFile(*m_gate, request(), options(), {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
        QVERIFY(result->fetchedBytes < static_cast<std::uint64_t>(kBytes) - 3000000);
    }

    void trustsOnlyWhatReachedTheDiskAfterAReboot() {
        fetchPart(4000000);
        patch(PartialFile::mapPath(target()), 256 - 40, "another run of the system");
        const auto result = fetchFile(*m_gate, request(), options(), {});
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == m_bytes);
        QVERIFY(result->fetchedBytes < static_cast<std::uint64_t>(kBytes) - 1000000);
    }

    void beginsAgainWhenTheFileChanged() {
        fetchPart(4000000);
        m_bytes = m_hub->addFile("acme/tiny/model.gguf", kBytes, 2);
        bool told = false;
        FetchOptions own = options();
        own.onProgress = [&](const FileProgress& now) {
            told = told || now.remark.find("changed") != std::string::npos;
        };
        const auto result = fetchFile(*m_gate, request(), own, {});
        const QByteArray changed = m_bytes;
        m_bytes = m_hub->addFile("acme/tiny/model.gguf", kBytes);
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == changed);
        QVERIFY(told);
    }

    void asksTheListingWhenTheFileChangesOnTheWay() {
        FileRequest asked = request();
        m_bytes = m_hub->addFile("acme/tiny/model.gguf", kBytes, 3);
        int asks = 0;
        asked.refresh = [&]() -> Result<ListedFile> {
            ++asks;
            return request().file;
        };
        const auto result = fetchFile(*m_gate, asked, options(), {});
        const QByteArray changed = m_bytes;
        m_bytes = m_hub->addFile("acme/tiny/model.gguf", kBytes);
        QVERIFY2(result.ok(), why(result).c_str());
        QVERIFY(content() == changed);
        QVERIFY(asks > 0);
    }

    void aSecondOneIsRefused() {
        ContentIdentity same;
        same.bytes = static_cast<std::uint64_t>(kBytes);
        same.sha256 = sha256(m_bytes);
        const auto first = PartialFile::open(target(), same, kBlock);
        QVERIFY(first.ok());
        const auto second = fetchFile(*m_gate, request(), options(), {});
        QVERIFY(!second && second.error().code == ErrorCode::Busy);
        QVERIFY(fs::exists(PartialFile::partPath(target())));
    }

    void saysHowMuchSpaceIsMissing() {
        FileRequest huge = request();
        huge.file.bytes = std::uint64_t{1} << 50U;
        huge.refresh = [&]() -> Result<ListedFile> { return huge.file; };
        const auto result = fetchFile(*m_gate, huge, options(), {});
        QVERIFY(!result);
        QVERIFY2(result.error().code == ErrorCode::DiskFull, why(result).c_str());
        QVERIFY(result.error().detail.find("free at least") != std::string::npos);
        QVERIFY(!fs::exists(PartialFile::partPath(target())));
    }

    void aReadOnlyFolderIsAClearError() {
        fs::create_directories(target().parent_path());
        const fs::path folder = target().parent_path();
        fs::permissions(m_folder->path().toStdString(), fs::perms(0755));
        fs::permissions(folder, fs::perms(0555));
        // The superuser may write everywhere: this thread looks at files as somebody else.
        constexpr uid_t kNobody = 65534;
        const bool isRoot = geteuid() == 0;
        if (isRoot) ::setfsuid(kNobody);
        const auto result = fetchFile(*m_gate, request(), options(), {});
        if (isRoot) ::setfsuid(0);
        fs::permissions(folder, fs::perms::owner_all);
        QVERIFY(!result && result.error().code == ErrorCode::Io);
        QVERIFY2(result.error().detail.find("permissions") != std::string::npos,
                 why(result).c_str());
        QVERIFY(fetchFile(*m_gate, request(), options(), {}).ok());
    }

    void aGatedFileNeedsAToken() {
        m_hub->control(R"({"gated":{"acme/tiny":403},"token":"hf_good"})");
        const auto refused = fetchFile(*m_gate, request(), options(), {});
        QVERIFY(!refused && refused.error().code == ErrorCode::AccessDenied);
        m_gate->setHub(m_hub->hub(), "hf_good");
        const auto allowed = fetchFile(*m_gate, request(), options(), {});
        QVERIFY2(allowed.ok(), why(allowed).c_str());
    }

    void givesUpWhenNothingComesAnyMore() {
        m_hub->control(
            R"({"faults":[{"where":"cdn","kind":"status","status":500,"count":10000}]})");
        FetchOptions own = options();
        own.patience = 1s;
        const auto result = fetchFile(*m_gate, request(), own, {});
        QVERIFY(!result && result.error().code == ErrorCode::Network);
    }
};

QTEST_GUILESS_MAIN(TestFileDownload)
#include "test_file_download.moc"
