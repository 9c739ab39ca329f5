// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// What a model may answer, through the parsers of thoughts and of harmony. However the text is cut,
// the result must be the same, and the parsers of tag pairs lose nothing but tags and blank lines.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "inference/chat/reasoning_parser.h"

namespace {

using namespace inference;

struct Answer {
    std::string reasoning, content;
    bool operator==(const Answer&) const = default;
};

Answer parse(ReasoningParser parser, std::string_view text, std::size_t size) {
    Answer out;
    const auto take = [&](const ReasoningParser::Delta& delta) {
        out.reasoning += delta.reasoning;
        out.content += delta.content;
    };
    for (std::size_t i = 0; i < text.size(); i += size) take(parser.add(text.substr(i, size)));
    take(parser.finish());
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    static const auto harmony =
        detectReasoningTags("<|start|><|channel|>analysis commentary<|message|>");
    static const auto think = detectReasoningTags("<think>");
    const bool inside = (data[0] & 1U) != 0;
    const auto tags = (data[0] & 2U) != 0 ? harmony : think;
    const std::size_t cut = data[1] % 16 + 1;
    const std::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
    const ReasoningParser parser(tags, inside);
    const Answer whole = parse(parser, text, text.size() + 1);
    if (!(whole == parse(parser, text, cut))) __builtin_trap();
    if (!(whole == parse(parser, text, 1))) __builtin_trap();
    return 0;
}
