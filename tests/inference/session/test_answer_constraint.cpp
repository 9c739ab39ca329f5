// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "inference/chat/answer_parser.h"
#include "inference/gguf/gguf_reader.h"
#include "inference/grammar/json_schema.h"
#include "inference/grammar/restriction.h"
#include "inference/grammar/schema_compiler.h"
#include "inference/session/answer_constraint.h"
#include "tests/support/tiny_vocabulary.h"

using namespace inference;

namespace {

constexpr std::string_view kSchema =
    R"({"type":"object","properties":{"a":{"const":1}},"required":["a"],"additionalProperties":false})";
constexpr std::string_view kTools = R"([{"type":"function","function":{"name":"f"}}])";

/// What a model that wants to write `wish` writes when its answer is bound: at each step the wished
/// token if it may come, else the first that may.
class Writer {
public:
    explicit Writer(const std::vector<std::string>& markers) {
        const std::string bytes =
            testing::byteLevelVocabulary("gpt-2", {"h m", "{ \"", "Ġ {"}, markers, {}).bytes();
        const auto file = GgufFile::parse(testing::asBytes(bytes));
        m_tokenizer.emplace(Tokenizer::create(file->metadata()).value());
        m_trie = grammar::TokenTrie::create(*m_tokenizer);
    }

    std::string write(std::string_view templateSource, std::string_view prompt,
                      std::string_view wish, std::string_view tools = {}) {
        OutputConstraint bound;
        bound.grammar = grammar::parseJsonSchema(kSchema).value();
        const AnswerFormat format = detectAnswerFormat(templateSource, *m_tokenizer);
        placeConstraint(bound, format, prompt, tools.empty() ? ToolNames() : ToolNames(tools));
        AnswerConstraint constraint(bound, *m_tokenizer, m_trie);
        SamplerParameters greedy;
        greedy.temperature = 0;
        SamplerChain sampler(greedy);
        std::string out;
        const auto wished = m_tokenizer->encode(wish, {false, true});
        for (std::size_t step = 0; step < 400 && !constraint.finished(); ++step) {
            std::vector<float> logits(m_tokenizer->size(), 0.0f);
            if (step < wished.size()) logits[static_cast<std::size_t>(wished[step])] = 9;
            const auto token = constraint.draw(sampler, logits);
            if (!token) return out + "!" + token.error().detail;
            if (m_tokenizer->isEndOfGeneration(*token)) return out;
            if (auto taken = constraint.accept(*token); !taken)
                return out + "!" + taken.error().detail;
            out += m_tokenizer->tokenBytes(*token, true);
            if (step + 1 >= wished.size() && out.size() >= wish.size()
                && std::string_view(out).starts_with(wish))
                return out;
        }
        return out;
    }

private:
    std::optional<Tokenizer> m_tokenizer;
    std::shared_ptr<const grammar::TokenTrie> m_trie;
};

constexpr std::string_view kThinks = "<think> </think> <tool_call>";
constexpr std::string_view kHarmony = "<|start|><|channel|>analysis commentary<|message|>";

} // namespace

#define WRITES(writer, templateSource, prompt, wish, tools)                                        \
    QCOMPARE(QString::fromStdString(writer.write(templateSource, prompt, wish, tools)),            \
             QString(wish))

class TestAnswerConstraint : public QObject {
    Q_OBJECT
private slots:
    void bindsAtOnceWhereNothingIsThought() {
        Writer writer({});
        WRITES(writer, "plain", "p", "{\"a\":1}", {});
        const std::string other = writer.write("plain", "p", "hello");
        QVERIFY2(QByteArray::fromStdString(other).startsWith("{"), other.c_str());
    }

    void leavesAThoughtFreeThatThePromptHasOpened() {
        Writer writer({"<think>", "</think>", "<tool_call>"});
        WRITES(writer, kThinks, "user: x\n<think>\n", "hm, {no}</think>\n\n{\"a\":1}", {});
    }

    void leavesAThoughtFreeThatTheModelOpens() {
        Writer writer({"<think>", "</think>", "<tool_call>"});
        WRITES(writer, kThinks, "user: x\n", "<think>hm</think>\n\n{\"a\":1}", {});
        WRITES(writer, kThinks, "user: x\n", "{\"a\":1}", {});
        WRITES(writer, kThinks, "user: x\n<think>\n\n</think>\n\n", "{\"a\":1}", {});
        // A thought that is over does not begin again.
        const std::string twice =
            writer.write(kThinks, "<think>\n\n</think>", "<think>hm</think>{\"a\":1}");
        QVERIFY2(QByteArray::fromStdString(twice).startsWith("{"), twice.c_str());
    }

