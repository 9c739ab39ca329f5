// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include <map>

#include "core/hub/remote_header.h"
#include "inference/gguf/gguf_split.h"
#include "inference/model/model_inspection.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/random_model.h"

using namespace core;
using inference::testing::GgufWriter;

namespace {

/// Files by address, and what was asked of them.
struct Shelf {
    std::map<std::string, std::string> files;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> asked;
    std::string etag = "one";
    std::function<void(Shelf&)> onRequest;

    RangeFetch fetch() {
        return [this](const std::string& url, std::uint64_t first,
                      std::uint64_t end) -> Result<RemotePiece> {
            asked.emplace_back(first, end);
            if (onRequest) onRequest(*this);
            const auto found = files.find(url);
            if (found == files.end()) return Error{ErrorCode::NotFound, "no file at " + url};
            const std::string& file = found->second;
            const std::string bytes =
                first >= file.size() ? ""
                                     : file.substr(first, static_cast<std::size_t>(end - first));
            return RemotePiece{bytes, file.size(), etag, "c0ffee"};
        };
    }
};

GgufWriter part(std::uint16_t index, std::uint16_t count, std::size_t padding) {
    GgufWriter writer;
    if (index == 0) {
        writer.string("general.architecture", "llama");
        writer.string("padding", std::string(padding, 'x'));
    }
    writer.u16("split.no", index);
    writer.u16("split.count", count);
    writer.tensor("t" + std::to_string(index), {4}, std::vector<float>(4, index));
    return writer;
}

} // namespace

class TestRemoteHeader : public QObject {
    Q_OBJECT

private slots:
    void readsNoMoreThanTheHeaderNeeds() {
        Shelf shelf;
        GgufWriter writer = part(0, 1, 3'000);
        writer.tensor("big", {1u << 20}, std::vector<float>(1u << 20, 1.0f));
        shelf.files["http://h/m.gguf"] = writer.bytes();
        RemoteHeaderOptions options;
        options.firstBytes = 1'000;
        const auto header = readRemoteHeader(shelf.fetch(), "http://h/m.gguf", options);
        QVERIFY2(header, header ? "" : header.error().detail.c_str());
        QCOMPARE(header->requests, 3u); // 1,000, then to 2,000, then to 4,000 bytes.
        QCOMPARE(header->fetchedBytes, std::uint64_t{4'000});
        QCOMPARE(shelf.asked.back(), std::pair(std::uint64_t{2'000}, std::uint64_t{4'000}));
        QCOMPARE(header->file.fileBytes(), shelf.files.begin()->second.size());
        QCOMPARE(header->file.tensors().size(), std::size_t{2});
        QCOMPARE(header->commit, "c0ffee");
    }
    void inspectsLikeALocalFile() {
        inference::testing::RandomModel model;
        const std::string bytes = model.bytes();
        Shelf shelf;
        shelf.files["http://h/m.gguf"] = bytes;
        const auto header = readRemoteHeader(shelf.fetch(), "http://h/m.gguf");
        QVERIFY2(header, header ? "" : header.error().detail.c_str());
        const auto local = inference::GgufFile::parse(std::as_bytes(std::span(bytes)));
        QVERIFY(local.ok());
        const auto here = inference::inspectModel(*local);
        const auto there = inference::inspectModel(header->file);
        QCOMPARE(there.architecture, here.architecture);
        QCOMPARE(there.parameters, here.parameters);
        QCOMPARE(there.fileBytes, here.fileBytes);
        QCOMPARE(there.supported, here.supported);
        QCOMPARE(there.unsupportedReasons, here.unsupportedReasons);
        QCOMPARE(there.tensorTypes, here.tensorTypes);
    }
    void readsAllPartsFromAnyOfThem() {
        Shelf shelf;
        const inference::GgufSplitName name{"a%20b", 1, 3};
        for (std::uint16_t i = 0; i < 3; ++i)
            shelf.files["http://h/d/" + name.partName(i + 1u) + "?x=1"] = part(i, 3, 10).bytes();
        for (std::uint32_t from = 1; from <= 3; ++from) {
            const auto header =
                readRemoteHeader(shelf.fetch(), "http://h/d/" + name.partName(from) + "?x=1");
            QVERIFY2(header, header ? "" : header.error().detail.c_str());
            QCOMPARE(header->parts.size(), std::size_t{3});
            QCOMPARE(header->file.tensors().size(), std::size_t{3});
            QCOMPARE(header->file.paths()[1].string(), std::string("a b-00002-of-00003.gguf"));
        }
    }
    void refusesAPartUnderAWrongName() {
        Shelf shelf;
        shelf.files["http://h/m.gguf"] = part(0, 3, 10).bytes();
        QCOMPARE(readRemoteHeader(shelf.fetch(), "http://h/m.gguf").error().code,
                 ErrorCode::Corrupt);
    }
    void beginsAgainWhenTheFileChanges() {
        Shelf shelf;
        shelf.files["http://h/m.gguf"] = part(0, 1, 3'000).bytes();
        shelf.onRequest = [](Shelf& s) {
            if (s.asked.size() == 2) s.etag = "two";
        };
        RemoteHeaderOptions options;
        options.firstBytes = 1'000;
        const auto header = readRemoteHeader(shelf.fetch(), "http://h/m.gguf", options);
        QVERIFY2(header, header ? "" : header.error().detail.c_str());
        QCOMPARE(header->parts.front().etag, std::string("two"));

        shelf.asked.clear();
        shelf.onRequest = [](Shelf& s) { s.etag += "x"; };
        QCOMPARE(readRemoteHeader(shelf.fetch(), "http://h/m.gguf", options).error().code,
                 ErrorCode::Busy);
    }
    void stopsAtTheLimit() {
        Shelf shelf;
        shelf.files["http://h/m.gguf"] = part(0, 1, 100'000).bytes();
        RemoteHeaderOptions options;
        options.firstBytes = 1'000;
        options.bytesMax = 10'000;
        const auto header = readRemoteHeader(shelf.fetch(), "http://h/m.gguf", options);
        QCOMPARE(header.error().code, ErrorCode::LimitExceeded);
        QCOMPARE(shelf.asked.back().second, std::uint64_t{10'000});
    }
    void refusesWhatIsNoModel() {
        Shelf shelf;
        shelf.files["http://h/m.gguf"] = "<html>not found</html>";
        shelf.files["http://h/e.gguf"] = "";
        shelf.files["http://h/t.gguf"] = part(0, 1, 50).bytes().substr(0, 60);
        for (const char* name : {"m", "e", "t"}) {
            const auto header =
                readRemoteHeader(shelf.fetch(), std::string("http://h/") + name + ".gguf");
            QCOMPARE(header.error().code, ErrorCode::Corrupt);
        }
        QCOMPARE(readRemoteHeader(shelf.fetch(), "http://h/x.gguf").error().code,
                 ErrorCode::NotFound);
    }
};

QTEST_MAIN(TestRemoteHeader)
#include "test_remote_header.moc"
