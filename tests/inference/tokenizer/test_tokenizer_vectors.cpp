// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Recorded tokenizations of real vocabularies.
#include <optional>

#include <QFile>
#include <QTest>
#include <nlohmann/json.hpp>

#include "inference/gguf/gguf_reader.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer/unicode.h"

using namespace inference;

class TestTokenizerVectors : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void reproducesTheTextPairs_data() {
        vocabularies({"gpt-oss-o200k_harmony-vocab", "stories260K"}); // They come without pairs.
    }
    void reproducesTheTextPairs();
    void reproducesTheCorpus_data() { vocabularies(); }
    void reproducesTheCorpus();
    void reproducesThePublishedPatterns_data();
    void reproducesThePublishedPatterns();
    void fallsBackToTheUnknownToken();
    void decodesToTheSameText_data() {
        vocabularies({"ggml-vocab-bert-bge"}); // Folds case and accents.
    }
    void decodesToTheSameText();
    void knowsWhichTokensEndAnAnswer_data() { vocabularies(); }
    void knowsWhichTokensEndAnAnswer();

private:
    /// A row for each recorded vocabulary but those.
    void vocabularies(const QStringList& without = {});
};

namespace {

using Ids = std::vector<TokenId>;

const QString kVectors = QStringLiteral(HEARTH_VECTORS);

QByteArray contents(const QString& name) {
    QFile file(kVectors + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Not Qt's parser: that drops a byte order mark at the beginning of a string.
nlohmann::json json(const QString& name) {
    return nlohmann::json::parse(contents(name).toStdString());
}

/// Opening a vocabulary takes a moment: the last one is kept.
const Tokenizer& tokenizer(const QString& name) {
    static QString current;
    static std::optional<Tokenizer> kept;
    if (current != name) {
        auto file = GgufFile::open((kVectors + name).toStdString());
        if (!file) qFatal("%s: %s", qPrintable(name), file.error().detail.c_str());
        auto created = Tokenizer::create(file->metadata());
        if (!created) qFatal("%s: %s", qPrintable(name), created.error().detail.c_str());
        kept.emplace(std::move(created).value());
        current = name;
    }
    return *kept;
}

QString listed(const Ids& ids) {
    QStringList numbers;
    for (const TokenId id : ids) numbers.append(QString::number(id));
    return numbers.join(u' ');
}

QString difference(const std::string& text, const Ids& got, const Ids& wanted) {
    return QStringLiteral("%1\n   got %2\nwanted %3")
        .arg(QString::fromStdString(nlohmann::json(text).dump(-1, ' ', true)), listed(got),
             listed(wanted));
}

} // namespace

void TestTokenizerVectors::initTestCase() {
    if (contents(QStringLiteral("/vocab/corpus.json")).isEmpty())
        QSKIP("no reference vectors: set HEARTH_VECTORS");
}

void TestTokenizerVectors::vocabularies(const QStringList& without) {
    QTest::addColumn<QString>("vocabulary");
    QTest::addColumn<QString>("record");
    for (const char* name :
         {"ggml-vocab-bert-bge", "ggml-vocab-deepseek-llm", "ggml-vocab-gemma-4",
          "ggml-vocab-llama-bpe", "ggml-vocab-llama-spm", "ggml-vocab-phi-3", "ggml-vocab-qwen2",
          "ggml-vocab-qwen35", "gpt-oss-o200k_harmony-vocab"}) {
        const QString base = QString::fromLatin1(name);
        if (without.contains(base)) continue;
        QTest::newRow(name) << QStringLiteral("/vocab/%1.gguf").arg(base)
                            << QStringLiteral("/vocab/tokenized/%1.json").arg(base);
    }
    if (without.contains(QStringLiteral("stories260K"))) return;
    QTest::newRow("stories260K") << QStringLiteral("/models-real/stories260K-Q8_0.gguf")
                                 << QStringLiteral("/models-real/tokenized/stories260K.json");
}

void TestTokenizerVectors::reproducesTheTextPairs() {
    QFETCH(QString, vocabulary);
    const QByteArray input = contents(vocabulary + QStringLiteral(".inp"));
    const QByteArray output = contents(vocabulary + QStringLiteral(".out"));
    QVERIFY(!input.isEmpty());
    const QStringList texts =
        QString::fromUtf8(input).split(QStringLiteral("\n__ggml_vocab_test__\n"));
    const QList<QByteArray> lines = output.split('\n');
    QVERIFY(texts.size() > 40);
    for (qsizetype i = 0; i < texts.size() && i < lines.size(); ++i) {
        Ids wanted;
        for (const QByteArray& id : lines[i].simplified().split(' '))
            if (!id.isEmpty()) wanted.push_back(id.toInt());
        const auto ids = tokenizer(vocabulary).encode(texts[i].toStdString(), {false, false});
        QVERIFY2(ids == wanted, qPrintable(difference(texts[i].toStdString(), ids, wanted)));
    }
}

void TestTokenizerVectors::reproducesTheCorpus() {
    QFETCH(QString, vocabulary);
    QFETCH(QString, record);
    // Where the published pattern was recorded too, that is the truth for plain text.
    const bool published = vocabulary.contains(u"qwen2") || vocabulary.contains(u"llama-bpe")
                           || vocabulary.contains(u"gpt-oss");
    const auto cases = json(record)["cases"];
    QVERIFY(cases.size() > 150);
    int wrong = 0;
    const auto check = [&](const std::string& text, const Ids& ids, const Ids& wanted) {
        if (ids == wanted) return;
        ++wrong;
        qWarning("%s", qPrintable(difference(text, ids, wanted)));
    };
    for (const auto& item : cases) {
        const auto text = item["text"].get<std::string>();
        if (published && item["ids"].get<Ids>() == item["ids_parse_special"].get<Ids>()) continue;
        const Tokenizer& subject = tokenizer(vocabulary);
        if (!published) check(text, subject.encode(text, {false, false}), item["ids"].get<Ids>());
        check(text, subject.encode(text, {false, true}), item["ids_parse_special"].get<Ids>());
        check(text, subject.encode(text, {true, true}),
              item["ids_add_special_parse_special"].get<Ids>());
    }
    QCOMPARE(wrong, 0);
}

void TestTokenizerVectors::reproducesThePublishedPatterns_data() {
    QTest::addColumn<QString>("vocabulary");
    QTest::addColumn<QString>("record");
    const auto row = [](const char* name, const char* vocabulary, const char* record) {
        QTest::newRow(name)
            << QStringLiteral("/vocab/%1.gguf").arg(QLatin1String(vocabulary))
            << QStringLiteral("/vocab/tokenized/%1.tiktoken.json").arg(QLatin1String(record));
    };
    row("qwen2", "ggml-vocab-qwen2", "qwen2");
    row("llama-bpe", "ggml-vocab-llama-bpe", "llama-bpe");
    row("o200k_harmony", "gpt-oss-o200k_harmony-vocab", "o200k_harmony");
}

void TestTokenizerVectors::reproducesThePublishedPatterns() {
    QFETCH(QString, vocabulary);
    QFETCH(QString, record);
    const auto cases = json(record)["cases"];
    QVERIFY(cases.size() > 150);
    for (const auto& item : cases) {
        const auto text = item["text"].get<std::string>();
        const auto ids = tokenizer(vocabulary).encode(text, {false, false});
        const auto wanted = item["ids"].get<Ids>();
        QVERIFY2(ids == wanted, qPrintable(difference(text, ids, wanted)));
    }
}

void TestTokenizerVectors::fallsBackToTheUnknownToken() {
    const QString name = QStringLiteral("/models-real/TinyStories-656K-Q8_0.gguf");
    const auto cases =
        json(QStringLiteral("/models-real/tokenized/TinyStories-656K.json"))["cases"];
    QVERIFY(cases.size() > 150);
    for (const auto& item : cases) {
        const auto text = item["text"].get<std::string>();
        // The recorder put a space in front of nothing; everybody else leaves nothing alone.
        if (text.empty()) continue;
        const auto ids = tokenizer(name).encode(text, {false, false});
        const auto& recorded = item.contains("hf_bpe_ids") ? item["hf_bpe_ids"] : item["ids"];
        if (!recorded.is_array()) continue;
        const auto wanted = recorded.get<Ids>();
        QVERIFY2(ids == wanted, qPrintable(difference(text, ids, wanted)));
    }
}

void TestTokenizerVectors::decodesToTheSameText() {
    QFETCH(QString, vocabulary);
    const auto corpus = json(QStringLiteral("/vocab/corpus.json"));
    const Tokenizer& subject = tokenizer(vocabulary);
    for (const auto& item : corpus) {
        auto text = item.get<std::string>();
        // SentencePiece cannot tell its own mark for a space from one that was written.
        const bool marked = text.find("\xe2\x96\x81") != std::string::npos;
        if (marked && subject.modelName() != "gpt2") continue;
        const auto ids = subject.encode(text, {true, false});
        if (vocabulary.contains(u"qwen2")) text = unicode::normalizeC(text);
        const std::string decoded = subject.decode(ids);
        QVERIFY2(decoded == text,
                 qPrintable(QString::fromStdString(text) + QStringLiteral(" became ")
                            + QString::fromStdString(decoded)));
    }
}

void TestTokenizerVectors::knowsWhichTokensEndAnAnswer() {
    QFETCH(QString, vocabulary);
    QFETCH(QString, record);
    const auto recorded = json(record);
    const Tokenizer& subject = tokenizer(vocabulary);
    QCOMPARE(static_cast<int>(subject.size()), recorded["n_vocab"].get<int>());
    QCOMPARE(subject.addsBos(), recorded["add_bos"].get<bool>());
    QCOMPARE(subject.bos(), recorded["bos"].get<int>());
    QCOMPARE(subject.eos(), recorded["eos"].get<int>());
    if (vocabulary.contains(u"bert")) return; // Answers nothing.
    const auto wanted = recorded["eog"].get<Ids>();
    QVERIFY2(subject.endOfGenerationTokens() == wanted,
             qPrintable(listed(subject.endOfGenerationTokens()) + QStringLiteral(" instead of ")
                        + listed(wanted)));
    for (const TokenId id : wanted) QVERIFY(subject.tokenBytes(id).empty());
}

QTEST_GUILESS_MAIN(TestTokenizerVectors)
#include "test_tokenizer_vectors.moc"
