// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Ops of the CPU executor through its public face, with plans made by hand, against double.
#include <QtTest>

#include <cmath>

#include "inference/backend/cpu/dispatch.h"
#include "tests/kernels/plan_fixture.h"

using namespace kernels_test;

namespace {

// Normalised mean squared errors allowed with 8-bit activations and with f32 ones.
constexpr double kQuantized = 1e-3;
constexpr double kExact = 1e-11;

using Matrix = std::vector<double>;

/// y[t][r] = W_r · x_t
Matrix product(const std::vector<float>& w, const Matrix& x, std::size_t rows, std::size_t length) {
    Matrix y(x.size() / length * rows);
    for (std::size_t t = 0; t < x.size() / length; ++t)
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t i = 0; i < length; ++i)
                y[t * rows + r] += static_cast<double>(w[r * length + i]) * x[t * length + i];
    return y;
}

Matrix toDouble(const std::vector<float>& x) {
    return {x.begin(), x.end()};
}

Matrix normalised(const Matrix& x, const std::vector<float>& weight, double eps) {
    Matrix y = x;
    const std::size_t n = weight.size();
    for (std::size_t t = 0; t < x.size() / n; ++t) {
        double mean = 0;
        for (std::size_t i = 0; i < n; ++i) mean += x[t * n + i] * x[t * n + i];
        const double factor = 1 / std::sqrt(mean / static_cast<double>(n) + eps);
        for (std::size_t i = 0; i < n; ++i) y[t * n + i] *= factor * static_cast<double>(weight[i]);
    }
    return y;
}

} // namespace

