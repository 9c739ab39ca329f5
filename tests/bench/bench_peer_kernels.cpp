// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Dot products of one row beside llama.cpp's, for each weight type: both on one thread, in its
// cache, measured in processor time, so that a busy machine changes little. The libraries are those
// that
// `./dev bench --peer` has put into build/bench/peer.
// bench_peer_kernels FOLDER_OF_LIBGGML [cpu variant, sapphirerapids] [isa]
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <ctime>
#include <string>

#include <dlfcn.h>

#include "inference/backend/cpu/dispatch.h"
#include "tests/kernels/random_weights.h"

using namespace inference;
using namespace kernels_test;

namespace {

constexpr std::size_t kLength = 2048, kRows = 64;

double processorTime() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

double seconds(const auto& work) {
    work();
    double best = 1e9;
    for (int round = 0; round < 7; ++round) {
        const double start = processorTime();
        int count = 0;
        for (; processorTime() - start < 0.004; ++count) work();
        best = std::min(best, (processorTime() - start) / count);
    }
    return best;
}

/// ggml's own functions: a dot product of a packed row with quantized activations, and what
/// quantizes those.
using PeerDot = void (*)(int n, float* out, std::size_t, const void* row, std::size_t,
                         const void* activations, std::size_t, int);
using PeerQuantize = void (*)(const float* x, void* out, std::int64_t n);

template <typename Function>
Function symbol(void* library, const std::string& name) {
    return reinterpret_cast<Function>(dlsym(library, name.c_str()));
}

double peerTime(void* library, std::string type, const std::vector<std::byte>& weights,
                std::size_t rowBytes, const std::vector<float>& x) {
    for (char& c : type) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (type.ends_with("_k")) type.back() = 'K';
    for (const char* activations : {"q8_K", "q8_0", "q8_1"}) {
        const auto dot = symbol<PeerDot>(library, "ggml_vec_dot_" + type + "_" + activations);
        const auto quantize =
            symbol<PeerQuantize>(library, std::string("quantize_row_") + activations);
        if (dot == nullptr || quantize == nullptr) continue;
        std::vector<std::byte> record(2 * kLength);
        quantize(x.data(), record.data(), kLength);
        float result = 0;
        return seconds([&] {
            for (std::size_t r = 0; r < kRows; ++r)
                dot(kLength, &result, 0, weights.data() + r * rowBytes, 0, record.data(), 0, 1);
        });
    }
    return 0;
}

void measure(const KernelTable& kernels, const ScaleFields& fields, void* library) {
    const DTypeInfo& info = dtypeInfo(fields.dtype);
    const FormatKernels& format = kernels.formats[static_cast<std::size_t>(fields.dtype)];
    if (format.rowDots == nullptr) return;
    const std::vector<std::byte> weights = randomWeights(fields, kRows, kLength, 3);
    const std::vector<float> x = randomFloats(kLength, 5);
    const std::size_t bytes = rowBytes(fields.dtype, kLength);
    std::vector<std::byte> memory(QuantLayout(kLength).bytes + 64);
    auto* record = reinterpret_cast<std::byte*>(
        (reinterpret_cast<std::uintptr_t>(memory.data()) + 63) / 64 * 64);
    kernels.quantizeRow(x.data(), kLength, record);
    std::vector<float> out(kRows);
    const double own =
        seconds([&] { format.rowDots(weights.data(), bytes, kRows, kLength, record, out.data()); });
    const std::string name(info.name);
    const double peer = peerTime(library, name, weights, bytes, x);
    constexpr double kWeights = static_cast<double>(kRows * kLength);
    std::printf("| %-7s | %5.1f | %5.1f | %4.2f |\n", name.c_str(), own / kWeights * 1e12,
                peer / kWeights * 1e12, peer / own);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("usage: bench_peer_kernels FOLDER [VARIANT] [ISA]\n", stderr);
        return 2;
    }
    const std::string folder = argv[1];
    const std::string variant = argc > 2 ? argv[2] : "sapphirerapids";
    CpuIsa isa = CpuIsa::Auto;
    for (const CpuIsa each : availableIsas())
        if (argc > 3 && isaName(each) == argv[3]) isa = each;
    const void* base = dlopen((folder + "/libggml-base.so").c_str(), RTLD_NOW | RTLD_GLOBAL);
    void* library = dlopen((folder + "/libggml-cpu-" + variant + ".so").c_str(), RTLD_NOW);
    if (base == nullptr || library == nullptr) {
        std::fprintf(stderr, "error: %s\n", dlerror());
        return 1;
    }
    if (const auto init = symbol<void (*)()>(library, "ggml_cpu_init")) init();
    std::printf("| type | own, ps per weight | llama.cpp | ratio |\n|---|---:|---:|---:|\n");
    for (const ScaleFields& fields : scaleFields()) measure(selectKernels(isa), fields, library);
    return 0;
}
