// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "inference/base/half.h"
#include "inference/quant/dtype.h"

using namespace inference;

class TestDType : public QObject {
    Q_OBJECT

private slots:
    void refusesHolesAndUnknownIds();
    void decodesReferenceBlocksExactly_data();
    void decodesReferenceBlocksExactly();
    void decodesAtAnyAddress();
    void decodesTheExtremesOfMxfp4();
    void decodesTheCodesOfNvfp4();
    void convertsHalvesBothWays();
};

namespace {

const QString kFolder = QStringLiteral(HEARTH_VECTORS "/set-a/quant-blocks/");

QByteArray contents(const QString& name) {
    QFile file(kFolder + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void TestDType::refusesHolesAndUnknownIds() {
    for (const std::uint32_t id : {4u, 5u, 31u, 32u, 33u, 36u, 37u, 38u, 43u, 100u, 0xffffffffu})
        QVERIFY2(!findDType(id), qPrintable(QString::number(id)));
    int known = 0;
    for (std::uint32_t id = 0; id < 64; ++id) {
        const DTypeInfo* info = findDType(id);
        if (!info) continue;
        ++known;
        QCOMPARE(static_cast<std::uint32_t>(info->dtype), id);
        QVERIFY(info->blockElements > 0 && info->blockBytes > 0);
        QVERIFY(!info->name.empty());
    }
    QCOMPARE(known, 35);
}

void TestDType::decodesReferenceBlocksExactly_data() {
    QTest::addColumn<std::uint32_t>("id");
    QTest::addColumn<QString>("name");
    const auto index = QJsonDocument::fromJson(contents(QStringLiteral("index.json"))).array();
    if (index.isEmpty()) QSKIP("no reference vectors: set HEARTH_VECTORS");
    for (const auto& row : index) {
        const QString name = row[u"type"].toString();
        const auto id = static_cast<std::uint32_t>(row[u"ggml_type_id"].toInt());
        const DTypeInfo* info = findDType(id);
        QVERIFY(info);
        QCOMPARE(static_cast<int>(info->blockElements), row[u"block_size"].toInt());
        QCOMPARE(static_cast<int>(info->blockBytes), row[u"type_size"].toInt());
        QVERIFY(info->decode);
        QTest::newRow(qPrintable(name)) << id << name;
    }
}

void TestDType::decodesReferenceBlocksExactly() {
    QFETCH(std::uint32_t, id);
    QFETCH(QString, name);
    const DTypeInfo& info = *findDType(id);
    const QByteArray source = contents(name + QStringLiteral(".q.bin"));
    const QByteArray expected = contents(name + QStringLiteral(".deq.f32"));
    const auto blocks = static_cast<std::size_t>(source.size()) / info.blockBytes;
    QCOMPARE(blocks * info.blockElements * sizeof(float),
             static_cast<std::size_t>(expected.size()));
    std::vector<float> decoded(blocks * info.blockElements);
    info.decode(reinterpret_cast<const std::byte*>(source.data()), decoded.data(), blocks);
    const auto* floats = reinterpret_cast<const char*>(decoded.data());
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        if (std::memcmp(floats + 4 * i, expected.data() + 4 * i, 4) == 0) continue;
        float wanted;
        std::memcpy(&wanted, expected.data() + 4 * i, 4);
        QFAIL(qPrintable(QStringLiteral("element %1: %2 instead of %3")
                             .arg(i)
                             .arg(static_cast<double>(decoded[i]))
                             .arg(static_cast<double>(wanted))));
    }
}

void TestDType::decodesAtAnyAddress() {
    for (std::uint32_t id = 0; id < 64; ++id) {
        const DTypeInfo* info = findDType(id);
        if (!info || !info->decode) continue;
        std::vector<std::byte> bytes(2 * info->blockBytes + 8);
        for (std::size_t i = 0; i < 2 * info->blockBytes; ++i)
            bytes[i] = static_cast<std::byte>((i * 37 + 11) & 0x3f);
        std::vector<float> straight(2 * info->blockElements), shifted(straight.size());
        info->decode(bytes.data(), straight.data(), 2);
        for (std::size_t shift = 1; shift < 8; ++shift) {
            std::memmove(bytes.data() + shift, bytes.data() + shift - 1, 2 * info->blockBytes);
            info->decode(bytes.data() + shift, shifted.data(), 2);
            QCOMPARE(std::memcmp(straight.data(), shifted.data(), straight.size() * 4), 0);
        }
    }
}

void TestDType::decodesTheExtremesOfMxfp4() {
    std::byte block[17] = {};
    block[1] = std::byte{0x21}; // Elements 0 and 16: 0.5 and 1.
    float values[32];
    const auto decodeWith = [&](unsigned exponent) {
        block[0] = static_cast<std::byte>(exponent);
        dtypeInfo(DType::MXFP4).decode(block, values, 1);
    };
    decodeWith(0);
    QCOMPARE(values[0], 0x1p-128f);
    QCOMPARE(values[16], 0x1p-127f);
    decodeWith(1);
    QCOMPARE(values[0], 0x1p-127f);
    decodeWith(127);
    QCOMPARE(values[0], 0.5f);
    QCOMPARE(values[16], 1.0f);
    decodeWith(254);
    QCOMPARE(values[16], 0x1p127f);
}

void TestDType::decodesTheCodesOfNvfp4() {
    std::byte block[36] = {};
    block[0] = std::byte{0x38}; // 1.0
    block[1] = std::byte{0x01}; // Smallest subnormal, 2^-9.
    block[2] = std::byte{0x7f}; // Not a number: counts as zero.
    block[3] = std::byte{0x7e}; // Largest, 448.
    for (std::size_t i = 4; i < 36; ++i) block[i] = std::byte{0x72}; // 1 and 6.
    float values[64];
    dtypeInfo(DType::NVFP4).decode(block, values, 1);
    QCOMPARE(values[0], 1.0f);
    QCOMPARE(values[8], 6.0f);
    QCOMPARE(values[16], 0x1p-9f);
    QCOMPARE(values[32], 0.0f);
    QCOMPARE(values[48], 448.0f);
    QCOMPARE(values[63], 2688.0f);
}

void TestDType::convertsHalvesBothWays() {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
        const auto half = static_cast<std::uint16_t>(bits);
        const float value = halfToFloat(half);
        if (std::isnan(value)) {
            QVERIFY(std::isnan(halfToFloat(floatToHalf(value))));
            continue;
        }
        QCOMPARE(floatToHalf(value), half);
    }
    QCOMPARE(floatToHalf(65520.0f), std::uint16_t{0x7c00});
    QCOMPARE(floatToHalf(65519.0f), std::uint16_t{0x7bff});
    QCOMPARE(floatToHalf(0x1p-25f), std::uint16_t{0});
    QCOMPARE(floatToHalf(0x1.8p-25f), std::uint16_t{1});
}

QTEST_GUILESS_MAIN(TestDType)
#include "test_dtype.moc"
