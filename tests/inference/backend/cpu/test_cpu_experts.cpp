// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Mixture-of-experts ops of the CPU executor against double.
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

#include "inference/backend/cpu/dispatch.h"
#include "tests/kernels/plan_fixture.h"

using namespace kernels_test;

namespace {

struct Case {
    std::uint32_t experts = 6, used = 2, length = 64, width = 96;
    std::size_t tokens = 40;
    ExpertGating gating = ExpertGating::Softmax;
    Activation activation = Activation::Silu;
    bool selectionBias = false, normalize = false, biases = false, fused = false;
    float scale = 1;
    DType dtype = DType::F32;
};

struct Choice {
    std::vector<std::size_t> experts;
    std::vector<double> weights;
};

Choice route(const Case& c, const float* logits, const std::vector<float>& bias) {
    std::vector<double> p(c.experts);
    double largest = -1e300, total = 0;
    for (std::size_t e = 0; e < c.experts; ++e)
        largest = std::max(largest, static_cast<double>(logits[e]));
    for (std::size_t e = 0; e < c.experts; ++e)
        total += std::exp(static_cast<double>(logits[e]) - largest);
    for (std::size_t e = 0; e < c.experts; ++e) {
        const auto logit = static_cast<double>(logits[e]);
        p[e] = c.gating == ExpertGating::Softmax   ? std::exp(logit - largest) / total
               : c.gating == ExpertGating::Sigmoid ? 1 / (1 + std::exp(-logit))
                                                   : logit;
    }
    std::vector<std::size_t> order(c.experts);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const double biasA = c.selectionBias ? static_cast<double>(bias[a]) : 0;
        const double biasB = c.selectionBias ? static_cast<double>(bias[b]) : 0;
        return p[a] + biasA > p[b] + biasB;
    });
    Choice choice;
    order.resize(c.used);
    choice.experts = order;
    double sum = 0;
    for (const std::size_t e : order) {
        const double w =
            c.gating == ExpertGating::SoftmaxSelected ? std::exp(p[e] - largest) : p[e];
        choice.weights.push_back(w);
        sum += w;
    }
    const bool divide = c.normalize || c.gating == ExpertGating::SoftmaxSelected;
    for (double& w : choice.weights) w = (divide ? w / sum : w) * static_cast<double>(c.scale);
    return choice;
}

double activate(Activation kind, double g, double u) {
    if (kind == Activation::Silu) return g / (1 + std::exp(-g)) * u;
    if (kind == Activation::GeluTanh)
        return 0.5 * g * (1 + std::tanh(0.79788456 * (g + 0.044715 * g * g * g))) * u;
    g = std::min(g, 7.0);
    return g / (1 + std::exp(-1.702 * g)) * (std::clamp(u, -7.0, 7.0) + 1);
}

/// Everything random about a case.
struct Inputs {
    ScaleFields fields;
    std::size_t rows; // Of a gate matrix.
    std::vector<float> x, before, logits, selection, gateBias, upBias, downBias;
    std::vector<std::byte> gateData, upData, downData;

    explicit Inputs(const Case& c)
        : fields{c.dtype, {-1, -1}}, rows(c.fused ? 2 * c.width : c.width),
          x(randomFloats(c.tokens * c.length, 1)), before(randomFloats(c.tokens * c.length, 2)),
          logits(randomFloats(c.tokens * c.experts, 3, 2)), selection(randomFloats(c.experts, 4)),
          gateBias(randomFloats(c.experts * rows, 8)), upBias(randomFloats(c.experts * c.width, 9)),
          downBias(randomFloats(c.experts * c.length, 10)) {
        for (const ScaleFields& f : scaleFields())
            if (f.dtype == c.dtype) fields = f;
        gateData = randomWeights(fields, c.experts * rows, c.length, 5);
        upData = randomWeights(fields, c.experts * c.width, c.length, 6);
        downData = randomWeights(fields, c.experts * c.length, c.width, 7);
    }
};

template <typename T>
double dot(const float* w, const T* v, std::size_t n) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i)
        sum += static_cast<double>(w[i]) * static_cast<double>(v[i]);
    return sum;
}

std::vector<double> reference(const Case& c, const Inputs& in) {
    const auto gate = decodeRows(c.dtype, in.gateData.data(), c.experts * in.rows, c.length);
    const auto up = decodeRows(c.dtype, in.upData.data(), c.experts * c.width, c.length);
    const auto down = decodeRows(c.dtype, in.downData.data(), c.experts * c.length, c.width);
    std::vector<double> expected(in.before.begin(), in.before.end());
    for (std::size_t t = 0; t < c.tokens; ++t) {
        const Choice choice = route(c, &in.logits[t * c.experts], in.selection);
        for (std::size_t s = 0; s < c.used; ++s) {
            const std::size_t e = choice.experts[s];
            std::vector<double> hidden(c.width);
            for (std::size_t r = 0; r < c.width; ++r) {
                const std::size_t gateRow = e * in.rows + r;
                const float* upRow = c.fused ? &gate[(gateRow + c.width) * c.length]
                                             : &up[(e * c.width + r) * c.length];
                double g = dot(&gate[gateRow * c.length], &in.x[t * c.length], c.length);
                double u = dot(upRow, &in.x[t * c.length], c.length);
                if (c.biases) {
                    g += static_cast<double>(in.gateBias[gateRow]);
                    u += static_cast<double>(c.fused ? in.gateBias[gateRow + c.width]
                                                     : in.upBias[e * c.width + r]);
                }
                hidden[r] = activate(c.activation, g, u);
            }
            for (std::size_t r = 0; r < c.length; ++r) {
                double y = dot(&down[(e * c.length + r) * c.width], hidden.data(), c.width);
                if (c.biases) y += static_cast<double>(in.downBias[e * c.length + r]);
                expected[t * c.length + r] += choice.weights[s] * y;
            }
        }
    }
    return expected;
}

