// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/range_streams.h"

#include <algorithm>
#include <utility>

namespace core {
namespace {

using namespace std::chrono_literals;

/// The map hears of progress this often; a kill costs so much and a stage per connection at most.
constexpr std::uint32_t kRecordBytes = 64U << 10U;
/// What a connection collects before it is written, and for how long.
constexpr std::size_t kStageBytes = std::size_t{256} << 10U;
constexpr auto kStageTime = 50ms;
/// What libcurl hands over at a time at most.
constexpr std::size_t kPieceBytesMax = std::size_t{16} << 10U;
constexpr unsigned kFirstConnections = 4;
/// A capped rate is shared by few connections, or each would starve.
constexpr std::uint64_t kCappedRatePerStream = 4'000'000;
/// In a row. Without ranges all comes from the front: not lightly where they worked before.
constexpr int kIgnoredRangesMax = 3;
constexpr int kIgnoredAfterGoodMax = 20;
/// What libcurl may hold back when the rate cap pauses a connection.
constexpr double kHeldBackBytes = 512e3;

} // namespace

RangeStreams::RangeStreams(NetworkGate& gate, PartialFile& file, std::mutex& mutex,
                           std::condition_variable_any& wake, const FetchOptions& options,
                           std::string name)
    : m_gate(gate), m_file(file), m_mutex(mutex), m_wake(wake), m_options(options),
      m_name(std::move(name)), m_scheduler(file.map()) {
    m_streams.assign(std::clamp(options.connectionsMax, 1U, 32U), Stream(options));
    m_desired = std::min<unsigned>(kFirstConnections, static_cast<unsigned>(m_streams.size()));
    if (gate.rateMax() > 0) m_desired = connectionsUnderCap(gate.rateMax());
    m_report.lastByte = m_windowBegan = Clock::now();
}

RangeStreams::~RangeStreams() {
    stopAll();
}

void RangeStreams::setLocation(std::string location) {
    const std::lock_guard lock(m_mutex);
    m_location = std::move(location);
    m_report.linkRefused = m_report.changed = false;
}

void RangeStreams::forgetEtag() {
    const std::lock_guard lock(m_mutex);
    m_etag.clear();
}

RangeStreams::Report RangeStreams::report() {
    const std::lock_guard lock(m_mutex);
    m_report.running = runningCount();
    return m_report;
}

unsigned RangeStreams::connectionsUnderCap(std::uint64_t rate) const {
    const auto few = std::max<std::uint64_t>(rate / kCappedRatePerStream, 1);
    return static_cast<unsigned>(std::min<std::uint64_t>(few, m_streams.size()));
}

unsigned RangeStreams::runningCount() const {
    return static_cast<unsigned>(std::count_if(m_streams.begin(), m_streams.end(),
                                               [](const Stream& s) { return s.running; }));
}

bool RangeStreams::mayStart(Clock::time_point now) const {
    return !m_stopping && !m_location.empty() && !m_report.linkRefused && !m_report.changed
           && !m_report.fatal && now >= m_pauseUntil;
}

void RangeStreams::tend() {
    const std::lock_guard lock(m_mutex);
    m_stopping = false;
    const auto now = Clock::now();
    checkStalls(now);
    adapt(now);
    for (std::size_t i = 0; i < m_streams.size() && mayStart(now); ++i) {
        if (m_streams[i].running || m_streams[i].retryAt > now) continue;
        if (runningCount() >= m_desired || !startStream(i)) break;
    }
}

void RangeStreams::stopAll() {
    std::unique_lock lock(m_mutex);
    m_stopping = true;
    for (Stream& stream : m_streams) {
        if (!stream.running) continue;
        stream.verdict = Verdict::Stopping;
        m_gate.cancel(stream.transfer);
    }
    m_wake.wait(lock, [this] { return runningCount() == 0; });
}

bool RangeStreams::startStream(std::size_t index) {
    const std::uint64_t span =
        m_noRanges ? UINT64_MAX : m_scheduler.suitableSpan(m_options.connectionsMax);
    const auto range = m_scheduler.take(span);
    if (!range) return false;
    Stream& stream = m_streams[index];
    stream.range = *range;
    stream.at = stream.written = m_noRanges ? 0 : range->first;
    stream.stage.clear();
    stream.stage.reserve(kStageBytes);
    stream.running = true;
    stream.verdict = Verdict::None;
    stream.unrecorded = 0;
    stream.windowBytes = 0;
    stream.gotData = false;
    stream.started = stream.lastByte = Clock::now();
    if (++m_lastSource == 0) m_lastSource = 1;
    stream.source = m_lastSource;

    HttpRequest request;
    request.url = m_location;
    request.purpose = "download: " + m_name;
    request.rateCapped = true;
    request.stallTimeout = m_options.stallTimeout * 6; // The stall check here comes first.
    request.politenessWaitMax = 0ms;
    if (!m_noRanges) request.range = *range;
    HttpHandlers handlers;
    handlers.onResponse = [this, index](const HttpResponse& response) {
        const std::lock_guard lock(m_mutex);
        return acceptAnswer(m_streams[index], response);
    };
    handlers.onData = [this, index](std::string_view bytes) {
        return takeData(m_streams[index], bytes);
    };
    handlers.onDone = [this, index](const Result<HttpResponse>& outcome) {
        writeStage(m_streams[index]);
        const std::lock_guard lock(m_mutex);
        streamEnded(index, outcome);
        m_wake.notify_all();
    };
    stream.transfer = m_gate.start(std::move(request), std::move(handlers));
    return true;
}

bool RangeStreams::acceptAnswer(Stream& stream, const HttpResponse& response) {
    if (!response.isSuccess()) return true; // Its page is collected, streamEnded() reads it.
    const std::string_view etag = response.header("etag");
    if (!etag.empty() && !etag.starts_with("W/")) {
        if (!m_etag.empty() && m_etag != etag) {
            stream.verdict = Verdict::Changed;
            return false;
        }
        m_etag = etag;
    }
    return acceptRange(stream, response);
}

bool RangeStreams::acceptRange(Stream& stream, const HttpResponse& response) {
    const std::uint64_t bytes = m_file.map().content().bytes;
    if (response.status == 206 && !m_noRanges) {
        const auto range = ContentRange::parse(response.header("content-range"));
        const bool right = range && range->first == stream.at && range->end <= stream.range.end
                           && range->total.value_or(bytes) == bytes;
        if (!right) stream.verdict = Verdict::WrongAnswer;
        if (right) m_ignoredRanges = 0;
        m_rangesWork |= right;
        return right;
    }
    if (response.status == 200) {
        if (stream.at == 0) return true; // The whole, and the beginning is what is wanted.
        stream.verdict = Verdict::RangeIgnored;
        return false;
    }
    stream.verdict = Verdict::WrongAnswer;
    return false;
}

/// Collects what comes: libcurl gives it in pieces of 16 KB at most, and the file and its map are
/// cheaper to write in larger ones. A shorter piece was the last of what had arrived, and on a slow
/// line nothing waits for long.
bool RangeStreams::takeData(Stream& stream, std::string_view bytes) {
    std::string_view wanted = bytes;
    bool surplus = false;
    bool wasLast = false; // Of what had arrived, or of the range.
    {
        const std::lock_guard lock(m_mutex);
        if (stream.verdict != Verdict::None) return false; // It was given up a moment ago.
        wanted = noteData(stream, bytes);
        surplus = stream.verdict == Verdict::Complete;
        wasLast = bytes.size() < kPieceBytesMax || stream.at == stream.range.end;
    }
    if (stream.stage.empty()) stream.stagedSince = stream.lastByte;
    stream.stage.insert(stream.stage.end(), wanted.begin(), wanted.end());
    const bool full = stream.stage.size() + kPieceBytesMax > kStageBytes;
    if (full || wasLast || stream.lastByte - stream.stagedSince > kStageTime) {
        if (!writeStage(stream)) return false;
    }
    return !surplus;
}

/// Counts what came, and gives that part of it that is wanted.
std::string_view RangeStreams::noteData(Stream& stream, std::string_view bytes) {
    stream.lastByte = m_report.lastByte = Clock::now();
    stream.windowBytes += bytes.size();
    m_windowBytes += bytes.size();
    m_report.received += bytes.size();
    if (stream.at < stream.range.first) { // Only without ranges: what is there already.
        const auto skip = std::min<std::uint64_t>(bytes.size(), stream.range.first - stream.at);
        stream.at += skip;
        stream.written = stream.at;
        bytes.remove_prefix(static_cast<std::size_t>(skip));
    }
    const auto room = std::min<std::uint64_t>(bytes.size(), stream.range.end - stream.at);
    if (room < bytes.size()) stream.verdict = Verdict::Complete; // More than was asked for.
    if (room > 0) {
        m_report.failures = 0;
        stream.gotData = true;
        stream.backOff.reset();
    }
    stream.at += room;
    return bytes.substr(0, static_cast<std::size_t>(room));
}

bool RangeStreams::writeStage(Stream& stream) {
    if (stream.stage.empty()) return true;
    const std::string_view bytes(stream.stage.data(), stream.stage.size());
    Result<void> written = m_file.write(stream.written, bytes);
    const std::lock_guard lock(m_mutex);
    if (written) written = record(stream, bytes.size());
    stream.stage.clear();
    if (written) return true;
    m_report.fatal = written.error();
    stream.verdict = Verdict::DiskTrouble;
    return false;
}

/// Enters `count` bytes at stream.written, which are in the file, into the map.
Result<void> RangeStreams::record(Stream& stream, std::uint64_t count) {
    BlockMap& map = m_file.map();
    stream.unrecorded += static_cast<std::uint32_t>(count);
    while (count > 0) {
        const std::size_t block = map.blockAt(stream.written);
        const std::uint64_t end = map.begin(block) + map.size(block);
        const std::uint64_t part = std::min(count, end - stream.written);
        BlockRecord& record = map.at(block);
        record.filled = static_cast<std::uint32_t>(stream.written + part - map.begin(block));
        record.source = stream.source;
        stream.written += part;
        count -= part;
        if (!map.isFull(block) && stream.unrecorded < kRecordBytes) continue;
        stream.unrecorded = 0;
        TRY(map.write(block));
    }
    return {};
}

void RangeStreams::streamEnded(std::size_t index, const Result<HttpResponse>& outcome) {
    Stream& stream = m_streams[index];
    stream.running = false;
    if (stream.written > stream.range.first) {
        const std::size_t block = m_file.map().blockAt(stream.written - 1);
        if (const Result<void> written = m_file.map().write(block); !written)
            m_report.fatal = written.error();
    }
    m_scheduler.release(stream.range);
    const auto now = Clock::now();
    const bool clean = stream.verdict == Verdict::None && stream.at >= stream.range.end;
    const bool ours = stream.verdict == Verdict::Stopping || stream.verdict == Verdict::Slow;
    if (!clean && !ours) suspect(stream);
    if (stream.at >= stream.range.end) {
        stream.retryAt = now;
        if (mayStart(now) && runningCount() < m_desired) startStream(index);
        return;
    }
    noteFailure(stream, outcome);
}

/// An answer that broke rules may have broken bytes too: they are looked at first, should the
/// checksum be wrong. Written down with the next change of the block; losing it only costs time.
void RangeStreams::suspect(const Stream& stream) {
    if (stream.at <= stream.range.first) return;
    BlockMap& map = m_file.map();
    for (std::size_t i = map.blockAt(stream.range.first); i <= map.blockAt(stream.at - 1); ++i)
        map.at(i).set(BlockRecord::Suspect);
}

void RangeStreams::noteFailure(Stream& stream, const Result<HttpResponse>& outcome) {
    const auto now = Clock::now();
    switch (stream.verdict) {
    case Verdict::Stopping:
    case Verdict::DiskTrouble: return;
    case Verdict::Changed: m_report.changed = true; return;
    case Verdict::Slow: stream.retryAt = now; return;
    case Verdict::RangeIgnored:
        m_report.trouble = "the server sends the whole file instead of a part";
        if (++m_ignoredRanges >= (m_rangesWork ? kIgnoredAfterGoodMax : kIgnoredRangesMax))
            m_noRanges = true;
        if (m_noRanges) m_desired = 1;
        break;
    case Verdict::WrongAnswer: m_report.trouble = "the server sent other bytes than asked"; break;
    case Verdict::Stalled: m_report.trouble = "the server stopped sending"; break;
    case Verdict::None:
    case Verdict::Complete:
        if (!outcome) {
            m_report.trouble = outcome.error().detail;
            if (outcome.error().code == ErrorCode::Offline) m_report.fatal = outcome.error();
        } else if (!outcome->isSuccess()) {
            noteStatus(*outcome);
        } else {
            m_report.trouble = "the server sent less than it announced";
        }
    }
    // A connection that brought something is worth an immediate second try.
    if (!stream.gotData) ++m_report.failures;
    stream.retryAt = stream.gotData ? now : now + stream.backOff.next();
}

void RangeStreams::noteStatus(const HttpResponse& response) {
    m_report.trouble = "the server answered HTTP " + std::to_string(response.status);
    const int status = response.status;
    if (status >= 400 && status < 500 && status != 408 && status != 429)
        m_report.linkRefused = true;
    if (status != 429 && status != 503) return;
    m_pauseUntil = std::max(m_pauseUntil, Clock::now() + response.retryAfter);
    m_desired = std::max(1U, m_desired / 2);
    m_triedFrom = 0;
    m_nextTrial = Clock::now() + 20s;
}

RangeStreams::Clock::duration RangeStreams::stallLimit(const Stream& stream,
                                                       Clock::time_point now) const {
    Clock::duration limit = m_options.stallTimeout;
    // Where others get bytes, silence is this connection's own trouble.
    if (stream.gotData && now - m_report.lastByte < limit / 10) limit = limit * 3 / 10;
    if (const std::uint64_t rate = m_gate.rateMax(); rate > 0) {
        const double held = kHeldBackBytes * m_desired / static_cast<double>(rate);
        limit = m_options.stallTimeout
                + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(held));
    }
    return limit;
}

