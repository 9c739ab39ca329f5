// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Any bytes as a GBNF grammar or a JSON Schema; what is accepted writes a text of its own along its
// mask, whose every step must hold what the mask says.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "inference/gguf/gguf_reader.h"
#include "inference/grammar/gbnf.h"
#include "inference/grammar/json_schema.h"
#include "inference/grammar/token_mask.h"
#include "tests/support/tiny_vocabulary.h"

namespace {

using namespace inference;

std::shared_ptr<const grammar::TokenTrie> trie() {
    static const auto made = [] {
        testing::GgufWriter writer =
            testing::byteLevelVocabulary("gpt-2", {"a b", "ab \"", "{ \"", "\" :", "0 0", "} }"});
        // Where a file says nothing, one of the bytes' own tokens would end answers.
        constexpr std::uint32_t kEnd = 263;
        writer.u32("tokenizer.ggml.bos_token_id", kEnd);
        writer.u32("tokenizer.ggml.eos_token_id", kEnd);
        const std::string bytes = writer.bytes();
        const auto file = GgufFile::parse(std::as_bytes(std::span(bytes)));
        return grammar::TokenTrie::create(Tokenizer::create(file->metadata()).value());
    }();
    return made;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data + 2), size - 2);
    const auto made =
        (data[0] & 1U) != 0 ? grammar::parseGbnf(text) : grammar::parseJsonSchema(text);
    if (!made) {
        if (made.error().detail.empty()) __builtin_trap();
        return 0;
    }
    grammar::TokenMask mask(*made, trie());
    std::uint32_t random = data[1];
    for (int step = 0; step < 24 && !mask.exhausted() && !mask.overflowed(); ++step) {
        std::vector<TokenId> may;
        const auto bits = mask.allowed();
        const std::vector<std::uint64_t> copy(bits.begin(), bits.end());
        for (std::size_t i = 0; i < trie()->vocabulary(); ++i) {
            const auto token = static_cast<TokenId>(i);
            const bool allowed = ((copy[i / 64] >> (i % 64)) & 1U) != 0;
            if (allowed != mask.allows(token) && !mask.overflowed()) __builtin_trap();
            if (allowed && !trie()->bytes(token).empty()) may.push_back(token);
        }
        if (may.empty()) {
            // Every byte is a token: a text that cannot go on must be complete.
            if (!mask.complete() && !mask.overflowed()) __builtin_trap();
            return 0;
        }
        random = random * 1664525U + 1013904223U;
        if (!mask.accept(may[(random >> 8U) % may.size()]) && !mask.overflowed()) __builtin_trap();
    }
    return 0;
}
