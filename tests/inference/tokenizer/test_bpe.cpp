// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "inference/gguf/gguf_reader.h"
#include "inference/tokenizer/tokenizer.h"
#include "tests/support/tiny_vocabulary.h"

using namespace inference;
using namespace inference::testing;

class TestBpe : public QObject {
    Q_OBJECT

private slots:
    void remembersWordsWithoutChangingThem();
    void cutsRawLinesOnlyWhereNoMergeLeadsOn();
};

namespace {

using Ids = std::vector<TokenId>;

Tokenizer create(const GgufWriter& writer) {
    const std::string bytes = writer.bytes();
    const auto file = GgufFile::parse(asBytes(bytes));
    return Tokenizer::create(file->metadata()).value();
}

} // namespace

void TestBpe::remembersWordsWithoutChangingThem() {
    const Tokenizer tokenizer = create(
        byteLevelVocabulary("qwen2", {"a a", "aa aa", "Ġ a", "Ġa b", "b c", "1 1", "Ċ Ċ", "Ã ©"}));
    Ids expected;
    std::string text;
    for (int i = 0; i < 3000; ++i) {
        std::string line = "aaa bc abc ab" + std::string(static_cast<std::size_t>(i % 40), 'a')
                           + " \xc3\xa9 " + std::to_string(i * 7919) + "!\n";
        const Ids ids = tokenizer.encode(line, {false, false});
        expected.insert(expected.end(), ids.begin(), ids.end());
        text += line;
    }
    QCOMPARE(tokenizer.encode(text, {false, false}), expected);
}

void TestBpe::cutsRawLinesOnlyWhereNoMergeLeadsOn() {
    // As Gemma 4's: raw characters, spaces marked; one merge goes over a space.
    const std::vector<std::string> merges = {"▁ ▁", "> ▁", ">▁ <", "▁ a", "▁a b", "b c"};
    std::vector<std::string> tokens = {"<pad>", "<eos>", "<bos>", "a", "b", "c", ">", "<", "▁"};
    for (const std::string& merge : merges) {
        const std::size_t space = merge.find(' ', 1);
        tokens.push_back(merge.substr(0, space) + merge.substr(space + 1));
    }
    std::vector<std::int32_t> kinds(tokens.size(), 1);
    for (int i = 0; i < 3; ++i) kinds[static_cast<std::size_t>(i)] = 3;
    GgufWriter writer;
    writer.string("general.architecture", "gemma4");
    writer.string("tokenizer.ggml.model", "gemma4");
    writer.strings("tokenizer.ggml.tokens", tokens);
    writer.ints("tokenizer.ggml.token_type", kinds);
    writer.strings("tokenizer.ggml.merges", merges);
    const Tokenizer tokenizer = create(writer);
    const auto texts = [&](std::string_view text) {
        std::string out;
        for (const TokenId id : tokenizer.encode(text, {false, false}))
            out += (out.empty() ? "" : "|") + std::string(tokenizer.tokenText(id));
        return QString::fromStdString(out);
    };
    QCOMPARE(texts("a> <b abc  a"), QString("a|>▁<|b|▁ab|c|▁▁|a"));
    QCOMPARE(texts("abc abc"), QString("a|bc|▁ab|c"));
    QCOMPARE(texts(" a >a"), QString("▁a|▁|>|a"));
}

QTEST_GUILESS_MAIN(TestBpe)
#include "test_bpe.moc"
