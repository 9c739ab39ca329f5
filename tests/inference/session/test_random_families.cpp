// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include "inference/arch/arch_tables.h"
#include "inference/backend/cpu/cpu_backend.h"
#include "inference/backend/cpu/dispatch.h"
#include "inference/backend/registry.h"
#include "inference/backend/split_executor.h"
#include "inference/kv/kv_snapshot.h"
#include "tests/support/random_family.h"
#include "tests/support/reference_forward.h"

using namespace inference;
using namespace inference::testing;

namespace {

constexpr std::size_t kTokens = 43;
constexpr std::uint32_t kBatch = 24; // Less than a prompt: windows are rings.
constexpr double kExact = 1e-8;

/// Models of each family; set HEARTH_SEEDS to draw more than a test run has time for.
std::uint64_t seedCount() {
    bool set = false;
    const int wanted = qEnvironmentVariableIntValue("HEARTH_SEEDS", &set);
    return set && wanted > 0 ? static_cast<std::uint64_t>(wanted) : 1;
}

struct CacheTypes {
    KvType keys = KvType::F32;
    KvType values = KvType::F32;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

/// Each family of the table in shapes drawn at random, against a forward pass in double precision:
/// on every instruction set, on a device, and divided between the two in every way.
class TestRandomFamilies : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        for (const DeviceInfo& device : listDevices().devices)
            if (device.kind != DeviceKind::Cpu && m_deviceId.empty()) m_deviceId = device.id;
        if (m_deviceId.empty()) qInfo("no Vulkan device: the CPU alone is tested");
    }

    void theCpuGivesWhatIsDefined_data() { addFamilies(1, 0); }
    void theCpuGivesWhatIsDefined() {
        QVERIFY(draw());
        for (const CpuIsa isa : availableIsas()) {
            const auto backend = createCpuBackend(isa);
            checkChunkings(*backend, std::string(isaName(isa)));
            checkDefault(*backend, std::string(isaName(isa)));
        }
    }

    void aDeviceGivesWhatIsDefined_data() { addFamilies(6, 2); }
    void aDeviceGivesWhatIsDefined() {
        if (m_deviceId.empty()) QSKIP("no Vulkan device");
        QVERIFY(draw());
        const auto device = openDevice(m_deviceId);
        QVERIFY(device.ok());
        checkChunkings(**device, m_deviceId);
        checkDefault(**device, m_deviceId);
    }

    void anySplitGivesWhatIsDefined_data() { addFamilies(10, 4); }
    void anySplitGivesWhatIsDefined() {
        if (m_deviceId.empty()) QSKIP("no Vulkan device");
        QVERIFY(draw());
        const auto device = openDevice(m_deviceId);
        QVERIFY(device.ok());
        const auto host = createCpuBackend(CpuIsa::Auto);
        for (const CacheTypes types : {CacheTypes{}, CacheTypes{KvType::Q8_0, KvType::Q4_0}}) {
            const auto plan = build(types);
            QVERIFY(plan.has_value());
            const bool exact = types.keys == KvType::F32;
            std::vector<double> wanted = m_truth;
            if (!exact) { // What the cache type costs is no matter here.
                const auto alone = host->createExecutor(*m_model, *plan, exactOptions());
                QVERIFY(alone.ok());
                const auto logits = read(**alone, *plan, {7, 1, 12, 1});
                wanted.assign(logits.begin(), logits.end());
            }
            KvSnapshot left; // Of the placement before this one.
            for (const Placement& placement : placements(*plan)) {
                const auto split = SplitExecutor::create(*m_model, *plan, placement, *host,
                                                         **device, exactOptions());
                QVERIFY2(split.ok(), split.ok() ? "" : split.error().detail.c_str());
                verify(read(**split, *plan, {7, 1, 12, 1}), wanted, exact ? kExact : 1e-3, "split");
                if (QTest::currentTestFailed()) return;
                goOnElsewhere(**split, *plan, left, wanted, exact ? kExact : 1e-3);
                if (QTest::currentTestFailed()) return;
            }
        }
    }

private:
    /// All families, or of a run that has no time every `step`-th.
    static void addFamilies(std::size_t step, std::size_t first) {
        QTest::addColumn<QString>("family");
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<bool>("packed");
        const bool all = qEnvironmentVariableIsSet("HEARTH_SEEDS");
        std::size_t index = 0;
        for (const ArchRow& row : archRows()) {
            if (!all && index++ % step != first) continue;
            for (std::uint64_t seed = 1; seed <= seedCount(); ++seed)
                for (const bool packed : {false, true}) {
                    if (packed && (!all || seed % 2 == 0)) continue;
                    const QString name =
                        QString::fromLatin1(row.name.data(), static_cast<int>(row.name.size()));
                    QTest::addRow("%s %d%s", qPrintable(name), static_cast<int>(seed),
                                  packed ? " Q8_0" : "")
                        << name << static_cast<quint64>(seed) << packed;
                }
        }
    }

