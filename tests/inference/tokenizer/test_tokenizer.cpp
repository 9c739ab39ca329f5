// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <cmath>
#include <limits>

#include <QElapsedTimer>
#include <QTest>

#include "inference/gguf/gguf_reader.h"
#include "inference/tokenizer/tokenizer.h"
#include "tests/support/tiny_tokenizer.h"
#include "tests/support/tiny_vocabulary.h"

using namespace inference;
using namespace inference::testing;

class TestTokenizer : public QObject {
    Q_OBJECT

private slots:
    void mergesInTheOrderOfTheList();
    void mergesTheLeftmostOfEqualPairs();
    void givesTheSameResultForShortAndLongWords();
    void keepsControlTokensOutOfPlainText();
    void encodesSegmentsAsOneText();
    void neverFindsAControlTokenAcrossABorder();
    void findsTheLongestSpecialToken();
    void mergesSentencePiecesByScore();
    void fallsBackToBytes();
    void fusesUnknownCharacters();
    void putsTheSpaceWhereItBelongs();
    void addsBeginAndEnd();
    void collectsTokensThatEndAnAnswer();
    void keepsHarmonyAnswersGoing();
    void toleratesDuplicateAndEmptyTokens();
    void toleratesScoresThatAreNoNumbers();
    void refusesBrokenVocabularies();
    void encodesHugeWordsQuickly_data();
    void encodesHugeWordsQuickly();
};

namespace {

using Ids = std::vector<TokenId>;

} // namespace

void TestTokenizer::mergesInTheOrderOfTheList() {
    const Tokenizer first = create(byteLevelVocabulary("gpt-2", {"a b", "b c", "ab c"}));
    QCOMPARE(texts(first, first.encode("abc")), QStringLiteral("abc"));
    const Tokenizer second = create(byteLevelVocabulary("gpt-2", {"b c", "a b", "ab c"}));
    QCOMPARE(texts(second, second.encode("abc")), QStringLiteral("a|bc"));
}

void TestTokenizer::mergesTheLeftmostOfEqualPairs() {
    const Tokenizer tokenizer = create(byteLevelVocabulary("gpt-2", {"a a"}));
    QCOMPARE(texts(tokenizer, tokenizer.encode("aaaaa")), QStringLiteral("aa|aa|a"));
}

void TestTokenizer::givesTheSameResultForShortAndLongWords() {
    // A long word that consists of short ones which cannot merge with each other: the heap and the
    // scan must agree.
    const Tokenizer tokenizer =
        create(byteLevelVocabulary("gpt-2", {"a b", "b a", "ab ab", "aba b", "ab a", "a a"}));
    std::uint32_t random = 7;
    Ids expected;
    std::string text;
    for (int word = 0; word < 400; ++word) {
        std::string part;
        for (int i = 0; i < 20; ++i) {
            random = random * 1664525 + 1013904223;
            part.push_back("ab"[random >> 30 & 1]);
        }
        part.push_back('z');
        const Ids ids = tokenizer.encode(part);
        expected.insert(expected.end(), ids.begin(), ids.end());
        text += part;
    }
    QCOMPARE(tokenizer.encode(text), expected);
}

void TestTokenizer::keepsControlTokensOutOfPlainText() {
    const Tokenizer tokenizer = create(byteLevelVocabulary("gpt-2", {}));
    const TokenId start = tokenizer.find("<|im_start|>"), think = tokenizer.find("<think>");
    QCOMPARE(tokenizer.encode("<|im_start|>a"), Ids({start, tokenizer.find("a")}));
    const Ids plain = tokenizer.encode("<|im_start|><think>", {false, false});
    QCOMPARE(plain.size(), std::size_t{13});
    QCOMPARE(plain.back(), think);
    QVERIFY(std::find(plain.begin(), plain.end(), start) == plain.end());
    QCOMPARE(tokenizer.decode(plain), std::string("<|im_start|><think>"));
    QCOMPARE(tokenizer.decode(Ids{start, think}), std::string("<think>"));
    QCOMPARE(tokenizer.decode(Ids{start, think}, true), std::string("<|im_start|><think>"));
}

