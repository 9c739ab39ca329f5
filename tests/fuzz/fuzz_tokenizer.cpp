// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Any text through every kind of tokenizer; a model file as a vocabulary of its own. Byte-level
// vocabularies must give back the very bytes, however a text is cut into segments.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "inference/gguf/gguf_reader.h"
#include "inference/tokenizer/stream_decoder.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer/unicode.h"
#include "tests/support/tiny_vocabulary.h"

using namespace inference;
using namespace inference::testing;

namespace {

constexpr const char* kPres[] = {
    "default",      "llama3",         "qwen2",       "qwen35",   "gpt-4o",     "tekken",
    "kimi-k2",      "tiny_aya",       "youtu",       "gpt-2",    "starcoder",  "falcon",
    "deepseek-llm", "deepseek-coder", "deepseek-v3", "spark2_5", "afmoe",      "bloom",
    "viking",       "superbpe",       "chameleon",   "jais-2",   "seed-coder", "exaone-moe",
    "laguna",       "minicpm5"};

Tokenizer create(const GgufWriter& writer) {
    const std::string bytes = writer.bytes();
    auto file = GgufFile::parse(asBytes(bytes));
    auto tokenizer = Tokenizer::create(file.value().metadata());
    return std::move(tokenizer).value();
}

const std::vector<Tokenizer>& byteLevel() {
    static const std::vector<Tokenizer> tokenizers = [] {
        std::vector<Tokenizer> list;
        for (const char* pre : kPres)
            list.push_back(create(byteLevelVocabulary(
                pre, {"a a", "aa aa", "Ġ a", "1 1", "11 1", "Ġ Ġ", "Ċ Ċ", "aa a", "Ã ©"})));
        return list;
    }();
    return tokenizers;
}

const Tokenizer& sentencePiece() {
    static const Tokenizer tokenizer =
        create(sentencePieceVocabulary({"a", "aa", "▁", "▁a", "aaaa", "▁▁", "é"}));
    return tokenizer;
}

void check(bool fine) {
    if (!fine) std::abort();
}

void decodeInPieces(std::string_view bytes) {
    StreamDecoder whole, single;
    std::string once = whole.add(bytes);
    once += whole.finish();
    std::string slowly;
    for (const char c : bytes) slowly += single.add({&c, 1});
    slowly += single.finish();
    check(once == slowly);
    for (std::string_view rest = once; !rest.empty();) {
        const auto decoded = unicode::decodeFirst(rest);
        check(decoded.valid);
        rest.remove_prefix(decoded.length);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (input.substr(0, 4) == "GGUF") {
        const auto file = GgufFile::parse(asBytes(input));
        if (!file) return 0;
        const auto tokenizer = Tokenizer::create(file->metadata());
        if (!tokenizer) return 0;
        const auto ids = tokenizer->encode("Hello <s> <|im_end|>\n\n  world 123 \xff");
        for (const TokenId id : ids) check(id >= 0 && id < static_cast<TokenId>(tokenizer->size()));
        (void)tokenizer->decode(ids, true);
        return 0;
    }

    const std::size_t which = data[0] % byteLevel().size();
    const std::string_view text = input.substr(2);
    const Tokenizer& bytes = byteLevel()[which];
    const auto ids = bytes.encode(text, {false, false});
    const bool normalizes = bytes.preName() == "qwen2";
    check(bytes.decode(ids) == (normalizes ? unicode::normalizeC(text) : std::string(text)));
    (void)bytes.encode(text);

    // Plain text stays plain wherever the borders of segments fall.
    const std::size_t cut = text.empty() ? 0 : data[1] % text.size();
    const Tokenizer::Segment segments[] = {{std::string(text.substr(0, cut)), false},
                                           {std::string(text.substr(cut)), false}};
    check(bytes.encodeSegments(segments, false) == ids);

    (void)sentencePiece().decode(sentencePiece().encode(text));
    check(unicode::normalizeC(unicode::normalizeC(text)) == unicode::normalizeC(text));
    decodeInPieces(text);
    return 0;
}
