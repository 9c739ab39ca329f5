// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <set>

#include <sys/stat.h>
#include <unistd.h>

#include "core/download/model_download.h"
#include "core/library/model_library.h"
#include "core/library/trash.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/random_model.h"

using namespace core;
namespace fs = std::filesystem;

class TestModelLibrary : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    fs::path base() const { return m_folder->path().toStdString(); }
    fs::path own() const { return base() / "models"; }
    static void put(const fs::path& path, const std::string& bytes) {
        fs::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
    }
    static std::string model(std::uint32_t layers = 1) {
        inference::testing::RandomModel random;
        random.layers = layers;
        return random.bytes();
    }
    static std::string part(std::uint16_t index, std::uint16_t count) {
        inference::testing::GgufWriter writer;
        if (index == 0) writer.string("general.architecture", "llama");
        writer.u16("split.no", index);
        writer.u16("split.count", count);
        writer.tensor("t" + std::to_string(index), {4}, std::vector<float>(4, index));
        return writer.bytes();
    }
    LibraryOptions options(std::vector<ModelRoot> known = {}) const {
        return {base() / "library.db", own(), base() / "Trash", std::move(known)};
    }
    std::unique_ptr<ModelLibrary> opened(std::vector<ModelRoot> known = {}) const {
        auto library = ModelLibrary::open(options(std::move(known)));
        if (!library) qFatal("%s", library.error().detail.c_str());
        return std::move(library).value();
    }
    static ScanReport scan(ModelLibrary& library) {
        auto report = library.scan(ScanDepth::Facts);
        if (!report) qFatal("%s", report.error().detail.c_str());
        return std::move(report).value();
    }
    static std::vector<std::string> names(const ModelLibrary& library) {
        std::vector<std::string> result;
        for (const ModelEntry& entry : library.entries()) result.push_back(entry.name);
        return result;
    }

