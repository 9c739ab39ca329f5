// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// Rotary embedding, cache and attention of the CPU executor against a naive double reference.
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>

#include "inference/backend/cpu/dispatch.h"
#include "tests/kernels/plan_fixture.h"
#include "tests/support/stored_kv.h"

using namespace kernels_test;
using inference::testing::storeAs;

namespace {

struct Case {
    std::uint32_t heads = 4, kvHeads = 2, keyLength = 16, valueLength = 16;
    std::uint32_t window = 0, cells = 0;
    float softcap = 0;
    bool sinks = false, norms = false;
    RopePairing pairing = RopePairing::Adjacent;
    std::uint32_t rotary = 16;
    KvType type = KvType::F32, valueType = KvType::F32;
    std::vector<std::size_t> batches = {7, 1, 1, 33, 2, 1, 64, 1};
    std::vector<std::size_t> starts; // Of the batches; empty: one after the other.

    /// Of each token.
    std::vector<std::size_t> positions() const {
        std::vector<std::size_t> all;
        for (std::size_t b = 0; b < batches.size(); ++b) {
            const std::size_t first = starts.empty() ? all.size() : starts[b];
            for (std::size_t i = 0; i < batches[b]; ++i) all.push_back(first + i);
        }
        return all;
    }
};

struct Inputs {
    std::size_t tokens = 0;
    std::vector<float> q, k, v, sinks, qNorm, kNorm;
    RopeTable table;

