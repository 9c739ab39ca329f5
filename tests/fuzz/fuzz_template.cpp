// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Parses any bytes as a template and renders it, with limits small enough to be fast. Templates are
// read from model files of unknown origin.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "inference/jinja/template.h"

namespace {

using namespace inference::jinja;

Value conversation() {
    auto globals = parseJson(
        R"({"messages": [{"role": "system", "content": "S\u00e9 <|x|>"},
            {"role": "user", "content": " u\n", "items": [1, 2.5, null, true]},
            {"role": "assistant", "content": null, "tool_calls": [
                {"id": "1", "function": {"name": "f", "arguments": {"a": "b", "n": 3}}}]},
            {"role": "tool", "content": "{\"k\": [1]}"}],
            "tools": [{"function": {"name": "f", "parameters": {"type": "object"}}}],
            "add_generation_prompt": true, "bos_token": "<s>", "eos_token": "</s>"})",
        true);
    return globals ? std::move(globals).value() : Value::dict();
}

// Marks must lie within the text, in order, and never touch.
void checkMarks(const RenderedText& text) {
    std::size_t end = 0;
    bool first = true;
    for (const ByteRange& range : text.untrusted) {
        const bool apart = first || range.begin > end;
        if (!apart || range.begin >= range.end || range.end > text.bytes.size()) __builtin_trap();
        end = range.end;
        first = false;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const Value globals = conversation();
    ParseOptions parse;
    parse.trimBlocks = (data[0] & 1U) == 0;
    parse.lstripBlocks = (data[0] & 2U) == 0;
    parse.keepTrailingNewline = (data[0] & 4U) != 0;
    const std::string_view source(reinterpret_cast<const char*>(data + 1), size - 1);
    const auto compiled = Template::parse(source, parse);
    if (!compiled) return 0;
    RenderOptions options;
    options.nowUnix = 1722007800;
    options.utc = true;
    options.strict = (data[0] & 8U) != 0;
    options.limits.stepsMax = 20'000;
    options.limits.outputBytesMax = std::size_t{1} << 16;
    options.limits.rangeItemsMax = 5'000;
    const auto text = compiled->renderMarked(globals, options);
    if (text) checkMarks(*text);
    return 0;
}