private slots:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        fs::create_directories(own());
    }

    void findsModelsOfTheOwnStore() {
        put(own() / "pub/repo/m-Q4_K_M.gguf", model());
        put(own() / "pub/repo/mmproj-F16.gguf", "x");
        put(own() / "pub/big/b-Q8_0-00001-of-00002.gguf", part(0, 2));
        put(own() / "pub/big/b-Q8_0-00002-of-00002.gguf", part(1, 2));
        put(own() / "pub/repo/notes.txt", "x");
        const auto library = opened();
        QCOMPARE(scan(*library).models, std::size_t{2});
        const auto split = library->find("pub/big/b-Q8_0");
        QVERIFY2(split, split ? "" : split.error().detail.c_str());
        QCOMPARE(split->parts.size(), std::size_t{2});
        QVERIFY(split->complete());
        QCOMPARE(split->publisher, "pub");
        QCOMPARE(split->repository, "big");
        QVERIFY(split->facts.problem.empty());
        const auto small = library->find("pub/repo/m-Q4_K_M");
        QVERIFY(small.ok());
        QCOMPARE(small->facts.architecture, "llama");
        QCOMPARE(small->facts.quantization, "Q4_K_M");
        QVERIFY(small->usable());
        QCOMPARE(small->companions.size(), std::size_t{1});
    }
    void findsModelsByWhatPeopleCallThem() {
        put(own() / "pub/repo/m-Q4_K_M.gguf", model());
        put(own() / "pub/repo/m-Q8_0.gguf", model());
        put(own() / "pub/other/o-Q8_0.gguf", model());
        const auto library = opened();
        scan(*library);
        for (const char* name : {"pub/repo/m-Q8_0", "pub/repo/m-Q8_0.gguf", "m-Q8_0.gguf", "M-q8_0",
                                 "pub/repo:Q8_0", "repo:q8_0"}) {
            const auto found = library->find(name);
            QVERIFY2(found, name);
            QCOMPARE(found->name, "pub/repo/m-Q8_0");
        }
        QCOMPARE(library->find("pub/other")->name, "pub/other/o-Q8_0");
        QCOMPARE(library->find("pub/repo").error().code, ErrorCode::InvalidArgument);
        QVERIFY(library->find("pub/repo").error().detail.find("pub/repo/m-Q4_K_M")
                != std::string::npos);
        QCOMPARE(library->find("nothing").error().code, ErrorCode::NotFound);
        QCOMPARE(library->find("").error().code, ErrorCode::NotFound);
    }
    void findsTheSameModelInTwoPlaces() {
        const fs::path other = base() / "other";
        put(own() / "pub/repo/m-Q4_K_M.gguf", model());
        put(own() / "pub/repo/two-Q8_0-00001-of-00002.gguf", part(0, 2));
        put(own() / "pub/repo/two-Q8_0-00002-of-00002.gguf", part(1, 2));
        put(other / "copy.gguf", model());
        put(other / "two-Q8_0-00001-of-00002.gguf", part(0, 2));
        put(other / "two-Q8_0-00002-of-00002.gguf", part(1, 2));
        fs::create_hard_link(own() / "pub/repo/m-Q4_K_M.gguf", other / "link.gguf");
        std::string different = model(); // Of the same size.
        different.back() = static_cast<char>(different.back() + 1);
        put(other / "different.gguf", different);
        put(other / "alone.gguf", model(2));
        const auto library = opened({{other, ModelSource::Folder}});
        scan(*library);
        std::set<std::string> read;
        const auto note = [&](const std::string& name) { read.insert(name); };
        const auto found = library->findDuplicates(note);
        QVERIFY2(found, found ? "" : found.error().detail.c_str());
        QCOMPARE(found->size(), std::size_t{2});
        for (const DuplicateModels& same : *found) {
            QCOMPARE(same.sha256.size(), std::size_t{64});
            QCOMPARE(same.names.size(), std::size_t{2});
        }
        QVERIFY(!read.contains("alone.gguf")); // Nothing else has its size.
        read.clear();
        QCOMPARE(library->findDuplicates(note)->size(), std::size_t{2});
        QVERIFY(read.empty()); // Hashes are kept.
        put(other / "copy.gguf", different);
        scan(*library);
        const auto now = library->findDuplicates(note);
        QCOMPARE(read, std::set<std::string>{"copy.gguf"});
        QCOMPARE(now->size(), std::size_t{2}); // It is the other one's twin now.
        std::stop_source stop;
        stop.request_stop();
        put(other / "copy2.gguf", different);
        scan(*library);
        QCOMPARE(library->findDuplicates({}, stop.get_token()).error().code, ErrorCode::Cancelled);
    }
    void remembersWhatWasDownloaded() {
        put(own() / "pub/repo/m-Q4_K_M.gguf", model());
        FileRecord record;
        record.repository = "pub/repo";
        record.path = "m-Q4_K_M.gguf";
        record.commit = "c0ffee";
        record.sha256 = std::string(64, '5');
        record.licence = "mit";
        record.fetchedMs = 77;
        FetchedModel fetched;
        fetched.files = {own() / "pub/repo/m-Q4_K_M.gguf"};
        fetched.records = {record};
        const auto library = opened();
        QVERIFY(library->recordDownload(fetched).ok());
        scan(*library);
        const ModelProvenance from = library->find("m-Q4_K_M")->parts.front().provenance;
        QCOMPARE(from.repository, "pub/repo");
        QCOMPARE(from.commit, "c0ffee");
        QCOMPARE(from.licence, "mit");
        // Its hash is known without reading it: a copy is compared with that.
        put(own() / "pub/repo/copy.gguf", model());
        scan(*library);
        std::vector<std::string> read;
        QVERIFY(library->findDuplicates([&](const auto& name) { read.push_back(name); })->empty());
        QCOMPARE(read, std::vector<std::string>{"copy.gguf"});
    }
    void adoptsOllamaModelsInPlace() {
        const fs::path root = base() / "ollama";
        const std::string hex(64, 'a');
        const std::string projector(64, 'b');
        put(root / "blobs" / ("sha256-" + hex), model());
        put(root / "blobs" / ("sha256-" + projector), "p");
        const std::string media = "application/vnd.ollama.image.";
        put(root / "manifests/registry.ollama.ai/library/tiny/7b",
            R"({"schemaVersion":2,"layers":[{"mediaType":")" + media
                + R"(template","digest":"sha256:x"},{"mediaType":")" + media
                + R"(model","digest":"sha256:)" + hex + R"("},{"mediaType":")" + media
                + R"(projector","digest":"sha256:)" + projector + R"("}]})");
        put(root / "manifests/hf.co/pub/repo/Q4_K_M", R"({"layers":[{"mediaType":")" + media
                                                          + R"(model","digest":"sha256:)"
                                                          + std::string(64, 'c') + R"("}]})");
        put(root / "manifests/registry.ollama.ai/library/evil/1",
            R"({"layers":[{"mediaType":")" + media
                + R"(model","digest":"sha256:../../../etc/passwd"}]})");
        put(root / "manifests/registry.ollama.ai/library/mlx/1",
            R"({"layers":[{"mediaType":")" + media + R"(tensor","digest":"sha256:1"}]})");
        put(root / "manifests/broken", "{");
        const auto library = opened({{root, ModelSource::Ollama}});
        const ScanReport report = scan(*library);
        QCOMPARE(names(*library), std::vector<std::string>{"tiny:7b"});
        QCOMPARE(report.notes.size(), std::size_t{4});
        const auto found = library->find("tiny:7b");
        QVERIFY(found->usable());
        QCOMPARE(found->parts.front().provenance.sha256, hex);
        QCOMPARE(found->companions.size(), std::size_t{1});
        QCOMPARE(library->moveToTrash("tiny:7b").error().code, ErrorCode::Unsupported);
    }
    void adoptsTheHubCacheInPlace() {
        const fs::path root = base() / "hub";
        const fs::path repo = root / "models--pub--repo-GGUF";
        const std::string hash(64, 'd');
        put(repo / "blobs" / hash, model());
        put(repo / "blobs/old", model(2));
        put(repo / "refs/main", "new\n");
        fs::create_directories(repo / "snapshots/new/sub");
        fs::create_directories(repo / "snapshots/aged/sub");
        fs::create_symlink("../../../blobs/" + hash, repo / "snapshots/new/sub/m-Q8_0.gguf");
        fs::create_symlink("../../../blobs/old", repo / "snapshots/aged/sub/m-Q8_0.gguf");
        fs::create_directories(root / "datasets--x--y");
        fs::create_directories(root / "models--broken");
        const auto library = opened({{root, ModelSource::HubCache}});
        scan(*library);
        QCOMPARE(names(*library), std::vector<std::string>{"pub/repo-GGUF/sub/m-Q8_0"});
        const ModelEntry entry = library->find("pub/repo-GGUF").value();
        const ModelProvenance& from = entry.parts.front().provenance;
        QCOMPARE(from.repository, "pub/repo-GGUF");
        QCOMPARE(from.commit, "new");
        QCOMPARE(from.file, "sub/m-Q8_0.gguf");
        QCOMPARE(from.sha256, hash);
    }
    void adoptsFlatFoldersAndNamesTwins() {
        put(own() / "pub/repo/m-Q8_0.gguf", model());
        put(base() / "lms/pub/repo/m-Q8_0.gguf", model());
        put(base() / "g4a/x.gguf", model());
        put(base() / "g4a/incomplete-y.gguf", "x");
        put(base() / "jan/org/name/model.gguf", model());
        const auto library = opened({{base() / "lms", ModelSource::LmStudio},
                                     {base() / "g4a", ModelSource::Gpt4All},
                                     {base() / "jan", ModelSource::Jan},
                                     {base() / "absent", ModelSource::Jan}});
        scan(*library);
        QCOMPARE(names(*library),
                 (std::vector<std::string>{"pub/repo/m-Q8_0", "lm-studio:pub/repo/m-Q8_0", "x",
                                           "org/name/model"}));
        QCOMPARE(library->find("org/name")->source, ModelSource::Jan);
    }
    void readsEachHeaderOnce() {
        put(own() / "a/b/m.gguf", model());
        {
            const auto library = opened();
            QCOMPARE(scan(*library).headersRead, std::size_t{1});
            QCOMPARE(scan(*library).headersRead, std::size_t{0});
        }
        const auto library = opened();
        QCOMPARE(library->scan(ScanDepth::Names)->headersRead, std::size_t{0});
        QVERIFY(library->find("a/b/m")->facts.known);
        put(own() / "a/b/m.gguf", model(2));
        QCOMPARE(scan(*library).headersRead, std::size_t{1});
        QCOMPARE(library->find("a/b/m")->facts.layers, std::uint64_t{2});
    }
    void judgesRefusedModelsAnewInEachRun() {
        inference::testing::GgufWriter writer;
        writer.string("general.architecture", "not-yet-known");
        writer.tensor("t", {4}, std::vector<float>(4, 1.0f));
        put(own() / "a/b/m.gguf", writer.bytes());
        for (int run = 0; run < 2; ++run) {
            const auto library = opened();
            QCOMPARE(scan(*library).headersRead, std::size_t{1});
            QCOMPARE(scan(*library).headersRead, std::size_t{0});
            const auto entry = library->find("a/b/m");
            QVERIFY(!entry->usable());
            QVERIFY(!entry->facts.unsupportedReasons.empty());
        }
    }
    void survivesWhatLiesOnDisks() {
        put(own() / "a/b/good.gguf", model());
        put(own() / "a/b/broken.gguf", "GGUF but not really");
        put(own() / "a/b/empty.gguf", "");
        put(own() / "a/b/half-00001-of-00003.gguf", part(0, 3));
        fs::create_directory_symlink(own() / "a", own() / "a/b/loop");
        fs::create_symlink("/nowhere.gguf", own() / "a/b/dangling.gguf");
        fs::create_directories(own() / "a/folder.gguf");
        QCOMPARE(::mkfifo((own() / "a/pipe.gguf").c_str(), 0600), 0);
        fs::create_directories(own() / "locked");
        fs::permissions(own() / "locked", fs::perms::none);
        put(own() / "a/b/\xff\xfe.gguf", model());
        const auto library = opened();
        const ScanReport report = scan(*library);
        fs::permissions(own() / "locked", fs::perms::owner_all);
        QCOMPARE(report.models, std::size_t{4});
        QVERIFY(!report.notes.empty());
        QVERIFY(library->find("a/b/good")->usable());
        QVERIFY(!library->find("a/b/broken")->facts.problem.empty());
        QVERIFY(!library->find("a/b/empty")->facts.problem.empty());
        QCOMPARE(library->find("a/b/half")->facts.problem,
                 "1 of 3 parts are here: download the others");
        fs::remove(own() / "a/b/\xff\xfe.gguf"); // QTemporaryDir cannot.
    }
    void showsModelsOfAnAbsentDiskAsOffline() {
        const fs::path disk = base() / "disk";
        put(disk / "models/p/r/m.gguf", model());
        const auto library = opened();
        QVERIFY(library->addRoot(disk / "models").ok());
        scan(*library);
        QVERIFY(library->find("p/r/m")->online);
        fs::rename(disk, base() / "unplugged");
        scan(*library);
        const auto away = library->find("p/r/m");
        QVERIFY2(away, away ? "" : away.error().detail.c_str());
        QVERIFY(!away->online);
        QVERIFY(!away->usable());
        QCOMPARE(away->facts.architecture, "llama");
        QVERIFY(away->bytes > 0);
        fs::rename(base() / "unplugged", disk);
        scan(*library);
        QVERIFY(library->find("p/r/m")->online);
        // What is deleted while its disk is there is gone.
        fs::remove(disk / "models/p/r/m.gguf");
        scan(*library);
        QVERIFY(!library->find("p/r/m"));
    }
    void keepsProvenanceAndDefaults() {
        put(own() / "a/b/m.gguf", model());
        ModelProvenance from;
        from.repository = "a/b";
        from.commit = "c0ffee";
        from.sha256 = std::string(64, '1');
        from.licence = "mit";
        LoadDefaults defaults;
        defaults.contextLength = 4096;
        defaults.keyCacheType = "q8_0";
        {
            const auto library = opened();
            QVERIFY(library->recordProvenance(own() / "a/b/m.gguf", from).ok());
            QVERIFY(library->setLoadDefaults("a/b/m", defaults).ok());
        }
        const auto library = opened();
        scan(*library);
        const ModelEntry entry = library->find("a/b/m").value();
        QCOMPARE(entry.parts.front().provenance, from);
        QCOMPARE(entry.defaults, defaults);
    }
    void readsWhatTheDownloaderNoted() {
        put(own() / "a/b/m.gguf", model());
        put(own() / "a/b/.hearth/m.gguf.json",
            R"({"repository": "a/b", "file": "m.gguf", "commit": "c0ffee", "fetched_ms": 5})");
        const auto library = opened();
        scan(*library);
        const ModelProvenance from = library->find("a/b/m")->parts.front().provenance;
        QCOMPARE(from.repository, "a/b");
        QCOMPARE(from.commit, "c0ffee");
        QCOMPARE(from.fetchedMs, UnixMs{5});
        QVERIFY(library->moveToTrash("a/b/m").ok());
        QVERIFY(!fs::exists(own() / "a/b/.hearth/m.gguf.json"));
    }
    void movesModelsToTheTrash() {
        put(own() / "a/b/m x.gguf", model());
        put(own() / "a/b/mmproj-m.gguf", "p");
        const auto library = opened();
        scan(*library);
        const auto moved = library->moveToTrash("a/b/m x");
        QVERIFY2(moved, moved ? "" : moved.error().detail.c_str());
        QCOMPARE(moved->size(), std::size_t{2});
        QVERIFY(!fs::exists(own() / "a/b/m x.gguf"));
        QVERIFY(fs::exists(base() / "Trash/files/m x.gguf"));
        std::ifstream info(base() / "Trash/info/m x.gguf.trashinfo");
        const std::string text{std::istreambuf_iterator<char>(info), {}};
        QVERIFY(text.starts_with("[Trash Info]\nPath=/"));
        QVERIFY(text.find("m%20x.gguf\nDeletionDate=2") != std::string::npos);
        QVERIFY(!library->find("a/b/m x"));
        // A second file of that name gets another one in the trash.
        put(own() / "a/b/m x.gguf", model());
        scan(*library);
        QVERIFY(library->moveToTrash("a/b/m x").ok());
        QVERIFY(fs::exists(base() / "Trash/files/m x.gguf.2"));
        QCOMPARE(moveToTrash(own() / "nothing", base() / "Trash").error().code,
                 ErrorCode::NotFound);
    }
    void scansThousandsOfFilesInTheBackground() {
        const std::string bytes = part(0, 1);
        for (int i = 0; i < 1000; ++i)
            put(own() / ("p" + std::to_string(i % 50)) / ("r" + std::to_string(i / 50)) / "m.gguf",
                bytes);
        const auto library = opened();
        std::atomic<int> notices{0};
        library->onChanged([&] { ++notices; });
        library->startScan();
        library->startScan(); // The second begins anew.
        QTRY_VERIFY_WITH_TIMEOUT(!library->isScanning(), 60'000);
        QCOMPARE(library->entries().size(), std::size_t{1000});
        QVERIFY(notices > 0);
        library->startScan();
        // Going away stops it.
    }
};

QTEST_MAIN(TestModelLibrary)
#include "test_model_library.moc"