void TestTokenizer::encodesSegmentsAsOneText() {
    const Tokenizer tokenizer = create(byteLevelVocabulary("gpt-2", {"a b", "Ġ ab"}));
    const Tokenizer::Segment segments[] = {
        {"<|im_start|>x a", true}, {"b <|im_end|>", false}, {"<|im_end|>", true}};
    const Ids ids = tokenizer.encodeSegments(segments, false);
    QCOMPARE(ids.front(), tokenizer.find("<|im_start|>"));
    QCOMPARE(ids[2], tokenizer.find("Ġab")); // Merged across the border.
    QCOMPARE(std::count(ids.begin(), ids.end(), tokenizer.find("<|im_end|>")), 1);
    QCOMPARE(ids.back(), tokenizer.find("<|im_end|>"));
    const Tokenizer::Segment whole[] = {{"<|im_start|>x ab <|im_end|>", true}};
    QCOMPARE(tokenizer.encodeSegments(whole, true),
             tokenizer.encode("<|im_start|>x ab <|im_end|>"));
}

void TestTokenizer::neverFindsAControlTokenAcrossABorder() {
    const Tokenizer tokenizer = create(byteLevelVocabulary("gpt-2", {}));
    const std::string text = "<|im_end|>";
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        for (const bool firstParses : {false, true}) {
            const Tokenizer::Segment segments[] = {{text.substr(0, cut), firstParses},
                                                   {text.substr(cut), !firstParses}};
            QCOMPARE(tokenizer.encodeSegments(segments, false).size(), text.size());
        }
        const Tokenizer::Segment both[] = {{text.substr(0, cut), true}, {text.substr(cut), true}};
        QCOMPARE(tokenizer.encodeSegments(both, false), Ids{tokenizer.find(text)});
    }
}

void TestTokenizer::findsTheLongestSpecialToken() {
    const Tokenizer tokenizer = create(byteLevelVocabulary("gpt-2", {}, {"<a>", "<a><b>", "<b>c"}));
    QCOMPARE(texts(tokenizer, tokenizer.encode("<a><b>c<a>x")), QStringLiteral("<a><b>|c|<a>|x"));
}

void TestTokenizer::mergesSentencePiecesByScore() {
    const Tokenizer tokenizer =
        create(sentencePieceVocabulary({"▁a", "bc", "ab", "▁", "a", "b", "c"}));
    QCOMPARE(texts(tokenizer, tokenizer.encode("abc", {false, true})), QStringLiteral("▁a|bc"));
    QCOMPARE(tokenizer.decode(tokenizer.encode("abc a bc")), std::string("abc a bc"));
}

void TestTokenizer::fallsBackToBytes() {
    const Tokenizer tokenizer = create(sentencePieceVocabulary({"▁", "a"}));
    QCOMPARE(texts(tokenizer, tokenizer.encode("a\xc3\xa9\n", {false, true})),
             QStringLiteral("▁|a|<0xC3>|<0xA9>|<0x0A>"));
    const std::string bytes = "a\xff\xfe \xf0\x9f";
    QCOMPARE(tokenizer.decode(tokenizer.encode(bytes)), bytes);
    // A byte token or control token that is merely spelled out is text.
    QCOMPARE(tokenizer.decode(tokenizer.encode("<0x0A></s>", {false, false})),
             std::string("<0x0A></s>"));
}

void TestTokenizer::fusesUnknownCharacters() {
    const Tokenizer tokenizer = create(sentencePieceVocabulary({"▁", "a"}, false));
    QCOMPARE(texts(tokenizer, tokenizer.encode("xyzaq", {false, true})),
             QStringLiteral("▁|<unk>|a|<unk>"));
}

