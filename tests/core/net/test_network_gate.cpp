// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "tests/support/hub_fixture.h"
#include "tests/support/proxy_fixture.h"

#include <future>
#include <thread>

#include "core/net/network_gate.h"
#include "core/net/network_ledger.h"
#include "core/net/politeness.h"

using namespace core;
using namespace std::chrono_literals;

class TestNetworkGate : public QObject {
    Q_OBJECT

    std::unique_ptr<HubFixture> m_hub;
    QByteArray m_bytes;
    static constexpr const char* kFile = "/acme/tiny/resolve/main/tiny.gguf";

    NetworkOptions options() const {
        NetworkOptions options;
        options.proxy = "";
        options.hubEndpoint = m_hub->hub();
        return options;
    }
    HttpRequest request(const std::string& path = kFile) const {
        HttpRequest request;
        request.url = m_hub->hub() + path;
        request.purpose = "test";
        return request;
    }

private slots:
    void initTestCase() {
        m_hub = std::make_unique<HubFixture>();
        m_bytes = m_hub->addFile("acme/tiny/tiny.gguf", 300000);
        QVERIFY(m_hub->start());
    }
    void init() { m_hub->reset(); }
    void cleanupTestCase() { m_hub.reset(); }

    void fetchesAFileThroughARedirect() {
        NetworkGate gate(options());
        const auto answer = gate.fetch(request());
        QVERIFY2(answer.ok(), answer ? "" : answer.error().detail.c_str());
        QCOMPARE(answer->status, 200);
        QCOMPARE(QByteArray::fromStdString(answer->body), m_bytes);
        QVERIFY(answer->url.starts_with(m_hub->cdn()));
    }

    void fetchesARange() {
        NetworkGate gate(options());
        HttpRequest part = request();
        part.range = ByteRange{1000, 1500};
        const auto answer = gate.fetch(part);
        QVERIFY(answer.ok());
        QCOMPARE(answer->status, 206);
        QCOMPARE(QByteArray::fromStdString(answer->body), m_bytes.mid(1000, 500));
        const auto range = ContentRange::parse(answer->header("content-range"));
        QVERIFY(range && range->first == 1000 && range->end == 1500 && range->total == 300000U);
    }

    void staysWithinTheOriginWhenAsked() {
        NetworkGate gate(options());
        HttpRequest head = request();
        head.method = HttpMethod::Head;
        head.redirects = Redirects::WithinOrigin;
        const auto answer = gate.fetch(head);
        QVERIFY(answer.ok());
        QCOMPARE(answer->status, 302);
        QVERIFY(answer->header("location").starts_with(m_hub->cdn()));
        QCOMPARE(answer->header("x-linked-size"), std::string_view("300000"));
    }

    void theTokenGoesToTheHubAndNowhereElse() {
        NetworkOptions withToken = options();
        withToken.hubToken = "hf_secret";
        NetworkGate gate(withToken);
        QVERIFY(gate.fetch(request()).ok());
        const QJsonArray requests = m_hub->requests();
        QCOMPARE(requests.size(), 2);
        QCOMPARE(requests[0]["token"].toString(), QString("Bearer hf_secret"));
        QCOMPARE(requests[1]["server"].toString(), QString("cdn"));
        QVERIFY(requests[1]["token"].isNull());
    }

    void offlineRefusesBeforeAnythingIsSent() {
        NetworkOptions off = options();
        off.offline = true;
        NetworkGate gate(off);
        const auto answer = gate.fetch(request());
        QVERIFY(!answer && answer.error().code == ErrorCode::Offline);
        QVERIFY(m_hub->requests().isEmpty());
        gate.setOffline(false);
        QVERIFY(gate.fetch(request()).ok());
    }

    void goingOfflineBreaksOffWhatRuns() {
        m_hub->control(R"({"faults":[{"kind":"stall","seconds":5,"where":"cdn"}]})");
        NetworkGate gate(options());
        std::promise<ErrorCode> code;
        HttpHandlers handlers;
        handlers.onDone = [&](const Result<HttpResponse>& answer) {
            code.set_value(answer ? ErrorCode::Internal : answer.error().code);
        };
        gate.start(request(), std::move(handlers));
        std::this_thread::sleep_for(300ms);
        gate.setOffline(true);
        auto future = code.get_future();
        QVERIFY(future.wait_for(2s) == std::future_status::ready);
        QVERIFY(future.get() == ErrorCode::Offline);
    }

