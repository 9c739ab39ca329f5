// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "inference/chat/answer_parser.h"
#include "tests/inference/jinja/vectors.h"

using namespace inference;

namespace {

constexpr std::string_view kTools =
    R"([{"type":"function","function":{"name":"get_weather","description":"d","parameters":
    {"type":"object","properties":{"city":{"type":"string","description":"c"},
    "days":{"type":"integer","description":"n"},"opts":{"type":"object","description":"o"},
    "tags":{"type":"array","description":"t"},"ok":{"type":"boolean","description":"b"}},
    "required":["city"],"additionalProperties":false}}}])";
// Two calls; not every template can show a second.
constexpr const char* kArguments[] = {
    R"({"city":"Pa\"ris, FR","days":3,"opts":{"a":[1,2.5],"b":{"c":"d"}},"tags":["x","y"],"ok":true})",
    R"({"city":"Rome\n<b> 'q'"})"};

struct Shown {
    std::string reasoning, content, calls;
    bool operator==(const Shown&) const = default;
};

Shown show(const AnswerFormat& format, std::string_view text, std::size_t size,
           bool inside = false) {
    AnswerParser parser(format, inside, ToolNames(kTools));
    Shown out;
    const auto take = [&](const AnswerParser::Delta& delta) {
        out.reasoning += delta.reasoning;
        out.content += delta.content;
        for (const ToolCall& call : delta.calls) out.calls += call.name + call.argumentsJson;
    };
    for (std::size_t i = 0; i < text.size(); i += size) take(parser.add(text.substr(i, size)));
    take(parser.finish());
    return out;
}

AnswerFormat formatOf(std::string_view templateSource) {
    return detectAnswerFormat(templateSource);
}

std::string readText(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

struct Written {
    std::string text;
    bool inside = false; ///< It begins within a thought.
};

/// What a model would write for calls, as its own template puts them into a history.
Written callsAsWritten(const ChatTemplate& made, std::size_t count) {
    ChatMessage user{"user", "Weather?", {}, {}, {}, {}};
    ChatMessage asks{"assistant", "", {}, {}, {}, {}};
    std::vector<ChatMessage> messages{user, asks};
    for (std::size_t i = 0; i < count; ++i) {
        const std::string id = "call0000" + std::to_string(i);
        messages[1].toolCalls.push_back({id, "get_weather", kArguments[i]});
        messages.push_back({"tool", "sunny", {}, {}, "get_weather", id});
    }
    ChatPromptOptions options;
    options.toolsJson = kTools;
    const auto prompt = made.render(std::vector{user}, options);
    options.addGenerationPrompt = false;
    const auto before = made.render(std::vector{user}, options);
    const auto whole = made.render(messages, options);
    if (!prompt || !before || !whole) return {};
    const bool continues = whole->starts_with(*prompt);
    const std::string& known = continues ? *prompt : *before;
    std::size_t same = 0;
    while (same < known.size() && same < whole->size() && known[same] == (*whole)[same]) ++same;
    const auto tags = detectReasoningTags(made.source());
    std::string text = whole->substr(same, whole->find("sunny") - same);
    // Where a model would have stopped.
    for (const char* end : {"</s>", "<|eot_id|>", "<|eom_id|>",
                            "<|message_sep|>\n\nfunction result", "<|start|>functions."})
        text.erase(std::min(text.find(end), text.size()));
    return {std::move(text), continues && tags && promptEndsInsideThought(*prompt, *tags)};
}

/// Whether the answer's calls are these, whatever the order of their arguments.
bool readsAs(const AnswerFormat& format, const Written& written, std::size_t count) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{7}, written.text.size()}) {
        AnswerParser parser(format, written.inside, ToolNames(kTools));
        std::vector<ToolCall> calls;
        const auto take = [&](AnswerParser::Delta delta) {
            for (ToolCall& call : delta.calls) calls.push_back(std::move(call));
        };
        for (std::size_t i = 0; i < written.text.size(); i += size)
            take(parser.add(std::string_view(written.text).substr(i, size)));
        take(parser.finish());
        if (calls.size() != count) return false;
        for (std::size_t i = 0; i < count; ++i) {
            const auto read = nlohmann::json::parse(calls[i].argumentsJson, nullptr, false);
            if (calls[i].name != "get_weather" || read != nlohmann::json::parse(kArguments[i]))
                return false;
        }
    }
    return true;
}

} // namespace

#define SHOWS(format, text, expectedReasoning, expectedContent, expectedCalls)                     \
    for (std::size_t size = 1; size <= std::string_view(text).size(); ++size) {                    \
        const Shown got = show(format, text, size);                                                \
        QCOMPARE(QString::fromStdString(got.reasoning), QString(expectedReasoning));               \
        QCOMPARE(QString::fromStdString(got.content), QString(expectedContent));                   \
        QCOMPARE(QString::fromStdString(got.calls), QString(expectedCalls));                       \
    }

