// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Kernels of recurrent layers. Included inside an instruction set's namespace.

/// Rows whose products are summed apart, so that one addition need not wait for the one before.
inline constexpr std::size_t kStateUnroll = 4;

/// kVectors vectors of columns, from `column` on, over all tokens: they stay in the first-level
/// cache, and no other column is looked at.
template <bool kDelta, int kVectors>
[[gnu::always_inline]] inline void scanColumns(const StateScan& scan, std::size_t column,
                                               std::size_t count) {
    const auto part = [&](int v) {
        return kVectors > 1 ? kLanes : count - static_cast<std::size_t>(v) * kLanes;
    };
    float* const state = scan.state + column;
    for (std::size_t t = 0; t < scan.tokens; ++t) {
        const float* write = scan.write + t * scan.writeStride;
        const float* read = scan.read + t * scan.readStride;
        const float* input = scan.input + t * scan.inputStride + column;
        const Floats decay = set(scan.decay[t * scan.scalarStride]);
        const Floats rate = set(scan.rate[t * scan.scalarStride]);
        Floats sums[kStateUnroll][kVectors];
        const auto clear = [&] {
            for (auto& row : sums)
                for (Floats& sum : row) sum = zero();
        };
        const auto total = [&](int v) {
            return add(add(sums[0][v], sums[1][v]), add(sums[2][v], sums[3][v]));
        };
        // Calls f(row, which sum), rows in blocks of kStateUnroll.
        const auto forRows = [&](auto&& f) {
            std::size_t i = 0;
            for (; i + kStateUnroll <= scan.rows; i += kStateUnroll) {
#pragma GCC unroll 4
                for (std::size_t u = 0; u < kStateUnroll; ++u) f(i + u, u);
            }
            for (; i < scan.rows; ++i) f(i, std::size_t{0});
        };

        Floats change[kVectors];
        if constexpr (kDelta) {
            clear();
            forRows([&](std::size_t i, std::size_t u) __attribute__((always_inline)) {
                const Floats w = set(write[i]);
#pragma GCC unroll 4
                for (int v = 0; v < kVectors; ++v)
                    sums[u][v] = fma(w,
                                     loadPart(state + i * scan.stateStride
                                                  + static_cast<std::size_t>(v) * kLanes,
                                              part(v)),
                                     sums[u][v]);
            });
        }
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) {
            Floats x = loadPart(input + static_cast<std::size_t>(v) * kLanes, part(v));
            if constexpr (kDelta) x = sub(x, mul(decay, total(v)));
            change[v] = mul(rate, x);
        }
        clear();
        forRows([&](std::size_t i, std::size_t u) __attribute__((always_inline)) {
            const Floats w = set(write[i]), r = set(read[i]);
#pragma GCC unroll 4
            for (int v = 0; v < kVectors; ++v) {
                float* const at =
                    state + i * scan.stateStride + static_cast<std::size_t>(v) * kLanes;
                const Floats s = fma(w, change[v], mul(decay, loadPart(at, part(v))));
                storePart(at, s, part(v));
                sums[u][v] = fma(r, s, sums[u][v]);
            }
        });
        float* const out = scan.out + t * scan.outStride + column;
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v)
            storePart(out + static_cast<std::size_t>(v) * kLanes, total(v), part(v));
    }
}

template <bool kDelta>
void scanAll(const StateScan& scan) {
    constexpr int kVectors = 2;
    constexpr std::size_t kBlock = kVectors * kLanes;
    std::size_t column = 0;
    for (; column + kBlock <= scan.columns; column += kBlock)
        scanColumns<kDelta, kVectors>(scan, column, kBlock);
    for (; column < scan.columns; column += kLanes) {
        const std::size_t left = scan.columns - column;
        scanColumns<kDelta, 1>(scan, column, left < kLanes ? left : kLanes);
    }
}

void scanState(const StateScan& scan) {
    scanAll<false>(scan);
}

void deltaState(const StateScan& scan) {
    scanAll<true>(scan);
}

void convolveRow(const ConvRow& row) {
    forVectors(row.channels, [&](std::size_t c, std::size_t count) {
        Floats sum = row.bias == nullptr ? zero() : loadPart(row.bias + c, count);
        for (std::size_t j = 0; j < row.taps; ++j)
            sum = fma(loadPart(row.kernel + j * row.kernelStride + c, count),
                      loadPart(row.rows[j] + c, count), sum);
        sum =
            row.gate == nullptr ? mul(sum, sigmoid(sum)) : mul(sum, loadPart(row.gate + c, count));
        storePart(row.out + c, sum, count);
    });
}
