// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Writes a GGUF of the llama family in any shape, with random weights: what it says is noise, but
// it moves the bytes and does the arithmetic of a real model. The weights of a matrix with n inputs
// have standard deviation 1/sqrt(n), so that activations stay finite through any number of layers.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "inference/base/half.h"
#include "inference/quant/dtype.h"
#include "tests/bench/gguf_writer.h"

namespace {

using bench::kAlignment;
using bench::Metadata;
using bench::ValueType;
using bench::Writer;
using inference::DType;

struct Shape {
    std::uint64_t dim = 2048, layers = 16, heads = 32, kvHeads = 8, ffn = 8192;
    std::uint64_t vocab = 128256, context = 8192, seed = 1;
};

struct Tensor {
    std::string name;
    std::vector<std::uint64_t> dims; // fastest first
    DType dtype;
    std::uint64_t bytes() const {
        std::uint64_t rows = 1;
        for (std::size_t i = 1; i < dims.size(); ++i) {
            rows *= dims[i];
        }
        return rows * inference::rowBytes(dtype, dims[0]);
    }
};

constexpr std::string_view kSpace = "\xe2\x96\x81";
constexpr std::string_view kChatTemplate =
    "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + '\\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}";

/// SplitMix64: a full-period sequence that passes the usual tests and keeps up with the disk.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    void fill(std::byte* target, std::size_t count) {
        std::size_t i = 0;
        for (; i + 8 <= count; i += 8) {
            const std::uint64_t value = next();
            std::memcpy(target + i, &value, 8);
        }
        const std::uint64_t value = next();
        if (i < count) {
            std::memcpy(target + i, &value, count - i);
        }
    }
    /// Uniform with standard deviation 1.
    float unit() {
        const double u = static_cast<double>(next() >> 11) * 0x1p-53;
        return static_cast<float>((u - 0.5) * std::sqrt(12.0));
    }

private:
    std::uint64_t m_state;
};

void putHalf(std::byte* target, double value) {
    const std::uint16_t bits = inference::floatToHalf(static_cast<float>(value));
    std::memcpy(target, &bits, 2);
}

/// Gives a block of random bytes the scales that make its values spread by `sigma`.
/// The divisors are the standard deviations of uniform integers of that many bits.
using Scaler = void (*)(std::byte* block, double sigma);

void scaleQ4K(std::byte* block, double sigma, double spread, double mean) {
    // Sub-block scales and minima all 32 in the packed 6-bit form; then d, dmin place the values.
    const double d = sigma / (32 * spread);
    putHalf(block, d);
    putHalf(block + 2, d * mean);
    std::memset(block + 4, 0xa0, 8);
    std::memset(block + 12, 0x00, 4);
}

const std::map<DType, Scaler>& scalers() {
    static const std::map<DType, Scaler> table = {
        {DType::Q4_0, [](std::byte* b, double s) { putHalf(b, s / 4.61); }},
        {DType::Q4_1,
         [](std::byte* b, double s) { putHalf(b, s / 4.61), putHalf(b + 2, -7.5 * s / 4.61); }},
        {DType::Q5_0, [](std::byte* b, double s) { putHalf(b, s / 9.23); }},
        {DType::Q5_1,
         [](std::byte* b, double s) { putHalf(b, s / 9.23), putHalf(b + 2, -15.5 * s / 9.23); }},
        {DType::Q8_0, [](std::byte* b, double s) { putHalf(b, s / 73.9); }},
        {DType::Q4_K, [](std::byte* b, double s) { scaleQ4K(b, s, 4.61, 7.5); }},
        {DType::Q5_K, [](std::byte* b, double s) { scaleQ4K(b, s, 9.23, 15.5); }},
        {DType::Q6_K,
         [](std::byte* b, double s) {
             std::memset(b + 192, 8, 16);
             putHalf(b + 208, s / (8 * 18.5));
         }},
    };
    return table;
}

/// A SentencePiece vocabulary that covers every text: bytes, then all letter strings in order of
/// length, each with and without a leading space, until the wanted size is reached.
void addVocabulary(Metadata& metadata, std::uint64_t size) {
    std::vector<std::string> tokens = {"<unk>", "<s>", "</s>"};
    std::vector<std::int32_t> types = {2, 3, 3};
    for (int byte = 0; byte < 256; ++byte) {
        char name[8];
        std::snprintf(name, sizeof name, "<0x%02X>", static_cast<unsigned>(byte));
        tokens.emplace_back(name);
        types.push_back(6);
    }
    tokens.emplace_back(kSpace);
    for (char c = 33; c < 127; ++c) {
        if (c < 'a' || c > 'z') {
            tokens.emplace_back(1, c);
        }
    }
    std::string piece = "a";
    while (tokens.size() < size) {
        tokens.push_back(piece);
        tokens.push_back(std::string(kSpace) + piece);
        std::size_t i = piece.size();
        while (i > 0 && piece[i - 1] == 'z') {
            piece[--i] = 'a';
        }
        if (i == 0) {
            piece.insert(piece.begin(), 'a');
        } else {
            ++piece[i - 1];
        }
    }
    tokens.resize(size);
    types.resize(size, 1);
    std::vector<float> scores(size);
    for (std::size_t i = 0; i < size; ++i) {
        scores[i] = -static_cast<float>(i);
    }
    metadata.add("tokenizer.ggml.model", std::string_view("llama"));
    metadata.add("tokenizer.ggml.pre", std::string_view("default"));
    metadata.addArray("tokenizer.ggml.tokens", ValueType::String, std::move(tokens));
    metadata.addArray("tokenizer.ggml.scores", ValueType::F32, std::move(scores));
    metadata.addArray("tokenizer.ggml.token_type", ValueType::I32, std::move(types));
    metadata.add("tokenizer.ggml.unknown_token_id", std::uint64_t{0});
    metadata.add("tokenizer.ggml.bos_token_id", std::uint64_t{1});
    metadata.add("tokenizer.ggml.eos_token_id", std::uint64_t{2});
    metadata.add("tokenizer.chat_template", kChatTemplate);
}