#define CALL "get_weather{\"city\":\"Paris\",\"days\":3}"
#define CALLS(marker, text)                                                                        \
    SHOWS(formatOf(marker), text, "", "", CALL)                                                    \
    SHOWS(formatOf(marker), "Let me see.\n\n" text, "", "Let me see.", CALL)

class TestToolCalls : public QObject {
    Q_OBJECT
private slots:
    void readsTheFormOfEachFamily() {
        CALLS("<tool_call>", "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": "
                             "\"Paris\", \"days\": 3}}\n</tool_call>");
        CALLS("<tool_call>", "<tool_call>\n<function=get_weather>\n<parameter=city>\nParis\n"
                             "</parameter>\n<parameter=days>\n3\n</parameter>\n</function>\n"
                             "</tool_call>");
        CALLS("<tool_call>", "<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Paris"
                             "</arg_value>\n<arg_key>days</arg_key><arg_value>3</arg_value>"
                             "</tool_call>");
        CALLS("[TOOL_CALLS]", "[TOOL_CALLS][{\"name\": \"get_weather\", \"arguments\": {\"city\": "
                              "\"Paris\", \"days\": 3}, \"id\": \"abcdefghi\"}]");
        CALLS("[TOOL_CALLS]", "[TOOL_CALLS]get_weather[ARGS]{\"city\": \"Paris\", \"days\": 3}");
        CALLS("[TOOL_CALLS]", "[TOOL_CALLS]get_weather[CALL_ID]x1[ARGS]{\"city\": \"Paris\", "
                              "\"days\": 3}");
        CALLS("<|python_tag|>", "<|python_tag|>{\"name\": \"get_weather\", \"parameters\": "
                                "{\"city\": \"Paris\", \"days\": 3}}");
        CALLS("<|tool_call_start|>", "<|tool_call_start|>[get_weather(city='Paris', days=3)]"
                                     "<|tool_call_end|>");
        CALLS("<|tool_call>", "<|tool_call>call:get_weather{city:<|\"|>Paris<|\"|>,days:3}"
                              "<tool_call|>");
        CALLS("<|tool_call|>",
              "<|tool_call|>[{\"name\": \"get_weather\", \"arguments\": {\"city\": "
              "\"Paris\", \"days\": 3}}]");
        CALLS("<｜tool▁calls▁begin｜>",
              "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get_weather\n```"
              "json\n"
              "{\"city\": \"Paris\", \"days\": 3}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>");
        CALLS("<｜tool▁calls▁begin｜>", "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_weather<"
                                        "｜tool▁sep｜>{\"city\": \"Paris\", "
                                        "\"days\": 3}<｜tool▁call▁end｜><｜tool▁calls▁end｜>");
        CALLS("DSML",
              "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"get_weather\">\n<｜DSML｜parameter "
              "name=\"city\" string=\"true\">Paris</｜DSML｜parameter>\n<｜DSML｜parameter "
              "name=\"days\" string=\"false\">3</｜DSML｜parameter>\n</｜DSML｜invoke>\n"
              "</｜DSML｜function_calls>");
    }

    void readsTheTagsOfFamiliesWithMarksOfTheirOwn() {
        CALLS("<|open|>", "<|open|>tools<|sep|><|open|>call tool=\"get_weather\" index=\"1\"<|sep|>"
                          "<|open|>argument key=\"city\" type=\"string\"<|sep|>Paris<|close|>"
                          "argument<|sep|><|open|>argument key=\"days\" type=\"number\"<|sep|>3"
                          "<|close|>argument<|sep|><|close|>call<|sep|><|close|>tools<|sep|>");
        CALLS("]<]minimax[>[",
              "]<]minimax[>[<tool_call>\n]<]minimax[>[<invoke name=\"get_weather\">]<]minimax[>["
              "<city>Paris]<]minimax[>[</city>]<]minimax[>[<days>3]<]minimax[>[</days>]<]minimax[>["
              "</invoke>\n]<]minimax[>[</tool_call>");
        CALLS("HYTK = ':opensource'",
              "<tool_calls:opensource>\n<tool_call:opensource>get_weather<tool_sep:opensource>\n"
              "<arg_key:opensource>city</arg_key:opensource>\n<arg_value:opensource>Paris"
              "</arg_value:opensource>\n<arg_key:opensource>days</arg_key:opensource>\n"
              "<arg_value:opensource>3</arg_value:opensource>\n</tool_call:opensource>\n"
              "</tool_calls:opensource>");
        CALLS("<|role_sep|>",
              "<|message_sep|>\n\nfunction call<|role_sep|>\n{\"name\": "
              "\"get_weather\", \"arguments\": {\"city\": \"Paris\", \"days\": 3}}");
        CALLS("<|function_call|>", "<|function_call|>{\"name\": \"get_weather\", \"arguments\": "
                                   "{\"city\": \"Paris\", \"days\": 3}}");
    }

