// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "inference/tokenizer/stream_decoder.h"

using inference::StreamDecoder;

class TestStreamDecoder : public QObject {
    Q_OBJECT

private slots:
    void holdsBackHalfACodePoint();
    void givesTheSameTextHoweverItIsCut();
    void replacesWhatCannotBeCompleted_data();
    void replacesWhatCannotBeCompleted();
    void replacesAnIncompleteEnd();
};

namespace {

std::string decoded(std::string_view bytes) {
    StreamDecoder decoder;
    std::string text = decoder.add(bytes);
    return text + decoder.finish();
}

} // namespace

void TestStreamDecoder::holdsBackHalfACodePoint() {
    StreamDecoder decoder;
    QCOMPARE(decoder.add("a\xf0\x9f"), std::string("a"));
    QCOMPARE(decoder.add("\xa6"), std::string());
    QCOMPARE(decoder.add("\x99z"), std::string("\xf0\x9f\xa6\x99z"));
    QCOMPARE(decoder.finish(), std::string());
}

void TestStreamDecoder::givesTheSameTextHoweverItIsCut() {
    const std::string text = "na\xc3\xafve \xe2\x82\xac \xf0\x9f\xa6\x99 \xff\xe2\x82 \xc0\x80 end";
    const std::string whole = decoded(text);
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        StreamDecoder decoder;
        std::string pieces = decoder.add(text.substr(0, cut));
        pieces += decoder.add(text.substr(cut));
        pieces += decoder.finish();
        QCOMPARE(pieces, whole);
    }
}

void TestStreamDecoder::replacesWhatCannotBeCompleted_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    // The example of the Unicode Standard, chapter 3.9, and the usual suspects.
    QTest::newRow("truncated then text") << QByteArray("\xe2\x82z") << QByteArray("\xef\xbf\xbdz");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80")
                               << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    QTest::newRow("overlong") << QByteArray("\xc0\xaf") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd");
    QTest::newRow("overlong of three")
        << QByteArray("\xe0\x80\xaf") << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    QTest::newRow("too large") << QByteArray("\xf4\x91\x92\x93")
                               << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    QTest::newRow("truncated sequences")
        << QByteArray("\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41")
        << QByteArray("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\x41");
    QTest::newRow("zero") << QByteArray("a\0b", 3) << QByteArray("a\0b", 3);
}

void TestStreamDecoder::replacesWhatCannotBeCompleted() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(decoded(bytes.toStdString())), text);
}

void TestStreamDecoder::replacesAnIncompleteEnd() {
    StreamDecoder decoder;
    QCOMPARE(decoder.add("\xf0\x9f\xa6"), std::string());
    QCOMPARE(decoder.finish(), std::string("\xef\xbf\xbd"));
    QCOMPARE(decoder.finish(), std::string());
    QCOMPARE(decoder.add("\x99"), std::string("\xef\xbf\xbd"));
}

QTEST_GUILESS_MAIN(TestStreamDecoder)
#include "test_stream_decoder.moc"
