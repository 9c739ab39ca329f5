// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <set>

#include <sys/stat.h>

#include "core/hub/hub_client.h"
#include "core/hub/secret_store.h"
#include "core/hub/starter_catalog.h"
#include "core/library/upstream.h"
#include "core/net/network_gate.h"
#include "inference/model/model_inspection.h"
#include "tests/support/hub_fixture.h"
#include "tests/support/random_model.h"

using namespace core;

class TestHubClient : public QObject {
    Q_OBJECT

    HubFixture m_hub;
    QTemporaryDir m_folder;
    std::unique_ptr<NetworkGate> m_gate;
    std::unique_ptr<HubCache> m_cache;
    StarterCatalog m_starter;
    std::string m_model;

    void put(const QString& name, const QByteArray& bytes) const {
        const QString path = m_hub.root() + '/' + name;
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    HubClient client() { return {*m_gate, m_cache.get(), &m_starter}; }
    static HubQuery query(const char* text) {
        HubQuery result;
        result.text = text;
        return result;
    }

private slots:
    void initTestCase() {
        inference::testing::RandomModel random;
        m_model = random.bytes();
        const QByteArray model = QByteArray::fromStdString(m_model);
        put("pub/tiny-1B-GGUF/tiny-Q4_K_M.gguf", model);
        put("pub/tiny-1B-GGUF/tiny-Q8_0.gguf", model);
        put("pub/tiny-1B-GGUF/mmproj-F16.gguf", "projector");
        put("pub/tiny-1B-GGUF/README.md", "---\nlicense: mit\n---\n# Tiny\n");
        put("pub/tiny-1B-GGUF/model.json",
            R"({"downloads": 7, "gguf": {"total": 1000000000, "architecture": "llama",
            "context_length": 4096, "chat_template": "{% if tools %}"}})");
        put("pub/secret/s-Q8_0.gguf", model);
        for (int i = 0; i < 7; ++i)
            put(QString("many/model-%1-%2B").arg(i).arg(i + 1) + "/m-Q4_0.gguf", "x");
        QVERIFY(m_hub.start());
    }
    void init() {
        m_hub.reset();
        NetworkOptions options;
        options.proxy = "";
        options.hubEndpoint = m_hub.hub();
        m_gate = std::make_unique<NetworkGate>(options);
        static int number = 0;
        const std::string name = "hub" + std::to_string(++number) + ".db";
        m_cache =
            HubCache::open(std::filesystem::path(m_folder.path().toStdString()) / name).value();
    }

    void searchesPageByPage() {
        HubClient hub = client();
        HubQuery wanted = query("model");
        wanted.limit = 3;
        auto page = hub.search(wanted);
        QVERIFY2(page, page ? "" : page.error().detail.c_str());
        QCOMPARE(page->models.size(), std::size_t{3});
        std::set<std::string> ids;
        int pages = 0;
        while (true) {
            ++pages;
            for (const HubModel& model : page->models) ids.insert(model.id);
            if (page->next.empty()) break;
            page = hub.searchNext(wanted, page->next);
            QVERIFY(page.ok());
        }
        QCOMPARE(ids.size(), std::size_t{7});
        QCOMPARE(pages, 3);
        QVERIFY(!page->offline);
    }
    void filtersByWhatTheHubDoesNotKnow() {
        HubClient hub = client();
        HubQuery wanted = query("model");
        wanted.parametersMin = 3'000'000'000;
        wanted.parametersMax = 5'000'000'000;
        QCOMPARE(hub.search(wanted)->models.size(), std::size_t{3});
        wanted = query("");
        wanted.capabilities = {HubCapability::Tools};
        const auto tools = hub.search(wanted);
        QCOMPARE(tools->models.size(), std::size_t{1});
        QCOMPARE(tools->models.front().id, "pub/tiny-1B-GGUF");
    }
    void showsAModelsPage() {
        const auto page = client().model("pub/tiny-1B-GGUF");
        QVERIFY2(page, page ? "" : page.error().detail.c_str());
        QCOMPARE(page->model.commit.size(), std::size_t{40});
        QCOMPARE(page->files.variants.size(), std::size_t{2});
        const HubFile& file = page->files.variants.front().files.front();
        QCOMPARE(file.bytes, m_model.size());
        QCOMPARE(file.sha256.size(), std::size_t{64});
        QCOMPARE(page->files.companions.size(), std::size_t{1});
        QCOMPARE(page->card.markdown, "# Tiny\n");
        QCOMPARE(page->model.licence, "mit");
    }
    void opensOfflineWithWhatWasFetched() {
        HubClient hub = client();
        QVERIFY(hub.search(query("tiny")).ok());
        QVERIFY(hub.model("pub/tiny-1B-GGUF").ok());
        m_gate->setOffline(true);
        const auto found = hub.search(query("tiny"));
        QVERIFY2(found, found ? "" : found.error().detail.c_str());
        QVERIFY(found->offline);
        QVERIFY(!found->notice.empty());
        QVERIFY(found->asOfMs > 0);
        QCOMPARE(found->models.front().id, "pub/tiny-1B-GGUF");
        const auto page = hub.model("pub/tiny-1B-GGUF");
        QVERIFY(page.ok());
        QVERIFY(page->offline);
        QCOMPARE(page->files.variants.size(), std::size_t{2});
        QCOMPARE(page->card.markdown, "# Tiny\n");
        QCOMPARE(hub.model("pub/secret").error().code, ErrorCode::Offline);
        // The starter catalogue answers even where nothing was ever fetched.
        const auto starter = hub.search(query("gpt-oss 20b"));
        QVERIFY(!starter->models.empty());
        QCOMPARE(starter->models.front().architecture, "gpt-oss");
    }
    void saysWhatToDoAboutARefusal() {
        m_hub.control(R"({"gated": {"pub/secret": 403}, "token": "t0ken"})");
        HubClient hub = client();
        HubReference file;
        file.repository = "pub/secret";
        file.file = "s-Q8_0.gguf";
        const auto header = hub.header(file);
        QCOMPARE(header.error().code, ErrorCode::AccessDenied);
        const auto page = hub.model("pub/secret");
        QVERIFY(page.ok()); // Facts and names are public, hashes are not.
        QVERIFY(page->notice.find("accept its licence at " + m_hub.hub() + "/pub/secret")
                != std::string::npos);
        m_gate->setHub(m_hub.hub(), "t0ken");
        QVERIFY(hub.header(file).ok());
        QCOMPARE(hub.model("pub/nothing").error().code, ErrorCode::NotFound);
        QCOMPARE(hub.model("../etc").error().code, ErrorCode::InvalidArgument);
    }
    void waitsWhenTheHubAsksForIt() {
        m_hub.control(
            R"({"faults": [{"kind": "status", "where": "api", "status": 429, "retry_after": 1}]})");
        QElapsedTimer timer;
        timer.start();
        const auto page = client().search(query("tiny"));
        QVERIFY2(page, page ? "" : page.error().detail.c_str());
        QVERIFY(!page->offline);
        QVERIFY(timer.elapsed() >= 900);
    }
    void readsHeadersThroughTheRedirect() {
        HubReference reference;
        reference.repository = "pub/tiny-1B-GGUF";
        reference.quantization = "Q4_K_M";
        const auto header = client().header(reference);
        QVERIFY2(header, header ? "" : header.error().detail.c_str());
        QCOMPARE(header->commit.size(), std::size_t{40});
        QCOMPARE(header->parts.front().etag.size(), std::size_t{64});
        QCOMPARE(header->file.fileBytes(), m_model.size());
        QVERIFY(inference::inspectModel(header->file).supported);
        reference.quantization = "Q2_K";
        QCOMPARE(client().header(reference).error().code, ErrorCode::NotFound);
    }
    void knowsOfflineByItsBranchWhatItReadByItsCommit() {
        HubClient hub = client();
        HubReference reference;
        reference.repository = "pub/tiny-1B-GGUF";
        reference.quantization = "Q4_K_M"; // Its page names the file, and the commit.
        QVERIFY(hub.header(reference).ok());
        m_gate->setOffline(true);
        reference.quantization.clear();
        reference.file = "tiny-Q4_K_M.gguf";
        QCOMPARE(reference.revision, std::string("main"));
        const auto header = hub.header(reference);
        QVERIFY2(header, header ? "" : header.error().detail.c_str());
        reference.file = "tiny-Q8_0.gguf"; // Never read.
        QCOMPARE(hub.header(reference).error().code, ErrorCode::Offline);
    }
    void copesWithServersThatIgnoreRanges() {
        m_hub.control(R"({"faults": [{"kind": "ignore_range", "where": "cdn", "count": 9}]})");
        HubReference reference;
        reference.repository = "pub/tiny-1B-GGUF";
        reference.file = "tiny-Q8_0.gguf";
        QVERIFY(client().header(reference).ok());
    }
    void tellsWhetherTheHubHasSomethingNewer() {
        HubClient hub = client();
        const auto page = hub.model("pub/tiny-1B-GGUF");
        ModelEntry entry;
        entry.name = "tiny";
        entry.parts.resize(1);
        QCOMPARE(checkUpstream(entry, hub).error().code, ErrorCode::Unsupported);
        ModelProvenance& from = entry.parts.front().provenance;
        from.repository = "pub/tiny-1B-GGUF";
        from.file = "tiny-Q8_0.gguf";
        from.sha256 = page->files.variants.back().files.front().sha256;
        QCOMPARE(checkUpstream(entry, hub)->kind, UpstreamState::Kind::Same);
        from.sha256 = std::string(64, '0');
        QCOMPARE(checkUpstream(entry, hub)->kind, UpstreamState::Kind::Newer);
        from.file = "tiny-Q2_K.gguf";
        QCOMPARE(checkUpstream(entry, hub)->kind, UpstreamState::Kind::Gone);
        m_gate->setOffline(true);
        QCOMPARE(checkUpstream(entry, hub).error().code, ErrorCode::Offline);
    }
    void shipsACatalogueThatIsCurrent() {
        QCOMPARE(m_starter.models().front().model.id, "ggml-org/gpt-oss-20b-GGUF");
        QVERIFY(m_starter.models().size() >= 40);
        QVERIFY(m_starter.dateMs() > 0);
        for (const StarterModel& starter : m_starter.models()) {
            QVERIFY(!starter.files.empty() && !starter.model.summary.empty());
            QVERIFY(!starter.model.capabilities.empty());
        }
        QProcess script;
        script.start("python3", {HEARTH_SOURCE_DIR "/resources/catalog/make_catalog.py", "--json"});
        QVERIFY(script.waitForFinished(20'000));
        QCOMPARE(script.exitCode(), 0);
        QCOMPARE(QString::fromUtf8(script.readAllStandardOutput()),
                 QString::fromStdString(StarterCatalog::unpack().value()));
    }
    void keepsSecretsFromOthers() {
        const std::filesystem::path folder = m_folder.path().toStdString() + "/secrets";
        FileSecretStore store(folder);
        QVERIFY(!store.read(kHubTokenName)->has_value());
        QVERIFY(store.write(kHubTokenName, "hf_x").ok());
        QCOMPARE(*store.read(kHubTokenName).value(), "hf_x");
        struct stat status {};
        QCOMPARE(::stat((folder / kHubTokenName).c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777u, 0600u);
        QCOMPARE(::chmod((folder / kHubTokenName).c_str(), 0644), 0);
        QCOMPARE(store.read(kHubTokenName).error().code, ErrorCode::Unsupported);
        QVERIFY(store.remove(kHubTokenName).ok());
        QVERIFY(!store.read(kHubTokenName)->has_value());
        QVERIFY(!store.write("../x", "y").ok());
    }
};

QTEST_MAIN(TestHubClient)
#include "test_hub_client.moc"
