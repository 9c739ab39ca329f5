// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Speed of tokenizing: bench_tokenizer vocabulary.gguf text-file [unigram]
// With the last word the vocabulary's tokens are taken as a Unigram vocabulary, whose scores fall
// with the ids: such files are hard to come by, and the work is the same.
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "inference/gguf/gguf_reader.h"
#include "inference/tokenizer/tokenizer.h"
#include "tests/support/gguf_writer.h"

using namespace inference;

namespace {

double secondsOf(auto&& work) {
    // Processor time: one thread does all of it, and machines are shared.
    const std::clock_t start = std::clock();
    work();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

void measure(const Tokenizer& tokenizer, const char* what, const std::string& text) {
    std::size_t tokens = 0;
    const double encoding = secondsOf([&] { tokens = tokenizer.encode(text).size(); });
    const double megabytes = static_cast<double>(text.size()) / 1e6;
    std::printf("%-28s %7.2f MB  %8zu tokens  %6.2f s  %7.2f MB/s\n", what, megabytes, tokens,
                encoding, megabytes / encoding);
}

std::string unigramFile(const Tokenizer& source) {
    std::vector<std::string> tokens;
    std::vector<std::int32_t> kinds;
    std::vector<float> scores;
    for (std::size_t i = 0; i < source.size(); ++i) {
        const auto id = static_cast<TokenId>(i);
        std::string text;
        for (const char c : source.tokenBytes(id))
            text += c == ' ' ? std::string("\xe2\x96\x81") : std::string(1, c);
        tokens.push_back(text);
        kinds.push_back(static_cast<std::int32_t>(i == 0 ? TokenKind::Unknown : TokenKind::Normal));
        scores.push_back(-5 - 10 * static_cast<float>(i) / static_cast<float>(source.size()));
    }
    testing::GgufWriter writer;
    writer.string("tokenizer.ggml.model", "t5");
    writer.strings("tokenizer.ggml.tokens", tokens);
    writer.ints("tokenizer.ggml.token_type", kinds);
    writer.floats("tokenizer.ggml.scores", scores);
    writer.u32("tokenizer.ggml.unknown_token_id", 0);
    return writer.bytes();
}

std::string repeated(std::string_view text) {
    std::string out;
    while (out.size() < 10'000'000) out += text;
    return out;
}

} // namespace

int main(int argc, char** argv) {
    const bool asUnigram = argc == 4 && std::string_view(argv[3]) == "unigram";
    if (argc != 3 && !asUnigram) {
        std::fprintf(stderr, "usage: %s vocabulary.gguf text-file [unigram]\n", argv[0]);
        return 2;
    }
    auto file = GgufFile::open(argv[1]);
    if (!file) {
        std::fprintf(stderr, "%s\n", file.error().detail.c_str());
        return 1;
    }
    std::ifstream in(argv[2], std::ios::binary);
    const std::string sample((std::istreambuf_iterator<char>(in)), {});
    if (sample.empty()) {
        std::fprintf(stderr, "%s: no text\n", argv[2]);
        return 1;
    }

    Result<Tokenizer> tokenizer = Error{};
    double creating = secondsOf([&] { tokenizer = Tokenizer::create(file->metadata()); });
    if (tokenizer && asUnigram) {
        const std::string bytes = unigramFile(*tokenizer);
        auto unigram =
            GgufFile::parse({reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()});
        if (!unigram) return 1;
        creating = secondsOf([&] { tokenizer = Tokenizer::create(unigram->metadata()); });
    }
    if (!tokenizer) {
        std::fprintf(stderr, "%s\n", tokenizer.error().detail.c_str());
        return 1;
    }
    std::printf("created in %.3f s\n", creating);

    std::string english;
    while (english.size() < 10'000'000) english += sample;
    measure(*tokenizer, "text", english);
    measure(*tokenizer, "one word, one letter", std::string(10'000'000, 'a'));
    std::string letters;
    std::uint32_t random = 1;
    for (int i = 0; i < 10'000'000; ++i) {
        random = random * 1664525 + 1013904223;
        letters.push_back(static_cast<char>('a' + (random >> 24) % 26));
    }
    measure(*tokenizer, "one word, random letters", letters);
    measure(*tokenizer, "spaces", std::string(10'000'000, ' '));
    measure(*tokenizer, "line ends", std::string(10'000'000, '\n'));
    measure(*tokenizer, "one emoji", repeated("\xf0\x9f\x98\x80"));
    measure(*tokenizer, "family emoji, joined",
            repeated("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7\xe2\x80\x8d"));
    measure(*tokenizer, "one combining mark", "e" + repeated("\xcc\x81"));
    measure(*tokenizer, "letters with marks", repeated("e\xcc\x81\xcc\xa3"));
    std::string ideographs;
    for (int i = 0; i < 10'000'000 / 3; ++i) {
        random = random * 1664525 + 1013904223;
        const std::uint32_t point = 0x4e00 + (random >> 16) % 20'000;
        ideographs.push_back(static_cast<char>(0xe0 | point >> 12));
        ideographs.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3f)));
        ideographs.push_back(static_cast<char>(0x80 | (point & 0x3f)));
    }
    measure(*tokenizer, "random ideographs", ideographs);
    measure(*tokenizer, "punctuation", std::string(10'000'000, '!'));
    measure(*tokenizer, "digits", std::string(10'000'000, '7'));
    return 0;
}
