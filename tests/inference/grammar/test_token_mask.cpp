// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QElapsedTimer>
#include <QTest>

#include <random>

#include "inference/gguf/gguf_reader.h"
#include "inference/grammar/gbnf.h"
#include "inference/grammar/json_schema.h"
#include "inference/grammar/token_mask.h"
#include "tests/support/tiny_vocabulary.h"

using namespace inference;
using grammar::TokenMask;
using grammar::TokenTrie;

namespace {

Tokenizer tokenizerOf(const testing::GgufWriter& writer) {
    const std::string bytes = writer.bytes();
    const auto file = GgufFile::parse(std::as_bytes(std::span(bytes)));
    if (!file) qFatal("%s", file.error().detail.c_str());
    return std::move(Tokenizer::create(file->metadata())).value();
}

/// All bytes and, as tokens of several, what JSON is full of.
Tokenizer vocabulary() {
    std::vector<std::string> pieces;
    const std::string alphabet = "ab\":,{}[]01\\nu ";
    std::mt19937 random(7);
    for (int i = 0; i < 600; ++i) {
        std::string piece;
        for (unsigned n = 2 + random() % 5; n > 0; --n)
            piece += alphabet[random() % alphabet.size()];
        pieces.push_back(piece);
    }
    pieces.push_back(std::string(20, 'a'));
    pieces.push_back("\"\xc3\xa9\"");
    return tokenizerOf(testing::sentencePieceVocabulary(pieces));
}

bool has(std::span<const std::uint64_t> bits, TokenId token) {
    const auto at = static_cast<std::size_t>(token);
    return ((bits[at / 64] >> (at % 64)) & 1) != 0;
}

} // namespace

class TestTokenMask : public QObject {
    Q_OBJECT
private slots:
    /// The mask, which is put together from parts that are kept, against every token by itself.
    void agreesWithEveryTokenByItself() {
        const Tokenizer tokenizer = vocabulary();
        const auto trie = TokenTrie::create(tokenizer);
        const std::vector<grammar::GrammarPointer> grammars = {
            grammar::parseJsonSchema("{}").value(),
            grammar::parseJsonSchema("{\"type\":\"array\",\"items\":{\"type\":\"string\","
                                     "\"minLength\":3, \"maxLength\":30},\"maxItems\":3}")
                .value(),
            grammar::parseJsonSchema("{\"properties\":{\"a\":{\"type\":\"string\",\"minLength\":40}"
                                     ", \"b\":{\"$ref\":\"#\"}},\"required\":[\"a\"]}")
                .value(),
            grammar::parseGbnf(
                "root ::= (\"ab\" | [a-b]{1,3} | a)* \"1\"\na ::= \"a\" a \"b\" | \"\"")
                .value()};
        std::mt19937 random(3);
        int steps = 0;
        for (int round = 0; round < 12; ++round) {
            TokenMask mask(grammars[static_cast<std::size_t>(round) % grammars.size()], trie);
            for (int step = 0; step < 40 && !mask.exhausted(); ++step, ++steps) {
                std::vector<TokenId> may;
                for (std::size_t i = 0; i < tokenizer.size(); ++i) {
                    const auto token = static_cast<TokenId>(i);
                    const bool alone = mask.allows(token);
                    QCOMPARE(has(mask.allowed(), token), alone);
                    if (alone && !tokenizer.isEndOfGeneration(token)) may.push_back(token);
                }
                QVERIFY(!may.empty());
                QVERIFY(mask.accept(may[random() % may.size()]));
            }
        }
        QVERIFY(steps > 100);
    }

    void neverAllowsSpecialTokensButTheEnd() {
        const Tokenizer tokenizer = tokenizerOf(testing::byteLevelVocabulary(
            "gpt-2", {"a a"}, {"<|im_start|>", "<|im_end|>"}, {"<tool_call>"}));
        TokenMask mask(grammar::parseGbnf("root ::= .+").value(), TokenTrie::create(tokenizer));
        const TokenId end = tokenizer.find("<|im_end|>");
        QVERIFY(tokenizer.isEndOfGeneration(end));
        QVERIFY(!mask.allows(end));
        QVERIFY(mask.accept(tokenizer.find("aa")));
        QVERIFY(mask.complete() && !mask.exhausted());
        QVERIFY(mask.allows(end) && has(mask.allowed(), end));
        for (const char* text : {"<|im_start|>", "<tool_call>"}) {
            QVERIFY(!mask.allows(tokenizer.find(text)));
            QVERIFY(!has(mask.allowed(), tokenizer.find(text)));
        }
        QVERIFY(!mask.accept(tokenizer.find("<tool_call>")));
    }

    void allowsPartsOfCharactersOnlyWhereTheyCanBeCompleted() {
        const Tokenizer tokenizer = tokenizerOf(testing::byteLevelVocabulary("gpt-2", {}));
        TokenMask mask(grammar::parseGbnf("root ::= [\xc3\xa9\xe2\x82\xac]").value(),
                       TokenTrie::create(tokenizer));
        const auto byte = [&](unsigned value) { return static_cast<TokenId>(value); };
        QVERIFY(mask.allows(byte(0xc3)) && mask.allows(byte(0xe2)) && !mask.allows(byte(0xa9)));
        QVERIFY(mask.accept(byte(0xe2)));
        QVERIFY(mask.allows(byte(0x82)) && !mask.allows(byte(0xa9)) && !mask.complete());
        QVERIFY(mask.accept(byte(0x82)));
        QVERIFY(mask.accept(byte(0xac)));
        QVERIFY(mask.exhausted());
    }

    void givesUpSoonWhereTheWaysMultiply() {
        // What a fuzzer wrote; followed to the end of all other limits it takes ten seconds.
        const auto grammar = grammar::parseGbnf("root ::= \"a \" [&-~] root*{1,41}");
        QVERIFY(grammar.ok());
        const auto trie = TokenTrie::create(vocabulary());
        TokenMask mask(*grammar, trie);
        QElapsedTimer timer;
        timer.start();
        Result<void> taken;
        const std::string text = "a (";
        for (std::size_t step = 0; step < 30 && taken.ok(); ++step) {
            mask.allowed();
            for (std::size_t i = 0; i < trie->vocabulary(); ++i) {
                const auto token = static_cast<TokenId>(i);
                if (trie->bytes(token) != text.substr(step % 3, 1)) continue;
                taken = mask.accept(token);
                break;
            }
        }
        QVERIFY(mask.overflowed());
        QVERIFY(!taken.ok());
        QVERIFY(taken.error().code == ErrorCode::LimitExceeded);
        QVERIFY(timer.elapsed() < 4000);
    }

    void staysSmallOverALongAnswer() {
        const Tokenizer tokenizer = tokenizerOf(testing::byteLevelVocabulary("gpt-2", {}));
        TokenMask mask(grammar::parseJsonSchema("{}").value(), TokenTrie::create(tokenizer));
        const auto write = [&](std::string_view text) {
            for (const char c : text)
                if (!mask.accept(static_cast<TokenId>(static_cast<unsigned char>(c)))) return false;
            return true;
        };
        QVERIFY(write("["));
        for (int i = 0; i < 20'000; ++i) QVERIFY(write("{\"a\":[1,\"x\"]},"));
        QVERIFY(write("0"));
        QVERIFY(mask.allows(']'));
        QVERIFY(write("]"));
        QVERIFY(mask.exhausted());
    }
};

QTEST_GUILESS_MAIN(TestTokenMask)
#include "test_token_mask.moc"
