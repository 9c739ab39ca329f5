// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>
#include <cmath>
#include <vector>

#include "inference/backend/cpu/dispatch.h"
#include "inference/sample/rng.h"

using namespace inference;

namespace {

std::vector<float> randomValues(Rng& rng, std::size_t count, double centre = 0, double spread = 1) {
    std::vector<float> values(count);
    for (float& value : values)
        value = static_cast<float>(centre + spread * (rng.uniform() * 2 - 1));
    return values;
}

/// The largest distance, against the largest value there should be.
double distance(const std::vector<float>& found, const std::vector<double>& wanted) {
    double most = 0, worst = 0;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        most = std::max(most, std::abs(wanted[i]));
        worst = std::max(worst, std::abs(static_cast<double>(found[i]) - wanted[i]));
    }
    return worst / most;
}

} // namespace

/// Kernels of recurrent layers against their definition in double precision.
class TestRecurrentKernels : public QObject {
    Q_OBJECT

private slots:
    void stateMovesAsDefined_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("tokens");
        QTest::addColumn<bool>("delta");
        for (const bool delta : {false, true}) {
            const char* kind = delta ? "delta" : "scan";
            QTest::addRow("%s, one by one", kind) << 1 << 1 << 3 << delta;
            QTest::addRow("%s, odd", kind) << 13 << 27 << 5 << delta;
            QTest::addRow("%s, a token", kind) << 128 << 32 << 1 << delta;
            QTest::addRow("%s, many tokens", kind) << 64 << 80 << 65 << delta;
        }
    }
    void stateMovesAsDefined() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(int, tokens);
        QFETCH(bool, delta);
        const auto n = static_cast<std::size_t>(rows), m = static_cast<std::size_t>(columns);
        const auto count = static_cast<std::size_t>(tokens);
        Rng rng(5);
        const double unit = 1 / std::sqrt(static_cast<double>(n));
        const auto start = randomValues(rng, n * m);
        const auto write = randomValues(rng, count * (n + 3), 0, unit);
        const auto read = randomValues(rng, count * (n + 3), 0, unit);
        const auto input = randomValues(rng, count * (m + 5));
        const auto decay = randomValues(rng, count * 2, 0.8, 0.2);
        const auto rate = randomValues(rng, count * 2, 0.5, 0.5);

        std::vector<double> state(start.begin(), start.end()), wanted(count * (m + 1));
        for (std::size_t t = 0; t < count; ++t)
            for (std::size_t c = 0; c < m; ++c) {
                double held = 0, sum = 0;
                for (std::size_t r = 0; r < n; ++r) {
                    state[r * m + c] *= static_cast<double>(decay[2 * t]);
                    held += state[r * m + c] * static_cast<double>(write[t * (n + 3) + r]);
                }
                const double x = static_cast<double>(input[t * (m + 5) + c]);
                const double change = static_cast<double>(rate[2 * t]) * (delta ? x - held : x);
                for (std::size_t r = 0; r < n; ++r) {
                    state[r * m + c] += static_cast<double>(write[t * (n + 3) + r]) * change;
                    sum += state[r * m + c] * static_cast<double>(read[t * (n + 3) + r]);
                }
                wanted[t * (m + 1) + c] = sum;
            }

        for (const CpuIsa isa : availableIsas()) {
            std::vector<float> own = start, out(count * (m + 1));
            StateScan scan;
            scan.state = own.data();
            scan.stateStride = m;
            scan.rows = n;
            scan.columns = m;
            scan.tokens = count;
            scan.write = write.data();
            scan.read = read.data();
            scan.writeStride = scan.readStride = n + 3;
            scan.input = input.data();
            scan.inputStride = m + 5;
            scan.decay = decay.data();
            scan.rate = rate.data();
            scan.scalarStride = 2;
            scan.out = out.data();
            scan.outStride = m + 1;
            const KernelTable& kernels = selectKernels(isa);
            (delta ? kernels.deltaState : kernels.scanState)(scan);
            QVERIFY(distance(out, wanted) < 1e-5);
            QVERIFY(distance(own, state) < 1e-5);
        }
    }

    void convolutionIsCausalSum_data() {
        QTest::addColumn<int>("channels");
        QTest::addColumn<bool>("gated");
        QTest::newRow("three channels") << 3 << false;
        QTest::newRow("odd, gated") << 45 << true;
        QTest::newRow("whole vectors") << 64 << false;
    }
    void convolutionIsCausalSum() {
        QFETCH(int, channels);
        QFETCH(bool, gated);
        const auto n = static_cast<std::size_t>(channels);
        Rng rng(9);
        const std::size_t taps = 4;
        const auto inputs = randomValues(rng, taps * n), kernel = randomValues(rng, taps * n);
        const auto bias = randomValues(rng, n), gate = randomValues(rng, n);
        std::vector<double> wanted(n);
        for (std::size_t c = 0; c < n; ++c) {
            double sum = static_cast<double>(bias[c]);
            for (std::size_t j = 0; j < taps; ++j)
                sum +=
                    static_cast<double>(inputs[j * n + c]) * static_cast<double>(kernel[j * n + c]);
            wanted[c] = gated ? sum * static_cast<double>(gate[c]) : sum / (1 + std::exp(-sum));
        }
        std::vector<const float*> rows;
        for (std::size_t j = 0; j < taps; ++j) rows.push_back(inputs.data() + j * n);
        for (const CpuIsa isa : availableIsas()) {
            std::vector<float> out(n);
            ConvRow row;
            row.rows = rows.data();
            row.kernel = kernel.data();
            row.kernelStride = n;
            row.taps = taps;
            row.channels = n;
            row.bias = bias.data();
            row.gate = gated ? gate.data() : nullptr;
            row.out = out.data();
            selectKernels(isa).convolveRow(row);
            QVERIFY(distance(out, wanted) < 1e-6);
        }
    }
};

QTEST_GUILESS_MAIN(TestRecurrentKernels)
#include "test_recurrent_kernels.moc"