    void takesMarkedPartsApart() {
        const AnswerFormat kimi = formatOf("<|open|>");
        SHOWS(kimi,
              "<|open|>think<|sep|>why<|close|>think<|sep|><|open|>response<|sep|>Hi <|x|>"
              "<|close|>response<|sep|><|close|>message<|sep|><|end_of_msg|>",
              "why", "Hi <|x|>", "");
        const AnswerFormat muse =
            formatOf("<|start|>assistant to=self<|message|><atem:function_calls>");
        SHOWS(muse,
              " to=self<|message|>why<|eom|><|start|>assistant to=self<|message|>more<|eom|>"
              "<|start|>assistant to=user<|message|>Hi to=all<|eot|>",
              "why\n\nmore", "Hi to=all", "");
        SHOWS(muse,
              " to=get_weather<|message|><atem:function_calls>\n<atem:invoke "
              "name=\"get_weather\">\n<atem:parameter name=\"city\">Paris</atem:parameter>\n"
              "<atem:parameter name=\"days\">3</atem:parameter>\n</atem:invoke>\n"
              "</atem:function_calls><|eom|><|start|>assistant to=user<|message|>ok",
              "", "ok", CALL);
        const AnswerFormat solar = formatOf("<|begin|>assistant<|think|>");
        SHOWS(solar, "<|think|>why<|end|><|begin|>assistant<|content|>Hi<|end|>", "why", "Hi", "");
        const AnswerFormat cohere = formatOf("<|START_THINKING|><|START_RESPONSE|>");
        SHOWS(cohere, "<|START_THINKING|>why<|END_THINKING|><|START_RESPONSE|>Hi<|END_RESPONSE|>",
              "why", "Hi", "");
        const AnswerFormat apriel = formatOf("[BEGIN FINAL RESPONSE]");
        SHOWS(apriel, "Here are my reasoning steps:\nwhy\n[BEGIN FINAL RESPONSE]\nHi", "why\n",
              "Hi", "");
    }

    void readsRecipientsThatThePromptHasBegun() {
        const AnswerFormat format = formatOf("Respond in this format:\n>>>${recipient}");
        SHOWS(format, "all\nHi >>> you\n", "", "Hi >>> you\n", "");
        SHOWS(format, "get_weather\n{\"city\": \"Paris\", \"days\": 3}", "", "", CALL);
        SHOWS(format, "all\nLet me see.>>>get_weather\n{\"city\": \"Paris\", \"days\": 3}>>>f\n{}",
              "", "Let me see.", CALL "f{}");
        SHOWS(format, "Hello", "", "Hello", "");
    }

    void readsCallsWithoutMarkersOfDeclaredToolsOnly() {
        const AnswerFormat format = formatOf("<|python_tag|>");
        SHOWS(format,
              "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Paris\", \"days\": 3}}", "",
              "", CALL);
        SHOWS(format, "[get_weather(city=\"Paris\", days=3)]", "", "", CALL);
        SHOWS(format, "{\"name\": \"other\", \"parameters\": {}}", "",
              "{\"name\": \"other\", \"parameters\": {}}", "");
        SHOWS(format, "[1, 2]", "", "[1, 2]", "");
    }

    void readsSeveralCallsAndKeepsTypes() {
        SHOWS(
            formatOf("<tool_call>"),
            "<tool_call>{\"name\":\"a\",\"arguments\":{}}</tool_call>\n<tool_call>\n<function=b>\n"
            "<parameter=x>\n[1, true]\n</parameter>\n</function>\n</tool_call>\n",
            "", "", "a{}b{\"x\":[1,true]}");
        SHOWS(formatOf("<tool_call>"),
              "<tool_call>get_weather<arg_key>city</arg_key><arg_value>123</arg_value></tool_call>",
              "", "", "get_weather{\"city\":\"123\"}");
        SHOWS(formatOf("<tool_call>"),
              "<tool_call>\n<function=get_weather>\n<parameter=opts>\n{'a': [1, None], 'b': True}\n"
              "</parameter>\n</function>\n</tool_call>",
              "", "", "get_weather{\"opts\":{\"a\":[1,null],\"b\":true}}");
        SHOWS(formatOf("<|tool_call_start|>"),
              "<|tool_call_start|>[f(a='it\\'s', b=[None, {'k': -1.5}]), g()]<|tool_call_end|>ok",
              "", "ok", "f{\"a\":\"it's\",\"b\":[null,{\"k\":-1.5}]}g{}");
        SHOWS(formatOf("<|tool_call>"),
              "<|tool_call>call:f{a:{b:[true,<|\"|>x}<|\"|>]}}<tool_call|>", "", "",
              "f{\"a\":{\"b\":[true,\"x}\"]}}");
    }