class TestCpuExecutor : public QObject {
    Q_OBJECT

private slots:
    void multipliesEveryType_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < scaleFields().size(); ++i) {
            const DTypeInfo& info = dtypeInfo(scaleFields()[i].dtype);
            if (info.decode != nullptr)
                QTest::newRow(std::string(info.name).c_str()) << static_cast<int>(i);
        }
    }
    void multipliesEveryType() {
        QFETCH(int, index);
        const ScaleFields& fields = scaleFields()[static_cast<std::size_t>(index)];
        const bool isFloat = dtypeInfo(fields.dtype).blockElements == 1;
        for (const std::size_t blocks : {1u, 5u}) {
            const std::size_t length =
                isFloat ? 67 * blocks : blocks * dtypeInfo(fields.dtype).blockElements;
            constexpr std::size_t kRows = 77, kTokens = 33;
            const auto data = randomWeights(fields, kRows, length, 1);
            const auto decoded = decodeRows(fields.dtype, data.data(), kRows, length);
            const auto x = randomFloats(kTokens * length, 2);
            const Matrix exact = product(decoded, toDouble(x), kRows, length);
            for (const bool wantExact : {false, true}) {
                for (const CpuIsa isa : availableIsas()) {
                    PlanFixture fixture(kTokens);
                    MatmulOp op;
                    op.in = fixture.input(x, static_cast<std::uint32_t>(length));
                    op.count = 1;
                    op.weights[0] = fixture.tensor(fields.dtype, static_cast<std::uint32_t>(length),
                                                   kRows, data);
                    op.outs[0] = fixture.buffer(kRows);
                    fixture.add(op);
                    fixture.result(op.outs[0]);
                    auto executor = fixture.executor(isa, wantExact);
                    QVERIFY(executor.ok());
                    for (const std::size_t batch : {1u, 2u, 3u, 7u, 33u}) {
                        const auto got = fixture.run(**executor, 0, batch);
                        const Matrix part(exact.begin(),
                                          exact.begin()
                                              + static_cast<std::ptrdiff_t>(batch * kRows));
                        const double limit = wantExact || isFloat ? kExact : kQuantized;
                        const double e = nmse(got, part);
                        QVERIFY2(e <= limit,
                                 qPrintable(QString("%1 batch %2 length %3 exact %4: %5")
                                                .arg(QString::fromLatin1(isaName(isa).data()))
                                                .arg(batch)
                                                .arg(length)
                                                .arg(wantExact)
                                                .arg(e)));
                    }
                }
            }
        }
    }

    void sharesOneNormalisedInputBetweenDifferentTypes() {
        constexpr std::uint32_t kLength = 256, kTokens = 9;
        const auto x = randomFloats(kTokens * kLength, 3, 5);
        const auto norm = randomFloats(kLength, 4);
        const Matrix input = normalised(toDouble(x), norm, 1e-5);
        for (const bool wantExact : {false, true}) {
            PlanFixture fixture(kTokens);
            MatmulOp op;
            op.in = fixture.input(x, kLength);
            op.norm = fixture.floats(norm, kLength);
            op.eps = 1e-5f;
            op.count = 3;
            const DType types[] = {DType::Q4_K, DType::F16, DType::Q6_K};
            const std::uint32_t rows[] = {70, 33, 5};
            std::vector<Matrix> expected;
            for (std::size_t i = 0; i < 3; ++i) {
                ScaleFields fields{types[i], {-1, -1}};
                for (const ScaleFields& f : scaleFields())
                    if (f.dtype == types[i]) fields = f;
                const auto data =
                    randomWeights(fields, rows[i], kLength, 5 + static_cast<unsigned>(i));
                const auto bias = randomFloats(rows[i], 20 + static_cast<unsigned>(i));
                Matrix y = product(decodeRows(types[i], data.data(), rows[i], kLength), input,
                                   rows[i], kLength);
                for (std::size_t j = 0; j < y.size(); ++j)
                    y[j] += static_cast<double>(bias[j % rows[i]]);
                expected.push_back(y);
                op.weights[i] = fixture.tensor(types[i], kLength, rows[i], data);
                op.biases[i] = fixture.floats(bias, rows[i]);
                op.outs[i] = fixture.buffer(rows[i]);
            }
            fixture.add(op);
            for (std::size_t i = 0; i < 3; ++i) {
                fixture.result(op.outs[i]);
                auto executor = fixture.executor(CpuIsa::Auto, wantExact);
                for (const std::size_t batch : {1u, 9u}) {
                    const Matrix part(expected[i].begin(),
                                      expected[i].begin()
                                          + static_cast<std::ptrdiff_t>(batch * rows[i]));
                    const double e = nmse(fixture.run(**executor, 0, batch), part);
                    QVERIFY2(e < (wantExact ? kExact : kQuantized),
                             qPrintable(QString("output %1: %2").arg(i).arg(e)));
                }
            }
        }
    }

    void addsToTheResidualStream() {
        constexpr std::uint32_t kLength = 96, kRows = 40, kTokens = 5;
        const auto x = randomFloats(kTokens * kLength, 1),
                   before = randomFloats(kTokens * kRows, 2);
        const auto w = randomFloats(kRows * kLength, 3), bias = randomFloats(kRows, 4);
        PlanFixture fixture(kTokens);
        MatmulOp op;
        op.in = fixture.input(x, kLength);
        op.outs[0] = fixture.input(before, kRows);
        op.count = 1;
        op.weights[0] = fixture.floats(w, kLength, kRows);
        op.biases[0] = fixture.floats(bias, kRows);
        op.epilogue = MatmulEpilogue::Residual;
        op.scale = 0.25f;
        fixture.add(op);
        fixture.result(op.outs[0]);
        Matrix y = product(w, toDouble(x), kRows, kLength);
        for (std::size_t i = 0; i < y.size(); ++i)
            y[i] = static_cast<double>(before[i])
                   + 0.25 * (y[i] + static_cast<double>(bias[i % kRows]));
        auto executor = fixture.executor();
        QVERIFY(nmse(fixture.run(**executor, 0, kTokens), y) < kExact);
    }

    void gatesInsideTheMatmul_data() {
        QTest::addColumn<bool>("fused");
        QTest::newRow("two matrices") << false;
        QTest::newRow("one fused matrix") << true;
    }
    void gatesInsideTheMatmul() {
        QFETCH(bool, fused);
        constexpr std::uint32_t kLength = 64, kWidth = 50, kTokens = 6;
        const auto x = randomFloats(kTokens * kLength, 1);
        const auto w = randomFloats(2 * kWidth * kLength, 3, 0.2f),
                   bias = randomFloats(2 * kWidth, 4);
        const Matrix y = product(w, toDouble(x), 2 * kWidth, kLength);
        Matrix expected;
        for (std::size_t t = 0; t < kTokens; ++t)
            for (std::size_t r = 0; r < kWidth; ++r) {
                const double g = y[t * 2 * kWidth + r] + static_cast<double>(bias[r]);
                const double u =
                    y[t * 2 * kWidth + kWidth + r] + static_cast<double>(bias[kWidth + r]);
                expected.push_back(g / (1 + std::exp(-g)) * u);
            }
        PlanFixture fixture(kTokens);
        MatmulOp op;
        op.in = fixture.input(x, kLength);
        op.epilogue = MatmulEpilogue::Glu;
        op.outs[0] = fixture.buffer(kWidth);
        op.count = fused ? 1 : 2;
        if (fused) {
            op.weights[0] = fixture.floats(w, kLength, 2 * kWidth);
            op.biases[0] = fixture.floats(bias, 2 * kWidth);
        } else {
            const std::vector<float> low(w.begin(), w.begin() + kWidth * kLength),
                high(w.begin() + kWidth * kLength, w.end());
            op.weights[0] = fixture.floats(low, kLength, kWidth);
            op.weights[1] = fixture.floats(high, kLength, kWidth);
            op.biases[0] = fixture.floats({bias.begin(), bias.begin() + kWidth}, kWidth);
            op.biases[1] = fixture.floats({bias.begin() + kWidth, bias.end()}, kWidth);
        }
        fixture.add(op);
        fixture.result(op.outs[0]);
        auto executor = fixture.executor();
        for (const std::size_t batch : {1u, 6u}) {
            const Matrix part(expected.begin(),
                              expected.begin() + static_cast<std::ptrdiff_t>(batch * kWidth));
            QVERIFY(nmse(fixture.run(**executor, 0, batch), part) < 1e-11);
        }
    }

    void normalisesAndAccumulates() {
        constexpr std::uint32_t kLength = 100, kTokens = 3;
        const auto x = randomFloats(kTokens * kLength, 1, 10),
                   before = randomFloats(kTokens * kLength, 2);
        const auto weight = randomFloats(kLength, 3);
        PlanFixture fixture(kTokens);
        NormOp op;
        op.in = fixture.input(x, kLength);
        op.out = fixture.input(before, kLength);
        op.weight = fixture.floats(weight, kLength);
        op.eps = 1e-6f;
        op.accumulate = true;
        fixture.add(op);
        fixture.result(op.out);
        Matrix y = normalised(toDouble(x), weight, static_cast<double>(1e-6f));
        for (std::size_t i = 0; i < y.size(); ++i) y[i] += static_cast<double>(before[i]);
        auto executor = fixture.executor();
        QVERIFY(nmse(fixture.run(**executor, 0, kTokens), y) < kExact);
    }

    void splitsBatchesLargerThanATile() {
        constexpr std::uint32_t kLength = 64, kRows = 35, kTokens = 1100;
        const auto x = randomFloats(kTokens * kLength, 1);
        const ScaleFields fields{DType::Q8_0, {0, -1}};
        const auto data = randomWeights(fields, kRows, kLength, 2);
        PlanFixture fixture(kTokens);
        MatmulOp op;
        op.in = fixture.input(x, kLength);
        op.count = 1;
        op.weights[0] = fixture.tensor(DType::Q8_0, kLength, kRows, data);
        op.outs[0] = fixture.buffer(kRows);
        fixture.add(op);
        fixture.result(op.outs[0]);
        auto executor = fixture.executor();
        const Matrix y = product(decodeRows(DType::Q8_0, data.data(), kRows, kLength), toDouble(x),
                                 kRows, kLength);
        QVERIFY(nmse(fixture.run(**executor, 0, kTokens), y) < kQuantized);
    }

    void givesLogitsOnlyWhereAsked() {
        PlanFixture fixture(4, 16);
        const std::vector<float> values = {1, 2, 3, 4, 5, 6, 7, 8, 9, 9, std::nanf(""), 1};
        fixture.result(fixture.input(values, 3));
        auto executor = fixture.executor();
        const std::vector<TokenId> tokens = {0, 3, 2};
        std::vector<float> logits(3);
        std::vector<Candidate> best(5);
        ForwardRequest request;
        request.tokens = tokens;
        request.logits = logits;
        request.best = best;
        QVERIFY((*executor)->forward(request, {}).ok());
        QCOMPARE(logits, (std::vector<float>{7, 8, 9}));
        QCOMPARE(best[0].id, 2);
        QCOMPARE(best[0].logit, 9.0f);
        QCOMPARE(best[2].id, 0);
        QCOMPARE(best[3].id, kNoToken);

        // A tie goes to the lower id, a NaN comes last.
        const std::vector<TokenId> one = {3};
        request.tokens = one;
        best.resize(1);
        request.best = best;
        QVERIFY((*executor)->forward(request, {}).ok());
        QCOMPARE(best[0].id, 0);

        request.rows = LogitRows::None;
        request.logits = {};
        request.best = {};
        QVERIFY((*executor)->forward(request, {}).ok());
    }

    void refusesRequestsItCannotServe() {
        PlanFixture fixture(2, 8);
        fixture.result(fixture.input(randomFloats(12, 1), 3));
        auto executor = fixture.executor();
        const auto codeOf = [&](std::vector<TokenId> tokens, std::uint32_t position) {
            ForwardRequest request;
            request.tokens = tokens;
            request.firstPosition = position;
            const auto done = (*executor)->forward(request, {});
            return done ? ErrorCode::Internal : done.error().code;
        };
        QCOMPARE(codeOf({}, 0), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf({0, 1, 2}, 0), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf({4}, 0), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf({-1}, 0), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf({0, 1}, 7), ErrorCode::LimitExceeded);
        QCOMPARE(codeOf({0, 1}, 6), ErrorCode::Internal); // Served.
    }

    void stopsBetweenTwoOps() {
        PlanFixture fixture(2, 8);
        fixture.result(fixture.input(randomFloats(12, 1), 3));
        auto executor = fixture.executor();
        std::stop_source source;
        source.request_stop();
        const std::vector<TokenId> tokens = {0};
        ForwardRequest request;
        request.tokens = tokens;
        const auto done = (*executor)->forward(request, source.get_token());
        QVERIFY(!done.ok());
        QCOMPARE(done.error().code, ErrorCode::Cancelled);
        QVERIFY((*executor)->forward(request, {}).ok()); // And works afterwards.
    }

    void saysHowMuchMemoryIsMissing() {
        PlanFixture fixture(2, 1u << 30);
        fixture.result(fixture.input(randomFloats(12, 1), 3));
        fixture.plan().kv.layers.push_back({1024, 1024, 1u << 30});
        const auto executor = fixture.executor();
        QVERIFY(!executor.ok());
        QCOMPARE(executor.error().code, ErrorCode::OutOfMemory);
        QVERIFY(QString::fromStdString(executor.error().detail).contains("more than there are"));
    }

    void describesTheProcessor() {
        const auto backend = createCpuBackend();
        QCOMPARE(backend->device().id, std::string("cpu"));
        QVERIFY(!backend->device().name.empty());
        QVERIFY(backend->device().memoryTotal > 0);
        QVERIFY(backend->device().memoryFree <= backend->device().memoryTotal);
    }

    void reportsProgressUpToTheEnd() {
        PlanFixture fixture(2, 8);
        fixture.result(fixture.input(randomFloats(12, 1), 3));
        ExecutorOptions options;
        std::vector<float> seen;
        options.progress = [&](float fraction) { seen.push_back(fraction); };
        QVERIFY(createCpuExecutor(fixture.plan(), options).ok());
        QVERIFY(!seen.empty());
        QCOMPARE(seen.back(), 1.0f);
        std::stop_source source;
        source.request_stop();
        options.stop = source.get_token();
        const auto stopped = createCpuExecutor(fixture.plan(), options);
        QVERIFY(!stopped.ok());
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestCpuExecutor)
#include "test_cpu_executor.moc"
