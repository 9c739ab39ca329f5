// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Speed of tokenizing: bench_tokenizer vocabulary.gguf text-file
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>

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
    measure(*tokenizer, "digits", std::string(10'000'000, '7'));
    return 0;
}
