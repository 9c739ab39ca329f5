// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "inference/sample/sampler_chain.h"

using namespace inference;

namespace {

SamplerParameters plain(float temperature = 1.0f) {
    SamplerParameters p;
    p.temperature = temperature;
    p.topK = 0;
    p.topP = 1;
    p.minP = 0;
    p.seed = 7;
    return p;
}

/// Which tokens come out, and how often, in `draws` draws from the same logits.
std::map<TokenId, int> drawMany(SamplerParameters p, const std::vector<float>& logits,
                                int draws = 4000) {
    SamplerChain chain(p);
    std::map<TokenId, int> counts;
    for (int i = 0; i < draws; ++i) {
        std::vector<float> scratch = logits;
        const auto token = chain.sample(scratch);
        if (token) ++counts[*token];
    }
    return counts;
}

std::vector<Candidate> bestOf(const std::vector<float>& logits, std::size_t count) {
    std::vector<Candidate> all;
    for (std::size_t i = 0; i < logits.size(); ++i)
        all.push_back({static_cast<TokenId>(i), logits[i]});
    std::stable_sort(all.begin(), all.end(),
                     [](const Candidate& a, const Candidate& b) { return a.logit > b.logit; });
    all.resize(count);
    return all;
}

std::vector<float> bumpy(std::size_t size) {
    Rng rng(99);
    std::vector<float> logits(size);
    for (float& l : logits) l = static_cast<float>(rng.uniform() * 12 - 6);
    return logits;
}

} // namespace

class TestSamplerChain : public QObject {
    Q_OBJECT

private slots:
    void greedyTakesTheBestAndOnTiesTheLowerId() {
        SamplerChain chain(plain(0));
        std::vector<float> logits{1, 5, 5, 2};
        QCOMPARE(*chain.sample(logits), 1);
        QCOMPARE(chain.candidatesWanted(), 1u);
    }

    void suppressedTokensAreNeverDrawn() {
        const std::vector<float> logits{1, 9, 8, 2, 7};
        for (const float temperature : {0.0f, 1.0f})
            for (const std::int32_t topK : {0, 2, 40}) {
                SamplerParameters p = plain(temperature);
                p.topK = topK;
                SamplerChain chain(p, {1, 2});
                for (int i = 0; i < 50; ++i) {
                    std::vector<float> scratch = logits;
                    const auto whole = chain.sample(scratch);
                    QVERIFY(whole.ok() && *whole != 1 && *whole != 2);
                    if (temperature == 0) QCOMPARE(*whole, 4);
                    const std::uint32_t wanted = chain.candidatesWanted();
                    if (wanted == 0) continue;
                    QVERIFY(wanted >= 3);
                    const auto best = bestOf(logits, std::min<std::size_t>(wanted, 5));
                    const auto few = chain.sampleBest(best);
                    QVERIFY(few.ok() && *few != 1 && *few != 2);
                    QVERIFY(topK != 2 || *few != 0); // Two candidates: 4 and 3.
                }
            }
        SamplerParameters many = plain(0);
        SamplerChain chain(many, std::vector<TokenId>(300, 1));
        QCOMPARE(chain.candidatesWanted(), 0u); // All logits are cheaper then.
    }

    void drawsWithTheProbabilitiesOfTheSoftmax() {
        const std::vector<float> logits{std::log(0.5f), std::log(0.3f), std::log(0.2f)};
        const auto counts = drawMany(plain(), logits, 20000);
        QVERIFY(std::abs(counts.at(0) / 20000.0 - 0.5) < 0.015);
        QVERIFY(std::abs(counts.at(1) / 20000.0 - 0.3) < 0.015);
        QVERIFY(std::abs(counts.at(2) / 20000.0 - 0.2) < 0.015);
    }

    void temperatureSharpens() {
        const std::vector<float> logits{1, 0};
        const auto cold = drawMany(plain(0.25f), logits);
        QVERIFY(std::abs(cold.at(0) / 4000.0 - 1 / (1 + std::exp(-4.0))) < 0.02);
    }

    void topKKeepsKTokens() {
        SamplerParameters p = plain(5);
        p.topK = 3;
        const auto counts = drawMany(p, {0, 9, 8, 1, 7, 2});
        QCOMPARE(counts.size(), std::size_t{3});
        QVERIFY(counts.count(1) && counts.count(2) && counts.count(4));
    }

    void topPKeepsTheTokenThatCrossesIt() {
        SamplerParameters p = plain();
        p.topP = 0.6f;
        const std::vector<float> logits{std::log(0.1f), std::log(0.5f), std::log(0.3f),
                                        std::log(0.1f)};
        const auto counts = drawMany(p, logits);
        QCOMPARE(counts.size(), std::size_t{2});
        QVERIFY(counts.count(1) && counts.count(2));
    }

    void minPIsRelativeToTheBest() {
        SamplerParameters p = plain(10);
        p.minP = 0.3f;
        const std::vector<float> logits{std::log(0.6f), std::log(0.2f), std::log(0.1f)};
        QCOMPARE(drawMany(p, logits).size(), std::size_t{2});
    }

    void oneTokenAlwaysRemains() {
        SamplerParameters p = plain();
        p.topP = 0;
        p.minP = 5;
        QCOMPARE(drawMany(p, {1, 3, 2}, 100), (std::map<TokenId, int>{{1, 100}}));
        p.topK = 1;
        QCOMPARE(drawMany(p, {1, 3, 2}, 100), (std::map<TokenId, int>{{1, 100}}));
    }