    bool draw() {
        QFETCH(QString, family);
        QFETCH(quint64, seed);
        QFETCH(bool, packed);
        m_packed = packed;
        const auto path = m_folder.filePath("model.gguf").toStdString();
        m_model.reset();
        if (!RandomFamily(family.toStdString(), seed, packed ? DType::Q8_0 : DType::F32).save(path))
            return false;
        auto model = Model::load(path);
        if (!model.ok()) {
            qWarning("%s", model.error().detail.c_str());
            return false;
        }
        m_model = std::move(model).value();
        m_tokens.clear();
        Rng rng(seed + 5);
        while (m_tokens.size() < kTokens)
            m_tokens.push_back(static_cast<TokenId>(rng.next() % m_model->spec().vocabulary));
        m_truth.clear();
        for (const auto& position : ReferenceForward(*m_model, kTokens + 1).logits(m_tokens))
            m_truth.insert(m_truth.end(), position.begin(), position.end());
        return true;
    }

    std::optional<ForwardPlan> build(CacheTypes types) const {
        auto plan = ForwardPlan::build(*m_model, {.contextLength = kTokens + 1,
                                                  .batchMax = kBatch,
                                                  .keyType = types.keys,
                                                  .valueType = types.values,
                                                  .allLogits = true});
        if (!plan.ok()) return std::nullopt;
        return std::move(plan).value();
    }
    static ExecutorOptions exactOptions() {
        ExecutorOptions options;
        options.threads = 2;
        options.exact = true;
        return options;
    }

    /// All logits, read in batches of these sizes, the last one as often as needed.
    std::vector<float> read(Executor& executor, const ForwardPlan& plan,
                            std::vector<std::size_t> sizes, std::size_t from = 0,
                            std::size_t to = kTokens) const {
        std::vector<float> all;
        std::size_t step = 0;
        while (from < to) {
            const std::size_t wanted = sizes[std::min(step++, sizes.size() - 1)];
            const std::size_t count = std::min({wanted, to - from, std::size_t{plan.batchMax}});
            std::vector<float> rows(count * plan.vocabulary);
            ForwardRequest request;
            request.tokens = std::span(m_tokens).subspan(from, count);
            request.firstPosition = static_cast<std::uint32_t>(from);
            request.rows = LogitRows::All;
            request.logits = rows;
            if (const auto done = executor.forward(request, {}); !done.ok()) {
                qWarning("%s", done.error().detail.c_str());
                return {};
            }
            all.insert(all.end(), rows.begin(), rows.end());
            from += count;
        }
        return all;
    }

    static void verify(const std::vector<float>& logits, std::span<const double> truth,
                       double limit, const std::string& what) {
        QCOMPARE(logits.size(), truth.size());
        const double error = normalizedError(logits, truth);
        QVERIFY2(error <= limit,
                 qPrintable(QString("%1: NMSE %2").arg(QString::fromStdString(what)).arg(error)));
    }