    explicit Inputs(const Case& c) {
        for (const std::size_t b : c.batches) tokens += b;
        q = randomFloats(tokens * c.heads * c.keyLength, 1, 2);
        k = randomFloats(tokens * c.kvHeads * c.keyLength, 2, 2);
        v = randomFloats(tokens * c.kvHeads * c.valueLength, 3);
        sinks = randomFloats(c.heads, 4, 3);
        qNorm = randomFloats(c.keyLength, 5);
        kNorm = randomFloats(c.keyLength, 6);
        for (std::uint32_t i = 0; i < c.rotary / 2; ++i)
            table.inverseFrequency.push_back(
                static_cast<float>(std::pow(10000.0, -2.0 * i / c.rotary)));
        table.magnitude = 1.2f;
    }
};

/// Normalises and rotates one head.
std::vector<double> prepared(const float* x, const Case& c, const RopeTable& table,
                             const std::vector<float>& norm, std::size_t position, float eps) {
    std::vector<double> y(x, x + c.keyLength);
    if (c.norms) {
        double mean = 0;
        for (const double value : y) mean += value * value;
        const double factor = 1 / std::sqrt(mean / c.keyLength + static_cast<double>(eps));
        for (std::size_t i = 0; i < y.size(); ++i) y[i] *= factor * static_cast<double>(norm[i]);
    }
    if (c.pairing == RopePairing::None) return y;
    for (std::size_t i = 0; i < c.rotary / 2; ++i) {
        const std::size_t a = c.pairing == RopePairing::Adjacent ? 2 * i : i;
        const std::size_t b = c.pairing == RopePairing::Adjacent ? 2 * i + 1 : i + c.rotary / 2;
        const double angle =
            static_cast<double>(position) * static_cast<double>(table.inverseFrequency[i]);
        const double cosine = std::cos(angle) * static_cast<double>(table.magnitude);
        const double sine = std::sin(angle) * static_cast<double>(table.magnitude);
        const double first = y[a], second = y[b];
        y[a] = first * cosine - second * sine;
        y[b] = first * sine + second * cosine;
    }
    return y;
}

constexpr float kEps = 1e-5f, kScale = 0.25f;

/// Positions that were left out hold zeros, as fresh memory does: a score of 0 for a value of 0.
std::vector<double> reference(const Case& c, const Inputs& in) {
    const std::vector<std::size_t> at = c.positions();
    std::vector<double> out;
    for (std::size_t t = 0; t < in.tokens; ++t) {
        for (std::size_t h = 0; h < c.heads; ++h) {
            const std::size_t kv = h / (c.heads / c.kvHeads);
            const auto query = prepared(&in.q[(t * c.heads + h) * c.keyLength], c, in.table,
                                        in.qNorm, at[t], kEps);
            std::vector<double> scores, values;
            const std::size_t oldest =
                c.window != 0 && at[t] >= c.window ? at[t] - c.window + 1 : 0;
            const auto first = static_cast<std::size_t>(
                std::lower_bound(at.begin(), at.end(), oldest) - at.begin());
            const std::size_t leftOut = at[t] - oldest - (t - first);
            double largest = c.sinks ? static_cast<double>(in.sinks[h]) : -1e300;
            if (leftOut > 0) largest = std::max(largest, 0.0);
            for (std::size_t p = first; p <= t; ++p) {
                auto key = prepared(&in.k[(p * c.kvHeads + kv) * c.keyLength], c, in.table,
                                    in.kNorm, at[p], kEps);
                storeAs(c.type, key.data(), key.size());
                const float* value = &in.v[(p * c.kvHeads + kv) * c.valueLength];
                values.insert(values.end(), value, value + c.valueLength);
                storeAs(c.valueType, values.data() + values.size() - c.valueLength, c.valueLength);
                double s = 0;
                for (std::size_t i = 0; i < key.size(); ++i) s += key[i] * query[i];
                s *= static_cast<double>(kScale);
                if (c.softcap != 0)
                    s = static_cast<double>(c.softcap)
                        * std::tanh(s / static_cast<double>(c.softcap));
                scores.push_back(s);
                largest = std::max(largest, s);
            }
            double total = c.sinks ? std::exp(static_cast<double>(in.sinks[h]) - largest) : 0;
            if (leftOut > 0) total += static_cast<double>(leftOut) * std::exp(-largest);
            for (double& s : scores) total += s = std::exp(s - largest);
            for (std::size_t d = 0; d < c.valueLength; ++d) {
                double sum = 0;
                for (std::size_t p = first; p <= t; ++p)
                    sum += scores[p - first] * values[(p - first) * c.valueLength + d];
                out.push_back(sum / total);
            }
        }
    }
    return out;
}

void check(const Case& c, double limit) {
    const Inputs in(c);
    const auto expected = reference(c, in);
    const std::size_t context = c.positions().back() + 1;
    const std::size_t largest = *std::max_element(c.batches.begin(), c.batches.end());
    for (const CpuIsa isa : availableIsas()) {
        for (const unsigned threads : {1u, 2u, 3u}) {
            PlanFixture fixture(static_cast<std::uint32_t>(largest),
                                static_cast<std::uint32_t>(context));
            const std::uint32_t cells =
                c.cells != 0 ? c.cells : static_cast<std::uint32_t>(context);
            fixture.plan().kv.layers.push_back(
                {c.kvHeads * c.keyLength, c.kvHeads * c.valueLength, cells, c.type, c.valueType});
            fixture.plan().ropeTables.push_back(in.table);
            RopeStoreOp rope;
            rope.q = fixture.input(in.q, c.heads * c.keyLength);
            rope.k = fixture.input(in.k, c.kvHeads * c.keyLength);
            rope.v = fixture.input(in.v, c.kvHeads * c.valueLength);
            rope.heads = c.heads;
            rope.kvHeads = c.kvHeads;
            rope.keyLength = c.keyLength;
            rope.valueLength = c.valueLength;
            rope.eps = kEps;
            rope.pairing = c.pairing;
            if (c.norms) {
                rope.qNorm = fixture.floats(in.qNorm, c.keyLength);
                rope.kNorm = fixture.floats(in.kNorm, c.keyLength);
            }
            fixture.add(rope);
            AttentionOp attention;
            attention.q = rope.q;
            attention.out = fixture.buffer(c.heads * c.valueLength);
            attention.heads = c.heads;
            attention.kvHeads = c.kvHeads;
            attention.keyLength = c.keyLength;
            attention.valueLength = c.valueLength;
            attention.scale = kScale;
            attention.softcap = c.softcap;
            attention.window = c.window;
            if (c.sinks) attention.sinks = fixture.floats(in.sinks, c.heads);
            fixture.add(attention);
            fixture.result(attention.out);
            auto executor = fixture.executor(isa, true, threads);
            QVERIFY(executor.ok());
            std::vector<float> got;
            std::size_t at = 0;
            for (const std::size_t batch : c.batches) {
                const auto part = fixture.run(**executor, at, batch, c.positions()[at]);
                got.insert(got.end(), part.begin(), part.end());
                at += batch;
            }
            const double e = nmse(got, expected);
            QVERIFY2(e < limit, qPrintable(QString("%1, %2 threads: %3")
                                               .arg(QString::fromLatin1(isaName(isa).data()))
                                               .arg(threads)
                                               .arg(e)));
        }
    }
}

// f32 all the way. The reference rounds to the cache's type too, but where its value lies half-way
// between two that can be stored, it may take the other one.
// A denominator of 262,144 weights in f32 has an error of its own.
constexpr double kTight = 1e-11, kLongSum = 1e-9, kHalfCache = 1e-8, kQuantizedCache = 1e-5;

} // namespace

