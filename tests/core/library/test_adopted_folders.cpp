// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

#include "core/library/model_library.h"
#include "tests/support/random_model.h"

using namespace core;
namespace fs = std::filesystem;

/// What other programs' folders hold beyond plain files: descriptions, tags, models elsewhere.
class TestAdoptedFolders : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_model;

    fs::path base() const { return m_folder->path().toStdString(); }
    static void put(const fs::path& path, const std::string& bytes) {
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
    }
    std::unique_ptr<ModelLibrary> scanned(const ModelRoot& root, ScanReport& report) const {
        auto library =
            ModelLibrary::open({base() / "library.db", base() / "own", base() / "Trash", {root}});
        if (!library) qFatal("%s", library.error().detail.c_str());
        auto scan = (*library)->scan(ScanDepth::Facts);
        if (!scan) qFatal("%s", scan.error().detail.c_str());
        report = std::move(scan).value();
        return std::move(library).value();
    }
    static std::vector<std::string> names(const ModelLibrary& library) {
        std::vector<std::string> result;
        for (const ModelEntry& entry : library.entries()) result.push_back(entry.name);
        return result;
    }

private slots:
    void initTestCase() {
        inference::testing::RandomModel random;
        m_model = random.bytes();
    }
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everyTagOfAnOllamaBlobIsAName() {
        const fs::path root = base() / "ollama";
        const std::string hex(64, 'a');
        put(root / "blobs" / ("sha256-" + hex), m_model);
        const std::string manifest =
            "{\"layers\":[{\"mediaType\":\"application/vnd.ollama.image.model\",\"digest\":"
            "\"sha256:"
            + hex + "\"}]}";
        for (const char* tag : {"registry.ollama.ai/library/tiny/7b",
                                "registry.ollama.ai/library/tiny/latest", "hf.co/pub/repo/Q4_0"})
            put(root / "manifests" / tag, manifest);
        ScanReport report;
        const auto library = scanned({root, ModelSource::Ollama}, report);
        QCOMPARE(names(*library),
                 (std::vector<std::string>{"hf.co/pub/repo:Q4_0", "tiny:7b", "tiny:latest"}));
        QVERIFY(library->find("tiny:latest")->usable());
        QVERIFY(library->find("tiny:7b")->path() == library->find("tiny:latest")->path());
        const auto duplicates = library->findDuplicates();
        QVERIFY(duplicates.ok() && duplicates->empty()); // There is only one file.
    }

    void janSaysWhereItsModelsLie() {
        const fs::path root = base() / "Jan/data/llamacpp/models";
        const std::string hex(64, 'b');
        put(root / "org/here/model.gguf", m_model);
        put(root / "org/here/model.yml", "embedding: false\r\nmodel_path: "
                                         "llamacpp/models/org/here/model.gguf\r\nname: Here\r\n"
                                         "model_sha256: \""
                                             + hex + "\"\r\n");
        put(base() / "my disk/weights.gguf", m_model + "x");
        put(root / "brought/along/model.yml",
            "name: x\nmodel_path: '" + (base() / "my disk/weights.gguf").string() + "'\n");
        put(root / "gone/away/model.yml", "model_path: /nowhere/m.gguf\n");
        put(root / "evil/passwd/model.yml", "model_path: ../../../../../../../../etc/passwd\n");
        put(root / "evil/itself/model.yml", "model_path: llamacpp/models/evil/itself/model.yml\n");
        put(root / "evil/empty/model.yml", "model_path:\n\n:::\n");
        put(root / "evil/long/model.yml", std::string(100000, 'm'));
        put(root / "plain/one/model.gguf", m_model + "y");
        ScanReport report;
        const auto library = scanned({root, ModelSource::Jan}, report);
        QCOMPARE(names(*library),
                 (std::vector<std::string>{"org/here/model", "plain/one/model", "brought/along"}));
        QCOMPARE(library->find("org/here")->parts.front().provenance.sha256, hex);
        const auto along = library->find("brought/along");
        QVERIFY(along && along->usable());
        QCOMPARE(along->path(), base() / "my disk/weights.gguf");
        QCOMPARE(along->publisher, std::string("brought"));
        QCOMPARE(report.notes.size(), std::size_t{5});
    }
};

QTEST_GUILESS_MAIN(TestAdoptedFolders)
#include "test_adopted_folders.moc"
