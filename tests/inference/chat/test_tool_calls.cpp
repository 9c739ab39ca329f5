// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "inference/chat/answer_parser.h"
#include "tests/inference/jinja/vectors.h"

using namespace inference;

namespace {

constexpr std::string_view kTools =
    R"([{"type":"function","function":{"name":"get_weather","description":"d","parameters":
    {"type":"object","properties":{"city":{"type":"string","description":"c"},
    "days":{"type":"integer","description":"n"}},"required":["city"]}}}])";

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

/// What a model would write for a call, as its own template puts it into a history.
std::string callAsWritten(const ChatTemplate& made) {
    ChatMessage user{"user", "Weather?", {}, {}, {}, {}};
    ChatMessage asks{"assistant", "", {}, {}, {}, {}};
    asks.toolCalls = {{"call00001", "get_weather", R"({"city":"Pa\"ris, FR","days":3})"}};
    ChatMessage reply{"tool", "sunny", {}, {}, "get_weather", "call00001"};
    ChatPromptOptions options;
    options.toolsJson = kTools;
    const auto before = made.render(std::vector{user}, options);
    options.addGenerationPrompt = false;
    const auto whole = made.render(std::vector{user, asks, reply}, options);
    if (!before || !whole) return {};
    std::size_t same = 0;
    while (same < before->size() && same < whole->size() && (*before)[same] == (*whole)[same])
        ++same;
    return whole->substr(same, whole->find("sunny") - same);
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
            const std::string text = callAsWritten(*made);
            if (text.find("Pa") == std::string::npos) continue;
            const AnswerFormat format = detectAnswerFormat(made->source());
            const bool inside = format.reasoning
                                && text.find(format.reasoning->close) < text.find("Pa")
                                && text.find(format.reasoning->open) > text.find("Pa");
            const Shown got = show(format, text, 5, inside);
            if (got.calls.starts_with("get_weather{\"city\":\"Pa\\\"ris, FR\",\"days\":3}"))
                ++read;
            else
                missed.append(
                    QString::fromStdString(entry.path().filename().string() + ": " + text));
        }
        QVERIFY2(read >= 45,
                 qPrintable(QString::number(read) + " read, not: " + missed.join("\n---\n")));
    }
};

QTEST_GUILESS_MAIN(TestToolCalls)
#include "test_tool_calls.moc"
