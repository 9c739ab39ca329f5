// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>
#include <vector>

#include "inference/base/thread_pool.h"

using inference::ThreadPool;

class TestThreadPool : public QObject {
    Q_OBJECT

private slots:
    void callsTheBodyOnceOnEachThread() {
        for (const unsigned threads : {1u, 2u, 3u, 8u}) {
            ThreadPool pool(threads);
            QCOMPARE(pool.threadCount(), threads);
            std::vector<int> calls(threads);
            for (int i = 0; i < 200; ++i)
                pool.run([&](unsigned thread, unsigned count) {
                    if (count == threads) ++calls[thread];
                });
            for (const int count : calls) QCOMPARE(count, 200);
        }
    }

    void meetsAtTheBarrier() {
        constexpr unsigned kThreads = 4;
        ThreadPool pool(kThreads);
        std::vector<int> values(kThreads);
        std::atomic<int> wrong{0};
        pool.run([&](unsigned thread, unsigned) {
            for (int round = 1; round <= 500; ++round) {
                values[thread] = round;
                pool.barrier();
                if (std::accumulate(values.begin(), values.end(), 0)
                    != round * static_cast<int>(kThreads))
                    ++wrong;
                pool.barrier();
            }
        });
        QCOMPARE(wrong.load(), 0);
    }

    void wakesWorkersThatHaveParked() {
        ThreadPool pool(3);
        std::atomic<int> calls{0};
        for (int i = 0; i < 5; ++i) {
            pool.run([&](unsigned, unsigned) { ++calls; });
            std::this_thread::sleep_for(std::chrono::milliseconds(5)); // Far longer than they spin.
        }
        QCOMPARE(calls.load(), 15);
    }

    void waitsForSlowWorkers() {
        ThreadPool pool(2);
        std::vector<int> done(2);
        pool.run([&](unsigned thread, unsigned) {
            if (thread == 1) std::this_thread::sleep_for(std::chrono::milliseconds(20));
            done[thread] = 1;
        });
        QCOMPARE(done[0] + done[1], 2);
    }

    void getsThroughWithMoreThreadsThanCores() {
        const unsigned threads = 4 * std::max(1u, std::thread::hardware_concurrency());
        ThreadPool pool(threads);
        std::atomic<int> calls{0};
        const auto start = std::chrono::steady_clock::now();
        pool.run([&](unsigned, unsigned) {
            for (int i = 0; i < 100; ++i) {
                ++calls;
                pool.barrier();
            }
        });
        QCOMPARE(calls.load(), static_cast<int>(100 * threads));
        // A pool that only spun would need a time slice of milliseconds for each of them.
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
    }

    void endsWithoutHavingRun() {
        ThreadPool pool(3);
        QVERIFY(ThreadPool::physicalCores() >= 1);
        QVERIFY(ThreadPool::physicalCores() <= std::max(1u, std::thread::hardware_concurrency()));
    }
};

QTEST_GUILESS_MAIN(TestThreadPool)
#include "test_thread_pool.moc"
