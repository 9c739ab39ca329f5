// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include <algorithm>
#include <random>

#include "core/hub/hub_json.h"
#include "core/hub/model_capabilities.h"
#include "core/hub/model_card.h"
#include "core/hub/model_files.h"
#include "tests/support/vectors.h"

using namespace core;

class TestHubJson : public QObject {
    Q_OBJECT

    static std::string json(const QJsonValue& value) {
        const QJsonDocument document =
            value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
        return document.toJson(QJsonDocument::Compact).toStdString();
    }

private slots:
    void readsRecordedAnswers() {
        REQUIRE_VECTORS("hub-fixtures");
        const QJsonObject recorded = inference::testing::readJson(
            inference::testing::vectorPath("hub-fixtures/real-whisper.cpp-info-and-tree.json"));
        const auto tree = parseHubTree(json(recorded["tree_recursive"]));
        QVERIFY(tree.ok());
        QCOMPARE(tree->size(), std::size_t{3});
        QCOMPARE((*tree)[1].bytes, std::uint64_t{1624555275});
        QCOMPARE((*tree)[1].sha256,
                 "1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69");
        QVERIFY((*tree)[0].sha256.empty());
    }
    void readsListings() {
        REQUIRE_VECTORS("hub-fixtures");
        const QJsonObject recorded = inference::testing::readJson(
            inference::testing::vectorPath("hub-fixtures/SYNTHETIC-gguf-search.json"));
        const QJsonObject search = recorded["search"].toObject();
        const auto models = parseHubListing(json(search["body"]));
        QVERIFY(models.ok());
        QCOMPARE(models->size(), std::size_t{3});
        const HubModel& gemma = models->front();
        QCOMPARE(gemma.id, "ggml-org/gemma-3-1b-it-GGUF");
        QCOMPARE(gemma.licence, "gemma");
        QCOMPARE(gemma.baseModels, std::vector<std::string>{"google/gemma-3-1b-it"});
        QCOMPARE(gemma.parameters, std::uint64_t{1'000'000'000});
        QCOMPARE(gemma.updatedMs, UnixMs{1741775405000});
        QVERIFY(gemma.can(HubCapability::Chat));
        QCOMPARE((*models)[1].gate, HubGate::Manual);
        QCOMPARE((*models)[2].gate, HubGate::Automatic);
        const std::string link = search["headers"].toObject()["Link"].toString().toStdString();
        QVERIFY(nextLink(link).ends_with("cursor=eyJfaWQiOiI2N2QxNjYwMCJ9"));

        const auto info = parseHubInfo(json(recorded["model_info_gguf"].toObject()["body"]));
        QVERIFY(info.ok());
        QCOMPARE(info->model.architecture, "gemma3");
        QCOMPARE(info->model.contextLength, std::uint64_t{32768});
        QCOMPARE(info->model.parameters, std::uint64_t{999885952});
        QCOMPARE(info->model.architectureSupported(), std::optional<bool>(true));
    }
    void saysWhatIsWrongWithAnAnswer() {
        for (const char* body : {"<html>captive portal</html>", "[{\"id\": \"trunc", "", "17",
                                 "{\"error\": \"Invalid rev id\"}", "null", "\"x\""}) {
            const auto models = parseHubListing(body);
            QVERIFY2(!models, body);
            QVERIFY(!models.error().detail.empty());
            QVERIFY(!parseHubTree(body));
            QVERIFY(!parseHubInfo(body));
        }
        QVERIFY(parseHubListing("<html>").error().detail.find("log in") != std::string::npos);
        QVERIFY(parseHubListing("[{").error().detail.find("cut off") != std::string::npos);
    }
    void leavesOutEntriesThatMakeNoSense() {
        const auto models = parseHubListing(
            R"([17, null, {}, {"id": 5}, {"id": "no-slash"}, {"id": "a/b", "downloads": "many",
            "tags": [1, "x"], "gguf": [], "cardData": "?", "likes": -3, "lastModified": "soon"}])");
        QVERIFY(models.ok());
        QCOMPARE(models->size(), std::size_t{1});
        QCOMPARE(models->front().downloads, std::uint64_t{0});
        QCOMPARE(models->front().tags.size(), std::size_t{1});
    }
    void survivesHostileAnswers_data() {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("a listing") << QByteArray(R"([{"id":"a/b-7B-GGUF","author":"a","sha":"0f",
            "lastModified":"2026-01-02T03:04:05.000Z","createdAt":"2025-01-01T00:00:00Z",
            "downloads":12,"likes":3,"trendingScore":1.5,"gated":"auto","private":false,
            "disabled":false,"tags":["gguf","license:mit","base_model:c/d","region:us"],
            "pipeline_tag":"text-generation","cardData":{"license":"mit","base_model":["c/d"],
            "language":["en","de"]},"gguf":{"total":7000000000,"architecture":"llama",
            "context_length":8192,"chat_template":"{% if tools %}x{% endif %}"}}])");
        QTest::newRow("a model") << QByteArray(R"({"id":"a/b","sha":"0f","gated":false,"siblings":[
            {"rfilename":"b-Q4_K_M-00001-of-00002.gguf","size":5,"blobId":"1",
             "lfs":{"sha256":"ab","size":5,"pointerSize":1}},
            {"rfilename":"x/../../etc/passwd"},{"rfilename":"mmproj-F16.gguf","size":1}]})");
        QTest::newRow("a tree") << QByteArray(R"([{"type":"file","path":"q/b-Q8_0.gguf","size":9,
            "oid":"1","lfs":{"oid":"ab","size":9,"pointerSize":3}},
            {"type":"directory","path":"q","oid":"2"}])");
        QTest::newRow("a card") << QByteArray("---\nlicense: mit\nlanguage:\n- en\n- de\n"
                                              "base_model: [a/b, 'c/d']\ntags: x\n---\n# Hi\n");
    }
    void survivesHostileAnswers() {
        QFETCH(const QByteArray, answer);
        // Pieces that parsers trip over, put in at random places of a good answer.
        const QList<QByteArray> pieces{
            "[",       "]",       "{",     "}",
            "\"",      ":",       ",",     "null",
            "true",    "-1",      "1e999", "\\u0000",
            "\\ud800", "\xff",    "../",   "99999999999999999999",
            "[[[[[",   "{\"a\":", "-of-",  "0.5",
            "%00",     "\n---\n", " - ",   QByteArray(300, '['),
        };
        std::mt19937 random(4711);
        const auto pick = [&](qsizetype count) {
            return static_cast<qsizetype>(random() % static_cast<std::uint32_t>(count));
        };
        QElapsedTimer clock;
        clock.start();
        int rounds = 0;
        for (; clock.elapsed() < 500; ++rounds) {
            QByteArray bad = answer;
            for (qsizetype i = pick(4); i >= 0; --i) {
                const qsizetype at = pick(bad.size());
                switch (pick(4)) {
                case 0: bad.insert(at, pieces[pick(pieces.size())]); break;
                case 1: bad.remove(at, 1 + pick(20)); break;
                case 2: bad[at] = static_cast<char>(random()); break;
                default: bad.insert(at, bad.mid(pick(bad.size()), pick(60)));
                }
                if (bad.isEmpty()) bad = answer;
            }
            const std::string text = bad.toStdString();
            if (const auto models = parseHubListing(text)) {
                for (const HubModel& model : *models) QVERIFY(!model.id.empty());
            }
            const auto unsafe = [](const std::vector<HubFile>& files) {
                return std::any_of(files.begin(), files.end(), [](const HubFile& file) {
                    return file.path.find("..") == 0 || file.path.starts_with('/')
                           || file.path.find("/../") != std::string::npos;
                });
            };
            if (auto info = parseHubInfo(text)) {
                const HubFiles grouped = groupFiles(std::move(info->files));
                for (const HubVariant& variant : grouped.variants) QVERIFY(!unsafe(variant.files));
                QVERIFY(!unsafe(grouped.others));
            }
            if (auto tree = parseHubTree(text)) {
                const HubFiles grouped = groupFiles(std::move(*tree));
                for (const HubVariant& variant : grouped.variants) QVERIFY(!unsafe(variant.files));
            }
            (void)parseModelCard(text);
            (void)nextLink(text);
            (void)parseIsoDate(text);
        }
        qInfo("%d answers", rounds);
        QVERIFY(rounds > 100);
    }
    void findsTheNextPage() {
        QCOMPARE(nextLink("<https://h/a?c=1>; rel=\"next\""), "https://h/a?c=1");
        QCOMPARE(nextLink("<https://h/p>; rel=\"prev\", <https://h/n,x>; rel=\"next\""),
                 "https://h/n,x");
        QCOMPARE(nextLink("<https://h/p>; rel=\"prev\""), "");
        QCOMPARE(nextLink("nonsense<"), "");
        QCOMPARE(nextLink(""), "");
    }
    void readsDates() {
        QCOMPARE(parseIsoDate("1970-01-01T00:00:00.000Z"), UnixMs{0});
        QCOMPARE(parseIsoDate("2024-02-29T12:34:56Z"), UnixMs{1709210096000});
        QCOMPARE(parseIsoDate("yesterday"), UnixMs{0});
        QCOMPARE(parseIsoDate("2024-13-01"), UnixMs{0});
    }
    void readsSizesInNames_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<quint64>("parameters");
        QTest::newRow("dense") << "Qwen3.8-27B-GGUF" << quint64{27'000'000'000};
        QTest::newRow("moe") << "Qwen3-30B-A3B-GGUF" << quint64{30'000'000'000};
        QTest::newRow("small") << "gemma-3-270m-it" << quint64{270'000'000};
        QTest::newRow("fraction") << "LFM2.5-1.2B-Instruct" << quint64{1'200'000'000};
        QTest::newRow("experts") << "Mixtral-8x7B-v0.1" << quint64{56'000'000'000};
        QTest::newRow("end") << "gpt-oss-20b" << quint64{20'000'000'000};
        QTest::newRow("none") << "phi-4" << quint64{0};
        QTest::newRow("version") << "v0.3" << quint64{0};
        QTest::newRow("bits") << "model-4bit" << quint64{0};
        QTest::newRow("huge") << "model-99999999999999999999999B" << quint64{0};
    }
    void readsSizesInNames() {
        QFETCH(QString, name);
        QTEST(static_cast<quint64>(parametersInName(name.toStdString())), "parameters");
    }
    void tellsCapabilitiesFromHints() {
        HubModel model;
        model.id = "x/Tiny-VL-7B-Instruct-GGUF";
        model.kind = "image-text-to-text";
        const auto found = findCapabilities(model, "{% if tools %}{% endif %}<think>");
        using C = HubCapability;
        QCOMPARE(found, (std::vector<C>{C::Chat, C::Vision, C::Tools, C::Reasoning}));
        model.id = "x/Coder-Embedding";
        model.kind = "feature-extraction";
        QCOMPARE(findCapabilities(model, ""), (std::vector<C>{C::Code, C::Embedding}));
    }
    void filtersAndSorts() {
        HubModel small;
        small.id = "a/alpha-1B";
        small.parameters = 1'000'000'000;
        small.downloads = 5;
        small.licence = "MIT";
        HubModel large;
        large.id = "b/alphabet-soup";
        large.parameters = 70'000'000'000;
        large.downloads = 9;
        HubQuery query;
        query.parametersMax = 8'000'000'000;
        QVERIFY(matchesQuery(small, query, Text::Check));
        QVERIFY(!matchesQuery(large, query, Text::Check));
        query = {};
        query.licence = "mit";
        QVERIFY(matchesQuery(small, query, Text::Check));
        QVERIFY(!matchesQuery(large, query, Text::Check));
        query = {};
        query.text = "ALPHA soup";
        QVERIFY(!matchesQuery(small, query, Text::Check));
        QVERIFY(matchesQuery(large, query, Text::Check));
        query.text = "alpha";
        std::vector<HubModel> models{large, small};
        sortModels(models, query);
        QCOMPARE(models.front().id, small.id); // The whole word counts more than downloads.
        query.sort = HubSort::Downloads;
        sortModels(models, query);
        QCOMPARE(models.front().id, large.id);
    }
    void readsModelCards() {
        const HubCard card = parseModelCard("---\nlicense: apache-2.0 # free\nbase_model:\n- a/b\n"
                                            "- \"c/d\"\ntags: [gguf, 'x y']\nwidget:\n  - text: >\n"
                                            "      long\nlanguage: en\n---\n# Title\n\ntext\n");
        QCOMPARE(card.licence, "apache-2.0");
        QCOMPARE(card.baseModels, (std::vector<std::string>{"a/b", "c/d"}));
        QCOMPARE(card.tags, (std::vector<std::string>{"gguf", "x y"}));
        QCOMPARE(card.languages, std::vector<std::string>{"en"});
        QCOMPARE(card.markdown, "# Title\n\ntext\n");
    }
    void showsCardsWithoutFrontMatterAsTheyAre() {
        QCOMPARE(parseModelCard("# Hello\n---\nx").markdown, "# Hello\n---\nx");
        QCOMPARE(parseModelCard("---\nnever: ends\n").markdown, "---\nnever: ends\n");
        QCOMPARE(parseModelCard("").markdown, "");
        QCOMPARE(parseModelCard("---\r\nlicense: mit\r\n---\r\nBody").licence, "mit");
    }
};

QTEST_MAIN(TestHubJson)
#include "test_hub_json.moc"