void addOps(PlanFixture& fixture, const Case& c, const Inputs& in) {
    RouteOp router;
    router.logits = fixture.input(in.logits, c.experts);
    router.choice = fixture.buffer(c.used);
    router.weight = fixture.buffer(c.used);
    router.experts = c.experts;
    router.used = c.used;
    router.gating = c.gating;
    router.normalize = c.normalize;
    router.scale = c.scale;
    if (c.selectionBias) router.selectionBias = fixture.floats(in.selection, c.experts);
    fixture.add(router);
    ExpertsGluOp glu;
    const auto rows = static_cast<std::uint32_t>(in.rows);
    glu.in = fixture.input(in.x, c.length);
    glu.choice = router.choice;
    glu.out = fixture.buffer(c.used * c.width);
    glu.gate = fixture.tensor(c.dtype, c.length, rows, in.gateData, c.experts);
    if (!c.fused) glu.up = fixture.tensor(c.dtype, c.length, c.width, in.upData, c.experts);
    if (c.biases) {
        glu.gateBias = fixture.floats(in.gateBias, rows, c.experts);
        if (!c.fused) glu.upBias = fixture.floats(in.upBias, c.width, c.experts);
    }
    glu.used = c.used;
    glu.activation = c.activation;
    fixture.add(glu);
    ExpertsDownOp last;
    last.in = glu.out;
    last.choice = router.choice;
    last.weight = router.weight;
    last.out = fixture.input(in.before, c.length);
    last.down = fixture.tensor(c.dtype, c.width, c.length, in.downData, c.experts);
    if (c.biases) last.bias = fixture.floats(in.downBias, c.length, c.experts);
    last.used = c.used;
    fixture.add(last);
    fixture.result(last.out);
}

void check(const Case& c, bool exact, double limit) {
    const Inputs in(c);
    const std::vector<double> expected = reference(c, in);
    for (const CpuIsa isa : availableIsas()) {
        PlanFixture fixture(static_cast<std::uint32_t>(c.tokens));
        addOps(fixture, c, in);
        auto executor = fixture.executor(isa, exact, 3);
        QVERIFY(executor.ok());
        for (const std::size_t batch : {std::size_t{1}, std::size_t{3}, c.tokens}) {
            const std::vector<double> part(
                expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(batch * c.length));
            const double e = nmse(fixture.run(**executor, 0, batch), part);
            QVERIFY2(e < limit, qPrintable(QString("%1 batch %2: %3")
                                               .arg(QString::fromLatin1(isaName(isa).data()))
                                               .arg(batch)
                                               .arg(e)));
        }
    }
}

constexpr double kTight = 1e-11, kQuantized = 2e-3;

} // namespace

class TestCpuExperts : public QObject {
    Q_OBJECT

private slots:
    void mixesExperts() { check({}, false, kTight); }
    void gatesInEveryWay() {
        for (const ExpertGating gating :
             {ExpertGating::Softmax, ExpertGating::Sigmoid, ExpertGating::SoftmaxSelected}) {
            Case c;
            c.gating = gating;
            c.normalize = gating == ExpertGating::Sigmoid;
            c.selectionBias = gating == ExpertGating::Sigmoid;
            c.scale = 2.5f;
            c.experts = 33;
            c.used = 4;
            check(c, false, kTight);
        }
    }
    void addsBiasesOfTheChosenExpert() {
        Case c;
        c.biases = true;
        c.activation = Activation::SwigluOai;
        check(c, false, kTight);
        c.fused = true;
        check(c, false, kTight);
    }
    void takesGateAndUpFused() {
        Case c;
        c.fused = true;
        c.activation = Activation::GeluTanh;
        check(c, false, kTight);
    }
    void runsQuantizedExperts() {
        for (const DType dtype : {DType::MXFP4, DType::Q8_0, DType::Q4_0}) {
            Case c;
            c.dtype = dtype;
            c.biases = true;
            check(c, false, kQuantized);
            check(c, true, kTight);
        }
    }
    void servesOneExpertToAll() {
        Case c;
        c.experts = c.used = 1;
        check(c, false, kTight);
        c.experts = c.used = 3;
        check(c, false, kTight);
    }
    void survivesLogitsThatAreNotNumbers() {
        PlanFixture fixture(3);
        RouteOp router;
        const float nan = std::nanf(""), infinite = std::numeric_limits<float>::infinity();
        router.logits = fixture.input({nan, 1, 1, nan, nan, nan, infinite, -infinite, infinite}, 3);
        router.choice = fixture.buffer(2);
        router.weight = fixture.buffer(2);
        router.experts = 3;
        router.used = 2;
        router.gating = ExpertGating::SoftmaxSelected;
        fixture.add(router);
        fixture.result(router.choice);
        auto executor = fixture.executor();
        const auto got = fixture.run(**executor, 0, 3);
        std::vector<std::uint32_t> choice(6);
        std::memcpy(choice.data(), got.data(), 24);
        QCOMPARE(choice[0], 1u); // Equal logits: lower index first; NaN is last.
        QCOMPARE(choice[1], 2u);
        for (const std::uint32_t index : choice) QVERIFY(index < 3);
        QVERIFY(choice[2] != choice[3]);
        QVERIFY(choice[4] != choice[5]);
    }
};

QTEST_GUILESS_MAIN(TestCpuExperts)
#include "test_cpu_experts.moc"