    void knowsMarkersThatAreSeveralTokens() {
        Writer plain({});
        WRITES(plain, kThinks, "user: x\n", "<think>hm</think>\n{\"a\":1}", {});
        Writer gemma({"<|channel>", "<channel|>"});
        WRITES(gemma, "<|channel>thought <channel|>", "<|turn>model\n",
               "<|channel>thought\nhm<channel|>{\"a\":1}", {});
    }

    void bindsOnlyTheFinalMessageOfHarmony() {
        Writer writer({"<|start|>", "<|channel|>", "<|message|>", "<|end|>", "<|return|>",
                       "<|call|>", "<|constrain|>"});
        WRITES(writer, kHarmony, "<|start|>assistant",
               "<|channel|>analysis<|message|>hm {<|end|><|start|>assistant<|channel|>final "
               "<|constrain|>json<|message|>{\"a\":1}",
               {});
        const std::string bound =
            writer.write(kHarmony, "<|start|>assistant", "<|channel|>final<|message|>hello");
        QVERIFY2(QByteArray::fromStdString(bound).startsWith("<|channel|>final<|message|>{"),
                 bound.c_str());
    }

    void aToolMayBeCalledInsteadBeforeAndAfterAThought() {
        Writer writer({"<think>", "</think>", "<tool_call>"});
        WRITES(writer, kThinks, "x\n", "<tool_call>{\"name\":\"f\"}", kTools);
        WRITES(writer, kThinks, "x\n", "<think>hm</think>\n<tool_call>{\"name\":\"f\"}", kTools);
        const std::string none = writer.write(kThinks, "x\n", "<tool_call>{\"name\":\"f\"}");
        QVERIFY2(QByteArray::fromStdString(none).startsWith("{"), none.c_str());
    }

    void knowsWhatOpensAnAnswer() {
        Writer writer({"<|START_TEXT|>", "<|START_THINKING|>", "<|END_THINKING|>"});
        WRITES(writer, "<|START_THINKING|><|END_THINKING|><|START_TEXT|>", "x<|START_THINKING|>",
               "hm<|END_THINKING|><|START_TEXT|>{\"a\":1}", {});
        Writer muse({"<|start|>", "<|message|>", "<|eom|>", "<|eot|>"});
        constexpr std::string_view kMuse = "<|start|>assistant to=self<|message|><|eom|>";
        WRITES(muse, kMuse, "<|start|>assistant",
               " to=self<|message|>hm<|eom|><|start|>assistant to=user<|message|>{\"a\":1}", {});
        WRITES(muse, kMuse, "<|start|>assistant", " to=user<|message|>{\"a\":1}", {});
    }

    void refusesOnlyWhatAVocabularyCannotWrite() {
        const auto trieOf = [](const std::vector<std::string>& texts) {
            const std::string bytes = testing::sentencePieceVocabulary(texts, false).bytes();
            const auto file = GgufFile::parse(testing::asBytes(bytes));
            return grammar::TokenTrie::create(Tokenizer::create(file->metadata()).value());
        };
        const auto fits = [](std::string_view schema, const grammar::TokenTrie& trie) {
            return grammar::fittingGrammar(grammar::parseJsonSchema(schema).value(), trie);
        };
        const auto noBraces = trieOf({"a", "b", "\"", "1", "[", "]", ","});
        const auto refused = fits(R"({"type":"object"})", *noBraces);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
        QVERIFY2(refused.error().detail.find("{ }") != std::string::npos,
                 refused.error().detail.c_str());
        // Anything but objects and colons is left of "any".
        const auto any = fits("{}", *noBraces);
        QVERIFY(bool(any));
        grammar::TokenMask mask(*any, noBraces);
        for (TokenId id = 0; id < static_cast<TokenId>(noBraces->vocabulary()); ++id)
            QVERIFY(noBraces->bytes(id) != "{" || !mask.allows(id));
        // A list that could not be closed is not begun.
        const auto noBracket = trieOf({"a", "\"", "1", "["});
        const auto open = fits("{}", *noBracket);
        QVERIFY(bool(open));
        QVERIFY(!grammar::matches(*open, "[1]"));
        QVERIFY(grammar::matches(*open, "\"a\""));
        // Tokens of several characters count.
        QVERIFY(bool(fits(R"({"type":"object"})", *trieOf({"{}", "x"}))));
    }
};

QTEST_GUILESS_MAIN(TestAnswerConstraint)
#include "test_answer_constraint.moc"
