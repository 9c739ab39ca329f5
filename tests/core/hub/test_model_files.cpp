// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include "core/hub/model_files.h"
#include "core/hub/quantization_name.h"
#include "core/hub/size_fit.h"

using namespace core;

class TestModelFiles : public QObject {
    Q_OBJECT

    static HubFile file(std::string path, std::uint64_t bytes = 0) {
        HubFile result;
        result.path = std::move(path);
        result.bytes = bytes;
        return result;
    }
    static std::string label(const char* name) {
        const auto found = findQuantizationName(name);
        return found ? found->label : "";
    }

private slots:
    void readsLabelsInEveryDress() {
        QCOMPARE(label("gemma-3-1b-it-Q4_K_M.gguf"), "Q4_K_M");
        QCOMPARE(label("model.q4_k_m.gguf"), "Q4_K_M");
        QCOMPARE(label("phi-4_Q5_0.gguf"), "Q5_0");
        QCOMPARE(label("Qwen3.8-27B-UD-Q4_K_XL.gguf"), "UD-Q4_K_XL");
        QCOMPARE(label("gpt-oss-20b-mxfp4.gguf"), "MXFP4");
        QCOMPARE(label("big/IQ2_XXS/Model-IQ2_XXS-00001-of-00003.gguf"), "IQ2_XXS");
        QCOMPARE(label("model-f16.gguf"), "F16");
        QCOMPARE(label("model-bf16.gguf"), "BF16");
        QCOMPARE(label("F16-to-Q8_0.gguf"), "Q8_0");
        QCOMPARE(label("Q8_0/model.gguf"), "");
        QCOMPARE(label("model-Q4_0_4_4.gguf"), "");
        QCOMPARE(label("iq9_x.gguf"), "");
        QCOMPARE(label(""), "");
    }
    void saysQuantizationsInPlainWords() {
        const auto usual = findQuantizationName("a-Q4_K_M.gguf");
        QVERIFY(usual.has_value());
        QCOMPARE(usual->inWords(), "about 4.8 bits, good quality, the usual choice");
        QCOMPARE(findQuantizationName("a-F16.gguf")->inWords(),
                 "16 bits, as it was trained, needs the most memory");
    }
    void groupsThePartsOfASplitModel() {
        const HubFiles files = groupFiles({file("big/M-Q8_0-00003-of-00003.gguf", 30),
                                           file("big/M-Q8_0-00001-of-00003.gguf", 10),
                                           file("big/M-Q8_0-00002-of-00003.gguf", 20),
                                           file("M-Q4_K_M.gguf", 25), file("README.md", 5)});
        QCOMPARE(files.variants.size(), std::size_t{2});
        QCOMPARE(files.variants[0].label(), "Q4_K_M");
        const HubVariant& split = files.variants[1];
        QCOMPARE(split.bytes, std::uint64_t{60});
        QVERIFY(split.complete());
        QCOMPARE(split.files.front().path, "big/M-Q8_0-00001-of-00003.gguf");
        QCOMPARE(files.others.size(), std::size_t{1});
    }
    void noticesAMissingPart() {
        const HubFiles files = groupFiles({file("M-Q8_0-00002-of-00003.gguf", 20)});
        QVERIFY(!files.variants.front().complete());
        QVERIFY(chooseVariant(files) == nullptr);
    }
    void takesTheLabelOfTheFolderWhereTheNameHasNone() {
        const HubFiles files = groupFiles({file("UD-Q3_K_XL/model-00001-of-00001.gguf", 1)});
        QCOMPARE(files.variants.front().label(), "UD-Q3_K_XL");
    }
    void setsCompanionsApart() {
        const HubFiles files = groupFiles({file("M-Q4_K_M.gguf", 1000), file("mmproj-F16.gguf", 90),
                                           file("mtp-M-Q8_0.gguf", 50), file("imatrix.dat", 2),
                                           file("M-imatrix.gguf", 2), file("M-lora-f16.gguf", 3),
                                           file("ggml-vocab-m.gguf", 1)});
        QCOMPARE(files.variants.size(), std::size_t{1});
        QCOMPARE(files.companions.size(), std::size_t{6});
        const auto count = [&](CompanionKind kind) {
            return std::count_if(files.companions.begin(), files.companions.end(),
                                 [&](const HubCompanion& c) { return c.kind == kind; });
        };
        QCOMPARE(count(CompanionKind::VisionProjector), 1);
        QCOMPARE(count(CompanionKind::Drafter), 1);
        QCOMPARE(count(CompanionKind::ImportanceMatrix), 2);
        QCOMPARE(count(CompanionKind::Adapter), 1);
        QCOMPARE(count(CompanionKind::Vocabulary), 1);
    }
    void keepsModelsThatHaveTheirDraftHeadsInside() {
        const HubFiles files = groupFiles({file("Q-27B-MTP-Q4_K_M.gguf", 16'000'000'000),
                                           file("Q-27B-MTP-Q2_K.gguf", 9'000'000'000)});
        QCOMPARE(files.variants.size(), std::size_t{2});
        QVERIFY(files.companions.empty());
        const HubFiles beside = groupFiles(
            {file("Q-27B-Q4_K_M.gguf", 15'500'000'000), file("Q-MTP-Q4_K_M.gguf", 16'000'000'000)});
        QCOMPARE(beside.variants.size(), std::size_t{2});
    }
    void refusesNamesThatLeaveTheFolder_data() {
        QTest::addColumn<QByteArray>("path");
        for (const char* path :
             {"../../../etc/passwd.gguf", "/etc/x.gguf", "a/../b.gguf", "a//b.gguf", "./a.gguf",
              "C:\\Windows\\evil.gguf", "C:evil.gguf", "a\\b.gguf", "a\nb.gguf", "\xff.gguf",
              "nul.gguf", "x/COM1", "", "a/"})
            QTest::newRow(path) << QByteArray(path);
        QTest::newRow("NUL byte") << QByteArray("a\0b.gguf", 8);
        QTest::newRow("long") << QByteArray(300, 'a');
    }
    void refusesNamesThatLeaveTheFolder() {
        QFETCH(QByteArray, path);
        QVERIFY(!isSafeRepositoryPath(path.toStdString()));
        QCOMPARE(groupFiles({file(path.toStdString())}).refused.size(), std::size_t{1});
    }
    void acceptsUnusualButHarmlessNames() {
        QVERIFY(isSafeRepositoryPath("sub dir/\u30e2\u30c7\u30eb Q4_K_M.gguf"));
        QVERIFY(isSafeRepositoryPath("a...b/console.gguf"));
    }
    void guessesFitsFromSizes() {
        constexpr std::uint64_t kGb = 1'000'000'000;
        HubVariant variant;
        const auto fits = [&](std::uint64_t bytes, FreeMemory free) {
            variant.bytes = bytes;
            return sizeFit(free)({}, variant);
        };
        QCOMPARE(fits(12 * kGb, {24 * kGb, false, 32 * kGb}), Fits::Gpu);
        QCOMPARE(fits(30 * kGb, {24 * kGb, false, 32 * kGb}), Fits::Split);
        QCOMPARE(fits(30 * kGb, {0, false, 64 * kGb}), Fits::Cpu);
        QCOMPARE(fits(60 * kGb, {24 * kGb, false, 32 * kGb}), Fits::No);
        // One memory does not count twice.
        QCOMPARE(fits(30 * kGb, {24 * kGb, true, 28 * kGb}), Fits::No);
        QVERIFY(!fits(0, {24 * kGb, false, 32 * kGb}).has_value());
    }
    void choosesWhatPeopleMean() {
        const HubFiles files = groupFiles({file("M-Q8_0.gguf", 8), file("M-UD-Q4_K_XL.gguf", 5),
                                           file("M-Q4_K_M.gguf", 4), file("M-Q2_K.gguf", 2)});
        QCOMPARE(chooseVariant(files)->label(), "Q4_K_M");
        QCOMPARE(chooseVariant(files, "q8_0")->label(), "Q8_0");
        QCOMPARE(chooseVariant(files, "Q4_K_XL")->label(), "UD-Q4_K_XL");
        QCOMPARE(chooseVariant(files, "M-Q2_K.gguf")->label(), "Q2_K");
        QVERIFY(chooseVariant(files, "Q6_K") == nullptr);
    }
};

QTEST_MAIN(TestModelFiles)
#include "test_model_files.moc"