class TestCpuAttention : public QObject {
    Q_OBJECT

private slots:
    void attendsToEverythingBefore() { check({}, kTight); }
    void keepsAHalfCache() {
        Case c;
        c.type = c.valueType = KvType::F16;
        check(c, kHalfCache);
    }
    void keepsAQuantizedCache() {
        Case c;
        c.heads = 6;
        c.keyLength = 64;
        c.valueLength = 32;
        for (const KvType keys : {KvType::F32, KvType::F16, KvType::Q8_0, KvType::Q4_0})
            for (const KvType values : {KvType::F16, KvType::Q8_0, KvType::Q4_0}) {
                c.type = keys;
                c.valueType = values;
                check(c, kQuantizedCache);
            }
        c.window = 20; // Over a ring, with an odd number of blocks.
        c.cells = 20 + 64;
        c.kvHeads = 1;
        c.keyLength = c.valueLength = 96;
        check(c, kQuantizedCache);
    }
    void sharesAKeyBetweenAFewHeads() {
        // One to eight rows are scored straight from the cache.
        for (std::uint32_t heads = 1; heads <= 9; ++heads) {
            Case c;
            c.heads = heads;
            c.kvHeads = 1;
            c.keyLength = 36;
            c.valueLength = 44;
            c.batches = {1, 1, 67, 1, 2, 1};
            check(c, kTight);
        }
    }
    void rotatesHalves() {
        Case c;
        c.pairing = RopePairing::Halves;
        check(c, kTight);
    }
    void rotatesOnlyTheFirstDimensions() {
        Case c;
        c.rotary = 6;
        for (const RopePairing pairing :
             {RopePairing::Halves, RopePairing::Adjacent, RopePairing::None}) {
            c.pairing = pairing;
            check(c, kTight);
        }
    }
    void servesHeadSizesOfAllKinds() {
        for (const std::uint32_t length : {2u, 8u, 20u, 64u, 96u, 128u, 256u}) {
            Case c;
            c.keyLength = length;
            c.valueLength = length == 96 ? 72 : length;
            c.rotary = std::min(length, 16u);
            c.heads = 2;
            c.kvHeads = 1;
            c.batches = {5, 1, 70, 1};
            check(c, kTight);
        }
    }
    void sharesKeysBetweenManyHeads() {
        Case c;
        c.heads = 24;
        c.kvHeads = 3;
        check(c, kTight);
        c.heads = 71; // More query heads than a piece has rows.
        c.kvHeads = 1;
        check(c, kTight);
        c.heads = c.kvHeads = 5;
        check(c, kTight);
    }
    void seesOnlyTheWindow() {
        Case c;
        for (const std::uint32_t window : {1u, 5u, 20u, 64u, 100u}) {
            c.window = window;
            check(c, kTight);
        }
    }
    void wrapsAroundTheRing() {
        Case c;
        c.window = 20;
        c.cells = 20 + 64; // Window and largest batch.
        c.batches = {64, 64, 1, 1, 1, 33, 64, 7, 1, 64, 2};
        check(c, kTight);
        c.type = c.valueType = KvType::F16;
        check(c, kHalfCache);
    }
    void addsSinksToTheDenominator() {
        Case c;
        c.sinks = true;
        check(c, kTight);
        c.window = 9;
        check(c, kTight);
    }
    void capsScores() {
        Case c;
        c.softcap = 5;
        check(c, kTight);
    }
    void normalisesQueriesAndKeys() {
        Case c;
        c.norms = true;
        c.pairing = RopePairing::Halves;
        check(c, kTight);
    }
    void splitsALongContextOverThreads() {
        Case c;
        c.heads = 2;
        c.kvHeads = 1;
        c.sinks = true;
        c.batches = {300, 700, 1, 1, 3, 1};
        check(c, kTight);
        c.window = 600;
        c.cells = 600 + 700;
        check(c, kTight);
    }
    void reachesThe262144thPosition() {
        Case c;
        c.heads = 2;
        c.kvHeads = 1;
        c.keyLength = c.valueLength = c.rotary = 32;
        c.batches = {40, 1, 4, 1, 3, 1};
        c.starts = {0, 65537, 131070, 200000, 262140, 262143};
        check(c, kLongSum);
        c.type = c.valueType = KvType::Q8_0;
        check(c, kQuantizedCache);
    }
    void staysExactAtFarPositions() {
        // One key, so the output is its value; what counts is that the angle is right: compare
        // rotated queries through a softmax of two keys at distance one, far out.
        constexpr std::uint32_t kFar = 262143;
        PlanFixture fixture(2, kFar + 1);
        fixture.plan().kv.layers.push_back({2, 2, 4, KvType::F32, KvType::F32});
        RopeTable table;
        table.inverseFrequency = {1.0f};
        fixture.plan().ropeTables.push_back(table);
        RopeStoreOp rope;
        rope.q = fixture.input({1, 0, 0.5f, 0.25f}, 2);
        rope.k = fixture.input({1, 0, 0, 1}, 2);
        rope.v = fixture.input({1, 0, 0, 1}, 2);
        rope.heads = rope.kvHeads = 1;
        rope.keyLength = rope.valueLength = 2;
        fixture.add(rope);
        fixture.result(rope.q);
        auto executor = fixture.executor();
        std::vector<TokenId> tokens = {0, 1};
        std::vector<float> out(4);
        ForwardRequest request;
        request.tokens = tokens;
        request.firstPosition = kFar - 1;
        request.rows = LogitRows::All;
        request.logits = out;
        QVERIFY((*executor)->forward(request, {}).ok());
        const double first = kFar - 1, second = kFar;
        QVERIFY(std::abs(static_cast<double>(out[0]) - std::cos(first)) < 1e-6);
        QVERIFY(std::abs(static_cast<double>(out[1]) - std::sin(first)) < 1e-6);
        QVERIFY(std::abs(static_cast<double>(out[2])
                         - (0.5 * std::cos(second) - 0.25 * std::sin(second)))
                < 1e-6);
    }
};

QTEST_GUILESS_MAIN(TestCpuAttention)
#include "test_cpu_attention.moc"
