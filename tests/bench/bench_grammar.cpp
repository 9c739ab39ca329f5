// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// What binding an answer to a schema costs per token: bench_grammar vocabulary.gguf [decode-ms]
// Writes random texts along the schema, with the mask of every step, as the slowest sampler asks
// for it, and compares that with the time of one decoded token.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "inference/gguf/gguf_reader.h"
#include "inference/grammar/json_schema.h"
#include "inference/grammar/token_mask.h"

using namespace inference;

namespace {

// Processor time: one thread does all of it, and machines are shared.
double microsecondsSince(double begin) {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3 - begin;
}

struct Case {
    const char* name;
    const char* schema;
};

constexpr Case kCases[] = {
    {"any JSON", "{}"},
    {"records", R"({"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},
        "age":{"type":"integer","minimum":0,"maximum":120},"tags":{"type":"array","items":
        {"type":"string","maxLength":40}},"kind":{"enum":["person","company","other"]}},
        "required":["name","age","tags","kind"]},"minItems":50})"},
    {"long bounded strings", R"({"type":"array","items":{"type":"string","minLength":30,
        "maxLength":200},"minItems":20})"},
    {"recursive tree", R"({"$defs":{"t":{"type":"object","properties":{"label":{"type":"string"},
        "kids":{"type":"array","items":{"$ref":"#/$defs/t"},"maxItems":3}},"required":
        ["label","kids"]}},"$ref":"#/$defs/t"})"},
    {"large enum", nullptr},
    {"nested objects", nullptr},
    {"many properties", nullptr},
};

/// Schemas too long to write down.
std::string generated(const std::string& name) {
    std::string out;
    if (name == "large enum") {
        out = R"({"type":"array","minItems":200,"items":{"enum":[)";
        for (int i = 0; i < 2000; ++i)
            out +=
                (i ? ",\"" : "\"") + std::string("value ") + std::to_string(i * 7919 % 10007) + '"';
        return out + "]}}";
    }
    if (name == "nested objects") {
        for (int depth = 0; depth < 20; ++depth)
            out += R"({"type":"object","properties":{"name":{"type":"string"},"inner":)";
        out += R"({"type":"array","items":{"type":"number"}})";
        for (int depth = 0; depth < 20; ++depth) out += R"(},"required":["name","inner"]})";
        return out;
    }
    out = R"({"type":"array","minItems":100,"items":{"type":"object","properties":{)";
    for (int i = 0; i < 60; ++i)
        out += (i ? ",\"field_" : "\"field_") + std::to_string(i)
               + (i % 3 == 0 ? R"(":{"type":"integer"})" : R"(":{"type":"string"})");
    return out + "}}}";
}

void measure(const Case& one, const std::shared_ptr<const grammar::TokenTrie>& trie,
             double decodeMs) {
    const auto begin = microsecondsSince(0);
    const std::string schema = one.schema ? one.schema : generated(one.name);
    const auto made = grammar::parseJsonSchema(schema);
    if (!made) {
        std::fprintf(stderr, "%s\n", made.error().detail.c_str());
        std::exit(1);
    }
    const double compiling = microsecondsSince(begin);
    std::mt19937 random(1);
    std::vector<double> times;
    std::vector<float> logits(trie->vocabulary());
    while (times.size() < 2000) {
        grammar::TokenMask mask(*made, trie);
        for (int step = 0; step < 1000 && !mask.exhausted() && times.size() < 2000; ++step) {
            std::fill(logits.begin(), logits.end(), 0.0f);
            const auto start = microsecondsSince(0);
            mask.apply(logits);
            const double masking = microsecondsSince(start);
            std::vector<TokenId> may;
            for (std::size_t i = 0; i < logits.size(); ++i)
                if (logits[i] == 0 && !trie->bytes(static_cast<TokenId>(i)).empty())
                    may.push_back(static_cast<TokenId>(i));
            if (may.empty()) break;
            const TokenId token = may[random() % may.size()];
            const auto accepting = microsecondsSince(0);
            if (!mask.accept(token)) break;
            times.push_back(masking + microsecondsSince(accepting));
        }
    }
    const double mean =
        std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size());
    std::sort(times.begin(), times.end());
    std::printf("%-22s compile %8.0f us  mask mean %7.1f us  median %7.1f  p99 %8.1f  max %9.1f",
                one.name, compiling, mean, times[times.size() / 2], times[times.size() * 99 / 100],
                times.back());
    if (decodeMs > 0) std::printf("  %.2f %% of decode", mean / 10 / decodeMs);
    std::printf("\n");
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s vocabulary.gguf [decode-ms]\n", argv[0]);
        return 2;
    }
    const auto file = GgufFile::open(argv[1]);
    const auto tokenizer =
        file ? Tokenizer::create(file->metadata()) : Result<Tokenizer>(file.error());
    if (!tokenizer) {
        std::fprintf(stderr, "%s\n", tokenizer.error().detail.c_str());
        return 1;
    }
    const auto begin = microsecondsSince(0);
    const auto trie = grammar::TokenTrie::create(*tokenizer);
    std::printf("%zu tokens, %zu trie nodes, made in %.0f ms\n", trie->vocabulary(),
                trie->nodes().size(), microsecondsSince(begin) / 1000);
    const double decodeMs = argc > 2 ? std::atof(argv[2]) : 0;
    for (const Case& one : kCases) measure(one, trie, decodeMs);
    return 0;
}