void TestTokenizer::putsTheSpaceWhereItBelongs() {
    GgufWriter writer = sentencePieceVocabulary({"▁a", "▁", "a"});
    const Tokenizer prefixing = create(writer);
    QCOMPARE(texts(prefixing, prefixing.encode("a</s>a a", {false, true})),
             QStringLiteral("▁a|</s>|▁a|▁a"));
    QVERIFY(prefixing.encode("", {false, true}).empty());
    QCOMPARE(prefixing.decode(prefixing.encode(" a")), std::string(" a"));
    writer.boolean("tokenizer.ggml.add_space_prefix", false);
    const Tokenizer bare = create(writer);
    QCOMPARE(texts(bare, bare.encode("a a", {false, true})), QStringLiteral("a|▁a"));
    QCOMPARE(bare.decode(bare.encode(" a")), std::string(" a"));
}

void TestTokenizer::addsBeginAndEnd() {
    GgufWriter writer = sentencePieceVocabulary({"▁a"});
    QCOMPARE(create(writer).encode("a"), Ids({1, 259}));
    QVERIFY(create(writer).addsBos());
    writer.boolean("tokenizer.ggml.add_bos_token", false);
    writer.boolean("tokenizer.ggml.add_eos_token", true);
    QCOMPARE(create(writer).encode("a"), Ids({259, 2}));
    QCOMPARE(create(writer).encode("a", {false, true}), Ids({259}));
    // The rule of a family decides where the file does not.
    GgufWriter llama3 = byteLevelVocabulary("llama3", {}, {"<|begin_of_text|>"});
    llama3.u32("tokenizer.ggml.bos_token_id", 256);
    QCOMPARE(create(llama3).encode("a").front(), 256);
    // A wrong id is no id.
    GgufWriter wrong = byteLevelVocabulary("llama3", {});
    wrong.u32("tokenizer.ggml.bos_token_id", 4000000000u);
    wrong.u32("tokenizer.ggml.eos_token_id", 100000);
    const Tokenizer tokenizer = create(wrong);
    for (const TokenId id : tokenizer.encode("a"))
        QVERIFY(id >= 0 && static_cast<std::size_t>(id) < tokenizer.size());
}

void TestTokenizer::collectsTokensThatEndAnAnswer() {
    GgufWriter writer =
        byteLevelVocabulary("qwen2", {}, {"<|endoftext|>", "<|im_start|>"}, {"<|im_end|>"});
    writer.u32("tokenizer.ggml.eos_token_id", 256);
    const Tokenizer tokenizer = create(writer);
    const TokenId end = tokenizer.find("<|im_end|>");
    QCOMPARE(tokenizer.endOfGenerationTokens(), Ids({256, end}));
    QVERIFY(tokenizer.isEndOfGeneration(end));
    QVERIFY(!tokenizer.isEndOfGeneration(tokenizer.find("<|im_start|>")));
    QVERIFY(!tokenizer.isEndOfGeneration(kNoToken));
    // Listed as ordinary in the file, and yet no answer shows it and no user can write it.
    QCOMPARE(tokenizer.tokenKind(end), TokenKind::Control);
    QVERIFY(tokenizer.tokenBytes(end).empty());
}

void TestTokenizer::keepsHarmonyAnswersGoing() {
    const Tokenizer tokenizer = create(
        byteLevelVocabulary("gpt-4o", {}, {"<|return|>", "<|call|>", "<|end|>", "<|start|>"}));
    QVERIFY(!tokenizer.isEndOfGeneration(tokenizer.find("<|end|>")));
    QVERIFY(tokenizer.isEndOfGeneration(tokenizer.find("<|call|>")));
    QCOMPARE(tokenizer.encode("<|start|>", {false, false}).size(), std::size_t{9});
}

void TestTokenizer::toleratesDuplicateAndEmptyTokens() {
    const Tokenizer tokenizer = create(sentencePieceVocabulary({"▁a", "", "▁a", "b"}));
    QCOMPARE(tokenizer.find("▁a"), 259);
    QCOMPARE(tokenizer.find(""), kNoToken);
    QCOMPARE(tokenizer.encode("ab", {false, true}), Ids({259, 262}));
    QCOMPARE(tokenizer.tokenText(1'000'000), std::string_view());
    QCOMPARE(tokenizer.tokenBytes(-5), std::string());
}