Metadata describe(const Shape& shape, std::string_view type) {
    Metadata metadata;
    metadata.add("general.architecture", std::string_view("llama"));
    metadata.add("general.name", "Random " + std::string(type));
    metadata.add("general.alignment", kAlignment);
    metadata.add("llama.context_length", shape.context);
    metadata.add("llama.embedding_length", shape.dim);
    metadata.add("llama.block_count", shape.layers);
    metadata.add("llama.feed_forward_length", shape.ffn);
    metadata.add("llama.attention.head_count", shape.heads);
    metadata.add("llama.attention.head_count_kv", shape.kvHeads);
    metadata.add("llama.attention.layer_norm_rms_epsilon", 1e-5F);
    metadata.add("llama.rope.dimension_count", shape.dim / shape.heads);
    metadata.add("llama.rope.freq_base", 500000.0F);
    metadata.add("llama.vocab_size", shape.vocab);
    addVocabulary(metadata, shape.vocab);
    return metadata;
}

/// What a file of this type holds: `Q4_K_M` mixes two types as published files do, and the output
/// matrix of files under six bits is Q6_K.
struct Types {
    DType matrices, rich, output;
};

std::vector<Tensor> tensors(const Shape& shape, const Types& types) {
    const std::uint64_t kvDim = shape.dim / shape.heads * shape.kvHeads;
    std::vector<Tensor> all;
    all.push_back({"token_embd.weight", {shape.dim, shape.vocab}, types.matrices});
    for (std::uint64_t layer = 0; layer < shape.layers; ++layer) {
        // The first and last eighth, and every third layer between, keep more bits.
        const std::uint64_t eighth = shape.layers / 8;
        const bool more =
            layer < eighth || layer >= 7 * shape.layers / 8 || (layer - eighth) % 3 == 2;
        const DType rich = more ? types.rich : types.matrices;
        const std::string prefix = "blk." + std::to_string(layer) + ".";
        const auto add = [&](const char* name, std::vector<std::uint64_t> dims, DType dtype) {
            all.push_back({prefix + name + ".weight", std::move(dims), dtype});
        };
        add("attn_norm", {shape.dim}, DType::F32);
        add("attn_q", {shape.dim, shape.dim}, types.matrices);
        add("attn_k", {shape.dim, kvDim}, types.matrices);
        add("attn_v", {shape.dim, kvDim}, rich);
        add("attn_output", {shape.dim, shape.dim}, types.matrices);
        add("ffn_norm", {shape.dim}, DType::F32);
        add("ffn_gate", {shape.dim, shape.ffn}, types.matrices);
        add("ffn_up", {shape.dim, shape.ffn}, types.matrices);
        add("ffn_down", {shape.ffn, shape.dim}, rich);
    }
    all.push_back({"output_norm.weight", {shape.dim}, DType::F32});
    all.push_back({"output.weight", {shape.dim, shape.vocab}, types.output});
    return all;
}

/// Fills one row of a tensor.
void fillRow(const Tensor& tensor, Random& random, std::vector<std::byte>& row) {
    const std::uint64_t count = tensor.dims[0];
    const bool norm = tensor.dims.size() == 1;
    const double sigma = 1 / std::sqrt(static_cast<double>(count));
    if (const auto scaler = scalers().find(tensor.dtype); scaler != scalers().end()) {
        random.fill(row.data(), row.size());
        const std::size_t step = inference::dtypeInfo(tensor.dtype).blockBytes;
        for (std::size_t at = 0; at < row.size(); at += step) {
            scaler->second(row.data() + at, sigma);
        }
        return;
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        const float value =
            norm ? 1 + 0.1F * random.unit() : static_cast<float>(sigma) * random.unit();
        if (tensor.dtype == DType::F32) {
            std::memcpy(row.data() + 4 * i, &value, 4);
        } else if (tensor.dtype == DType::F16) {
            putHalf(row.data() + 2 * i, value);
        } else {
            std::uint32_t bits = 0;
            std::memcpy(&bits, &value, 4);
            const auto high = static_cast<std::uint16_t>(bits >> 16); // bf16, rounded to zero
            std::memcpy(row.data() + 2 * i, &high, 2);
        }
    }
}

