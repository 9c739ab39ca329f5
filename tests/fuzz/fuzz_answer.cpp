// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// What a model may answer, through the parsers of thoughts, of harmony and of calls. However the
// text is cut, the result must be the same, and where no thought and no call is found nothing of it
// may be lost.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "inference/chat/answer_parser.h"

namespace {

using namespace inference;

struct Answer {
    std::string reasoning, content, calls;
    bool operator==(const Answer&) const = default;
};

const ToolNames& tools() {
    static const ToolNames names(
        R"([{"function":{"name":"f","parameters":{"properties":{"a":{"type":"string"}}}}}])");
    return names;
}

Answer parse(const AnswerFormat& format, bool inside, std::string_view text, std::size_t size) {
    AnswerParser parser(format, inside, tools());
    Answer out;
    const auto take = [&](const AnswerParser::Delta& delta) {
        out.reasoning += delta.reasoning;
        out.content += delta.content;
        for (const ToolCall& call : delta.calls)
            out.calls += call.name + ' ' + call.argumentsJson + ' ' + call.id + '\n';
    };
    for (std::size_t i = 0; i < text.size(); i += size) take(parser.add(text.substr(i, size)));
    take(parser.finish());
    return out;
}

const AnswerFormat& formatFor(unsigned which) {
    // Every form of calls at once, with tags or with none; and harmony.
    static const AnswerFormat harmony =
        detectAnswerFormat("<|start|><|channel|>analysis commentary<|message|>");
    static const AnswerFormat plain = [] {
        AnswerFormat format;
        for (const CallMarkersRow& row : callMarkersRows()) format.calls.push_back(row);
        return format;
    }();
    static const AnswerFormat think = [] {
        AnswerFormat format = plain;
        format.reasoning = detectReasoningTags("<think>");
        return format;
    }();
    // Families with marked parts, one after the other.
    static const std::vector<AnswerFormat> framed = [] {
        std::vector<AnswerFormat> formats;
        for (const FramesRow& row : framesRows())
            formats.push_back(detectAnswerFormat(row.mention));
        return formats;
    }();
    if (which >= 3) return framed[(which - 3) % framed.size()];
    return which == 0 ? harmony : which == 1 ? think : plain;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const unsigned which = data[0] >> 1U & 15U;
    const AnswerFormat& format = formatFor(which);
    const bool inside = (data[0] & 1U) != 0 && format.reasoning;
    const std::size_t cut = data[1] % 16 + 1;
    const std::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
    const Answer whole = parse(format, inside, text, text.size() + 1);
    if (!(whole == parse(format, inside, text, cut))) __builtin_trap();
    if (!(whole == parse(format, inside, text, 1))) __builtin_trap();
    if (!format.reasoning && !format.frames && whole.calls.empty() && whole.content != text)
        __builtin_trap();
    return 0;
}
