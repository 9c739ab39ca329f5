// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Speed of tokenizing: bench_tokenizer vocabulary.gguf text-file
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "inference/gguf/gguf_reader.h"
#include "inference/tokenizer/tokenizer.h"

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

std::string repeated(std::string_view text) {
    std::string out;
    while (out.size() < 10'000'000) out += text;
    return out;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s vocabulary.gguf text-file\n", argv[0]);
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
    const double creating = secondsOf([&] { tokenizer = Tokenizer::create(file->metadata()); });
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
