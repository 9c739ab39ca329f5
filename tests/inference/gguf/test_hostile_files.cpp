// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Broken and malicious model files: each either opens or gives one error, and never more.
#include <set>
#include <string>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "inference/gguf/gguf_reader.h"
#include "inference/tokenizer/tokenizer.h"

using namespace inference;

class TestHostileFiles : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void meetsWhatTheManifestExpects();
    void agreesWithTheHandcraftedFiles();

private:
    std::filesystem::path unpack(const char* archive, const char* folder);
    QTemporaryDir m_folder;
};

namespace {

const std::filesystem::path kHostile = HEARTH_VECTORS "/hostile";

/// Files that are sound as containers and vocabularies; what is wrong with them is the model: an
/// architecture without a row, tensors that are missing or have the wrong shape.
const std::set<std::string> kLeftToTheModelLoader = {
    "arch_unknown.gguf",
    "n_tensors_0.gguf",
    "n_tensors_1.gguf",
    "tensor_missing_attn_k.gguf",
    "token_embd_weight_ne0_0.gguf",
    "blk_0_attn_q_weight_ne0_0.gguf",
    "output_norm_weight_ne0_0.gguf",
    "output_norm_weight_ne0_1.gguf",
};

/// Everything that can be done with a file before a model is made of it.
std::optional<Error> tryFile(const std::filesystem::path& path, bool withTokenizer) {
    const auto file = GgufFile::open(path);
    if (!file) return file.error();
    for (const GgufTensor& tensor : file->tensors())
        if (file->data(tensor).size() != tensor.bytes)
            return Error{ErrorCode::Internal, "data of another size than announced"};
    if (!withTokenizer) return std::nullopt;
    const auto tokenizer = Tokenizer::create(file->metadata());
    if (!tokenizer) return tokenizer.error();
    const auto ids = tokenizer->encode("Once upon a time, there was <s> a \xf0\x9f\xa6\x99.\n");
    for (const TokenId id : ids)
        if (id < 0 || static_cast<std::size_t>(id) >= tokenizer->size())
            return Error{ErrorCode::Internal, "an id outside the vocabulary"};
    (void)tokenizer->decode(ids, true);
    return std::nullopt;
}

} // namespace

void TestHostileFiles::initTestCase() {
    if (!std::filesystem::exists(kHostile)) QSKIP("no reference vectors: set HEARTH_VECTORS");
    if (QStandardPaths::findExecutable(QStringLiteral("tar")).isEmpty())
        QSKIP("no tar to unpack the hostile files with");
}

std::filesystem::path TestHostileFiles::unpack(const char* archive, const char* folder) {
    const QString path = QString::fromStdString((kHostile / archive).string());
    const int code =
        QProcess::execute(QStringLiteral("tar"),
                          {QStringLiteral("-xf"), path, QStringLiteral("-C"), m_folder.path()});
    if (code != 0) return {};
    return std::filesystem::path(m_folder.path().toStdString()) / folder;
}

void TestHostileFiles::meetsWhatTheManifestExpects() {
    const auto folder = unpack("hostile-mutants.tar.xz", "mutants");
    QVERIFY(!folder.empty());
    QFile text(QString::fromStdString((kHostile / "mutants-manifest.json").string()));
    QVERIFY(text.open(QIODevice::ReadOnly));
    const auto manifest = nlohmann::json::parse(text.readAll().toStdString());
    int rejected = 0, loaded = 0;
    QStringList wrong;
    for (const auto& row : manifest["files"]) {
        const auto name = row["file"].get<std::string>();
        const auto expected = row["expect"].get<std::string>();
        const auto error = tryFile(folder / name, true);
        const bool mustLoad = expected == "load" || expected == "template-error-or-limit";
        if (error && (mustLoad || error->code == ErrorCode::Internal))
            wrong.append(QString::fromStdString(name + ": " + error->detail));
        if (!error && expected == "reject" && !kLeftToTheModelLoader.contains(name))
            wrong.append(QString::fromStdString(name + " opens"));
        if (error && kLeftToTheModelLoader.contains(name))
            wrong.append(QString::fromStdString(name + " needs no model loader"));
        ++(error ? rejected : loaded);
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    QVERIFY(rejected > 150);
    QVERIFY(loaded > 20);
}

void TestHostileFiles::agreesWithTheHandcraftedFiles() {
    const auto folder = unpack("llamacpp-test-gguf.tar.xz", "llamacpp");
    QVERIFY(!folder.empty());
    QFile text(QString::fromStdString((folder / "expect.tsv").string()));
    QVERIFY(text.open(QIODevice::ReadOnly));
    int files = 0;
    while (!text.atEnd()) {
        const QByteArrayList columns = text.readLine().trimmed().split('\t');
        if (columns.size() != 2) continue;
        // Only the files named after data have any; the others end with their header.
        const auto path = folder / columns[0].toStdString();
        std::optional<Error> error;
        if (columns[0].startsWith("DATA")) {
            error = tryFile(path, false);
        } else {
            const auto mapped = MappedFile::open(path);
            QVERIFY(mapped);
            const auto file = GgufFile::parse(mapped->bytes(), true);
            if (!file) error = file.error();
        }
        QVERIFY2(!error == (columns[1] == "loads"),
                 qPrintable(QString::fromUtf8(columns[0]) + QStringLiteral(": ")
                            + QString::fromStdString(error ? error->detail : "opens")));
        ++files;
    }
    QCOMPARE(files, 33);
}

QTEST_GUILESS_MAIN(TestHostileFiles)
#include "test_hostile_files.moc"