bool writeModel(const std::string& path, const Shape& shape, const Types& types,
                std::string_view type) {
    const std::string unfinished = path + ".part";
    Writer out(unfinished.c_str());
    const Metadata metadata = describe(shape, type);
    const std::vector<Tensor> all = tensors(shape, types);
    out.number(bench::kMagic);
    out.number<std::uint32_t>(3);
    out.number<std::uint64_t>(all.size());
    out.number<std::uint64_t>(metadata.count());
    metadata.write(out);
    std::uint64_t offset = 0;
    for (const Tensor& tensor : all) {
        out.text(tensor.name);
        out.number(static_cast<std::uint32_t>(tensor.dims.size()));
        for (const std::uint64_t dim : tensor.dims) {
            out.number(dim);
        }
        out.number(static_cast<std::uint32_t>(tensor.dtype));
        out.number(offset);
        offset += (tensor.bytes() + kAlignment - 1) / kAlignment * kAlignment;
    }
    out.align();
    Random random(shape.seed);
    for (const Tensor& tensor : all) {
        std::vector<std::byte> row(inference::rowBytes(tensor.dtype, tensor.dims[0]));
        for (std::uint64_t done = 0; done < tensor.bytes() && out.ok(); done += row.size()) {
            fillRow(tensor, random, row);
            out.raw(row.data(), row.size());
        }
        out.align();
    }
    return out.close() && std::rename(unfinished.c_str(), path.c_str()) == 0;
}

/// The types of a file named so; false for names that this program cannot write.
bool typesNamed(std::string_view name, Types& types) {
    if (name == "Q4_K_M") {
        types = {DType::Q4_K, DType::Q6_K, DType::Q6_K};
        return true;
    }
    for (const DType dtype :
         {DType::F32, DType::F16, DType::BF16, DType::Q8_0, DType::Q6_K, DType::Q5_K, DType::Q5_0,
          DType::Q5_1, DType::Q4_K, DType::Q4_0, DType::Q4_1}) {
        const inference::DTypeInfo& info = inference::dtypeInfo(dtype);
        if (info.name == name) {
            const bool small = info.blockBytes * 8 < 6 * info.blockElements;
            types = {dtype, dtype, small ? DType::Q6_K : dtype};
            return true;
        }
    }
    return false;
}

int usage() {
    std::fputs(
        "usage: make_bench_model --out FILE [--type Q8_0] [--output-type Q6_K] [--dim 2048]\n"
        "         [--layers 16] [--heads 32] [--kv-heads 8] [--ffn 8192] [--vocab 128256]\n"
        "         [--context 8192] [--seed 1]\n",
        stderr);
    return 2;
}

} // namespace

int main(int argc, char** argv) {
    Shape shape;
    std::string path, type = "Q8_0", outputType;
    const std::map<std::string_view, std::uint64_t*> numbers = {
        {"--dim", &shape.dim},   {"--layers", &shape.layers},    {"--heads", &shape.heads},
        {"--ffn", &shape.ffn},   {"--kv-heads", &shape.kvHeads}, {"--vocab", &shape.vocab},
        {"--seed", &shape.seed}, {"--context", &shape.context}};
    const std::map<std::string_view, std::string*> texts = {
        {"--out", &path}, {"--type", &type}, {"--output-type", &outputType}};
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i], value = argv[i + 1];
        if (const auto number = numbers.find(name); number != numbers.end()) {
            const char* end = value.data() + value.size();
            const auto parsed = std::from_chars(value.data(), end, *number->second);
            if (parsed.ptr != end || parsed.ec != std::errc()) {
                return usage();
            }
        } else if (const auto text = texts.find(name); text != texts.end()) {
            *text->second = value;
        } else {
            return usage();
        }
    }
    Types types{}, output{};
    if (argc % 2 == 0 || path.empty() || !typesNamed(type, types)) {
        return usage();
    }
    if (!outputType.empty()) {
        if (!typesNamed(outputType, output)) {
            return usage();
        }
        types.output = output.matrices;
    }
    // Rows must be whole blocks, heads must divide evenly, and the vocabulary hold all bytes.
    const std::uint64_t block = 256;
    if (shape.dim % block != 0 || shape.ffn % block != 0 || shape.heads == 0 || shape.kvHeads == 0
        || shape.dim % shape.heads != 0 || shape.heads % shape.kvHeads != 0 || shape.vocab < 512
        || shape.layers == 0) {
        std::fputs(
            "error: this shape cannot be stored: dim and ffn must be multiples of 256, heads "
            "must divide dim, kv-heads heads; at least one layer and 512 tokens\n",
            stderr);
        return 2;
    }
    if (!writeModel(path, shape, types, type)) {
        std::fprintf(stderr, "error: %s could not be written: check the disk\n", path.c_str());
        return 1;
    }
    return 0;
}
