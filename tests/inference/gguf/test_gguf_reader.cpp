// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QTest>

#include "inference/gguf/gguf_reader.h"
#include "tests/support/gguf_writer.h"

using namespace inference;
using inference::testing::asBytes;
using inference::testing::GgufWriter;

class TestGgufReader : public QObject {
    Q_OBJECT

private slots:
    void readsMetadataOfEveryType();
    void convertsWhereWritersDisagree();
    void readsTensorsAndTheirData();
    void acceptsGapsBetweenTensors();
    void acceptsTensorsWithoutElements();
    void refusesOverlappingTensors();
    void refusesWrongAlignment();
    void refusesWhatIsNotSupported();
    void refusesHugeCountsWithoutAllocating();
    void survivesTruncationAtEveryByte();
    void survivesEveryFlippedBit();
    void readsAHeaderWithoutItsData();
    void refusesWhatIsNoFile();
    void opensRealModels();
};

namespace {

GgufWriter smallModel() {
    GgufWriter writer;
    writer.string("general.architecture", "llama");
    writer.u32("llama.block_count", 2);
    writer.strings("tokenizer.ggml.tokens", {"<unk>", "a", "b"});
    writer.floats("tokenizer.ggml.scores", {0, -1, -2});
    writer.tensor("token_embd.weight", {4, 3}, std::vector<float>(12, 1.5f));
    writer.tensor("blk.0.attn_q.weight", {32, 2}, DType::Q8_0, std::string(68, 'x'));
    return writer;
}

Result<GgufFile> parse(const std::string& bytes) {
    return GgufFile::parse(asBytes(bytes));
}

ErrorCode codeOf(const GgufWriter& writer) {
    const std::string bytes = writer.bytes();
    const auto file = parse(bytes);
    return file ? ErrorCode::Internal : file.error().code;
}

} // namespace