    void losesNoTextOfWhatIsNoCall() {
        for (const char* text :
             {"a <tool_ca", "<tool_call>", "<tool_call>{\"name\": \"f\", \"argu",
              "<tool_call>nonsense </tool_call> and on", "x <tool_call>{}</tool_call> \n y",
              "<tool_call>\n<function=f>\n<parameter=a>1</function>\n</tool_call>",
              " \n spaced \n"})
            SHOWS(formatOf("<tool_call>"), text, "", text, "");
        SHOWS(formatOf("[TOOL_CALLS]"), "see [TOOL_CALLS] and [1]", "", "see [TOOL_CALLS] and [1]",
              "");
        SHOWS(formatOf("<tool_call>"),
              "<tool_call>bad</tool_call><tool_call>{\"name\":\"f\",\"arguments\":{}}</tool_call>",
              "", "<tool_call>bad</tool_call>", "f{}");
    }

    void findsTheEndMarkerBehindAnArgumentThatHoldsOne() {
        SHOWS(formatOf("<tool_call>"),
              "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":\"</tool_call>\"}}</tool_call>.", "",
              ".", "f{\"a\":\"</tool_call>\"}");
    }

    void readsCallsAfterThoughts() {
        SHOWS(formatOf("<think></think><tool_call>"),
              "<think>\nhm <tool_call>\n</think>\n\n<tool_call>{\"name\":\"f\",\"arguments\":{}}"
              "</tool_call>",
              "hm <tool_call>\n", "", "f{}");
    }

    void readsHarmonyCalls() {
        const AnswerFormat format = formatOf("<|start|><|channel|>analysis commentary<|message|>");
        SHOWS(
            format,
            "<|channel|>analysis<|message|>why<|end|><|start|>assistant<|channel|>commentary "
            "to=functions.get_weather <|constrain|>json<|message|>{\"city\":\"Paris\",\"days\":3}",
            "why", "", CALL);
        SHOWS(format, "<|channel|>commentary to=functions.f<|message|>{\"a\":<|call|>", "",
              "functions.f {\"a\":", "");
        // What is no call stays where it was said.
        SHOWS(format, "<|channel|>commentary to=functions.f<|message|>{\"a\":<|call|>after", "",
              "functions.f {\"a\":after", "");
    }

    void keepsTheOrderOfTextAndCallsThatCannotBeRead() {
        const AnswerFormat format = formatOf("<|start|><|channel|>analysis commentary<|message|>");
        SHOWS(format, "<|channel|>commentary to=functions.f<|message|>{bad}<|call|>after", "",
              "functions.f {bad}after", "");
    }

    void givesEachCallAnIdOfItsOwn() {
        AnswerParser parser(formatOf("<tool_call>"), false);
        const auto delta = parser.add("<tool_call>{\"name\":\"f\"}</tool_call>"
                                      "<tool_call>{\"name\":\"f\"}</tool_call>");
        QCOMPARE(delta.calls.size(), std::size_t{2});
        QCOMPARE(delta.calls[0].id.size(), std::size_t{9});
        QVERIFY(delta.calls[0].id != delta.calls[1].id);
    }

    /// Every template that can show a call writes what the parser then reads.
    void readsWhatTheTemplatesWrite() {
        const std::filesystem::path folder = HEARTH_VECTORS "/chat-templates";
        if (!std::filesystem::exists(folder)) QSKIP("no reference vectors in " HEARTH_VECTORS);
        int read = 0;
        QStringList missed;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            if (!entry.path().extension().string().starts_with(".jinja")) continue;
            const auto made = ChatTemplate::create(readText(entry.path()), "<s>", "</s>");
            if (!made || !made->caps().toolCalls) continue;
            std::size_t count = 2;
            Written written = callsAsWritten(*made, count);
            if (written.text.find("Rome") == std::string::npos)
                written = callsAsWritten(*made, count = 1);
            if (written.text.find("Pa") == std::string::npos) continue;
            if (readsAs(detectAnswerFormat(made->source()), written, count))
                ++read;
            else
                missed.append(
                    QString::fromStdString(entry.path().filename().string() + ": " + written.text));
        }
        QVERIFY2(missed.isEmpty() && read >= 70,
                 qPrintable(QString::number(read) + " read, not: " + missed.join("\n---\n")));
    }
};

QTEST_GUILESS_MAIN(TestToolCalls)
#include "test_tool_calls.moc"
