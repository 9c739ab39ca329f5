// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/file_download.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>

#include "core/download/block_repair.h"
#include "core/download/hash_cursor.h"
#include "core/download/local_copies.h"
#include "core/download/partial_file.h"
#include "core/download/range_streams.h"
#include "core/download/remote_file.h"
#include "core/net/politeness.h"

namespace core {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kTendEvery = 50ms;
constexpr auto kReportEvery = 200ms;
constexpr auto kSyncEvery = 15s;
constexpr auto kRateWindow = 3s;
constexpr int kBeginAgainMax = 5;
/// So many fresh links in a row that are refused mean it.
constexpr int kRefusedLinksMax = 6;

Error cancelled() {
    return {ErrorCode::Cancelled, "stopped: start it again to go on from here"};
}

class FileDownload {
public:
    FileDownload(NetworkGate& gate, const FileRequest& request, const FetchOptions& options,
                 const std::stop_token& stop)
        : m_gate(gate), m_request(request), m_options(options), m_stop(stop),
          m_listed(request.file), m_locating(options.firstPause, options.longestPause) {}

    Result<FetchedFile> run() {
        for (int round = 0; round < kBeginAgainMax; ++round) {
            m_map = nullptr; // That of the former round is gone.
            TRY(locateFile());
            TRY(const bool finished, attempt());
            if (finished) return std::move(m_result);
            m_remark = "the file changed on the server: it is fetched from the beginning";
        }
        return Error{ErrorCode::Network,
                     m_request.name + " keeps changing on the server: try again later"};
    }

private:
    /// One content of the file. False: there is a new one.
    Result<bool> attempt() {
        ContentIdentity content;
        content.bytes = m_listed.bytes;
        content.sha256 = m_listed.sha256;
        content.etag = m_remote.etag;
        const auto former = readMapIdentity(PartialFile::mapPath(m_request.target));
        if (former && !former->sameContent(content))
            m_remark = "the file changed on the server: it is fetched from the beginning";
        if (std::exchange(m_discard, false)) {
            // Without a hash nothing else tells the old content from the new.
            std::error_code ignored;
            std::filesystem::remove(PartialFile::mapPath(m_request.target), ignored);
        }
        const std::uint32_t blockBytes = m_options.blockBytes > 0
                                             ? m_options.blockBytes
                                             : BlockMap::suitableBlockBytes(content.bytes);
        TRY(PartialFile file, PartialFile::open(m_request.target, content, blockBytes));
        HashCursor cursor(file, m_mutex);
        TRY(const bool same, fetchAll(file, cursor));
        if (!same) return false;
        TRY(hashRest(cursor));
        m_result.sha256 = cursor.hex();
        if (!m_listed.sha256.empty() && m_result.sha256 != m_listed.sha256) {
            TRY(const bool still, repair(file, cursor));
            if (!still) return false;
        }
        finish(file);
        TRY(file.commit());
        report(FetchPhase::Done);
        return true;
    }

    /// Until every block is filled. False: the content changed.
    Result<bool> fetchAll(PartialFile& file, HashCursor& cursor) {
        RangeStreams streams(m_gate, file, m_mutex, m_wake, m_options, m_request.name);
        streams.setLocation(m_remote.location);
        m_map = &file.map();
        m_cursor = &cursor;
        m_lastSync = Clock::now();
        Result<bool> same = watch(file, streams, cursor);
        streams.stopAll();
        m_result.fetchedBytes += streams.report().received;
        m_receivedNow = 0;
        m_connections = 0;
        // Also after a failure: what is there shall outlive a power cut.
        const Result<void> synced = syncBlocks(file);
        if (same && !synced) same = synced.error();
        return same;
    }

    Result<bool> watch(PartialFile& file, RangeStreams& streams, HashCursor& cursor) {
        Clock::time_point nextTend = Clock::now();
        while (true) {
            if (m_stop.stop_requested()) return cancelled();
            if (Clock::now() >= nextTend) {
                TRY(const bool same, tend(file, streams));
                if (!same) return false;
                nextTend = Clock::now() + kTendEvery;
            }
            TRY(const HashCursor::Step step, cursor.step());
            if (step == HashCursor::Step::AtEnd) return true;
            if (step != HashCursor::Step::Waiting) continue;
            std::unique_lock lock(m_mutex);
            // Many megabytes are worth a wake-up, crumbs are not, but for the last ones.
            m_wake.wait_for(lock, m_stop, 10ms,
                            [&] { return file.map().filledBytes() == file.map().content().bytes; });
        }
    }

