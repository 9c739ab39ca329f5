// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "inference/chat/chat_template.h"
#include "inference/chat/harmony.h"
#include "tests/inference/jinja/vectors.h"

using namespace inference;
using jinja::Value;

namespace {

HarmonyMessage message(const Value& json) {
    HarmonyMessage out;
    out.role = vectors::text(json, "role");
    out.channel = vectors::text(json, "channel");
    out.recipient = vectors::text(json, "recipient");
    out.contentType = vectors::text(json, "content_type");
    out.content = vectors::text(json, "content");
    if (const Value* author = json.find("author")) {
        out.role = vectors::text(*author, "role");
        out.name = vectors::text(*author, "name");
    }
    return out;
}

void copyText(const Value& json, std::string_view key, std::string& target) {
    const Value* value = json.find(key);
    if (value && value->isString()) target = value->asString();
}

void writeSystem(HarmonyWriter& writer, const Value& content, bool functions) {
    HarmonySystem system;
    copyText(content, "model_identity", system.identity);
    copyText(content, "reasoning_effort", system.reasoningEffort);
    copyText(content, "conversation_start_date", system.currentDate);
    copyText(content, "knowledge_cutoff", system.knowledgeCutoff);
    if (const Value* channels = content.find("required_channels")) {
        system.channels.clear();
        for (const Value& c : channels->items()) system.channels.emplace_back(c.asString());
    }
    if (vectors::flag(content, "browser_tool")) system.tools.push_back(HarmonyTool::Browser);
    if (vectors::flag(content, "python_tool")) system.tools.push_back(HarmonyTool::Python);
    writer.system(system, functions);
}

// Thoughts before the last user turn go, as harmonyMessages() does it, unless the case keeps them.
std::string render(const Value& testCase) {
    const Value& conversation = *testCase.find("conversation");
    HarmonyWriter writer;
    const Value* messages = conversation.find("messages");
    if (!messages) {
        writer.message(message(conversation));
        return writer.take().bytes;
    }
    const Value* config = testCase.find("config");
    const Value* drop =
        config && config->is(jinja::Kind::Dict) ? config->find("auto_drop_analysis") : nullptr;
    const bool dropsThoughts = !drop || jinja::truthy(*drop);
    std::size_t lastUser = 0;
    bool functions = false;
    for (std::size_t i = 0; i < messages->items().size(); ++i) {
        const Value& item = messages->items()[i];
        if (vectors::text(item, "role") == "user") lastUser = i;
        const Value* content = item.find("content");
        functions |= content->is(jinja::Kind::Dict) && content->find("function_tools");
    }
    for (std::size_t i = 0; i < messages->items().size(); ++i) {
        const Value& item = messages->items()[i];
        const std::string role = vectors::text(item, "role");
        const Value& content = *item.find("content");
        if (role == "system") {
            writeSystem(writer, content, functions);
        } else if (role == "developer") {
            const Value* tools = content.find("function_tools");
            writer.developer(vectors::text(content, "instructions"), tools ? *tools : Value());
        } else {
            const HarmonyMessage m = message(item);
            if (!dropsThoughts || m.channel != "analysis" || i > lastUser) writer.message(m);
        }
    }
    const Value* next = testCase.find("next_role");
    if (next && next->isString()) writer.beginAnswer();
    return writer.take().bytes;
}

struct Shown {
    std::string reasoning, content;
};

Shown show(const std::string& text, std::size_t size) {
    ReasoningParser parser(
        detectReasoningTags("<|start|><|channel|>analysis commentary<|message|>"));
    Shown out;
    const auto take = [&](const ReasoningParser::Delta& delta) {
        out.reasoning += delta.reasoning;
        out.content += delta.content;
    };
    for (std::size_t i = 0; i < text.size(); i += size) take(parser.add(text.substr(i, size)));
    take(parser.finish());
    return out;
}

} // namespace

#define SHOWS(text, expectedReasoning, expectedContent)                                            \
    for (std::size_t size = 1; size <= std::string(text).size(); ++size) {                         \
        const Shown got = show(text, size);                                                        \
        QCOMPARE(QString::fromStdString(got.reasoning), QString(expectedReasoning));               \
        QCOMPARE(QString::fromStdString(got.content), QString(expectedContent));                   \
    }

class TestHarmony : public QObject {
    Q_OBJECT
private slots:
    void rendersTheRecordedConversations() {
        const auto cases = vectors::readCases("harmony/harmony-vectors.json");
        if (!cases) QSKIP("no reference vectors in " HEARTH_VECTORS);
        int rendered = 0;
        for (const Value& testCase : cases->items()) {
            const std::string name = vectors::text(testCase, "test");
            const std::string expected = vectors::text(testCase, "expected_text");
            if (vectors::text(testCase, "kind") != "render") continue;
            std::string got = render(testCase);
            // One case leaves out the token that ends the message.
            if (vectors::flag(testCase, "drop_last_token")) got.resize(got.rfind("<|"));
            QVERIFY2(!expected.empty(), name.c_str());
            QCOMPARE(QString::fromStdString(got), QString::fromStdString(expected));
            ++rendered;
        }
        QCOMPARE(rendered, 20);
    }