void RangeStreams::checkStalls(Clock::time_point now) {
    for (Stream& stream : m_streams) {
        if (!stream.running || stream.verdict != Verdict::None) continue;
        if (now - stream.lastByte < stallLimit(stream, now)) continue;
        stream.verdict = Verdict::Stalled;
        m_gate.cancel(stream.transfer);
    }
}

void RangeStreams::endSlowOnes(Clock::time_point now, double seconds) {
    double sum = 0;
    unsigned counted = 0;
    for (const Stream& stream : m_streams) {
        if (!stream.running) continue;
        sum += static_cast<double>(stream.windowBytes) / seconds;
        ++counted;
    }
    for (Stream& stream : m_streams) {
        const double rate = static_cast<double>(stream.windowBytes) / seconds;
        stream.windowBytes = 0;
        if (!stream.running) continue;
        m_bestStreamRate = std::max(m_bestStreamRate, rate);
        // Measured over the whole window, and with enough left to make it matter.
        if (now - stream.started < std::chrono::duration<double>(seconds)) continue;
        const double usual = counted > 1 ? (sum - rate) / (counted - 1) : m_bestStreamRate / 2;
        const double left = static_cast<double>(stream.range.end - stream.at);
        if (stream.verdict != Verdict::None || rate * 10 > usual || left < 2 * rate) continue;
        stream.verdict = Verdict::Slow;
        m_gate.cancel(stream.transfer);
    }
}

void RangeStreams::adapt(Clock::time_point now) {
    const std::chrono::duration<double> passed = now - m_windowBegan;
    if (passed < 2s) return;
    const double rate = static_cast<double>(std::exchange(m_windowBytes, 0)) / passed.count();
    m_windowBegan = now;
    if (const std::uint64_t cap = m_gate.rateMax(); cap > 0) {
        m_desired = connectionsUnderCap(cap);
        return;
    }
    endSlowOnes(now, passed.count());
    if (m_noRanges || m_report.failures > 0) return;
    if (m_triedFrom > 0) {
        // One more has to be worth a twentieth, or it only burdens the server.
        const bool better = rate > m_rateBefore * 1.05;
        if (!better) m_desired = m_triedFrom;
        m_nextTrial = better ? now : now + 20s;
        m_triedFrom = 0;
    }
    if (now >= m_nextTrial && m_desired < m_streams.size() && runningCount() == m_desired) {
        m_triedFrom = m_desired++;
        m_rateBefore = rate;
    }
}

} // namespace core
