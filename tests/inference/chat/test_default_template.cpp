// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include <algorithm>

#include "inference/chat/chat_template.h"

using inference::ChatMessage;
using inference::ChatTemplate;
using inference::DefaultTemplate;
using inference::defaultTemplateFor;
using inference::TemplateFacts;

namespace {

DefaultTemplate choose(std::string tokenizer, std::string description,
                       const std::vector<std::string>& tokens = {}) {
    TemplateFacts facts;
    facts.tokenizerModel = std::move(tokenizer);
    facts.description = std::move(description);
    facts.hasToken = [tokens](std::string_view token) {
        return std::find(tokens.begin(), tokens.end(), token) != tokens.end();
    };
    return defaultTemplateFor(facts);
}

QString prompt(const DefaultTemplate& chosen) {
    const auto made = ChatTemplate::create(chosen.source, "<s>", "</s>");
    if (!made) return QString::fromStdString(made.error().detail);
    const std::vector<ChatMessage> messages = {{"system", "S", {}, {}, {}, {}},
                                               {"user", "U", {}, {}, {}, {}},
                                               {"assistant", "A", {}, {}, {}, {}},
                                               {"user", "V", {}, {}, {}, {}}};
    const auto text = made->render(messages);
    return QString::fromStdString(text ? *text : text.error().detail);
}

} // namespace

class TestDefaultTemplate : public QObject {
    Q_OBJECT
private slots:
    void takesChatMlWhereTheVocabularyHasIt() {
        const auto chosen = choose("gpt2", "some base", {"<|im_start|>", "<|im_end|>"});
        QCOMPARE(chosen.name, std::string("chatml"));
        QCOMPARE(prompt(chosen), QString("<|im_start|>system\nS<|im_end|>\n"
                                         "<|im_start|>user\nU<|im_end|>\n"
                                         "<|im_start|>assistant\nA<|im_end|>\n"
                                         "<|im_start|>user\nV<|im_end|>\n"
                                         "<|im_start|>assistant\n"));
    }
    void takesLlama3ForChatModelsOnly() {
        const std::vector<std::string> tokens = {"<|start_header_id|>", "<|eot_id|>"};
        const auto chosen = choose("gpt2", "Llama-3-8B-Instruct", tokens);
        QCOMPARE(chosen.name, std::string("llama-3"));
        QVERIFY(prompt(chosen).endsWith("<|start_header_id|>user<|end_header_id|>\n\nV<|eot_id|>"
                                        "<|start_header_id|>assistant<|end_header_id|>\n\n"));
        QCOMPARE(choose("gpt2", "Llama-3-8B", tokens).name, std::string("continuation"));
    }
    void putsTheSystemTextIntoGemmasFirstTurn() {
        const auto chosen = choose("llama", "gemma-2-2b-it", {"<start_of_turn>", "<end_of_turn>"});
        QCOMPARE(chosen.name, std::string("gemma"));
        QCOMPARE(prompt(chosen),
                 QString("<start_of_turn>user\nS\n\nU<end_of_turn>\n<start_of_turn>model\n"
                         "A<end_of_turn>\n<start_of_turn>user\nV<end_of_turn>\n"
                         "<start_of_turn>model\n"));
    }
    void takesLlama2ForChatModelsOfItsVocabulary() {
        const auto chosen = choose("llama", "llama-2-7b-chat");
        QCOMPARE(chosen.name, std::string("llama-2"));
        QCOMPARE(prompt(chosen), QString("[INST] <<SYS>>\nS\n<</SYS>>\n\nU [/INST] A </s>"
                                         "<s>[INST] V [/INST]"));
    }
    void writesRolesForOtherChatModels() {
        const auto chosen = choose("gpt2", "something-assistant");
        QCOMPARE(chosen.name, std::string("roles"));
        QCOMPARE(prompt(chosen), QString("System: S\nUser: U\nAssistant: A\nUser: V\nAssistant:"));
        QVERIFY(!chosen.stopTexts.empty());
    }
    void letsBaseModelsContinue() {
        for (const char* name : {"stories260K", "TinyStories-656K", "", "with-items"}) {
            const auto chosen = choose("llama", name);
            QCOMPARE(chosen.name, std::string("continuation"));
            QCOMPARE(prompt(chosen), QString("S\nU\nA\nV"));
            QVERIFY(!chosen.reason.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestDefaultTemplate)
#include "test_default_template.moc"