    void candidatesOfADeviceGiveTheSameTextAsAllLogits() {
        SamplerParameters p = plain(0.9f);
        p.topK = 40;
        p.topP = 0.9f;
        p.minP = 0.02f;
        SamplerChain whole(p), reduced(p);
        QCOMPARE(reduced.candidatesWanted(), 40u);
        const auto logits = bumpy(5003);
        const auto best = bestOf(logits, 40);
        for (int i = 0; i < 200; ++i) {
            std::vector<float> scratch = logits;
            QCOMPARE(*whole.sample(scratch), *reduced.sampleBest(best));
        }
    }

    void selectingPartsEqualsSortingAll_data() {
        QTest::addColumn<int>("topK");
        QTest::addColumn<float>("topP");
        QTest::newRow("heap") << 300 << 1.0f;
        QTest::newRow("nth element") << 2000 << 1.0f;
        QTest::newRow("nucleus in the first part") << 0 << 0.2f;
        QTest::newRow("nucleus in later parts") << 0 << 0.97f;
    }
    void selectingPartsEqualsSortingAll() {
        QFETCH(int, topK);
        QFETCH(float, topP);
        SamplerParameters p = plain(100); // Nearly uniform over what is kept.
        p.topK = topK;
        p.topP = topP;
        const auto logits = bumpy(4001);
        const auto sorted = bestOf(logits, logits.size());
        std::size_t kept = topK > 0 ? static_cast<std::size_t>(topK) : sorted.size();
        if (topP < 1) {
            double total = 0, sum = 0;
            for (const Candidate& c : sorted) total += std::exp(static_cast<double>(c.logit));
            for (kept = 0; sum < topP * total; ++kept)
                sum += std::exp(static_cast<double>(sorted[kept].logit));
        }
        std::set<TokenId> allowed;
        for (std::size_t i = 0; i < kept; ++i) allowed.insert(sorted[i].id);
        const auto counts = drawMany(p, logits, 3000);
        for (const auto& [token, count] : counts) QVERIFY(allowed.count(token) == 1);
        QVERIFY(counts.size() > std::min<std::size_t>(kept, 3000) / 3);
    }

    void repeatPenaltyDividesAndMultiplies() {
        SamplerParameters p = plain(0);
        p.repeatPenalty = 2;
        SamplerChain chain(p);
        QCOMPARE(chain.candidatesWanted(), 0u);
        chain.accept(0);
        std::vector<float> logits{4, 2.5f, 1};
        QCOMPARE(*chain.sample(logits), 1);
        std::vector<float> negative{-1, -1.5f, -9};
        QCOMPARE(*chain.sample(negative), 1);
    }

    void frequencyCountsAndPresenceDoesNot() {
        SamplerParameters p = plain(0);
        p.frequencyPenalty = 1;
        SamplerChain frequency(p);
        p.frequencyPenalty = 0;
        p.presencePenalty = 1;
        SamplerChain presence(p);
        for (int i = 0; i < 3; ++i) {
            frequency.accept(0);
            presence.accept(0);
        }
        std::vector<float> logits{4, 2};
        QCOMPARE(*frequency.sample(logits), 1);
        logits = {4, 2};
        QCOMPARE(*presence.sample(logits), 0);
    }

    void penaltiesForgetWhatLeftTheWindow() {
        SamplerParameters p = plain(0);
        p.presencePenalty = 10;
        p.penaltyWindow = 2;
        SamplerChain chain(p);
        for (const TokenId token : {0, 1, 1}) chain.accept(token);
        std::vector<float> logits{3, 4};
        QCOMPARE(*chain.sample(logits), 0);
        for (const TokenId token : {0, 0}) chain.accept(token);
        logits = {4, 3};
        QCOMPARE(*chain.sample(logits), 1);
    }

    void sameSeedSameTokens() {
        const auto logits = bumpy(1000);
        SamplerChain a(plain()), b(plain());
        SamplerParameters other = plain();
        other.seed = 8;
        SamplerChain c(other);
        int different = 0;
        for (int i = 0; i < 50; ++i) {
            std::vector<float> x = logits, y = logits, z = logits;
            const TokenId token = *a.sample(x);
            QCOMPARE(token, *b.sample(y));
            different += token != *c.sample(z);
        }
        QVERIFY(different > 10);
    }

    void aSeedMeansTheSameOnEveryPlatform() {
        Rng rng(42);
        QCOMPARE(rng.next(), std::uint64_t{1546998764402558742u});
    }

    void refusesLogitsThatAreNoNumbers() {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        const float infinity = std::numeric_limits<float>::infinity();
        SamplerChain chain(plain());
        for (std::vector<float> logits : {std::vector<float>{1, nan, 2},
                                          {nan, nan},
                                          {1, infinity},
                                          {-infinity, -infinity},
                                          std::vector<float>{}})
            QVERIFY(!chain.sample(logits).ok());
        QVERIFY(!chain.sampleBest({}).ok());
        const std::vector<Candidate> bad{{3, nan}};
        QVERIFY(!chain.sampleBest(bad).ok());
        SamplerChain greedy(plain(0));
        std::vector<float> hidden{1, nan, 2};
        QVERIFY(!greedy.sample(hidden).ok());
    }

    void absurdParametersCountAsOff() {
        SamplerParameters p = plain(std::numeric_limits<float>::quiet_NaN());
        p.topP = std::numeric_limits<float>::quiet_NaN();
        p.repeatPenalty = -3;
        p.topK = -5;
        SamplerChain chain(p);
        chain.accept(1);
        std::vector<float> logits{1, 3, 2};
        QCOMPARE(*chain.sample(logits), 1);
    }
};

QTEST_GUILESS_MAIN(TestSamplerChain)
#include "test_sampler_chain.moc"
