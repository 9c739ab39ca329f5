// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/block_repair.h"

#include <algorithm>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "core/net/politeness.h"

namespace core {
namespace {

constexpr std::size_t kAheadMax = 4;
constexpr int kTriesMax = 8;
constexpr std::size_t kVersionsMax = 6;
constexpr std::chrono::milliseconds kFirstPause{250};
constexpr std::chrono::milliseconds kLongestPause{10'000};
constexpr std::chrono::milliseconds kStallTimeout{10'000};

Error cancelled() {
    return {ErrorCode::Cancelled, "cancelled: start it again when you are ready"};
}

} // namespace

BlockRepair::BlockRepair(NetworkGate& gate, PartialFile& file, HashCursor& cursor,
                         std::mutex& mutex, Locate locate, std::string name, std::stop_token stop)
    : m_gate(gate), m_file(file), m_cursor(cursor), m_mutex(mutex), m_locate(std::move(locate)),
      m_name(std::move(name)), m_stop(std::move(stop)) {}

/// Suspects first, then the last block of each answer, then the others.
std::vector<std::size_t> BlockRepair::candidates() const {
    const std::lock_guard lock(m_mutex);
    const BlockMap& map = m_file.map();
    std::map<std::uint16_t, std::size_t> lastOf; // Of each answer.
    for (std::size_t i = 0; i < map.count(); ++i) lastOf[map[i].source] = i;
    const auto rank = [&](std::size_t block) {
        if (map[block].has(BlockRecord::Suspect)) return 0;
        return lastOf.at(map[block].source) == block ? 1 : 2;
    };
    std::vector<std::size_t> blocks;
    for (std::size_t i = 0; i < map.count(); ++i)
        if (!map[i].has(BlockRecord::Confirmed)) blocks.push_back(i);
    std::stable_sort(blocks.begin(), blocks.end(),
                     [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    return blocks;
}

/// What came in the same answer as a wrong block comes next, from its end: damage reaches on.
void BlockRepair::preferSource(std::uint16_t source, std::vector<std::size_t>::iterator begin,
                               std::vector<std::size_t>::iterator end) const {
    const auto others = std::stable_partition(
        begin, end, [&](std::size_t i) { return m_file.map()[i].source == source; });
    std::sort(begin, others, std::greater<>());
}

std::future<BlockRepair::Answer> BlockRepair::request(std::size_t block) {
    HttpRequest question;
    question.url = m_location;
    question.purpose = "download: checking a block of " + m_name;
    question.rateCapped = true;
    question.stallTimeout = kStallTimeout;
    const BlockMap& map = m_file.map();
    question.range = ByteRange{map.begin(block), map.begin(block) + map.size(block)};
    question.bodyBytesMax = map.size(block);
    auto promise = std::make_shared<std::promise<Answer>>();
    HttpHandlers handlers;
    handlers.onDone = [promise](Answer answer) { promise->set_value(std::move(answer)); };
    m_gate.start(std::move(question), std::move(handlers), m_stop);
    return promise->get_future();
}

Result<std::string> BlockRepair::bytesOf(std::size_t block, Answer answer) {
    const BlockMap& map = m_file.map();
    BackOff backOff(kFirstPause, kLongestPause);
    while (true) {
        if (m_stop.stop_requested()) return cancelled();
        std::string trouble = "the server sent other bytes than asked";
        if (answer) {
            m_fetchedBytes += answer->bodyBytes;
            const auto range = ContentRange::parse(answer->header("content-range"));
            if (answer->status == 206 && range && range->first == map.begin(block)
                && answer->body.size() == map.size(block))
                return std::move(answer->body);
        } else {
            if (answer.error().code == ErrorCode::Offline) return answer.error();
            trouble = answer.error().detail;
        }
        if (backOff.failures() >= kTriesMax)
            return Error{ErrorCode::Network, "a block of " + m_name + " could not be checked ("
                                                 + trouble
                                                 + "): start it again, what is there stays"};
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        const auto pause =
            answer ? std::max<std::chrono::milliseconds>(answer->retryAfter, backOff.next())
                   : backOff.next();
        wake.wait_for(lock, m_stop, std::min(pause, kLongestPause), [] { return false; });
        TRY(m_location, m_locate());
        answer = request(block).get();
    }
}

/// True: another answer took the block's place. It counts as right when it comes a second time, or
/// when the hash says so; until then the block stays a candidate of the next round.
Result<bool> BlockRepair::compare(std::size_t block, Answer answer) {
    TRY(const std::string bytes, bytesOf(block, std::move(answer)));
    const Fingerprint now = fingerprintOf(bytes);
    Fingerprint present;
    {
        const std::lock_guard lock(m_mutex);
        present = m_file.map()[block].fingerprint;
    }
    if (now == present) {
        TRY(confirm(block));
        return false;
    }
    std::vector<Fingerprint>& seen = m_seen[block];
    if (seen.size() >= kVersionsMax)
        return Error{ErrorCode::Corrupt, "the server sends something else each time for a part of "
                                             + m_name
                                             + ": try again later, or over another connection"};
    const bool agreed = std::find(seen.begin(), seen.end(), now) != seen.end();
    seen.push_back(present);
    if (present == seen.front()) ++m_repaired;
    if (now == seen.front()) --m_repaired;
    TRY(replace(block, bytes));
    if (agreed) TRY(confirm(block));
    return true;
}

Result<void> BlockRepair::confirm(std::size_t block) {
    const std::lock_guard lock(m_mutex);
    m_file.map().at(block).set(BlockRecord::Confirmed);
    return m_file.map().write(block);
}

Result<void> BlockRepair::replace(std::size_t block, const std::string& bytes) {
    TRY(m_file.write(m_file.map().begin(block), bytes));
    const std::lock_guard lock(m_mutex);
    BlockRecord& record = m_file.map().at(block);
    const std::uint16_t source = record.source;
    record = {};
    record.filled = static_cast<std::uint32_t>(bytes.size());
    record.fingerprint = fingerprintOf(bytes);
    record.set(BlockRecord::Hashed);
    record.source = source;
    return m_file.map().write(block);
}

Result<std::string> BlockRepair::hashAgain(std::uint64_t from) {
    m_cursor.rewind(from);
    while (true) {
        if (m_stop.stop_requested()) return cancelled();
        TRY(const HashCursor::Step step, m_cursor.step());
        if (step == HashCursor::Step::AtEnd) return m_cursor.hex();
        if (step == HashCursor::Step::Damaged || step == HashCursor::Step::Waiting)
            return Error{ErrorCode::Io, "the disk gives back other bytes than were written to "
                                            + m_name + ": check the disk, then start it again"};
    }
}

Result<bool> BlockRepair::run(const std::string& sha256, const std::function<void()>& onProgress) {
    TRY(m_location, m_locate());
    while (true) {
        std::vector<std::size_t> order = candidates();
        if (order.empty()) return false;
        TRY(const bool right, search(std::move(order), sha256, onProgress));
        if (right) return true;
    }
}

/// Compares all of `order` once, or until the hash is right.
Result<bool> BlockRepair::search(std::vector<std::size_t> order, const std::string& sha256,
                                 const std::function<void()>& onProgress) {
    std::deque<Pending> ahead;
    std::size_t next = 0;
    std::uint64_t changedFrom = UINT64_MAX; // Since the hash was last computed.
    while (next < order.size() || !ahead.empty()) {
        while (next < order.size() && ahead.size() < kAheadMax) {
            ahead.push_back({order[next], request(order[next])});
            ++next;
        }
        Pending pending = std::move(ahead.front());
        ahead.pop_front();
        TRY(const bool changed, compare(pending.block, pending.answer.get()));
        onProgress();
        if (changed) {
            changedFrom = std::min(changedFrom, m_file.map().begin(pending.block));
            preferSource(m_file.map()[pending.block].source,
                         order.begin() + static_cast<std::ptrdiff_t>(next), order.end());
        }
        const bool last = next == order.size() && ahead.empty();
        // Hashing reads the file: once for a run of wrong blocks, not for each of them.
        if (changedFrom == UINT64_MAX || (changed && !last)) continue;
        TRY(const std::string hash, hashAgain(std::exchange(changedFrom, UINT64_MAX)));
        if (hash == sha256) return true;
    }
    return false;
}

} // namespace core
