// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTest>

#include "inference/gguf/gguf_reader.h"
#include "inference/sample/sampler_defaults.h"
#include "tests/support/gguf_writer.h"

using namespace inference;

namespace {

SamplerParameters defaultsOf(const testing::GgufWriter& writer) {
    const std::string bytes = writer.bytes();
    const auto file = GgufFile::parse(std::as_bytes(std::span(bytes)));
    if (!file) qFatal("%s", file.error().detail.c_str());
    return samplerDefaults(file->metadata());
}

} // namespace

class TestSamplerDefaults : public QObject {
    Q_OBJECT
private slots:
    void takesWhatTheAuthorRecommends() {
        testing::GgufWriter writer;
        writer.string("general.architecture", "llama");
        writer.f32("general.sampling.temp", 0.25f);
        writer.i32("general.sampling.top_k", 20);
        writer.f32("general.sampling.penalty_repeat", 1.125f);
        const SamplerParameters author = defaultsOf(writer);
        QCOMPARE(author.temperature, 0.25f);
        QCOMPARE(author.topK, 20);
        QCOMPARE(author.topP, SamplerParameters().topP);
        QCOMPARE(author.repeatPenalty, 1.125f);

        SamplerParameters chosen;
        chosen.topK = 7;
        const SamplerParameters used = withDefaults(chosen, author);
        QCOMPARE(used.topK, 7);
        QCOMPARE(used.temperature, 0.25f);
    }

    void passesOverNonsense() {
        testing::GgufWriter writer;
        writer.string("general.architecture", "llama");
        writer.f32("general.sampling.temp", -3.0f);
        writer.f32("general.sampling.top_p", 17.0f);
        writer.string("general.sampling.top_k", "many");
        const SamplerParameters author = defaultsOf(writer);
        QCOMPARE(author.temperature, SamplerParameters().temperature);
        QCOMPARE(author.topP, SamplerParameters().topP);
        QCOMPARE(author.topK, SamplerParameters().topK);
    }
};

QTEST_GUILESS_MAIN(TestSamplerDefaults)
#include "test_sampler_defaults.moc"