    Result<bool> tend(PartialFile& file, RangeStreams& streams) {
        streams.tend();
        const RangeStreams::Report now = streams.report();
        m_connections = now.running;
        noteRate(now.received);
        if (now.fatal) return *now.fatal;
        if (now.changed || now.linkRefused) {
            TRY(const bool same, relocate(streams, now));
            if (!same) return false;
        }
        const bool complete = m_map->content().bytes == filled();
        if (!complete && now.failures > 3 && Clock::now() - now.lastByte > m_options.patience)
            return Error{ErrorCode::Network, m_request.name + ": " + now.trouble
                                                 + ", nothing arrives any more: check the "
                                                   "connection and start it again, what is there "
                                                   "stays"};
        m_waiting = now.failures > 0 ? now.trouble : std::string();
        if (Clock::now() - m_lastSync > kSyncEvery) TRY(syncBlocks(file));
        if (Clock::now() - m_lastReport > kReportEvery)
            report(complete ? FetchPhase::Checking : FetchPhase::Fetching);
        return true;
    }

    /// After the way to the content was refused, or its ETag changed. False: new content.
    Result<bool> relocate(RangeStreams& streams, const RangeStreams::Report& now) {
        if (now.received > m_receivedAtRefusal) m_refusedLinks = 0;
        m_receivedAtRefusal = now.received;
        if (!now.changed && ++m_refusedLinks > kRefusedLinksMax)
            return Error{ErrorCode::AccessDenied,
                         "access to " + m_request.name + " is refused (" + now.trouble
                             + "): accept the licence on the model's page and set a token"};
        if (m_refusedLinks > 1) TRY(pause(m_locating.next()));
        const ListedFile before = m_listed;
        if (now.changed && m_request.refresh) {
            TRY(m_listed, m_request.refresh());
        }
        TRY(locateFile());
        const bool known = !before.sha256.empty();
        const bool same = known ? before.sha256 == m_listed.sha256
                                : !now.changed && before.bytes == m_listed.bytes;
        if (!same) {
            m_discard = !known;
            return false;
        }
        streams.forgetEtag();
        streams.setLocation(m_remote.location);
        return true;
    }

    /// Asks the hub where the content lies, as long as patience lasts.
    Result<void> locateFile() {
        const auto begin = Clock::now();
        while (true) {
            std::chrono::milliseconds asked{0};
            auto found = locate(m_gate, m_listed.url, m_request.name, m_stop, asked);
            if (found) {
                m_locating.reset();
                m_remote = std::move(found).value();
                return adopt();
            }
            const ErrorCode code = found.error().code;
            const bool passing = code == ErrorCode::Network || code == ErrorCode::Busy;
            if (m_stop.stop_requested()) return cancelled();
            if (!passing || Clock::now() - begin > m_options.patience) return found.error();
            m_waiting = found.error().detail;
            report(FetchPhase::Locating);
            TRY(pause(std::max(asked, m_locating.next())));
        }
    }

    /// The listing knows best; the server's own words fill its gaps.
    Result<void> adopt() {
        if (m_listed.bytes == 0) m_listed.bytes = m_remote.bytes;
        if (m_listed.sha256.empty()) m_listed.sha256 = m_remote.sha256;
        const bool otherHash = !m_remote.sha256.empty() && m_remote.sha256 != m_listed.sha256;
        const bool otherSize = m_remote.bytes != 0 && m_remote.bytes != m_listed.bytes;
        if (otherHash || otherSize) {
            if (m_request.refresh) {
                TRY(ListedFile listed, m_request.refresh());
                m_listed = std::move(listed);
            } else if (otherHash) {
                m_listed.sha256 = m_remote.sha256;
                if (m_remote.bytes != 0) m_listed.bytes = m_remote.bytes;
            }
        }
        if (m_listed.bytes == 0)
            return Error{ErrorCode::Network, "the server does not say how long " + m_request.name
                                                 + " is: try again later, or another mirror"};
        m_result.commit = m_remote.commit;
        return {};
    }

    Result<void> hashRest(HashCursor& cursor) {
        while (true) {
            if (m_stop.stop_requested()) return cancelled();
            TRY(const HashCursor::Step step, cursor.step());
            if (step == HashCursor::Step::AtEnd) return {};
        }
    }

    /// False: the listing has a new hash by now.
    Result<bool> repair(PartialFile& file, HashCursor& cursor) {
        m_remark = "the checksum is wrong: damaged blocks are searched and fetched again";
        report(FetchPhase::Repairing);
        if (m_request.refresh) {
            TRY(ListedFile listed, m_request.refresh());
            if (listed.sha256 != m_listed.sha256) {
                m_listed = std::move(listed);
                return false;
            }
        }
        if (m_options.copiesOfSize) {
            TRY(const std::size_t mended,
                mendFromTwin(file, cursor, m_mutex, m_listed.sha256,
                             m_options.copiesOfSize(m_listed.bytes), m_stop));
            if (mended > 0) {
                m_result.repairedBlocks += mended;
                m_result.sha256 = m_listed.sha256;
                return true;
            }
        }
        const auto way = [this]() -> Result<std::string> {
            TRY(locateFile());
            return m_remote.location;
        };
        BlockRepair repair(m_gate, file, cursor, m_mutex, way, m_request.name, m_stop);
        const auto right = repair.run(m_listed.sha256, [this] { report(FetchPhase::Repairing); });
        m_result.fetchedBytes += repair.fetchedBytes();
        m_result.repairedBlocks += repair.repaired();
        if (!right) return right.error();
        if (!*right)
            return Error{ErrorCode::Corrupt,
                         "the server's copy of " + m_request.name
                             + " does not have the checksum it publishes, twice fetched it is the "
                               "same: tell its publisher, or take another file"};
        m_result.sha256 = m_listed.sha256;
        return true;
    }

