// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Every instruction set against the scalar decoders and plain double arithmetic, on odd shapes.
#include <QtTest>

#include <cmath>
#include <memory>

#include "inference/backend/cpu/dispatch.h"
#include "tests/kernels/random_weights.h"

using namespace inference;
using namespace kernels_test;

namespace {

constexpr std::size_t kBatches[] = {1, 2, 3, 7, 33};

/// Records of rows, and the floats that they stand for.
struct Quantized {
    QuantLayout layout;
    std::vector<std::byte> memory;
    std::vector<const std::byte*> records;
    std::vector<double> values; // [rows][n]

    Quantized(const KernelTable& kernels, const std::vector<float>& x, std::size_t rows,
              std::size_t n)
        : layout(n), memory(rows * layout.bytes + 64) {
        auto* base = reinterpret_cast<std::byte*>(
            (reinterpret_cast<std::uintptr_t>(memory.data()) + 63) / 64 * 64);
        for (std::size_t r = 0; r < rows; ++r) {
            std::byte* record = base + r * layout.bytes;
            kernels.quantizeRow(x.data() + r * n, n, record);
            records.push_back(record);
            const auto* q = reinterpret_cast<const std::int8_t*>(record);
            const auto* scales = reinterpret_cast<const float*>(record + layout.scales);
            for (std::size_t i = 0; i < n; ++i)
                values.push_back(static_cast<double>(q[i]) * static_cast<double>(scales[i / 32]));
        }
    }
};

/// |got − Σ w·x| relative to Σ |w·x|: what f32 accumulation in blocks may lose.
double error(float got, const float* w, const double* x, std::size_t n) {
    double exact = 0, magnitude = 1e-30;
    for (std::size_t i = 0; i < n; ++i) {
        const double product = static_cast<double>(w[i]) * x[i];
        exact += product;
        magnitude += std::abs(product);
    }
    return std::abs(static_cast<double>(got) - exact) / magnitude;
}

void addIsas() {
    QTest::addColumn<int>("isa");
    for (const CpuIsa isa : availableIsas())
        QTest::newRow(std::string(isaName(isa)).c_str()) << static_cast<int>(isa);
}

const KernelTable& wantedKernels() {
    QFETCH_GLOBAL(int, isa);
    return selectKernels(static_cast<CpuIsa>(isa));
}

} // namespace

class TestCpuKernels : public QObject {
    Q_OBJECT

private slots:
    void initTestCase_data() { addIsas(); }

    void quantizesWithinHalfAStep() {
        const KernelTable& kernels = wantedKernels();
        for (const std::size_t n : {32u, 96u, 256u, 1056u}) {
            std::vector<float> x = randomFloats(n, 7);
            std::fill(x.begin(), x.begin() + 32, 0.0f); // A block of zeros has scale 0.
            const Quantized q(kernels, x, 1, n);
            const auto* scales = reinterpret_cast<const float*>(q.records[0] + q.layout.scales);
            const auto* bias =
                reinterpret_cast<const std::int32_t*>(q.records[0] + q.layout.bias16);
            const auto* sums = reinterpret_cast<const float*>(q.records[0] + q.layout.sums32);
            const auto* values = reinterpret_cast<const std::int8_t*>(q.records[0]);
            for (std::size_t i = 0; i < n; ++i)
                QVERIFY(std::abs(q.values[i] - static_cast<double>(x[i]))
                        <= 0.5001 * static_cast<double>(scales[i / 32]));
            for (std::size_t h = 0; h < n / 16; ++h) {
                int total = 0;
                for (std::size_t i = 0; i < 16; ++i) total += values[16 * h + i];
                QCOMPARE(bias[h], -128 * total);
            }
            for (std::size_t b = 0; b < q.layout.n / 32; ++b) {
                const int total = (bias[2 * b] + bias[2 * b + 1]) / -128;
                QCOMPARE(sums[b], scales[b] * static_cast<float>(total));
                if (32 * b >= n) QCOMPARE(scales[b], 0.0f);
            }
        }
    }