    void parsesTheRecordedStreams() {
        const auto cases = vectors::readCases("harmony/harmony-vectors.json");
        if (!cases) QSKIP("no reference vectors in " HEARTH_VECTORS);
        int parsed = 0;
        for (const Value& testCase : cases->items()) {
            const std::string kind = vectors::text(testCase, "kind");
            const std::string name = vectors::text(testCase, "test");
            const std::string text = vectors::text(testCase, "text");
            if (kind == "render") continue;
            for (const std::size_t size : {std::size_t{1}, std::size_t{7}, text.size()}) {
                const bool strict = vectors::flag(testCase, "strict");
                HarmonyParser parser(false, HarmonyParser::Calls::Hide,
                                     strict ? HarmonyParser::Headers::Strict
                                            : HarmonyParser::Headers::Tolerant);
                for (std::size_t i = 0; i < text.size(); i += size) {
                    parser.add(text.substr(i, size));
                }
                QCOMPARE(std::string(parser.error()), vectors::text(testCase, "expected_error"));
                if (kind == "stream_parse_error") continue;
                if (kind == "stream_current_content") {
                    QCOMPARE(parser.current().content,
                             vectors::text(testCase, "expected_current_content"));
                    continue;
                }
                parser.finish();
                const auto& got = parser.messages();
                if (const Value* count = testCase.find("expected_count")) {
                    QCOMPARE(static_cast<std::int64_t>(got.size()), count->asInt());
                    continue;
                }
                const auto& expected = testCase.find("expected_messages")->items();
                QCOMPARE(got.size(), expected.size());
                for (std::size_t i = 0; i < got.size(); ++i) {
                    QVERIFY2(got[i] == message(expected[i]), name.c_str());
                }
            }
            ++parsed;
        }
        QCOMPARE(parsed, 17);
    }

    void showsThoughtAndAnswer() {
        SHOWS(
            "<|channel|>analysis<|message|>why<|end|><|start|>assistant<|channel|>final<|message|>"
            "because<|return|>",
            "why", "because");
        SHOWS(
            "<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>analysis<|message|>"
            "b<|end|><|start|>assistant<|channel|>commentary<|message|>first<|end|><|start|>"
            "assistant<|channel|>final<|message|>then",
            "a\n\nb", "first\n\nthen");
    }

    void losesNoTextOfMalformedAnswers() {
        SHOWS("Hello <b>there</b>", "", "Hello <b>there</b>");
        SHOWS("<|channel|>nonsense<|message|>x<|end|>y", "", "x\n\ny");
        SHOWS("<|channel|>final<|message|>a <|chan b <|", "", "a <|chan b <|");
        SHOWS("<|message|>x", "", "x");
        SHOWS("t<|channel|>analysis", "", "t<|channel|>analysis");
        SHOWS(".<|call|> use it", "", ".\n\nuse it");
        SHOWS("<|channel|>analysis<|message|>a<|end|><|start|>assistant<| to=f hannel|>", "a",
              "assistant<| to=f hannel|>");
        const std::string talk(1000, 'x');
        SHOWS("<|start|>" + talk.substr(0, 500), "", talk.substr(0, 500).c_str());
    }

    void showsACallThatNobodyRuns() {
        SHOWS("<|channel|>commentary to=functions.f <|constrain|>json<|message|>{\"a\":1}<|call|>",
              "", "functions.f {\"a\":1}");
    }

    void knowsWhetherAThoughtIsOpen() {
        const auto tags = detectReasoningTags("<|start|><|channel|>analysis commentary<|message|>");
        ReasoningParser parser(tags);
        parser.add("<|channel|>analysis<|message|>wh");
        QVERIFY(parser.inside());
        parser.add("y<|end|>");
        QVERIFY(!parser.inside());
        ReasoningParser resumed(tags, true);
        QCOMPARE(resumed.add("more").reasoning, std::string("more"));
    }

    void writesPromptsOfItsOwn() {
        const auto made = ChatTemplate::create(
            "{{ '<|start|><|channel|><|message|>' if false }}analysis commentary"
            "{{ reasoning_effort }}",
            "", "");
        QVERIFY(made);
        QVERIFY(made->caps().reasoningEffort);
        ChatPromptOptions options;
        options.nowUnix = 1722007800;
        options.utc = true;
        options.extraJson["reasoning_effort"] = "\"high\"";
        ChatMessage answer{"assistant", "4", "2+2", {}, {}, {}};
        const std::vector<ChatMessage> messages = {{"system", "Be terse.", {}, {}, {}, {}},
                                                   {"user", "2+2?<|end|>", {}, {}, {}, {}},
                                                   answer,
                                                   {"user", "3+3?", {}, {}, {}, {}}};
        const auto segments = made->renderSegments(messages, options);
        QVERIFY(segments);
        std::string text, trusted;
        for (const auto& s : *segments) {
            text += s.text;
            if (s.parseSpecial) trusted += s.text;
        }
        QCOMPARE(
            QString::fromStdString(text),
            QString("<|start|>system<|message|>You are ChatGPT, a large language model trained "
                    "by OpenAI.\nKnowledge cutoff: 2024-06\nCurrent date: 2024-07-26\n\n"
                    "Reasoning: high\n\n# Valid channels: analysis, commentary, final. Channel "
                    "must be included for every message.<|end|><|start|>developer<|message|>"
                    "# Instructions\n\nBe terse.<|end|><|start|>user<|message|>2+2?<|end|>"
                    "<|end|><|start|>assistant<|channel|>final<|message|>4<|end|><|start|>user"
                    "<|message|>3+3?<|end|><|start|>assistant"));
        QVERIFY(trusted.find("2+2?") == std::string::npos);
        QVERIFY(trusted.find("<|message|><|end|><|start|>assistant") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestHarmony)
#include "test_harmony.moc"
