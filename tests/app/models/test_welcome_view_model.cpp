// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include "app/models/welcome_view_model.h"

using app::suggestModels;
using core::StarterModel;

namespace {

constexpr std::uint64_t kGigabyte = 1'000'000'000;

StarterModel model(const std::string& id, const std::string& family, std::uint64_t parameters,
                   std::uint64_t active, std::vector<core::StarterFile> files) {
    StarterModel model;
    model.model.id = id;
    model.model.architecture = "llama";
    model.model.parameters = parameters;
    model.title = id;
    model.family = family;
    model.activeParameters = active;
    model.files = std::move(files);
    return model;
}

core::StarterFile file(const std::string& quantization, std::uint64_t gigabytes) {
    return {.quantization = quantization, .bytes = gigabytes * kGigabyte};
}

core::FitEstimator machine(std::uint64_t gpuGigabytes, std::uint64_t ramGigabytes) {
    return core::sizeFit({.gpu = gpuGigabytes * kGigabyte, .ram = ramGigabytes * kGigabyte});
}

} // namespace

class TestWelcomeViewModel : public QObject {
    Q_OBJECT

private slots:
    void takesTheLargestFileThatFitsTheCard() {
        const std::vector models{
            model("a/one", "one", 20 * kGigabyte, 0,
                  {file("Q2_K", 7), file("Q4_K_M", 12), file("Q8_0", 22), file("F16", 40)})};
        const auto found = suggestModels(models, machine(16, 64), 3);
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].reference, std::string("a/one:Q4_K_M"));
        QCOMPARE(found[0].fits, core::Fits::Gpu);
    }

    void suggestsOnePerFamilyInTheCataloguesOrder() {
        const std::vector models{
            model("a/one", "one", kGigabyte, 0, {file("Q4_K_M", 3)}),
            model("b/one", "one", kGigabyte, 0, {file("Q4_K_M", 2)}),
            model("a/two", "two", kGigabyte, 0, {file("Q4_K_M", 2)}),
            model("a/three", "three", kGigabyte, 0, {file("Q4_K_M", 2)}),
            model("a/four", "four", kGigabyte, 0, {file("Q4_K_M", 2)}),
        };
        const auto found = suggestModels(models, machine(16, 64), 3);
        QCOMPARE(found.size(), std::size_t{3});
        QCOMPARE(found[0].title, std::string("a/one"));
        QCOMPARE(found[1].title, std::string("a/two"));
        QCOMPARE(found[2].title, std::string("a/three"));
    }

    void leavesOutWhatWouldWriteTooSlowlyFromRam() {
        const std::vector models{
            model("a/dense", "dense", 30 * kGigabyte, 0, {file("Q4_K_M", 18)}),
            model("a/experts", "experts", 30 * kGigabyte, 3 * kGigabyte, {file("Q4_K_M", 18)}),
        };
        const auto found = suggestModels(models, machine(0, 64), 3);
        QCOMPARE(found.size(), std::size_t{1});
        QCOMPARE(found[0].title, std::string("a/experts"));
        QCOMPARE(found[0].fits, core::Fits::Cpu);
    }

    void suggestsNoModelThatThisVersionCannotRun() {
        std::vector models{model("a/one", "one", kGigabyte, 0, {file("Q4_K_M", 2)})};
        models[0].model.architecture = "no-such-architecture";
        QVERIFY(suggestModels(models, machine(16, 64), 3).empty());
    }

    void suggestsNothingWhereNothingFits() {
        const std::vector models{model("a/one", "one", 70 * kGigabyte, 0, {file("Q4_K_M", 40)})};
        QVERIFY(suggestModels(models, machine(0, 8), 3).empty());
    }

    void findsThreeInTheCatalogueForAUsualMachine() {
        const core::StarterCatalog catalog;
        for (const std::uint64_t gpu : {0, 8, 24}) {
            const auto found = suggestModels(catalog.models(), machine(gpu, 32), 3);
            QCOMPARE(found.size(), std::size_t{3});
        }
    }
};

QTEST_GUILESS_MAIN(TestWelcomeViewModel)
#include "test_welcome_view_model.moc"