void TestTokenizer::toleratesScoresThatAreNoNumbers() {
    const float infinity = std::numeric_limits<float>::infinity();
    const Tokenizer unigram = create(
        unigramVocabulary({"▁", "a", "b", "ab"}, {-infinity, -infinity, std::nanf(""), infinity}));
    for (const TokenId id : unigram.encode("abba")) QVERIFY(id >= 0);
    GgufWriter writer;
    writer.string("tokenizer.ggml.model", "llama");
    writer.strings("tokenizer.ggml.tokens", {"<unk>", "a", "b", "ab", "ba"});
    writer.floats("tokenizer.ggml.scores", {0, -infinity, 0, std::nanf(""), -1});
    writer.boolean("tokenizer.ggml.add_space_prefix", false);
    QCOMPARE(create(writer).decode(create(writer).encode("abab", {false, true})),
             std::string("abab"));
}

void TestTokenizer::refusesBrokenVocabularies() {
    QCOMPARE(codeOf(GgufWriter()), ErrorCode::Corrupt);
    GgufWriter unknownModel;
    unknownModel.string("tokenizer.ggml.model", "rwkv");
    QCOMPARE(codeOf(unknownModel), ErrorCode::Unsupported);
    GgufWriter unknownPre = byteLevelVocabulary("made-up", {});
    const auto refused = tryCreate(unknownPre);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unsupported);
    QVERIFY(refused.error().detail.find("made-up") != std::string::npos);
    GgufWriter noTokens;
    noTokens.string("tokenizer.ggml.model", "llama");
    noTokens.ints("tokenizer.ggml.tokens", {1, 2, 3});
    QCOMPARE(codeOf(noTokens), ErrorCode::Corrupt);
    GgufWriter fewScores;
    fewScores.string("tokenizer.ggml.model", "llama");
    fewScores.strings("tokenizer.ggml.tokens", {"a", "b"});
    fewScores.floats("tokenizer.ggml.scores", {1});
    QCOMPARE(codeOf(fewScores), ErrorCode::Corrupt);
    GgufWriter noMerges;
    noMerges.string("tokenizer.ggml.model", "gpt2");
    noMerges.strings("tokenizer.ggml.tokens", {"a", "b"});
    QCOMPARE(codeOf(noMerges), ErrorCode::Corrupt);
    // Merges that make no sense are passed over.
    QCOMPARE(create(byteLevelVocabulary("gpt-2", {"a b", "b", "q", "zz yy"})).encode("ab").size(),
             std::size_t{1});
}

void TestTokenizer::encodesHugeWordsQuickly_data() {
    QTest::addColumn<QByteArray>("unit");
    for (const char* unit : {"a", "ab", "1", " ", "<", "\xe2\x96\x81", "\xff"})
        QTest::newRow(QByteArray(unit).toPercentEncoding().constData()) << QByteArray(unit);
}

void TestTokenizer::encodesHugeWordsQuickly() {
    QFETCH(QByteArray, unit);
    const std::string text = unit.repeated(1'000'000 / unit.size()).toStdString();
    const Tokenizer bytePairs = create(byteLevelVocabulary(
        "gpt-2", {"a a", "aa aa", "aaaa aaaa", "a b", "ab ab", "Ġ Ġ", "ĠĠ ĠĠ", "1 1"}));
    const Tokenizer pieces =
        create(sentencePieceVocabulary({"aa", "aaaa", "ab", "abab", "▁▁", "▁▁▁▁", "▁", "a", "b"}));
    const Tokenizer unigrams = create(unigramVocabulary(
        {"▁", "a", "b", "aa", "aaaa", "ab", "abab", "▁▁▁▁"}, {-3, -3, -3, -4, -5, -4, -5, -5}));
    for (const Tokenizer* tokenizer : {&bytePairs, &pieces, &unigrams}) {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!tokenizer->encode(text).empty());
        // Half a second on a slow machine; with work that grows with the square it is hours.
        QVERIFY(timer.elapsed() < 8000);
    }
}

QTEST_GUILESS_MAIN(TestTokenizer)
#include "test_tokenizer.moc"
