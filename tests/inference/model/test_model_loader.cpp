// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <limits>

#include "inference/arch/arch_tables.h"
#include "inference/model/model_inspection.h"
#include "inference/model/model_loader.h"
#include "inference/plan/forward_plan.h"
#include "tests/support/random_model.h"

using namespace inference;
using namespace inference::testing;

using Change = std::function<void(RandomModel&)>;
Q_DECLARE_METATYPE(Change)

class TestModelLoader : public QObject {
    Q_OBJECT

private slots:
    void bindsEveryTensorOnce() {
        RandomModel shape;
        const auto model = load(shape);
        QVERIFY(model.ok());
        QCOMPARE((*model)->weights().size(), (*model)->file().tensors().size());
        std::uint64_t bytes = 0;
        for (const GgufTensor& tensor : (*model)->file().tensors()) bytes += tensor.bytes;
        QCOMPARE((*model)->weightBytes(), bytes);
        QCOMPARE((*model)->spec().vocabulary, 101u);
        QCOMPARE((*model)->name(), std::string("random"));
        std::uint32_t index = 0;
        for (const WeightTensor& weight : (*model)->weights()) {
            QCOMPARE(weight.index, index++);
            QCOMPARE((*model)->weight(weight.name), &weight);
            QCOMPARE(weight.data.size(), weight.bytesPerRow() * weight.rows * weight.stack);
        }
    }

    void aHeaderAloneIsEnoughToPlanAndToCount() {
        RandomModel shape;
        shape.experts = 4;
        shape.expertsUsed = 2;
        const auto whole = load(shape);
        QVERIFY(whole.ok());
        const std::string path = (*whole)->file().paths().front().string();
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray all = file.readAll();
        const GgufTensor& first = (*whole)->file().tensors().front();
        const auto bytes = std::as_bytes(std::span(all.constData(), first.offset));
        auto header = GgufFile::parse(bytes, true, static_cast<std::uint64_t>(all.size()));
        QVERIFY(header.ok());
        const auto described = Model::describe(std::move(*header));
        QVERIFY2(described.ok(), described.ok() ? "" : described.error().detail.c_str());
        QCOMPARE((*described)->weights().size(), (*whole)->weights().size());
        QCOMPARE((*described)->weightBytes(), (*whole)->weightBytes());
        QCOMPARE((*described)->weightBytesPerToken(), (*whole)->weightBytesPerToken());
        const auto plan = ForwardPlan::build(**described, {});
        const auto expected = ForwardPlan::build(**whole, {});
        QVERIFY(plan.ok() && expected.ok());
        QCOMPARE(plan->ops.size(), expected->ops.size());
        QCOMPARE(plan->arenaBytes, expected->arenaBytes);
        QCOMPARE(plan->kv.bytes(), expected->kv.bytes());
    }

    void fusedTensorsBecomeTheirParts() {
        RandomModel shape;
        shape.fusedQkv = true;
        const auto model = load(shape);
        QVERIFY(model.ok());
        const WeightTensor* q = (*model)->weight("blk.1.attn_q.weight");
        const WeightTensor* v = (*model)->weight("blk.1.attn_v.weight");
        QVERIFY(q != nullptr && v != nullptr);
        QCOMPARE(q->rows, 96u);
        QCOMPARE(v->rows, 32u);
        QCOMPARE(v->data.data(), q->data.data() + (96 + 32) * q->bytesPerRow());
        QVERIFY((*model)->weight("blk.1.attn_qkv.weight") == nullptr);
    }