    void checkChunkings(Backend& backend, const std::string& what) const {
        const auto plan = build({});
        QVERIFY(plan.has_value());
        const auto executor = backend.createExecutor(*m_model, *plan, exactOptions());
        QVERIFY2(executor.ok(), executor.ok() ? "" : executor.error().detail.c_str());
        for (const std::vector<std::size_t>& sizes :
             {std::vector<std::size_t>{kBatch}, {1}, {5, 1, 13, 2, 1, 3}})
            verify(read(**executor, *plan, sizes), m_truth, kExact,
                   what + " by " + std::to_string(sizes[0]));
    }

    /// As chatting computes. An expert choice may flip: the median of the positions counts.
    void checkDefault(Backend& backend, const std::string& what) const {
        const auto plan = build({KvType::F16, KvType::F16});
        QVERIFY(plan.has_value());
        ExecutorOptions options;
        options.threads = 2;
        const auto executor = backend.createExecutor(*m_model, *plan, options);
        QVERIFY2(executor.ok(), executor.ok() ? "" : executor.error().detail.c_str());
        const auto logits = read(**executor, *plan, {17, 1, kBatch});
        QCOMPARE(logits.size(), m_truth.size());
        std::vector<double> errors;
        for (std::size_t at = 0; at < m_truth.size(); at += plan->vocabulary)
            errors.push_back(normalizedError(std::span(logits).subspan(at, plan->vocabulary),
                                             std::span(m_truth).subspan(at, plan->vocabulary)));
        const double error = median(errors);
        QVERIFY2(
            error <= (m_packed ? 1e-2 : 1e-5),
            qPrintable(
                QString("%1 as in a chat: NMSE %2").arg(QString::fromStdString(what)).arg(error)));
    }

    /// Every number of layers on the device, experts apart from their layers, and turn by turn.
    static std::vector<Placement> placements(const ForwardPlan& plan) {
        std::vector<Placement> all;
        const auto layers = static_cast<std::uint32_t>(plan.layerStarts.size() - 1);
        for (std::uint32_t n = 1; n < layers; ++n) all.push_back(Placement::of(plan, n, 0));
        for (std::uint32_t e = 1; e <= countExpertLayers(plan); ++e)
            all.push_back(Placement::of(plan, layers, e));
        Placement inTurn = Placement::of(plan, layers, 0);
        inTurn.input = Site::Host;
        for (std::size_t i = 1; i < layers; i += 2) inTurn.layers[i] = {Site::Host, Site::Host};
        all.push_back(inTurn);
        return all;
    }

    /// The snapshot that another placement left is continued here, and one is left for the next.
    void goOnElsewhere(Executor& executor, const ForwardPlan& plan, KvSnapshot& left,
                       std::span<const double> wanted, double limit) const {
        constexpr std::uint32_t kHalf = 29;
        if (!left.bytes.empty() || left.position > 0) {
            const auto restored = restoreSnapshot(executor, plan, left);
            QVERIFY2(restored.ok(), restored.ok() ? "" : restored.error().detail.c_str());
            verify(read(executor, plan, {1, 9}, kHalf), wanted.subspan(kHalf * plan.vocabulary),
                   limit, "continued elsewhere");
        }
        QVERIFY(!read(executor, plan, {20}, 0, kHalf).empty());
        auto taken = takeSnapshot(executor, plan, SnapshotScope::Whole, kHalf);
        QVERIFY2(taken.ok(), taken.ok() ? "" : taken.error().detail.c_str());
        left = std::move(taken).value();
    }

    QTemporaryDir m_folder;
    std::string m_deviceId;
    bool m_packed = false;
    std::shared_ptr<const Model> m_model;
    std::vector<TokenId> m_tokens;
    std::vector<double> m_truth;
};

QTEST_GUILESS_MAIN(TestRandomFamilies)
#include "test_random_families.moc"