    void aStopTokenCancels() {
        m_hub->control(R"({"faults":[{"kind":"stall","seconds":5,"where":"cdn"}]})");
        NetworkGate gate(options());
        std::stop_source source;
        std::jthread later([&] {
            std::this_thread::sleep_for(200ms);
            source.request_stop();
        });
        const auto answer = gate.fetch(request(), source.get_token());
        QVERIFY(!answer && answer.error().code == ErrorCode::Cancelled);
    }

    void waitsAsLongAsTheServerAsks() {
        m_hub->control(
            R"({"faults":[{"kind":"status","status":429,"retry_after":1,"where":"resolve"}]})");
        NetworkGate gate(options());
        QElapsedTimer timer;
        timer.start();
        const auto answer = gate.fetch(request());
        QVERIFY(answer.ok() && answer->status == 200);
        QVERIFY2(timer.elapsed() >= 950, qPrintable(QString::number(timer.elapsed())));
    }

    void refusesToWaitForMinutesAndSaysSo() {
        QJsonObject fault{{"kind", "status"}, {"status", 429}, {"where", "api"}};
        fault["ratelimit"] = "\"api\";r=0;t=250";
        m_hub->control(QJsonDocument(QJsonObject{{"faults", QJsonArray{fault}}}).toJson());
        NetworkGate gate(options());
        const auto first = gate.fetch(request("/api/models"));
        QVERIFY(first.ok() && first->status == 429);
        QCOMPARE(first->retryAfter, std::chrono::seconds(250));
        const auto second = gate.fetch(request("/api/models"));
        QVERIFY(!second && second.error().code == ErrorCode::Busy);
        QVERIFY(gate.fetch(request()).ok()); // Files are counted apart.
    }

