// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

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
