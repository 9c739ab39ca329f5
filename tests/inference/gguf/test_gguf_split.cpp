// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QTest>

#include "inference/gguf/gguf_reader.h"
#include "inference/gguf/gguf_split.h"
#include "tests/support/gguf_writer.h"

using namespace inference;
using inference::testing::GgufWriter;

class TestGgufSplit : public QObject {
    Q_OBJECT

private slots:
    void opensSplitModelsFromAnyPart();
    void refusesSplitModelsThatDoNotFit();
    void opensWholeModelsNamedLikeParts();
    void joinsHeadersWithoutTheirData();
    void asksForMoreOfAHeader();
    void readsTheNames();
};

namespace {

/// Part `index` of `count`, holding one tensor named after it.
GgufWriter part(std::uint16_t index, std::uint16_t count) {
    GgufWriter writer;
    if (index == 0) writer.string("general.architecture", "llama");
    writer.u16("split.no", index);
    writer.u16("split.count", count);
    writer.i32("split.tensors.count", count);
    writer.tensor(std::string("t").append(std::to_string(index)), {4},
                  std::vector<float>(4, index));
    return writer;
}

} // namespace

void TestGgufSplit::opensSplitModelsFromAnyPart() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const GgufSplitName name{"model", 1, 3};
    for (std::uint16_t i = 0; i < 3; ++i) QVERIFY(part(i, 3).save(path / name.partName(i + 1u)));
    for (std::uint32_t from = 1; from <= 3; ++from) {
        const auto file = GgufFile::open(path / name.partName(from));
        QVERIFY2(file, file ? "" : file.error().detail.c_str());
        QCOMPARE(file->parts().size(), std::size_t{3});
        QCOMPARE(file->paths()[2].filename().string(), std::string("model-00003-of-00003.gguf"));
        QCOMPARE(file->metadata().string("general.architecture"), std::string_view("llama"));
        float value = 0;
        std::memcpy(&value, file->data(*file->findTensor("t2")).data(), 4);
        QCOMPARE(value, 2.0f);
    }
}

void TestGgufSplit::joinsHeadersWithoutTheirData() {
    std::vector<GgufHeader> headers;
    for (std::uint16_t i = 0; i < 3; ++i) {
        const std::string bytes = part(i, 3).bytes();
        GgufHeader header{GgufSplitName{"m", 1, 3}.partName(i + 1u), {}, bytes.size()};
        const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
        header.bytes.assign(first, first + bytes.size() - 32); // The data has 16 bytes, padded.
        headers.push_back(std::move(header));
    }
    QCOMPARE(GgufFile::partCount(headers[0]).value(), 3u);
    const std::uint64_t bytes = headers[0].fileBytes + headers[1].fileBytes + headers[2].fileBytes;
    const std::vector<GgufHeader> two(headers.begin(), headers.begin() + 2);
    const auto file = GgufFile::fromHeaders(std::move(headers));
    QVERIFY2(file, file ? "" : file.error().detail.c_str());
    QCOMPARE(file->tensors().size(), std::size_t{3});
    QCOMPARE(file->findTensor("t2")->part, 2u);
    QCOMPARE(file->fileBytes(), bytes);
    QVERIFY(file->data(*file->findTensor("t1")).empty());
    QCOMPARE(GgufFile::fromHeaders(two).error().code, ErrorCode::Corrupt);
}

void TestGgufSplit::asksForMoreOfAHeader() {
    const std::string bytes = part(0, 1).bytes();
    const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
    // Behind the header lie padding to 32 bytes and the data, padded to 32 bytes too.
    std::size_t size = 0;
    while (size < bytes.size()) {
        const auto whole =
            GgufFile::checkHeader(GgufHeader{"m.gguf", {first, first + size}, bytes.size()});
        if (whole) break;
        QCOMPARE(whole.error().code, ErrorCode::LimitExceeded);
        ++size;
    }
    QVERIFY(size > bytes.size() - 64 && size <= bytes.size() - 32);
    // A file that ends within its header is broken, however much of it is fetched.
    QCOMPARE(GgufFile::checkHeader({"m.gguf", {first, first + 40}, 40}).error().code,
             ErrorCode::Corrupt);
}

void TestGgufSplit::refusesSplitModelsThatDoNotFit() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    const GgufSplitName name{"model", 1, 2};
    QVERIFY(part(0, 2).save(path / name.partName(1)));
    const auto missing = GgufFile::open(path / name.partName(1));
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::NotFound);

    QVERIFY(part(0, 2).save(path / name.partName(2)));
    QCOMPARE(GgufFile::open(path / name.partName(1)).error().code, ErrorCode::Corrupt);

    QVERIFY(part(0, 2).save(path / "renamed.gguf"));
    QCOMPARE(GgufFile::open(path / "renamed.gguf").error().code, ErrorCode::InvalidArgument);

    GgufWriter duplicate = part(1, 2);
    duplicate.tensor("t0", {4}, std::vector<float>(4, 9.0f));
    QVERIFY(duplicate.save(path / name.partName(2)));
    QCOMPARE(GgufFile::open(path / name.partName(1)).error().code, ErrorCode::Corrupt);

    GgufWriter extra = part(1, 2);
    extra.tensor("t7", {4}, std::vector<float>(4, 9.0f));
    QVERIFY(extra.save(path / name.partName(2)));
    QCOMPARE(GgufFile::open(path / name.partName(1)).error().code, ErrorCode::Corrupt);
}

void TestGgufSplit::opensWholeModelsNamedLikeParts() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    GgufWriter whole;
    whole.string("general.architecture", "llama");
    QVERIFY(whole.save(path / "whole-00001-of-00002.gguf"));
    QVERIFY(GgufFile::open(path / "whole-00001-of-00002.gguf"));
    QVERIFY(whole.save(path / "alone-00002-of-00002.gguf"));
    const auto alone = GgufFile::open(path / "alone-00002-of-00002.gguf");
    QVERIFY2(alone, alone ? "" : alone.error().detail.c_str());
    QCOMPARE(alone->paths().front().filename().string(), std::string("alone-00002-of-00002.gguf"));
}

void TestGgufSplit::readsTheNames() {
    const auto name = parseGgufSplitName("model-Q8_0-00002-of-00003.gguf");
    QVERIFY(name);
    QCOMPARE(name->prefix, std::string("model-Q8_0"));
    QCOMPARE(name->number, 2u);
    QCOMPARE(name->count, 3u);
    QCOMPARE(name->partName(3), std::string("model-Q8_0-00003-of-00003.gguf"));
    QVERIFY(!parseGgufSplitName("model-00003-of-00002.gguf"));
    QVERIFY(!parseGgufSplitName("model-0000x-of-00002.gguf"));
    QVERIFY(!parseGgufSplitName("-of-00002.gguf"));
}

QTEST_GUILESS_MAIN(TestGgufSplit)
#include "test_gguf_split.moc"
