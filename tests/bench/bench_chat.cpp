// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// How long conversations take to render and long answers to take apart: bench_chat template-file...
// Each step is twice as long as the one before; what takes much more than twice the time grows
// faster than its input.
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "inference/chat/answer_parser.h"
#include "inference/chat/chat_template.h"

using namespace inference;

namespace {

double millisecondsOf(auto&& work) {
    // Processor time: one thread does all of it, and machines are shared.
    const std::clock_t start = std::clock();
    work();
    return 1000 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

std::vector<ChatMessage> conversation(std::size_t size) {
    std::vector<ChatMessage> messages;
    for (std::size_t i = 0; i < size; ++i) {
        ChatMessage& message = messages.emplace_back();
        message.role = i % 2 == 0 ? "user" : "assistant";
        for (int word = 0; word < 120; ++word) message.content += "word " + std::to_string(word);
        if (i % 2 == 1) message.reasoning = "Why so? " + message.content;
    }
    return messages;
}

void measureTemplate(const char* path) {
    std::ifstream in(path, std::ios::binary);
    const std::string source((std::istreambuf_iterator<char>(in)), {});
    const auto made = ChatTemplate::create(source, "<s>", "</s>");
    if (!made) {
        std::printf("%s: %s\n", path, made.error().detail.c_str());
        return;
    }
    const std::string_view name(path);
    std::printf("%-44.44s", path + (name.rfind('/') + 1));
    for (const std::size_t size : {std::size_t{125}, std::size_t{250}, std::size_t{501}}) {
        const auto messages = conversation(size);
        std::size_t bytes = 0;
        const double time = millisecondsOf([&] {
            const auto text = made->render(messages);
            bytes = text ? text->size() : 0;
        });
        std::printf("  %4zu messages %8.1f ms", size, time);
        if (size > 500) std::printf("  %.2f MB", static_cast<double>(bytes) / 1e6);
    }
    std::printf("\n");
}

struct Answer {
    const char* name;
    const char* templateSource;
    const char* begin;
    const char* part;
};
constexpr Answer kAnswers[] = {
    {"harmony", "<|start|><|channel|>analysis commentary<|message|>",
     "<|channel|>analysis<|message|>",
     "<|end|><|start|>assistant<|channel|>final<|message|>a > b "},
    {"plain text", "", "", "some text with < and > in it, "},
    {"thought", "<think></think>", "<think>", "some thought with < and > in it, "},
    {"one long call", "<tool_call>", "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":\"",
     "words in an argument, "},
    {"broken calls", "<tool_call>", "<tool_call>", "{\"name\": </tool_call>"},
    {"bare JSON", "<|python_tag|>", "{", "\"key\": \"value\","},
    {"marked parts", "<|start|>assistant to=self<|message|>", " to=self<|message|>",
     "<|eom|><|start|>assistant to=user<|message|>text to=you "},
};

void measureAnswer(const Answer& answer) {
    std::printf("%-44s", answer.name);
    for (const std::size_t size :
         {std::size_t{100'000}, std::size_t{200'000}, std::size_t{400'000}}) {
        std::string text = answer.begin;
        while (text.size() < size) text += answer.part;
        const AnswerFormat format = detectAnswerFormat(answer.templateSource);
        std::size_t shown = 0;
        const double time = millisecondsOf([&] {
            AnswerParser parser(format, false, ToolNames(R"([{"function":{"name":"f"}}])"));
            for (std::size_t i = 0; i < text.size(); i += 4)
                shown += parser.add(std::string_view(text).substr(i, 4)).content.size();
            shown += parser.finish().content.size();
        });
        std::printf("  %4zu KB %8.1f ms", size / 1000, time);
    }
    std::printf("\n");
}

} // namespace

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) measureTemplate(argv[i]);
    for (const Answer& answer : kAnswers) measureAnswer(answer);
    return 0;
}