    void triesAgainAfterServerErrorsAndDrops() {
        m_hub->control(R"({"faults":[{"kind":"status","status":503,"where":"resolve"},
                                     {"kind":"drop","after":1000,"where":"cdn"}]})");
        NetworkGate gate(options());
        const auto answer = gate.fetch(request());
        QVERIFY(answer.ok());
        QCOMPARE(QByteArray::fromStdString(answer->body), m_bytes);
    }

    void aStalledServerIsGivenUp() {
        m_hub->control(R"({"faults":[{"kind":"stall","seconds":6,"where":"cdn"}]})");
        NetworkGate gate(options());
        HttpRequest impatient = request();
        impatient.stallTimeout = 1s;
        const auto answer = gate.fetch(impatient, {}, 1);
        QVERIFY(!answer && answer.error().code == ErrorCode::Network);
        QVERIFY(answer.error().detail.find("stopped answering") != std::string::npos);
    }

    void redirectsInCirclesEnd() {
        m_hub->control(R"({"faults":[{"kind":"loop","where":"resolve","count":20}]})");
        NetworkGate gate(options());
        const auto answer = gate.fetch(request(), {}, 1);
        QVERIFY(!answer && answer.error().code == ErrorCode::Network);
        QCOMPARE(m_hub->requests().size(), 6);
    }

    void refusesABodyThatIsTooLong() {
        NetworkGate gate(options());
        HttpRequest small = request();
        small.bodyBytesMax = 1000;
        const auto answer = gate.fetch(small);
        QVERIFY(!answer && answer.error().code == ErrorCode::LimitExceeded);
    }

    void refusesOtherKindsOfAddresses() {
        NetworkGate gate(options());
        for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/x", "nonsense", "http://",
                                "http://user:secret@127.0.0.1/"}) {
            HttpRequest strange;
            strange.url = url;
            const auto answer = gate.fetch(strange, {}, 1);
            QVERIFY(!answer);
            QVERIFY(answer.error().code == ErrorCode::InvalidArgument);
            QVERIFY(answer.error().detail.find("secret") == std::string::npos);
        }
    }

    void theRateCapHolds() {
        NetworkOptions capped = options();
        capped.rateMax = 150000;
        NetworkGate gate(capped);
        HttpRequest slow = request();
        slow.rateCapped = true;
        QElapsedTimer timer;
        timer.start();
        const auto answer = gate.fetch(slow);
        QVERIFY(answer.ok() && answer->body.size() == 300000);
        QVERIFY2(timer.elapsed() > 1200 && timer.elapsed() < 4000,
                 qPrintable(QString::number(timer.elapsed())));
    }

    void everyHopIsInTheLedger() {
        const QTemporaryDir folder;
        const auto ledger =
            NetworkLedger::open(folder.filePath("network.db").toStdString()).value();
        {
            NetworkGate gate(options(), ledger.get());
            QVERIFY(gate.fetch(request()).ok());
        }
        const auto entries = ledger->read(10).value();
        QCOMPARE(entries.size(), std::size_t{2});
        QCOMPARE(entries[0].status, 200);
        QVERIFY(entries[0].bytesDown > 300000 && entries[0].bytesDown < 301000);
        QVERIFY(entries[0].bytesUp > 50);
        QCOMPARE(entries[1].status, 302);
        QCOMPARE(entries[1].purpose, std::string("test"));
        QVERIFY(m_hub->hub().ends_with(entries[1].host));
        QCOMPARE(ledger->read(10, entries[0].id).value().size(), std::size_t{1});
        QVERIFY(ledger->clear().ok());
        QVERIFY(ledger->read(10).value().empty());
    }

    void trustsTheAuthorityAndRefusesOthers_data() {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("good") << "good" << true;
        QTest::newRow("signed by a stranger") << "stranger" << false;
        QTest::newRow("for another name") << "other-name" << false;
    }
    void trustsTheAuthorityAndRefusesOthers() {
        QFETCH(const QString, certificate);
        QFETCH(const bool, accepted);
        if (QStandardPaths::findExecutable("openssl").isEmpty())
            QSKIP("there is no openssl program here");
        const QTemporaryDir keys;
        HubFixture secure;
        secure.addFile("acme/tiny/tiny.gguf", 1000);
        QVERIFY(secure.start({"--tls", keys.path(), "--certificate", certificate}));
        NetworkOptions trusting;
        trusting.proxy = "";
        trusting.certificateAuthorities = secure.authority();
        NetworkGate gate(trusting);
        HttpRequest question;
        question.url = secure.hub() + kFile;
        const auto answer = gate.fetch(question, {}, 1);
        QCOMPARE(answer.ok(), accepted);
        if (!accepted) QVERIFY(answer.error().detail.find("prove who it is") != std::string::npos);
        if (accepted) { // The system's authorities do not know this one.
            trusting.certificateAuthorities.clear();
            NetworkGate strict(trusting);
            QVERIFY(!strict.fetch(question, {}, 1).ok());
        }
    }

    void goesThroughTheProxyOfTheSettings() {
        ProxyFixture proxy;
        QVERIFY(proxy.start());
        NetworkOptions own = options();
        own.proxy = "http://" + proxy.host();
        NetworkGate gate(own);
        const auto answer = gate.fetch(request(), {}, 1);
        QVERIFY2(answer.ok(), answer ? "" : answer.error().detail.c_str());
        QCOMPARE(QByteArray::fromStdString(answer->body), m_bytes);
        QCOMPARE(proxy.requests().size(), 2); // Hub and CDN.
        gate.setProxy("");
        QVERIFY(gate.fetch(request(), {}, 1).ok());
        QVERIFY(proxy.requests().isEmpty());
    }

    void goesThroughTheProxyOfTheEnvironment() {
        ProxyFixture proxy;
        QVERIFY(proxy.start());
        const QByteArray exceptions = qgetenv("no_proxy");
        qunsetenv("no_proxy");
        qunsetenv("NO_PROXY");
        qputenv("http_proxy", QByteArray::fromStdString("http://" + proxy.host()));
        NetworkOptions own = options();
        own.proxy.reset();
        const auto answer = NetworkGate(own).fetch(request(), {}, 1);
        qputenv("no_proxy", "127.0.0.1");
        const auto direct = NetworkGate(own).fetch(request(), {}, 1);
        qunsetenv("http_proxy");
        qputenv("no_proxy", exceptions);
        QVERIFY2(answer.ok(), answer ? "" : answer.error().detail.c_str());
        QVERIFY(direct.ok());
        QCOMPARE(proxy.requests().size(), 2);
    }

    void theProxyOfAnEncryptedLineSeesNoToken() {
        if (QStandardPaths::findExecutable("openssl").isEmpty())
            QSKIP("there is no openssl program here");
        const QTemporaryDir keys;
        HubFixture secure;
        secure.addFile("acme/tiny/tiny.gguf", 1000);
        QVERIFY(secure.start({"--tls", keys.path()}));
        ProxyFixture proxy;
        QVERIFY(proxy.start({"--password", "me:word"}));
        NetworkOptions own;
        own.certificateAuthorities = secure.authority();
        own.hubEndpoint = secure.hub();
        own.hubToken = "hf_secret";
        own.proxy = "http://" + proxy.host();
        HttpRequest question;
        question.url = secure.hub() + kFile;
        const auto refused = NetworkGate(own).fetch(question, {}, 1);
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.find("proxy wants a name") != std::string::npos,
                 refused.error().detail.c_str());
        own.proxy = "http://me:word@" + proxy.host();
        const auto answer = NetworkGate(own).fetch(question, {}, 1);
        QVERIFY2(answer.ok(), answer ? "" : answer.error().detail.c_str());
        QCOMPARE(answer->body.size(), std::size_t{1000});
        QCOMPARE(secure.requests()[0].toObject()["token"].toString(), QString("Bearer hf_secret"));
        for (const QJsonValue line : proxy.requests()) {
            const QJsonObject asked = line.toObject();
            QCOMPARE(asked["method"].toString(), QString("CONNECT"));
            QVERIFY(!asked["headers"].toObject().contains("Authorization"));
        }
        own.proxy = "http://127.0.0.1:1";
        const auto nobody = NetworkGate(own).fetch(question, {}, 1);
        QVERIFY(!nobody && nobody.error().code == ErrorCode::Network);
    }

    void aWrongClockDoesNotMakeItWaitForDays() {
        HttpResponse busy;
        busy.status = 429;
        busy.headers = {{"date", "Wed, 01 Jan 2020 00:00:00 GMT"},
                        {"retry-after", "Wed, 01 Jan 2020 00:00:07 GMT"}};
        QCOMPARE(requestedPause(busy), 7s); // By the server's clock, whatever ours says.
        busy.headers[0].second = "Fri, 01 Jan 2100 00:00:00 GMT";
        busy.headers[1].second = "Fri, 01 Jan 2100 00:00:09 GMT";
        QCOMPARE(requestedPause(busy), 9s);
        busy.headers[0].second = "nonsense";
        busy.headers[1].second = "Fri, 01 Jan 2100 00:00:09 GMT";
        QCOMPARE(requestedPause(busy), 24h); // No clock to compare with: the longest there is.
        busy.headers[1].second = "-5";
        QCOMPARE(requestedPause(busy), 0s);
    }

    void neverLeavesEncryption() {
        if (QStandardPaths::findExecutable("openssl").isEmpty())
            QSKIP("there is no openssl program here");
        const QTemporaryDir keys;
        HubFixture secure;
        QVERIFY(secure.start({"--tls", keys.path()}));
        secure.control(R"({"faults":[{"kind":"plain_redirect","where":"resolve"}]})");
        NetworkOptions trusting;
        trusting.proxy = "";
        trusting.certificateAuthorities = secure.authority();
        NetworkGate gate(trusting);
        HttpRequest question;
        question.url = secure.hub() + kFile;
        const auto answer = gate.fetch(question, {}, 1);
        QVERIFY(!answer && answer.error().detail.find("without encryption") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestNetworkGate)
#include "test_network_gate.moc"
