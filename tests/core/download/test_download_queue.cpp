// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "tests/support/hub_fixture.h"

#include <atomic>

#include "core/download/download_queue.h"
#include "core/download/partial_file.h"
#include "core/settings/settings.h"

using namespace core;
namespace fs = std::filesystem;

class TestDownloadQueue : public QObject {
    Q_OBJECT

    std::unique_ptr<HubFixture> m_hub;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<NetworkGate> m_gate;

    DownloadQueueOptions options() const {
        DownloadQueueOptions options;
        options.database = m_folder->filePath("downloads.db").toStdString();
        options.modelsRoot = m_folder->filePath("models").toStdString();
        options.fetch.blockBytes = 256 * 1024;
        options.fetch.firstPause = std::chrono::milliseconds(20);
        return options;
    }
    std::unique_ptr<DownloadQueue> open(const DownloadQueueOptions& chosen) const {
        auto queue = DownloadQueue::open(*m_gate, chosen);
        if (!queue) qFatal("%s", queue.error().detail.c_str());
        return std::move(queue).value();
    }
    static HubReference model(const char* quantization) {
        HubReference reference;
        reference.repository = "acme/tiny";
        reference.quantization = quantization;
        return reference;
    }
    static DownloadState stateOf(const DownloadQueue& queue, DownloadId id) {
        for (const DownloadItem& item : queue.items())
            if (item.id == id) return item.state;
        return DownloadState::Failed;
    }
    static unsigned running(const DownloadQueue& queue) {
        unsigned count = 0;
        for (const DownloadItem& item : queue.items()) {
            const bool active =
                item.state == DownloadState::Running || item.state == DownloadState::Checking;
            count += active ? 1 : 0;
        }
        return count;
    }
    fs::path file(const char* name) const { return options().modelsRoot / "acme/tiny" / name; }

private slots:
    void initTestCase() {
        m_hub = std::make_unique<HubFixture>();
        m_hub->addFile("acme/tiny/tiny-Q4_0.gguf", 3000000, 1);
        m_hub->addFile("acme/tiny/tiny-Q8_0.gguf", 3000000, 2);
        m_hub->addFile("acme/tiny/tiny-F16.gguf", 3000000, 3);
        QVERIFY(m_hub->start());
    }
    void init() {
        m_hub->reset();
        m_folder = std::make_unique<QTemporaryDir>();
        NetworkOptions network;
        network.proxy = "";
        network.hubEndpoint = m_hub->hub();
        m_gate = std::make_unique<NetworkGate>(network);
    }
    void cleanupTestCase() { m_hub.reset(); }

    void contactsNobodyBeforeItIsStarted() {
        const auto queue = open(options());
        queue->add(model("Q4_0"));
        QTest::qWait(200);
        QVERIFY(m_hub->requests().isEmpty());
    }

    void fetchesInTurnAndTellsTheLibrary() {
        DownloadQueueOptions one = options();
        one.parallelMax = 1;
        const auto queue = open(one);
        std::atomic<int> finished = 0;
        queue->onFinished([&](const DownloadItem& item, const FetchedModel& model) {
            if (item.state == DownloadState::Finished && model.records.front().verified) ++finished;
        });
        m_gate->setRateMax(4000000);
        const DownloadId first = queue->add(model("Q4_0"));
        const DownloadId second = queue->add(model("Q8_0"));
        QCOMPARE(queue->add(model("Q4_0")), first); // Once is enough.
        queue->start();
        QTRY_COMPARE(running(*queue), 1U);
        QVERIFY(stateOf(*queue, second) == DownloadState::Queued);
        m_gate->setRateMax(0);
        QTRY_COMPARE_WITH_TIMEOUT(finished.load(), 2, 20000);
        QVERIFY(fs::exists(file("tiny-Q4_0.gguf")) && fs::exists(file("tiny-Q8_0.gguf")));
    }

    void pausesGoesOnAndCancels() {
        const auto queue = open(options());
        m_gate->setRateMax(1000000);
        const DownloadId id = queue->add(model("Q4_0"));
        queue->start();
        QTRY_VERIFY_WITH_TIMEOUT(queue->items()[0].bytes > 300000, 10000);
        queue->pause(id);
        QTRY_COMPARE(running(*queue), 0U);
        QVERIFY(stateOf(*queue, id) == DownloadState::Paused);
        QVERIFY(fs::exists(PartialFile::partPath(file("tiny-Q4_0.gguf"))));
        queue->resume(id);
        QTRY_COMPARE(running(*queue), 1U);
        queue->cancel(id);
        QTRY_VERIFY(queue->items().empty());
        QTRY_VERIFY(!fs::exists(PartialFile::partPath(file("tiny-Q4_0.gguf"))));
    }

