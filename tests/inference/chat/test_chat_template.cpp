// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "inference/chat/chat_template.h"

using inference::ChatMessage;
using inference::ChatPromptOptions;
using inference::ChatTemplate;
using inference::ErrorCode;
using inference::ToolCall;

namespace {

constexpr std::string_view kChatMl =
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}";

// Refuses a system turn and wants turns to alternate, like Gemma 2.
constexpr std::string_view kStrictTurns =
    "{{ bos_token }}{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}"
    "{% endif %}{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('roles must alternate') }}{% endif %}[{{ m.role }}]{{ m.content }}\n"
    "{% endfor %}{% if add_generation_prompt %}[model]{% endif %}";

ChatMessage turn(std::string role, std::string content) {
    ChatMessage message;
    message.role = std::move(role);
    message.content = std::move(content);
    return message;
}

ChatTemplate make(std::string_view source) {
    auto made = ChatTemplate::create(source, "<s>", "</s>");
    if (!made) qFatal("%s", made.error().detail.c_str());
    return std::move(made).value();
}

QString rendered(const ChatTemplate& chatTemplate, const std::vector<ChatMessage>& messages,
                 const ChatPromptOptions& options = {}) {
    const auto prompt = chatTemplate.render(messages, options);
    return QString::fromStdString(prompt ? *prompt : "ERROR " + prompt.error().detail);
}

// Untrusted stretches in guillemets.
QString marked(const ChatTemplate& chatTemplate, const std::vector<ChatMessage>& messages,
               const ChatPromptOptions& options = {}) {
    const auto segments = chatTemplate.renderSegments(messages, options);
    if (!segments) return QString::fromStdString("ERROR " + segments.error().detail);
    std::string out;
    for (const auto& s : *segments) out += s.parseSpecial ? s.text : "«" + s.text + "»";
    return QString::fromStdString(out);
}

} // namespace

class TestChatTemplate : public QObject {
    Q_OBJECT
private slots:
    void rendersTurns() {
        const ChatTemplate chatTemplate = make(kChatMl);
        QCOMPARE(rendered(chatTemplate, {turn("system", "S"), turn("user", "U")}),
                 QString("<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n"
                         "<|im_start|>assistant\n"));
        ChatPromptOptions options;
        options.addGenerationPrompt = false;
        QCOMPARE(rendered(chatTemplate, {turn("user", "U")}, options),
                 QString("<|im_start|>user\nU<|im_end|>\n"));
    }

    void keepsTypedControlTokensText() {
        const ChatTemplate chatTemplate = make(kChatMl);
        QCOMPARE(marked(chatTemplate, {turn("user", "a<|im_end|>b")}),
                 QString("<|im_start|>user\n«a<|im_end|>b»<|im_end|>\n<|im_start|>assistant\n"));
        // A role that is no plain word is text as well.
        QCOMPARE(marked(chatTemplate, {turn("user<|im_end|>", "x")}),
                 QString("<|im_start|>«user<|im_end|>»\n«x»<|im_end|>\n<|im_start|>assistant\n"));
    }

    void mergesASystemTurnThatTheTemplateRefuses() {
        const ChatTemplate chatTemplate = make(kStrictTurns);
        QVERIFY(!chatTemplate.caps().systemRole);
        QVERIFY(!chatTemplate.caps().consecutiveTurns);
        QCOMPARE(rendered(chatTemplate, {turn("system", "S"), turn("user", "U")}),
                 QString("<s>[user]S\n\nU\n[model]"));
        QCOMPARE(rendered(chatTemplate, {turn("system", "S")}), QString("<s>[user]S\n[model]"));
        QCOMPARE(marked(chatTemplate, {turn("system", "S"), turn("user", "U")}),
                 QString("<s>[user]«S»\n\n«U»\n[model]"));
    }

    void joinsTurnsOfOneRole() {
        const ChatTemplate chatTemplate = make(kStrictTurns);
        QCOMPARE(rendered(chatTemplate, {turn("user", "A"), turn("user", "B"),
                                         turn("assistant", "C"), turn("user", "D")}),
                 QString("<s>[user]A\n\nB\n[assistant]C\n[user]D\n[model]"));
    }

    void passesOnWhatTheTemplateSays() {
        const ChatTemplate chatTemplate = make(kStrictTurns);
        const auto prompt = chatTemplate.render(std::vector{turn("assistant", "A")});
        QVERIFY(!prompt);
        QVERIFY(prompt.error().code == ErrorCode::TemplateError);
        QVERIFY(prompt.error().detail.ends_with("roles must alternate"));
    }

    void doesNotHelpWhenStrict() {
        const ChatTemplate chatTemplate = make(kStrictTurns);
        ChatPromptOptions options;
        options.strict = true;
        QVERIFY(!chatTemplate.render(std::vector{turn("system", "S"), turn("user", "U")}, options));
    }

    void reportsABrokenTemplate() {
        const auto made = ChatTemplate::create("line\n{% if %}", "", "");
        QVERIFY(!made);
        QVERIFY(made.error().code == ErrorCode::TemplateError);
        QVERIFY(made.error().detail.starts_with("line 2, column 7: "));
    }

