// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include "core/hub/hub_link.h"

using namespace core;

class TestHubLink : public QObject {
    Q_OBJECT

private slots:
    void readsEverySpelling_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("repository");
        QTest::addColumn<QString>("revision");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("quantization");
        const auto row = [](const char* text, const char* repository, const char* revision,
                            const char* file, const char* quantization) {
            QTest::newRow(text) << text << repository << revision << file << quantization;
        };
        row("a/b", "a/b", "main", "", "");
        row("hf:a/b", "a/b", "main", "", "");
        row("a/b:Q4_K_M", "a/b", "main", "", "Q4_K_M");
        row("a/b:m-Q4.gguf", "a/b", "main", "m-Q4.gguf", "");
        row("a/b:dir/m.GGUF", "a/b", "main", "dir/m.GGUF", "");
        row("hf:a/b/dir/m.gguf", "a/b", "main", "dir/m.gguf", "");
        row("hf:a/b@v1/m.gguf", "a/b", "v1", "m.gguf", "");
        row("hf:a/b@0123abc", "a/b", "0123abc", "", "");
        row("hf.co/a/b:Q8_0", "a/b", "main", "", "Q8_0");
        row("https://huggingface.co/a/b.GGUF/", "a/b.GGUF", "main", "", "");
        row("https://huggingface.co/a/b/blob/main/x%20y.gguf", "a/b", "main", "x y.gguf", "");
        row("https://huggingface.co/a/b/resolve/main/d/x.gguf?download=true", "a/b", "main",
            "d/x.gguf", "");
        row("https://huggingface.co/a/b/tree/refs/pr/7/sub", "a/b", "refs/pr/7", "", "");
        row("http://127.0.0.1:8080/a/b/resolve/c0ffee/x.gguf", "a/b", "c0ffee", "x.gguf", "");
        row("hearth://models/huggingface/a/b", "a/b", "main", "", "");
        row("hearth://models/huggingface/a/b?file=d%2Fx.gguf&new=1", "a/b", "main", "d/x.gguf", "");
    }
    void readsEverySpelling() {
        QFETCH(QString, text);
        const auto read = parseHubReference(text.toStdString(), "http://127.0.0.1:8080");
        if (!read) QFAIL(read.error().detail.c_str());
        QTEST(QString::fromStdString(read->repository), "repository");
        QTEST(QString::fromStdString(read->revision), "revision");
        QTEST(QString::fromStdString(read->file), "file");
        QTEST(QString::fromStdString(read->quantization), "quantization");
    }
    void refusesWhatIsNoModel_data() {
        QTest::addColumn<QString>("text");
        for (const char* text : {"",
                                 "a",
                                 "a/",
                                 "/b",
                                 "a/b c",
                                 "../b",
                                 "a/..",
                                 "-a/b",
                                 "hf:a/b/../c.gguf",
                                 "a/b:",
                                 "a/b:Q4;rm",
                                 "https://example.org/a/b",
                                 "https://huggingface.co/a/b/discussions/3",
                                 "https://huggingface.co/a/b/blob/main/%2e%2e/x.gguf",
                                 "https://huggingface.co/a/b/blob/main/x%2",
                                 "hearth://models/other/a/b",
                                 "hearth://models/huggingface/a/b?file=..%2F..%2Fx.gguf",
                                 "hearth://models/huggingface/a/b?file=%00",
                                 "hearth://models/huggingface/a/b/c",
                                 "hearth://models/huggingface/a/b?revision=..%2Fx",
                                 "hf:a/b@x y/z.gguf"})
            QTest::newRow(text) << text;
        QTest::newRow("endless") << "a/" + QString(5000, 'b');
    }
    void refusesWhatIsNoModel() {
        QFETCH(QString, text);
        const auto read = parseHubReference(text.toStdString());
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
        QVERIFY(!read.error().detail.empty());
    }
    void acceptsOnlyDeepLinksFromOutside() {
        QVERIFY(!parseDeepLink("a/b"));
        QVERIFY(!parseDeepLink("https://huggingface.co/a/b"));
        QVERIFY(parseDeepLink("hearth://models/huggingface/a/b").ok());
    }
    void writesLinksThatItReads() {
        HubReference reference;
        reference.repository = "a/b";
        reference.file = "sub dir/\u30e2&x=1.gguf";
        reference.revision = "v1.0";
        const auto read = parseDeepLink(deepLink(reference));
        QVERIFY(read.ok());
        QCOMPARE(read->file, reference.file);
        QCOMPARE(read->revision, reference.revision);
        QCOMPARE(parseHubReference(reference.text())->file, reference.file);
    }
    void encodesAddresses() {
        HubReference reference;
        reference.repository = "a/b";
        reference.file = "d/x y.gguf";
        reference.revision = "refs/pr/1";
        QCOMPARE(hubFileUrl("https://h", reference),
                 "https://h/a/b/resolve/refs%2Fpr%2F1/d/x%20y.gguf");
    }
};

QTEST_MAIN(TestHubLink)
#include "test_hub_link.moc"
