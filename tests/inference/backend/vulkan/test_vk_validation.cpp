// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <mutex>

#include "inference/arch/arch_tables.h"
#include "inference/backend/vulkan/vk_backend.h"
#include "inference/kv/kv_snapshot.h"
#include "inference/model/model.h"
#include "tests/support/random_family.h"

using namespace inference;
using namespace inference::testing;

/// Whole models under the Khronos validation layer, with synchronization validation: every op, the
/// copies of caches and states, and what happens between passes. Not a word may come of it.
class TestVkValidation : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        if (const VulkanDevices found = listVulkanDevices(); found.devices.empty())
            QSKIP(found.reason.c_str());
    }

    void nothingIsReported_data() {
        QTest::addColumn<QString>("family");
        QTest::addColumn<bool>("exact");
        // Between them these have every op; HEARTH_SEEDS lets the rest of the table follow.
        QStringList families{"gpt-oss", "deepseek2", "qwen35moe", "gemma4"};
        if (qEnvironmentVariableIsSet("HEARTH_SEEDS"))
            for (const ArchRow& row : archRows())
                if (const auto name = QString::fromStdString(std::string(row.name));
                    !families.contains(name))
                    families << name;
        bool exact = false;
        for (const QString& family : families) {
            QTest::newRow(qPrintable(family)) << family << exact;
            exact = !exact;
        }
    }
    void nothingIsReported() {
        QFETCH(QString, family);
        QFETCH(bool, exact);
        m_messages.clear();
        const auto path = m_folder.filePath("model.gguf").toStdString();
        QVERIFY(RandomFamily(family.toStdString(), 1).save(path));
        const auto model = Model::load(path);
        QVERIFY2(model.ok(), model.ok() ? "" : model.error().detail.c_str());
        const KvType type = exact ? KvType::F32 : KvType::Q8_0;
        const auto plan = ForwardPlan::build(**model, {.contextLength = 80,
                                                       .batchMax = 24,
                                                       .keyType = type,
                                                       .valueType = type,
                                                       .allLogits = true});
        QVERIFY(plan.ok());
        run(**model, *plan, exact);
        for (const std::string& message : m_messages) qWarning("%s", message.c_str());
        QVERIFY(m_messages.empty());
    }

private:
    void run(const Model& model, const ForwardPlan& plan, bool exact) {
        const LogSink log = [this](LogLevel level, std::string_view message) {
            const std::scoped_lock lock(m_mutex);
            if (level >= LogLevel::Warning) m_messages.emplace_back(message);
        };
        VulkanOptions vulkan;
        vulkan.validate = true;
        vulkan.asDiscrete = exact; // Weights go through staging, results too.
        auto backend = openVulkan(0, log, vulkan);
        if (!backend && backend.error().code == ErrorCode::DeviceUnavailable)
            QSKIP(backend.error().detail.c_str()); // The layer is not installed.
        QVERIFY2(backend.ok(), backend.ok() ? "" : backend.error().detail.c_str());
        ExecutorOptions options;
        options.exact = exact;
        auto executor = (*backend)->createExecutor(model, plan, options);
        QVERIFY2(executor.ok(), executor.ok() ? "" : executor.error().detail.c_str());
        std::uint32_t position = 0;
        const auto pass = [&](std::size_t count, LogitRows rows) {
            std::vector<TokenId> tokens(count);
            for (std::size_t i = 0; i < count; ++i)
                tokens[i] = static_cast<TokenId>((position + 7 * i) % 60);
            std::vector<float> logits(count * plan.vocabulary);
            std::vector<Candidate> best(4);
            ForwardRequest request;
            request.tokens = tokens;
            request.firstPosition = position;
            request.rows = rows;
            if (rows == LogitRows::All) request.logits = logits;
            if (rows == LogitRows::Last) request.best = best;
            const auto done = (*executor)->forward(request, {});
            QVERIFY2(done.ok(), done.ok() ? "" : done.error().detail.c_str());
            position += static_cast<std::uint32_t>(count);
        };
        pass(24, LogitRows::None);
        pass(9, LogitRows::All);
        const auto snapshot = takeSnapshot(**executor, plan, SnapshotScope::Whole, position);
        QVERIFY2(snapshot.ok(), snapshot.ok() ? "" : snapshot.error().detail.c_str());
        for (int i = 0; i < 3; ++i) pass(1, LogitRows::Last);
        QVERIFY(restoreSnapshot(**executor, plan, *snapshot).ok());
        position = snapshot->position;
        pass(2, LogitRows::Last);
        pass(1, LogitRows::All);
    }

    QTemporaryDir m_folder;
    std::mutex m_mutex;
    std::vector<std::string> m_messages;
};

QTEST_GUILESS_MAIN(TestVkValidation)
#include "test_vk_validation.moc"