    void passesVariablesAndTools() {
        const ChatTemplate chatTemplate =
            make("{% if tools %}{{ tools | tojson }}{% endif %}{{ messages[-1].content }}"
                 "{{ 'T' if enable_thinking is undefined or enable_thinking else 'F' }}");
        QVERIFY(chatTemplate.caps().tools);
        QVERIFY(chatTemplate.caps().enableThinking);
        QVERIFY(chatTemplate.caps().thinkingByDefault);
        ChatPromptOptions options;
        QCOMPARE(rendered(chatTemplate, {turn("user", "U")}, options), QString("UT"));
        options.extraJson["enable_thinking"] = "false";
        QCOMPARE(rendered(chatTemplate, {turn("user", "U")}, options), QString("UF"));
        options.toolsJson = R"([{"name": "<f>"}])";
        QCOMPARE(marked(chatTemplate, {turn("user", "U")}, options),
                 QString("[{\"«name»\": \"«<f>»\"}]«U»F"));
        options.toolsJson = "[";
        QVERIFY(rendered(chatTemplate, {turn("user", "U")}, options).startsWith("ERROR the tools"));
        options.toolsJson.clear();
        options.extraJson["x"] = "nonsense";
        QVERIFY(rendered(chatTemplate, {turn("user", "U")}, options).contains("variable x"));
    }

    void givesArgumentsInTheFormTheTemplateWants() {
        ChatMessage asks = turn("assistant", "");
        ToolCall call;
        call.id = "1";
        call.name = "f";
        call.argumentsJson = "{\"b\": 1, \"a\": \"x\"}";
        asks.toolCalls.push_back(call);
        const std::string_view loop = "{% for m in messages %}{{ m.content }}{% for c in "
                                      "m.tool_calls or [] %}{{ c.function.name }}";
        const std::string objects(std::string(loop)
                                  + "{% for k, v in c.function.arguments | items %}{{ k }}={{ v }};"
                                    "{% endfor %}{% endfor %}{% endfor %}");
        QCOMPARE(rendered(make(objects), {turn("user", "U"), asks}), QString("Ufb=1;a=x;"));
        const std::string strings(std::string(loop)
                                  + "{{ 'args: ' + c.function.arguments }}{% endfor %}"
                                    "{% endfor %}");
        QVERIFY(make(strings).caps().argumentsAsText);
        QCOMPARE(rendered(make(strings), {turn("user", "U"), asks}),
                 QString("Ufargs: {\"b\": 1, \"a\": \"x\"}"));
    }

    void givesContentInTheFormTheTemplateWants() {
        const ChatTemplate chatTemplate = make(
            "{% for m in messages %}{% for p in m.content %}{% if p is mapping %}<{{ p.text }}>"
            "{% endif %}{% endfor %}{% endfor %}");
        QVERIFY(chatTemplate.caps().contentAsParts);
        QCOMPARE(marked(chatTemplate, {turn("user", "U")}), QString("<«U»>"));
    }

    void shortensCallIdsForTemplatesThatInsist() {
        const ChatTemplate chatTemplate = make(
            "{% for m in messages %}{% for c in m.tool_calls or [] %}"
            "{% if c.id | length != 9 %}{{ raise_exception('ids of 9 characters') }}{% endif %}"
            "{{ c.id }}{% endfor %}{% if m.role == 'tool' %}={{ m.tool_call_id }}{% endif %}"
            "{% endfor %}");
        ChatMessage asks = turn("assistant", "");
        asks.toolCalls.push_back({"call_0123456789abcdef", "f", "{}"});
        ChatMessage replies = turn("tool", "R");
        replies.toolCallId = "call_0123456789abcdef";
        QCOMPARE(rendered(chatTemplate, {turn("user", "U"), asks, replies}),
                 QString("call00001=call00001"));
    }

    void offersTheThoughtUnderTheNameAskedFor() {
        ChatMessage answer = turn("assistant", "A");
        answer.reasoning = "R";
        for (const char* name : {"reasoning_content", "thinking", "reasoning"}) {
            const std::string source = std::string("{% for m in messages %}{{ m.") + name
                                       + " }}{{ m.content }}{% endfor %}";
            QCOMPARE(rendered(make(source), {turn("user", "U"), answer}), QString("URA"));
        }
    }

    void leavesToolsUndefinedWhereNoneFails() {
        const ChatTemplate chatTemplate =
            make("{% for t in tools %}{{ t }}{% endfor %}{{ messages[0].content }}");
        QVERIFY(chatTemplate.caps().noneToolsRaise);
        QCOMPARE(rendered(chatTemplate, {turn("user", "U")}), QString("U"));
    }

    void showsTheGivenTime() {
        const ChatTemplate chatTemplate = make("{{ strftime_now('%d %b %Y %H:%M') }}");
        ChatPromptOptions options;
        options.nowUnix = 1722007800;
        options.utc = true;
        QCOMPARE(rendered(chatTemplate, {turn("user", "U")}, options),
                 QString("26 Jul 2024 15:30"));
    }

    void rejectsMessagesThatAreNoArray() {
        const ChatTemplate chatTemplate = make(kChatMl);
        QVERIFY(!chatTemplate.renderJson("{}"));
        QVERIFY(!chatTemplate.renderJson("[{"));
        QVERIFY(chatTemplate.renderJson("[]"));
    }

    void survivesContentThatIsNotUtf8() {
        const ChatTemplate chatTemplate = make("{{ messages[0].content | trim }}|");
        const auto prompt = chatTemplate.render(std::vector{turn("user", " \xff\xfe ")});
        QVERIFY(prompt);
        QCOMPARE(*prompt, std::string("\xff\xfe|"));
    }
};

QTEST_GUILESS_MAIN(TestChatTemplate)
#include "test_chat_template.moc"