    void olderLatentMatricesAreTakenApart() {
        RandomModel newer;
        newer.architecture = "deepseek2";
        newer.heads = 3;
        newer.latent = 26;
        newer.keyLength = 22;
        newer.rotary = 8;
        newer.valueLength = 11;
        RandomModel older = newer;
        older.oneKeyMatrix = true;
        const auto expected = load(newer);
        const std::string other = m_folder.filePath("older.gguf").toStdString();
        QVERIFY(expected.ok() && older.save(other));
        const auto model = Model::load(other);
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().detail.c_str());
        for (const WeightTensor& weight : (*expected)->weights()) {
            const WeightTensor* same = (*model)->weight(weight.name);
            QVERIFY2(same != nullptr, weight.name.c_str());
            QCOMPARE(same->rowLength, weight.rowLength);
            QCOMPARE(same->rows, weight.rows);
            QCOMPARE(same->stack, weight.stack);
            QVERIFY2(std::equal(same->data.begin(), same->data.end(), weight.data.begin(),
                                weight.data.end()),
                     weight.name.c_str());
        }
        QCOMPARE((*model)->spec().layers[0].keyLength, (*expected)->spec().layers[0].keyLength);
        QCOMPARE((*model)->spec().attentionScale, (*expected)->spec().attentionScale);
    }

    void layersThatUseNoExpertAreDense() {
        RandomModel shape;
        shape.layers = 3;
        shape.experts = 4;
        shape.expertsUsed = 2;
        shape.denseLayers = 1;
        shape.expertCounts = {0, 2, 1};
        const auto model = load(shape);
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().detail.c_str());
        QVERIFY(!(*model)->spec().layers[0].experts);
        QCOMPARE((*model)->spec().layers[2].expertsUsed, 1u);
        QCOMPARE((*model)->spec().expertsUsed, 2u);
        shape.writer = {};
        shape.expertCounts = {0, 0, 0};
        QVERIFY(!load(shape).ok());
    }

    void positionsOfSeveralAxesPairHalves() {
        RandomModel shape;
        shape.architecture = "glm4";
        shape.postNorms = true;
        QVERIFY(load(shape).value()->spec().pairing == RopePairing::Adjacent);
        shape.writer = {};
        shape.writer.ints("glm4.rope.dimension_sections", {4, 2, 2, 0});
        QVERIFY(load(shape).value()->spec().pairing == RopePairing::Halves);
    }

    void decodedTokensReadTheirShareOfTheExperts() {
        RandomModel shape;
        shape.experts = 4;
        shape.expertsUsed = 1;
        const auto model = load(shape);
        QVERIFY(model.ok());
        std::uint64_t expected = 0;
        for (const WeightTensor& weight : (*model)->weights()) {
            if (weight.name == "token_embd.weight")
                expected += 96 * 4;
            else
                expected += weight.stack > 1 ? weight.data.size() / 4 : weight.data.size();
        }
        QCOMPARE((*model)->weightBytesPerToken(), expected);
    }

    void vectorsOfOtherTypesAreWidened() {
        RandomModel shape;
        shape.layers = 1;
        std::string halves;
        for (int i = 0; i < 48; ++i) {
            const std::uint16_t half = floatToHalf(static_cast<float>(i));
            halves.append(reinterpret_cast<const char*>(&half), 2);
        }
        shape.rotary = 16;
        shape.writer.tensor("rope_freqs.weight", {8}, DType::F16, halves.substr(2, 16));
        shape.writer.tensor("blk.0.attn_q.bias", {96}, DType::F16, halves + halves);
        const auto model = load(shape);
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().detail.c_str());
        const WeightTensor* bias = (*model)->weight("blk.0.attn_q.bias");
        QCOMPARE(bias->dtype, DType::F32);
        float third = 0;
        std::memcpy(&third, bias->data.data() + 12, 4);
        QCOMPARE(third, 3.0f);
        QCOMPARE((*model)->spec().ropeFactors.front(), 1.0f);
    }

    void refusesFilesThatContradictThemselves_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QString>("mention");
        const auto row = [](const char* name, const char* mention, const Change& change) {
            QTest::newRow(name) << change << QString(mention);
        };
        row("unknown family", "\"mamba\"", [](RandomModel& m) { m.architecture = "mamba"; });
        row("heads that do not divide", "cannot share", [](RandomModel& m) { m.kvHeads = 4; });
        row("no heads", "has no heads", [](RandomModel& m) { m.heads = 0; });
        row("no layers", "block_count", [](RandomModel& m) { m.layers = 0; });
        row("no context", "context_length", [](RandomModel& m) { m.context = 0; });
        row("odd rotation", "even", [](RandomModel& m) { m.rotary = 7; });
        row("rotation beyond the head", "even", [](RandomModel& m) { m.rotary = 18; });
        row("more experts used than there are", "expert_used_count", [](RandomModel& m) {
            m.experts = 2;
            m.expertsUsed = 3;
        });
        row("too many experts", "expert_count",
            [](RandomModel& m) { m.writer.u32("llama.expert_count", 1 << 20); });
        row("extra tensor", "blk.0.attn_magic.weight", [](RandomModel& m) {
            m.writer.tensor("blk.0.attn_magic.weight", {4}, std::vector<float>(4));
        });
        row("norms that this family lacks", "attn_q_norm", [](RandomModel& m) { m.qkNorm = true; });
        row("norms that this family needs", "attn_q_norm",
            [](RandomModel& m) { m.architecture = "qwen3"; });
        row("bias of another length", "attn_output.bias", [](RandomModel& m) {
            m.writer.tensor("blk.0.attn_output.bias", {95}, std::vector<float>(95));
        });
        row("bias of two dimensions", "attn_output.bias", [](RandomModel& m) {
            m.writer.tensor("blk.0.attn_output.bias", {96, 2}, std::vector<float>(192));
        });
        row("integers as weights", "I32", [](RandomModel& m) {
            m.writer.tensor("blk.0.attn_output.bias", {96}, DType::I32, std::string(96 * 4, '\0'));
        });
        row("rotation factors of zero", "rope_freqs", [](RandomModel& m) {
            m.writer.tensor("rope_freqs.weight", {8}, std::vector<float>(8, 0.0f));
        });
        row("unknown scaling", "\"spiral\"",
            [](RandomModel& m) { m.writer.string("llama.rope.scaling.type", "spiral"); });
        row("scaling by zero", "rope.scaling.factor", [](RandomModel& m) {
            m.writer.string("llama.rope.scaling.type", "linear");
            m.writer.f32("llama.rope.scaling.factor", 0);
        });
        row("a base that is no number", "rope.freq_base", [](RandomModel& m) {
            m.writer.f32("llama.rope.freq_base", std::numeric_limits<float>::quiet_NaN());
        });
        row("an infinite scale", "attention.scale", [](RandomModel& m) {
            m.writer.f32("llama.attention.scale", std::numeric_limits<float>::infinity());
        });
    }
    void refusesFilesThatContradictThemselves() {
        QFETCH(Change, change);
        QFETCH(QString, mention);
        RandomModel shape;
        change(shape);
        const auto model = load(shape);
        QVERIFY(!model.ok());
        const QString detail = QString::fromStdString(model.error().detail);
        QVERIFY2(detail.contains(mention), qPrintable(detail));
        QVERIFY(model.error().code == ErrorCode::Corrupt
                || model.error().code == ErrorCode::Unsupported);
        // Looking at the file gives the same reason without loading it.
        const auto info = inspectModel(path());
        QVERIFY(info.ok());
        QVERIFY(!info->supported);
        QVERIFY(QString::fromStdString(info->unsupportedReasons.front()).contains(mention));
    }

    void shapesMustFitTheMetadata() {
        RandomModel written;
        QVERIFY(written.save(path()));
        // Another embedding width in the header leaves every tensor with the wrong shape.
        QFile file(QString::fromStdString(path()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const QByteArray key = "llama.feed_forward_length";
        const auto at = bytes.indexOf(key) + key.size() + 4;
        bytes[at] = static_cast<char>(bytes[at] + 1);
        file.seek(0);
        file.write(bytes);
        file.close();
        const auto model = Model::load(path());
        QVERIFY(!model.ok());
        QVERIFY(model.error().detail.find("ffn_") != std::string::npos);
    }

    void damagedHeadersNeverCrash() {
        RandomModel shape;
        shape.layers = 1;
        shape.embedding = 32;
        shape.heads = 2;
        shape.kvHeads = 1;
        shape.feedForward = 16;
        const std::string whole = shape.bytes();
        const std::size_t header = std::min<std::size_t>(whole.size(), 6000);
        Rng rng(5);
        int loaded = 0;
        for (int round = 0; round < 500; ++round) {
            std::string bytes = whole;
            for (int i = 0; i < 1 + round % 4; ++i)
                bytes[rng.next() % header] = static_cast<char>(rng.next());
            auto file = GgufFile::parse(asBytes(bytes));
            if (!file) continue;
            const bool obstacles = !ModelLoader::findObstacles(*file).empty();
            const auto model = ModelLoader::load(std::move(file).value());
            QCOMPARE(model.ok(), !obstacles);
            if (!model) continue;
            ++loaded;
            (void)ForwardPlan::build(**model, {.contextLength = 64, .batchMax = 8});
        }
        QVERIFY(loaded > 0);
    }

    void namesTheQuantizationOfAFile() {
        QCOMPARE(fileTypeName(15), std::string_view("Q4_K_M"));
        QVERIFY(fileTypeName(999).empty());
        RandomModel shape;
        shape.embedding = 256;
        shape.keyLength = shape.valueLength = 64;
        shape.heads = 4;
        shape.feedForward = 256;
        shape.dtype = DType::Q8_0;
        shape.writer.u32("general.file_type", 1); // Says F16, and is not.
        QVERIFY(shape.save(path()));
        const auto info = inspectModel(path());
        QVERIFY(info.ok() && info->supported);
        QCOMPARE(info->quantization, std::string("Q8_0"));
    }

    void everyRowHasAName() {
        for (const ArchRow& row : archRows()) QCOMPARE(findArch(row.name), &row);
        QVERIFY(findArch("") == nullptr);
    }

private:
    std::string path() const { return m_folder.filePath("model.gguf").toStdString(); }
    Result<std::shared_ptr<const Model>> load(RandomModel& shape) {
        shape.save(path());
        return Model::load(path());
    }

    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestModelLoader)
#include "test_model_loader.moc"