    void integerKernelsAgreeWithDecoders_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < scaleFields().size(); ++i) {
            const DTypeInfo& info = dtypeInfo(scaleFields()[i].dtype);
            if (scalarKernels().formats[static_cast<std::size_t>(info.dtype)].rowDots != nullptr)
                QTest::newRow(std::string(info.name).c_str()) << static_cast<int>(i);
        }
    }
    void integerKernelsAgreeWithDecoders() {
        QFETCH(int, index);
        const KernelTable& kernels = wantedKernels();
        const ScaleFields& fields = scaleFields()[static_cast<std::size_t>(index)];
        const FormatKernels& format = kernels.formats[static_cast<std::size_t>(fields.dtype)];
        const DTypeInfo& info = dtypeInfo(fields.dtype);
        QVERIFY(format.rowDots != nullptr);
        for (const std::size_t blocks : {1u, 3u, 8u, 19u, 35u}) {
            const std::size_t length = blocks * info.blockElements;
            const std::size_t rows = 2 * kernels.panelRows + 3;
            // One byte off, so that nothing relies on alignment.
            std::vector<std::byte> data =
                randomWeights(fields, rows, length, 3 + static_cast<unsigned>(blocks));
            data.insert(data.begin(), std::byte{0});
            const std::byte* weights = data.data() + 1;
            const std::vector<float> decoded = decodeRows(fields.dtype, weights, rows, length);
            const std::size_t bytes = rowBytes(fields.dtype, length);
            const Quantized x(kernels, randomFloats(33 * length, 11), 33, length);

            std::vector<float> dots(rows);
            for (const std::size_t count : {std::size_t{1}, rows}) {
                format.rowDots(weights, bytes, count, length, x.records[0], dots.data());
                for (std::size_t r = 0; r < count; ++r)
                    QVERIFY2(error(dots[r], &decoded[r * length], x.values.data(), length) < 2e-6,
                             qPrintable(QString("row %1 of length %2").arg(r).arg(length)));
            }

            auto panel = std::make_unique<Int8Panel>();
            std::vector<float> c(33 * kPanelRowsMax);
            for (const std::size_t batch : kBatches) {
                for (std::size_t first = 0; first < rows; first += kernels.panelRows) {
                    const std::size_t count = std::min(kernels.panelRows, rows - first);
                    for (std::size_t k = 0; k < length; k += kPanelDepth) {
                        const std::size_t depth = std::min(kPanelDepth, length - k);
                        format.unpack(weights + first * bytes, bytes, count, k, depth, *panel);
                        format.multiply(*panel, x.records.data(), x.layout, k, depth, batch,
                                        c.data(), k > 0);
                    }
                    for (std::size_t t = 0; t < batch; ++t)
                        for (std::size_t r = 0; r < count; ++r)
                            QVERIFY2(error(c[t * kPanelRowsMax + r], &decoded[(first + r) * length],
                                           &x.values[t * length], length)
                                         < 2e-6,
                                     qPrintable(QString("token %1 row %2 of length %3")
                                                    .arg(t)
                                                    .arg(first + r)
                                                    .arg(length)));
                }
            }
        }
    }

    /// The largest values that 8 bits of activations and all bits of a weight can make.
    void fullRangeOfBothSidesFitsTheSums_data() { integerKernelsAgreeWithDecoders_data(); }
    void fullRangeOfBothSidesFitsTheSums() {
        QFETCH(int, index);
        const KernelTable& kernels = wantedKernels();
        const ScaleFields& fields = scaleFields()[static_cast<std::size_t>(index)];
        const FormatKernels& format = kernels.formats[static_cast<std::size_t>(fields.dtype)];
        constexpr std::size_t kLength = 512;
        const std::size_t bytes = rowBytes(fields.dtype, kLength);
        std::vector<float> x(5 * kLength);
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] = i < kLength || (i / kLength > 1 && i * i % 7 < 3) ? 1.0f : -1.0f;
        const Quantized input(kernels, x, 5, kLength);
        auto panel = std::make_unique<Int8Panel>();
        std::vector<float> c(5 * kPanelRowsMax);
        for (const int fill : {0x00, 0xff, 0xf0, 0x0f, 0x80}) {
            const std::vector<std::byte> weights =
                filledWeights(fields, kLength, static_cast<std::byte>(fill));
            const std::vector<float> decoded = decodeRows(fields.dtype, weights.data(), 1, kLength);
            float dot = 0;
            format.unpack(weights.data(), bytes, 1, 0, kLength, *panel);
            format.multiply(*panel, input.records.data(), input.layout, 0, kLength, 5, c.data(),
                            false);
            for (std::size_t t = 0; t < 5; ++t) {
                const double* values = &input.values[t * kLength];
                format.rowDots(weights.data(), bytes, 1, kLength, input.records[t], &dot);
                QVERIFY2(error(dot, decoded.data(), values, kLength) < 4e-6, "dot product");
                QVERIFY2(error(c[t * kPanelRowsMax], decoded.data(), values, kLength) < 4e-6,
                         "panel");
            }
        }
    }

    void floatKernelsAgreeWithDecoders() {
        const KernelTable& kernels = wantedKernels();
        struct Case {
            DType dtype;
            FloatFormat format;
        };
        for (const Case& each :
             {Case{DType::F32, FloatFormat::F32}, Case{DType::F16, FloatFormat::F16},
              Case{DType::BF16, FloatFormat::BF16}}) {
            for (const std::size_t length : {1u, 5u, 16u, 31u, 64u, 259u, 700u}) {
                const std::size_t rows = kernels.panelRows + 5;
                std::vector<std::byte> data =
                    randomWeights({each.dtype, {-1, -1}}, rows, length, 5);
                const std::vector<float> decoded =
                    decodeRows(each.dtype, data.data(), rows, length);
                const std::vector<float> x = randomFloats(33 * length, 6);
                const std::vector<double> exact(x.begin(), x.end());
                const std::size_t bytes = rowBytes(each.dtype, length);
                std::vector<float> dots(rows), converted(length);
                kernels.floatRowDots(data.data(), each.format, bytes, rows, length, x.data(),
                                     dots.data());
                for (std::size_t r = 0; r < rows; ++r) {
                    QVERIFY(error(dots[r], &decoded[r * length], exact.data(), length) < 1e-6);
                    kernels.toFloat(data.data() + r * bytes, each.format, length, converted.data());
                    QVERIFY(std::memcmp(converted.data(), &decoded[r * length], length * 4) == 0);
                }
                const std::size_t depth = std::min<std::size_t>(length, 512);
                auto panel = std::make_unique<FloatPanel>();
                std::vector<float> c(33 * kPanelRowsMax);
                std::vector<const float*> pointers;
                for (std::size_t t = 0; t < 33; ++t) pointers.push_back(&x[t * length]);
                for (const std::size_t count :
                     {std::size_t{1}, kernels.panelRows - 1, kernels.panelRows}) {
                    kernels.packFloats(decoded.data(), length, count, depth, panel->values);
                    for (const std::size_t batch : kBatches) {
                        kernels.multiplyFloats(panel->values, kernels.panelRows, pointers.data(), 0,
                                               depth, batch, c.data(), kPanelRowsMax, false);
                        for (std::size_t t = 0; t < batch; ++t)
                            for (std::size_t r = 0; r < count; ++r)
                                QVERIFY(error(c[t * kPanelRowsMax + r], &decoded[r * length],
                                              &exact[t * length], depth)
                                        < 2e-6);
                    }
                }
            }
        }
    }

    void roundsHalvesLikeTheDefinition() {
        const KernelTable& kernels = wantedKernels();
        std::vector<float> x = {0.0f,   -0.0f,    1.0f,     65504.0f, 65519.9f, 65520.0f,
                                1e-8f,  6e-8f,    -3.1e-5f, 0.1f,     2049.0f,  2051.0f,
                                -1e30f, 5.97e-8f, 1e-5f,    0.3333f,  7};
        std::vector<std::uint16_t> half(x.size());
        kernels.toHalf(x.data(), x.size(), reinterpret_cast<std::byte*>(half.data()));
        for (std::size_t i = 0; i < x.size(); ++i) QCOMPARE(half[i], floatToHalf(x[i]));
    }

    void elementwiseKernelsFollowTheirFormulas() {
        const KernelTable& kernels = wantedKernels();
        for (const std::size_t n : {1u, 15u, 16u, 33u, 1000u}) {
            std::vector<float> a = randomFloats(n, 1, 4), b = randomFloats(n, 2, 4), out(n, 1);
            a[0] = 100; // Large ones must saturate, not overflow.
            if (n > 1) a[1] = -100;
            double squares = 0;
            for (const float v : a) squares += static_cast<double>(v) * static_cast<double>(v);
            QVERIFY(std::abs(kernels.sumOfSquares(a.data(), n) / squares - 1) < 1e-6);

            kernels.scaleRow(a.data(), b.data(), 0.5f, n, out.data(), true);
            for (std::size_t i = 0; i < n; ++i)
                QVERIFY(std::abs(out[i] - (1 + a[i] * b[i] * 0.5f))
                        <= 1e-6f * (1 + std::abs(a[i] * b[i])));
            kernels.addRow(a.data(), b.data(), n, out.data());
            for (std::size_t i = 0; i < n; ++i) QCOMPARE(out[i], a[i] + b[i]);

            for (const GluKind kind : {GluKind::Silu, GluKind::GeluTanh, GluKind::SwigluOai}) {
                kernels.gluRow(a.data(), b.data(), n, kind, out.data());
                for (std::size_t i = 0; i < n; ++i) {
                    double g = static_cast<double>(a[i]), u = static_cast<double>(b[i]);
                    if (kind == GluKind::Silu) g = g / (1 + std::exp(-g));
                    if (kind == GluKind::GeluTanh)
                        g = 0.5 * g * (1 + std::tanh(0.79788456 * (g + 0.044715 * g * g * g)));
                    if (kind == GluKind::SwigluOai) {
                        g = std::min(g, 7.0);
                        g = g / (1 + std::exp(-1.702 * g));
                        u = std::clamp(u, -7.0, 7.0) + 1;
                    }
                    QVERIFY(std::abs(static_cast<double>(out[i]) - g * u)
                            <= 2e-6 * (std::abs(g * u) + std::abs(u)));
                }
            }
            std::vector<float> capped = a;
            kernels.softcapRow(capped.data(), n, 30);
            for (std::size_t i = 0; i < n; ++i)
                QVERIFY(std::abs(static_cast<double>(capped[i])
                                 - 30 * std::tanh(static_cast<double>(a[i]) / 30))
                        < 1e-5);
        }
    }
};

QTEST_GUILESS_MAIN(TestCpuKernels)
#include "test_cpu_kernels.moc"
