// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QString>
#include <QTest>

#include "inference/tokenizer/unicode.h"

using namespace inference;

class TestUnicode : public QObject {
    Q_OBJECT

private slots:
    void knowsClasses();
    void agreesWithQtOnClasses();
    void normalizesLikeQt();
    void leavesBytesThatAreNotText();
    void decodesBackwards();
    void lowersCase();
};

void TestUnicode::knowsClasses() {
    using namespace unicode;
    const auto is = [](char32_t code, ClassMask mask) { return (classBit(code) & mask) != 0; };
    QVERIFY(is('A', kUpper) && !is('A', kLower) && is('A', kLetter));
    QVERIFY(is(U'\u01c5', kTitle) && is(U'\u02b0', kModifier));
    QVERIFY(is('7', kDigit) && is(U'\u00bd', kNumber) && !is(U'\u00bd', kDigit));
    QVERIFY(is('\t', kSpace) && is('\n', kSpace) && is(U'\u3000', kSpace) && is(U'\u0085', kSpace));
    QVERIFY(!is(U'\u200b', kSpace) && is(0, kControl));
    QVERIFY(is(U'\u0301', kMark) && is('+', kSymbol) && is('!', kPunctuation));
    QVERIFY(is(U'\u4e00', kHan) && is(U'\u4e00', kOtherLetter) && !is(U'\u3042', kHan));
    QVERIFY(is(U'\u3005', kHan) && is(U'\u3007', kNumber & kHan));
    QVERIFY(!is(0x110000, kLetter | kNumber | kHan) && is(0x10ffff, maskOf(Class::Other)));
}

void TestUnicode::agreesWithQtOnClasses() {
    // Code points assigned since one of the two databases was made may differ.
    int different = 0;
    for (char32_t code = 0; code < 0x110000; ++code) {
        const bool letter = QChar::isLetter(code), number = QChar::isNumber(code);
        const unicode::ClassMask bit = unicode::classBit(code);
        if (letter != ((bit & unicode::kLetter) != 0) || number != ((bit & unicode::kNumber) != 0)
            || QChar::isSpace(code) != ((bit & unicode::kSpace) != 0))
            if (QChar::unicodeVersion(code) <= QChar::Unicode_12_0
                && QChar::category(code) != QChar::Other_NotAssigned)
                ++different;
    }
    QCOMPARE(different, 0);
}

void TestUnicode::normalizesLikeQt() {
    // Pairs of everything that decomposes or combines, and some long sequences.
    QStringList samples{QStringLiteral("e\u0301"),
                        QStringLiteral("a\u0315\u0300\u05ae\u0062"),
                        QStringLiteral("\u1100\u1161\u11a8"),
                        QStringLiteral("\uac00\u11a8"),
                        QStringLiteral("\u0344\u212b\u0958"),
                        QStringLiteral("\u1e9b\u0323"),
                        QStringLiteral("q\u0307\u0323"),
                        QStringLiteral("x\u0301\u0301y")};
    for (char32_t code = 0xc0; code < 0x30000; ++code) {
        if (code >= 0xd800 && code < 0xe000) continue;
        if (QChar::unicodeVersion(code) > QChar::Unicode_12_0) continue;
        const QString text = QString::fromUcs4(&code, 1);
        const bool interesting =
            QChar::combiningClass(code) != 0 || QChar::decompositionTag(code) == QChar::Canonical;
        if (!interesting) continue;
        samples.append(text);
        samples.append(QStringLiteral("a") + text + QStringLiteral("\u0301\u0323"));
        samples.append(QStringLiteral("\u0301") + text + QStringLiteral("z"));
        samples.append(text.normalized(QString::NormalizationForm_D));
    }
    QVERIFY(samples.size() > 3000);
    for (const QString& sample : samples) {
        const std::string wanted = sample.normalized(QString::NormalizationForm_C).toStdString();
        QVERIFY2(unicode::normalizeC(sample.toStdString()) == wanted,
                 qPrintable(QString::fromLatin1(sample.toUtf8().toHex())));
    }
}

void TestUnicode::leavesBytesThatAreNotText() {
    const std::string bytes = "a\xff\xc3\xa9 \xe2\x82 \xed\xa0\x80 e\xcc\x81 \xc0";
    const std::string wanted = "a\xff\xc3\xa9 \xe2\x82 \xed\xa0\x80 \xc3\xa9 \xc0";
    QCOMPARE(unicode::normalizeC(bytes), wanted);
    QCOMPARE(unicode::normalizeC(""), std::string());
}

void TestUnicode::decodesBackwards() {
    const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\xa6\x99\xff\x80";
    std::string_view rest = text;
    std::u32string codes;
    while (!rest.empty()) {
        const auto last = unicode::decodeLast(rest);
        codes.push_back(last.code);
        rest.remove_suffix(last.length);
    }
    QCOMPARE(codes, std::u32string({0xfffd, 0xfffd, 0x1f999, 0x20ac, 0xe9, 'a'}));
}

void TestUnicode::lowersCase() {
    QCOMPARE(unicode::toLower('Z'), U'z');
    QCOMPARE(unicode::toLower(U'\u00c4'), U'\u00e4');
    QCOMPARE(unicode::toLower(U'\u0416'), U'\u0436');
    QCOMPARE(unicode::toLower('1'), U'1');
    QCOMPARE(unicode::toLower(U'\u4e00'), U'\u4e00');
}

QTEST_GUILESS_MAIN(TestUnicode)
#include "test_unicode.moc"