    void finish(PartialFile& file) {
        m_result.bytes = file.map().content().bytes;
        m_result.verified = !m_listed.sha256.empty();
        m_result.blockBytes = file.map().blockBytes();
        m_result.fingerprints.clear();
        for (std::size_t i = 0; i < file.map().count(); ++i)
            m_result.fingerprints.push_back(file.map()[i].fingerprint);
    }

    /// Marks as durable what is hashed, after the disk has it.
    Result<void> syncBlocks(PartialFile& file) {
        m_lastSync = Clock::now();
        std::vector<std::size_t> blocks;
        {
            const std::lock_guard lock(m_mutex);
            for (std::size_t i = 0; i < file.map().count(); ++i)
                if (file.map()[i].has(BlockRecord::Hashed)
                    && !file.map()[i].has(BlockRecord::Durable))
                    blocks.push_back(i);
        }
        if (blocks.empty()) return {};
        TRY(file.sync());
        const std::lock_guard lock(m_mutex);
        for (const std::size_t block : blocks) {
            if (!file.map().isFull(block)) continue; // Found damaged meanwhile.
            file.map().at(block).set(BlockRecord::Durable);
            TRY(file.map().write(block));
        }
        return file.map().sync();
    }

    Result<void> pause(std::chrono::milliseconds duration) {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any wake;
        wake.wait_for(lock, m_stop, duration, [] { return false; });
        if (m_stop.stop_requested()) return cancelled();
        return {};
    }

    std::uint64_t filled() {
        const std::lock_guard lock(m_mutex);
        return m_map->filledBytes();
    }

    void noteRate(std::uint64_t received) {
        const auto now = Clock::now();
        m_receivedNow = received;
        m_samples.emplace_back(now, received);
        while (m_samples.size() > 2 && now - m_samples.front().first > kRateWindow)
            m_samples.pop_front();
    }

    double rate() const {
        if (m_samples.size() < 2) return 0;
        const std::chrono::duration<double> span = m_samples.back().first - m_samples.front().first;
        const auto bytes = static_cast<double>(m_samples.back().second - m_samples.front().second);
        return span.count() > 0 ? bytes / span.count() : 0;
    }

    void report(FetchPhase phase) {
        m_lastReport = Clock::now();
        if (!m_options.onProgress) return;
        FileProgress progress;
        progress.phase = phase;
        progress.total = m_listed.bytes;
        if (m_map != nullptr) {
            progress.bytes = phase == FetchPhase::Done ? m_listed.bytes : filled();
            progress.hashed = phase == FetchPhase::Done ? m_listed.bytes : m_cursor->offset();
        }
        progress.rate = phase == FetchPhase::Fetching ? rate() : 0;
        progress.connections = m_connections;
        progress.remark = m_waiting.empty() ? m_remark : m_waiting;
        m_options.onProgress(progress);
    }

    NetworkGate& m_gate;
    const FileRequest& m_request;
    const FetchOptions& m_options;
    std::stop_token m_stop;
    ListedFile m_listed;
    RemoteFile m_remote;
    FetchedFile m_result;
    std::mutex m_mutex; // Guards the map.
    std::condition_variable_any m_wake;
    BlockMap* m_map = nullptr; // During fetchAll() and what follows it in the same attempt.
    HashCursor* m_cursor = nullptr;
    BackOff m_locating;
    int m_refusedLinks = 0;
    std::uint64_t m_receivedAtRefusal = 0;
    std::uint64_t m_receivedNow = 0;
    unsigned m_connections = 0;
    bool m_discard = false;
    std::string m_remark;
    std::string m_waiting;
    std::deque<std::pair<Clock::time_point, std::uint64_t>> m_samples;
    Clock::time_point m_lastReport;
    Clock::time_point m_lastSync;
};

} // namespace

Result<FetchedFile> fetchFile(NetworkGate& gate, const FileRequest& request,
                              const FetchOptions& options, const std::stop_token& stop) {
    return FileDownload(gate, request, options, stop).run();
}

} // namespace core