void TestGgufReader::readsMetadataOfEveryType() {
    GgufWriter writer;
    writer.raw("u8", 0, "\xff");
    writer.raw("i8", 1, "\xff");
    writer.u16("u16", 65535);
    writer.raw("i16", 3, "\xfe\xff");
    writer.u32("u32", 4294967295u);
    writer.i32("i32", -7);
    writer.f32("f32", 0.25f);
    writer.boolean("bool", true);
    writer.string("string", "text");
    writer.u64("u64", 1ull << 40);
    writer.u64("u64.large", 1ull << 63);
    writer.raw("i64", 11, std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff", 8));
    writer.raw("f64", 12, std::string_view("\0\0\0\0\0\0\xf0\x3f", 8));
    writer.ints("ints", {1, -2, 3});
    writer.strings("strings", {"a", "", "ccc"});
    const std::string bytes = writer.bytes();
    const auto file = parse(bytes);
    QVERIFY(file);
    const GgufMetadata& metadata = file->metadata();
    QCOMPARE(metadata.entries().size(), std::size_t{15});
    QCOMPARE(metadata.entries()[4].key, std::string_view("u32"));
    QCOMPARE(metadata.integer("u8"), 255);
    QCOMPARE(metadata.integer("i8"), -1);
    QCOMPARE(metadata.integer("u16"), 65535);
    QCOMPARE(metadata.integer("i16"), -2);
    QCOMPARE(metadata.integer("u32"), 4294967295);
    QCOMPARE(metadata.integer("i32"), -7);
    QCOMPARE(metadata.real("f32"), 0.25);
    QCOMPARE(metadata.boolean("bool"), true);
    QCOMPARE(metadata.string("string"), std::string_view("text"));
    QCOMPARE(metadata.integer("u64"), 1ll << 40);
    QVERIFY(!metadata.integer("u64.large"));
    QCOMPARE(metadata.integer("i64"), -1);
    QCOMPARE(metadata.real("f64"), 1.0);
    const GgufValue* ints = metadata.array("ints");
    QVERIFY(ints);
    QCOMPARE(ints->count, std::uint64_t{3});
    QCOMPARE(ints->arrayInteger(1), std::int64_t{-2});
    QCOMPARE(ints->arrayNumber(2), 3.0);
    QCOMPARE(metadata.array("strings")->strings[2], std::string_view("ccc"));
}

void TestGgufReader::convertsWhereWritersDisagree() {
    GgufWriter writer;
    writer.u32("one", 1);
    writer.u32("seven", 7);
    writer.string("text", "1");
    writer.raw("odd.bool", 7, "\x80");
    const std::string bytes = writer.bytes();
    const auto file = parse(bytes);
    QVERIFY(file);
    const GgufMetadata& metadata = file->metadata();
    QCOMPARE(metadata.boolean("one"), true);
    QVERIFY(!metadata.boolean("seven"));
    QCOMPARE(metadata.real("seven"), 7.0);
    QVERIFY(!metadata.integer("text"));
    QVERIFY(!metadata.string("seven"));
    QVERIFY(!metadata.array("seven"));
    QVERIFY(!metadata.integer("missing"));
    QCOMPARE(metadata.boolean("odd.bool"), true);
}

void TestGgufReader::readsTensorsAndTheirData() {
    const std::string bytes = smallModel().bytes();
    const auto file = parse(bytes);
    QVERIFY(file);
    QCOMPARE(file->tensors().size(), std::size_t{2});
    const GgufTensor* tensor = file->findTensor("token_embd.weight");
    QVERIFY(tensor);
    QCOMPARE(tensor->shape[0], std::uint64_t{4});
    QCOMPARE(tensor->shape[1], std::uint64_t{3});
    QCOMPARE(tensor->shape[2], std::uint64_t{1});
    QCOMPARE(tensor->elements(), std::uint64_t{12});
    QCOMPARE(file->data(*tensor).size(), std::size_t{48});
    float value = 0;
    std::memcpy(&value, file->data(*tensor).data(), 4);
    QCOMPARE(value, 1.5f);
    const GgufTensor* quantized = file->findTensor("blk.0.attn_q.weight");
    QVERIFY(quantized);
    QCOMPARE(quantized->bytes, std::uint64_t{68});
    QCOMPARE(file->data(*quantized)[67], std::byte{'x'});
    QVERIFY(!file->findTensor("missing"));
}

void TestGgufReader::acceptsGapsBetweenTensors() {
    GgufWriter writer;
    writer.tensorAt("later", {4}, 0, 96);
    writer.tensor("first", {4}, std::vector<float>(4, 2.0f));
    std::string bytes = writer.bytes();
    bytes.append(96, 'z');
    const auto file = parse(bytes);
    QVERIFY(file);
    QCOMPARE(file->data(*file->findTensor("later"))[0], std::byte{'z'});
}

void TestGgufReader::acceptsTensorsWithoutElements() {
    GgufWriter writer;
    writer.tensorAt("empty", {0, 1ull << 40}, 0, 0);
    writer.tensor("first", {4}, std::vector<float>(4, 2.0f));
    const std::string bytes = writer.bytes();
    const auto file = parse(bytes);
    QVERIFY(file);
    QVERIFY(file->data(*file->findTensor("empty")).empty());
    GgufWriter overflowing;
    overflowing.tensorAt("empty", {0, 1ull << 40, 1ull << 40}, 0, 0);
    QCOMPARE(codeOf(overflowing), ErrorCode::Corrupt);
}

void TestGgufReader::refusesOverlappingTensors() {
    GgufWriter writer;
    writer.tensorAt("shadow", {4}, 0, 32);
    writer.tensor("first", {16}, std::vector<float>(16, 2.0f));
    QCOMPARE(codeOf(writer), ErrorCode::Corrupt);
}

void TestGgufReader::refusesWrongAlignment() {
    for (const std::uint32_t alignment : {0u, 3u, 33u, 1u << 21, 1u << 31, 0xffffffffu}) {
        GgufWriter writer = smallModel();
        writer.u32("general.alignment", alignment);
        QCOMPARE(codeOf(writer), ErrorCode::Corrupt);
    }
    GgufWriter text = smallModel();
    text.string("general.alignment", "32");
    QCOMPARE(codeOf(text), ErrorCode::Corrupt);

    GgufWriter wide;
    wide.alignment = 256;
    wide.u32("general.alignment", 256);
    wide.tensor("a", {4}, std::vector<float>(4, 1.0f));
    wide.tensor("b", {4}, std::vector<float>(4, 2.0f));
    const std::string bytes = wide.bytes();
    const auto file = parse(bytes);
    QVERIFY(file);
    QCOMPARE(file->findTensor("b")->offset % 256, std::uint64_t{0});

    GgufWriter packed;
    packed.alignment = 1;
    packed.u32("general.alignment", 1);
    packed.tensor("a", {3}, DType::I8, "abc");
    packed.tensor("b", {1}, std::vector<float>{1.0f});
    const std::string packedBytes = packed.bytes();
    QVERIFY(parse(packedBytes));

    GgufWriter crooked;
    crooked.tensor("a", {16}, std::vector<float>(16, 1.0f));
    crooked.tensorAt("b", {1}, 0, 36);
    QCOMPARE(codeOf(crooked), ErrorCode::Corrupt);
}

void TestGgufReader::refusesWhatIsNotSupported() {
    for (const std::uint32_t version : {0u, 1u, 4u, 0x03000000u}) {
        GgufWriter writer = smallModel();
        writer.version = version;
        QCOMPARE(codeOf(writer), ErrorCode::Unsupported);
    }
    GgufWriter second = smallModel();
    second.version = 2;
    QVERIFY(parse(second.bytes()));
    GgufWriter hole;
    hole.tensorAt("a", {32}, 4, 0);
    QCOMPARE(codeOf(hole), ErrorCode::Unsupported);
    GgufWriter ragged;
    ragged.tensorAt("a", {33}, 2, 0);
    QCOMPARE(codeOf(ragged), ErrorCode::Corrupt);
    GgufWriter nested;
    nested.raw("a", 9,
               std::string_view("\x09\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 24));
    QCOMPARE(codeOf(nested), ErrorCode::Corrupt);
    GgufWriter twice;
    twice.u32("a", 1);
    twice.u32("a", 2);
    QCOMPARE(codeOf(twice), ErrorCode::Corrupt);
    GgufWriter nul;
    nul.tensorAt(std::string_view("a\0b", 3), {0}, 0, 0);
    QCOMPARE(codeOf(nul), ErrorCode::Corrupt);
    GgufWriter surrogate;
    surrogate.u32("\xed\xa0\x80", 1);
    QCOMPARE(codeOf(surrogate), ErrorCode::Corrupt);
}

void TestGgufReader::refusesHugeCountsWithoutAllocating() {
    const std::string bytes = smallModel().bytes();
    // Counts in the header, then lengths and counts inside: each set to numbers that lie.
    for (std::size_t at = 8; at + 8 < bytes.size() - 200; ++at) {
        for (const std::uint64_t lie : {1ull << 31, 1ull << 32, 1ull << 61, 1ull << 63, ~0ull}) {
            std::string mutant = bytes;
            std::memcpy(mutant.data() + at, &lie, 8);
            (void)parse(mutant).ok();
        }
    }
    for (const std::size_t at : {8, 16}) {
        std::string mutant = bytes;
        const std::uint64_t lie = 1000;
        std::memcpy(mutant.data() + at, &lie, 8);
        const auto file = parse(mutant);
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::Corrupt);
    }
}

void TestGgufReader::survivesTruncationAtEveryByte() {
    const std::string bytes = smallModel().bytes();
    QVERIFY(parse(bytes));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        // A fresh allocation of just that size, so that a sanitizer sees one byte too many.
        const std::vector<char> cut(bytes.begin(),
                                    bytes.begin() + static_cast<std::ptrdiff_t>(size));
        const auto file = GgufFile::parse(std::as_bytes(std::span(cut)));
        QVERIFY2(!file, qPrintable(QString::number(size)));
        QCOMPARE(file.error().code, ErrorCode::Corrupt);
    }
}

void TestGgufReader::survivesEveryFlippedBit() {
    const std::string bytes = smallModel().bytes();
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        std::string mutant = bytes;
        mutant[bit / 8] = static_cast<char>(mutant[bit / 8] ^ (1 << bit % 8));
        const auto file = parse(mutant);
        if (!file) continue;
        for (const GgufTensor& tensor : file->tensors()) {
            const auto data = file->data(tensor);
            QCOMPARE(data.size(), static_cast<std::size_t>(tensor.bytes));
            QVERIFY(data.data() + data.size() <= asBytes(mutant).data() + mutant.size());
        }
    }
}