    void isTheSameListAfterARestart() {
        DownloadId paused = 0;
        DownloadId waiting = 0;
        {
            const auto queue = open(options());
            m_gate->setRateMax(500000);
            queue->start();
            paused = queue->add(model("Q8_0"));
            queue->pause(paused);
            waiting = queue->add(model("Q4_0"));
            QTRY_COMPARE(running(*queue), 1U);
            QVERIFY(!DownloadQueue::open(*m_gate, options()).ok()); // One at a time.
        }
        m_gate->setRateMax(0);
        const auto queue = open(options());
        QCOMPARE(queue->items().size(), std::size_t{2});
        QVERIFY(stateOf(*queue, paused) == DownloadState::Paused);
        QVERIFY(stateOf(*queue, waiting) == DownloadState::Queued);
        queue->start();
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(*queue, waiting) == DownloadState::Finished, 20000);
        QVERIFY(stateOf(*queue, paused) == DownloadState::Paused);
    }

    void aMissingModelFailsAndSaysWhy() {
        const auto queue = open(options());
        queue->start();
        const DownloadId id = queue->add(model("Q2_K"));
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(*queue, id) == DownloadState::Failed, 10000);
        QVERIFY(queue->items()[0].error->code == ErrorCode::NotFound);
    }

    void waitsForItsHours() {
        DownloadHours night;
        night.limited = true;
        QVERIFY(night.contains(23 * 60) && night.contains(0) && night.contains(7 * 60 - 1));
        QVERIFY(!night.contains(7 * 60) && !night.contains(12 * 60));
        const QTime now = QTime::currentTime();
        DownloadQueueOptions later = options();
        later.hours.limited = true;
        later.hours.beginMinute = (now.hour() * 60 + now.minute() + 120) % 1440;
        later.hours.endMinute = (now.hour() * 60 + now.minute() + 180) % 1440;
        const auto queue = open(later);
        queue->start();
        const DownloadId id = queue->add(model("Q4_0"));
        QTest::qWait(300);
        QVERIFY(stateOf(*queue, id) == DownloadState::Queued);
        QVERIFY(m_hub->requests().isEmpty());
        QVERIFY(queue->items()[0].outsideHours);
        queue->setHours({});
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(*queue, id) == DownloadState::Finished, 20000);
        QVERIFY(!queue->items()[0].outsideHours);
    }

    void obeysSettingsWhileItRuns() {
        const auto queue = open(options());
        DownloadSettings settings;
        settings.rateMax = 300000;
        queue->apply(settings);
        QCOMPARE(m_gate->rateMax(), std::uint64_t{300000});
        const DownloadId first = queue->add(model("Q4_0"));
        const DownloadId second = queue->add(model("Q8_0"));
        queue->start();
        QTRY_COMPARE_WITH_TIMEOUT(running(*queue), 2U, 10000);
        settings.parallelMax = 1; // The later one goes back to its place.
        queue->apply(settings);
        QTRY_COMPARE_WITH_TIMEOUT(running(*queue), 1U, 10000);
        QVERIFY(stateOf(*queue, first) == DownloadState::Running);
        QVERIFY(stateOf(*queue, second) == DownloadState::Queued);
        const QTime now = QTime::currentTime();
        settings.hours.limited = true; // An hour that is over.
        settings.hours.beginMinute = (now.hour() * 60 + now.minute() + 120) % 1440;
        settings.hours.endMinute = (now.hour() * 60 + now.minute() + 180) % 1440;
        queue->apply(settings);
        QTRY_COMPARE_WITH_TIMEOUT(running(*queue), 0U, 10000);
        QTRY_VERIFY(queue->items()[0].outsideHours && queue->items()[1].outsideHours);
        QVERIFY(fs::exists(PartialFile::partPath(file("tiny-Q4_0.gguf"))));
        queue->apply({});
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(*queue, first) == DownloadState::Finished, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(stateOf(*queue, second) == DownloadState::Finished, 20000);
    }
};

QTEST_GUILESS_MAIN(TestDownloadQueue)
#include "test_download_queue.moc"
