// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Speed of the CPU kernels, one line per weight type: matrix times vector in bytes of weights per
// second and as a share of the measured read bandwidth, matrix times batch in products per second.
// bench_kernels [threads] [isa] [type]
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "inference/backend/cpu/dispatch.h"
#include "inference/backend/memory_bandwidth.h"
#include "tests/kernels/plan_fixture.h"

using namespace kernels_test;

namespace {

constexpr std::uint32_t kLength = 2048, kBatch = 512;
/// Matrices one after the other, so that together they are far larger than the caches.
constexpr std::size_t kBytesWanted = std::size_t{400} << 20;

double seconds(const auto& work) {
    double best = 1e9;
    double total = 0;
    for (int i = 0; i < 20 && (i < 2 || total < 0.8); ++i) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const double time =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        best = std::min(best, time);
        total += time;
    }
    return best;
}

void measure(const ScaleFields& fields, CpuIsa isa, unsigned threads, double bandwidth) {
    const DTypeInfo& info = dtypeInfo(fields.dtype);
    if (info.decode == nullptr) return;
    const std::size_t bytesPerRow = rowBytes(fields.dtype, kLength);
    constexpr std::uint32_t kRows = 8192;
    const auto matrices = static_cast<std::uint32_t>(kBytesWanted / (bytesPerRow * kRows)) + 1;
    PlanFixture decode(1), prefill(kBatch);
    const std::vector<float> x = randomFloats(kBatch * kLength, 1);
    const auto one = randomWeights(fields, kRows, kLength, 2);
    const BufferId in = decode.input({x.begin(), x.begin() + kLength}, kLength);
    const BufferId out = decode.buffer(kRows);
    MatmulOp op;
    op.count = 1;
    for (std::uint32_t i = 0; i < matrices; ++i) {
        op.in = in;
        op.outs[0] = out;
        op.weights[0] = decode.tensor(fields.dtype, kLength, kRows, one);
        decode.add(op);
    }
    op.in = prefill.input(x, kLength);
    op.outs[0] = prefill.buffer(kRows);
    op.weights[0] = prefill.tensor(fields.dtype, kLength, kRows, one);
    prefill.add(op);
    auto decoder = decode.executor(isa, false, threads);
    auto prefiller = prefill.executor(isa, false, threads);
    if (!decoder || !prefiller) return;
    std::vector<TokenId> tokens(kBatch);
    ForwardRequest request;
    request.rows = LogitRows::None;
    request.tokens = std::span(tokens).first(1);
    const double decodeTime = seconds([&] { static_cast<void>((*decoder)->forward(request, {})); });
    request.tokens = tokens;
    const double prefillTime =
        seconds([&] { static_cast<void>((*prefiller)->forward(request, {})); });
    const double bytes = static_cast<double>(bytesPerRow) * kRows * matrices;
    std::printf("%-8s %8.2f GB/s %5.0f%% of bandwidth %9.1f GMAC/s at a batch of %u\n",
                std::string(info.name).c_str(), bytes / decodeTime * 1e-9,
                100 * bytes / decodeTime / bandwidth,
                1.0 * kLength * kRows * kBatch / prefillTime * 1e-9, kBatch);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv) {
    const unsigned threads = argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : 0;
    CpuIsa isa = CpuIsa::Auto;
    for (const CpuIsa each : availableIsas())
        if (argc > 2 && isaName(each) == argv[2]) isa = each;
    ThreadPool pool(threads);
    const double bandwidth = measureReadBandwidth(pool);
    std::printf("%u threads, %s, memory read at %.1f GB/s\n", pool.threadCount(),
                std::string(isaName(selectKernels(isa).isa)).c_str(), bandwidth * 1e-9);
    for (const ScaleFields& fields : scaleFields())
        if (argc <= 3 || dtypeInfo(fields.dtype).name == argv[3])
            measure(fields, isa, pool.threadCount(), bandwidth);
    return 0;
}