void TestGgufReader::readsAHeaderWithoutItsData() {
    const std::string bytes = smallModel().bytes();
    const std::string header = bytes.substr(0, bytes.size() - 160);
    QVERIFY(!GgufFile::parse(asBytes(header)));
    const auto file = GgufFile::parse(asBytes(header), true, bytes.size());
    QVERIFY(file);
    QCOMPARE(file->tensors().size(), std::size_t{2});
    QCOMPARE(file->fileBytes(), bytes.size());
    QVERIFY(file->data(file->tensors()[1]).empty());
    QVERIFY(GgufFile::parse(asBytes(header), true));

    const auto tooShort = GgufFile::parse(asBytes(bytes.substr(0, 100)), true, bytes.size());
    QVERIFY(!tooShort);
    QCOMPARE(tooShort.error().code, ErrorCode::LimitExceeded);
    const auto tooSmallFile = GgufFile::parse(asBytes(header), true, bytes.size() - 1);
    QVERIFY(!tooSmallFile);
    QCOMPARE(tooSmallFile.error().code, ErrorCode::Corrupt);
}

void TestGgufReader::refusesWhatIsNoFile() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    QCOMPARE(GgufFile::open(path / "none.gguf").error().code, ErrorCode::NotFound);
    QCOMPARE(GgufFile::open(path).error().code, ErrorCode::Io);
    std::ofstream(path / "empty.gguf").close();
    QCOMPARE(GgufFile::open(path / "empty.gguf").error().code, ErrorCode::Corrupt);
}

void TestGgufReader::opensRealModels() {
    const std::filesystem::path vectors = HEARTH_VECTORS;
    if (!std::filesystem::exists(vectors)) QSKIP("no reference vectors: set HEARTH_VECTORS");
    int opened = 0;
    for (const char* folder : {"models-real", "set-a/models", "set-a2/models", "vocab"}) {
        for (const auto& entry : std::filesystem::directory_iterator(vectors / folder)) {
            if (entry.path().extension() != ".gguf") continue;
            const auto file = GgufFile::open(entry.path());
            QVERIFY2(file, file ? "" : file.error().detail.c_str());
            QVERIFY(file->metadata().string("general.architecture"));
            ++opened;
        }
    }
    QVERIFY(opened > 50);
}

QTEST_GUILESS_MAIN(TestGgufReader)
#include "test_gguf_reader.moc"
