// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Writes a GGUF of the llama or gpt-oss family in any shape, with random weights: what it says is
// noise, but it moves the bytes and does the arithmetic of a real model. The weights of a matrix
// with n inputs have standard deviation 1/sqrt(n), so that activations stay finite through any
// number of layers.
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/gguf_writer.h"
#include "tests/bench/model_shapes.h"
#include "tests/bench/random_blocks.h"

namespace {

using namespace bench;

bool isVector(const Tensor& tensor) {
    return tensor.dims.size() == 1 || tensor.name.ends_with(".bias");
}

/// Norms are near one, biases and sinks near zero.
double meanOf(const Tensor& tensor) {
    return tensor.name.ends_with("norm.weight") ? 1 : 0;
}

void writeWeights(Writer& out, const std::vector<Tensor>& all, std::uint64_t seed) {
    Random random(seed);
    for (const Tensor& tensor : all) {
        std::vector<std::byte> row(inference::rowBytes(tensor.dtype, tensor.dims[0]));
        const double sigma =
            isVector(tensor) ? 0.1 : 1 / std::sqrt(static_cast<double>(tensor.dims[0]));
        for (std::uint64_t done = 0; done < tensor.bytes() && out.ok(); done += row.size()) {
            fillRow(tensor.dtype, meanOf(tensor), sigma, random, row);
            out.raw(row.data(), row.size());
        }
        out.align();
    }
}

bool writeModel(const std::string& path, const Shape& shape, const Types& types,
                std::string_view type, bool hollow) {
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
    if (hollow)
        out.skip(offset);
    else
        writeWeights(out, all, shape.seed);
    return out.close() && std::rename(unfinished.c_str(), path.c_str()) == 0;
}

int usage() {
    std::fputs(
        "usage: make_bench_model --out FILE [--type Q8_0] [--output-type Q6_K]\n"
        "         [--weights random|none], none: a file that is all there but for its content,\n"
        "         [--shape 1b|0.5b|gpt-oss-small|gpt-oss-20b], then, to change it:\n"
        "         [--dim N] [--layers N] [--heads N] [--kv-heads N] [--key-length N]\n"
        "         [--ffn N] [--vocab N] [--context N] [--experts N] [--used N] [--seed N]\n",
        stderr);
    return 2;
}

/// Rows must be whole blocks, heads must divide evenly, and the vocabulary hold all bytes.
bool isPossible(const Shape& shape, const Types& types) {
    if (shape.heads == 0 || shape.kvHeads == 0 || shape.keyLength % 2 != 0
        || shape.heads % shape.kvHeads != 0 || shape.vocab < 512 || shape.layers == 0
        || (shape.experts > 0 && shape.used > shape.experts))
        return false;
    for (const Tensor& tensor : tensors(shape, types))
        if (tensor.dims[0] == 0
            || tensor.dims[0] % inference::dtypeInfo(tensor.dtype).blockElements != 0)
            return false;
    return true;
}

} // namespace

int main(int argc, char** argv) {
    Shape shape;
    std::string path, type = "Q8_0", outputType, weights = "random";
    const std::map<std::string_view, std::uint64_t*> numbers = {
        {"--dim", &shape.dim},         {"--layers", &shape.layers},       {"--heads", &shape.heads},
        {"--ffn", &shape.ffn},         {"--kv-heads", &shape.kvHeads},    {"--vocab", &shape.vocab},
        {"--seed", &shape.seed},       {"--context", &shape.context},     {"--used", &shape.used},
        {"--experts", &shape.experts}, {"--key-length", &shape.keyLength}};
    const std::map<std::string_view, std::string*> texts = {{"--out", &path},
                                                            {"--type", &type},
                                                            {"--output-type", &outputType},
                                                            {"--weights", &weights}};
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
        } else if (name != "--shape" || !shapeNamed(value, shape)) {
            return usage();
        }
    }
    Types types{}, output{};
    const bool hollow = weights == "none";
    if (argc % 2 == 0 || path.empty() || !typesNamed(type, types)
        || (!hollow && weights != "random")) {
        return usage();
    }
    if (!outputType.empty()) {
        if (!typesNamed(outputType, output)) {
            return usage();
        }
        types.output = output.matrices;
    }
    if (!isPossible(shape, types)) {
        std::fputs("error: this shape cannot be stored: rows must be whole blocks of their type, "
                   "kv-heads divide heads; at least one layer and 512 tokens\n",
                   stderr);
        return 2;
    }
    if (!writeModel(path, shape, types, type, hollow)) {
        std::fprintf(stderr, "error: %s could not be written: check the disk\n", path.c_str());
        return 1;
    }
    return 0;
}
