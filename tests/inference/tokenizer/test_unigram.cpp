// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "tests/support/tiny_tokenizer.h"
#include "tests/support/tiny_vocabulary.h"

using namespace inference;
using namespace inference::testing;

class TestUnigram : public QObject {
    Q_OBJECT

private slots:
    void findsTheBestPath();
    void cutsWhereNoTokenSpans();
    void mapsCharactersFirst();
};

void TestUnigram::findsTheBestPath() {
    const std::vector<std::string> pieces{"▁", "a", "b", "ab", "ba", "aba", "▁ab", "bab"};
    const std::vector<float> scores{-2.5f, -3, -3.5f, -4, -4.25f, -5.5f, -6, -5.25f};
    const Tokenizer tokenizer = create(unigramVocabulary(pieces, scores));
    // Against every way there is to cut the text.
    const auto bestScore = [&](const auto& self, std::string_view rest) -> float {
        if (rest.empty()) return 0;
        float best = -1e9f;
        for (std::size_t i = 0; i < pieces.size(); ++i)
            if (rest.substr(0, pieces[i].size()) == pieces[i])
                best = std::max(best, scores[i] + self(self, rest.substr(pieces[i].size())));
        return best;
    };
    for (unsigned bits = 0; bits < 256; ++bits) {
        std::string text;
        for (unsigned i = 0; i < 8; ++i) text.push_back("ab"[bits >> i & 1]);
        float sum = 0;
        for (const TokenId id : tokenizer.encode(text, {false, true}))
            sum += scores[static_cast<std::size_t>(id) - 3];
        QCOMPARE(sum, bestScore(bestScore, "▁" + text));
    }
    QCOMPARE(texts(tokenizer, tokenizer.encode("  ab   xyz ", {true, true})),
             QStringLiteral("▁ab|▁|<unk>|</s>"));
    QCOMPARE(tokenizer.decode(tokenizer.encode("ab ab")), std::string("ab ab"));
    QVERIFY(tokenizer.encode("", {false, true}).empty());
}

void TestUnigram::cutsWhereNoTokenSpans() {
    // Long enough for words to be remembered. "b▁a" may span two words, and wins where it can.
    const std::vector<std::string> pieces{"▁", "a", "b", "▁a", "▁b", "b▁a", "ab"};
    const Tokenizer tokenizer = create(unigramVocabulary(pieces, {-9, -5, -5, -6, -6, -1, -9.5f}));
    std::string text;
    QStringList expected;
    for (int i = 0; i < 8000; ++i) {
        text += i % 2 == 0 ? "ab ab " : "xb ba ";
        expected << (i % 2 == 0 ? QStringLiteral("▁a|b▁a|b") : QStringLiteral("▁|<unk>|b|▁b|a"));
    }
    const QString all = texts(tokenizer, tokenizer.encode(text, {false, true}));
    QCOMPARE(all.left(70), expected.join(u'|').left(70));
    QVERIFY(all == expected.join(u'|'));
}

void TestUnigram::mapsCharactersFirst() {
    // A double array by hand: the root's children are at 256 ^ byte; 'X' ends a rule whose value
    // lies at 512, and that is the offset of the replacement.
    std::vector<std::uint32_t> units(1024, 1u << 31);
    const std::uint32_t leaf = 256 ^ 'X';
    units[0] = 256u << 10;
    units[leaf] = (leaf ^ 512) << 10 | 1u << 8 | 'X';
    units[512] = 1u << 31 | 2;
    const std::string replacements("q\0ab\0", 5);
    const auto withMap = [&](const std::string& map) {
        GgufWriter writer = unigramVocabulary({"▁", "a", "b"}, {-1, -1, -1});
        std::string value("\x01\0\0\0", 4);
        const std::uint64_t count = map.size();
        value.append(reinterpret_cast<const char*>(&count), 8);
        writer.raw("tokenizer.ggml.precompiled_charsmap", 9, value + map);
        return writer;
    };
    const auto trieBytes = static_cast<std::uint32_t>(4 * units.size());
    std::string map(reinterpret_cast<const char*>(&trieBytes), 4);
    map.append(reinterpret_cast<const char*>(units.data()), trieBytes);
    const Tokenizer tokenizer = create(withMap(map + replacements));
    QCOMPARE(texts(tokenizer, tokenizer.encode("bX", {false, true})), QStringLiteral("▁|b|a|b"));
    // An unterminated or missing replacement is none; damaged sizes are refused.
    QCOMPARE(create(withMap(map + "q")).encode("X", {false, true}).back(), 2);
    QCOMPARE(codeOf(withMap(map.substr(0, 100))), ErrorCode::Corrupt);
    QCOMPARE(codeOf(withMap("ab")), ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestUnigram)
#include "test_unigram.moc"
