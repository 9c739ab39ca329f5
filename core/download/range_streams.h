// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/download/file_download.h"
#include "core/download/partial_file.h"
#include "core/download/range_scheduler.h"
#include "core/net/politeness.h"

namespace core {

/// The connections that fill one partial file. Bytes come in on the network thread; the fetching
/// thread calls tend() often, and everything else. `mutex` guards the file's map.
class RangeStreams {
public:
    using Clock = std::chrono::steady_clock;

    struct Report {
        std::uint64_t received = 0; ///< Bytes of bodies.
        unsigned running = 0;
        int failures = 0; ///< Since the last byte.
        Clock::time_point lastByte;
        bool linkRefused = false; ///< The location has to be asked for anew.
        bool changed = false;     ///< The server has other content now.
        std::string trouble;      ///< Of the last failure.
        std::optional<Error> fatal;
    };

    RangeStreams(NetworkGate& gate, PartialFile& file, std::mutex& mutex,
                 std::condition_variable_any& wake, const FetchOptions& options, std::string name);
    /// Ends all connections.
    ~RangeStreams();
    RangeStreams(const RangeStreams&) = delete;
    RangeStreams& operator=(const RangeStreams&) = delete;

    void setLocation(std::string location);
    /// Starts what may start, gives up what stalls, and tries out more or fewer connections.
    void tend();
    /// Cancels all and waits until they are gone. tend() starts them again.
    void stopAll();
    Report report();
    /// Takes content of whatever ETag from now on: the listing says that it is the same.
    void forgetEtag();

private:
    enum class Verdict : std::uint8_t {
        None,
        Complete,
        WrongAnswer,
        RangeIgnored,
        Changed,
        DiskTrouble,
        Stalled,
        Slow,
        Stopping,
    };
    struct Stream {
        explicit Stream(const FetchOptions& options)
            : backOff(options.firstPause, options.longestPause) {}
        TransferId transfer = 0;
        bool running = false;
        Verdict verdict = Verdict::None;
        ByteRange range;
        std::uint64_t at = 0;          // Where the next byte belongs.
        std::uint64_t written = 0;     // Before it: what is in the file and the map.
        std::uint32_t unrecorded = 0;  // Bytes of it that the map's file does not know of yet.
        std::vector<char> stage;       // [written, at): waits for more. The network thread's own.
        Clock::time_point stagedSince; // Of the first byte of the stage.
        std::uint64_t windowBytes = 0; // Since the last look at speeds.
        std::uint16_t source = 0;
        bool gotData = false;
        Clock::time_point started;
        Clock::time_point lastByte;
        Clock::time_point retryAt;
        BackOff backOff;
    };

    // On the network thread, without m_mutex: writing takes its time.
    bool takeData(Stream& stream, std::string_view bytes);
    bool writeStage(Stream& stream);
    // All others with m_mutex held.
    bool startStream(std::size_t index);
    bool acceptAnswer(Stream& stream, const HttpResponse& response);
    bool acceptRange(Stream& stream, const HttpResponse& response);
    std::string_view noteData(Stream& stream, std::string_view bytes);
    Result<void> record(Stream& stream, std::uint64_t count);
    void streamEnded(std::size_t index, const Result<HttpResponse>& outcome);
    void suspect(const Stream& stream);
    void noteFailure(Stream& stream, const Result<HttpResponse>& outcome);
    void noteStatus(const HttpResponse& response);
    void checkStalls(Clock::time_point now);
    void adapt(Clock::time_point now);
    void endSlowOnes(Clock::time_point now, double seconds);
    unsigned runningCount() const;
    unsigned connectionsUnderCap(std::uint64_t rate) const;
    bool mayStart(Clock::time_point now) const;
    Clock::duration stallLimit(const Stream& stream, Clock::time_point now) const;

    NetworkGate& m_gate;
    PartialFile& m_file;
    std::mutex& m_mutex;
    std::condition_variable_any& m_wake;
    FetchOptions m_options;
    std::string m_name;
    RangeScheduler m_scheduler;
    std::vector<Stream> m_streams; // [connectionsMax]
    std::string m_location;
    std::string m_etag; // Of the content server, strong.
    Report m_report;
    bool m_stopping = false;
    bool m_noRanges = false;   // The server sends the whole, whatever is asked.
    int m_ignoredRanges = 0;   // In a row.
    bool m_rangesWork = false; // They did at least once.
    std::uint16_t m_lastSource = 0;
    Clock::time_point m_pauseUntil;
    // Finding the number of connections by trial.
    unsigned m_desired = 1;
    unsigned m_triedFrom = 0; // The number before the running trial; 0: none runs.
    double m_rateBefore = 0;
    double m_bestStreamRate = 0;
    std::uint64_t m_windowBytes = 0;
    Clock::time_point m_windowBegan;
    Clock::time_point m_nextTrial;
};

} // namespace core
